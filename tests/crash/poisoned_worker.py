"""A worker whose recognizer crashes on very loud audio: the body of the processes in test_poison.py."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np

from scriba.backends import load_voice_space
from scriba.bootstrap.models import build_routing
from scriba.bootstrap.state import build_fetcher, build_links, now_ms, open_state
from scriba.core.job import Lane
from scriba.core.transcript import Word
from scriba.service.attempts import Attempts
from scriba.service.stages import Stages, Tools
from scriba.service.supervisor import exit_with_parent
from scriba.service.worker import Worker
from scriba.settings import Settings


class Brittle:
    """Hears speech in every sound, and aborts the process at full scale."""

    def probabilities(self, samples: Any) -> Any:
        padded = np.pad(samples, (0, -len(samples) % 512)).reshape(-1, 512)
        return (np.abs(padded).max(axis=1) > 0.1).astype(np.float32)

    def recognize(self, audio: Any, windows: Any, _language: str, _hints: Any) -> list[tuple[Word, ...]]:
        if float(np.abs(audio.cut(0, audio.duration)).max()) > 0.95:
            os.abort()
        return [(Word(text="fine", start=window.start, end=window.end, confidence=1.0),) for window in windows]


class Engines:
    """The brittle model in every role."""

    def __init__(self) -> None:
        self._brittle = Brittle()

    def detector(self) -> Any:
        return self._brittle

    def identifier(self) -> Any:
        return self._brittle

    def recognizer(self, _name: str) -> Any:
        return self._brittle

    def segmenter(self) -> Any:
        return self._brittle

    def embedder(self) -> Any:
        return self._brittle

    def tagger(self) -> Any:
        return self._brittle

    def parser(self) -> Any:
        return self._brittle

    def encoder(self) -> Any:
        return self._brittle

    def writer(self) -> None:
        return None

    def translator(self, source: str, target: str) -> None:
        return None


def main(data_dir: str, lane: str, worker_id: str) -> None:
    exit_with_parent()
    settings = Settings.load(data_dir=Path(data_dir))
    state = open_state(settings)
    stages = Stages(
        Tools(
            jobs=state.jobs,
            items=state.items,
            files=state.files,
            fetcher=build_fetcher(settings),
            routing=build_routing(settings),
            engines=Engines(),
            max_audio_ms=3_600_000,
            speakers=state.speakers,
            voice_space=load_voice_space(),
            links=build_links(settings),
        )
    )
    worker = Worker(
        id=worker_id,
        lane=Lane(lane),
        items=state.items,
        workers=state.workers,
        attempts=Attempts(
            items=state.items, files=state.files, speakers=state.speakers, run_item=stages.run, clock=now_ms
        ),
        warm_up=lambda: None,
        clock=now_ms,
        lease_ms=settings.lease_ms,
        item_timeout_ms=settings.item_timeout_ms,
        places=settings.places if lane == Lane.SPEECH else 1,
    )
    signal.signal(signal.SIGTERM, lambda _number, _frame: worker.stop())
    worker.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
