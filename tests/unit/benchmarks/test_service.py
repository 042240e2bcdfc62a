"""What the benchmark of the service makes of its rounds."""

import pytest

from benchmarks.service import compared
from benchmarks.service_work import Timing


def test_what_is_added_is_compared_within_rounds_when_the_machine_slows_down():
    pipeline = [Timing(wall=10, cpu=20), Timing(wall=20, cpu=20), Timing(wall=40, cpu=25)]
    api = [Timing(wall=11, cpu=21), Timing(wall=22, cpu=22), Timing(wall=40, cpu=25)]
    figures = compared(pipeline, api)
    assert figures["added_share"] == pytest.approx(0.1)
    assert figures["added_ms"] == pytest.approx(1000)
    assert figures["added_cpu_share"] == pytest.approx(0.05)
    assert figures["wall"] == {"pipeline": 20, "api": 22}


def test_rounds_have_both_sides():
    with pytest.raises(ValueError, match="zip"):
        compared([Timing(wall=1, cpu=1)], [])
