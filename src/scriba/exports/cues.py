"""Captions before they are written as SRT or VTT: what is shown when, broken into lines.

Each run of one voice is cut where it costs least: between sentences rather than clauses, clauses rather than words, with
nothing shown for less than a second or faster than people read if any other cut avoids it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from scriba.core.boundaries import STOPS, changes_voice, ends_clause, ends_sentence
from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript, Word, join

DEFAULT_CHARACTERS: Final = 128
"""Characters of a caption where the request does not say, over at most two lines."""

ONE_LINE_CHARACTERS: Final = 42
"""A caption up to this long stays on one line; a usual width of subtitles."""

ONE_LINE_IDEOGRAPHS: Final = 21
"""The same for scripts whose characters are twice as wide."""

MIN_CUE_MS: Final = 1_000
"""A caption stays this long, if the next one leaves room."""

MAX_CUE_MS: Final = 7_000
"""No caption stays longer."""

READING_CHARACTERS_PER_SECOND: Final = 20
"""How fast people read captions; a caption stays that long, if the next one leaves room."""

_READING_MS: Final = 1_000 // READING_CHARACTERS_PER_SECOND

SILENCE_MS: Final = 1_500
"""A pause over which no caption stays."""

PAUSE_MS: Final = 300
"""A pause at which a caption may well end."""

_IDEOGRAPHIC: Final = frozenset({"zh", "ja", "yue"})

_SENTENCE, _CLAUSE, _PAUSE, _NONE = 0, 4, 6, 16
"""What it costs to end a caption there."""

_CUE_COST: Final = 10
"""What each caption costs: there shall be few."""

_SHORT_COST: Final = 200
"""Being shown for less than a second; above all others, so that it happens only where nothing else is possible."""

_FAST_COST: Final = 60
"""Times the share of the text that nobody has the time to read."""

_TORN_COST: Final = 30
"""A sentence that begins behind the end of another and goes on in the next caption."""

_LONE_COST: Final = 8
"""A single word that is no sentence."""

_LITTLE_WORD: Final = 3
"""Up to this length most words lead to the next one: "the", "in", "of"."""

_UNEVEN_COST: Final = 6
"""Times the square of the share that stays empty: of two captions, none shall be tiny."""


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
    groups: list[tuple[Word, ...]] = []
    runs = _runs(map(_clean, transcript.words))
    for run, following in zip(runs, [*runs[1:], None], strict=False):
        room = max(1, characters - len(_label(run[0], shown=speaker_labels)))
        until = following[0].start if following else run[-1].end + MAX_CUE_MS
        groups += _pieces(run, room, transcript.language, until)
    groups.sort(key=lambda group: group[0].start)  # channels stand in the order of reading
    labels = [_label(group[0], shown=speaker_labels) for group in groups]
    times = _times(groups, labels, transcript.language)
    return tuple(
        Cue(start=start, end=end, lines=_lines(group, transcript.language, label))
        for group, label, (start, end) in zip(groups, labels, times, strict=True)
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


@dataclass(frozen=True, slots=True)
class _Run:
    """What the choice of breaks looks at: for each word its start, its end, and what a break behind it costs."""

    starts: Sequence[int]
    ends: Sequence[int]
    breaks: Sequence[int]
    lengths: Sequence[int]
    """Characters before each word, the space before it left out, and of all words; one more than there are words."""
    gaps: Sequence[int]
    """Spaces before each word."""
    until: int
    """When the next run begins."""


def _pieces(words: Sequence[Word], characters: int, language: str, until: int) -> list[tuple[Word, ...]]:
    """The cheapest way to cut a run into captions, found word by word from its beginning."""
    run = _measured(words, language, until)
    uneven = [
        _UNEVEN_COST * (1 - min(1.0, length / characters)) ** 2
        for length in range(min(characters, run.lengths[-1]) + 1)
    ]
    best = [0.0]
    origin = [0]
    sentence = 0
    for end in range(1, len(words) + 1):
        cost, first = _cheapest(run, end, characters, best, uneven, sentence)
        best.append(cost)
        origin.append(first)
        if run.breaks[end - 1] == _SENTENCE:
            sentence = end
    cuts = [len(words)]
    while cuts[-1]:
        cuts.append(origin[cuts[-1]])
    return [tuple(words[first:end]) for end, first in pairwise(cuts)][::-1]


def _measured(words: Sequence[Word], language: str, until: int) -> _Run:
    spaced = language not in UNSPACED_LANGUAGES
    pairs = pairwise(words)
    gaps = [0, *(1 if spaced else len(join(pair, language)) - sum(len(word.text) for word in pair) for pair in pairs)]
    lengths = [0, *accumulate(len(word.text) + gap for word, gap in zip(words, gaps, strict=True))]
    breaks = [_break(word, following, language) for word, following in pairwise(words)]
    return _Run(
        starts=[word.start for word in words],
        ends=[word.end for word in words],
        breaks=[*breaks, _SENTENCE],
        lengths=lengths,
        gaps=gaps,
        until=until,
    )


def _break(word: Word, following: Word, language: str) -> int:
    if ends_sentence(word, following, language):
        return _SENTENCE
    if ends_clause(word):
        return _CLAUSE
    return _PAUSE if following.start - word.end >= PAUSE_MS else _NONE


def _cheapest(  # noqa: PLR0917  called once a word, with what its loop needs at hand
    run: _Run, end: int, characters: int, best: Sequence[float], uneven: Sequence[float], sentence: int
) -> tuple[float, int]:
    """What it costs at least to end a caption before `end`, and with which word that caption begins.

    One word always makes a caption. `sentence` is where the last sentence before ends.
    """
    behind, time = run.breaks[end - 1], run.ends[end - 1]
    after = run.starts[end] if end < len(run.starts) else run.until
    torn = _TORN_COST if behind != _SENTENCE else 0
    cheapest, origin = float("inf"), end - 1
    for first in range(end - 1, -1, -1):
        length = run.lengths[end] - run.lengths[first] - run.gaps[first]
        start = run.starts[first]
        if first < end - 1 and (length > characters or time - start > MAX_CUE_MS):
            break
        shown = min(after - start, MAX_CUE_MS)
        cost = best[first] + (uneven[length] if length <= characters else 0) + (torn if first < sentence else 0)
        cost += _SHORT_COST if shown < MIN_CUE_MS else 0
        if length * _READING_MS > shown:
            cost += _FAST_COST * (1 - max(0, shown) / (length * _READING_MS))
        if first == end - 1 and torn:
            cost += _LONE_COST
        if cost < cheapest:
            cheapest, origin = cost, first
    return cheapest + _CUE_COST + behind, origin


def _times(groups: Sequence[Sequence[Word]], labels: Sequence[str], language: str) -> list[tuple[int, int]]:
    """Start and end of each cue: stretched to be readable, never into the next, never empty, never too long."""
    times: list[tuple[int, int]] = []
    free = 0
    for index, group in enumerate(groups):
        start = max(free, group[0].start)
        reading = len(labels[index] + join(group, language)) * _READING_MS
        wanted = max(group[-1].end, start + max(MIN_CUE_MS, reading))
        limit = _limit(group, groups[index + 1][0], start) if index + 1 < len(groups) else wanted
        free = max(start + 1, min(wanted, limit, start + MAX_CUE_MS))
        times.append((start, free))
    return times


def _limit(group: Sequence[Word], following: Word, start: int) -> int:
    """When the next caption may begin: with its first word; while two channels speak at once, after a second of this."""
    if following.start >= group[-1].end or not changes_voice(group[-1], following):
        return following.start
    return max(following.start, min(group[-1].end, start + MIN_CUE_MS))


def _label(word: Word, *, shown: bool) -> str:
    return f"Speaker {word.speaker}: " if shown and word.speaker is not None else ""


def _clean(word: Word) -> Word:
    """A word without line breaks, which would end the caption."""
    text = " ".join(word.text.split())
    return word if text == word.text else replace(word, text=text)


def _lines(words: Sequence[Word], language: str, label: str) -> tuple[str, ...]:
    """One line, or two of about the same length, rather parted where a clause ends than behind a little word."""
    whole = label + join(words, language)
    width = ONE_LINE_IDEOGRAPHS if language in _IDEOGRAPHIC else ONE_LINE_CHARACTERS
    if len(whole) <= width or len(words) == 1:
        return (whole,)
    halves = [(label + join(words[:cut], language), join(words[cut:], language)) for cut in range(1, len(words))]
    costs = [max(map(len, pair)) + _line_cost(word) for pair, word in zip(halves, words, strict=False)]
    return halves[costs.index(min(costs))]


def _line_cost(word: Word) -> int:
    """How unwelcome a line's end is behind the word, in characters of an uneven length."""
    if ends_clause(word) or word.text[-1:] in STOPS:
        return 0
    return 14 if len(word.text) <= _LITTLE_WORD else 10
