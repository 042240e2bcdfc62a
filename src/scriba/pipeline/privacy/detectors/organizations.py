"""Organisations: by list, by the word that ends or begins their name, by what stands before, and by the model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Phrases, Speech

_FRAMES: Final = Phrases(
    (
        "bank of, university of, department of, ministry of, church of, institute of, college of, school of, bureau "
        "of, city of, council of, academy of, house of, first bank of"
    ).split(", ")
)
_EMPLOY: Final = Phrases(
    (
        "work for, works for, worked for, working for, work at, works at, worked at, working at, employed by, "
        "employed at, job at, job with, intern at, interned at, hired by, calling from, account with, account at, "
        "insured with, insured through, insurance is with, bank with, banks with, bank at, customer of, appointment "
        "at, treated at, manager at, engineer at, director at, order from, studied at, study at, studies at, "
        "graduated from, joined, employer is, bank is, carrier is, provider is, insurer is, vendor is, supplier is, company called, company named, business called, startup called, "
        "bought it from, representative from, contract with, policy with"
    ).split(", ")
)
_DOUBTFUL: Final = frozenset(
    (
        "target apple chase subway sprint visa discover progressive gap shell square congress enterprise ups duke "
        "mit budget avis sap meta audi oracle intel slack zoom uber stripe nationwide fidelity vanguard prudential "
        "kaiser ross marshalls sears wells spectrum lowe's chevron pentagon yale columbia stanford cornell "
        "princeton berkeley amazon"
    ).split()
)
_SURE: Final = frozenset(
    (
        "slack zoom congress amazon pentagon uber yale stanford cornell princeton sears audi mit kaiser lowe's "
        "berkeley chevron"
    ).split()
)
_STOP: Final = frozenset(
    (
        "the a an my your his her our their this that any some every each no which what new old big local small "
        "same other another of at in for from to with and or is was i you we they he she it on by public private "
        "high good great whole entire own nearest next last first best insurance bank hospital school company not "
        "said about near inside health medical called are has have had went like as credit phone power tech main "
        "general"
    ).split()
)
_ACRONYMS: Final = frozenset(
    (
        "ssn iban acl visa id pin cvv cvc dob vin atm gps tv pc usb url html ip vpn pdf ct mri ekg er icu ev suv "
        "gpa sat act hr it pr ceo cfo cto ok faq rsvp asap eta diy pm am est pst gmt usa us uk eu covid dna hiv "
        "adhd ptsd ocd md rn phd mba ba bs llm ai api sms mrn nhs aba ein itin apr ira ach medicare medicaid mastercard amex wi-fi "
        "wifi"
    ).split()
)
_PLAIN_FIRST: Final = frozenset(
    (
        "saint st mount mercy memorial general first national united community county city state central regional "
        "american northern southern western eastern global pacific atlantic federal children's lincoln washington "
        "presbyterian methodist baptist sacred heart good samaritan grand royal summit premier liberty pioneer blue "
        "green golden silver red river lake valley harbor oak cedar maple pine mountain north south east west sun "
        "star bright stone delta alpine evergreen horizon beacon"
    ).split()
)
_MAX_WORDS: Final = 4


@cache
def _endings() -> tuple[Phrases, Phrases]:
    return lists.phrases("facilities.txt"), lists.phrases("company_words.txt")


def find(speech: Speech) -> Iterable[Finding]:
    """Names of companies, agencies, schools and hospitals."""
    for first, last in lists.phrases("organizations.txt").all(speech):
        if _is_known(speech, first, last):
            yield Finding("organization", first, last, Trust.LISTED if first == last else Trust.SHAPED)
    for index in range(len(speech.tokens)):
        yield from _framed(speech, index)
        yield from _ended(speech, index)
        yield from _employer(speech, index)
    yield from _tagged(speech)


def _is_known(speech: Speech, first: int, last: int) -> bool:
    """Whether a listed name is meant: not as part of an address, and not as an ordinary word."""
    low = speech.lows[first]
    domain = speech.low(last + 1) in {".", "dot"} and speech.low(last + 2) in {"com", "org", "net"}
    if speech.tokens[first].glued or speech.low(last + 1) == "@" or domain:
        return False
    if speech.has_case and not any(speech.tokens[index].is_capital for index in range(first, last + 1)):
        return False
    if first < last or low not in _DOUBTFUL or low in _SURE:
        return first < last or len(low) > 2 or speech.is_capital(first)  # noqa: PLR2004  # "hp" and "bp" need capitals
    if speech.has_case:
        return not speech.starts_sentence(first) and speech.low(last + 1) not in {"card", "number"}
    return _announced(speech, first)


def _announced(speech: Speech, first: int) -> bool:
    """Whether an employer or a shop is expected here."""
    return (
        any(_EMPLOY.at(speech, first - back) == back for back in (2, 3, 4) if first - back >= 0)
        or speech.low(first - 1) == "at"
    )


def _framed(speech: Speech, index: int) -> Iterable[Finding]:
    """Names such as "University of Texas" and "Department of Justice"."""
    length = _FRAMES.at(speech, index)
    if not length or (speech.has_case and not speech.is_capital(index)):
        return
    last = index + length - 1
    position = last + 1 + (speech.low(last + 1) == "the")
    while position < len(speech.tokens) and position <= index + length + 2 and _is_name_part(speech, position):
        last = position
        position += 1
    if (last > index + length - 1 and speech.lows[index] not in {"city", "house", "school"}) or (
        last > index + length - 1 and speech.has_case
    ):
        yield Finding("organization", index, last, Trust.CUED)


def _is_name_part(speech: Speech, index: int) -> bool:
    token, low = speech.tokens[index], speech.lows[index]
    if not token.is_word or low in _STOP - {"health", "new", "general", "medical", "public", "high"}:
        return False
    if speech.has_case:
        return token.is_capital
    return (
        low in lists.surnames().all
        or lists.is_unknown(low)
        or lists.places_at(speech, index)
        or low
        in {
            "justice",
            "health",
            "education",
            "defense",
            "labor",
            "state",
            "agriculture",
            "energy",
            "transportation",
            "revenue",
            "technology",
            "nursing",
            "medicine",
            "law",
            "new",
        }
    )


def _ended(speech: Speech, index: int) -> Iterable[Finding]:
    """Names that end with a telling word: "Mercy Hospital", "Acme Corporation"."""
    facilities, companies = _endings()
    facility = facilities.at(speech, index)
    length = max(facility, companies.at(speech, index))
    if not length or (speech.has_case and not speech.is_capital(index) and speech.lows[index] not in {"&", "and"}):
        return
    first = index
    while first > 0 and index - first < _MAX_WORDS and _belongs(speech, first - 1, index):
        first -= 1
    while first < index and speech.lows[first] in {"and", "&", "of", "."}:
        first += 1
    if first == index or (first == index - 1 and speech.lows[first] in _WEAK_FIRST and not speech.has_case):
        return
    last = index + length - 1
    while (
        last + 1 < len(speech.tokens)
        and companies.at(speech, last + 1)
        and (not speech.has_case or speech.is_capital(last + 1))
    ):
        last += companies.at(speech, last + 1)
    detail: EntityType | None = "organization_medical_facility" if facility >= length else None
    yield Finding("organization", first, last, Trust.CUED, detail)


_WEAK_FIRST: Final = frozenset(
    (
        "first good general heart city state county river community red blue green sun star lake national american "
        "local regional bright grand silver stone north south east west united central federal"
    ).split()
)


def _belongs(speech: Speech, index: int, head: int) -> bool:
    """Whether the word before is still part of the organisation's name."""
    token, low = speech.tokens[index], speech.lows[index]
    if low == "'s":
        return index > 0
    if speech.ends_sentence(index) or token.turn != speech.tokens[head].turn:
        return False
    if speech.has_case:
        return _belongs_by_case(speech, index)
    if low in _STOP:
        return low in _PLAIN_FIRST and index + 1 < head
    known = lists.cities().is_plain(low) or lists.surnames().is_plain(low) or lists.places_at(speech, index)
    return low in _PLAIN_FIRST or known or lists.is_unknown(low) or speech.low(index + 1) == "'s"


