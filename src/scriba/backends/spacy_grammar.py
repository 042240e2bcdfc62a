"""Parts of speech, dictionary forms and noun phrases by spaCy's small English model."""

from __future__ import annotations

from collections.abc import Sequence

import spacy
from typing_extensions import override

from scriba.backends.runtime.english_model import GRAMMAR_FILES, verified_folder
from scriba.core.engines import ParsedSentence, ParsedToken, Parser

_UNUSED = ("ner", "senter")
"""Parts of the model that grammar does without."""

_BATCH = 64


class SpacyParser(Parser):
    """One loaded model."""

    def __init__(self, model: spacy.language.Language) -> None:
        self._model = model

    @override
    def parse(self, sentences: Sequence[str]) -> list[ParsedSentence]:
        return [_parsed(document) for document in self._model.pipe(sentences, batch_size=_BATCH)]


def _parsed(document: spacy.tokens.Doc) -> ParsedSentence:
    tokens = tuple(
        ParsedToken(lemma=token.lemma_, part=token.pos_, start=token.idx, end=token.idx + len(token))
        for token in document
    )
    return ParsedSentence(tokens=tokens, noun_phrases=tuple((run.start, run.end - 1) for run in document.noun_chunks))


def load() -> Parser:
    """Load the model from its package; raises WeightsMissingError, WeightsCorruptError."""
    return SpacyParser(spacy.load(verified_folder(GRAMMAR_FILES), exclude=list(_UNUSED)))
