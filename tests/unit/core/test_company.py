"""Who may run beside whom, and whom a worker's end is blamed on."""

import pytest

from scriba.core.company import ALONE, Company, blame
from scriba.core.job import Interruption, ItemKind, WorkItem


def item(number, transcript="a", strikes=0):
    return WorkItem(
        id=number, transcript_id=transcript, kind=ItemKind.RECOGNIZE, index=number, attempt=1, strikes=strikes
    )


def test_anything_may_run_where_nothing_runs():
    assert ALONE.admits(0)
    assert ALONE.admits(2)


def test_items_join_as_long_as_there_is_a_place():
    assert Company(held=(item(1),), places=2).admits(0)
    assert not Company(held=(item(1), item(2)), places=2).admits(0)


def test_suspect_joins_nobody():
    assert not Company(held=(item(1),), places=4).admits(1)


def test_nobody_joins_a_suspect():
    company = Company(held=(item(1, strikes=1),), places=4)
    assert not company.is_open
    assert not company.admits(0)


@pytest.mark.parametrize(
    ("places", "held", "crowded"),
    [(4, "aaa", {"a"}), (4, "aab", set()), (8, "aaaaaaab", {"a"}), (3, "aa", {"a"}), (2, "a", set()), (1, "", set())],
)
def test_last_place_is_for_another_transcript(places, held, crowded):
    company = Company(held=tuple(item(number, name) for number, name in enumerate(held)), places=places)
    assert company.crowded == crowded


def test_all_are_blamed_when_their_worker_crashed():
    held = [item(1), item(2)]
    assert blame(held, frozenset(), Interruption.CRASH) == [(each, Interruption.CRASH) for each in held]


def test_those_beside_are_not_blamed_when_an_item_hung():
    held = [item(1), item(2)]
    assert [why for _, why in blame(held, frozenset({2}), Interruption.STOPPED)] == [
        Interruption.STOPPED,
        Interruption.HANG,
    ]
