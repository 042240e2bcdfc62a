"""What is to be done, in the provider's words, each with the sentence that says so."""

from __future__ import annotations

from functools import partial

from pydantic import Field

from scriba.core.insights import ActionItem
from scriba.core.languages import language_name
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.written.talk import lines_of
from scriba.pipeline.written.writer import Shape, Writer


class _Item(Shape):
    action_item: str = Field(min_length=1)
    line: int


class _Items(Shape):
    items: list[_Item]


def written_actions(writer: Writer, passage: Passage) -> tuple[ActionItem, ...]:
    """In the order of the text; the quotes are the transcript's. Raises ProviderError."""
    lines = [f"[{number}] {line}" for number, line in enumerate(lines_of(passage.transcript, passage.sentences))]
    task = (
        "List what somebody is to do after this conversation: tasks that were promised, asked for or agreed. Nothing else, "
        f"and nothing twice; an empty list where there is none. Write each as an instruction in {_language(passage)}, "
        "with the number of the line that says so."
    )
    found: list[ActionItem] = []
    first = 0
    for piece in writer.pieces(lines):
        numbers = range(first, first + len(piece))
        answer = writer.ask(
            task,
            '{"items": [{"action_item": "...", "line": 0}]}',
            "\n".join(piece),
            _Items,
            partial(_quotes, numbers),
        )
        found += [_item(passage, item) for item in answer.items]
        first += len(piece)
    return tuple(sorted(found, key=lambda item: item.timestamp))


def _quotes(numbers: range, answer: _Items) -> bool:
    return all(item.line in numbers for item in answer.items)


def _item(passage: Passage, item: _Item) -> ActionItem:
    sentence = passage.sentences[item.line]
    return ActionItem(action_item=item.action_item, quote=sentence.text, timestamp=sentence.start)


def _language(passage: Passage) -> str:
    return language_name(passage.transcript.language)
