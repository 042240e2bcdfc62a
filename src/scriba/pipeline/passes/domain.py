"""`domain`: the words of a field are heard by the recognizer; here its owner is told where there are none."""

from __future__ import annotations

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.vocabulary import domain_warnings


def tell_missing_domain(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Warn in the contract's words when the field has no list of words in the transcript's language."""
    for warning in domain_warnings(options.domain, transcript.language):
        transcript = transcript.with_warning(warning)
    return transcript
