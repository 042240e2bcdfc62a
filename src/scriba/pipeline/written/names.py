"""Who the speakers are, by the provider's reading of what they say. What it cannot know is not believed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from scriba.core.transcript import Transcript
from scriba.core.understanding import SpeakerIdentification
from scriba.pipeline.written.talk import labels_of
from scriba.pipeline.written.writer import Shape, Writer

_PARTS: Final = re.compile(r"\w+")
_LONGEST_NAME: Final = 5
"""Words."""


class _Speakers(Shape):
    speakers: dict[str, str | None]


def written_names(
    writer: Writer, transcript: Transcript, asked: SpeakerIdentification, letters: Sequence[str]
) -> dict[str, str]:
    """Names or roles of those of these speakers who are recognized, by letter; raises ProviderError.

    Values are those that the request knows; where it knows none, names that are said in the text. The text is as much of
    the beginning as one question holds: that is where people say who they are.
    """
    labels = labels_of(transcript)
    lines = [
        f"{labels[turn.speaker]}: {turn.text}" if turn.speaker is not None else turn.text
        for turn in transcript.utterances
    ]
    pieces = writer.pieces(lines)
    if not pieces or not letters:
        return {}
    wanted = {labels[letter]: letter for letter in letters}
    answer = writer.ask(
        _task(asked, wanted), '{"speakers": {"A": "..." or null}}', "\n".join(pieces[0]), _Speakers
    ).speakers
    found = {wanted[label]: value for label, value in answer.items() if label in wanted and value}
    return _believed(found, transcript, asked)


def _task(asked: SpeakerIdentification, wanted: Mapping[str, str]) -> str:
    task = (
        f"Tell the {asked.speaker_type} of these speakers from what is said: {', '.join(wanted)}. Answer null for whom "
        "the text does not tell; never guess."
    )
    if asked.names:
        task += f" Choose from: {'; '.join(asked.names)}."
    described = [
        f"{getattr(one, asked.speaker_type)}: {about}"
        for one in asked.speakers
        if (about := one.about(asked.speaker_type))
    ]
    return f"{task} What is known of them: {'; '.join(described)}." if described else task


def _believed(found: Mapping[str, str], transcript: Transcript, asked: SpeakerIdentification) -> dict[str, str]:
    if asked.names:
        spelling = {_folded(name): name for name in asked.names}
        named = {letter: spelling[_folded(value)] for letter, value in found.items() if _folded(value) in spelling}
    else:
        said = _said(transcript)
        named = {letter: value for letter, value in found.items() if _is_said(value, said)}
    if asked.speaker_type == "role":
        return named
    # Two people of one name are one mistake at least.
    values = list(named.values())
    return {letter: value for letter, value in named.items() if values.count(value) == 1}


def _said(transcript: Transcript) -> frozenset[str]:
    """The words of the text, without what redaction wrote."""
    shown = [word.text for word in transcript.words if not (transcript.is_redacted and word.text.startswith("["))]
    return frozenset(part for text in shown for part in _PARTS.findall(text.casefold()))


def _is_said(value: str, said: frozenset[str]) -> bool:
    parts = _PARTS.findall(value.casefold())
    return 0 < len(parts) <= _LONGEST_NAME and said.issuperset(parts)


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()
