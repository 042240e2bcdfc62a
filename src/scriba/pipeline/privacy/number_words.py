"""Numbers below a hundred, as words of languages other than English, and signs that are said in addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

_UNITS: Final[Mapping[str, str]] = {
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "nl": "nul één twee drie vier vijf zes zeven acht negen",
}
_TEENS: Final[Mapping[str, str]] = {
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "pt": "dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "nl": "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
}
_TENS: Final[Mapping[str, str]] = {
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
}
_MORE: Final[Mapping[str, Mapping[str, str]]] = {
    "es": {"un": "1", "veintiún": "21", "veintiuno": "21", "veintidós": "22", "veintitrés": "23", "veinticuatro": "24",
           "veinticinco": "25", "veintiséis": "26", "veintisiete": "27", "veintiocho": "28", "veintinueve": "29"},
    "fr": {"zero": "0", "une": "1", "septante": "70", "huitante": "80", "octante": "80", "nonante": "90",
           "quatre-vingt": "80"},
    "de": {"zwo": "2", "ein": "1", "eine": "1", "dreissig": "30"},
    "pt": {"meia": "6", "uma": "1", "duas": "2", "catorze": "14", "dezasseis": "16", "dezassete": "17",
           "dezanove": "19"},
    "it": {"un": "1", "una": "1"},
    "nl": {"een": "1"},
}  # fmt: skip
"""Other forms; "meia" is half a dozen, as Brazilians say six in telephone numbers."""

ARTICLES: Final = frozenset(
    {"un", "une", "una", "uno", "ein", "eine", "um", "uma", "een", "één", "meia", "sei", "null"}
)
"""Numbers only beside other numbers: they are ordinary words too."""

SIGNS: Final[Mapping[str, str]] = {
    "arroba": "@", "arobase": "@", "arrobase": "@", "chiocciola": "@", "apenstaartje": "@", "klammeraffe": "@",
    "guion": "dash", "guión": "dash", "tiret": "dash", "bindestrich": "dash", "hífen": "dash", "trattino": "dash",
    "streepje": "dash", "unterstrich": "underscore", "underscore": "underscore",
}  # fmt: skip
"""Signs with a name that means nothing else."""
DOTS: Final = frozenset({"punto", "point", "punkt", "ponto", "punt"})
"""What a dot is called; an ordinary word elsewhere."""

LANGUAGES: Final = frozenset(_UNITS)
"""Languages other than English in which numbers are read."""


@cache
def numbers(language: str) -> Mapping[tuple[str, ...], str]:
    """Words, hyphens apart, and the digits that they mean."""
    units, teens, tens = (table[language].split() for table in (_UNITS, _TEENS, _TENS))
    said = {word: str(value) for value, word in enumerate([*units, *teens])}
    said |= {word: str(10 * value) for value, word in enumerate(tens, 2)}
    for value, ten in enumerate(tens, 2):
        for unit, word in enumerate(units):
            if unit:
                said |= dict.fromkeys(_together(language, ten, word), str(10 * value + unit))
    if language == "fr":
        for value, word in enumerate(teens, 10):
            said |= dict.fromkeys((f"soixante-{word}", f"soixante {word}", f"soixante et {word}"), str(60 + value))
            said[f"quatre-vingt-{word}"] = said[f"quatre vingt {word}"] = str(80 + value)
    said |= _MORE[language]
    return {tuple(words.replace("-", " ").split()): digits for words, digits in said.items()}


def _together(language: str, ten: str, unit: str) -> Iterable[str]:
    """Every way in which a unit is said with a ten."""
    if language in {"de", "nl"}:
        joints = ("und",) if language == "de" else ("en", "ën")
        stem = {"eins": "ein", "één": "een"}.get(unit, unit)
        return [f"{stem}{joint}{ten}" for joint in joints] + [f"{stem} {joint} {ten}" for joint in joints]
    if language == "it":
        stem = ten[:-1] if unit in {"uno", "otto"} else ten
        return [stem + unit, stem + unit.replace("tre", "tré"), f"{ten} {unit}"]
    if language == "fr":
        ten = "quatre-vingt" if ten == "quatre-vingts" else ten
        return [f"{ten}-{unit}", f"{ten} {unit}", f"{ten} et {unit}"]
    joint = {"es": "y", "pt": "e"}[language]
    return [f"{ten} {joint} {unit}"]
