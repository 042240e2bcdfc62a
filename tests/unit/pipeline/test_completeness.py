"""Speech that was left out is heard again."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scriba.core.audio import Region, Window
from scriba.core.transcript import Word
from scriba.pipeline.completeness import complete, gaps


def window(*regions):
    return Window(
        start=regions[0][0], end=regions[-1][1], regions=tuple(Region(start=start, end=end) for start, end in regions)
    )


def words(*spans, text="word"):
    return tuple(Word(text=text, start=start, end=end, confidence=0.9) for start, end in spans)


def said(*borders, text="word"):
    return words(*pairwise(borders), text=text)


class Hearing:
    """Answers prepared for each call."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = []

    def __call__(self, windows):
        self.calls.append(list(windows))
        return self.answers.pop(0)


SPOKEN = window((0, 3_000), (3_400, 6_000), (6_400, 9_000))


def test_nothing_is_heard_twice_when_words_are_everywhere():
    heard = [said(*range(0, 3_001, 500)) + said(*range(3_400, 6_000, 500)) + said(*range(6_400, 9_000, 500))]
    hear = Hearing(heard)
    assert complete([SPOKEN], hear) == heard
    assert len(hear.calls) == 1


def test_a_sentence_that_was_left_out_is_heard_by_itself_from_pause_to_pause():
    before, after = said(*range(0, 3_001, 500)), said(*range(6_400, 9_000, 500))
    missed = said(*range(3_400, 6_000, 500), text="missed")
    hear = Hearing([before + after], [missed])
    assert complete([SPOKEN], hear) == [before + missed + after]
    assert [(one.start, one.end) for one in hear.calls[1]] == [(3_200, 6_200)]
    assert hear.calls[1][0].regions == (Region(start=3_400, end=6_000),)


def test_the_end_of_a_window_is_heard_again_when_the_text_ended_early():
    before = said(*range(0, 3_001, 500))
    hear = Hearing([before], [said(*range(3_400, 9_000, 500), text="later")])
    found = complete([SPOKEN], hear)[0]
    assert found[: len(before)] == before
    assert {word.text for word in found[len(before) :]} == {"later"}


def test_a_word_that_alignment_stretched_over_what_was_left_out_is_cut_off():
    before, after = (
        words((0, 600), (600, 1_200), (1_200, 1_800), (1_800, 2_400), (2_400, 6_400), text="longer"),
        said(*range(6_400, 9_000, 500)),
    )
    missed = said(*range(3_400, 6_000, 500), text="missed")
    found = complete([SPOKEN], Hearing([before + after], [missed]))[0]
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert missed[1] in found


def test_what_was_there_stays_when_the_second_hearing_says_less():
    heard = [said(*range(0, 3_001, 500))]
    assert complete([SPOKEN], Hearing(list(heard), [()])) == heard


def test_what_is_left_out_again_is_heard_by_itself_too():
    before = said(*range(0, 3_001, 500))
    last = said(*range(6_400, 9_000, 500))
    missed = said(*range(3_400, 6_000, 500), text="missed")
    hear = Hearing([before], [last], [missed])
    assert complete([SPOKEN], hear) == [before + missed + last]
    assert [(one.start, one.end) for one in hear.calls[2]] == [(3_200, 6_200)]


def test_a_window_without_any_words_is_believed():
    hear = Hearing([()])
    assert complete([SPOKEN], hear) == [()]
    assert len(hear.calls) == 1


def test_digits_take_as_long_as_the_words_that_say_them():
    one = window((0, 2_000), (2_300, 4_000), (4_400, 5_000))
    rest = words((4_400, 5_000))
    assert gaps(words((0, 4_000), text="555-0142") + rest, one) == []
    assert [gap.window.end for gap in gaps(words((0, 4_000), text="number") + rest, one)] == [4_200]


def test_a_short_breath_without_words_is_no_gap():
    assert gaps(said(*range(0, 3_001, 500)), window((0, 3_000), (3_400, 3_680))) == []


@given(
    st.lists(st.integers(100, 4_000), min_size=2, max_size=12),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 5_000)), max_size=12),
)
def test_gaps_are_inside_the_window_in_order_and_apart_whatever_was_heard(lengths, spans):
    borders = [0]
    for length in lengths:
        borders.append(borders[-1] + length)
    regions = list(pairwise(borders))[::2]
    one = window(*regions)
    heard = words(*((start, start + length) for start, length in sorted(spans)))
    found = gaps(heard, one)
    assert all(one.start <= gap.window.start < gap.window.end <= one.end for gap in found)
    assert all(first.window.end <= second.window.start for first, second in pairwise(found))


def test_a_phrase_of_which_one_short_word_was_written_is_heard_by_itself():
    before, after = said(*range(0, 3_001, 500)), said(*range(4_700, 9_000, 430))
    spoken = window((0, 3_000), (3_400, 4_500), (4_700, 9_000))
    phrase = said(3_450, 3_700, 4_000, 4_400, text="phrase")
    hear = Hearing([before + words((3_450, 4_400), text="He") + after], [phrase])
    assert complete([spoken], hear) == [before + phrase + after]
    assert [(one.start, one.end) for one in hear.calls[1]] == [(3_200, 4_600)]


def test_words_that_stand_beside_a_gap_already_are_not_said_twice():
    before = said(*range(0, 3_001, 500))
    after = words((6_400, 6_900), text="and") + words((6_900, 7_400), text="then") + said(*range(7_400, 9_000, 400))
    again = words((3_400, 3_900), (3_900, 4_400), text="Word,")
    new = said(4_400, 4_900, 5_200, text="missed")
    late = words((5_200, 5_500), text="And") + words((5_500, 6_000), text="then")
    found = complete([SPOKEN], Hearing([before + after], [again + new + late]))[0]
    assert [word.text for word in found] == [
        *(word.text for word in before),
        "missed",
        "missed",
        *(w.text for w in after),
    ]


def test_what_is_hardly_believed_in_a_short_stretch_is_left_out():
    spoken = window((0, 3_000), (3_400, 4_200), (4_600, 9_000))
    heard = said(*range(0, 3_001, 500)) + said(*range(4_600, 9_000, 440))
    breath = (Word(text="you", start=3_500, end=4_000, confidence=0.2),)
    assert complete([spoken], Hearing([heard], [breath])) == [heard]


def test_another_hearing_of_a_word_counts_only_when_it_is_believed():
    before, after = said(*range(0, 3_001, 500)), said(*range(4_900, 9_000, 430))
    spoken = window((0, 3_000), (3_400, 4_600), (4_900, 9_000))
    heard = before + words((3_450, 4_600), text="place") + after
    again = Word(text="Praises", start=3_500, end=4_500, confidence=0.3)
    assert complete([spoken], Hearing([heard], [(again,)])) == [heard]
    believed = replace(again, confidence=0.9)
    assert complete([spoken], Hearing([heard], [(believed,)])) == [(*before, believed, *after)]


def test_scripts_without_vowels_or_with_syllables_are_not_taken_for_thin():
    spoken = window((0, 1_200), (1_500, 2_700))
    assert gaps(words((50, 1_100), (1_550, 2_600), text="再见朋"), spoken) == []
    assert len(gaps(words((50, 1_100), (1_550, 2_600), text="abc"), spoken)) == 2
