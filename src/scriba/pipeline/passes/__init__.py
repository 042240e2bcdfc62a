"""What turns a transcript into the one that was asked for: plain functions, applied in the order of the tuple."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript

Pass = Callable[[Transcript, TranscriptOptions], Transcript]
"""A transcript in, a transcript out; a pass never changes the one it was given, and returns it where nothing is asked.

What the owner of the transcript should know, a pass adds with `Transcript.with_warning`.
"""

PASSES: Final[tuple[Pass, ...]] = ()
"""The order matters: each pass sees what the ones before it made."""
