"""Lists: pages, links and filters."""

from datetime import date

import pytest

from scriba.api.schema.times import day_bounds, timestamp
from tests.fakes.services import NOW
from tests.unit.api.conftest import RECORDING, World

DAY = 86_400_000


def ids(world: World, url: str) -> list[str]:
    return [item["id"] for item in world.client.get(url).json()["transcripts"]]


def test_list_is_newest_first_and_ten_long(world: World) -> None:
    submitted = [world.submit()["id"] for _ in range(12)]
    body = world.client.get("/v2/transcript").json()
    assert [item["id"] for item in body["transcripts"]] == submitted[:1:-1]
    assert body["page_details"] == {
        "limit": 10,
        "result_count": 10,
        "current_url": "http://testserver/v2/transcript?limit=10",
        "prev_url": f"http://testserver/v2/transcript?limit=10&before_id={submitted[2]}",
        "next_url": None,
    }


def test_item_tells_what_it_is(world: World) -> None:
    job_id = world.completed()
    (item,) = world.client.get("/v2/transcript").json()["transcripts"]
    assert item == {
        "id": job_id,
        "resource_url": f"http://testserver/v2/transcript/{job_id}",
        "status": "completed",
        "created": "2026-01-01T00:00:00.123Z",
        "completed": "2026-01-01T00:00:05.123Z",
        "audio_url": RECORDING,
        "error": None,
    }


def test_links_lead_to_the_oldest_and_back(world: World) -> None:
    submitted = [world.submit()["id"] for _ in range(7)][::-1]
    seen: list[str] = []
    newest, url = "", "/v2/transcript?limit=3"
    while url:
        body = world.client.get(url).json()
        seen += [item["id"] for item in body["transcripts"]]
        newest, url = body["page_details"]["next_url"], body["page_details"]["prev_url"]
    assert seen == submitted
    back = world.client.get(newest).json()
    assert [item["id"] for item in back["transcripts"]] == submitted[3:6]
    assert ids(world, back["page_details"]["next_url"]) == submitted[:3]


def test_links_keep_the_filters(world: World) -> None:
    for _ in range(3):
        world.completed()
        world.submit()
    details = world.client.get("/v2/transcript?limit=1&status=completed&created_on=2026-01-01").json()["page_details"]
    assert "limit=1&status=completed&created_on=2026-01-01&before_id=" in details["prev_url"]


def test_status_and_day_filter(world: World) -> None:
    first = world.completed()
    world.back.clock.now += DAY
    second = world.submit()["id"]
    assert ids(world, "/v2/transcript?status=completed") == [first]
    assert ids(world, "/v2/transcript?status=queued") == [second]
    assert ids(world, "/v2/transcript?created_on=2026-01-01") == [first]
    assert ids(world, "/v2/transcript?created_on=2026-01-02") == [second]
    assert ids(world, "/v2/transcript?created_on=2026-01-03") == []


def test_empty_values_and_unknown_keys_count_as_absent(world: World) -> None:
    job_id = world.submit()["id"]
    query = "limit=&status=&created_on=&before_id=&after_id=&throttled_only=&model_config=x"
    assert ids(world, f"/v2/transcript?{query}") == [job_id]
    assert ids(world, "/v2/transcript?throttled_only=false") == [job_id]


@pytest.mark.shows("response.throttled")
def test_throttled_transcripts_are_listed_whatever_status_was_asked_for(world: World) -> None:
    job_ids = [world.submit()["id"] for _ in range(4)]
    for job_id in job_ids[1:]:
        world.back.jobs.change(job_id, throttled=True)
    assert ids(world, "/v2/transcript?throttled_only=true&status=completed") == job_ids[:0:-1]
    details = world.client.get("/v2/transcript?limit=1&throttled_only=true").json()["page_details"]
    assert "limit=1&throttled_only=true&before_id=" in details["prev_url"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("limit=0", "limit must be at least 1"),
        ("limit=201", "limit must be at most 200"),
        ("limit=many", "limit must be an integer"),
        ("status=done", "status must be one of: 'queued', 'processing', 'completed' or 'error'"),
        ("created_on=yesterday", "created_on must be a date like 2026-01-31"),
        ("created_on=5", "created_on must be a date like 2026-01-31"),
        ("created_on=2026-13-01", "created_on must be a date like 2026-01-31"),
        ("created_on=2026-01-01T10:00:00", "created_on must be a date like 2026-01-31"),
        ("before_id=nope", "Transcript lookup error, transcript id not found"),
    ],
)
def test_query_is_refused_when_it_is_wrong(world: World, query: str, text: str) -> None:
    assert world.error(world.client.get(f"/v2/transcript?{query}")) == text


def test_bounds_are_refused_when_they_are_the_wrong_way_round(world: World) -> None:
    older, newer = (world.submit()["id"] for _ in range(2))
    text = world.error(world.client.get(f"/v2/transcript?before_id={newer}&after_id={older}"))
    assert text == "'after_id' must be a newer transcript than 'before_id'"


def test_list_shows_nothing_of_another_project(world: World) -> None:
    world.submit()
    body = world.client.get("/v2/transcript", headers=world.stranger()).json()
    assert (body["transcripts"], body["page_details"]["result_count"]) == ([], 0)


def test_tombstones_stay_in_the_list(world: World) -> None:
    job_id = world.completed()
    world.client.delete(f"/v2/transcript/{job_id}")
    (item,) = world.client.get("/v2/transcript").json()["transcripts"]
    assert (item["id"], item["audio_url"]) == (job_id, "http://deleted_by_user")


def test_times_are_exact_and_utc() -> None:
    assert timestamp(NOW) == "2026-01-01T00:00:00.123Z"
    assert timestamp(0) == "1970-01-01T00:00:00.000Z"


def test_day_is_an_interval() -> None:
    start, end = day_bounds(date(2026, 1, 1))
    assert (start, end - start) == (NOW - 123, DAY)
