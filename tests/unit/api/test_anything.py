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


HEADERS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30) | st.integers().map(str)


@SHARED_WORLD
@given(
    numbers=st.tuples(HEADERS | st.just("5"), HEADERS | st.just("0")), metadata=HEADERS, checksum=HEADERS | st.none(),
    content=st.binary(max_size=20),
)  # fmt: skip
def test_any_resumable_upload_is_answered_in_order(
    world: World, numbers: tuple[str, str], metadata: str, checksum: str | None, content: bytes
) -> None:
    length, offset = numbers
    headers = {"tus-resumable": "1.0.0", "upload-length": length, "upload-metadata": metadata}
    response = world.client.post("/v2/files", headers=headers)
    assert response.status_code in {201, 400, 413}
    path = response.headers.get("location", "/v2/files/unknown")
    piece = {"tus-resumable": "1.0.0", "upload-offset": offset, "content-type": "application/offset+octet-stream"}
    piece |= {} if checksum is None else {"upload-checksum": checksum}
    response = world.client.patch(path, headers=piece, content=content)
    assert response.status_code in {204, 400, 404, 409, 413, 460}
    assert response.status_code == 204 or list(response.json()) == ["error"]


@SHARED_WORLD
@given(
    fields=st.dictionaries(
        st.sampled_from(["model", "language", "prompt", "temperature", "stream", "response_format", "include[]"])
        | st.text(max_size=5),
        st.text(max_size=10),
        max_size=4,
    )
)
def test_any_wrong_call_is_answered_in_order(world: World, fields: dict[str, str]) -> None:
    """None of these names a model that exists, so that nothing has to be waited for."""
    response = world.client.post("/v1/audio/transcriptions", files={"file": ("a", b"sound")}, data=fields)
    assert response.status_code in {400, 404}
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}


@SHARED_WORLD
@given(words=st.text(max_size=30), characters=st.text(max_size=5) | st.integers().map(str))
def test_any_export_query_is_answered_in_order(world: World, words: str, characters: str) -> None:
    path = f"/v2/transcript/{world.completed()}"
    assert world.client.get(f"{path}/word-search", params={"words": words}).status_code in {200, 400}
    assert world.client.get(f"{path}/srt", params={"chars_per_caption": characters}).status_code in {200, 400}
