"""The spoken form of written words: no capitals, no digits, no signs; "$5.20" is "five dollars and twenty cents"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from scriba.core.transcript import Word
from scriba.pipeline.text import numerals
from scriba.pipeline.text.phrases import shells_of
from scriba.pipeline.text.speech_tables import SIGNS, Signs
from scriba.pipeline.text.words import Shell, parted

Reader = Callable[["re.Match[str]", str, Signs], str]
"""Says a match in a language."""

_SENTENCE_PAUSE_MS: Final = 400
"""After "U.S." only a pause tells whether the sentence ends."""

_NUMBER: Final = r"\d+(?:[.,]\d+)*"


def spoken(words: Sequence[Word], language: str) -> tuple[list[Word], bool]:
    """The words as they are said, and whether all could be: digits stay where the language has no numerals here."""
    shells = shells_of(words)
    result: list[Word] = []
    complete, owed = True, ""
    for index, (word, found) in enumerate(zip(words, shells, strict=True)):
        said = _said(shells, index, language)
        said, owed = (f"{said} {owed}", "") if owed else _with_scale(shells, index, language, said)
        complete = complete and not any(map(str.isdigit, said))
        following = words[index + 1] if index + 1 < len(words) else None
        end = found.tail if _ends(word, found, following, language) else found.tail.lstrip(".")
        result += _as_words(word, said.split(), found.lead.rstrip("-") if _is_minus(found) else found.lead, end)
    return result, complete


def _as_words(word: Word, texts: list[str], lead: str, tail: str) -> list[Word]:
    if not texts:
        return [replace(word, text=f"{lead}{tail}")]
    texts[0] = f"{lead}{texts[0]}"
    texts[-1] = f"{texts[-1]}{tail}"
    return parted(word, texts) if len(texts) > 1 else [word if texts[0] == word.text else replace(word, text=texts[0])]


def _is_minus(found: Shell) -> bool:
    return found.lead.endswith("-") and found.core[:1].isdigit()


def _ends(word: Word, found: Shell, following: Word | None, language: str) -> bool:
    """Whether the point behind the word is more than that of an abbreviation."""
    signs = SIGNS.get(language)
    if not found.tail.startswith(".") or following is None:
        return True
    if signs and found.core.casefold() in signs.abbreviations:
        return False
    return not _INITIALS.fullmatch(found.core) or following.start - word.end >= _SENTENCE_PAUSE_MS


def _with_scale(shells: Sequence[Shell], index: int, language: str, said: str) -> tuple[str, str]:
    """Note that "$3 million" is said "three million dollars": the currency waits for the next word."""
    signs = SIGNS.get(language)
    money = signs and _MONEY.fullmatch(shells[index].core)
    if not signs or not money or index + 1 == len(shells):
        return said, ""
    if shells[index + 1].core.casefold() not in signs.scales:
        return said, ""
    symbol = money["before"] or money["after"]
    between = f"{signs.before_currency} " if signs.before_currency else ""
    return _amount(money["number"], language, signs), f"{between}{signs.currencies[symbol][1]}"


def _said(shells: Sequence[Shell], index: int, language: str) -> str:
    core = shells[index].core
    signs = SIGNS.get(language)
    if core in {"AM", "PM"} and index and shells[index - 1].core[-1:].isdigit():
        return " ".join(core.lower())
    if core.isalpha():
        return signs.abbreviations.get(core.casefold(), core.lower()) if signs else core.lower()
    if _INITIALS.fullmatch(core):
        return " ".join(core.lower().split("."))
    if signs is None:
        return _without_signs(core, language)
    found = ((reader, pattern.fullmatch(core)) for pattern, reader in _READERS)
    said = next((reader(match, language, signs) for reader, match in found if match), None)
    minus = f"{signs.minus} " if _is_minus(shells[index]) else ""
    return f"{minus}{said or _piecewise(core, language, signs)}".lower()


def _without_signs(core: str, language: str) -> str:
    """For a language whose signs are not known here: whole numbers alone."""
    if core.isascii() and core.isdigit() and numerals.speaks(language):
        return numerals.cardinal(core, language)
    return core.lower()


def _amount(text: str, language: str, signs: Signs) -> str:
    """A number that may have groups and decimals."""
    whole, fraction = _split(text, signs)
    said = numerals.year(whole, language) if text == whole and not fraction else numerals.cardinal(whole, language)
    return f"{said} {signs.point} {_fraction(fraction, language)}" if fraction else said


def _fraction(digits: str, language: str) -> str:
    if language == "en" or len(digits) > 2 or digits.startswith("0"):
        return numerals.one_by_one(digits, language)
    return numerals.cardinal(digits, language)


def _split(text: str, signs: Signs) -> tuple[str, str]:
    """Whole part and decimals: a mark with exactly three digits behind it groups, unless it is the decimal mark."""
    grouping = "," if signs.decimal_mark == "." else "."
    head, mark, tail = text.rpartition(signs.decimal_mark)
    if mark and tail.isdigit():
        return head.replace(grouping, "") or "0", tail
    if re.fullmatch(rf"\d{{1,3}}(?:\{grouping}\d{{3}})+", text):
        return text.replace(grouping, ""), ""
    head, mark, tail = text.partition(grouping)
    return head, tail.replace(grouping, "")


def _money(match: re.Match[str], language: str, signs: Signs) -> str:
    one, many, small_one, small_many = signs.currencies[match["before"] or match["after"]]
    whole, fraction = _split(match["number"], signs)
    if fraction and (len(fraction) != 2 or not small_one):
        return f"{_amount(match['number'], language, signs)} {many}"
    parts = [f"{numerals.cardinal(whole, language)} {one if whole == '1' else many}"] if int(whole) else []
    if fraction and int(fraction):
        parts.append(
            f"{numerals.cardinal(fraction.lstrip('0'), language)} {small_one if fraction == '01' else small_many}"
        )
    return f" {signs.conjunction} ".join(parts) or f"{numerals.cardinal('0', language)} {many}"


def _percent(match: re.Match[str], language: str, signs: Signs) -> str:
    return f"{_amount(match['number'], language, signs)} {signs.percent}"


def _clock(match: re.Match[str], language: str, _signs: Signs) -> str:
    hour, minute = numerals.cardinal(str(int(match["hour"])), language), match["minute"]
    parts = [hour]
    if minute != "00":
        zero = "oh" if language == "en" else numerals.cardinal("0", language)
        parts += [zero] if minute[0] == "0" else []
        parts.append(numerals.cardinal(minute.lstrip("0"), language))
    elif not match["half"] and language == "en":
        parts.append("o'clock")
    return " ".join([*parts, *(match["half"] or "").lower().replace(".", "")])


def _ordinal(match: re.Match[str], language: str, _signs: Signs) -> str:
    return numerals.ordinal(match["digits"], language)


def _fraction_of(match: re.Match[str], language: str, _signs: Signs) -> str:
    top, bottom = match["top"], match["bottom"]
    if int(top) >= int(bottom):
        return f"{numerals.cardinal(top, language)} {numerals.cardinal(bottom, language)}"
    part = {"2": "half", "4": "quarter"}.get(bottom) if language == "en" else None
    many = "s" if language == "en" and int(top) > 1 else ""
    return f"{numerals.cardinal(top, language)} {part or numerals.ordinal(bottom, language)}{many}"


def _decade(match: re.Match[str], language: str, _signs: Signs) -> str:
    said = numerals.year(match["digits"], language)
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def _digits(match: re.Match[str], language: str, _signs: Signs) -> str:
    return numerals.one_by_one(match.group(), language)


def _range(match: re.Match[str], language: str, signs: Signs) -> str:
    first, last = (_amount(match[name], language, signs) for name in ("first", "last"))
    percent = f" {signs.percent}" if match["percent"] else ""
    return f"{first} {signs.to} {last}{percent}"


def _plain(match: re.Match[str], language: str, signs: Signs) -> str:
    return _amount(match.group(), language, signs)


def _address(match: re.Match[str], language: str, signs: Signs) -> str:
    names = {
        ".": signs.dot,
        "@": signs.at,
        "/": signs.slash,
        "-": signs.dash,
        "_": signs.underscore,
        ":": "",
        "+": signs.plus,
    }
    parts = re.findall(r"[^\W\d_]+|\d+|[\W_]", re.sub(r"^https?://", "", match.group(), flags=re.IGNORECASE))
    return " ".join(numerals.cardinal(part, language) if part.isdigit() else names.get(part, part) for part in parts)


def _piecewise(core: str, language: str, signs: Signs) -> str:
    """What no pattern fits: letters, numbers and signs, one after the other; "B12" is "b twelve"."""
    if not any(character.isdigit() for character in core):
        return _SIGN.sub(lambda sign: f" {_sign(sign.group(), signs)} ", core)
    parts = re.findall(rf"{_NUMBER}|[^\W\d_]+(?:['’][^\W\d_]+)?|[#°+&=@%$€£]", core)
    return " ".join(
        _amount(part, language, signs) if part[0].isdigit() else _sign(part, signs) if not part[0].isalpha() else part
        for part in parts
    )


def _sign(sign: str, signs: Signs) -> str:
    if sign in signs.currencies:
        return signs.currencies[sign][1]
    names = {"#": signs.number, "°": signs.degrees, "+": signs.plus, "&": signs.conjunction, "@": signs.at}
    return names.get(sign, signs.percent if sign == "%" else "")


_SIGN: Final = re.compile(r"[°&%$€£]")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_MONEY: Final = re.compile(rf"(?P<before>[$€£¥])?(?P<number>{_NUMBER})(?P<after>(?(before)|[$€£]))")
_READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?:/[\w/.-]*)?"), _address),
    (re.compile(r"\d{3}[-.]\d{4}|(?:\d[-.])?\d{3}\)?[-.]\d{3}[-.]\d{4}|\d{7,}|0\d+"), _digits),
    (re.compile(r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?P<half>[ap]\.?m\.?)?", re.IGNORECASE), _clock),
    (re.compile(rf"(?P<number>{_NUMBER})%"), _percent),
    (re.compile(rf"(?P<first>{_NUMBER})[-–](?P<last>{_NUMBER})(?P<percent>%)?"), _range),
    (re.compile(r"(?P<digits>\d+)(?:st|nd|rd|th|er|re|ème|e|º|ª|°|ste|de)", re.IGNORECASE), _ordinal),
    (re.compile(r"(?P<digits>\d{1,3}0)['’]?s"), _decade),
    (re.compile(r"(?P<top>\d{1,2})/(?P<bottom>\d{1,3})"), _fraction_of),
    (re.compile(_NUMBER), _plain),
    (_MONEY, _money),
)
