"""From options to hints."""

import pytest

from scriba.core.engines import NO_HINTS, Hints, Strength, Task
from scriba.core.options import TranscriptOptions
from scriba.pipeline.hints import hints_of


@pytest.mark.parametrize(
    ("options", "hints"),
    [
        ({}, NO_HINTS),
        ({"keyterms_prompt": ["Scriba", "Brno"]}, Hints(terms=("Scriba", "Brno"))),
        ({"keyterms_prompt": [" Brno ", "", "Brno"]}, Hints(terms=("Brno",))),
        ({"word_boost": ["Brno"]}, Hints(terms=("Brno",))),
        ({"word_boost": ["Brno"], "boost_param": "low"}, Hints(terms=("Brno",), strength=Strength.LOW)),
        ({"word_boost": ["Brno"], "boost_param": "default"}, Hints(terms=("Brno",))),
        ({"word_boost": ["Brno"], "boost_param": "high"}, Hints(terms=("Brno",), strength=Strength.HIGH)),
        (
            {"keyterms_prompt": ["Brno"], "keyterms_prompt_options": {"keyterms_match_strength": "high"}},
            Hints(terms=("Brno",), strength=Strength.HIGH),
        ),
        (
            {"keyterms_prompt": ["Brno"], "word_boost": ["Graz"], "boost_param": "high"},
            Hints(terms=("Brno", "Graz")),
        ),
        ({"prompt": "A talk on tides."}, Hints(prompt="A talk on tides.")),
        ({"temperature": 0.4}, Hints(temperature=0.4)),
        ({"disfluencies": True}, Hints(keeps_fillers=True)),
    ],
)
@pytest.mark.shows("word_boost", "boost_param", "keyterms_prompt")
def test_hints_follow_the_options(options, hints):
    assert hints_of(TranscriptOptions.model_validate(options), "en") == hints


def test_words_of_the_field_are_those_of_the_language():
    options = TranscriptOptions.model_validate({"domain": "medical-v1"})
    assert "amoxicilina" in hints_of(options, "es").vocabulary
    assert hints_of(options, "it").vocabulary == ()


def test_task_is_the_caller_s():
    assert hints_of(TranscriptOptions(), "en", Task.TRANSLATE) == Hints(task=Task.TRANSLATE)
