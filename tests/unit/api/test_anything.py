"""Whatever is sent, the answer is the contract's: 200, or a fault of the caller's in words."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scriba.api.schema.transcripts import TranscriptResponse
from scriba.core.options import TranscriptRequest
from tests.unit.api.conftest import MODELS, RECORDING, World

NAMES = st.sampled_from(sorted(TranscriptRequest.model_fields))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["en", "auto", "all", *MODELS])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(["from", "to"]), inner, max_size=3)
    ),
    max_leaves=6,
)
SHARED_WORLD = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)


def check(status: int, body: Any) -> None:
    assert status in {200, 400, 403}
    if status == 200:
        TranscriptResponse.model_validate(body)
    else:
        assert list(body) == ["error"]
        assert body["error"]


@SHARED_WORLD
@given(options=st.dictionaries(NAMES | st.text(), VALUES, max_size=4))
def test_any_options_are_answered_in_order(world: World, options: dict[str, Any]) -> None:
    content = json.dumps({"audio_url": RECORDING, "speech_models": MODELS} | options)
    response = world.client.post("/v2/transcript", content=content)
    check(response.status_code, response.json())
    if response.status_code == 200:
        again = world.client.get(f"/v2/transcript/{response.json()['id']}")
        assert again.json() == response.json()


@SHARED_WORLD
@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered_in_order(world: World, content: bytes) -> None:
    response = world.client.post("/v2/transcript", content=content)
    check(response.status_code, response.json())


@SHARED_WORLD
@given(
    url=st.text(max_size=30).map(lambda rest: f"http://{rest}")
    | st.from_regex(r"https?://[a-z.:\[\]@%/?#]{0,20}", fullmatch=True)
    | st.from_regex(r"http://a/upload/[a-z-]{1,5}_[0-9a-f]{32}/?", fullmatch=True)
)
def test_any_address_is_answered_in_order(world: World, url: str) -> None:
    response = world.post(audio_url=url)
    check(response.status_code, response.json())


@SHARED_WORLD
@given(
    query=st.dictionaries(
        st.sampled_from(["limit", "status", "created_on", "before_id", "after_id", "throttled_only"]) | st.text(),
        st.text() | st.integers().map(str) | st.dates().map(str),
        max_size=4,
    )
)
def test_any_list_query_is_answered_in_order(world: World, query: dict[str, str]) -> None:
    response = world.client.get("/v2/transcript", params=query)
    assert response.status_code in {200, 400}
    assert set(response.json()) in ({"page_details", "transcripts"}, {"error"})


@SHARED_WORLD
@given(words=st.text(max_size=30), characters=st.text(max_size=5) | st.integers().map(str))
def test_any_export_query_is_answered_in_order(world: World, words: str, characters: str) -> None:
    path = f"/v2/transcript/{world.completed()}"
    assert world.client.get(f"{path}/word-search", params={"words": words}).status_code in {200, 400}
    assert world.client.get(f"{path}/srt", params={"chars_per_caption": characters}).status_code in {200, 400}
