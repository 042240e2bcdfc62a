"""A text as the provider reads it: a line a sentence, with its speaker."""

from __future__ import annotations

from collections.abc import Sequence

from scriba.core.transcript import Span, Transcript


def labels_of(transcript: Transcript) -> dict[str, str]:
    """What each speaker is called there: as in the transcript, but by numbers where redaction hides names."""
    speakers = dict.fromkeys(word.speaker for word in transcript.words if word.speaker is not None)
    if not transcript.is_redacted:
        return {speaker: speaker for speaker in speakers}
    return {speaker: f"Speaker {number}" for number, speaker in enumerate(speakers, 1)}


def lines_of(transcript: Transcript, sentences: Sequence[Span]) -> list[str]:
    """A line for each sentence."""
    labels = labels_of(transcript)
    return [
        f"{labels[sentence.speaker]}: {sentence.text}" if sentence.speaker is not None else sentence.text
        for sentence in sentences
    ]
