"""Which model serves a request."""

from dataclasses import replace

import pytest

from scriba.core.errors import InvalidRequestError, LanguageUnsupportedError
from scriba.core.options import TranscriptOptions
from scriba.service.routing import SINGULAR_TEXT, Routing
from tests.fakes.services import card

ROUTING = Routing(
    cards={"universal-3-pro": card("big", "en", "es", "fi"), "universal-2": card("small", "en", "fi")},
    aliases={"best": "universal-3-pro", "nano": "universal-2"},
    languages={"universal-3-pro": frozenset({"en", "es", "pt"})},
)


def options(**given):
    return TranscriptOptions.model_validate(given)


@pytest.mark.parametrize("given", [{}, {"speech_models": []}, {"speech_models": ["whisper-9"]}])
def test_request_is_refused_when_it_names_no_known_model(given):
    with pytest.raises(InvalidRequestError) as caught:
        ROUTING.requested(options(**given))
    assert str(caught.value) == (
        '"speech_models" must be a non-empty list containing one or more of: '
        '"universal-3-pro", "universal-2", "best", "nano"'
    )


def test_singular_option_is_refused_unless_it_is_accepted():
    with pytest.raises(InvalidRequestError) as caught:
        ROUTING.requested(options(speech_model="best"))
    assert str(caught.value) == SINGULAR_TEXT
    lenient = Routing(cards=ROUTING.cards, aliases=ROUTING.aliases, languages={}, accept_speech_model=True)
    assert lenient.requested(options(speech_model="best")) == ["best"]


def test_another_recognizer_stands_in_for_the_languages_that_it_knows():
    accurate = replace(ROUTING, stand_ins={"big": card("voting", "en")})
    served = [accurate.route(["universal-3-pro"], language).recognizer.name for language in ("en", "es")]
    assert served == ["voting", "big"]
    assert accurate.route(["universal-2"], "en").recognizer.name == "small"


def test_default_is_used_only_when_the_operator_sets_one():
    lenient = Routing(cards=ROUTING.cards, aliases={}, languages={}, default_models=("universal-2",))
    assert lenient.requested(options()) == ["universal-2"]
    with pytest.raises(InvalidRequestError):
        lenient.requested(options(speech_models=[]))


@pytest.mark.parametrize(
    ("names", "language", "model", "recognizer"),
    [
        (["universal-3-pro", "universal-2"], "en", "universal-3-pro", "big"),
        (["universal-2", "universal-3-pro"], "en", "universal-2", "small"),
        (["universal-3-pro", "universal-2"], "fi", "universal-2", "small"),
        (["best", "nano"], "es", "universal-3-pro", "big"),
    ],
)
def test_first_model_that_supports_the_language_wins(names, language, model, recognizer):
    route = ROUTING.route(names, language)
    assert (route.model, route.recognizer.name) == (model, recognizer)


@pytest.mark.parametrize(("names", "language"), [(["universal-3-pro"], "fi"), (["universal-3-pro"], "pt")])
def test_transcript_fails_clearly_when_no_model_supports_the_language(names, language):
    with pytest.raises(LanguageUnsupportedError, match=rf"\"universal-3-pro\".*'{language}'"):
        ROUTING.route(names, language)
