"""Who translates: the model of the pair, two models, the provider, or nobody."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scriba.core.errors import ModelError
from scriba.core.transcript import Transcript
from scriba.core.understanding import Translation
from scriba.pipeline.translation import translated
from scriba.pipeline.written.writer import Writer
from tests.fakes.providers import ScriptedChat, obliging
from tests.fakes.words import transcript_of, words_of

SAID = transcript_of("Good morning. How are you?")


class Tagged:
    """Marks what it has translated."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def translate(self, sentences: Sequence[str]) -> list[str]:
        return [f"{self.mark}({sentence})" for sentence in sentences]


def found(*targets: str, models: tuple[str, ...] = (), chat: ScriptedChat | None = None, **asked):
    """Translations and warnings."""
    transcript: Transcript = asked.pop("transcript", SAID)
    request = Translation.model_validate({"target_languages": list(targets), **asked})
    known = {pair: Tagged(pair) for pair in models}
    writer = None if chat is None else Writer(chat, pause=0)
    return translated(transcript, request, writer, lambda source, target: known.get(f"{source}-{target}"))


def test_the_model_of_the_pair_translates_when_there_is_one():
    chat = ScriptedChat(obliging)
    texts, warnings = found("es", models=("en-es",), chat=chat)
    assert texts.whole == {"es": "en-es(Good morning.) en-es(How are you?)"}
    assert (texts.utterances, warnings, chat.asked) == (None, [], [])


def test_two_models_meet_in_english_when_the_pair_is_missing():
    said = replace(SAID, language="es")
    texts, _ = found("de", models=("es-en", "en-de"), transcript=said)
    assert texts.whole["de"].startswith("en-de(es-en(Good morning.))")
    assert found("de", models=("es-en",), transcript=said)[0].whole == {}


@pytest.mark.parametrize("formal", [False, True])
def test_the_provider_translates_when_no_model_does_or_manners_count(formal):
    chat = ScriptedChat(obliging)
    texts, warnings = found("es", models=("en-es",) if formal else (), chat=chat, formal=formal)
    assert texts.whole == {"es": "GOOD MORNING. HOW ARE YOU?"}
    assert warnings == []
    ((instructions, _),) = chat.asked
    assert ("formally" in instructions) is formal


def test_the_model_steps_in_without_manners_when_the_provider_fails():
    texts, warnings = found("es", models=("en-es",), chat=ScriptedChat(lambda *_: 500), formal=True)
    assert texts.whole["es"].startswith("en-es(")
    assert warnings == [
        'The provider answered 500. "formal" has no effect on the translation to Spanish: a model has made it.'
    ]


def test_lines_are_asked_for_again_when_there_are_not_as_many():
    chat = ScriptedChat(lambda *_: {"lines": ["one"]})
    texts, (warning,) = found("es", chat=chat)
    assert texts.whole == {}
    assert warning.endswith("The provider's answer does not have the form that was asked for.")
    assert len(chat.asked) == 2


def test_utterances_are_made_of_the_lines_of_the_whole():
    words = (*words_of("Hi. Come in.", speaker="A"), *words_of("Thanks.", start=5_000, speaker="B"))
    texts, _ = found("es", models=("en-es",), transcript=replace(SAID, words=words), match_original_utterance=True)
    assert texts.utterances == ({"es": "en-es(Hi.) en-es(Come in.)"}, {"es": "en-es(Thanks.)"})
    assert texts.whole == {"es": "en-es(Hi.) en-es(Come in.) en-es(Thanks.)"}


def test_no_spaces_stand_between_sentences_when_the_language_has_none():
    assert found("ja", models=("en-ja",))[0].whole == {"ja": "en-ja(Good morning.)en-ja(How are you?)"}


def test_the_text_itself_is_given_when_it_is_in_the_language():
    assert found("en_uk")[0].whole == {"en_uk": SAID.text}


def test_nothing_is_asked_when_nothing_is_said():
    chat = ScriptedChat(obliging)
    assert found("es", chat=chat, transcript=transcript_of(""))[0].whole == {"es": ""}
    assert chat.asked == []


def test_a_broken_model_is_told_and_fails_nothing():
    def broken(_source, _target):
        raise ModelError("The translation model in /models is not complete.")

    asked = Translation.model_validate({"target_languages": ["es"]})
    texts, (warning,) = translated(SAID, asked, None, broken)
    assert texts.whole == {}
    assert warning.endswith("The translation model in /models is not complete.")
