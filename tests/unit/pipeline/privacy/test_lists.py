import pytest

from scriba.pipeline.privacy import lists


@pytest.mark.parametrize(
    "file", ["first_names.txt", "surnames.txt", "cities.txt", "drugs.txt", "conditions.txt", "words.txt"]
)
def test_every_list_tells_its_source_when_it_is_read(file):
    assert len(lists.lines(file)) > 3000
    assert not any(line.startswith("#") for line in lists.lines(file))


def test_a_name_is_doubtful_when_it_is_a_word_too():
    assert lists.first_names().is_plain("sarah")
    assert "mark" in lists.first_names().ambiguous
    assert not lists.first_names().is_plain("mark")


def test_a_word_is_unknown_when_no_dictionary_has_it():
    assert lists.is_unknown("oluwaseun")
    assert not any(lists.is_unknown(word) for word in ("table", "tables", "canadian", "ok"))
