import sys
import wave

import pytest

from scriba.service import checkup
from scriba.service.checkup import State
from tests.fakes.providers import ScriptedChat
from tests.fakes.weights import FakeWeights, card_of, models_of


def test_missing_decoders_fail_by_name_when_there_are_any():
    assert checkup.codecs({"MP3": True, "Opus": True}).state is State.OK
    finding = checkup.codecs({"MP3": True, "Opus": False})
    assert finding.state is State.FAIL
    assert "Opus" in finding.detail
    assert "MP3" not in finding.detail


@pytest.mark.parametrize(
    ("weights", "state", "told"),
    [
        (FakeWeights(present={"a"}), State.OK, "1 of 1 files"),
        (FakeWeights(), State.FAIL, "not installed"),
        (FakeWeights(present={"a"}, problems={"a": "SHA-256 differs"}), State.FAIL, "model.bin: SHA-256 differs"),
    ],
)
def test_weights_are_judged_when_they_are_whole_missing_or_damaged(weights, state, told):
    finding = checkup.weights(models_of(weights, card_of("a")), "a")
    assert finding.state is state
    assert told in finding.detail
    assert ("scriba models pull a" in finding.fix) is (state is State.FAIL)


def test_a_setting_that_names_no_model_fails_when_checked():
    assert checkup.weights(models_of(FakeWeights()), "a").state is State.FAIL


def attempt(code: str) -> checkup.Finding:
    return checkup._attempt("Transcription", [sys.executable, "-c", code], {}, "a")


def test_the_trial_is_fine_when_the_child_transcribes():
    finding = attempt("""print('{"audio_duration": 1}')""")
    assert finding.state is State.OK


def test_the_trial_fails_with_the_reason_when_the_child_says_one():
    finding = attempt("import sys; print('Error: no such file', file=sys.stderr); sys.exit(5)")
    assert (finding.state, finding.detail) == (State.FAIL, "no such file")


def test_the_trial_fails_with_the_signal_when_native_code_crashes():
    finding = attempt("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert finding.state is State.FAIL
    assert "signal 11" in finding.detail


def test_the_trial_fails_when_the_child_takes_too_long(monkeypatch):
    monkeypatch.setattr(checkup, "_TRIAL_SECONDS", 0.2)
    finding = attempt("import time; time.sleep(60)")
    assert finding.state is State.FAIL
    assert "did not answer" in finding.detail


def test_the_tone_is_a_second_of_sound_when_written(tmp_path):
    checkup.write_tone(tmp_path / "tone.wav")
    with wave.open(str(tmp_path / "tone.wav")) as recording:
        assert (recording.getnframes(), recording.getframerate(), recording.getnchannels()) == (16_000, 16_000, 1)
        assert any(recording.readframes(100))


def test_the_provider_is_asked_when_there_is_one():
    assert "no text leaves this machine" in checkup.provider(None, "").detail
    chat = ScriptedChat(lambda *_: {"ok": True})
    finding = checkup.provider(chat, "small")
    assert (finding.state, len(chat.asked)) == (State.OK, 1)
    assert finding.detail.startswith("small answered within")


def test_a_provider_that_does_not_answer_is_a_doubt_and_no_failure():
    finding = checkup.provider(ScriptedChat(lambda *_: 401), "small")
    assert (finding.state, finding.detail) == (State.WARN, "The provider answered 401")
    assert "provider_key" in finding.fix
