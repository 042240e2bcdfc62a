"""Profane words are masked, harmless ones never."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.profanity import mask_profanity
from scriba.pipeline.text.profanities import LANGUAGES, profanities
from tests.fakes.words import transcript_of


def masked(text: str, language: str = "en") -> Transcript:
    return mask_profanity(transcript_of(text, language=language), TranscriptOptions(filter_profanity=True))


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("en", "What the Fuck, that's bullshit!", "What the F***, that's b*******!"),
        ("en", "shit's fuckin' un-fucking-real", "s***'s f*****' un-f******-real"),
        ("en", "MOTHERFUCKERS and mother-fuckers", "M************ and mother-f******"),
        ("en", "Don't be a dick, Dick.", "Don't be a d***, Dick."),
        ("es", "¡Qué mierda, hijoputa, coño!", "¡Qué m*****, hijoputa, c***!"),
        ("fr", "Putain, c'est la merde.", "P*****, c'est la m****."),
        ("de", "So eine Scheiße, du Arschloch.", "So eine S******, du A********."),
        ("it", "Che cazzo dici, stronzo?", "Che c**** dici, s******?"),
        ("pt", "Que merda, caralho!", "Que m****, c******!"),
        ("nl", "Wat een klootzak, godverdomme.", "Wat een k*******, g**********."),
        ("pl", "Kurwa, ja pierdolę.", "K****, ja p*******."),
        ("ru", "Пиздец, блять.", "П*****, б****."),
        ("de", "Fuck, nein.", "F***, nein."),
    ],
)
def test_profane_word_keeps_only_its_first_letter(language: str, said: str, written: str) -> None:
    assert masked(said, language).text == written


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Scunthorpe, Penistone, classic assassins pass the grass in Middlesex; Hancock's shitake cockpit; Dick Cheney"),
        ("en", "Sussex assets, a peacock, Matsushita, analysis, therapist, document, cumulative, magna cum laude, tit for tat"),
        ("es", "disputa, computadora, reputación, cálculo, Concha, articulo"),
        ("fr", "concours, conseil, habite, député, calcul, Icône"),
        ("de", "Marsch, Barsch, Fickel, Schifffahrt, Kackadu"),
        ("it", "Troia, calcolo, figaro, palle"),
        ("pt", "computador, curso, cultura, disputa"),
        ("nl", "kutnorm, pikant, lullaby, hoera"),
        ("pl", "Hujowice, jebel"),
        ("ru", "хутор, блядка, мандарин, херес"),
    ],
)  # fmt: skip
def test_harmless_word_stays_when_it_holds_a_profane_one(language: str, said: str) -> None:
    assert masked(said, language).text == said


def test_owner_is_told_when_the_language_has_no_list() -> None:
    found = masked("oh shit, なに", "ja")
    assert found.words[1].text == "s***,"
    assert found.warnings == (
        '"filter_profanity" has no list of words for Japanese (ja): only a few English words were masked.',
    )


def test_nothing_is_masked_when_nothing_is_asked() -> None:
    transcript = transcript_of("oh shit")
    assert mask_profanity(transcript, TranscriptOptions()) is transcript


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_lists_hold_single_words_in_small_letters(language: str) -> None:
    listed = profanities(language)
    assert len(listed) > 60
    assert [word for word in listed if word != word.casefold() or "|" in word or " " in word or len(word) < 2] == []
