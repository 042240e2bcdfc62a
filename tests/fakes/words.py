"""Transcripts for tests, without a recording."""

from scriba.core.transcript import Transcript, Word


def words_of(text: str, *, start: int = 0, length: int = 300, gap: int = 50, **voice: str) -> tuple[Word, ...]:
    """The words of a text, evenly spoken; a token like `<900>` is a pause of that many ms."""
    words: list[Word] = []
    now = start
    for token in text.split():
        if token.startswith("<") and token.endswith(">"):
            now += int(token[1:-1])
            continue
        words.append(Word(text=token, start=now, end=now + length, confidence=0.9, **voice))
        now += length + gap
    return tuple(words)


def transcript_of(text: str, *, language: str = "en", length: int = 300, gap: int = 50) -> Transcript:
    """One speaker's transcript of a text."""
    words = words_of(text, length=length, gap=gap)
    return Transcript(language=language, duration=words[-1].end + 500 if words else 0, words=words)
