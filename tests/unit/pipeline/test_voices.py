"""Whose voice it is, on points that need no model."""

import numpy as np
import pytest

from scriba.core.enrolment import EnrolmentError
from scriba.core.speakers import Diarization, EnrolledVoice, Voice, VoiceSpace
from scriba.pipeline.voices import (
    CLEAR_MATCH,
    LEAST_ENROLLED,
    LEAST_NAMED,
    MATCH,
    OTHERS_SPEECH,
    checked,
    likeness,
    named,
    sole_voice,
)
from tests.fakes.speakers import space_of, voice_of

ANNA, BOB = voice_of(1, 0, 0), voice_of(0, 1, 0)


def like(voice: Voice, much: float, *, speech: int = 20_000) -> Voice:
    """A voice in a direction of its own that is so much alike."""
    aside = np.array([0, 0, np.sqrt(1 - much**2)], dtype=np.float32)
    return Voice(point=much * voice.point + aside, speech=speech, model=voice.model)


def enrolled(**voices: Voice) -> list[EnrolledVoice]:
    return [EnrolledVoice(name=name, voice=voice) for name, voice in voices.items()]


def heard(*speakers: tuple[tuple[float, ...], int]) -> Diarization:
    points = tuple(voice_of(*point).point for point, _ in speakers)
    return Diarization(turns=(), embeddings=points, clean=tuple(clean for _, clean in speakers))


def test_speakers_get_the_names_of_their_voices_when_these_are_enrolled():
    found = named({"A": like(BOB, 0.8), "B": like(ANNA, 0.7)}, enrolled(Anna=ANNA, Bob=BOB))
    assert found == {"A": "Bob", "B": "Anna"}


def test_speaker_keeps_the_letter_when_nobody_enrolled_is_like_it():
    assert named({"A": like(ANNA, MATCH - 0.05), "B": like(ANNA, MATCH + 0.05)}, enrolled(Anna=ANNA)) == {"B": "Anna"}


def test_nobody_is_named_when_nobody_is_enrolled():
    assert named({"A": ANNA}, []) == {}


def test_speaker_keeps_the_letter_when_too_little_was_said():
    speakers = {"A": like(ANNA, 0.9, speech=LEAST_NAMED - 1)}
    assert named(speakers, enrolled(Anna=ANNA)) == {}


def test_name_goes_to_the_likest_speaker_when_two_are_like_it():
    assert named({"A": like(ANNA, 0.5), "B": like(ANNA, 0.7)}, enrolled(Anna=ANNA)) == {"B": "Anna"}


def test_two_speakers_have_one_name_when_both_are_clearly_that_person():
    speakers = {"A": like(ANNA, CLEAR_MATCH + 0.01), "B": like(ANNA, 0.9)}
    assert named(speakers, enrolled(Anna=ANNA)) == {"A": "Anna", "B": "Anna"}


def test_speaker_gets_the_second_likest_name_when_the_likest_is_taken():
    between = voice_of(0.8, 0.6, 0)
    twins = enrolled(Anna=ANNA, Bob=voice_of(0.45, 0.89, 0))
    assert named({"A": ANNA, "B": like(between, 0.58)}, twins) == {"A": "Anna", "B": "Bob"}


def test_recordings_of_one_name_add_up_when_several_are_enrolled():
    once, twice = voice_of(1, 0.9, 0), voice_of(1, -0.9, 0)
    speaker = {"A": like(ANNA, 0.5)}
    assert named(speaker, [EnrolledVoice(name="Anna", voice=once)]) == {}
    both = [EnrolledVoice(name="Anna", voice=once), EnrolledVoice(name="Anna", voice=twice)]
    assert named(speaker, both) == {"A": "Anna"}


def test_voice_is_that_of_the_one_who_speaks_when_somebody_coughs():
    voice = sole_voice(heard(((1, 0), 20_000), ((0, 1), OTHERS_SPEECH)), space_of(2))
    assert voice.speech == 20_000
    assert likeness(voice, voice_of(1, 0)) == pytest.approx(1)


def test_recording_is_refused_when_two_people_speak_in_it():
    with pytest.raises(EnrolmentError, match="more than one person"):
        sole_voice(heard(((1, 0), 20_000), ((0, 1), 9_000)), space_of(2))


def test_recording_is_accepted_when_diarization_took_one_person_for_two():
    assert sole_voice(heard(((1, 0), 20_000), ((0.9, 0.4), 9_000)), space_of(2)).speech == 20_000


def test_recording_is_refused_when_nobody_speaks_in_it():
    with pytest.raises(EnrolmentError, match="nobody speaks"):
        sole_voice(heard(), space_of(2))


def test_recording_is_refused_when_too_little_is_said_in_it():
    with pytest.raises(EnrolmentError, match=r"4\.9 s of clean speech are too little .* 5 s are needed"):
        checked(voice_of(1, 0, speech=LEAST_ENROLLED - 50))


def test_what_all_voices_have_in_common_does_not_count_when_they_are_compared():
    space = VoiceSpace(name="space", centre=np.array([0.8, 0, 0], dtype=np.float32))
    one, other = (space.voice(voice_of(0.8, side, 0).point, 9_000) for side in (0.6, -0.6))
    assert likeness(one, other) == pytest.approx(-1)
    assert one.model == "space"
    assert np.linalg.norm(one.point) == pytest.approx(1)


def test_a_voice_does_not_show_when_it_is_printed():
    assert "point" not in repr(ANNA)
    assert "point" not in repr(enrolled(Anna=ANNA))
