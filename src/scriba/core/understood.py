"""Which options ask for understanding of the text, and in which languages it works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scriba.core.entities import EntityType
from scriba.core.languages import language_name
from scriba.core.options import TranscriptOptions

FORM_LANGUAGES: Final = frozenset({"de", "es", "fr", "it", "nl", "pt"})
"""Languages in which personal data is found by its form and check digits only."""

FORM_POLICIES: Final[frozenset[EntityType]] = frozenset(
    {
        *("account_number", "banking_information", "credit_card_number", "drivers_license", "email_address"),
        *("healthcare_number", "ip_address", "number_sequence", "organization_id", "passport_number", "phone_number"),
        *("url", "us_social_security_number"),
    }
)
"""What redaction covers in those languages. A request for anything else is refused: it would come out unredacted."""

LANGUAGES: Final[Mapping[str, frozenset[str]]] = {
    "redact_pii": frozenset({"en", *FORM_LANGUAGES}),
    "entity_detection": frozenset({"en"}),
    "auto_highlights": frozenset({"en"}),
    "sentiment_analysis": frozenset({"en"}),
    "summarization": frozenset({"en"}),
    "auto_chapters": frozenset({"en"}),
    "iab_categories": frozenset({"en"}),
    "content_safety": frozenset({"en"}),
}
"""Option -> bare codes of the languages in which it works."""


_SILENTLY: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset({"de", "es", "fr", "it", "pt"}) for name in ("iab_categories", "content_safety")
}
"""Option -> languages in which the contract has it though it does not work here: its result is then unavailable."""


def asked(options: TranscriptOptions) -> list[str]:
    """The options of understanding that a request switches on."""
    return [name for name in LANGUAGES if getattr(options, name)]


def unavailable(options: TranscriptOptions, language: str) -> list[str]:
    """Those of them that do not work in a language, given by its bare code."""
    missing = [name for name in asked(options) if language not in LANGUAGES[name]]
    if (
        options.redact_pii
        and language in FORM_LANGUAGES
        and not FORM_POLICIES.issuperset(options.redact_pii_policies or ())
    ):
        missing.insert(0, "redact_pii")
    return missing


def refused(options: TranscriptOptions, language: str) -> list[str]:
    """Those of them for which a request is refused that names the language."""
    return [name for name in unavailable(options, language) if language not in _SILENTLY.get(name, ())]


def refusal(names: list[str]) -> str:
    """What the API says of options that do not work in a language, in the contract's words."""
    return f"The following models are not available in this language: {', '.join(names)}"


def tasks(options: TranscriptOptions) -> list[str]:
    """The tasks of `speech_understanding` that need the text's own worker; those that name speakers are not among them."""
    request = options.understanding
    named = {
        "translation": request.translation,
        "summarization": request.summarization,
        "action_items": request.action_items,
    }
    return [name for name, asked in named.items() if asked is not None]


def form_only(language: str) -> str | None:
    """What to warn of where redaction knows a language's forms only, None elsewhere."""
    if language not in FORM_LANGUAGES:
        return None
    return (
        f"redact_pii: in {language_name(language)} only card and bank numbers, e-mail, web and IP addresses, telephone "
        "numbers and other runs of five digits or more are found. Names, places, dates, amounts and short codes are not."
    )
