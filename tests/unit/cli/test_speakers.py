import json

import pytest

from scriba.bootstrap.starting import build_keys, prepare_data
from scriba.core.enrolment import NewSpeaker
from scriba.core.errors import InvalidRequestError
from scriba.core.job import Caller
from scriba.settings import Settings
from tests.fakes.speakers import voice_of


@pytest.fixture
def enrolled():
    """Two recordings of Anna and one of Bob."""
    settings = Settings.load()
    build_keys(settings).create("key")
    state = prepare_data(settings)
    caller = Caller(project_id=1, key_id=1, key_name="key")
    for number, name in enumerate(("Anna", "Bob", "Anna")):
        new = NewSpeaker(id=f"speaker-{number}", caller=caller, name=name, created_at=0)
        state.speakers.add_voice(new, voice_of(1, 0, speech=12_345))
    state.database.close()


@pytest.mark.usefixtures("enrolled")
def test_voices_are_listed_when_some_are_enrolled(scriba):
    table = scriba("speakers", "list").stdout
    assert "Anna" in table
    assert "12 s" in table
    listed = json.loads(scriba("speakers", "list", "--json").stdout)
    assert listed[0] == {
        "id": "speaker-0",
        "name": "Anna",
        "project": "default",
        "status": "completed",
        "error": None,
        "speech_seconds": 12.3,
        "created_at": "1970-01-01T00:00:00Z",
    }


@pytest.mark.usefixtures("enrolled")
def test_all_recordings_of_a_person_go_when_the_name_is_given(scriba):
    assert scriba("speakers", "delete", "Anna").stdout.count("Deleted the voice") == 2
    assert [each["name"] for each in json.loads(scriba("speakers", "list", "--json").stdout)] == ["Bob"]


@pytest.mark.usefixtures("enrolled")
def test_one_recording_goes_when_its_id_is_given(scriba):
    (deleted,) = json.loads(scriba("speakers", "delete", "speaker-2", "--json").stdout)
    assert deleted["name"] == "Anna"
    assert len(json.loads(scriba("speakers", "list", "--json").stdout)) == 2


def test_deleting_fails_when_nobody_has_this_name(scriba):
    result = scriba("speakers", "delete", "nobody")
    assert result.exit_code == InvalidRequestError.exit_code
    assert "scriba speakers list" in result.stderr


def test_people_are_told_how_to_begin_when_nobody_is_enrolled(scriba):
    assert "POST /v2/speakers" in scriba("speakers", "list").stderr
