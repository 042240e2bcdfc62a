"""The spine: a recording in, a transcript out. Servers call the steps one by one, the command line calls `transcribe`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scriba.core.audio import Audio, Channel, Region, Window
from scriba.core.engines import NO_HINTS, Detector, Embedder, Hints, Identifier, Recognizer, Segmenter
from scriba.core.errors import SpeechThresholdError
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import SpeakerTurn
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.borders import fitted
from scriba.pipeline.channels import by_channel, label, merged, placed, speech_share
from scriba.pipeline.completeness import complete
from scriba.pipeline.decode import DecodedAudio, decode
from scriba.pipeline.diarize import diarize
from scriba.pipeline.hints import hints_of
from scriba.pipeline.language import MAX_CLIPS, SpokenLanguage, spoken_language
from scriba.pipeline.mixing import Excerpt
from scriba.pipeline.passes import PASSES
from scriba.pipeline.speaker_count import speaker_count
from scriba.pipeline.stages import Observer, Stage, ignore, observed, stage
from scriba.pipeline.switching import SWITCHING_WINDOWS, joined, spoken_languages
from scriba.pipeline.windows import DEFAULT_WINDOWS, WindowOptions, pack, speech_probabilities, speech_regions

__all__ = [
    "Models",
    "Prepared",
    "SpeakerModels",
    "Transcription",
    "assemble",
    "finish",
    "identify",
    "placed",
    "prepare",
    "recognize",
    "recognize_switching",
    "transcribe",
]

WINDOWS_A_CALL: Final = 16
"""Progress and cancellation come between calls."""

FALLBACK_LANGUAGE: Final = "en"

DEFAULT_OPTIONS: Final = TranscriptOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerModels:
    """The loaded models that tell speakers apart."""

    segmenter: Segmenter
    embedder: Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The loaded models that a transcription needs.

    Without an identifier the language must be given; `speaker_labels` needs `speakers`.
    """

    detector: Detector
    recognizer: Recognizer
    identifier: Identifier | None = None
    speakers: SpeakerModels | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A recording ready for recognition: what it is, and its channels with where somebody speaks.

    One channel without a name, or each by itself. `speech_share` is the share of time in which somebody speaks.
    """

    decoded: DecodedAudio
    channels: tuple[Channel, ...]
    speech_share: float

    @property
    def duration(self) -> int:
        """Length of the recording, ms."""
        return self.decoded.duration

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the owner of the recording should know about it."""
        return self.decoded.warnings

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of all channels, one channel after the other."""
        return tuple(window for channel in self.channels for window in channel.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """What `transcribe` found; `language` is None where the caller named it."""

    transcript: Transcript
    language: SpokenLanguage | None
    prepared: Prepared


def prepare(
    source: Path,
    target: Path,
    detector: Detector,
    *,
    options: TranscriptOptions = DEFAULT_OPTIONS,
    max_ms: int | None = None,
    name: str = "",
) -> Prepared:
    """Decode what the options ask for to raw samples in or beside `target`, find speech and cut windows.

    `name` is the recording's original file name, a hint for formats that cannot be told by content. Raises AudioError.
    """
    excerpt = Excerpt(start=options.audio_start_from or 0, end=options.audio_end_at)
    with stage("decode") as current:
        decoded = decode(
            source,
            target,
            excerpt=excerpt,
            is_split=options.is_multichannel,
            max_ms=max_ms,
            name=name,
            advance=current.advance,
        )
    cut = SWITCHING_WINDOWS if options.may_switch else DEFAULT_WINDOWS
    with stage("detect") as current:
        heard = [
            _detect(Audio.open(path), detector, cut, partial(_advance, current, index, len(decoded.files)))
            for index, path in enumerate(decoded.files)
        ]
    share = speech_share([regions for _, regions, _ in heard], heard[0][0].duration)
    if options.speech_threshold is not None and round(share, 4) < options.speech_threshold:
        msg = (
            f"Audio speech threshold {round(share, 4)} is below the requested speech threshold value "
            f"{options.speech_threshold}"
        )
        raise SpeechThresholdError(msg)
    channels = tuple(
        Channel(
            audio=audio,
            windows=tuple(windows),
            name=str(index + 1) if options.is_multichannel else None,
            start=decoded.start,
        )
        for index, (audio, _, windows) in enumerate(heard)
    )
    return Prepared(decoded=decoded, channels=channels, speech_share=share)


def _advance(current: Stage, index: int, count: int, done: float) -> None:
    current.advance((index + done) / count)


def _detect(
    audio: Audio, detector: Detector, options: WindowOptions, advance: Callable[[float], None]
) -> tuple[Audio, list[Region], list[Window]]:
    regions = speech_regions(speech_probabilities(audio, detector, advance), audio.duration)
    return audio, regions, pack(regions, audio, options)


def identify(
    channels: Sequence[Channel], identifier: Identifier, expected: Collection[str] = (), clips: int = MAX_CLIPS
) -> SpokenLanguage:
    """Tell the spoken language, among `expected` if given; raises NoSpeechError where nobody speaks."""
    with stage("identify"):
        return spoken_language(channels, identifier, expected, clips)


def recognize(
    audio: Audio, windows: Sequence[Window], recognizer: Recognizer, language: str, hints: Hints = NO_HINTS
) -> list[tuple[Word, ...]]:
    """Words of each window, in the order of `windows`; any slice of a recording's windows may be given."""
    found: list[tuple[Word, ...]] = []

    def heard(some: Sequence[Window]) -> list[tuple[Word, ...]]:
        words = recognizer.recognize(audio, some, language, hints)
        return [fitted(one, audio, window) for one, window in zip(words, some, strict=True)]

    with stage("recognize") as current:
        for first in range(0, len(windows), WINDOWS_A_CALL):
            found += complete(windows[first : first + WINDOWS_A_CALL], heard)
            current.advance(len(found) / len(windows))
    return found


