"""What the rules of writing work on: words in a row without marks, and what becomes of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scriba.core.transcript import Word
from scriba.pipeline.text.words import Shell, merged, same_voice, shell

LONGEST_PAUSE_MS: Final = 1_500
"""Words farther apart are not written together: digits of a telephone number come in groups with pauses of half that."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as the rules see them: without marks and case, and whether each goes on without a mark or a pause."""

    cores: Sequence[str]
    written: Sequence[str]
    goes_on: Sequence[bool]

    def at(self, index: int) -> str:
        """A word, "" outside."""
        return self.cores[index] if 0 <= index < len(self.cores) else ""

    def follows(self, index: int) -> str:
        """The word at the index, "" where a mark or a pause stands before it."""
        return self.cores[index] if 0 < index < len(self.cores) and self.goes_on[index - 1] else ""

    def precedes(self, index: int) -> str:
        """The word before the index, "" where a mark or a pause stands between."""
        return self.cores[index - 1] if index > 0 and self.goes_on[index - 1] else ""

    def is_named(self, index: int) -> bool:
        """Whether the word has a capital although it does not begin a sentence."""
        return bool(self.precedes(index)) and self.written[index][:1].isupper()


@dataclass(frozen=True, slots=True)
class Piece:
    """A word to write, and how many spoken ones it stands for."""

    text: str
    count: int


Match = tuple[Piece, ...]
"""What to write from some word on; the counts tell how far it reaches."""


def reach(match: Match) -> int:
    """How many words the match takes."""
    return sum(piece.count for piece in match)


def phrase_of(words: Sequence[Word], shells: Sequence[Shell]) -> Phrase:
    """The words for the rules."""
    goes_on = [
        not shells[index].tail
        and not shells[index + 1].lead
        and same_voice(words[index], words[index + 1])
        and words[index + 1].start - words[index].end <= LONGEST_PAUSE_MS
        for index in range(len(words) - 1)
    ]
    cores = [found.core.casefold().replace("’", "'") for found in shells]
    return Phrase(cores, [found.core for found in shells], [*goes_on, False])


def shells_of(words: Sequence[Word]) -> list[Shell]:
    """The words taken apart."""
    return [shell(word.text) for word in words]


def rewritten(words: Sequence[Word], shells: Sequence[Shell], index: int, match: Match) -> list[Word]:
    """The words of a match, with the marks that stood around them."""
    result: list[Word] = []
    for piece in match:
        last = index + piece.count - 1
        text = f"{shells[index].lead}{piece.text}{closing(shells, last)}"
        result.append(merged(words[index : last + 1], text))
        index = last + 1
    return result


def closing(shells: Sequence[Shell], index: int) -> str:
    """The marks behind a word; the point of an abbreviation like "p.m." goes unless it ends a sentence too."""
    found = shells[index]
    abbreviated = "." in found.core and found.tail.startswith(".") and len(found.core.rpartition(".")[2]) == 1
    if abbreviated and index + 1 < len(shells) and shells[index + 1].core[:1].islower():
        return found.tail[1:]
    return found.tail
