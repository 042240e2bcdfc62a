"""A file that crashes its worker every time fails after three attempts, and nobody else suffers."""

import os
import sys
import threading
import time
import wave
from io import BytesIO

import numpy as np

from scriba.bootstrap.serving import build_services
from scriba.bootstrap.starting import prepare_data
from scriba.bootstrap.state import now_ms
from scriba.core.job import Lane, Status
from scriba.core.options import TranscriptRequest
from scriba.service.supervisor import Role, Supervisor
from scriba.settings import Settings


def recording(level: float) -> bytes:
    noise = np.random.default_rng(1).uniform(-level, level, 3 * 16_000)
    target = BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((noise * 32767).astype("<i2").tobytes())
    return target.getvalue()


def submit(services, caller, level):
    writer = services.uploads.begin()
    writer.write(recording(level))
    address = f"http://localhost/upload/{services.uploads.commit(caller, writer)}"
    request = TranscriptRequest.model_validate({"audio_url": address, "speech_models": ["universal-2"]})
    return services.transcripts.submit(caller, request, set()).id


def test_poisoned_file_fails_after_three_attempts_and_others_complete(tmp_path, monkeypatch):
    settings = Settings.load(data_dir=tmp_path / "data")
    state = prepare_data(settings)
    services = build_services(settings)
    _, secret = services.keys.create("test")
    caller = services.keys.authenticate(secret)
    jobs = {name: submit(services, caller, 1.0 if name == "poison" else 0.5) for name in ("a", "poison", "b", "c")}
    command = [sys.executable, "-m", "tests.crash.poisoned_worker", str(settings.data_dir)]
    supervisor = Supervisor(
        roles=[Role(name=lane, command=[*command, lane, "{id}"], lane=lane) for lane in Lane],
        environment=dict(os.environ),
        inherited=(),
        items=state.items,
        workers=state.workers,
        sweep=lambda: None,
        clock=now_ms,
        on_start=lambda: None,
    )
    monkeypatch.setattr("scriba.service.supervisor.signal.signal", lambda *_: None)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        deadline = time.monotonic() + 60
        while not all(state.jobs.get(job_id).status.is_final for job_id in jobs.values()):
            assert time.monotonic() < deadline, {name: state.jobs.get(job).status for name, job in jobs.items()}
            time.sleep(0.1)
    finally:
        supervisor._stopping.set()
        thread.join()
    ended = {name: state.jobs.get(job_id) for name, job_id in jobs.items()}
    assert ended["poison"].status == Status.ERROR
    assert "the recognize stage crashed the worker in 3 attempts" in str(ended["poison"].error)
    for name in ("a", "b", "c"):
        assert ended[name].status == Status.COMPLETED
        transcript = ended[name].transcript
        assert transcript is not None
        assert transcript.text == "fine"
    state.database.close()
