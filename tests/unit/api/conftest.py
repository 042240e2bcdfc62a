"""The application over services that keep everything in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from scriba.api.app import create_app
from scriba.core.job import Job, Status
from scriba.core.transcript import Transcript
from scriba.service.services import Services
from tests.fakes.services import Backstage, services_over_fakes
from tests.fakes.words import transcript_of

MODELS = ["universal-3-pro", "universal-2"]
RECORDING = "https://example.com/recording.mp3"


@dataclass
class World:
    """A client with a key, and what is behind the server."""

    client: TestClient
    back: Backstage
    services: Services

    def submit(self, **options: Any) -> dict[str, Any]:
        """Body of the answer to an accepted request."""
        response = self.post(**options)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    def post(self, **options: Any) -> httpx.Response:
        body = {"audio_url": RECORDING, "speech_models": MODELS} | options
        return self.client.post("/v2/transcript", json=body)

    def complete(self, job_id: str, transcript: Transcript | None = None, **findings: Any) -> Job:
        """What the workers would bring about."""
        spoken = transcript or transcript_of("It was the best of times. It was the worst of times.")
        found = {
            "duration": spoken.duration,
            "language_code": spoken.language,
            "speech_model_used": "universal-3-pro",
            "recognizer": "whisper-base",
            "revision": "ebe41f70",
            "timings": {"recognize": 12},
        }
        return self.back.jobs.change(
            job_id,
            status=Status.COMPLETED,
            transcript=spoken,
            findings=found | findings,
            completed_at=self.back.clock() + 5_000,
        )

    def completed(self, transcript: Transcript | None = None, **options: Any) -> str:
        """Id of a transcript that is done."""
        job_id = str(self.submit(**options)["id"])
        self.complete(job_id, transcript)
        return job_id

    def stranger(self) -> dict[str, str]:
        """Headers of somebody of another project."""
        return {"authorization": self.services.keys.create("theirs", project="other")[1]}

    def error(self, response: httpx.Response, status: int = 400) -> str:
        """The text of an error whose body is nothing else."""
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/json"
        assert list(response.json()) == ["error"]
        return str(response.json()["error"])


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    services, back = services_over_fakes(tmp_path)
    headers = {"authorization": services.keys.create("ours")[1]}
    with TestClient(create_app(services), headers=headers, raise_server_exceptions=False) as client:
        yield World(client=client, back=back, services=services)
