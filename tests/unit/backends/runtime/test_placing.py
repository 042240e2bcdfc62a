"""Times of words that nothing else gives times for."""

from itertools import pairwise

from scriba.backends.runtime.placing import spread
from scriba.core.audio import Region, Window
from scriba.core.transcript import Word


def words(text: str) -> list[Word]:
    return [Word(text=word, start=0, end=0, confidence=0.5) for word in text.split()]


def test_words_share_the_speech_by_their_letters():
    window = Window(start=1_000, end=3_000, regions=(Region(start=1_200, end=2_200),))
    assert [(word.start, word.end) for word in spread(words("a abc abc"), window)] == [
        (1_200, 1_400),
        (1_400, 1_800),
        (1_800, 2_200),
    ]


def test_words_stay_out_of_pauses():
    regions = (Region(start=0, end=1_000), Region(start=5_000, end=6_000))
    found = spread(words("one two one two"), Window(start=0, end=6_000, regions=regions))
    assert all(word.end <= 1_000 or word.start >= 5_000 for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_more_words_than_milliseconds_still_fit():
    found = spread(words("a " * 50), Window(start=10, end=70, regions=(Region(start=10, end=70),)))
    assert all(10 <= word.start < word.end <= 70 for word in found)
