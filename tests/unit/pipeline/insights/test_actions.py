"""Tasks in what is said: those that are one, and talk that sounds like one."""

import pytest

from scriba.pipeline.insights.actions import action_items
from tests.fakes.readers import passage_of
from tests.fakes.words import transcript_of


def items(text: str) -> list[str]:
    return [item.action_item for item in action_items(passage_of(transcript_of(text)))]


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("Okay, I'll forward the invoice tonight.", "I'll forward the invoice tonight."),
        ("We're going to schedule a second round.", "We're going to schedule a second round."),
        (
            "Somebody needs nothing, but you should update the wiki.",
            "Somebody needs nothing, but you should update the wiki.",
        ),
        ("Could you please review the contract?", "Could you please review the contract?"),
        ("Let's arrange a demo for Monday.", "Let's arrange a demo for Monday."),
        ("Don't forget to water the plants.", "Don't forget to water the plants."),
        ("The next step is a survey of customers.", "The next step is a survey of customers."),
    ],
)
def test_tasks_are_listed_without_the_words_that_lead_into_them(said, item):
    assert items(f"It was a long day. {said} That was all.") == [item]


@pytest.mark.parametrize(
    "said",
    [
        "I'll see you on Thursday then.",
        "Can you hear me all right?",
        "We have to say it was fun.",
        "You should have called the office before.",
        "If you send it, I will read it.",
        "What should we do about it?",
        "Let's see what happens there.",
        "They sent the papers last week.",
    ],
)
def test_talk_is_no_task(said):
    assert items(said) == []


def test_a_task_is_listed_once_when_it_is_said_again():
    assert items("I'll call the bank. Yes. I'll call the bank!") == ["I'll call the bank."]
