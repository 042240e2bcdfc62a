"""Names by what is said: "this is Michael from support" is the speaker's own, "hi Anna" is that of who answers. English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from scriba.core.transcript import Span, Transcript
from scriba.pipeline.identity.evidence import Evidence
from scriba.pipeline.privacy import lists

_NAME: Final = r"(?P<name>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,2})"
_OWN: Final = [
    (re.compile(rf"\bmy name(?:'s| is) {_NAME}", re.IGNORECASE), 2.5),
    (re.compile(rf"(?:^|[.,!?] )(?:hi|hello|hey|yes|good (?:morning|afternoon|evening))?,? ?{_NAME} (?:speaking|here)\b", re.IGNORECASE), 2.0),
    (re.compile(rf"\b(?:i'm|i am) {_NAME}", re.IGNORECASE), 2.0),
    (re.compile(rf"\byou(?:'re| are) (?:speaking|talking) (?:with|to) {_NAME}", re.IGNORECASE), 2.0),
    (re.compile(rf"\bthis is {_NAME}", re.IGNORECASE), 2.0),
]  # fmt: skip
"""How people say who they are, and how much it tells."""

_ADDRESSED: Final = [
    (re.compile(rf"\b(?:hi|hello|hey|dear|welcome(?: back)?|good (?:morning|afternoon|evening)|goodbye|bye),? (?:there,? )?{_NAME}", re.IGNORECASE), 1.5),
    (re.compile(rf"\b(?:thanks|thank you)(?: so much| very much| again)?,? {_NAME}", re.IGNORECASE), 1.5),
    (re.compile(rf"(?:^|[.!?] ){_NAME}, (?:what|how|can|could|would|do|did|are|is|you|why|when|where|tell|please)\b", re.IGNORECASE), 1.0),
    (re.compile(rf", {_NAME}[.?!]", re.IGNORECASE), 1.0),
]  # fmt: skip
"""How people say whom they speak to."""

_INTRODUCED: Final = [
    (re.compile(rf"\b(?:joined (?:today )?by|with me (?:today )?is|my guest (?:today )?is|please welcome|our guest (?:today )?is) {_NAME}", re.IGNORECASE), 1.5),
]  # fmt: skip
"""How people say who speaks next."""

_NOT_OWN: Final = re.compile(r"\b(?:not|isn't|wasn't|if|is) $", re.IGNORECASE)
_THIRD: Final = 2
"""Turns of a speaker within which "this is Anna" is an introduction of oneself."""
_LATE: Final = 0.5
_PAIR: Final = 2
_MAYBE: Final = 0.7


@dataclass(frozen=True, eq=False)
class Names:
    """The names that may be meant: those of the request as it spells them, or else first names that are nothing else."""

    known: Sequence[str]

    @cached_property
    def _by_part(self) -> dict[str, str]:
        """Each full name and first name in small letters; what two people share tells nothing."""
        found: dict[str, str | None] = {}
        for name in self.known:
            folded = " ".join(name.split()).casefold()
            for key in {folded, folded.split()[0], folded.split()[-1]}:
                found[key] = name if found.get(key, name) == name else None
        return {key: name for key, name in found.items() if name is not None}

    def read(self, text: str) -> str | None:
        """The name with which the text begins, None where it is none."""
        words = text.split()
        if self.known:
            tries = [" ".join(words[:length]).casefold() for length in range(len(words), 0, -1)]
            return next((self._by_part[each] for each in tries if each in self._by_part), None)
        first = words[0]
        if not first[0].isupper() or not lists.first_names().is_plain(first.casefold()):
            return None
        last = [word for word in words[1:2] if word[0].isupper() and word[1:].islower()]
        return " ".join([first, *last])


def name_evidence(transcript: Transcript, known: Sequence[str]) -> Evidence:
    """What is said of who is who."""
    names, evidence = Names(known), Evidence()
    turns = [turn for turn in transcript.utterances if turn.speaker is not None]
    counts: dict[str, int] = {}
    for number, turn in enumerate(turns):
        speaker = str(turn.speaker)
        counts[speaker] = counts.get(speaker, 0) + 1
        text = turn.text.replace("’", "'")
        _own(evidence, names, text, speaker, is_early=counts[speaker] <= _THIRD)
        _others(evidence, names, text, turns, number)
    return _with_full_names(evidence)


def _own(evidence: Evidence, names: Names, text: str, speaker: str, *, is_early: bool) -> None:
    for pattern, weight in _OWN:
        for match in pattern.finditer(text):
            name = names.read(match["name"])
            if name is None or _NOT_OWN.search(text[: match.start()]):
                continue
            introduces = match.group().lower().startswith("this is")
            evidence.add(speaker, name, weight * (_LATE if introduces and not is_early else 1))


def _others(evidence: Evidence, names: Names, text: str, turns: Sequence[Span], number: int) -> None:
    speaker = turns[number].speaker
    everybody = {turn.speaker for turn in turns}
    after = next((turn.speaker for turn in turns[number + 1 : number + 2] if turn.speaker != speaker), None)
    before = next((turn.speaker for turn in turns[max(0, number - 1) : number] if turn.speaker != speaker), None)
    hints: dict[tuple[str, bool], float] = {}
    for pattern, weight in (*_ADDRESSED, *_INTRODUCED):
        for match in pattern.finditer(text):
            name = names.read(match["name"])
            if name is not None:
                looks_back = match.group().lower().startswith(("thank", "goodbye", "bye"))
                hints[name, looks_back] = max(weight, hints.get((name, looks_back), 0.0))
    for (name, looks_back), weight in hints.items():
        evidence.add(str(speaker), name, -weight)
        meant = (before or after) if looks_back else (after or before)
        if meant is not None:
            # Of two people the other one is meant; of more, somebody else may have spoken up.
            evidence.add(meant, name, weight if len(everybody) == _PAIR else weight * _MAYBE)


def _with_full_names(evidence: Evidence) -> Evidence:
    """Hints for "Anna" count for "Anna Meyer" too, where the speaker has said so."""
    joined = Evidence()
    full = {name.split()[0]: name for values in evidence.weights.values() for name in values if " " in name}
    for speaker, values in evidence.weights.items():
        for name, weight in values.items():
            joined.add(speaker, full.get(name, name), weight)
    return joined
