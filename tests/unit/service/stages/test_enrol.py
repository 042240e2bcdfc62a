"""A recording in, the voice of its speaker out, over real stores; the models hear what they are told."""

import pytest

from scriba.core.enrolment import EnrolmentError, NewSpeaker
from scriba.core.errors import UnsupportedAudioError
from scriba.core.job import Caller, ItemKind, Lane, NewItem, NewJob
from scriba.pipeline.voices import LONGEST_ENROLMENT
from scriba.service.uploads import upload_key
from tests.fakes.bench import Bench
from tests.fakes.speakers import MODEL

LOUD, LOW = 1.0, 0.3

CALLER = Caller(project_id=1, key_id=1, key_name="key")


def enrolled(bench: Bench, content: bytes):
    """What the stage brings for a recording."""
    writer = bench.files.create(upload_key("local_1"))
    writer.write(content)
    writer.commit()
    job = NewJob(
        id="enrolment",
        caller=CALLER,
        audio_url="http://localhost/upload",
        options={},
        warnings=(),
        upload_id="local_1",
        region="local",
        created_at=0,
    )
    new = NewSpeaker(id="anna", caller=CALLER, name="Anna", created_at=0)
    bench.speakers.add_recording(new, job, NewItem(kind=ItemKind.ENROL))
    item = bench.items.claim(Lane.MEDIA, "worker", 0, 1000)
    assert item is not None
    return item, bench.stages.run(item)


def test_voice_of_the_one_who_speaks_is_enrolled(bench, recording):
    item, outcome = enrolled(bench, recording((1, 0), (8, LOUD), (1, 0)).read_bytes())
    assert outcome.voice.model == MODEL
    assert outcome.voice.speech == pytest.approx(8_000, abs=300)
    assert outcome.voice.point.argmax() == 0
    bench.speakers.enrol(item, outcome.voice, 1)
    assert bench.speakers.get("anna").status == "completed"


@pytest.mark.parametrize(
    ("stretches", "reason"),
    [
        ([(10, LOUD), (1, 0), (9, LOW)], "more than one person speaks"),
        ([(3, LOUD), (1, 0)], "clean speech are too little"),
        ([(9, 0)], "nobody speaks"),
    ],
)
def test_recording_is_refused_when_no_voice_can_be_taken_from_it(bench, recording, stretches, reason):
    with pytest.raises(EnrolmentError, match=reason):
        enrolled(bench, recording(*stretches).read_bytes())


def test_recording_is_refused_when_it_is_too_long(bench, recording):
    with pytest.raises(EnrolmentError, match="longer than 10 minutes"):
        enrolled(bench, recording((LONGEST_ENROLMENT // 1000 + 1, 0)).read_bytes())


def test_file_is_refused_when_it_holds_no_audio(bench):
    with pytest.raises(UnsupportedAudioError):
        enrolled(bench, b"this is no recording")
