"""How far a transcript is, from the sums over its items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.job import ItemKind, Status
from scriba.core.progress import ItemTally, Outline

DONE = ItemTally(known=1, done=1, share=1.0)
HOUR = 3_600_000


def outline(status: Status = Status.PROCESSING, **tallies: ItemTally) -> Outline:
    return Outline(
        status=status, duration=HOUR, tallies={ItemKind(kind): tally for kind, tally in tallies.items()}, waiting=None
    )


def recognition(behind: float, covered: int = HOUR, **more: int | None) -> ItemTally:
    share = behind / covered
    return ItemTally(known=60, done=int(60 * share), covered=covered, behind=behind, share=share, **more)


def test_nothing_is_done_while_a_transcript_is_queued() -> None:
    found = outline(Status.QUEUED, prepare=ItemTally(known=1, done=0)).progress(0)
    assert (found.stage, found.fraction, found.audio_done, found.left) == (ItemKind.PREPARE, 0.0, 0, None)


def test_decoding_counts_before_anything_is_recognized() -> None:
    assert outline(prepare=ItemTally(known=1, done=0, share=0.5)).progress(0).fraction == pytest.approx(0.05)


def test_fraction_follows_the_audio_that_is_recognized() -> None:
    found = outline(prepare=DONE, recognize=recognition(HOUR / 2)).progress(0)
    assert (found.stage, found.audio_done) == (ItemKind.RECOGNIZE, HOUR // 2)
    assert found.fraction == pytest.approx(0.54)


def test_diarization_counts_less_than_recognition() -> None:
    diarization = ItemTally(known=20, done=0, covered=HOUR, behind=0.0)
    found = outline(prepare=DONE, recognize=recognition(HOUR), diarize=diarization).progress(0)
    assert found.stage == ItemKind.DIARIZE
    assert 0.7 < found.fraction < 0.9


def test_time_left_follows_the_pace_so_far() -> None:
    found = outline(prepare=DONE, recognize=recognition(HOUR / 4, since=1_000)).progress(61_000)
    assert found.left == pytest.approx(180_000)


def test_completed_transcript_is_all_done() -> None:
    found = outline(Status.COMPLETED).progress(0)
    assert (found.stage, found.fraction, found.left) == (None, 1.0, None)


def test_words_are_known_up_to_the_first_open_item() -> None:
    assert outline(prepare=DONE).recognized_until is None
    assert outline(prepare=DONE, recognize=recognition(HOUR / 2, first_open=90_000)).recognized_until == 90_000
    assert outline(prepare=DONE, recognize=recognition(HOUR)).recognized_until == HOUR


@given(steps=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=12), speech=st.integers(1, HOUR))
def test_fraction_never_goes_back(steps: list[tuple[int, int]], speech: int) -> None:
    """The life of a transcript: prepared, identified while diarization runs, cut, recognized in any steps, finished."""

    def heard(tenths: int) -> ItemTally:
        return ItemTally(known=10, done=tenths, covered=HOUR, behind=HOUR * tenths / 10, share=tenths / 10)

    def at(recognized: int, diarized: int) -> Outline:
        return outline(prepare=DONE, recognize=recognition(speech * recognized / 10, speech), diarize=heard(diarized))

    ordered = [(sum(step[0] for step in steps[:n]), sum(step[1] for step in steps[:n])) for n in range(len(steps))]
    life = [
        outline(Status.QUEUED, prepare=ItemTally(known=1, done=0)),
        *(outline(prepare=ItemTally(known=1, done=0, share=share)) for share in (0.2, 0.9)),
        outline(prepare=DONE, identify=ItemTally(known=1, done=0), diarize=heard(0)),
        outline(prepare=DONE, identify=ItemTally(known=1, done=0), diarize=heard(4)),
        *(at(min(10, recognized), min(10, 4 + diarized)) for recognized, diarized in ordered),
        at(10, 10),
        outline(prepare=DONE, recognize=recognition(speech, speech), finish=ItemTally(known=1, done=0)),
        outline(Status.COMPLETED),
    ]
    fractions = [one.progress(0).fraction for one in life]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)
