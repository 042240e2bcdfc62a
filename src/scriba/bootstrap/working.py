"""A worker process."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from scriba import backends
from scriba.bootstrap.models import build_routing, engine_options, load_recognizer, served_recognizers
from scriba.bootstrap.provider import build_chat, build_writer
from scriba.bootstrap.state import build_fetcher, build_links, now_ms, open_state
from scriba.core.engines import (
    Chat,
    Detector,
    Embedder,
    EngineOptions,
    EntityTagger,
    Identifier,
    Parser,
    Recognizer,
    Segmenter,
    SentenceEncoder,
    Translator,
)
from scriba.core.job import ON_DEMAND, Lane
from scriba.core.operator_errors import SettingsError
from scriba.pipeline.written.writer import Writer
from scriba.service.attempts import Attempts
from scriba.service.stages import Engines, Stages, Tools
from scriba.service.supervisor import exit_with_parent
from scriba.service.worker import Worker
from scriba.settings import Settings

_MS_PER_HOUR = 3_600_000


@dataclass
class LoadedEngines(Engines):
    """Models of this process, each loaded once, when first asked for; by one thread, while others wait."""

    settings: Settings
    _detector: Detector | None = None
    _segmenter: Segmenter | None = None
    _embedder: Embedder | None = None
    _tagger: EntityTagger | None = None
    _parser: Parser | None = None
    _encoder: SentenceEncoder | None = None
    _recognizers: dict[str, Recognizer] = field(default_factory=dict)
    _loading: threading.RLock = field(default_factory=threading.RLock)
    _chat: Chat | None = None
    _translators: dict[Path, Translator | None] = field(default_factory=dict)

    @override
    def detector(self) -> Detector:
        """The speech detector, on one thread: media workers share the machine with recognition."""
        with self._loading:
            if self._detector is None:
                self._detector = backends.load_detector(EngineOptions(threads=1))
            return self._detector

    @override
    def identifier(self) -> Identifier:
        """The recognizer that the settings name; raises SettingsError when it cannot tell languages apart."""
        identifier = backends.as_identifier(self.recognizer(self.settings.identifier))
        if identifier is None:
            raise SettingsError(f"The recognizer '{self.settings.identifier}' cannot tell languages apart.")
        return identifier

    @override
    def recognizer(self, name: str) -> Recognizer:
        """A recognizer by name; raises ModelError."""
        with self._loading:
            if name not in self._recognizers:
                self._recognizers[name] = load_recognizer(self.settings, name, self.recognizer)
            return self._recognizers[name]

    @override
    def segmenter(self) -> Segmenter:
        """The model of short windows, on one thread like the detector."""
        with self._loading:
            if self._segmenter is None:
                self._segmenter = backends.load_segmenter(EngineOptions(threads=1))
            return self._segmenter

    @override
    def embedder(self) -> Embedder:
        """The model of voices, on one thread."""
        with self._loading:
            if self._embedder is None:
                self._embedder = backends.load_embedder(EngineOptions(threads=1))
            return self._embedder

    @override
    def tagger(self) -> EntityTagger:
        """The model of named entities."""
        with self._loading:
            if self._tagger is None:
                self._tagger = backends.load_tagger()
            return self._tagger

    @override
    def parser(self) -> Parser:
        """The model of grammar."""
        with self._loading:
            if self._parser is None:
                self._parser = backends.load_parser()
            return self._parser

    @override
    def encoder(self) -> SentenceEncoder:
        """The model of meanings."""
        with self._loading:
            if self._encoder is None:
                self._encoder = backends.load_encoder()
            return self._encoder

    @override
    def writer(self) -> Writer | None:
        """The provider of the settings, with a fresh patience."""
        with self._loading:
            if self._chat is None:
                self._chat = build_chat(self.settings)
            return build_writer(self.settings, self._chat)

    @override
    def translator(self, source: str, target: str) -> Translator | None:
        """The model in `translation/<source>-<target>` of the models' folder, loaded once."""
        folder = self.settings.models_path / "translation" / f"{source}-{target}"
        with self._loading:
            if folder not in self._translators:
                options = engine_options(self.settings)
                self._translators[folder] = backends.load_translator(folder, options) if folder.is_dir() else None
            return self._translators[folder]


def run_worker(settings: Settings, lane: Lane, worker_id: str) -> None:
    """The body of a worker process: returns when asked to stop by SIGTERM."""
    exit_with_parent()
    state = open_state(settings)
    engines = LoadedEngines(settings)
    stages = Stages(
        Tools(
            jobs=state.jobs,
            items=state.items,
            files=state.files,
            fetcher=build_fetcher(settings),
            routing=build_routing(settings),
            engines=engines,
            max_audio_ms=settings.max_audio_hours * _MS_PER_HOUR,
            speakers=state.speakers,
            voice_space=backends.load_voice_space(),
            links=build_links(settings),
        )
    )

    def warm_up() -> None:
        if lane == Lane.MEDIA:
            engines.detector()
            return
        if lane == Lane.TEXT:
            return
        for name in served_recognizers(settings):
            engines.recognizer(name)

    worker = Worker(
        id=worker_id,
        lane=lane,
        items=state.items,
        workers=state.workers,
        attempts=Attempts(
            items=state.items, files=state.files, speakers=state.speakers, run_item=stages.run, clock=now_ms
        ),
        warm_up=warm_up,
        clock=now_ms,
        lease_ms=settings.lease_ms,
        item_timeout_ms=settings.item_timeout_ms,
        places=settings.places if lane == Lane.SPEECH else 1,
        stays=lane not in ON_DEMAND,
    )
    signal.signal(signal.SIGTERM, lambda _number, _frame: worker.stop())
    worker.run()
