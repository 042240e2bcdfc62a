"""A real server to be cruel to: its processes, its API, and a process manager that starts it again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

KEY = "crash-test-key"
ANSWER_SECONDS = 10.0
"""The promise: the API answers again within this time. `make storm` holds it to that."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Server:
    """`scriba serve` on a data directory; `ensure_up` is what a process manager would do."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.address, headers={"authorization": KEY}, timeout=30)
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def ensure_up(self) -> None:
        """Start the server if it is not running."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "scriba", "serve", "--port", str(self.port)]
            log = (self.data_dir.parent / f"{self.data_dir.name}.log").open("ab")
            environment = {
                **os.environ,
                "SCRIBA_API_KEY": KEY,
                "SCRIBA_DATA_DIR": str(self.data_dir),
                **{f"SCRIBA_{name.upper()}": value for name, value in self._settings.items()},
            }
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            log.close()

    def wait_for(self, path: str, seconds: float = 60.0) -> float:
        """Seconds until the path answers 200; the server is started again if it died meanwhile."""
        began = time.monotonic()
        while True:
            self.ensure_up()
            try:
                if self.client.get(path, timeout=2).status_code == 200:
                    return time.monotonic() - began
            except httpx.TransportError:
                pass
            assert time.monotonic() - began < seconds, f"{path} does not answer"
            time.sleep(0.05)

    def processes(self) -> dict[int, str]:
        """Pid to role of the supervisor and its children."""
        assert self._process is not None
        found = {self._process.pid: "supervisor"}
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        try:
            pids = [int(pid) for pid in children.read_text().split()]
        except FileNotFoundError:
            return {}
        for pid in pids:
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            except FileNotFoundError:
                continue
            found[pid] = words[words.index("--lane") + 1] if "--lane" in words else "api"
        return found

    def kill(self, pid: int) -> None:
        """kill -9."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        if self._process is not None and pid == self._process.pid:
            self._process.wait()

    def restart(self) -> bool:
        """What an operator does: end the server in order and start it again. True once it has ended."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(60)
        self.ensure_up()
        return True

    def stop(self) -> None:
        """End the server in order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(60)
        self.client.close()

    def submit(self, audio: bytes, **options: Any) -> str:
        """Upload and submit; returns the id. Raises httpx errors when the server dies under the request."""
        upload = self.client.post("/v2/upload", content=audio)
        upload.raise_for_status()
        body = {"audio_url": upload.json()["upload_url"], "speech_models": ["universal-2"]} | options
        answer = self.client.post("/v2/transcript", json=body)
        answer.raise_for_status()
        return str(answer.json()["id"])

    def get(self, job_id: str) -> dict[str, Any]:
        """A transcript as the API shows it."""
        answer = self.client.get(f"/v2/transcript/{job_id}")
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()
        return result

    def wait_done(self, job_id: str, seconds: float = 180.0) -> dict[str, Any]:
        """The transcript once it is final."""
        deadline = time.monotonic() + seconds
        job: dict[str, Any] = {"status": "unknown"}
        while True:
            try:
                job = self.get(job_id)
                if job["status"] in {"completed", "error"}:
                    return job
            except httpx.TransportError:
                self.wait_for("/health")
            assert time.monotonic() < deadline, f"{job_id} is stuck: {job['status']}"
            time.sleep(0.1)
