"""Terms that were said and written as something else: found by sound, and judged by the model itself.

The first text of a window shows where the model was unsure. Where that sounds like a term, the term is put in its
place, and the decoder, told the terms in question as the text before, scores both. The rest of the text stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from scriba.backends.runtime.sounds import Match, Terms
from scriba.backends.runtime.whisper_tokens import WhisperTokens, WordTokens
from scriba.core.engines import Hints, Strength, Task

LogProbabilities = npt.NDArray[np.float64]

MARGINS: Final = {Strength.LOW: 2.0, Strength.STANDARD: 0.0, Strength.HIGH: -2.0}
"""By how much (nats) a term must be likelier than what was written in its place."""

MAX_DISTANCE: Final = 0.48
SURE: Final = -0.2
"""Mean log probability of a token: what the model wrote with more certainty than this is left alone."""

VOCABULARY_MARGIN: Final = 1.0
VOCABULARY_DISTANCE: Final = 0.3
VOCABULARY_SURE: Final = -0.3
"""The same for words of a field, most of which nobody says: they must sound and fit better."""

MAX_PROPOSALS: Final = 16
MAX_ROUNDS: Final = 3
"""Texts that are scored beside the first: each has every proposal of its round in it, as far apart as they are."""

ECHO: Final = 8
"""Tokens after a changed place that are scored with it."""

MIN_PROBABILITY: Final = 1e-10

Aligner = Callable[[Sequence[int], Sequence[Sequence[int]]], list[Any]]
"""Scores and aligns texts, each a list of tokens, after what precedes the start sequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A term in place of the tokens from `first` to `last`."""

    term: str
    first: int
    last: int
    tokens: tuple[int, ...]
    margin: float
    """What it must win by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A window's text and what the aligner found out about it."""

    tokens: tuple[int, ...]
    result: Any


class Glossary:
    """The terms and the vocabulary of a request, ready to be listened for."""

    def __init__(self, hints: Hints) -> None:
        is_said = hints.task is Task.TRANSCRIBE
        self._terms = Terms(dict.fromkeys(hints.terms) if is_said else ())
        self._vocabulary = Terms(dict.fromkeys(hints.vocabulary) if is_said else ())
        self._margin = MARGINS[hints.strength]

    def __bool__(self) -> bool:
        return bool(self._terms.texts or self._vocabulary.texts)

    def proposals(self, tokens: WhisperTokens, written: Written, language: str) -> list[Proposal]:
        """Terms that may have been meant where the model was unsure, the best first."""
        words = tokens.words(written.tokens, language)
        logs = log_probabilities(written.result)
        sureness = [float(logs[word.first : word.last].mean()) for word in words]
        found = [
            *_proposals(self._terms, words, sureness, _Bounds(MAX_DISTANCE, SURE, self._margin)),
            *_proposals(
                self._vocabulary,
                words,
                sureness,
                _Bounds(VOCABULARY_DISTANCE, VOCABULARY_SURE, VOCABULARY_MARGIN),
            ),
        ]
        found.sort(key=lambda each: each[0])
        return [
            Proposal(
                term=term,
                first=words[match.first].first,
                last=words[match.last - 1].last,
                tokens=tuple(_spelled(tokens, written.tokens, words, match, term)),
                margin=margin,
            )
            for _, term, match, margin in found[:MAX_PROPOSALS]
        ]


_SENTENCE_ENDS: Final = frozenset(".?!")


@dataclass(frozen=True, slots=True)
class _Bounds:
    distance: float
    sure: float
    margin: float


def _proposals(
    terms: Terms, words: Sequence[WordTokens], sureness: Sequence[float], bounds: _Bounds
) -> list[tuple[float, str, Match, float]]:
    if min(sureness, default=0.0) > bounds.sure:
        return []
    known = {text.casefold() for text in terms.texts}
    found: list[tuple[float, str, Match, float]] = []
    for match in _matches(terms, words, sureness, bounds):
        spoken = [_bare(word.text).casefold() for word in words[match.first : match.last]]
        lengths = [word.last - word.first for word in words[match.first : match.last]]
        if _has_any(spoken, known) or np.average(sureness[match.first : match.last], weights=lengths) > bounds.sure:
            continue
        found.append((match.distance, terms.texts[match.term], match, bounds.margin))
    return found


def _matches(terms: Terms, words: Sequence[WordTokens], sureness: Sequence[float], bounds: _Bounds) -> Iterator[Match]:
    """Matches in and around the words that the model was unsure of; elsewhere nothing would be changed anyway."""
    doubted = [any(sure <= bounds.sure for sure in sureness[max(0, at - 1) : at + 2]) for at in range(len(words))]
    for is_doubted, run in groupby(range(len(words)), key=doubted.__getitem__):
        places = list(run)
        if is_doubted:
            for match in terms.matches([words[place].text for place in places], bounds.distance):
                yield replace(match, first=places[0] + match.first, last=places[0] + match.last)


