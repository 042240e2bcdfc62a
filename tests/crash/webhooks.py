"""A receiver that fails half of the time, and a server that is restarted: `python -m tests.crash.webhooks --jobs 1000`.

Every webhook must arrive, and none once more after a 2xx. Ends with status 1 when one does not.
"""

import argparse
import random
import tempfile
import threading
import time
import wave
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx

from tests.crash.server import Server
from tests.fakes.receivers import Receiver, receiving

SETTINGS = {"allow_private_webhooks": "true", "webhook_attempts": "60"}
"""Half of the attempts fail: ten of them would leave one webhook in a thousand undelivered, as the contract has it."""

WAIT_SECONDS = 900.0


@dataclass
class Report:
    """What came of it."""

    jobs: int
    calls: int
    failed_calls: int
    missing: int
    doubled: int
    restarts: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        """All there, none twice."""
        return not (self.missing or self.doubled) and self.restarts == 2

    def __str__(self) -> str:
        return (
            f"{self.jobs - self.missing} of {self.jobs} webhooks arrived in {self.calls} calls, of which the receiver "
            f"failed {self.failed_calls}, across {self.restarts} restarts; {self.doubled} came again after a 2xx; "
            f"{self.seconds:.0f} s"
        )


def silence() -> bytes:
    """A second of it as a WAV file: the cheapest transcript there is."""
    target = BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000))
    return target.getvalue()


def run(folder: Path, jobs: int, seed: int, interval_ms: int = 1000) -> Report:
    """Submit so many jobs; restart the server once a third, and once two thirds of the webhooks have arrived."""
    dice = random.Random(seed)
    began = time.monotonic()
    with receiving(lambda _path, _number: dice.choice([200, 200, 500, 0])) as receiver:
        data = folder / "data"
        data.mkdir()
        server = Server(data, webhook_interval_ms=str(interval_ms), **SETTINGS)
        try:
            server.wait_for("/health", 120)
            submitting = threading.Thread(target=_submit, args=(server, receiver.address, jobs))
            submitting.start()
            restarts = 0
            for share in (1 / 3, 2 / 3):
                _wait(receiver, round(jobs * share))
                restarts += server.restart()
                server.wait_for("/health")
            submitting.join()
            _wait(receiver, jobs)
            # Anything delivered once more would come by now.
            time.sleep(3 * interval_ms / 1000)
        finally:
            server.stop()
        taken = _taken(receiver)
        return Report(
            jobs=jobs,
            calls=len(receiver.calls),
            failed_calls=sum(call.status != 200 for call in receiver.calls),
            missing=jobs - len(taken),
            doubled=sum(_calls_after_success(receiver).values()),
            restarts=restarts,
            seconds=time.monotonic() - began,
        )


def _submit(server: Server, address: str, jobs: int) -> None:
    upload = None
    accepted = 0
    while accepted < jobs:
        try:
            upload = upload or server.client.post("/v2/upload", content=silence()).raise_for_status().json()
            body = {
                "audio_url": upload["upload_url"],
                "speech_models": ["universal-2"],
                "webhook_url": f"{address}/hook?number={accepted}",
            }
            server.client.post("/v2/transcript", json=body).raise_for_status()
            accepted += 1
        except httpx.TransportError:
            # The server is being restarted, which is the other thread's business.
            time.sleep(0.2)


def _taken(receiver: Receiver) -> set[str]:
    return {call.path for call in list(receiver.calls) if call.status == 200}


def _calls_after_success(receiver: Receiver) -> Counter[str]:
    again: Counter[str] = Counter()
    done: set[str] = set()
    for call in receiver.calls:
        # A request that was cut off may be accepted twice by a client's own retry: the transcript's id tells them apart.
        event = str(call.message["transcript_id"])
        again[event] += event in done
        if call.status == 200:
            done.add(event)
    return again


def _wait(receiver: Receiver, count: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while len(_taken(receiver)) < count:
        assert time.monotonic() < deadline, f"{len(_taken(receiver))} webhooks of {count} arrived"
        time.sleep(0.1)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--interval-ms", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), arguments.jobs, arguments.seed, arguments.interval_ms)
    print(report)
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