def _belongs_by_case(speech: Speech, index: int) -> bool:
    low = speech.lows[index]
    if low in {"&", "."}:
        return True
    if low == "and":
        return index > 0 and speech.is_capital(index + 1) and speech.is_capital(index - 1)
    if not speech.is_capital(index) or not speech.tokens[index].is_word or low in {"i", "i'm"}:
        return False
    return not (speech.starts_sentence(index) and low in _STOP | lists.words())


def _employer(speech: Speech, index: int) -> Iterable[Finding]:
    """Whatever name follows "I work for"."""
    length = _EMPLOY.at(speech, index)
    start = index + length
    if not length or start >= len(speech.tokens):
        return
    start += speech.low(start) in {"the", "a"} and start + 1 < len(speech.tokens)
    last = start - 1
    while (
        last + 1 < len(speech.tokens)
        and last - start < _MAX_WORDS - 1
        and _is_brand(speech, last + 1, first=last < start)
    ):
        last += 1
    if last >= start:
        yield Finding("organization", start, last, Trust.SHAPED)


def _is_brand(speech: Speech, index: int, *, first: bool) -> bool:
    token, low = speech.tokens[index], speech.lows[index]
    if not first and speech.ends_sentence(index - 1):
        return False
    if not token.is_word or low in _STOP:
        return low == "&" and speech.has_case
    given = lists.first_names().is_plain(low) if speech.has_case else low in lists.first_names().all
    if speech.has_case:
        return token.is_capital and low not in {"i", "i'm"} and not (first and given)
    place = lists.places_at(speech, index) or low in lists.cities().all
    return lists.is_unknown(low) and not given and not place


def _tagged(speech: Speech) -> Iterable[Finding]:
    """What the model calls an organisation, where the text has case and the words are not all ordinary."""
    for tag in speech.tags:
        if tag.label != "ORG":
            continue
        first, last = tag.first, tag.last
        while first < last and speech.lows[first] in {"the", "a"}:
            first += 1
        while last > first and speech.lows[last] in {"'s", ".", ","}:
            last -= 1
        lows = speech.lows[first : last + 1]
        if any(low in _ACRONYMS for low in lows) or not speech.is_capital(first):
            continue
        letters = [low for low in lows if low[0].isalpha()]
        special = [low for low in letters if lists.is_unknown(low) and low not in lists.first_names().all]
        if first == last and speech.starts_sentence(first):
            continue
        if special or (len(letters) > 1 and all(speech.tokens[index].is_capital for index in range(first, last + 1))):
            yield Finding("organization", first, last, Trust.TAGGED)
