"""Questions to the provider: strict answers, patience, and pieces."""

import pytest

from scriba.core.errors import CancelledError
from scriba.core.operator_errors import ProviderError
from scriba.pipeline.stages import observed
from scriba.pipeline.written.writer import Shape, Writer
from tests.fakes.providers import ScriptedChat


class Title(Shape):
    title: str


def replies(*said):
    left = list(said)
    return lambda *_: left.pop(0) if len(left) > 1 else left[0]


def ask(writer: Writer) -> str:
    return writer.ask("Name it.", '{"title": "..."}', "the text", Title, lambda found: found.title != "wrong").title


@pytest.mark.parametrize("said", ['{"title": "A"}', '```json\n{"title": "A"}\n```', '\n```\n{"title": "A"}\n```\n'])
def test_an_answer_is_taken_when_it_has_the_form(said):
    chat = ScriptedChat(replies(said))
    assert ask(Writer(chat, pause=0)) == "A"
    ((instructions, text),) = chat.asked
    assert instructions.startswith("Name it. ")
    assert instructions.endswith('{"title": "..."}')
    assert text == "the text"


@pytest.mark.parametrize(
    "said",
    ["A", "{}", '{"title": 1}', '{"title": "A", "more": 1}', 'Here: {"title": "A"}', '{"title": "wrong"}', '["A"]', ""],
)
def test_an_answer_is_asked_for_again_when_it_does_not_fit(said):
    chat = ScriptedChat(replies(said, '{"title": "B"}'))
    assert ask(Writer(chat, pause=0)) == "B"
    assert len(chat.asked) == 2


def test_patience_ends_and_nothing_of_the_answer_is_told():
    chat = ScriptedChat(replies("private words"))
    writer = Writer(chat, attempts=3, pause=0)
    with pytest.raises(ProviderError) as caught:
        ask(writer)
    assert str(caught.value) == "The provider's answer does not have the form that was asked for."
    assert len(chat.asked) == 3


def test_another_question_is_asked_when_an_answer_did_not_fit():
    writer = Writer(ScriptedChat(replies("no", '{"title": "B"}')), attempts=1, pause=0)
    with pytest.raises(ProviderError):
        ask(writer)
    assert ask(writer) == "B"


def test_nothing_more_is_asked_when_the_provider_is_silent():
    chat = ScriptedChat(replies(503))
    writer = Writer(chat, pause=0)
    for _ in range(3):
        with pytest.raises(ProviderError, match=r"The provider answered 503\."):
            ask(writer)
    assert len(chat.asked) == 2


def test_nothing_is_asked_when_the_work_is_cancelled():
    def stop(_event):
        raise CancelledError("gone")

    chat = ScriptedChat(replies('{"title": "A"}'))
    with observed(stop), pytest.raises(CancelledError):
        ask(Writer(chat))
    assert chat.asked == []


def test_lines_are_put_together_as_long_as_there_is_room():
    writer = Writer(ScriptedChat(replies("")), most_characters=10)
    assert writer.pieces(["aaaa", "bbbb", "cccc", "d" * 30, "e"]) == [["aaaa", "bbbb"], ["cccc"], ["d" * 10], ["e"]]
    assert writer.pieces([]) == []
