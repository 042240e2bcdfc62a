import pytest

from scriba.pipeline import codecs


def test_every_common_codec_can_be_decoded_when_pyav_is_installed():
    assert [name for name, is_there in codecs.decoders().items() if not is_there] == []


def test_a_decoder_is_missing_when_ffmpeg_does_not_know_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codecs, "_NEEDED", {"Nonsense": "no_such_decoder", "MP3": "mp3float"})
    assert codecs.decoders() == {"Nonsense": False, "MP3": True}
