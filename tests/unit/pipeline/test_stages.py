"""The seam that carries progress and cancellation."""

import pytest

from scriba.core.errors import CancelledError
from scriba.pipeline.stages import StageEvent, observed, stage


def test_observers_hear_of_beginning_progress_and_end():
    events: list[StageEvent] = []
    with observed(events.append), stage("recognize") as current:
        current.advance(0.5)
    assert [(event.name, event.fraction) for event in events] == [
        ("recognize", 0.0),
        ("recognize", 0.5),
        ("recognize", 1.0),
    ]
    assert all(event.seconds >= 0 for event in events)


def test_an_observer_ends_the_work_when_it_raises():
    def cancel(event: StageEvent) -> None:
        if event.fraction > 0:
            raise CancelledError

    with observed(cancel), pytest.raises(CancelledError), stage("recognize") as current:
        current.advance(0.1)


def test_a_failed_stage_reports_no_end():
    events: list[StageEvent] = []
    with pytest.raises(ValueError, match="broken"), observed(events.append), stage("decode"):
        raise ValueError("broken")
    assert [event.fraction for event in events] == [0.0]


def test_nobody_hears_of_stages_outside():
    events: list[StageEvent] = []
    with observed(events.append):
        pass
    with stage("decode"):
        pass
    assert events == []
