"""Whose voice it is: speakers of a recording compared with voices whose owners are known.

The likeness of two voices is the cosine of their points, seen from the centre of all voices. Constants were chosen on
recordings built from voices that Debian packages, see docs/adr/0024-likeness-of-voices.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from scriba.core.enrolment import EnrolmentError
from scriba.core.speakers import Diarization, Embedding, EnrolledVoice, Voice, VoiceSpace

MATCH: Final = 0.4
"""Likeness from which a speaker is taken to be the person enrolled: one in 200 pairs of strangers reaches it."""

CLEAR_MATCH: Final = 0.6
"""Likeness from which a second speaker of the recording is taken to be the same person, told apart by mistake: one in
10,000 pairs of strangers reaches it."""

LEAST_ENROLLED: Final = 5_000
"""Clean speech that a voice is enrolled from, ms."""

LEAST_NAMED: Final = 2_000
"""Clean speech of a speaker that can be named, ms: with less, a voice is like many."""

MOST_COUNTED: Final = 60_000
"""Clean speech, ms, beyond which a recording of a person weighs no more beside the others."""

LONGEST_ENROLMENT: Final = 600_000
"""The longest recording that a voice is enrolled from, ms."""

OTHERS_SHARE: Final = 0.1
OTHERS_SPEECH: Final = 2_000
"""Somebody else speaks in a recording who has more than this share of its clean speech, and more than so many ms."""


def sole_voice(found: Diarization, space: VoiceSpace) -> Voice:
    """The voice of a recording in which one person speaks. Raises EnrolmentError where it is not that."""
    heard = [space.voice(point, clean) for point, clean in zip(found.embeddings, found.clean, strict=True)]
    if not heard:
        raise EnrolmentError("Enrolment error, nobody speaks in the recording.")
    voice = max(heard, key=lambda one: one.speech)
    limit = max(OTHERS_SPEECH, OTHERS_SHARE * sum(found.clean))
    if any(other.speech > limit and likeness(other, voice) < MATCH for other in heard):
        raise EnrolmentError(
            "Enrolment error, more than one person speaks in the recording. Send one in which only this person speaks, "
            "or transcribe it with speaker_labels and enrol one of its speakers by transcript_id and speaker."
        )
    return checked(voice)


def checked(voice: Voice) -> Voice:
    """The voice itself; raises EnrolmentError where too little of it was heard."""
    if voice.speech < LEAST_ENROLLED:
        raise EnrolmentError(
            f"Enrolment error, {voice.speech // 100 / 10} s of clean speech are too little to know a voice by: "
            f"{LEAST_ENROLLED / 1000:.0f} s are needed, half a minute is good."
        )
    return voice


def likeness(one: Voice, other: Voice) -> float:
    """How much two voices are alike: 1 for the same."""
    return float(one.point @ other.point)


def named(speakers: Mapping[str, Voice], enrolled: Sequence[EnrolledVoice]) -> dict[str, str]:
    """The names of those speakers, by label, who are recognized.

    The likest pair of speaker and name is settled first. A name that is taken goes to a second speaker only where that
    one is clearly the same person: diarization sometimes takes one person for two.
    """
    known = _people(enrolled)
    likeness = {
        (label, name): float(voice.point @ point)
        for label, voice in speakers.items()
        if voice.speech >= LEAST_NAMED
        for name, point in known.items()
    }
    found: dict[str, str] = {}
    for (label, name), value in sorted(likeness.items(), key=lambda pair: -pair[1]):
        needed = CLEAR_MATCH if name in found.values() else MATCH
        if label not in found and value >= needed:
            found[label] = name
    return {label: found[label] for label in speakers if label in found}


def _people(enrolled: Sequence[EnrolledVoice]) -> dict[str, Embedding]:
    """One point for each name: the mean of all that is enrolled under it, more where more was said."""
    sums: dict[str, Embedding] = {}
    for one in enrolled:
        weight = min(one.voice.speech, MOST_COUNTED) / MOST_COUNTED
        sums[one.name] = sums.get(one.name, np.zeros_like(one.voice.point)) + weight * one.voice.point
    return {name: np.asarray(total / np.linalg.norm(total), dtype=np.float32) for name, total in sums.items()}
