"""Captions before they are written as SRT or VTT: what is shown when, broken into lines.

A cue ends where a sentence or a clause ends, or where the speaker pauses, if there is such a place in its second half.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript, Word, join
from scriba.exports.boundaries import changes_voice, ends_clause, ends_sentence

DEFAULT_CHARACTERS: Final = 128
"""Characters of a caption where the request does not say, over at most two lines."""

ONE_LINE_CHARACTERS: Final = 42
"""A caption up to this long stays on one line; a usual width of subtitles."""

MIN_CUE_MS: Final = 1_200
"""A caption stays this long, if the next one leaves room."""

READING_CHARACTERS_PER_SECOND: Final = 20
"""How fast people read captions; a caption stays that long, if the next one leaves room."""

MAX_CUE_MS: Final = 8_000
"""A caption is not made longer than this by further words."""

SILENCE_MS: Final = 1_500
"""A pause over which no caption stays."""

PAUSE_MS: Final = 300
"""A pause at which a caption may well end."""

_SENTENCE, _CLAUSE, _PAUSE, _NONE = 3, 2, 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One caption: one or two lines, shown from `start` to `end` ms."""

    start: int
    end: int
    lines: tuple[str, ...]


def cues(
    transcript: Transcript, characters: int = DEFAULT_CHARACTERS, *, speaker_labels: bool = False
) -> tuple[Cue, ...]:
    """The transcript's captions: in order, not overlapping, at most `characters` long unless one word is longer."""
    groups = [
        piece
        for run in _runs(transcript.words)
        for piece in _pieces(run, max(1, characters - len(_label(run[0], shown=speaker_labels))), transcript.language)
    ]
    times = _times(groups, transcript.language)
    return tuple(
        Cue(start=start, end=end, lines=_lines(group, transcript.language, _label(group[0], shown=speaker_labels)))
        for group, (start, end) in zip(groups, times, strict=True)
    )


def clock(ms: int, decimal_mark: str) -> str:
    """`HH:MM:SS` and milliseconds behind the mark."""
    seconds, rest = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{decimal_mark}{rest:03}"


def _runs(words: Iterable[Word]) -> list[list[Word]]:
    """Words of one voice without a long silence."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if last is None or changes_voice(last, word) or word.start - last.end > SILENCE_MS:
            runs.append([])
        runs[-1].append(word)
    return runs


def _pieces(run: Sequence[Word], characters: int, language: str) -> list[tuple[Word, ...]]:
    pieces: list[tuple[Word, ...]] = []
    rest = tuple(run)
    while rest:
        fitting = _fitting(rest, characters, language)
        cut = fitting if fitting == len(rest) else _cut(rest, fitting, language)
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return pieces


def _fitting(words: Sequence[Word], characters: int, language: str) -> int:
    """How many of the words one caption can hold, at least one."""
    separator = 0 if language in UNSPACED_LANGUAGES else 1
    length = -separator
    for count, word in enumerate(words):
        length += separator + len(_clean(word.text))
        if count and (length > characters or word.end - words[0].start > MAX_CUE_MS):
            return count
    return len(words)


def _cut(words: Sequence[Word], fitting: int, language: str) -> int:
    """The best place to end a caption: the strongest break of the second half, the last one of equals.

    No single word is left for the next caption if that can be helped.
    """
    middle = max(1, (fitting + 1) // 2)
    places = range(middle, max(middle, min(fitting, len(words) - 2)) + 1)
    return max(places, key=lambda place: (_strength(words[place - 1], words[place], language), place))


def _strength(word: Word, following: Word, language: str) -> int:
    if ends_sentence(word, following, language):
        return _SENTENCE
    if ends_clause(word):
        return _CLAUSE
    return _PAUSE if following.start - word.end >= PAUSE_MS else _NONE


def _times(groups: Sequence[Sequence[Word]], language: str) -> list[tuple[int, int]]:
    """Start and end of each cue: stretched to be readable, never into the next, never empty."""
    times: list[tuple[int, int]] = []
    free = 0
    for index, group in enumerate(groups):
        start = max(free, group[0].start)
        reading = len(join(group, language)) * 1000 // READING_CHARACTERS_PER_SECOND
        wanted = max(group[-1].end, start + max(MIN_CUE_MS, reading))
        limit = groups[index + 1][0].start if index + 1 < len(groups) else wanted
        free = max(start + 1, min(wanted, limit))
        times.append((start, free))
    return times


def _label(word: Word, *, shown: bool) -> str:
    return f"Speaker {word.speaker}: " if shown and word.speaker is not None else ""


def _clean(text: str) -> str:
    """A word without line breaks, which would end the caption."""
    return " ".join(text.split())


def _lines(words: Sequence[Word], language: str, label: str) -> tuple[str, ...]:
    """One line, or two of about the same length."""
    separator = "" if language in UNSPACED_LANGUAGES else " "
    texts = [_clean(word.text) for word in words]
    whole = label + separator.join(texts)
    if len(whole) <= ONE_LINE_CHARACTERS or len(texts) == 1:
        return (whole,)
    halves = [(label + separator.join(texts[:cut]), separator.join(texts[cut:])) for cut in range(1, len(texts))]
    return min(halves, key=lambda pair: max(len(pair[0]), len(pair[1])))
