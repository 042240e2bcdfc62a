"""Words of a field."""

import pytest

from scriba.pipeline.vocabulary import DOMAIN_LANGUAGES, domain_warnings, knows, vocabulary


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"metoprolol", "amoxicillin", "cholecystitis", "cholecystectomy"}),
        ("es", {"amoxicilina", "colecistitis", "colecistectomía"}),
        ("fr", {"amoxicilline", "cholécystite", "cholécystectomie"}),
        ("de", {"Omeprazol", "Cholezystitis", "Cholezystektomie"}),
    ],
)
def test_medical_words_have_drugs_conditions_and_procedures(language, words):
    assert words <= set(vocabulary("medical-v1", language))


def test_every_list_is_there_and_clean():
    for domain, languages in DOMAIN_LANGUAGES.items():
        for language in languages:
            words = vocabulary(domain, language)
            assert len(words) > 500
            assert len(set(words)) == len(words)
            assert all(word == word.strip() and len(word) > 4 for word in words)


def test_other_languages_and_fields_have_no_words():
    assert vocabulary("medical-v1", "it") == vocabulary(None, "en") == ()
    assert not knows("medical-v1", "it")
    assert domain_warnings(None, "it") == ()
