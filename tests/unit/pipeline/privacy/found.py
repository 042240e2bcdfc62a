"""What the engine finds in a text, as texts and kinds."""

from scriba.core.engines import EntityTagger
from scriba.core.transcript import Word
from scriba.pipeline.privacy.engine import find
from tests.fakes.words import words_of


def turns_of(*turns: str) -> tuple[Word, ...]:
    """Turns of two speakers in exchange."""
    words: list[Word] = []
    for number, turn in enumerate(turns):
        words += words_of(turn, start=words[-1].end if words else 0, speaker="AB"[number % 2])
    return tuple(words)


def found_in(*turns: str, tagger: EntityTagger | None = None) -> list[tuple[str, str]]:
    """Kind and text of everything found in the turns of a conversation."""
    words = turns_of(*turns)
    result: list[tuple[str, str]] = []
    for found in find(words, tagger):
        texts = [word.text for word in words[found.first : found.last + 1]]
        texts[-1] = texts[-1][: found.end]
        texts[0] = texts[0][found.start :]
        result.append((found.kind, " ".join(texts)))
    return result
