"""Names in place of letters, by what is said: read by the provider where there is one, by rules where not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from scriba.core.operator_errors import ProviderError
from scriba.core.transcript import Transcript, Word
from scriba.core.understanding import SpeakerIdentification
from scriba.pipeline.identity.local import LANGUAGES, local_names
from scriba.pipeline.written.names import written_names
from scriba.pipeline.written.writer import Writer

SILENT: Final = "{error} Speakers were named by rules instead."


def with_names(transcript: Transcript, asked: SpeakerIdentification, writer: Writer | None) -> Transcript:
    """The transcript with names for the speakers who still have letters, as far as it is known who they are.

    Names that voices have told already are in `names`, and stay.
    """
    speakers = dict.fromkeys(word.speaker for word in transcript.words if word.speaker is not None)
    taken = list(transcript.names.values())
    letters = [speaker for speaker in speakers if speaker not in taken]
    found: dict[str, str] = {}
    is_local = writer is None
    if writer is not None and letters:
        try:
            found = written_names(writer, transcript, asked, letters)
        except ProviderError as error:
            transcript, is_local = transcript.with_warning(SILENT.format(error=error)), True
    if is_local:
        found = local_names(transcript, asked, letters, taken)
    if asked.speaker_type == "name":
        found = {letter: name for letter, name in found.items() if name not in taken}
    named = replace(
        transcript.with_words(_renamed(word, found) for word in transcript.words),
        unredacted=None
        if transcript.unredacted is None
        else tuple(_renamed(word, found) for word in transcript.unredacted),
        names={**transcript.names, **found},
    )
    left = [letter for letter in letters if letter not in found]
    return named.with_warning(_unknown(left, transcript.language, is_local=is_local)) if left else named


def _renamed(word: Word, names: dict[str, str]) -> Word:
    name = names.get(word.speaker or "")
    return word if name is None else replace(word, speaker=name)


def _unknown(letters: list[str], language: str, *, is_local: bool) -> str:
    text = f"Nothing tells who these speakers are, so they keep their letters: {', '.join(letters)}."
    if is_local and language not in LANGUAGES:
        text += " Without a provider, names and roles are found in English text only."
    return text
