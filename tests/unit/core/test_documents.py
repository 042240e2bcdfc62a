from dataclasses import replace

import pytest

from scriba.core.documents import document_of, transcript_from
from scriba.core.entities import Entity
from tests.fakes.words import transcript_of, words_of

PLAIN = transcript_of("hello there")
ENTITY = Entity(entity_type="person_name", text="Ann", start=1, end=2)


@pytest.mark.parametrize(
    "transcript",
    [PLAIN, replace(PLAIN, entities=()), replace(PLAIN, entities=(ENTITY,), unredacted=words_of("hello you"))],
)
def test_transcript_comes_back_as_it_was_stored(transcript):
    assert transcript_from(document_of(transcript)) == transcript


def test_what_nobody_asked_for_takes_no_room():
    assert set(document_of(PLAIN)) == {"language", "duration", "words"}
