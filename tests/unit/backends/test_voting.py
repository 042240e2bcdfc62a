"""Two recognizers, and what both make of the differences."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from scriba.backends.voting import VotingRecognizer, best, candidates, load, slots, written
from scriba.core.audio import Audio, Samples, Window
from scriba.core.engines import NO_HINTS, Heard, Hints, Listener, Recognizer, Task
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

AUDIO = Audio(np.zeros(16_000 * 10, np.int16))
WINDOW = Window(start=0, end=10_000)


def spoken(text: str) -> list[Word]:
    return [
        Word(text=word, start=100 * place, end=100 * place + 90, confidence=0.5)
        for place, word in enumerate(text.split())
    ]


class Judge(Recognizer, Listener, Heard):
    """Writes one text, and likes texts as it is told to."""

    def __init__(self, text: str, likes: Callable[[str], float]) -> None:
        self.text, self.likes = text, likes
        self.judged: list[str] = []

    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        return [tuple(spoken(self.text)) for _ in windows]

    def listen(self, clip: Samples, language: str) -> Heard:
        return self

    def likelihoods(self, texts: Sequence[str]) -> list[float]:
        self.judged += texts
        return [self.likes(text) for text in texts]

    def words(self, text: str) -> list[Word]:
        return spoken(text)


def likes(*words: str) -> Callable[[str], float]:
    return lambda text: float(sum(word in text.split() for word in words))


def voted(first: Judge, second: Judge, hints: Hints = NO_HINTS) -> str:
    (words,) = load([first, second]).recognize(AUDIO, [WINDOW], "en", hints)
    return " ".join(word.text for word in words)


def test_texts_are_cut_where_they_differ_and_signs_do_not_count():
    found = slots(["It", "was,", "the", "best"], ["it", "was", "a", "rest", "indeed"])
    assert [slot.readings for slot in found] == [
        (("It", "was,"),),
        (("the", "best"), ("a", "rest", "indeed")),
    ]


def test_few_differences_are_tried_in_all_combinations_and_many_one_by_one():
    few, many = slots(list("a1b2c"), list("a3b4c")), slots(list("a1b2c3d4e"), list("a5b6c7d8e"))
    assert candidates(few) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [written(few, choice) for choice in candidates(few)][1:3] == ["a 1 b 4 c", "a 3 b 2 c"]
    assert len(candidates(many)) == 1 + 4


def test_changes_are_joined_when_each_of_them_makes_the_text_likelier():
    tried = [(0,) * 4, (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]
    assert best(tried, [-10.0, -9.0, -11.0, -10.0, -2.0]) == (1, 0, 0, 1)
    assert best([(0, 0), (0, 1), (1, 0), (1, 1)], [-3.0, -5.0, -2.0, -4.0]) == (1, 0)


def test_each_difference_is_decided_by_what_both_find_likelier():
    first = Judge("It was the vest of times", likes("vest"))
    second = Judge("it was a best of times", lambda text: 2 * likes("best")(text) + 0.5 * likes("the")(text))
    assert voted(first, second) == "It was the best of times"


def test_the_first_text_stays_as_it_is_when_nothing_else_is_likelier():
    first, second = Judge("so it is", likes()), Judge("so is it", likes())
    assert voted(first, second) == "so it is"


def test_a_listed_term_is_not_voted_away():
    first, second = Judge("call Ravenscroft now", likes()), Judge("call raven croft now", likes("raven", "croft"))
    assert voted(first, second) == "call raven croft now"
    assert voted(first, second, Hints(terms=("Ravenscroft",))) == "call Ravenscroft now"


@pytest.mark.parametrize("hints", [Hints(task=Task.TRANSLATE), Hints(temperature=0.5)], ids=["translation", "draw"])
def test_the_second_has_no_say_when_the_first_translates_or_draws(hints):
    first, second = Judge("one", likes()), Judge("two", likes("two"))
    assert voted(first, second, hints) == "one"
    assert first.judged == second.judged == []


@pytest.mark.parametrize(("one", "other"), [("", "noise"), ("speech", "")])
def test_nothing_is_judged_when_one_of_them_heard_nothing(one, other):
    first, second = Judge(one, likes()), Judge(other, likes("noise"))
    assert voted(first, second) == one
    assert first.judged == []


class Deaf(Recognizer):
    """Cannot judge."""

    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        return []


def test_recognizers_that_cannot_judge_are_refused():
    with pytest.raises(ModelError, match="judge"):
        VotingRecognizer(Deaf(), Deaf())
