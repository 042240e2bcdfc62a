"""Where in a text something sounds like one of many terms, judged by spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

Costs = npt.NDArray[np.float32]

_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^(?:kn|gn|pn)", "n"),
        ("^wr", "r"),
        ("^ps", "s"),
        ("^x", "z"),
        ("sch|sh|ti(?=o[nu])|ci(?=[ao])|si(?=on)", "S"),
        ("tch|cz|ch|c(?=z)", "C"),
        ("dg(?=[eiy])|j", "J"),
        ("ph", "f"),
        ("gh(?=[aeiou])", "g"),
        ("gh", ""),
        ("ck|cc(?![eiy])|qu?|c(?![eiySC])", "k"),
        ("c", "s"),
        ("x", "ks"),
        ("th", "t"),
        ("wh", "w"),
        ("y", "i"),
        ("(?<=[^aeiou])e$", ""),
        ("[aeiou]+h?(?=[^aeiou]|$)", lambda found: found.group()[0]),
        (r"(.)\1+", r"\1"),
    )
)
"""How letters sound, roughly and for European languages at large: what differs between them costs little below."""

_NEAR: Final = {
    0.2: ("sz", "iJ"),
    0.3: ("pb", "td", "kg", "fv", "SC", "CJ", "SJ", "zJ", "ei", "ou", "ao", "ae"),
    0.4: ("mn", "wv", "sS", "zS", "tC", "gJ", "dJ", "au", "oi", "eo", "ai", "eu", "iu", "wu", "wo"),
    0.5: ("lr", "bv", "pf", "kC", "sC", "zC", "wb", "vu", "gh", "kh", "rh", "tS", "ks", "wl", "ir", "er", "ar", "tk"),
    0.6: ("ft", "fs", "st", "dz", "td", "pt", "pk", "bd", "dg", "nl", "rw", "nd", "mb"),
}
"""Cost of hearing one sound for another, where it is below 1."""

_VOWELS: Final = "aeiou"
_VOWEL_COST: Final = 0.35
_BREATH_COST: Final = 0.2
"""Cost of a vowel, and of an "h", that is on one side only; other sounds cost 1."""

LONGEST_SPAN: Final = 6
"""Words that one term may have been heard as."""


def _weight(sound: str) -> float:
    if sound in _VOWELS:
        return _VOWEL_COST
    return _BREATH_COST if sound == "h" else 1.0


_SWAPS: Final = {pair: cost for cost, pairs in _NEAR.items() for near in pairs for pair in (near, near[::-1])}


def _swap(one: str, other: str) -> float:
    """Cost of hearing one sound for another."""
    if one == other:
        return 0.0
    return _SWAPS.get(one + other, max(_weight(one), _weight(other)))


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """A word's sounds, a character each; letters of other scripts stand for themselves."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    text = "".join(character for character in plain if character.isalnum())
    for pattern, sound in _RULES:
        text = pattern.sub(sound, text)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Words `first` to `last` (exclusive) sound like a term; `distance` 0 is alike, 1 has nothing in common."""

    term: int
    first: int
    last: int
    distance: float


class Terms:
    """Many terms, to be looked for in texts all at once."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.texts = tuple(terms)
        keys = ["".join(map(sounds, text.split())) for text in self.texts]
        longest = max(map(len, keys), default=0)
        self._alphabet = {sound: index for index, sound in enumerate(sorted(set("".join(keys))))}
        self._keys = keys
        self._codes = np.zeros((len(keys), longest), dtype=np.intp)
        weights = np.zeros((len(keys), longest + 1), dtype=np.float32)
        for row, key in enumerate(keys):
            self._codes[row, : len(key)] = [self._alphabet[sound] for sound in key]
            weights[row, 1 : len(key) + 1] = [_weight(sound) for sound in key]
        self._prefix = np.cumsum(weights, axis=1)
        self._ends = np.array([len(key) for key in keys], dtype=np.intp)
        self._rows = np.arange(len(keys))
        self._whole = np.maximum(self._prefix[self._rows, self._ends], 1e-6) if keys else self._prefix[:, 0]
        self._columns: dict[str, Costs] = {}

    def matches(self, words: Sequence[str], limit: float) -> list[Match]:
        """Every place that sounds like a term up to a distance, the best span for each end."""
        found: list[Match] = []
        if not self.texts:
            return found
        keys = [sounds(word) for word in words]
        state = self._prefix.copy()
        for index, key in enumerate(keys):
            # A match may begin with any word: what it costs to have heard nothing of a term so far.
            np.minimum(state, self._prefix, out=state)
            for sound in key:
                state = self._step(state, sound)
            distances = state[self._rows, self._ends] / self._whole
            found += [
                self._span(int(term), keys, index + 1)
                for term in np.flatnonzero(distances <= limit)
                if self._keys[term]
            ]
        return found

    def _step(self, state: Costs, sound: str) -> Costs:
        """One more sound of the text (Sellers 1980), for all terms at once."""
        following = state + np.float32(_weight(sound))
        np.minimum(following[:, 1:], state[:, :-1] + self._column(sound), out=following[:, 1:])
        # Sounds of the term that were not heard: a running minimum, with the costs so far taken out.
        following -= self._prefix
        np.minimum.accumulate(following, axis=1, out=following)
        following += self._prefix
        return following

    def _column(self, sound: str) -> Costs:
        column = self._columns.get(sound)
        if column is None:
            row = np.array([_swap(sound, other) for other in self._alphabet], dtype=np.float32)
            column = self._columns[sound] = row[self._codes]
        return column

    def _span(self, term: int, keys: Sequence[str], last: int) -> Match:
        """The words that end with this one and are nearest to the term."""
        key, whole = self._keys[term], float(self._whole[term])
        spans = range(max(0, last - LONGEST_SPAN), last)
        distance, first = min((_distance("".join(keys[first:last]), key) / whole, -first) for first in spans)
        return Match(term=term, first=-first, last=last, distance=distance)


def _distance(one: str, other: str) -> float:
    """Weighted edit distance of two strings of sounds."""
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _weight(sound))
    for heard in one:
        before, cost = row, _weight(heard)
        row = [before[0] + cost]
        for index, sound in enumerate(other):
            row.append(min(before[index] + _swap(heard, sound), before[index + 1] + cost, row[index] + _weight(sound)))
    return row[-1]
