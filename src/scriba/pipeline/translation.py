"""The text in other languages, sentence by sentence: by models on this machine, or by the provider. Never a pretence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from scriba.core.boundaries import sentence_spans
from scriba.core.engines import Translator
from scriba.core.errors import ModelError
from scriba.core.insights import Translations
from scriba.core.languages import bare_code, language_name
from scriba.core.operator_errors import ProviderError
from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript
from scriba.core.understanding import Translation
from scriba.pipeline.stages import Stage
from scriba.pipeline.written.translations import written_translation
from scriba.pipeline.written.writer import Writer

_BRIDGE: Final = "en"
"""What two models meet in where there is none for a pair."""
_AT_ONCE: Final = 32
"""Sentences that a model is given at once."""

Finder = Callable[[str, str], Translator | None]
"""The model between two languages, if there is one here."""


def translated(
    transcript: Transcript, asked: Translation, writer: Writer | None, find: Finder
) -> tuple[Translations, list[str]]:
    """What could be translated, and why the rest could not."""
    groups = [
        [span.text for span in sentence_spans(transcript.with_words(turn.words))] for turn in transcript.utterances
    ]
    lines = [line for group in groups for line in group]
    whole: dict[str, str] = {}
    turns: list[dict[str, str]] = [{} for _ in groups]
    warnings: list[str] = []
    for code in asked.target_languages:
        found, warning = _lines(lines, transcript.language, code, asked=asked, writer=writer, find=find)
        warnings += [warning] if warning else []
        if found is None:
            continue
        separator = "" if bare_code(code) in UNSPACED_LANGUAGES else " "
        whole[code] = separator.join(found)
        left = iter(found)
        for turn, group in zip(turns, groups, strict=True):
            turn[code] = separator.join(next(left) for _ in group)
    utterances = tuple(turns) if asked.match_original_utterance else None
    return Translations(whole=whole, utterances=utterances), warnings


def _lines(
    lines: Sequence[str], source: str, code: str, *, asked: Translation, writer: Writer | None, find: Finder
) -> tuple[list[str] | None, str | None]:
    """Every line in the language, or None, and what is to be said of that."""
    target = bare_code(code)
    if target == source or not lines:
        return list(lines), None
    problem = None
    # Manners are what only a language model has: where they count, it is asked first.
    if writer is not None and asked.formal:
        found, problem = _written(writer, lines, source, target, asked)
        if found is not None:
            return found, None
    try:
        chain = _chain(source, target, find)
    except ModelError as error:
        chain, problem = [], str(error)
    if chain:
        manners = f' "formal" has no effect on the translation to {language_name(code)}: a model has made it.'
        said = [text for text in (problem, manners.strip() if asked.formal else None) if text]
        return _by_models(lines, chain), " ".join(said) or None
    if writer is not None and not asked.formal:
        found, problem = _written(writer, lines, source, target, asked)
        if found is not None:
            return found, None
    reason = problem or "There is neither a provider nor a translation model for it on this server."
    return None, f"The text is not translated from {language_name(source)} to {language_name(code)}. {reason}"


def _written(
    writer: Writer, lines: Sequence[str], source: str, target: str, asked: Translation
) -> tuple[list[str] | None, str | None]:
    try:
        return written_translation(writer, lines, source, target, formal=asked.formal), None
    except ProviderError as error:
        return None, str(error)


def _chain(source: str, target: str, find: Finder) -> list[Translator]:
    """The model of the pair, or one to English and one from there; empty where there is none."""
    direct = find(source, target)
    if direct is not None:
        return [direct]
    if _BRIDGE in {source, target}:
        return []
    chain = [find(source, _BRIDGE), find(_BRIDGE, target)]
    return [model for model in chain if model is not None] if all(model is not None for model in chain) else []


def _by_models(lines: Sequence[str], chain: Sequence[Translator]) -> list[str]:
    found: list[str] = []
    for first in range(0, len(lines), _AT_ONCE):
        # Whoever watches may end the work here.
        Stage("understand")
        texts = list(lines[first : first + _AT_ONCE])
        for model in chain:
            texts = model.translate(texts)
        found += texts
    return found
