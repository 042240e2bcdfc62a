"""Languages through all stages, over real stores; the models are fakes that hear what they are told."""

import pytest

from scriba.core.errors import LanguageUnsupportedError
from tests.fakes.bench import Ear

LOUD, LOW = 1.0, 0.3


class TwoTongues(Ear):
    """Who is loud speaks English, who is low speaks another language."""

    def __init__(self, other="es", share=0.95):
        super().__init__()
        self.other, self.share = other, share

    def language_probabilities(self, clips):
        found = []
        for clip in clips:
            mostly = "en" if abs(clip).max() > 0.5 else self.other
            rest = ({"en", self.other} - {mostly}).pop()
            found.append({mostly: self.share, rest: 1 - self.share})
        return found


@pytest.fixture
def bilingual(bench, recording):
    """A recording with two thirds English and a third of something else."""
    bench.engines.ear = TwoTongues()
    return recording(*[(7, LOUD), (1, 0), (7, LOUD), (1, 0), (7, LOW), (1, 0)] * 3)


def tongues(words):
    """The languages that words were recognized in, by who is loud there."""
    loud = {word.text[:2] for word in words if 300 < word.start % 24_000 < 14_500}
    low = {word.text[:2] for word in words if 16_300 < word.start % 24_000 < 22_500}
    return loud, low


@pytest.mark.shows("language_codes")
def test_windows_are_recognized_in_their_own_language_when_two_are_named(bench, bilingual):
    bench.submit(bilingual, language_codes=["en", "es"])
    job = bench.work()
    assert [kind for kind, _ in bench.ran if kind == "identify"] == []
    assert tongues(job.transcript.words) == ({"en"}, {"es"})
    assert job.transcript.language == "en"


@pytest.mark.shows("language_detection_options.code_switching", "response.language_detection_results")
def test_a_second_language_is_found_when_code_switching_is_asked_for(bench, bilingual):
    bench.submit(bilingual, language_detection=True, language_detection_options={"code_switching": True})
    job = bench.work()
    assert tongues(job.transcript.words) == ({"en"}, {"es"})
    (first, share), (second, other) = job.findings["switching"]
    assert (first, second) == ("en", "es")
    assert (share, other) == (0.95, 0.95)


def test_all_is_one_language_when_code_switching_is_not_asked_for(bench, bilingual):
    bench.submit(bilingual, language_detection=True)
    job = bench.work()
    assert tongues(job.transcript.words) == ({"en"}, {"en"})
    assert "switching" not in job.findings


@pytest.mark.shows("language_detection_options.code_switching_confidence_threshold")
def test_all_is_one_language_when_the_second_stays_below_the_threshold(bench, bilingual):
    switching = {"code_switching": True, "code_switching_confidence_threshold": 0.97}
    bench.submit(bilingual, language_detection=True, language_detection_options=switching)
    job = bench.work()
    assert tongues(job.transcript.words) == ({"en"}, {"en"})
    assert [code for code, _ in job.findings["switching"]] == ["en"]


def test_two_models_share_a_recording_when_one_does_not_know_the_second_language(bench, bilingual):
    bench.engines.ear = TwoTongues("fi")
    bench.submit(bilingual, language_codes=["en", "fi"])
    job = bench.work()
    assert set(bench.engines.asked) == {"big", "small"}
    assert (job.findings["recognizer"], job.findings["speech_model_used"]) == ("big", "universal-3-pro")


def test_it_is_told_when_no_model_knows_the_second_language(bench, bilingual):
    bench.engines.ear = TwoTongues("de")
    bench.submit(bilingual, language_detection=True, language_detection_options={"code_switching": True})
    job = bench.work()
    assert tongues(job.transcript.words) == ({"en"}, {"en"})
    assert "'de', which none of the requested speech models knows" in job.findings["warnings"][0]


def test_job_fails_when_no_model_knows_a_named_language(bench, bilingual):
    bench.submit(bilingual, language_codes=["de", "en"])
    with pytest.raises(LanguageUnsupportedError, match="German"):
        bench.work()


def test_channels_may_be_in_different_languages_when_two_are_named(bench, channels):
    bench.engines.ear = TwoTongues()
    bench.submit(channels([(6, LOUD), (6, 0)], [(6, 0), (6, LOW)]), multichannel=True, language_codes=["en", "es"])
    words = bench.work().transcript.words
    assert {(word.channel, word.text[:2]) for word in words} == {("1", "en"), ("2", "es")}


def test_the_fallback_is_told_when_the_language_is_unsure(bench, recording):
    bench.engines.ear = Ear("fi", 0.3)
    fallback = {"on_low_language_confidence": "fallback", "fallback_language": "es"}
    bench.submit(
        recording((5, LOUD)),
        language_detection=True,
        language_confidence_threshold=0.9,
        language_detection_options=fallback,
    )
    (warning,) = bench.work().findings["warnings"]
    assert "taken for 'fi' with a confidence of 0.3000" in warning
    assert "fallback_language 'es'" in warning


def test_the_fallback_is_told_when_nothing_is_spoken(bench, recording):
    fallback = {"on_no_speech_detected": "fallback", "fallback_language": "es"}
    bench.submit(recording((3, 0)), language_detection=True, language_detection_options=fallback)
    job = bench.work()
    assert job.findings["language_code"] == "es"
    assert job.findings["warnings"] == [
        "Nothing is spoken in the recording: its language is the fallback_language 'es'."
    ]


def test_more_is_heard_when_the_first_clips_disagree(bench, recording):
    """Four minutes of one language, then six of another: of three clips two may be of the first."""
    bench.engines.ear = TwoTongues("es", 1.0)
    minute = [(25, 1), (5, 0)] * 2
    first = [(seconds, level * LOW) for seconds, level in minute * 2]
    bench.submit(
        recording(*first, *[(seconds, level * LOUD) for seconds, level in minute * 3]), language_detection=True
    )
    job = bench.work()
    assert job.findings["language_code"] == "en"
    assert job.findings["language_confidence"] == pytest.approx(0.6, abs=0.05)


@pytest.mark.shows("language_detection_options.expected_languages")
def test_named_languages_are_the_ones_to_choose_from_when_detection_is_asked_for_too(bench, bilingual):
    bench.submit(bilingual, language_detection=True, language_codes=["es", "en"])
    job = bench.work()
    assert tongues(job.transcript.words) == ({"en"}, {"es"})
    assert job.findings["language_code"] == "en"
    assert "switching" not in job.findings


def test_nothing_is_written_when_personal_data_could_not_be_redacted_in_the_second_language(bench, bilingual):
    bench.submit(bilingual, language_codes=["en", "es"], redact_pii=True, redact_pii_policies=["person_name"])
    with pytest.raises(LanguageUnsupportedError, match="redact_pii"):
        bench.work()
