import json

import pytest


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Hi, this is Sarah Johnson.\nmy pin is seven three nine one\n", encoding="utf-8")
    return str(path)


def test_each_line_comes_back_redacted_when_a_file_is_given(scriba, letter):
    assert scriba("redact", letter).stdout == "Hi, this is ##### #######.\nmy pin is ##### ##### #### ###\n"


def test_names_of_kinds_stand_in_when_asked(scriba, letter):
    assert scriba("redact", letter, "--sub", "entity_name").stdout == (
        "Hi, this is [PERSON_NAME].\nmy pin is [PASSWORD]\n"
    )


def test_spans_are_told_when_json_is_asked_for(scriba, letter):
    first, _ = (json.loads(line) for line in scriba("redact", letter, "--format", "json").stdout.splitlines())
    assert first == {
        "text": "Hi, this is ##### #######.",
        "entities": [{"entity_type": "person_name", "start": 12, "end": 25}],
    }


def test_other_data_stays_when_policies_are_named(scriba, letter):
    result = scriba("redact", letter, "--policies", "password, trend")
    assert result.stdout == "Hi, this is Sarah Johnson.\nmy pin is ##### ##### #### ###\n"
    assert "nothing is found or redacted for trend" in result.stderr


def test_the_question_counts_when_lines_are_a_dialogue(scriba, tmp_path):
    path = tmp_path / "call.txt"
    path.write_text("what's the last four of your social?\n4432\n", encoding="utf-8")
    assert scriba("redact", str(path), "--dialogue").stdout.splitlines()[1] == "####"
    assert scriba("redact", str(path)).stdout.splitlines()[1] == "4432"


def test_forms_are_found_with_a_warning_when_the_language_is_another(scriba, tmp_path):
    path = tmp_path / "brief.txt"
    path.write_text("Anna, null eins sieben zwei, drei vier fünf\n", encoding="utf-8")
    result = scriba("redact", str(path), "--language", "de")
    assert result.stdout == "Anna, #### #### ###### ####, #### #### ####\n"
    assert "in German only" in " ".join(result.stderr.split())
    refused = scriba("redact", str(path), "--language", "ja")
    assert (refused.exit_code, "de, en, es" in refused.stderr) == (2, True)


def test_it_fails_with_advice_when_a_policy_or_a_file_is_unknown(scriba, letter):
    wrong = scriba("redact", letter, "--policies", "names")
    assert (wrong.exit_code, "person_name" in wrong.stderr) == (2, True)
    gone = scriba("redact", letter + ".gone")
    assert (gone.exit_code, "cannot be read" in gone.stderr) == (2, True)
