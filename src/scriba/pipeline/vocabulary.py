"""Words of a field of knowledge, from the lists beside this file; `tools/medical_vocabulary.py` makes them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

DOMAIN_LANGUAGES: Final = {"medical-v1": frozenset({"en", "es", "fr", "de"})}

UNSUPPORTED_TEXT: Final = "Skipped {domain} domain correction because the language is not supported"
"""The contract's warning."""


def knows(domain: str | None, language: str) -> bool:
    """Whether there is a list of the field in a language, given as a bare code."""
    return language in DOMAIN_LANGUAGES.get(domain or "", ())


def domain_warnings(domain: str | None, language: str) -> tuple[str, ...]:
    """What to tell who asked for a field that has no list in the language."""
    return () if domain is None or knows(domain, language) else (UNSUPPORTED_TEXT.format(domain=domain),)


@lru_cache(maxsize=8)
def vocabulary(domain: str | None, language: str) -> tuple[str, ...]:
    """The words of a field in a language; none where there is no list."""
    if not knows(domain, language):
        return ()
    text = files("scriba.pipeline").joinpath("vocabularies", f"{domain}.{language}.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n")[:-1])
