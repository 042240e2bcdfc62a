"""How well listed terms are recognized: recall, false insertions, and the errors of all other words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import jiwer

from benchmarks.scoring import normalized


@dataclass(frozen=True, slots=True, kw_only=True)
class TermScore:
    """Counts of one recording, or of several together."""

    said: int = 0
    found: int = 0
    false: int = 0
    """Terms written more often than they were said."""
    errors: int = 0
    """Substitutions and deletions of words that are no terms, and insertions of such words."""
    others: int = 0
    """Words of the reference that are no terms."""

    def __add__(self, more: TermScore) -> TermScore:
        return TermScore(
            said=self.said + more.said,
            found=self.found + more.found,
            false=self.false + more.false,
            errors=self.errors + more.errors,
            others=self.others + more.others,
        )

    @property
    def recall(self) -> float:
        """Share of the said terms that were found."""
        return self.found / self.said if self.said else 0.0

    @property
    def rate(self) -> float:
        """Errors a word, of the words that are no terms."""
        return self.errors / self.others if self.others else 0.0


def term_score(reference: str, heard: str, terms: Collection[str], language: str) -> TermScore:
    """Compare one recording; `terms` are single words."""
    expected, found = normalized(reference, language), normalized(heard, language)
    names = {normalized(term, language) for term in terms}
    said_words, heard_words = expected.split(), found.split()
    said = {name: said_words.count(name) for name in names if name in said_words}
    written = {name: heard_words.count(name) for name in names if name in heard_words}
    return TermScore(
        said=sum(said.values()),
        found=sum(min(count, written.get(name, 0)) for name, count in said.items()),
        false=sum(max(0, count - said.get(name, 0)) for name, count in written.items()),
        errors=_other_errors(expected, found, names),
        others=sum(word not in names for word in said_words),
    )


def _other_errors(expected: str, found: str, names: Collection[str]) -> int:
    """Errors outside the terms. What was written in place of a term is the term's error, however many words it is."""
    if not expected:
        return 0
    compared = jiwer.process_words(expected, found)
    chunks = compared.alignments[0]
    missed = [
        chunk.type in {"substitute", "delete"}
        and any(word in names for word in compared.references[0][chunk.ref_start_idx : chunk.ref_end_idx])
        for chunk in chunks
    ]
    errors = 0
    for index, chunk in enumerate(chunks):
        if chunk.type in {"substitute", "delete"}:
            words = compared.references[0][chunk.ref_start_idx : chunk.ref_end_idx]
        elif chunk.type == "insert" and not any(missed[max(0, index - 1) : index + 2]):
            words = compared.hypotheses[0][chunk.hyp_start_idx : chunk.hyp_end_idx]
        else:
            continue
        errors += sum(word not in names for word in words)
    return errors


def total(scores: Iterable[TermScore]) -> TermScore:
    """All recordings together."""
    return sum(scores, TermScore())
