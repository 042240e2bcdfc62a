"""Names or roles for speakers by rules. Whom nothing tells keeps the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scriba.core.transcript import Transcript
from scriba.core.understanding import SpeakerIdentification
from scriba.pipeline.identity.names import name_evidence
from scriba.pipeline.identity.roles import role_evidence, with_partners

LANGUAGES: Final = frozenset({"en"})
"""Languages whose introductions and phrases are known."""


def local_names(
    transcript: Transcript, asked: SpeakerIdentification, letters: Sequence[str], taken: Sequence[str] = ()
) -> dict[str, str]:
    """By letter, the name or role of each of these speakers for whom what is said is enough; none is `taken`."""
    if transcript.language not in LANGUAGES or not letters:
        return {}
    if asked.speaker_type == "role":
        found = role_evidence(transcript, asked.names).believed(letters, is_unique=True)
        return with_partners(found, letters, asked.names)
    found = name_evidence(transcript, asked.names).believed(letters, is_unique=True)
    return {letter: name for letter, name in found.items() if name not in taken}
