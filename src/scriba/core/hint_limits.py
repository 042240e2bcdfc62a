"""What a request may say about the words to expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_TERMS: Final = 1000
MAX_TERM_WORDS: Final = 6
MAX_PROMPT_WORDS: Final = 1500
"""The contract's limits for its larger model; here they hold for every model."""

_BOOST_REFUSED: Final = (
    '"word_boost" is not compatible with universal-3-pro. Use "prompt" or "keyterms_prompt" to boost accuracy of words '
    "or phrases that are likely to appear frequently in your audio file."
)
"""The contract's answer to the old option with the new model."""


def hint_problem(
    *, prompt: str | None, terms: Sequence[str], boosted: Sequence[str], models: Sequence[str]
) -> str | None:
    """Why a request's prompt, `keyterms_prompt` and `word_boost` are refused, None where they are not."""
    if prompt is not None and terms:
        return "prompt and keyterms_prompt cannot be used together"
    if boosted and "universal-3-pro" in models:
        return _BOOST_REFUSED
    if prompt is not None and len(prompt.split()) > MAX_PROMPT_WORDS:
        return f"prompt must have at most {MAX_PROMPT_WORDS} words"
    strange = next((word for word in boosted if not word.isascii()), None)
    if strange is not None:
        return f"'{strange}' was included in the word boost list but contains unsupported characters"
    return _list_problem("keyterms_prompt", terms) or _list_problem("word_boost", boosted)


def _list_problem(option: str, terms: Sequence[str]) -> str | None:
    if len(terms) > MAX_TERMS:
        return f"{option} must have at most {MAX_TERMS} terms"
    long = next((term for term in terms if len(term.split()) > MAX_TERM_WORDS), None)
    return None if long is None else f"{option} must have at most {MAX_TERM_WORDS} words a term: '{long}'"