def _has_any(spoken: Sequence[str], known: Collection[str]) -> bool:
    """Whether a term stands among these words as it is, so that another span could only take words from around it."""
    ends = range(1, len(spoken) + 1)
    return any(" ".join(spoken[first:last]) in known for last in ends for first in range(last))


def _bare(text: str) -> str:
    """A word without the punctuation around it."""
    kept = [index for index, character in enumerate(text) if character.isalnum()]
    return text[kept[0] : kept[-1] + 1] if kept else ""


def _spelled(
    tokens: WhisperTokens, text: Sequence[int], words: Sequence[WordTokens], match: Match, term: str
) -> list[int]:
    """Tokens of a term, with the space and the punctuation around the words that it replaces.

    Where a sentence begins, so does a term that is written small.
    """
    if term.islower() and _bare(words[match.first].text)[:1].isupper():
        begins = match.first == 0 or words[match.first - 1].text[-1:] in _SENTENCE_ENDS
        term = term[0].upper() + term[1:] if begins else term
    words = words[match.first : match.last]
    space = " " if tokens.decode([text[words[0].first]]).startswith(" ") else ""
    opening, last = words[0].text, words[-1].text
    before = opening[: len(opening) - len(opening.lstrip("\"'“‘«¿¡([{"))]
    bare = _bare(last)
    after = last[last.index(bare) + len(bare) :] if bare else ""
    if bare.casefold().endswith(("'s", "’s")) and not term.casefold().endswith("s"):
        after = bare[-2:] + after
    return tokens.encode(f"{space}{before}{term}{after}")


def log_probabilities(result: Any) -> LogProbabilities:
    """Log probability of each text token."""
    return np.log(np.maximum(np.asarray(result.text_token_probs, dtype=np.float64), MIN_PROBABILITY))


def improve(tokens: WhisperTokens, written: Written, proposals: Sequence[Proposal], align: Aligner) -> Written:
    """The text with those terms in it that the model prefers, once it has been told of them."""
    names = list(dict.fromkeys(proposal.term for proposal in proposals))
    before = tokens.previous_text(" " + ", ".join(names) + ".")
    rounds = _rounds(proposals)
    texts = [written.tokens, *(_spliced(written.tokens, chosen) for chosen in rounds)]
    results = align(before, texts)
    own = log_probabilities(results[0])
    scored = [
        (gain - proposal.margin, proposal)
        for chosen, result in zip(rounds, results[1:], strict=True)
        for proposal, gain in zip(chosen, _gains(own, log_probabilities(result), chosen), strict=True)
        if gain > proposal.margin
    ]
    if not scored:
        return written
    accepted = _apart([proposal for _, proposal in sorted(scored, key=lambda each: -each[0])])
    text = _spliced(written.tokens, accepted)
    if text in texts:
        return Written(tokens=text, result=results[texts.index(text)])
    return Written(tokens=text, result=align(before, [text])[0])


def _rounds(proposals: Sequence[Proposal]) -> list[list[Proposal]]:
    """Proposals that do not overlap go together, the best in the first rounds."""
    rounds: list[list[Proposal]] = []
    left = list(proposals)
    while left and len(rounds) < MAX_ROUNDS:
        chosen = _apart(left)
        left = [proposal for proposal in left if proposal not in chosen]
        rounds.append(chosen)
    return rounds


def _apart(proposals: Sequence[Proposal]) -> list[Proposal]:
    """In order of the text, the first of those that overlap."""
    chosen: list[Proposal] = []
    for proposal in proposals:
        if all(proposal.last <= other.first or other.last <= proposal.first for other in chosen):
            chosen.append(proposal)
    return sorted(chosen, key=lambda proposal: proposal.first)


def _spliced(text: Sequence[int], chosen: Sequence[Proposal]) -> tuple[int, ...]:
    pieces: list[int] = []
    done = 0
    for proposal in chosen:
        pieces += [*text[done : proposal.first], *proposal.tokens]
        done = proposal.last
    return (*pieces, *text[done:])


def _gains(own: LogProbabilities, new: LogProbabilities, chosen: Sequence[Proposal]) -> list[float]:
    """How much likelier each place is with its term; the words that follow are part of the judgement."""
    gains: list[float] = []
    shift = 0
    for index, proposal in enumerate(chosen):
        limit = chosen[index + 1].first if index + 1 < len(chosen) else len(own)
        end = min(proposal.last + ECHO, limit)
        start = proposal.first + shift
        shift += len(proposal.tokens) - (proposal.last - proposal.first)
        gains.append(float(new[start : end + shift].sum() - own[proposal.first : end].sum()))
    return gains
