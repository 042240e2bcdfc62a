"""Two recognizers that listen to the same speech: where their texts differ, both judge both readings (ADR 0046)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import product
from typing import Final

from typing_extensions import override

from scriba.backends.runtime.placing import place
from scriba.core.audio import Audio, Window
from scriba.core.engines import NO_HINTS, Hints, Listener, Recognizer, Task
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

MOST_SLOTS: Final = 3
"""So many differences are judged in all their combinations, more of them one by one."""

_SIGNS = re.compile(r"[^\w']+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of text and its readings: one where both agree, else the first recognizer's and the second's."""

    readings: tuple[tuple[str, ...], ...]

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return len(self.readings) > 1


def slots(first: Sequence[str], second: Sequence[str]) -> list[Slot]:
    """Two texts as words in a row of slots; where they agree, the first one's way of writing counts.

    Stretches of equally many words that differ are taken word by word.
    """
    matcher = SequenceMatcher(None, [_plain(word) for word in first], [_plain(word) for word in second], autojunk=False)
    found: list[Slot] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Slot((tuple(first[a:b]),)))
        elif b - a == d - c:
            found += [Slot(((one,), (other,))) for one, other in zip(first[a:b], second[c:d], strict=True)]
        else:
            found.append(Slot((tuple(first[a:b]), tuple(second[c:d]))))
    return found


def _plain(word: str) -> str:
    return _SIGNS.sub("", word).casefold() or word


def candidates(found: Sequence[Slot]) -> list[tuple[int, ...]]:
    """Which reading of each open slot to try: all combinations of a few, the first's text with one change of many."""
    count = sum(slot.is_open for slot in found)
    if count <= MOST_SLOTS:
        return list(product((0, 1), repeat=count))
    return [(0,) * count, *(tuple(int(place == flipped) for place in range(count)) for flipped in range(count))]


def written(found: Sequence[Slot], choice: Sequence[int]) -> str:
    """The text with these readings of the open slots."""
    chosen = iter(choice)
    return " ".join(word for slot in found for word in slot.readings[next(chosen) if slot.is_open else 0])


def best(tried: Sequence[tuple[int, ...]], scores: Sequence[float]) -> tuple[int, ...]:
    """The likeliest choice; where changes were tried one by one, all that made the text likelier."""
    count = len(tried[0])
    if count <= MOST_SLOTS:
        return tried[max(range(len(tried)), key=lambda index: scores[index])]
    return tuple(int(score > scores[0]) for score in scores[1:])


class VotingRecognizer(Recognizer):
    """The first recognizer's text with those readings of the second's that both together find likelier."""

    def __init__(self, first: Recognizer, second: Recognizer) -> None:
        if not (isinstance(first, Listener) and isinstance(second, Listener)):
            raise ModelError("Only recognizers that can judge texts can be combined.")
        self._first, self._second = first, second
        self._judges: tuple[Listener, Listener] = (first, second)

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words. The second recognizer has no say where the first one translates or draws."""
        found = self._first.recognize(audio, windows, language, hints)
        if hints.task is Task.TRANSLATE or hints.temperature:
            return found
        others = self._second.recognize(audio, windows, language, hints)
        kept = frozenset(_plain(word) for term in (*hints.terms, *hints.vocabulary) for word in term.split())
        return [
            self._voted(words, other, audio, window, language=language, kept=kept)
            for window, words, other in zip(windows, found, others, strict=True)
        ]

    def _voted(
        self,
        words: tuple[Word, ...],
        others: tuple[Word, ...],
        audio: Audio,
        window: Window,
        *,
        language: str,
        kept: frozenset[str],
    ) -> tuple[Word, ...]:
        """Words of one window. What only the second one heard where the first heard nothing at all does not count."""
        if not words or not others:
            return words
        found = [_settled(slot, kept) for slot in slots([word.text for word in words], [word.text for word in others])]
        if not any(slot.is_open for slot in found):
            return words
        clip = audio.cut(window.start, window.end)
        tried = candidates(found)
        heard = [judge.listen(clip, language) for judge in self._judges]
        texts = [written(found, choice) for choice in tried]
        likely = [one.likelihoods(texts) for one in heard]
        choice = best(tried, [sum(each) for each in zip(*likely, strict=True)])
        if not any(choice):
            return words
        return place(heard[0].words(written(found, choice)), window)


def _settled(slot: Slot, kept: frozenset[str]) -> Slot:
    """A slot in which the first recognizer wrote what the caller listed is not open."""
    if slot.is_open and any(_plain(word) in kept for word in slot.readings[0]):
        return replace(slot, readings=slot.readings[:1])
    return slot


def load(members: Sequence[Recognizer]) -> Recognizer:
    """Join two loaded recognizers; raises ModelError."""
    first, second = members
    return VotingRecognizer(first, second)
