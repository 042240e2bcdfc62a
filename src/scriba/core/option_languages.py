"""What a request may say about languages, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scriba.core.languages import DEFAULT_LANGUAGE_CODE, LANGUAGE_CODES, bare_code, language_name

MOST_LANGUAGES: Final = 2
"""The contract's number of languages in one recording."""

LOCALIZATIONS: Final = frozenset({"en_au", "en_uk"})
"""Regional spellings to choose from; the models write US English."""


def code_problem(code: str | None, *, detection: bool) -> str | None:
    """What is wrong with `language_code`."""
    if code is not None and code not in LANGUAGE_CODES:
        return f"language_code has an unknown language code: '{code}'"
    if detection and code not in {None, DEFAULT_LANGUAGE_CODE}:
        return "language_code and language_detection cannot be used together"
    return None


def codes_problem(codes: Sequence[str] | None, code: str | None) -> str | None:
    """What is wrong with `language_codes`, given the request's `language_code`."""
    if not codes:
        return None
    unknown = [one for one in codes if one not in LANGUAGE_CODES]
    bare = [bare_code(one) for one in codes]
    problems = {
        f"language_codes has an unknown language code: '{next(iter(unknown), '')}'": bool(unknown),
        f"language_codes must hold at most {MOST_LANGUAGES} language codes": len(codes) > MOST_LANGUAGES,
        "language_codes must hold 'en' and one other language code": len(codes) > 1 and bare.count("en") != 1,
        f"language_codes must hold the language_code '{code}'": code not in {None, DEFAULT_LANGUAGE_CODE}
        and bare_code(str(code)) not in bare,
    }
    return next((problem for problem, is_one in problems.items() if is_one), None)


def localization_problem(codes: Sequence[str]) -> str | None:
    """What is wrong with `localization`."""
    unknown = [code for code in codes if code not in LOCALIZATIONS]
    if unknown:
        choices = " and ".join(f"'{code}'" for code in sorted(LOCALIZATIONS))
        return f"localization has an unknown code: '{unknown[0]}'. There are {choices}"
    for language in dict.fromkeys(map(bare_code, codes)):
        if sum(bare_code(code) == language for code in codes) > 1:
            return f"localization must hold at most one code for {language_name(language)}"
    return None