def recognize_switching(
    audio: Audio,
    windows: Sequence[Window],
    identifier: Identifier,
    recognizers: Mapping[str, tuple[Recognizer, Hints]],
) -> list[tuple[Word, ...]]:
    """Words of windows that are spoken in several languages, each recognized in its own; as many or fewer windows.

    `recognizers` has one for each language that may be spoken, with what the request tells it.
    """
    with stage("identify"):
        heard = identifier.language_probabilities([audio.cut(window.start, window.end) for window in windows])
    pieces = joined(windows, spoken_languages(windows, heard, list(recognizers)))
    found: dict[int, tuple[Word, ...]] = {}
    for language, (recognizer, hints) in recognizers.items():
        mine = [number for number, (spoken, _) in enumerate(pieces) if spoken == language]
        words = recognize(audio, [pieces[number][1] for number in mine], recognizer, language, hints)
        found |= dict(zip(mine, words, strict=True))
    return [found[number] for number in range(len(pieces))]


def assemble(words: Iterable[Sequence[Word]], language: str, duration: int) -> Transcript:
    """Join the words of all windows, those of a channel in the order of time, into a transcript.

    On each channel no word begins before the one before it ends.
    """
    channels = by_channel(word for window in words for word in window)
    ordered = [list(_in_order(mine, duration)) for mine in channels.values()]
    return Transcript(language=language, duration=duration, words=merged(ordered))


def finish(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Apply the passes: what the options ask of the text, once words and speakers are known."""
    with stage("finish"):
        for improve in PASSES:
            transcript = improve(transcript, options)
    return transcript


def transcribe(
    source: Path,
    models: Models,
    *,
    language: str | None = None,
    expected: Collection[str] = (),
    options: TranscriptOptions = DEFAULT_OPTIONS,
    max_ms: int | None = None,
    observer: Observer = ignore,
) -> Transcription:
    """Transcribe a file; without `language` it is identified first. Silence gives an empty transcript.

    With no `language` and no speech the transcript's language is "en". Raises AudioError, ModelError, ValueError where
    `options` ask for speakers and their models are not loaded, and whatever `observer` raises.
    """
    with observed(observer), TemporaryDirectory(prefix="scriba-") as folder:
        target = Path(folder) / "audio.pcm"
        prepared = prepare(source, target, models.detector, options=options, max_ms=max_ms, name=source.name)
        spoken = None
        if language is None and models.identifier is not None and prepared.windows:
            spoken = identify(prepared.channels, models.identifier, expected)
        code = language or (spoken.code if spoken else FALLBACK_LANGUAGE)
        hints = hints_of(options, code)
        words = [
            window
            for channel in prepared.channels
            for window in placed(recognize(channel.audio, channel.windows, models.recognizer, code, hints), channel)
        ]
        transcript = assemble(words, code, prepared.duration)
        if options.speaker_labels:
            transcript = transcript.with_words(_with_speakers(transcript.words, prepared.channels, models, options))
        transcript = finish(transcript, options)
        return Transcription(transcript=transcript, language=spoken, prepared=prepared)


def _with_speakers(
    words: Sequence[Word], channels: Sequence[Channel], models: Models, options: TranscriptOptions
) -> tuple[Word, ...]:
    """The words with speakers; where nothing is said nobody is looked for."""
    speakers = models.speakers
    if speakers is None:
        raise ValueError("Speaker labels need a segmenter and an embedder.")

    def turns(channel: Channel) -> Sequence[SpeakerTurn]:
        count = speaker_count(options, channel.audio.duration)
        return diarize(channel.audio, speakers.segmenter, speakers.embedder, options=count).turns

    return label(words, channels, turns)


def _in_order(words: Iterable[Word], duration: int) -> Iterator[Word]:
    """One channel's words sorted by time, inside the recording, none beginning before the one before it ends."""
    clock = 0
    for word in sorted(words, key=lambda word: (word.start, word.end)):
        start = max(word.start, clock)
        end = min(max(word.end, start + 1), duration)
        if start < end:
            yield replace(word, start=start, end=end)
            clock = end
