from scriba.pipeline.privacy.lines import redact_line
from scriba.pipeline.privacy.policies import ALL_POLICIES


def test_spaces_stay_when_a_line_is_redacted():
    line = "  my   pin is  7391 , thanks"
    assert redact_line(line, None, ALL_POLICIES).text == "  my   pin is  #### , thanks"


def test_spans_count_the_line_as_it_was_when_names_stand_in():
    line = "call 415-867-5309 or 212-555-0187 now"
    redacted = redact_line(line, None, ALL_POLICIES, "entity_name")
    assert redacted.text == "call [PHONE_NUMBER] or [PHONE_NUMBER] now"
    assert [line[entity.start : entity.end] for entity in redacted.entities] == ["415-867-5309", "212-555-0187"]


def test_the_question_explains_the_line_when_one_is_given():
    assert redact_line("4432", None, ALL_POLICIES, question="the last four of your social?").text == "####"
    assert redact_line("4432", None, ALL_POLICIES).text == "4432"


def test_an_empty_line_stays_empty():
    assert redact_line("", None, ALL_POLICIES).text == ""
