"""What detectors find, and which finding counts where several overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.speech import Speech


class Trust(IntEnum):
    """How sure a finding is: the surer one wins where two overlap."""

    GUESS = 1
    """Digits that nothing explains."""
    TAGGED = 2
    """By the model of named entities alone."""
    LISTED = 3
    """In a dictionary."""
    SHAPED = 4
    """By its own form, or by the words around it."""
    CUED = 5
    """By its form, and named by the speaker."""
    CHECKED = 6
    """By its check digits."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Tokens `first` to `last` are of a kind; `detail` is a finer name of the contract's, where there is one."""

    kind: EntityType
    first: int
    last: int
    trust: Trust
    detail: EntityType | None = None


_JOINED: Final = frozenset({"person_name", "location"})
"""Kinds that are one where two stand side by side: "Springfield, Illinois"."""


def resolve(findings: Iterable[Finding], speech: Speech) -> list[Finding]:
    """Findings without overlap, in the order of the text."""
    chosen: list[Finding] = []
    taken: set[int] = set()
    for finding in sorted(findings, key=lambda each: (-each.trust, each.first - each.last, each.first)):
        span = range(finding.first, finding.last + 1)
        if taken.isdisjoint(span):
            chosen.append(finding)
            taken.update(span)
    return _joined(sorted(chosen, key=lambda each: each.first), speech)


def _joined(findings: list[Finding], speech: Speech) -> list[Finding]:
    result: list[Finding] = []
    for finding in findings:
        before = result[-1] if result else None
        if before is not None and before.kind == finding.kind and _touch(before, finding, speech):
            detail = before.detail if before.detail == finding.detail else None
            result[-1] = replace(before, last=finding.last, trust=max(before.trust, finding.trust), detail=detail)
        else:
            result.append(finding)
    return result


def _touch(before: Finding, after: Finding, speech: Speech) -> bool:
    between = speech.lows[before.last + 1 : after.first]
    if after.kind not in _JOINED or speech.tokens[before.last].turn != speech.tokens[after.first].turn:
        return False
    return not between or (after.kind == "location" and between == [","])
