"""`remove_audio_tags`: leave out what a model writes about sounds and speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word

_LONGEST: Final = 6
"""Words that a tag may have."""

_SOUNDS: Final = re.compile(
    r"\b(applau\w*|laugh\w*|chuckl\w*|giggl\w*|music\w*|singing|sings|silence|silent|inaudible|unintelligible|indistinct"
    r"|cough\w*|sneez\w*|sigh\w*|gasp\w*|groan\w*|grunt\w*|breath\w*|inhal\w*|exhal\w*|cheer\w*|clap\w*|crowd|audience"
    r"|noise\w*|static|beep\w*|ring\w*|buzz\w*|click\w*|knock\w*|door|footsteps|wind|engine|phone|siren\w*|whistl\w*"
    r"|bark\w*|cry\w*|cries|sob\w*|scream\w*|shout\w*|mumbl\w*|murmur\w*|whisper\w*|foreign|speaking|blank_audio"
    r"|blank audio|pause|upbeat|dramatic|soft|gentle|crosstalk|overlapping|clears throat|snor\w*|yawn\w*"
    r"|applaus|aplausos|risas|m[uú]sica|musik|gel[äa]chter|beifall|musique|rires?|applaudissements|musica|risate"
    r"|applausi|risos|muziek|gelach|applaus)\b",
    re.IGNORECASE,
)
"""What brackets that also hold remarks must speak of to be a tag."""

_SPEAKER: Final = re.compile(
    r"^(?:>{1,3}\s*)?(?:speaker|sprecher|interviewer|spk|voice)[ _-]?(?:\d+|[A-Z])?:?$", re.IGNORECASE
)
_CHEVRONS: Final = re.compile(r"^>{1,3}$|^>{2,3}")
_NOTES: Final = re.compile(r"[♪♫♬♩]+")
_PAIRS: Final = {"[": "]", "(": ")", "*": "*", "<": ">"}
_TELLING: Final = frozenset("[(*<>:♪♫♬♩")
"""Characters without one of which there is no tag."""

_ENDS: Final = ".,;:!?…"


def remove_audio_tags(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Leave out tags of sounds and speakers (`all`), or those of speakers alone (`speaker`)."""
    if options.remove_audio_tags is None:
        return transcript
    words = transcript.words
    if _TELLING.isdisjoint("".join(word.text for word in words)):
        return transcript
    sounds = options.remove_audio_tags == "all"
    kept: list[Word] = []
    index = 0
    while index < len(words):
        tag = _tag(words, index, sounds=sounds)
        if tag:
            index += tag
            continue
        text = _without_marks(words[index].text, sounds=sounds)
        if text:
            kept.append(words[index] if text == words[index].text else replace(words[index], text=text))
        index += 1
    return transcript.with_words(kept)


def _tag(words: Sequence[Word], index: int, *, sounds: bool) -> int:
    """How many words the tag has that begins here; 0 where none does."""
    opening = words[index].text[:1]
    if opening in _PAIRS:
        for count in range(1, min(_LONGEST, len(words) - index) + 1):
            text = " ".join(word.text for word in words[index : index + count])
            inner = _inside(text, _PAIRS[opening])
            if inner is not None:
                return count if _is_tag(inner, opening, sounds=sounds) else 0
    return _spoken_label(words, index)


def _inside(text: str, closing: str) -> str | None:
    """What stands between the brackets, if the text ends with the closing one."""
    bare = text.rstrip(_ENDS)
    return bare[1:-1].strip() if len(bare) > 1 and bare.endswith(closing) else None


def _is_tag(inner: str, opening: str, *, sounds: bool) -> bool:
    if _SPEAKER.match(inner):
        return True
    if not sounds:
        return False
    return opening == "[" or not inner or bool(_SOUNDS.search(inner.replace("_", " ")))


def _spoken_label(words: Sequence[Word], index: int) -> int:
    """`Speaker 1:`, in one word or two."""
    for count in (1, 2):
        text = " ".join(word.text for word in words[index : index + count])
        if text.endswith(":") and _SPEAKER.match(text):
            return count
    return 0


def _without_marks(text: str, *, sounds: bool) -> str:
    text = _CHEVRONS.sub("", text)
    return _NOTES.sub("", text) if sounds else text
