"""How languages say what is written in signs: currencies, percent, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """A language's words for signs; a currency has its one, its many, and its hundredth in one and many."""

    point: str
    percent: str
    dot: str
    at: str
    conjunction: str
    currencies: Mapping[str, tuple[str, str, str, str]]
    scales: frozenset[str] = frozenset()
    decimal_mark: str = ","
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    slash: str = ""
    dash: str = ""
    underscore: str = ""
    number: str = ""
    degrees: str = ""
    plus: str = "plus"
    minus: str = "minus"
    before_currency: str = ""


SIGNS: Final[Mapping[str, Signs]] = {
    "en": Signs(
        point="point",
        percent="percent",
        dot="dot",
        at="at",
        conjunction="and",
        currencies={
            "$": ("dollar", "dollars", "cent", "cents"),
            "€": ("euro", "euros", "cent", "cents"),
            "£": ("pound", "pounds", "penny", "pence"),
            "¥": ("yen", "yen", "", ""),
        },
        scales=frozenset({"hundred", "thousand", "million", "billion", "trillion"}),
        decimal_mark=".",
        abbreviations={
            "mr": "mister",
            "mrs": "missus",
            "ms": "miz",
            "dr": "doctor",
            "vs": "versus",
            "etc": "et cetera",
        },
        to="to",
        slash="slash",
        dash="dash",
        underscore="underscore",
        number="number",
        degrees="degrees",
    ),
    "es": Signs(
        point="coma",
        percent="por ciento",
        dot="punto",
        at="arroba",
        conjunction="con",
        currencies={
            "$": ("dólar", "dólares", "centavo", "centavos"),
            "€": ("euro", "euros", "céntimo", "céntimos"),
            "£": ("libra", "libras", "penique", "peniques"),
        },
        scales=frozenset({"mil", "millón", "millones"}),
        to="a",
        slash="barra",
        dash="guion",
        underscore="guion bajo",
        number="número",
        degrees="grados",
        plus="más",
        minus="menos",
        before_currency="de",
    ),
    "fr": Signs(
        point="virgule",
        percent="pour cent",
        dot="point",
        at="arobase",
        conjunction="",
        currencies={
            "$": ("dollar", "dollars", "cent", "cents"),
            "€": ("euro", "euros", "centime", "centimes"),
            "£": ("livre", "livres", "penny", "pence"),
        },
        scales=frozenset({"mille", "million", "millions", "milliard", "milliards"}),
        to="à",
        slash="barre oblique",
        dash="tiret",
        underscore="tiret bas",
        number="numéro",
        degrees="degrés",
        minus="moins",
        before_currency="de",
    ),
    "de": Signs(
        point="komma",
        percent="prozent",
        dot="punkt",
        at="at",
        conjunction="",
        currencies={
            "$": ("dollar", "dollar", "cent", "cent"),
            "€": ("euro", "euro", "cent", "cent"),
            "£": ("pfund", "pfund", "penny", "pence"),
        },
        scales=frozenset({"tausend", "million", "millionen", "milliarde", "milliarden"}),
        to="bis",
        slash="schrägstrich",
        dash="minus",
        underscore="unterstrich",
        number="nummer",
        degrees="grad",
    ),
    "it": Signs(
        point="virgola",
        percent="per cento",
        dot="punto",
        at="chiocciola",
        conjunction="e",
        currencies={
            "$": ("dollaro", "dollari", "centesimo", "centesimi"),
            "€": ("euro", "euro", "centesimo", "centesimi"),
            "£": ("sterlina", "sterline", "penny", "pence"),
        },
        scales=frozenset({"mila", "milione", "milioni", "miliardo", "miliardi"}),
        to="a",
        slash="barra",
        dash="trattino",
        underscore="trattino basso",
        number="numero",
        degrees="gradi",
        plus="più",
        minus="meno",
        before_currency="di",
    ),
    "pt": Signs(
        point="vírgula",
        percent="por cento",
        dot="ponto",
        at="arroba",
        conjunction="e",
        currencies={
            "$": ("dólar", "dólares", "centavo", "centavos"),
            "€": ("euro", "euros", "cêntimo", "cêntimos"),
            "£": ("libra", "libras", "péni", "pence"),
        },
        scales=frozenset({"mil", "milhão", "milhões", "bilhão", "bilhões"}),
        to="a",
        slash="barra",
        dash="traço",
        underscore="sublinhado",
        number="número",
        degrees="graus",
        plus="mais",
        minus="menos",
        before_currency="de",
    ),
    "nl": Signs(
        point="komma",
        percent="procent",
        dot="punt",
        at="apenstaartje",
        conjunction="en",
        currencies={
            "$": ("dollar", "dollar", "cent", "cent"),
            "€": ("euro", "euro", "cent", "cent"),
            "£": ("pond", "pond", "penny", "pence"),
        },
        scales=frozenset({"duizend", "miljoen", "miljard"}),
        to="tot",
        slash="slash",
        dash="streepje",
        underscore="laag streepje",
        number="nummer",
        degrees="graden",
        minus="min",
    ),
}
