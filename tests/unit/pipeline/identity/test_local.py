"""Who speaks, by what is said: what is enough to be believed, and what is not."""

import pytest

from scriba.core.transcript import Transcript, Word
from scriba.core.understanding import SpeakerIdentification
from scriba.pipeline.identity.local import local_names
from tests.fakes.words import words_of


def talk(*turns: tuple[str, str], language: str = "en") -> Transcript:
    words: list[Word] = []
    start = 0
    for speaker, text in turns:
        words += words_of(text, start=start, speaker=speaker)
        start = words[-1].end + 500
    return Transcript(language=language, duration=start, words=tuple(words))


def names(transcript: Transcript, *known: str, kind: str = "name", taken: tuple[str, ...] = ()) -> dict[str, str]:
    asked = SpeakerIdentification.model_validate({"speaker_type": kind, "known_values": list(known)})
    letters = list(dict.fromkeys(str(word.speaker) for word in transcript.words))
    return local_names(transcript, asked, letters, taken)


CALL = talk(
    ("A", "Thank you for calling Acme, this is Michael Brown. How can I help you today?"),
    ("B", "Hi Michael, my name is Priya Patel. I'm calling about my order, it never came."),
    ("A", "I'm sorry about that, Priya. Can I have your order number?"),
    ("B", "Sure, it's seven four two."),
)


def test_speakers_are_known_when_they_say_their_names():
    assert names(CALL) == {"A": "Michael Brown", "B": "Priya Patel"}


def test_names_are_spelt_as_the_request_has_them():
    assert names(CALL, "Michael", "PRIYA PATEL", "Carl") == {"A": "Michael", "B": "PRIYA PATEL"}


def test_names_that_others_have_already_are_not_given_again():
    assert names(CALL, taken=("Priya Patel",)) == {"A": "Michael Brown"}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([("A", "Hello Anna, good to see you."), ("B", "Good to be here.")], {"B": "Anna"}),
        ([("A", "We are open until six."), ("B", "Thanks, George. Bye.")], {"A": "George"}),
        ([("A", "Oliver speaking."), ("B", "Is this the garage?")], {"A": "Oliver"}),
        ([("A", "So what do you think?"), ("B", "I met Anna there.")], {}),
        ([("A", "This is my brother Tom's idea."), ("B", "I'm not Anna.")], {}),
        ([("A", "Is this Anna?"), ("B", "No, wrong number.")], {}),
        ([("A", "I'm sorry. I am Will ing to wait."), ("B", "Hi there, May I?")], {}),
    ],
)
def test_a_name_is_given_when_somebody_is_called_by_it(turns, expected):
    assert names(talk(*turns)) == expected


def test_a_hint_among_three_is_not_enough():
    three = talk(("A", "Hi Anna."), ("B", "Hello everybody."), ("C", "Let us begin."))
    assert names(three) == {}


def test_what_speaks_for_two_is_not_believed():
    two = talk(("A", "My name is Anna."), ("B", "My name is Anna, too."))
    assert names(two) == {}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("Agent", "Customer"), {"A": "Agent", "B": "Customer"}),
        (("Support Representative", "Caller"), {"A": "Support Representative", "B": "Caller"}),
        (("Agent",), {"A": "Agent"}),
        (("Doctor", "Patient"), {}),
        (("Captain", "Pilot"), {}),
    ],
)
def test_roles_are_given_when_their_phrases_are_said(values, expected):
    assert names(CALL, *values, kind="role") == expected


def test_the_other_of_two_has_the_other_role_when_one_is_known():
    visit = talk(("A", "Good morning. What brings you in, and any allergies?"), ("B", "Well, it all began on Monday."))
    assert names(visit, "Doctor", "Patient", kind="role") == {"A": "Doctor", "B": "Patient"}


def test_who_asks_all_questions_interviews():
    show = talk(
        ("A", "Welcome to the show. Where do you live? Why? Since when? And with whom?"),
        ("B", "Thanks for having me. In the north, since I was a boy."),
    )
    assert names(show, "Host", "Guest", kind="role") == {"A": "Host", "B": "Guest"}


def test_nobody_is_named_when_the_language_is_not_known():
    assert names(talk(("A", "Hello Anna."), ("B", "Hi."), language="nl")) == {}
