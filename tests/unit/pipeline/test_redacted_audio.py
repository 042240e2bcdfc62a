"""Copies of recordings: exact where nothing is covered, in every form that MP3 and WAV can hold."""

from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from scriba.core.errors import UnsupportedAudioError
from scriba.core.operator_errors import SettingsError
from scriba.pipeline import redacted_audio
from scriba.pipeline.muting import Cover
from scriba.pipeline.redacted_audio import redact_audio

BEEP = Cover(start=500, end=700, method="beep")
SILENCE = Cover(start=500, end=700, method="silence")


def write(path, samples, rate, layout, *, codec="pcm_s16le", form="s16", **tags):
    """A recording with these samples; shape [n, channels]."""
    with av.open(str(path), "w", format="wav") as output:
        output.metadata.update(tags)
        stream = output.add_stream(codec, rate=rate, layout=layout)
        for at in range(0, len(samples), 1000):
            frame = AudioFrame.from_ndarray(
                np.ascontiguousarray(samples[at : at + 1000]).reshape(1, -1), format=form, layout=layout
            )
            frame.sample_rate, frame.pts = rate, at
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def read(path):
    """What a player hears, its rate, and the file's tags."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        frames = [frame.to_ndarray() for frame in container.decode(stream)]
        columns = [each.reshape(-1, stream.layout.nb_channels) if len(each) == 1 else each.T for each in frames]
        return np.concatenate(columns), stream.rate, dict(container.metadata)


def noise(rate, channels, bits=16):
    low = 2 ** (bits - 4)
    return np.random.default_rng(0).integers(-low, low, (rate, channels)).astype(np.int16 if bits == 16 else np.int32)


@pytest.mark.parametrize("rate", [8000, 44100, 96000])
@pytest.mark.parametrize("layout", ["mono", "stereo", "7.1"])
def test_wav_has_the_recording_s_own_samples_outside_of_the_covers(tmp_path, rate, layout):
    samples = noise(rate, {"mono": 1, "stereo": 2, "7.1": 8}[layout])
    source = write(tmp_path / "source.wav", samples, rate, layout)
    assert redact_audio(source, tmp_path / "copy.wav", [SILENCE], "wav") == ()
    copy, copied_rate, _ = read(tmp_path / "copy.wav")
    assert (copied_rate, copy.shape) == (rate, samples.shape)
    first, last = rate // 2, rate * 7 // 10
    assert np.array_equal(copy[:first], samples[:first])
    assert np.array_equal(copy[last:], samples[last:])
    assert not copy[first:last].any()


def test_samples_of_24_bits_stay_exact(tmp_path):
    samples = noise(16000, 1, bits=24) << 8
    source = write(tmp_path / "source.wav", samples, 16000, "mono", codec="pcm_s24le", form="s32")
    redact_audio(source, tmp_path / "copy.wav", [BEEP], "wav")
    copy, _, _ = read(tmp_path / "copy.wav")
    assert np.array_equal(copy[:8000], samples[:8000])
    assert np.array_equal(copy[11200:], samples[11200:])
    assert not np.array_equal(copy[8000:11200], samples[8000:11200])


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 96000])
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_mp3_keeps_length_and_channels(tmp_path, rate, layout):
    channels = {"mono": 1, "stereo": 2}[layout]
    source = write(tmp_path / "source.wav", noise(rate, channels), rate, layout)
    assert redact_audio(source, tmp_path / "copy.mp3", [BEEP], "mp3") == ()
    copy, copied_rate, _ = read(tmp_path / "copy.mp3")
    assert copied_rate == min(rate, 48000)
    assert copy.shape == (copied_rate, channels)
    assert np.abs(copy[: copied_rate // 2]).max() > 0.02


@pytest.mark.parametrize("cover", [BEEP, SILENCE])
@pytest.mark.parametrize("quality", ["mp3", "wav"])
@pytest.mark.parametrize("rate", [8000, 44100, 96000])
def test_nothing_under_a_cover_makes_any_difference(tmp_path, cover, quality, rate):
    samples = noise(rate, 2)
    other = samples.copy()
    other[rate // 2 : rate * 7 // 10] = 7
    copies = []
    for name, content in (("one", samples), ("other", other)):
        source = write(tmp_path / f"{name}.wav", content, rate, "stereo")
        redact_audio(source, tmp_path / f"{name}.{quality}.copy", [cover], quality)
        copies.append((tmp_path / f"{name}.{quality}.copy").read_bytes())
    assert (tmp_path / "one.wav").read_bytes() != (tmp_path / "other.wav").read_bytes()
    assert copies[0] == copies[1]


def test_more_than_two_channels_are_mixed_for_mp3_with_a_warning(tmp_path):
    source = write(tmp_path / "source.wav", noise(16000, 8), 16000, "7.1")
    (warning,) = redact_audio(source, tmp_path / "copy.mp3", [], "mp3")
    assert "the 8 of the recording were mixed" in warning
    assert read(tmp_path / "copy.mp3")[0].shape[1] == 2


@pytest.mark.parametrize("quality", ["mp3", "wav"])
def test_nothing_of_the_file_but_its_sound_is_copied(tmp_path, quality):
    source = write(tmp_path / "source.wav", noise(16000, 1), 16000, "mono", title="Call of Sarah Johnson")
    assert read(source)[2]["title"] == "Call of Sarah Johnson"
    redact_audio(source, tmp_path / f"copy.{quality}", [], quality)
    assert set(read(tmp_path / f"copy.{quality}")[2]) <= {"encoder"}
    assert b"Sarah" not in (tmp_path / f"copy.{quality}").read_bytes()


def test_progress_is_told_while_a_long_recording_is_copied(tmp_path):
    source = write(tmp_path / "source.wav", np.tile(noise(8000, 1), (35, 1)), 8000, "mono")
    told: list[float] = []
    redact_audio(source, tmp_path / "copy.wav", [], "wav", duration=35_000, advance=told.append)
    assert len(told) == 3
    assert told == sorted(told)


def test_no_file_is_left_when_nothing_can_be_read(tmp_path):
    source = tmp_path / "source.wav"
    source.write_bytes(b"this is no recording")
    with pytest.raises(UnsupportedAudioError, match="could not be read again"):
        redact_audio(source, tmp_path / "copy.wav", [], "wav")
    assert not (tmp_path / "copy.wav").exists()


def test_no_file_is_left_when_somebody_stops_the_work(tmp_path):
    source = write(tmp_path / "source.wav", np.tile(noise(8000, 1), (12, 1)), 8000, "mono")

    def stop(_share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        redact_audio(source, tmp_path / "copy.mp3", [], "mp3", duration=12_000, advance=stop)
    assert not (tmp_path / "copy.mp3").exists()


def test_missing_encoder_is_told_when_mp3_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(redacted_audio, "_MP3", "no_such_encoder")
    with pytest.raises(SettingsError, match="cannot write MP3"):
        redact_audio(Path("any"), tmp_path / "copy.mp3", [], "mp3")
