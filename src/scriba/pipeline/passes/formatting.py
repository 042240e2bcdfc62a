"""`format_text`: numbers and the like as people write them; without it, lower case and spoken form."""

from __future__ import annotations

from typing import Final

from scriba.core.languages import language_name
from scriba.core.options import TranscriptOptions
from scriba.core.registry import resolve
from scriba.core.transcript import Transcript
from scriba.pipeline.text.english_writing import written

_LIBRARIES: Final = {
    "written": "scriba.pipeline.text.foreign_writing:written",
    "spoken": "scriba.pipeline.text.speaking:spoken",
}
"""What needs libraries that an idle server need not hold."""

_FOREIGN: Final = frozenset({"de", "es", "fr", "it", "pt", "nl"})


def format_text(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Write numbers, money, dates, times and addresses out or in; a language without rules keeps the model's writing."""
    if not transcript.words:
        return transcript
    if not options.format_text:
        return _spoken(transcript)
    if transcript.language == "en":
        return transcript.with_words(written(transcript.words))
    if transcript.language in _FOREIGN:
        return transcript.with_words(resolve(_LIBRARIES, "written")(transcript.words, transcript.language))
    return transcript


def _spoken(transcript: Transcript) -> Transcript:
    words, complete = resolve(_LIBRARIES, "spoken")(transcript.words, transcript.language)
    spoken = transcript.with_words(words)
    if complete:
        return spoken
    name = language_name(transcript.language)
    return spoken.with_warning(
        f'"format_text" is off, but some numbers stay in digits: Scriba cannot say all of them in {name}.'
    )
