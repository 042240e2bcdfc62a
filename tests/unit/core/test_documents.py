import json
from dataclasses import replace

import pytest

from scriba.core.documents import document_of, transcript_from
from scriba.core.entities import Entity
from scriba.core.insights import Insights, Safety, SensitiveBlock, SensitiveLabel, TopicBlock, Topics
from tests.fakes.words import transcript_of, words_of

PLAIN = transcript_of("hello there")
ENTITY = Entity(entity_type="person_name", text="Ann", start=1, end=2)

TOPICS = Topics(
    blocks=(TopicBlock(text="hello", start=0, end=9, labels={"Pets>Dogs": 0.9}),), summary={"Pets>Dogs": 1.0}
)
SAFETY = Safety(
    blocks=(
        SensitiveBlock(
            text="a gun",
            start=0,
            end=9,
            first=0,
            last=2,
            labels=(
                SensitiveLabel(label="weapons", confidence=0.8, severity=0.4),
                SensitiveLabel(label="manga", confidence=0.6, severity=None),
            ),
        ),
    ),
    summary={"weapons": 0.8, "manga": 0.6},
    severities={"weapons": (0.2, 0.8, 0.0)},
)


@pytest.mark.parametrize(
    "transcript",
    [
        PLAIN,
        replace(PLAIN, entities=()),
        replace(PLAIN, entities=(ENTITY,), unredacted=words_of("hello you")),
        replace(PLAIN, insights=Insights(topics=TOPICS, safety=SAFETY)),
    ],
)
def test_transcript_comes_back_as_it_was_stored(transcript):
    assert transcript_from(json.loads(json.dumps(document_of(transcript)))) == transcript


def test_what_nobody_asked_for_takes_no_room():
    assert set(document_of(PLAIN)) == {"language", "duration", "words"}
