"""What turns a transcript into a better one: plain functions, applied in the order of the tuple."""

from __future__ import annotations

from collections.abc import Callable

from scriba.core.transcript import Transcript

Pass = Callable[[Transcript], Transcript]
"""A transcript in, a transcript out; a pass never changes the one it was given."""

PASSES: tuple[Pass, ...] = ()
"""The order matters: each pass sees what the ones before it made."""
