"""Tags of sounds and speakers go when that is asked, remarks stay."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.pipeline.passes.audio_tags import remove_audio_tags
from tests.fakes.words import transcript_of


def left(text: str, kind: str | None) -> str:
    return remove_audio_tags(transcript_of(text), TranscriptOptions.model_validate({"remove_audio_tags": kind})).text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("[MUSIC] Hello there. [BLANK_AUDIO]", "Hello there."),
        ("Thank you. (audience applauding) Good night.", "Thank you. Good night."),
        ("(laughs) No. *coughs* Yes. [door slams shut]", "No. Yes."),
        ("♪ Happy birthday ♪ to you", "Happy birthday to you"),
        (">> Hello. >>> You too. Speaker 1: Fine. [Speaker B] Good. SPEAKER_02: Yes.", "Hello. You too. Fine. Good. Yes."),
        ("It was (as I said) 5 * 3, [sic] and a * b.", "It was (as I said) 5 * 3, and a * b."),
        ("The speaker said: go. Speaker of the House.", "The speaker said: go. Speaker of the House."),
        ("an open ( bracket and a [ long one of more than six words here ]", "an open ( bracket and a [ long one of more than six words here ]"),
    ],
)  # fmt: skip
@pytest.mark.shows("remove_audio_tags")
def test_tags_go_when_all_are_unwanted(said: str, kept: str) -> None:
    assert left(said, "all") == kept


def test_sounds_stay_when_only_speakers_are_unwanted() -> None:
    assert left(">> [MUSIC] Speaker 2: Hello. (applause) ♪ la ♪", "speaker") == "[MUSIC] Hello. (applause) ♪ la ♪"


def test_tags_stay_when_nothing_is_asked() -> None:
    assert left(">> [MUSIC] Hello.", None) == ">> [MUSIC] Hello."
