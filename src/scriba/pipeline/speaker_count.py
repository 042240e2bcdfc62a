"""How many speakers to look for, from what a request says and the length of its recording."""

from __future__ import annotations

from typing import Final

from scriba.core.option_objects import SpeakerOptions
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import SpeakerCount

FEW_SPEAKERS_UNTIL_MS: Final = 120_000
SOME_SPEAKERS_UNTIL_MS: Final = 600_000
SOME_SPEAKERS: Final = 10
MANY_SPEAKERS: Final = 30
"""The contract's default bounds: none below two minutes, 10 speakers up to ten, 30 beyond."""


def speaker_count(options: TranscriptOptions, duration: int) -> SpeakerCount:
    """How many speakers to look for in a recording of so many ms."""
    if options.speakers_expected is not None:
        return SpeakerCount(expected=options.speakers_expected)
    bounds = options.speaker_options or SpeakerOptions()
    if bounds.max_speakers_expected is not None:
        most: int | None = bounds.max_speakers_expected
    elif duration < FEW_SPEAKERS_UNTIL_MS:
        most = None
    else:
        most = SOME_SPEAKERS if duration <= SOME_SPEAKERS_UNTIL_MS else MANY_SPEAKERS
        most = max(most, bounds.min_speakers_expected)
    return SpeakerCount(minimum=bounds.min_speakers_expected, maximum=most)
