"""What is told of a field that has no list of words."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.domain import tell_missing_domain


@pytest.mark.parametrize(
    ("options", "language", "warnings"),
    [
        ({}, "it", ()),
        ({"domain": "medical-v1"}, "de", ()),
        (
            {"domain": "medical-v1"},
            "it",
            ("Skipped medical-v1 domain correction because the language is not supported",),
        ),
    ],
)
def test_missing_list_is_told_in_the_contract_s_words(options, language, warnings):
    transcript = Transcript(language=language, duration=0, words=())
    assert tell_missing_domain(transcript, TranscriptOptions.model_validate(options)).warnings == warnings
