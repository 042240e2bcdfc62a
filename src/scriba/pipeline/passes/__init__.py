"""What turns a transcript into the one that was asked for: plain functions, applied in the order of the tuple."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.audio_tags import remove_audio_tags
from scriba.pipeline.passes.custom_spelling import spell
from scriba.pipeline.passes.disfluencies import remove_fillers
from scriba.pipeline.passes.domain import tell_missing_domain
from scriba.pipeline.passes.formatting import format_text
from scriba.pipeline.passes.localization import localize
from scriba.pipeline.passes.profanity import mask_profanity
from scriba.pipeline.passes.punctuation import strip_punctuation

Pass = Callable[[Transcript, TranscriptOptions], Transcript]
"""A transcript in, a transcript out; a pass never changes the one it was given, and returns it where nothing is asked.

What the owner of the transcript should know, a pass adds with `Transcript.with_warning`.
"""

PASSES: Final[tuple[Pass, ...]] = (
    remove_audio_tags,
    remove_fillers,
    localize,
    format_text,
    strip_punctuation,
    spell,
    mask_profanity,
    tell_missing_domain,
)
"""The order matters: each pass sees what the ones before it made.

What was not said goes first. Marks tell the formatting where sentences end, so they go after it. The owner's own spelling
comes behind everything that formats, so that nothing changes it any more, and the mask comes behind that, so that nothing
slips past it.
"""
