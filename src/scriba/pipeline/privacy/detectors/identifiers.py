"""Numbers that somebody issued: told apart by the words around them, the nearest of which decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.codes import Code, codes_of
from scriba.pipeline.privacy.detectors.issued import ISSUED, Issued
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech


def find(speech: Speech) -> Iterable[Finding]:
    """Codes that a cue explains."""
    before: Finding | None = None
    for code in codes_of(speech):
        if not code.has_digits:
            continue
        finding = _explained(speech, code, before)
        if finding is not None:
            yield finding
            before = finding


def _explained(speech: Speech, code: Code, before: Finding | None) -> Finding | None:
    near: list[tuple[int, int, Issued]] = []
    for rank, issued in enumerate(ISSUED):
        if not _fits(code, issued):
            continue
        gap = issued.cues.near(speech, code.first, code.last)
        if gap is not None and not _is_used(code, gap, before):
            near.append((gap, rank, issued))
    if not near:
        return None
    _, _, issued = min(near, key=lambda each: (each[0] + (each[2].kind == "number_sequence") * _VAGUE, each[1]))
    trust = Trust.CUED if issued.kind != "number_sequence" else Trust.SHAPED
    return Finding(issued.kind, code.first, code.last, trust, issued.detail)


def _fits(code: Code, issued: Issued) -> bool:
    return len(code.text) in issued.lengths and (code.is_number or issued.has_letters)


def _is_used(code: Code, gap: int, before: Finding | None) -> bool:
    """Whether an earlier number stands between the cue and this one, and so was what the cue meant."""
    if before is None:
        return False
    cue_end = code.first - gap
    return cue_end <= before.first and code.first - before.last > _SECOND_NUMBER


_VAGUE: Final = 3
"""Tokens by which a cue for any number at all must be nearer than one that tells its kind."""

_SECOND_NUMBER: Final = 3
"""Tokens within which a second number shares the first one's cue: "or", "and also"."""
