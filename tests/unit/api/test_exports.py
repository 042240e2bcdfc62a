"""Views of a completed transcript."""

import pytest

from tests.fakes.words import transcript_of
from tests.unit.api.conftest import World

VIEWS = ["sentences", "paragraphs", "srt", "vtt", "word-search?words=best"]


@pytest.mark.parametrize("name", ["sentences", "paragraphs"])
def test_spans_have_words_and_times(world: World, name: str) -> None:
    job_id = world.completed(transcript_of("It is late. <3000> We left."))
    body = world.client.get(f"/v2/transcript/{job_id}/{name}").json()
    assert set(body) == {"id", "confidence", "audio_duration", "speech_model_used", name}
    assert (body["id"], body["confidence"], body["audio_duration"]) == (job_id, 0.9, 6)
    first = body[name][0]
    assert (first["text"], first["start"], first["end"], first["confidence"]) == ("It is late.", 0, 1_000, 0.9)
    assert [word["text"] for word in first["words"]] == ["It", "is", "late."]
    assert [span["text"] for span in body[name]] == ["It is late.", "We left."]


def test_captions_are_plain_text_in_utf_8(world: World) -> None:
    job_id = world.completed(transcript_of("Grüße an alle."))
    srt = world.client.get(f"/v2/transcript/{job_id}/srt")
    vtt = world.client.get(f"/v2/transcript/{job_id}/vtt")
    assert srt.headers["content-type"] == vtt.headers["content-type"] == "text/plain; charset=utf-8"
    assert srt.text == "1\n00:00:00,000 --> 00:00:01,000\nGrüße an alle.\n"
    assert vtt.text == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nGrüße an alle.\n"


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_captions_keep_to_the_length_that_is_asked_for(world: World, kind: str) -> None:
    path = f"/v2/transcript/{world.completed()}/{kind}"
    assert world.client.get(path, params={"chars_per_caption": 12}).text.count("-->") > 3
    assert world.client.get(path, params={"chars_per_caption": ""}).text.count("-->") == 1
    assert (
        world.error(world.client.get(path, params={"chars_per_caption": 0})) == "chars_per_caption must be at least 1"
    )
    assert "must be an integer" in world.error(world.client.get(path, params={"chars_per_caption": "x"}))


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_empty_transcript_has_no_captions(world: World, kind: str) -> None:
    job_id = world.completed(transcript_of(""))
    assert world.error(world.client.get(f"/v2/transcript/{job_id}/{kind}")) == "Transcript text is empty"


def test_empty_transcript_has_empty_sentences(world: World) -> None:
    job_id = world.completed(transcript_of(""))
    body = world.client.get(f"/v2/transcript/{job_id}/sentences").json()
    assert (body["sentences"], body["confidence"], body["audio_duration"]) == ([], 0.0, 0)


def test_word_search_counts_all_matches(world: World) -> None:
    path = f"/v2/transcript/{world.completed()}/word-search"
    body = world.client.get(path, params={"words": "WORST,of times,absent"}).json()
    assert body["total_count"] == 3
    assert [(match["text"], match["count"], match["indexes"]) for match in body["matches"]] == [
        ("WORST", 1, [9]),
        ("of times", 2, [4, 10]),
    ]
    assert body["matches"][0]["timestamps"] == [[3_150, 3_450]]


@pytest.mark.parametrize("query", ["", "?words="])
def test_word_search_needs_words(world: World, query: str) -> None:
    path = f"/v2/transcript/{world.completed()}/word-search{query}"
    assert world.error(world.client.get(path)) == "words is required"


@pytest.mark.parametrize("view", VIEWS)
def test_views_are_refused_before_the_transcript_is_completed(world: World, view: str) -> None:
    text = world.error(world.client.get(f"/v2/transcript/{world.submit()['id']}/{view}"))
    assert text.startswith(
        "This transcript has a status of 'queued'. Transcripts must have a status of 'completed' before requesting "
    )
    assert ("captions" in text) == (view in {"srt", "vtt"})


@pytest.mark.parametrize("view", VIEWS)
def test_views_are_refused_once_the_transcript_is_deleted(world: World, view: str) -> None:
    job_id = world.completed()
    world.client.delete(f"/v2/transcript/{job_id}")
    assert "was deleted" in world.error(world.client.get(f"/v2/transcript/{job_id}/{view}"))


@pytest.mark.parametrize("view", [*VIEWS, "redacted-audio"])
def test_views_of_another_project_look_like_none(world: World, view: str) -> None:
    response = world.client.get(f"/v2/transcript/{world.completed()}/{view}", headers=world.stranger())
    assert world.error(response) == "Transcript lookup error, transcript id not found"
