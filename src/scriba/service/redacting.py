"""Redaction of text that is no transcript, for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from scriba.core.engines import EntityTagger
from scriba.core.entities import EntityType
from scriba.core.errors import InvalidRequestError
from scriba.core.languages import bare_code
from scriba.core.understood import LANGUAGES, form_only
from scriba.pipeline.privacy.lines import RedactedLine, redact_line
from scriba.pipeline.privacy.policies import ALL_POLICIES, undetected
from scriba.pipeline.privacy.redaction import Substitution

__all__ = ["RedactedLine", "Redactor", "checked_language", "policies_from"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redactor:
    """Redacts text; a line at a time, so that a stream can go through."""

    tagger: EntityTagger | None
    language: str
    policies: frozenset[EntityType]
    substitution: Substitution

    def lines(self, lines: Iterable[str], *, dialogue: bool = False) -> Iterator[RedactedLine]:
        """One redacted line for each line; in a dialogue the line before may be the question."""
        before = ""
        for line in lines:
            yield redact_line(line, self.tagger, self.policies, self.substitution, before, language=self.language)
            before = line if dialogue else ""


def checked_language(code: str) -> tuple[str, str | None]:
    """The bare code of a language in which text is redacted, and a warning where only forms are known.

    Raises InvalidRequestError for others.
    """
    language = bare_code(code)
    if language not in LANGUAGES["redact_pii"]:
        known = ", ".join(sorted(LANGUAGES["redact_pii"]))
        raise InvalidRequestError(f"Text in '{code}' is not redacted. Choose from: {known}.")
    return language, form_only(language)


def policies_from(names: Sequence[str]) -> tuple[frozenset[EntityType], str | None]:
    """The policies of these names, all where there are none, and a warning about such as find nothing.

    Raises InvalidRequestError for a name that the contract does not have.
    """
    if not names:
        return ALL_POLICIES, None
    known = {str(name): name for name in get_args(EntityType)}
    for name in names:
        if name not in known:
            raise InvalidRequestError(f"There is no policy '{name}'. Choose from: {', '.join(sorted(known))}.")
    chosen: frozenset[EntityType] = frozenset(known[name] for name in names)
    return chosen, undetected(chosen)
