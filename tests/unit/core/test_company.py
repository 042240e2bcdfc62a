"""Who may run beside whom, and whom a worker's end is blamed on."""

import pytest

from scriba.core.company import ALONE, Company, blame, places_of
from scriba.core.job import Interruption, ItemKind, WorkItem


def item(number, transcript="a", strikes=0, seconds=5):
    return WorkItem(
        id=number,
        transcript_id=transcript,
        kind=ItemKind.RECOGNIZE,
        index=number,
        attempt=1,
        strikes=strikes,
        audio=seconds * 1000,
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


@pytest.mark.parametrize(("seconds", "places"), [(0, 1), (30, 1), (31, 2), (60, 2), (600, 2)])
def test_item_takes_places_by_what_it_covers(seconds, places):
    assert places_of(item(1, seconds=seconds)) == places


def test_short_items_find_more_room_than_long_ones():
    long = tuple(item(number, str(number), seconds=60) for number in range(2))
    assert not Company(held=long, places=4).is_open
    short = tuple(item(number, str(number)) for number in range(3))
    assert Company(held=short, places=4).is_open


@pytest.mark.parametrize(
    ("places", "held", "crowded"),
    [
        (20, 9 * "a", {"a"}),
        (20, 8 * "a", set()),
        (20, 8 * "a" + "b", set()),
        (20, 9 * "a" + "b", {"a"}),
        (6, "aa", {"a"}),
        (2, "a", set()),
    ],
)
def test_places_of_one_item_are_for_another_transcript(places, held, crowded):
    company = Company(held=tuple(item(number, name, seconds=60) for number, name in enumerate(held)), places=places)
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
