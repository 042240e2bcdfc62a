"""The word lists, each read once, when first asked for. Sources and licences: `data/LICENCES.md`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from scriba.pipeline.privacy.speech import Phrases, Speech

_FOLDER: Final = "data"


@dataclass(frozen=True)
class Names:
    """Names, and which of them are ordinary words as well."""

    all: frozenset[str]
    ambiguous: frozenset[str]

    def is_plain(self, name: str) -> bool:
        """Whether it is a name and nothing else."""
        return name in self.all and name not in self.ambiguous


def lines(file: str) -> list[str]:
    """A list's entries, comments left out."""
    text = (resources.files("scriba.pipeline.privacy") / _FOLDER / file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def names(file: str) -> Names:
    """A list whose entries with a star are ordinary words too."""
    entries = lines(file)
    ambiguous = frozenset(entry.rstrip("*") for entry in entries if entry.endswith("*"))
    return Names(all=frozenset(entry.rstrip("*") for entry in entries), ambiguous=ambiguous)


@cache
def words() -> frozenset[str]:
    """Ordinary English words: what is none of them may be a name."""
    return frozenset([*lines("words.txt"), *lines("jargon.txt")])


@cache
def phrases(file: str) -> Phrases:
    """A list of terms, ready to be looked for."""
    return Phrases(entry.rstrip("*") for entry in lines(file))


def first_names() -> Names:
    """Given names."""
    return names("first_names.txt")


def surnames() -> Names:
    """Family names."""
    return names("surnames.txt")


def cities() -> Names:
    """Cities."""
    return names("cities.txt")


_TERMS: Final = (
    *("nationalities.txt", "languages.txt", "religions.txt", "parties.txt", "events.txt", "zodiac.txt", "gender.txt"),
    *("sexuality.txt", "drugs_common.txt", "conditions_common.txt", "occupations.txt", "marital.txt", "procedures.txt"),
)


@cache
def terms() -> frozenset[str]:
    """Words of the dictionaries that are no names."""
    return frozenset(word for file in _TERMS for entry in lines(file) for word in entry.split())


@cache
def is_unknown(low: str) -> bool:
    """Whether a word is in no dictionary of ordinary words, as names and brands are."""
    if low in terms():
        return False
    return len(low) > 2 and low.isalpha() and low not in words() and low.removesuffix("s") not in words()  # noqa: PLR2004  # two letters are an abbreviation


def places_at(speech: Speech, index: int) -> bool:
    """Whether a country, state or well-known place begins here."""
    return any(phrases(file).at(speech, index) for file in ("countries.txt", "states.txt", "places.txt"))
