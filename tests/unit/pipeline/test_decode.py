"""Decoding, on files written here."""

import wave
from pathlib import Path

import numpy as np
import pytest

from scriba.core.audio import Audio
from scriba.core.errors import AudioTooLongError, AudioTooShortError, UnsupportedAudioError
from scriba.pipeline.decode import decode
from tests.fakes.engines import sound
from tests.fakes.recordings import tone, write_audio, write_video, write_wav


def decoded(source: Path, **options):
    target = source.with_suffix(".pcm")
    found = decode(source, target, **options)
    audio = Audio.open(target)
    assert audio.duration == found.duration
    return found, audio.cut(0, audio.duration)


def scramble(content: bytearray, first: int, last: int) -> None:
    content[first:last] = np.random.default_rng(7).bytes(last - first)


def pitch(samples) -> float:
    """The loudest frequency, Hz."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax() * 16_000 / len(samples))


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("a.mp3", "libmp3lame", 44_100, 2),
        ("a.m4a", "aac", 48_000, 2),
        ("a.ogg", "libopus", 48_000, 2),
        ("a.opus", "libopus", 48_000, 1),
        ("a.oga", "flac", 44_100, 1),
        ("a.flac", "flac", 96_000, 2),
        ("a.mka", "ac3", 48_000, 6),
        ("a.webm", "libopus", 48_000, 2),
        ("a.wma", "wmav2", 44_100, 2),
        ("a.aiff", "pcm_s16be", 22_050, 1),
        ("a.au", "pcm_mulaw", 8_000, 1),
        ("u8.wav", "pcm_u8", 11_025, 1),
        ("s24.wav", "pcm_s24le", 48_000, 2),
        ("f64.wav", "pcm_f64le", 16_000, 1),
        ("alaw.wav", "pcm_alaw", 8_000, 1),
    ],
)
def test_every_format_becomes_the_same_sound(tmp_path, name, codec, rate, channels):
    source = write_audio(tmp_path / name, codec, tone(2.0, rate, channels), rate)
    found, samples = decoded(source)
    assert found.duration == pytest.approx(2_000, abs=80)
    assert found.channels == channels
    assert pitch(samples) == pytest.approx(440, abs=3)
    assert 0.2 < np.abs(samples[4_000:-4_000]).max() < 0.8
    assert found.warnings == ()


def test_video_is_decoded_by_its_sound(tmp_path):
    source = write_audio(tmp_path / "a.mp4", "aac", tone(2.0, 48_000), 48_000, video=True)
    found, samples = decoded(source)
    assert found.codec == "aac"
    assert pitch(samples) == pytest.approx(440, abs=3)


def test_both_channels_are_heard_when_they_differ(tmp_path):
    samples = np.concatenate([tone(1.0, 16_000, hertz=400), tone(1.0, 16_000, hertz=1_000)])
    _, mixed = decoded(write_audio(tmp_path / "a.wav", "pcm_s16le", samples, 16_000))
    spectrum = np.abs(np.fft.rfft(mixed))
    assert set(np.argsort(spectrum)[-2:]) == {400, 1_000}


def test_three_channels_are_mixed(tmp_path):
    source = tmp_path / "a.wav"
    with wave.open(str(source), "wb") as stream:
        stream.setnchannels(3)
        stream.setsampwidth(2)
        stream.setframerate(16_000)
        stream.writeframes(np.full((16_000, 3), 1_000, dtype="<i2").tobytes())
    found, _ = decoded(source)
    assert (found.channels, found.duration) == (3, 1_000)


def test_headerless_audio_is_decoded_when_its_name_tells_the_format(tmp_path):
    source = write_audio(tmp_path / "blob", "g722", tone(1.0, 16_000), 16_000, container="g722")
    found, samples = decoded(source, name="call.g722")
    assert found.duration == pytest.approx(1_000, abs=30)
    assert pitch(samples) == pytest.approx(440, abs=5)
    with pytest.raises(UnsupportedAudioError):
        decode(source, tmp_path / "b.pcm", name="call.wav")


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"", "application/x-empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "text/html"),
        (b"not audio at all\n", "text/plain"),
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100), "image/jpeg"),
        (b"PK\x03\x04" + bytes(100), "application/zip"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (np.random.default_rng(3).bytes(50_000), "application/octet-stream"),
    ],
)
def test_the_error_tells_what_the_file_is_when_it_holds_no_audio(tmp_path, content, mime):
    source = tmp_path / "a.wav"
    source.write_bytes(content)
    with pytest.raises(UnsupportedAudioError) as caught:
        decode(source, tmp_path / "a.pcm", name="a.wav")
    text = str(caught.value)
    assert text.startswith("Transcoding failed. File does not appear to contain audio. File type is ")
    assert f"{mime} (" in text
    assert not (tmp_path / "a.pcm").exists()


def test_video_without_sound_is_refused(tmp_path):
    with pytest.raises(UnsupportedAudioError, match=r"video/mp4 \(.*no audio stream\)"):
        decode(write_video(tmp_path / "a.mp4"), tmp_path / "a.pcm")


def test_encrypted_audio_is_called_so(tmp_path):
    source = write_audio(tmp_path / "a.m4a", "aac", tone(2.0, 48_000), 48_000)
    content = bytearray(source.read_bytes().replace(b"mp4a", b"drms"))
    scramble(content, content.index(b"mdat") + 4, content.index(b"moov") - 4)
    source.write_bytes(content)
    with pytest.raises(UnsupportedAudioError, match="encrypted"):
        decode(source, tmp_path / "a.pcm")


def test_playlists_are_not_followed(tmp_path):
    secret = write_wav(tmp_path / "secret.wav", sound(("loud", 1_000)))
    for name, content in {
        "a.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n",
        "a.ffconcat": f"ffconcat version 1.0\nfile '{secret}'\n",
        "a.sdp": "v=0\nm=audio 5004 RTP/AVP 0\n",
    }.items():
        source = tmp_path / name
        source.write_text(content)
        with pytest.raises(UnsupportedAudioError, match="text/plain"):
            decode(source, tmp_path / "a.pcm", name=name)


def test_a_short_recording_is_refused(tmp_path):
    with pytest.raises(AudioTooShortError):
        decode(write_wav(tmp_path / "a.wav", sound(("loud", 159))), tmp_path / "a.pcm")
    assert decode(write_wav(tmp_path / "a.wav", sound(("loud", 160))), tmp_path / "a.pcm").duration == 160


def test_a_long_recording_is_refused_when_there_is_a_limit(tmp_path):
    source = write_wav(tmp_path / "a.wav", sound(("loud", 5_000)))
    with pytest.raises(AudioTooLongError):
        decode(source, tmp_path / "a.pcm", max_ms=4_000)
    assert not (tmp_path / "a.pcm").exists()
    assert decode(source, tmp_path / "a.pcm", max_ms=5_000).duration == 5_000


def test_what_is_left_of_a_cut_file_is_decoded_with_a_warning(tmp_path):
    source = write_audio(tmp_path / "a.flac", "flac", tone(4.0, 16_000), 16_000)
    content = source.read_bytes()
    source.write_bytes(content[: len(content) // 2])
    found, _ = decoded(source)
    assert 500 < found.duration < 3_000
    assert any("ends early" in warning for warning in found.warnings)


def test_damaged_packets_are_left_out_with_a_warning(tmp_path):
    noise = np.random.default_rng(5).uniform(-0.5, 0.5, (1, 192_000)).astype(np.float32)
    source = write_audio(tmp_path / "a.m4a", "aac", noise, 48_000)
    content = bytearray(source.read_bytes())
    scramble(content, 20_000, 24_000)
    source.write_bytes(content)
    found, _ = decoded(source)
    assert found.duration > 2_000
    assert any("damaged" in warning for warning in found.warnings)


def test_a_size_that_a_streaming_writer_left_open_is_not_believed(tmp_path):
    source = write_wav(tmp_path / "a.wav", sound(("loud", 1_000)))
    content = bytearray(source.read_bytes())
    content[4:8] = content[40:44] = b"\xff\xff\xff\xff"
    source.write_bytes(content)
    assert decode(source, tmp_path / "a.pcm").duration == 1_000


def test_progress_is_told_while_a_file_is_read(tmp_path):
    source = write_audio(tmp_path / "a.flac", "flac", tone(35.0, 16_000), 16_000)
    told: list[float] = []
    decode(source, tmp_path / "a.pcm", advance=told.append)
    assert told == sorted(told)
    assert [round(share, 1) for share in told] == [0.3, 0.6, 0.9]
