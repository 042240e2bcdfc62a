"""Names of people: by title, by what introduces them, by lists, and by the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.months import MONTHS
from scriba.pipeline.privacy.speech import Phrases, Speech

_TITLES: Final = frozenset(
    (
        "mr mrs ms miss mister missus dr doctor professor prof captain sergeant lieutenant officer detective judge "
        "senator congressman congresswoman pastor reverend rabbi father sister nurse president governor mayor uncle "
        "aunt auntie sir madam lord lady coach"
    ).split()
)
_WEAK_TITLES: Final = frozenset(
    (
        "father sister president governor mayor nurse officer judge lady lord sir miss coach senator captain doctor "
        "detective pastor professor madam general"
    ).split()
)
_KINSHIP_TITLES: Final = frozenset(
    {"uncle", "aunt", "auntie", "sister", "nurse", "coach", "sir", "father", "madam", "lady", "lord"}
)
"""Titles that are no part of the name."""

_STRONG: Final = Phrases(
    (
        "my name is, my name's, name is, his name is, her name is, name's, named, first name is, last name is, "
        "surname is, maiden name is, middle name is, the name is, full name is, first name, last name, maiden name, "
        "goes by, i go by, you are speaking with, you're speaking with, you're speaking to, name was, call me, my "
        "name"
    ).split(", ")
)
_WEAK: Final = Phrases(
    (
        "this is, i'm, i am, it's, speaking with, speaking to, spoke to, spoke with, speak to, speak with, talk to, "
        "talked to, talking to, talking with, talked with, talk with, ask for, asked for, call, called, met, meet, "
        "told, thanks, thank you, hi, hello, hey, dear, husband, wife, son, daughter, brother, mother, mom, dad, "
        "friend, boss, neighbor, colleague, manager, nephew, niece, cousin, girlfriend, boyfriend, partner, "
        "roommate, supervisor, lawyer, attorney, therapist, landlord, assistant, fiance, fiancee, with, and, from, "
        "by, for, to, can, could, has, is, said, yeah, okay, grandma, grandpa, grandmother, grandfather, ask, tell, "
        "let, email, contact, saw, that's, was, where's, where is, sincerely, regards, morning, afternoon, evening, "
        "sure, great, good, teacher, grandson, granddaughter, coworker, about, of, see, invite, invited, thank, "
        "patient, client, customer, agent, actor, author, singer, between, did, does, will"
    ).split(", ")
)
_SURE: Final = Phrases(
    (
        "this is, hi, hello, hey, dear, speaking with, spoke to, spoke with, speak to, speak with, ask for, thanks, "
        "husband, wife, son, daughter, brother, nephew, niece, cousin, girlfriend, boyfriend, friend, talk to, "
        "talked to, talked with, roommate, colleague, neighbor, boss, supervisor, thank you, manager, teacher, "
        "coworker, attorney, lawyer, therapist"
    ).split(", ")
)
_AFTER: Final = Phrases(
    ("speaking, here, calling, from, with, will, said, says, told, called, is my, was my, and, has, can, at, 's").split(
        ", "
    )
)

_NOT_NAMES: Final = frozenset(
    (
        "the a an and or but if so not no yes is was are were be been being has have had do does did will would can "
        "could should may might must i you he she it we they me him her us them my your his its our their this that "
        "these those there here what who which when where why how to of in on at by for with from about into over "
        "after under out up down off again then once just only very too also still well now calling call called "
        "going gonna trying sorry sure glad happy sad fine good great okay ok looking just really all some any each "
        "every one two three four five six seven eight nine ten having wondering afraid aware able due done back "
        "home getting doing working thinking mom dad mommy daddy mama papa grandma grandpa sir madam everyone "
        "everybody anybody somebody someone honey guys folks team again not actually probably like because um uh "
        "hmm please thanks thank hello hi hey bye welcome new old big first last next other same monday tuesday "
        "wednesday thursday friday saturday sunday"
    ).split()
) | set(MONTHS) - {"april", "june", "may", "august", "jan", "mar"}
_DEEDS: Final = frozenset(
    (
        "works worked said says told lives lived thinks thought wants wanted likes asked smiled laughed walked "
        "married drove teaches studied studies texted phoned agreed believes"
    ).split()
)
_MAX_NAME: Final = 3
_SUFFIXES: Final = frozenset({"jr", "sr", "junior", "senior", "iii", "ii"})
_PARTICLES: Final = frozenset(("de van von der den la le del di da dos bin al el st mac mc san ter").split())


def find(speech: Speech) -> Iterable[Finding]:
    """Names with and without something that announces them."""
    for index in range(len(speech.tokens)):
        yield from _titled(speech, index)
        yield from _introduced(speech, index)
        yield from _listed(speech, index)
    yield from _tagged(speech)
    yield from _acting(speech)
    yield from _spelled(speech)


def _titled(speech: Speech, index: int) -> Iterable[Finding]:
    low = speech.lows[index]
    if low not in _TITLES:
        return
    start = index + 1
    start += speech.low(start) == "." and speech.tokens[start].glued
    if start >= len(speech.tokens) or not _may_be_name(speech, start, sure=low not in _WEAK_TITLES):
        return
    last = _name_end(speech, start)
    yield Finding("person_name", start if low in _KINSHIP_TITLES else index, last, Trust.CUED)


def _introduced(speech: Speech, index: int) -> Iterable[Finding]:
    length = _STRONG.at(speech, index)
    if length:
        start = _skip(speech, index + length)
        if start < len(speech.tokens) and _may_be_name(speech, start, sure=True):
            yield Finding("person_name", start, _name_end(speech, start), Trust.CUED)
            return
    length = _SURE.at(speech, index)
    start = _skip(speech, index + length) if length else len(speech.tokens)
    if start < len(speech.tokens) and _looks_like_name(speech, start, after_cue=True):
        yield Finding("person_name", start, _name_end(speech, start), Trust.CUED)


def _skip(speech: Speech, index: int) -> int:
    """Past "is", commas and the like between an introduction and the name."""
    while speech.low(index) in {",", ":", "is", "uh", "um", "?", "yeah", "sure", "yes", "it's", "called", "named"}:
        index += 1
    return index


def _may_be_name(speech: Speech, index: int, *, sure: bool) -> bool:
    """Whether a word after a cue can be a name at all; `sure` cues accept every word that is no function word."""
    token, low = speech.tokens[index], speech.lows[index]
    if not token.is_word or low in _NOT_NAMES:
        return False
    if speech.has_case:
        return token.is_capital
    known = low in lists.first_names().all or low in lists.surnames().all or lists.is_unknown(low)
    return known or (sure and len(low) > 3 and low.isalpha() and low not in lists.words())  # noqa: PLR2004


def _looks_like_name(speech: Speech, index: int, *, after_cue: bool) -> bool:
    """Whether the word is a given name, or a doubtful one in the right surroundings."""
    token, low = speech.tokens[index], speech.lows[index]
    if not token.is_word or low in _NOT_NAMES or len(low) < 2 or (speech.has_case and not token.is_capital):  # noqa: PLR2004  # initials are no names
        return False
    if lists.first_names().is_plain(low):
        return True
    if low in lists.first_names().ambiguous:
        return _is_used_as_name(speech, index, after_cue=after_cue)
    known = lists.phrases("organizations.txt").at(speech, index) or lists.places_at(speech, index)
    return after_cue and lists.is_unknown(low) and not known


def _is_used_as_name(speech: Speech, index: int, *, after_cue: bool) -> bool:
    """Whether a name that is a word as well ("mark", "grace") is one here."""
    if speech.has_case:
        return not speech.starts_sentence(index) or after_cue
    return after_cue or (index + 1 < len(speech.tokens) and lists.surnames().is_plain(speech.lows[index + 1]))


def _name_end(speech: Speech, start: int) -> int:
    """Last token of a name that begins here."""
    last = start
    for index in range(start + 1, min(len(speech.tokens), start + _MAX_NAME + 2)):
        low = speech.lows[index]
        if speech.tokens[index].turn != speech.tokens[start].turn or last - start >= _MAX_NAME:
            break
        if low in {".", "-"} and _continues(speech, index):
            continue
        if low in _PARTICLES and index + 1 < len(speech.tokens) and _is_family(speech, index + 1):
            continue
        if (
            len(low) == 1
            and low.isalpha()
            and low not in {"a", "i"}
            and index + 1 < len(speech.tokens)
            and _is_family(speech, index + 1)
        ):
            continue
        if not (_is_family(speech, index) or (low in _SUFFIXES and last > start)):
            break
        last = index
    return last


def _continues(speech: Speech, index: int) -> bool:
    """Whether a sign inside a name ("J. Smith", "Anne-Marie") is followed by more of it."""
    if speech.lows[index] == "-":
        return speech.tokens[index].glued and index + 1 < len(speech.tokens) and speech.tokens[index + 1].glued
    return len(speech.low(index - 1)) == 1 and index + 1 < len(speech.tokens) and speech.is_capital(index + 1)


def _is_family(speech: Speech, index: int) -> bool:
    """Whether the word can follow a given name as part of the name."""
    token, low = speech.tokens[index], speech.lows[index]
    if not token.is_word or low in _NOT_NAMES or low == "'s":
        return False
    if speech.has_case:
        return token.is_capital and not lists.phrases("states.txt").at(speech, index)
    if low.startswith(("o'", "d'")):
        return True
    if low in lists.surnames().ambiguous or low in lists.first_names().ambiguous:
        return low not in _COMMON_AFTER
    return (
        low in lists.surnames().all
        or lists.first_names().is_plain(low)
        or (lists.is_unknown(low) and not lists.places_at(speech, index))
    )


_COMMON_AFTER: Final = frozenset(
    (
        "will may can long way moore gets best early more little bright rich close call calling said say page back "
        "short day case may love day guy don mark bill see pay fair wise gray might lay self free price share hand "
        "hands"
    ).split()
) - {"moore", "bright", "rich", "gray", "long", "page", "day"}


def _listed(speech: Speech, index: int) -> Iterable[Finding]:
    """Given names from the list, and the family names after them."""
    if not _looks_like_name(speech, index, after_cue=False):
        return
    low = speech.lows[index]
    last = _name_end(speech, index)
    if last == index and low in lists.first_names().ambiguous and not _is_near_cue(speech, index):
        return
    trust = Trust.SHAPED if last > index else Trust.LISTED
    if last == index and low in lists.cities().all:
        trust = Trust.TAGGED
    yield Finding("person_name", index, last, trust)


def _is_near_cue(speech: Speech, index: int) -> bool:
    """Whether a word that often comes with names stands right before or after."""
    before = any(
        index - back >= 0 and _WEAK.at(speech, index - back) == back - (speech.low(index - 1) == ",")
        for back in (1, 2, 3)
    )
    return before or (index + 1 < len(speech.lows) and bool(_AFTER.at(speech, index + 1)))


def _tagged(speech: Speech) -> Iterable[Finding]:
    """What the model calls a person, unless it is made of ordinary words."""
    for tag in speech.tags:
        if tag.label != "PERSON":
            continue
        first, last = tag.first, tag.last
        while last > first and speech.lows[last] in {"'s", ".", ","}:
            last -= 1
        lows = speech.lows[first : last + 1]
        if any(low in _NOT_NAMES for low in lows) or not all(low[0].isalpha() or low in {".", "-"} for low in lows):
            continue
        if any(
            low in lists.first_names().all or lists.is_unknown(low) or low in lists.surnames().all for low in lows
        ) and (speech.has_case or any(lists.is_unknown(low) or low in lists.first_names().all for low in lows)):
            yield Finding("person_name", first, last, Trust.TAGGED)


def _acting(speech: Speech) -> Iterable[Finding]:
    """Names in no dictionary before what only people do: "Oluwaseun works for"."""
    for index in range(len(speech.tokens) - 1):
        if speech.lows[index + 1] not in _DEEDS or not lists.is_unknown(speech.lows[index]):
            continue
        if lists.phrases("organizations.txt").at(speech, index) or lists.places_at(speech, index):
            continue
        if speech.is_capital(index) or (not speech.has_case and speech.low(index - 1) not in {"the", "a", "an", "my"}):
            yield Finding("person_name", index, index, Trust.TAGGED)


def _spelled(speech: Speech) -> Iterable[Finding]:
    """Names spelled letter by letter: "that's s m i t h", "S-M-I-T-H"."""
    start = None
    for index in range(len(speech.tokens) + 1):
        low = speech.low(index)
        single = len(low) == 1 and low.isalpha()
        if single and start is None:
            start = index
        elif start is not None and not single and low not in {"-", "."}:
            letters = [each for each in speech.lows[start:index] if each.isalpha()]
            if len(letters) > 2 and len(set(letters)) > 1 and _is_spelling(speech, start):  # noqa: PLR2004  # initials
                last = index - 1
                while not speech.lows[last].isalpha():
                    last -= 1
                yield Finding("person_name", start, last, Trust.SHAPED)
            start = None


def _is_spelling(speech: Speech, start: int) -> bool:
    before = " ".join(speech.lows[max(0, start - 8) : start])
    return any(cue in before for cue in ("spell", "that's", "that is", "name"))
