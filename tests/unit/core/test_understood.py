from scriba.core.options import TranscriptOptions
from scriba.core.understood import refused, unavailable


def test_topics_are_unavailable_but_not_refused_in_languages_that_the_contract_has():
    options = TranscriptOptions(iab_categories=True, content_safety=True, auto_highlights=True)
    assert unavailable(options, "es") == ["auto_highlights", "iab_categories", "content_safety"]
    assert refused(options, "es") == ["auto_highlights"]
    assert refused(options, "ja") == ["auto_highlights", "iab_categories", "content_safety"]
    assert refused(options, "en") == []
