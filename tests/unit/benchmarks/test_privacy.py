"""Manifests of sentences, and how findings are counted."""

from benchmarks.privacy import FORMS, SETS, cases, score


def test_question_stands_beside_the_sentence_when_a_line_has_one(tmp_path):
    manifest = tmp_path / "set.txt"
    manifest.write_text("# Header.\nYour PIN? >> It is {password|4411|four four one one}.\nNothing.\n")
    written, spoken = (cases(manifest, form) for form in FORMS)
    assert [(case.question, case.text) for case in written] == [("Your PIN?", "It is 4411."), ("", "Nothing.")]
    assert [(case.question, case.text) for case in spoken] == [
        ("your pin", "it is four four one one"),
        ("", "nothing"),
    ]


def test_a_finding_of_another_kind_is_missed_and_wrong(tmp_path):
    manifest = tmp_path / "set.txt"
    manifest.write_text("It is {password|4411|four four one one}.\n")
    tally = score(cases(manifest, "written"), [[(6, 10, "number_sequence")]])
    assert (tally.missed["password"], tally.wrong["number_sequence"], tally.covered) == (1, 1, 1)


def test_every_set_can_be_read():
    assert all(len(cases(manifest, form)) > 50 for manifest in SETS.glob("*.txt") for form in FORMS)
