"""Channels mixed and split, and parts of recordings, through the decoder that uses them."""

import numpy as np
import pytest

from scriba.core.audio import Audio
from scriba.core.errors import AudioRangeError, AudioTooLongError, AudioTooShortError, UnsupportedAudioError
from scriba.pipeline.decode import MAX_CHANNELS, decode
from scriba.pipeline.mixing import Excerpt, Products
from tests.fakes.recordings import tone, write_audio, write_channels

RATE = 44_100


def tones(count, seconds=1.0, rate=RATE):
    """A tone of its own on every channel: 200 Hz, 250 Hz and on."""
    return np.concatenate([tone(seconds, rate, hertz=200 + 50 * channel) for channel in range(count)])


def pitch(samples):
    """The strongest frequency, Hz."""
    return np.abs(np.fft.rfft(samples)).argmax() * 16_000 / len(samples)


def samples_of(path):
    audio = Audio.open(path)
    return audio.cut(0, audio.duration)


@pytest.mark.parametrize("count", [1, 2, 3, 6, 8, 12, 24])
def test_every_channel_gets_its_own_file_when_split(tmp_path, count):
    source = write_channels(tmp_path / "a.wav", tones(count), RATE)
    found = decode(source, tmp_path / "a.pcm", is_split=True)
    assert [path.name for path in found.files] == [f"a.{number + 1}.pcm" for number in range(count)]
    assert (found.channels, found.duration) == (count, 1_000)
    assert [pitch(samples_of(path)) for path in found.files] == pytest.approx(
        [200 + 50 * channel for channel in range(count)], abs=2
    )
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("codec", "ending"), [("flac", "flac"), ("libopus", "ogg"), ("aac", "m4a"), ("libmp3lame", "mp3")]
)
def test_channels_of_compressed_recordings_stay_apart_when_split(tmp_path, codec, ending):
    source = write_audio(tmp_path / f"a.{ending}", codec, tones(2, rate=48_000), 48_000)
    found = decode(source, tmp_path / "a.pcm", is_split=True)
    assert [pitch(samples_of(path)) for path in found.files] == pytest.approx([200, 250], abs=3)


def test_it_is_told_when_channels_carry_the_same_sound(tmp_path):
    voice, other = tones(2)
    source = write_channels(tmp_path / "a.wav", np.stack([voice, other, voice * 0.5, np.zeros_like(voice)]), RATE)
    (warning,) = decode(source, tmp_path / "a.pcm", is_split=True).warnings
    assert warning.startswith("Channels 1 and 3 carry the same sound.")


def test_too_many_channels_are_refused_when_split_and_nothing_is_left(tmp_path):
    source = write_channels(tmp_path / "a.wav", tones(MAX_CHANNELS + 1, 0.2), RATE)
    with pytest.raises(UnsupportedAudioError, match="it has 65 channels, and at most 64 can be split"):
        decode(source, tmp_path / "a.pcm", is_split=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.parametrize("format_", ["pcm_s16le", "pcm_u8", "pcm_f32le", "flac"])
def test_the_difference_is_taken_when_two_channels_are_out_of_phase(tmp_path, format_):
    (voice,) = tones(1)
    ending = "flac" if format_ == "flac" else "wav"
    source = write_audio(tmp_path / f"a.{ending}", format_, np.stack([voice, -voice]), RATE)
    found = decode(source, tmp_path / "a.pcm")
    assert np.abs(samples_of(found.files[0])).max() == pytest.approx(0.5, abs=0.05)
    assert [warning for warning in found.warnings if "out of phase" in warning]


def test_channels_are_mixed_when_they_are_in_phase_or_different(tmp_path):
    voice, other = tones(2)
    for name, pair in {"same": (voice, voice), "different": (voice, other), "one": (voice, voice * 0)}.items():
        found = decode(write_channels(tmp_path / f"{name}.wav", np.stack(pair), RATE), tmp_path / "a.pcm")
        assert found.warnings == ()
        assert np.abs(samples_of(found.files[0])).max() > 0.2, name


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_an_excerpt_has_the_samples_that_the_whole_has_there(tmp_path, rate):
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 8 * rate)
    noise = np.convolve(noise, np.ones(rate // 2_000) / (rate // 2_000), mode="same")[None]
    source = write_channels(tmp_path / "a.wav", noise, rate)
    whole = samples_of(decode(source, tmp_path / "whole.pcm").files[0])
    found = decode(source, tmp_path / "part.pcm", excerpt=Excerpt(start=3_210, end=5_432))
    part = samples_of(found.files[0])
    assert (found.start, found.duration) == (3_210, 8_000)
    assert len(part) == (5_432 - 3_210) * 16
    # The resampler may stand between two samples where an excerpt begins.
    middle = slice(3_210 * 16 + 160, 5_432 * 16 - 160)
    assert np.corrcoef(part[160:-160], whole[middle])[0, 1] > 0.98


def test_an_excerpt_of_every_channel_can_be_split(tmp_path):
    source = write_channels(tmp_path / "a.wav", tones(2, 6), RATE)
    found = decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=2_000, end=4_000), is_split=True)
    assert [Audio.open(path).duration for path in found.files] == [2_000, 2_000]
    assert found.duration == 6_000


def test_the_rest_is_taken_when_an_excerpt_has_no_end_or_a_late_one(tmp_path):
    source = write_channels(tmp_path / "a.wav", tones(1, 4), RATE)
    assert Audio.open(decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=1_500)).files[0]).duration == 2_500
    found = decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=1_500, end=9_000))
    assert Audio.open(found.files[0]).duration == 2_500
    assert found.warnings == ("audio_end_at (9000 ms) is beyond the end of the audio, which is 4000 ms long.",)


def test_an_excerpt_beyond_the_end_is_refused_and_nothing_is_left(tmp_path):
    source = write_channels(tmp_path / "a.wav", tones(1, 4), RATE)
    with pytest.raises(AudioRangeError, match=r"audio_start_from \(4000 ms\) is beyond .* which is 4000 ms long"):
        decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=4_000))
    with pytest.raises(AudioTooShortError):
        decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=1_000, end=1_100))
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_the_limit_counts_what_is_kept_when_an_excerpt_is_asked_for(tmp_path):
    source = write_channels(tmp_path / "a.wav", tones(1, 4), RATE)
    assert decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=1_000, end=2_000), max_ms=1_000).duration == 4_000
    with pytest.raises(AudioTooLongError):
        decode(source, tmp_path / "a.pcm", excerpt=Excerpt(start=1_000, end=3_000), max_ms=1_000)


def test_silent_channels_are_like_nobody():
    products = Products()
    products.add(np.array([[0, 0], [1, 2], [2, 4]], dtype=np.float32))
    assert products.correlation(0, 1) == 0.0
    assert products.copies() == [1, 2]
    assert not products.is_out_of_phase
