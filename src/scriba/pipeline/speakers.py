"""The speaker of every word, where turns and words disagree too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.core.speakers import SpeakerTurn
from scriba.core.transcript import Word

SENTENCE_ENDS: Final = (".", "?", "!", "…", "。", "？", "！", "।", "؟")

WORD_PAD: Final = 80
"""Milliseconds around a word in which turns count too: recognizers place words no better."""

NEIGHBOUR: Final = 0.35
"""Share of a word that another speaker must have more of, for the speaker to change inside a sentence."""

STRAY_WORDS: Final = 1
"""So many words in the middle of somebody's sentence are not torn out of it."""

STRAY_PAUSE: Final = 350
"""Milliseconds: words with less pause than this on both sides stand in the middle of a sentence."""

STRAY_CERTAINTY: Final = 0.9
"""Share of a word that one speaker alone must have for the word to be torn out all the same."""

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words in a row of one speaker; half-open."""

    first: int
    last: int
    speaker: int

    @property
    def length(self) -> int:
        return self.last - self.first


def letter(number: int) -> str:
    """The name of the speaker with this number: A to Z, then AA, AB and on."""
    name = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def assign(words: Sequence[Word], turns: Iterable[SpeakerTurn]) -> tuple[tuple[Word, ...], dict[int, str]]:
    """The words, each with a speaker, and the letter of each speaker's number: by first appearance among the words.

    A word belongs to whoever speaks during most of it, or next to it where nobody does. Where several speak at once it
    goes on with the speaker of the words around it. Without turns everything is said by A.
    """
    speakers = _numbers(words, sorted(turns, key=lambda turn: (turn.start, turn.end)))
    names: dict[int, str] = {}
    for speaker in speakers:
        names.setdefault(speaker, letter(len(names)))
    spoken = tuple(replace(word, speaker=names[speaker]) for word, speaker in zip(words, speakers, strict=True))
    return spoken, names


def _numbers(words: Sequence[Word], turns: Sequence[SpeakerTurn]) -> list[int]:
    if not turns or not words:
        return [0] * len(words)
    shares = _shares(words, turns)
    return _without_strays(words, _best_path(words, shares), shares)


def _shares(words: Sequence[Word], turns: Sequence[SpeakerTurn]) -> Shares:
    """By word and speaker, how much of the word the speaker speaks; the nearest turn's where nobody does."""
    count = 1 + max(turn.speaker for turn in turns)
    found = np.zeros((len(words), count))
    starts = np.array([turn.start for turn in turns])
    latest = np.maximum.accumulate(np.array([turn.end for turn in turns]))
    for row, word in enumerate(words):
        start, end = word.start - WORD_PAD, word.end + WORD_PAD
        first = int(np.searchsorted(latest, start, side="right"))
        last = int(np.searchsorted(starts, end, side="left"))
        for turn in turns[first:last]:
            inner = min(word.end, turn.end) - max(word.start, turn.start)
            outer = min(end, turn.end) - max(start, turn.start)
            found[row, turn.speaker] += max(0, inner) + 0.1 * max(0, outer)
        if not found[row].any():
            found[row, _nearest(word, turns, first, last)] = 1.0
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _nearest(word: Word, turns: Sequence[SpeakerTurn], first: int, last: int) -> int:
    """The speaker of the turn with the smallest gap to a word that lies between turns."""
    near = turns[max(0, first - 1) : last + 1] or turns[-1:]
    before = max(turns[:last], key=lambda turn: turn.end, default=None) if last else None
    candidates = [*near, before] if before is not None else [*near]
    return min(candidates, key=lambda turn: max(turn.start - word.end, word.start - turn.end)).speaker


def _best_path(words: Sequence[Word], shares: Shares) -> list[int]:
    """Speakers of all words together: most of each word, and few changes inside sentences (Viterbi)."""
    best = shares[0].copy()
    sources: list[npt.NDArray[np.intp]] = []
    for row in range(1, len(words)):
        change = _change_cost(words[row - 1], words[row])
        top = int(best.argmax())
        is_change = best[top] - change > best
        sources.append(np.where(is_change, top, np.arange(len(best))))
        best = np.where(is_change, best[top] - change, best) + shares[row]
    path = [int(best.argmax())]
    for source in reversed(sources):
        path.append(int(source[path[-1]]))
    return path[::-1]


def _change_cost(before: Word, after: Word) -> float:
    if before.text.endswith(SENTENCE_ENDS) or after.start - before.end >= STRAY_PAUSE:
        return 0.05
    return NEIGHBOUR


def _without_strays(words: Sequence[Word], speakers: list[int], shares: Shares) -> list[int]:
    """Give back single words that were torn out of the middle of somebody's sentence."""
    runs: list[_Run] = []
    for speaker, group in groupby(speakers):
        first = runs[-1].last if runs else 0
        runs.append(_Run(first=first, last=first + len(list(group)), speaker=speaker))
    found = list(speakers)
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if before.speaker == after.speaker and run.length <= STRAY_WORDS and _is_stray(words, run, shares):
            found[run.first : run.last] = [before.speaker] * run.length
    return found


def _is_stray(words: Sequence[Word], run: _Run, shares: Shares) -> bool:
    """Whether the words before and after go on as if nobody had come in between."""
    before, first, last, after = words[run.first - 1], words[run.first], words[run.last - 1], words[run.last]
    is_close = first.start - before.end < STRAY_PAUSE and after.start - last.end < STRAY_PAUSE
    is_sentence = not before.text.endswith(SENTENCE_ENDS) and not last.text.endswith(SENTENCE_ENDS)
    return is_close and is_sentence and float(shares[run.first : run.last, run.speaker].min()) < STRAY_CERTAINTY
