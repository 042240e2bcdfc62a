import pytest

from scriba.core.speakers import SpeakerCount


@pytest.mark.parametrize(
    ("count", "bounds"),
    [
        (SpeakerCount(), (1, None)),
        (SpeakerCount(expected=3), (3, 3)),
        (SpeakerCount(minimum=2), (2, None)),
        (SpeakerCount(maximum=4), (1, 4)),
        (SpeakerCount(minimum=2, maximum=4), (2, 4)),
        (SpeakerCount(expected=3, minimum=5, maximum=6), (3, 3)),
        (SpeakerCount(minimum=5, maximum=2), (5, 5)),
    ],
)
def test_bounds_follow_from_what_the_caller_knows(count: SpeakerCount, bounds: tuple[int, int | None]):
    assert count.bounds() == bounds
