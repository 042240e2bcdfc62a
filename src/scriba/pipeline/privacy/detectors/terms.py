"""What dictionaries know: drugs, conditions, occupations, nationalities and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech


@dataclass(frozen=True)
class Dictionary:
    """A word list and the kind of its terms."""

    file: str
    kind: EntityType
    detail: EntityType | None = None


DICTIONARIES: Final = (
    Dictionary("drugs_common.txt", "drug"),
    Dictionary("drugs.txt", "drug"),
    Dictionary("conditions_common.txt", "medical_condition"),
    Dictionary("conditions.txt", "medical_condition"),
    Dictionary("procedures.txt", "medical_process"),
    Dictionary("injuries.txt", "injury"),
    Dictionary("occupations.txt", "occupation"),
    Dictionary("religions.txt", "religion"),
    Dictionary("parties.txt", "political_affiliation"),
    Dictionary("events.txt", "event"),
    Dictionary("zodiac.txt", "zodiac_sign"),
    Dictionary("marital.txt", "marital_status"),
    Dictionary("gender.txt", "gender_sexuality", "gender"),
    Dictionary("sexuality.txt", "gender_sexuality", "sexuality"),
)

_LANGUAGE_CUES: Final = frozenset(
    (
        "speak speaks speaking spoke speaker spoken in learn learning learned translate translated translation "
        "fluent fluently language read reads write understand understands native teach teaches"
    ).split()
)
_OCCUPATION_CUES: Final = frozenset(("as am i'm was work works worked become became is he's she's a an being").split())
_DEGREES: Final = frozenset(["severe", "chronic", "acute", "mild", "seasonal", "stage"])
_CONDITION_SHAPE: Final = re.compile(r"[a-z]{3,}(?:itis|osis|emia|oma|algia|opathy|iasis|plegia|rrhea|phobia)")
_NO_CONDITIONS: Final = frozenset(
    (
        "diploma aroma academia diplomas aromas oklahoma paloma tacoma bohemia alma roma sonoma macadamia hypnosis "
        "metamorphosis osmosis prognosis diagnosis photosynthesis symbiosis nemesis genesis coma stoma milesia "
        "empathy"
    ).split()
)
_DISEASE_HEADS: Final = frozenset(
    {"disease", "syndrome", "disorder", "cancer", "infection", "deficiency", "tumor", "allergy", "failure"}
)
_PLAIN_BEFORE_HEAD: Final = frozenset(
    (
        "a an the this that of or and no any some her his my their our your has have had with from for to by new "
        "rare such genetic another infectious serious chronic medical this mental which what skin's"
    ).split()
)


def find(speech: Speech) -> Iterable[Finding]:
    """Terms of every dictionary."""
    for dictionary in DICTIONARIES:
        for first, last in lists.phrases(dictionary.file).all(speech):
            if dictionary.kind == "occupation" and not _is_occupation(speech, first, last):
                continue
            yield Finding(dictionary.kind, first, last, Trust.LISTED, dictionary.detail)
    yield from _languages(speech)
    yield from _conditions(speech)


def _is_occupation(speech: Speech, first: int, last: int) -> bool:
    """Single words need a cue: "the nurse said" tells nobody's occupation, "she is a nurse" does."""
    return last > first or any(speech.low(first - back) in _OCCUPATION_CUES for back in (1, 2, 3))


def _languages(speech: Speech) -> Iterable[Finding]:
    """Words that name a language or a people: what stands before decides."""
    languages, peoples = lists.phrases("languages.txt"), lists.phrases("nationalities.txt")
    for index in range(len(speech.tokens)):
        length = languages.at(speech, index)
        if length and any(speech.low(index - back) in _LANGUAGE_CUES for back in (1, 2)):
            yield Finding("language", index, index + length - 1, Trust.SHAPED)
        length = peoples.at(speech, index)
        if length and not _is_polish(speech, index):
            yield Finding("nationality", index, index + length - 1, Trust.LISTED)


def _is_polish(speech: Speech, index: int) -> bool:
    """Whether the word is an ordinary one: "polish the floor"."""
    return speech.lows[index] in {"polish", "thai", "dane", "roma", "turks"} and not speech.is_capital(index)


def _conditions(speech: Speech) -> Iterable[Finding]:
    """Words that are built like diagnoses, and "... disease"."""
    for index, low in enumerate(speech.lows):
        if _CONDITION_SHAPE.fullmatch(low) and low not in _NO_CONDITIONS and len(low) > 6:  # noqa: PLR2004  # "coma", "roma"
            first = index - (speech.low(index - 1) in _DEGREES)
            yield Finding("medical_condition", first, index, Trust.LISTED)
        elif low in _DISEASE_HEADS and index and speech.tokens[index - 1].is_word:
            before = speech.lows[index - 1]
            if before not in _PLAIN_BEFORE_HEAD and not speech.ends_sentence(index - 1):
                yield Finding("medical_condition", index - 1, index, Trust.TAGGED)
