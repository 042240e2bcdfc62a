"""Where sentences end: punctuation of every script, abbreviations, and pauses where nobody wrote a full stop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from scriba.core.transcript import UNSPACED_LANGUAGES, Span, Transcript, Word

CLOSERS: Final = "\"'”’»›)]}」』）】》〉"
"""Quotes and brackets that may stand behind a full stop."""

STOPS: Final = frozenset(".!?…。！？｡．؟۔।॥။።፧។։་།‼⁇⁈⁉")
"""What ends a sentence, in Latin, Cyrillic, CJK, Arabic, Urdu, Indic, Burmese, Ethiopic, Khmer, Armenian and Tibetan."""

CLAUSE_STOPS: Final = frozenset(",;:—–、，；：،؛၊፣፥")
"""What ends a clause."""

MAX_SENTENCE_CHARACTERS: Final = 400
"""Longer stretches without a full stop are cut at their longest pauses. Ordinary sentences stay far below."""

MAX_UNMARKED_CHARACTERS: Final = 200
"""The same where nobody wrote full stops: pauses are all that tells, and readers get lost sooner."""

SENTENCE_PAUSE_MS: Final = 700
"""A pause that ends a sentence where nobody wrote full stops."""

MOST_WORDS_A_SENTENCE: Final = 80
"""A text with fewer full stops than one in so many words has none worth the name."""

_TITLES: Final = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "mt", "rev", "hon", "capt", "col", "gen", "lt", "sgt", "gov", "sen", "rep",
    "messrs", "mme", "mlle", "sr", "sra", "srta", "dra", "fr", "hr", "nr", "vs", "e.g", "i.e", "cf", "fig", "figs", "vol",
    "pp", "approx", "viz", "bzw", "z.b", "d.h", "ca", "ggf",
})  # fmt: skip
"""Abbreviations after which the sentence goes on."""

_ENDINGS: Final = frozenset({
    "etc", "inc", "ltd", "co", "corp", "jr", "bros", "dept", "est", "usw", "a.m", "p.m", "i", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip
"""Abbreviations that may end a sentence, and the pronoun that looks like an initial: the next word decides."""

_ACRONYM_PAUSE_MS: Final = 400
"""After "U.S." only a pause tells whether the sentence ends."""

_ORDINAL_LANGUAGES: Final = frozenset(
    {"de", "da", "no", "nn", "fi", "cs", "sk", "sl", "hr", "sr", "bs", "hu", "et", "lv", "is", "pl", "tr"}
)
"""Languages that write "3rd" as "3."."""

_INITIALS: Final = re.compile(r"^(?:[^\W\d_]\.)+$")
_ORDINAL: Final = re.compile(r"^\d{1,4}\.$")


def ends_clause(word: Word) -> bool:
    """Whether a comma, a colon or the like stands behind the word."""
    text = word.text.rstrip(CLOSERS)
    return bool(text) and text[-1] in CLAUSE_STOPS


def ends_sentence(word: Word, following: Word | None, language: str) -> bool:
    """Whether a sentence ends with the word; `following` is None at the end."""
    if following is None or changes_voice(word, following):
        return True
    text = word.text.rstrip(CLOSERS)
    if not text or text[-1] not in STOPS:
        return False
    goes_on = _starts_lower(following.text)
    if text.endswith(("...", "…")):
        return not goes_on
    if text[-1] != ".":
        return not (goes_on and text != word.text)
    return _full_stop_ends(text.lstrip("\"'“‘«("), word, following, language)


def changes_voice(word: Word, following: Word) -> bool:
    """Whether the next word is somebody else's, or of another channel."""
    return (word.speaker, word.channel) != (following.speaker, following.channel)


def sentence_spans(transcript: Transcript) -> tuple[Span, ...]:
    """The transcript's sentences, every word in exactly one; without full stops they end where the speaker pauses."""
    words, language = transcript.words, transcript.language
    unmarked = _is_unmarked(words)
    longest = MAX_UNMARKED_CHARACTERS if unmarked else MAX_SENTENCE_CHARACTERS
    spans: list[Span] = []
    current: list[Word] = []
    for word, following in zip(words, (*words[1:], None), strict=False):
        current.append(word)
        paused = unmarked and following is not None and following.start - word.end >= SENTENCE_PAUSE_MS
        if paused or ends_sentence(word, following, language):
            spans += _cut_long(current, language, longest)
            current = []
    return tuple(spans)


def _is_unmarked(words: Sequence[Word]) -> bool:
    """Whether nobody wrote full stops, so that pauses have to tell."""
    marks = sum(word.text[-1:] in STOPS or word.text[-2:-1] in STOPS for word in words)
    return marks * MOST_WORDS_A_SENTENCE < len(words)


def _full_stop_ends(text: str, word: Word, following: Word, language: str) -> bool:
    bare = text.rstrip(".").casefold()
    if bare in _TITLES or (bare == "no" and following.text[:1].isdigit()):
        return False
    if bare in _ENDINGS:
        return not _starts_lower(following.text)
    if _INITIALS.match(text):
        return "." in bare and following.start - word.end >= _ACRONYM_PAUSE_MS and not _starts_lower(following.text)
    return not (language in _ORDINAL_LANGUAGES and _ORDINAL.match(text))


def _starts_lower(text: str) -> bool:
    letters = [character for character in text if character.isalnum()]
    return bool(letters) and letters[0].islower()


def _cut_long(words: Sequence[Word], language: str, longest: int) -> list[Span]:
    separator = 0 if language in UNSPACED_LANGUAGES else 1
    pieces: list[Span] = []
    waiting = [tuple(words)]
    while waiting:
        piece = waiting.pop()
        if sum(len(word.text) + separator for word in piece) <= longest or len(piece) == 1:
            pieces.append(Span(words=piece, language=language))
            continue
        cut = _best_cut(piece)
        waiting += [piece[cut:], piece[:cut]]
    return pieces


def _best_cut(words: Sequence[Word]) -> int:
    """The longest pause of the middle half; a clause's end counts like half a second more."""
    quarter = len(words) // 4
    cuts = range(max(1, quarter), max(2, len(words) - quarter))
    weights = [right.start - left.end + 500 * ends_clause(left) for left, right in pairwise(words)]
    return max(cuts, key=lambda cut: weights[cut - 1])
