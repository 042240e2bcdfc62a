"""Translation by the provider, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from scriba.core.languages import language_name
from scriba.pipeline.written.writer import Shape, Writer


class _Lines(Shape):
    lines: list[str]


def written_translation(writer: Writer, lines: Sequence[str], source: str, target: str, *, formal: bool) -> list[str]:
    """Each line in the target language, given by codes; raises ProviderError."""
    manner = " Address people formally." if formal else ""
    task = (
        f"Translate the lines of this {language_name(source)} text into {language_name(target)}, one for one and in the "
        f"same order: as many lines as there are.{manner}"
    )
    translated: list[str] = []
    for piece in writer.pieces(lines):
        count = len(piece)
        text = _Lines(lines=piece).model_dump_json()
        answer = writer.ask(task, '{"lines": ["...", "..."]}', text, _Lines, partial(_has, count))
        translated += [" ".join(line.split()) for line in answer.lines]
    return translated


def _has(count: int, answer: _Lines) -> bool:
    return len(answer.lines) == count
