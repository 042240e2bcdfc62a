"""The stages over real stores; the models are fakes that hear what they are told."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from scriba.core.engines import NO_HINTS, Chat, Hints, Parser, SentenceEncoder, Translator
from scriba.core.job import Caller, ItemKind, Lane, NewItem, NewJob
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Word
from scriba.pipeline.written.writer import Writer
from scriba.service.fetching import Fetcher
from scriba.service.redacted_audio import Links
from scriba.service.routing import Routing
from scriba.service.stages import Stages, Tools
from scriba.service.uploads import upload_key
from scriba.store.database import Database
from scriba.store.files import LocalFiles
from scriba.store.items import SqlItems
from scriba.store.jobs import SqlJobs
from scriba.store.keys import SqlKeys
from scriba.store.migration import migrate
from scriba.store.speakers import SqlSpeakers
from tests.fakes.readers import real_encoder, real_parser
from tests.fakes.services import card
from tests.fakes.speakers import space_of
from tests.fakes.taggers import ScriptedTagger
from tests.fakes.words import words_of


class Ear:
    """Detector, identifier and recognizer: speech is what is loud, every second of it one word."""

    def __init__(self, language: str = "en", confidence: float = 0.9) -> None:
        others = [code for code in ("en", "es", "fi", "de", "fr", "it") if code != language]
        self._language = {language: confidence} | dict.fromkeys(others, (1 - confidence) / len(others))
        self.hints = NO_HINTS
        self.says = ""
        """A text that is recognized in the first window, in place of what is loud."""

    def probabilities(self, samples: Any) -> Any:
        padded = np.pad(samples, (0, -len(samples) % 512)).reshape(-1, 512)
        return (np.abs(padded).max(axis=1) > 0.1).astype(np.float32)

    def language_probabilities(self, clips: Any) -> list[dict[str, float]]:
        return [self._language for _ in clips]

    def recognize(self, audio: Any, windows: Any, language: str, hints: Hints = NO_HINTS) -> list[tuple[Word, ...]]:
        self.hints = hints
        if self.says:
            said = words_of(self.says, start=windows[0].start, length=100, gap=10)
            return [said, *[()] * (len(windows) - 1)]
        return [
            tuple(
                Word(text=f"{language}{start}", start=start, end=start + 500, confidence=0.5)
                for start in range(window.start, window.end - 500, 1000)
            )
            for window in windows
        ]

    def activity(self, windows: Any) -> Any:
        """Who is loud is local speaker 0, who is low is 1."""
        frames = np.abs(windows[:, : 589 * 270]).reshape(len(windows), 589, 270).mean(axis=2)
        return np.stack([frames > 0.3, (frames > 0.03) & (frames <= 0.3), frames < 0], axis=2).astype(np.float32)

    def embed(self, clips: Any) -> Any:
        """Loud voices lie on one axis, low ones on another."""
        is_loud = np.array([np.abs(clip).mean() > 0.3 for clip in clips])
        return np.stack([is_loud, ~is_loud, *[is_loud & ~is_loud] * 30], axis=1).astype(np.float32)


@dataclass
class Engines:
    """The fake models of a worker."""

    ear: Ear = field(default_factory=Ear)
    asked: list[str] = field(default_factory=list)
    chat: Chat | None = None
    translators: dict[tuple[str, str], Translator] = field(default_factory=dict)

    def detector(self) -> Ear:
        return self.ear

    def identifier(self) -> Ear:
        return self.ear

    def recognizer(self, name: str) -> Ear:
        self.asked.append(name)
        return self.ear

    def segmenter(self) -> Ear:
        return self.ear

    def embedder(self) -> Ear:
        return self.ear

    def tagger(self) -> ScriptedTagger:
        return ScriptedTagger()

    def parser(self) -> Parser:
        return real_parser()

    def encoder(self) -> SentenceEncoder:
        return real_encoder()

    def writer(self) -> Writer | None:
        return None if self.chat is None else Writer(self.chat, pause=0)

    def translator(self, source: str, target: str) -> Translator | None:
        return self.translators.get((source, target))


class Bench:
    """Runs a job's items one by one as workers would."""

    def __init__(self, folder: Path) -> None:
        database = Database.sqlite(folder / "scriba.db")
        migrate(database)
        self.database = database
        self.jobs, self.items, self.files = SqlJobs(database), SqlItems(database), LocalFiles(folder)
        self.speakers = SqlSpeakers(database)
        SqlKeys(database).add("project", "key", "prefix", "digest", 0)
        self.engines = Engines()
        self.stages = Stages(
            Tools(
                jobs=self.jobs,
                items=self.items,
                files=self.files,
                fetcher=Fetcher(
                    clock=lambda: 0, allow_private=False, max_bytes=1, timeout_ms=1000, idle_ms=1000, max_redirects=0
                ),
                routing=Routing(
                    cards={"universal-3-pro": card("big", "en", "es"), "universal-2": card("small", "en", "es", "fi")},
                    aliases={},
                    languages={},
                ),
                engines=self.engines,
                max_audio_ms=3_600_000,
                speakers=self.speakers,
                voice_space=space_of(32),
                links=Links(key=lambda: b"key", kept_ms=86_400_000, clock=lambda: 0),
            )
        )
        self.ran: list[tuple[str, int]] = []

    def submit(self, source: Path | None = None, **options: Any) -> None:
        upload_id = None
        if source is not None:
            upload_id = "local_1"
            writer = self.files.create(upload_key(upload_id))
            writer.write(source.read_bytes())
            writer.commit()
        given = TranscriptOptions.model_validate({"speech_models": ["universal-3-pro", "universal-2"], **options})
        job = NewJob(
            id="job",
            caller=Caller(project_id=1, key_id=1, key_name="key"),
            audio_url="http://localhost/upload",
            options=given.model_dump(mode="json", by_alias=True),
            warnings=(),
            upload_id=upload_id,
            region="local",
            created_at=0,
        )
        self.jobs.add(job, NewItem(kind=ItemKind.PREPARE))

    def work(self) -> Any:
        """Work everything off; errors of a stage come through."""
        while True:
            claims = (self.items.claim(lane, "worker", 0, 1000) for lane in Lane)
            item = next((claim for claim in claims if claim is not None), None)
            if item is None:
                return self.jobs.get("job")
            self.ran.append((item.kind, item.index))
            outcome = self.stages.run(item)
            if outcome.transcript is not None:
                self.items.finish(
                    item,
                    outcome.transcript,
                    findings=outcome.findings,
                    now=1,
                    redacted_audio_url=outcome.redacted_audio_url,
                )
                continue
            self.items.complete(
                item, outcome.result, findings=outcome.findings, then=outcome.then, join=outcome.join, now=1
            )
