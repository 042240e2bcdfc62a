"""Words that tell what the digits near them are: "my card number is", "... is my pin", and the question before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scriba.pipeline.privacy.speech import Phrases, Speech

REACH: Final = 9
"""Tokens between a cue and what it announces, in one sentence."""

QUESTION_REACH: Final = 18
"""The same where a question, or the other speaker, came in between."""

AFTER_REACH: Final = 5
"""Tokens until a cue that follows: "1234 is my pin"."""

_LINKS: Final = frozenset({"is", "'s", "as", "for", "was", "being", "would"})


@dataclass(frozen=True)
class Cues:
    """Phrases that announce one kind of thing."""

    phrases: Phrases

    @classmethod
    def of(cls, *phrases: str) -> Cues:
        """Cues from plain phrases."""
        return cls(Phrases(phrases))

    def before(self, speech: Speech, index: int, reach: int = REACH) -> int | None:
        """Tokens between the nearest cue and the token at `index`; None where no cue is near enough."""
        limit = reach
        for start in range(index - 1, max(-1, index - QUESTION_REACH - 8), -1):
            if speech.low(start) == "?" or speech.tokens[start].turn != speech.tokens[index].turn:
                limit = QUESTION_REACH
            length = self.phrases.at(speech, start)
            if length and start + length <= index:
                gap = index - start - length
                return gap if gap <= limit else None
        return None

    def after(self, speech: Speech, index: int, reach: int = AFTER_REACH) -> int | None:
        """Tokens between the token at `index` and a cue that follows with a link ("is my ..."); None without one."""
        linked = False
        for start in range(index + 1, min(len(speech.lows), index + 1 + reach)):
            if speech.ends_sentence(start - 1) and speech.low(start - 1) in {".", "?", "!"}:
                return None
            if linked and self.phrases.at(speech, start):
                return start - index - 1
            linked = linked or speech.low(start) in _LINKS
        return None

    def near(self, speech: Speech, first: int, last: int, reach: int = REACH) -> int | None:
        """Distance of the nearest cue on either side; one that comes before wins."""
        before = self.before(speech, first, reach)
        return before if before is not None else self.after(speech, last)
