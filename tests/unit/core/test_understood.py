"""Options of understanding, and the languages in which they work."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.core.understood import FORM_LANGUAGES, FORM_POLICIES, form_only, refused, unavailable


def redaction(*policies):
    return TranscriptOptions.model_validate({"redact_pii": True, "redact_pii_policies": list(policies)})


@pytest.mark.parametrize("language", sorted(FORM_LANGUAGES))
def test_redaction_works_when_every_policy_is_known_by_its_form(language):
    assert unavailable(redaction(*FORM_POLICIES), language) == []
    assert "Names, places" in (form_only(language) or "")


@pytest.mark.parametrize("policy", ["person_name", "credit_card_cvv", "date_of_birth", "money_amount", "location"])
def test_redaction_is_refused_when_one_policy_needs_more_than_form(policy):
    assert unavailable(redaction("phone_number", policy), "es") == ["redact_pii"]
    assert unavailable(redaction("phone_number", policy), "en") == []


def test_redaction_is_refused_when_nothing_is_known_of_the_language():
    assert unavailable(redaction("phone_number"), "ja") == ["redact_pii"]
    assert form_only("en") is None


def test_topics_are_unavailable_but_not_refused_in_languages_that_the_contract_has():
    options = TranscriptOptions(iab_categories=True, content_safety=True, auto_highlights=True)
    assert unavailable(options, "es") == ["auto_highlights", "iab_categories", "content_safety"]
    assert refused(options, "es") == ["auto_highlights"]
    assert refused(options, "ja") == ["auto_highlights", "iab_categories", "content_safety"]
    assert refused(options, "en") == []
    assert refused(redaction("person_name"), "es") == ["redact_pii"]
    assert refused(redaction("phone_number"), "es") == []
