"""Regional spelling."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.pipeline.passes.localization import localize
from tests.fakes.words import transcript_of

AMERICAN = "My favorite color is gray. Organize the theater, analyze the behavior, traveling by airplane!"
BRITISH = "My favourite colour is grey. Organise the theatre, analyse the behaviour, travelling by aeroplane!"


def detected(**options):
    return {"language_detection": True, "language_detection_options": options}


def written(text, language="en", **options):
    transcript = transcript_of(text, language=language)
    return localize(transcript, TranscriptOptions.model_validate(options))


@pytest.mark.parametrize(
    "options",
    [
        {"language_code": "en_uk"},
        {"language_code": "en_au"},
        {"language_codes": ["en_uk", "es"]},
        detected(localization=["en_uk"]),
        detected(localization=["en_au"]),
    ],
)
@pytest.mark.shows("language_detection_options.localization")
def test_spelling_is_british_when_asked(options):
    assert written(AMERICAN, **options).text == BRITISH


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"language_code": "en_us"},
        {"language_code": "en"},
        {"language_detection_options": {"localization": ["en_uk"]}},
    ],
)
def test_spelling_stays_when_nobody_asks(options):
    assert written(AMERICAN, **options).text == AMERICAN


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("We saw Pearl Harbor and the Kennedy Center.", "We saw Pearl Harbor and the Kennedy Center."),
        ("Honor him. Colors!", "Honour him. Colours!"),
        ("THEATER CENTER", "THEATRE CENTRE"),
        ("The humorous, vigorous laboratory is honorary.", "The humorous, vigorous laboratory is honorary."),
        ("We size the prize and seize the capsize.", "We size the prize and seize the capsize."),
        ("well-organized (color-coded), neighbors'", "well-organised (colour-coded), neighbours'"),
        ("The tire, the check and the program.", "The tire, the check and the program."),
        ("An author's error for a doctor of terror.", "An author's error for a doctor of terror."),
    ],
)
def test_only_what_differs_changes(text, spelled):
    assert written(text, language_code="en_uk").text == spelled


def test_times_and_words_stay():
    before = transcript_of(AMERICAN)
    after = localize(before, TranscriptOptions(language_code="en_uk"))
    assert [(word.start, word.end) for word in after.words] == [(word.start, word.end) for word in before.words]


@pytest.mark.parametrize("options", [{"language_code": "de_ch"}, detected(swiss_german=True)])
@pytest.mark.shows("language_detection_options.swiss_german")
def test_german_is_spelled_as_in_switzerland_when_asked_and_it_is_told(options):
    found = written("Die Straße ist groß.", "de", **options)
    assert found.text == "Die Strasse ist gross."
    assert found.warnings == ("Swiss German is recognized as German; only the spelling is that of Switzerland.",)


@pytest.mark.parametrize("language", ["de", "en"])
def test_other_languages_are_left_alone(language):
    options = detected(swiss_german=True, localization=["en_uk"])
    text = "The street color." if language == "de" else "Straße."
    assert written(text, "fr", **options).text == text
    assert written("Straße.", "de", **detected()).text == "Straße."
