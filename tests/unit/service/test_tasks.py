"""Tasks of `speech_understanding` over real stores: with a provider, with one that fails, and without one."""

import json
import re
from dataclasses import asdict

import pytest

from scriba.api.schema.transcripts import transcript_payload
from scriba.core.job import Status
from tests.fakes.bench import Ear
from tests.fakes.providers import ScriptedChat, obliging

SAID = (
    "Hello, this is Sarah Johnson. We talked about the budget for the new office. The budget of the office is too small. "
    "I'll send you the numbers of the budget tomorrow. Could you please call the bank about the loan for the office? "
    "The bank wants to see our plan. Thanks, that helps."
)
SUMMARIES = {"summarization": {"summary_type": "bullets"}, "action_items": {}}
SPANISH = {"target_languages": ["es"], "match_original_utterance": True}
REDACT = {"redact_pii": True, "redact_pii_policies": ["person_name"]}


@pytest.fixture
def asked(bench, recording):
    """Submits a recording in which `SAID` is said, with tasks, and works it off."""

    def work(request, **options):
        bench.engines.ear.says = SAID
        understanding = {"request": request}
        bench.submit(recording((20, True)), **{"speech_understanding": understanding, **options})
        job = bench.work()
        assert job.status == Status.COMPLETED, job.error
        return json.loads(json.dumps(transcript_payload(job), default=asdict))

    return work


def response(payload):
    return payload["speech_understanding"]["response"]


def warnings(payload):
    return [warning["message"] for warning in payload["metadata"]["warnings"]]


@pytest.mark.shows("speech_understanding.request")
def test_own_sentences_answer_when_there_is_no_provider(asked):
    payload = asked(SUMMARIES)
    found = response(payload)["summarization"]
    (section,) = found["summary"]
    assert (found["status"], found["summary_type"], found["effort"]) == ("success", "bullets", "low")
    assert (section["start"], section["end"]) == (payload["words"][0]["start"], payload["words"][-1]["end"])
    sentences = re.split(r"(?<=[.?!]) ", found["block_summary"])
    assert [text for text in (*section["bullets"], section["headline"], *sentences) if text not in SAID] == []
    items = response(payload)["action_items"]["items"]
    assert [item["quote"] for item in items] == [
        "I'll send you the numbers of the budget tomorrow.",
        "Could you please call the bank about the loan for the office?",
    ]
    starts = {word["text"]: word["start"] for word in payload["words"]}
    assert [item["timestamp"] for item in items] == [starts["I'll"], starts["Could"]]
    assert sum("extractive" in warning for warning in warnings(payload)) == 2


@pytest.mark.shows("response.translated_texts")
def test_the_provider_writes_when_there_is_one(asked, bench):
    bench.engines.chat = ScriptedChat(obliging)
    payload = asked({**SUMMARIES, "translation": SPANISH}, speaker_labels=True)
    found = response(payload)
    assert found["summarization"]["summary"][0] | {"start": 0, "end": 0} == {
        "start": 0,
        "end": 0,
        "headline": "Written headline.",
        "bullets": ["One.", "Two."],
    }
    assert found["summarization"]["block_summary"] == "Written text."
    first = payload["words"][0]["start"]
    assert found["action_items"]["items"] == [
        {"action_item": "Do it.", "quote": "Hello, this is Sarah Johnson.", "timestamp": first}
    ]
    assert found["translation"] == {"status": "success"}
    assert payload["translated_texts"] == {"es": SAID.upper()}
    assert [turn["translated_texts"] for turn in payload["utterances"]] == [{"es": SAID.upper()}]
    assert warnings(payload) == []


def test_the_old_options_are_written_by_the_provider_too(asked, bench):
    bench.engines.chat = ScriptedChat(obliging)
    payload = asked({}, summarization=True, summary_model="informative", summary_type="bullets")
    assert payload["summary"] == "- One.\n- Two."
    assert warnings(payload) == []


def test_chapters_are_written_by_the_provider_where_they_are_found_locally(asked, bench):
    bench.engines.chat = ScriptedChat(obliging)
    payload = asked({}, auto_chapters=True)
    (chapter,) = payload["chapters"]
    assert chapter == {
        "gist": "Written gist",
        "headline": "Written headline.",
        "summary": "Written summary.",
        "start": payload["words"][0]["start"],
        "end": payload["words"][-1]["end"],
    }


def test_local_answers_come_with_a_warning_when_the_provider_fails(asked, bench):
    bench.engines.chat = ScriptedChat(lambda *_: 503)
    payload = asked({**SUMMARIES, "translation": SPANISH}, summarization=True)
    assert payload["summary"]
    assert response(payload)["action_items"]["items"]
    assert response(payload)["translation"] == {"status": "unavailable"}
    told = warnings(payload)
    assert sum(text.startswith("The provider answered 503. The local method has answered") for text in told) == 3
    assert "The text is not translated from English to Spanish. The provider answered 503." in told
    assert len(bench.engines.chat.asked) == 2


def test_the_provider_sees_no_redacted_word_and_no_answer_tells_one(asked, bench):
    bench.engines.chat = ScriptedChat(obliging)
    request = {
        **SUMMARIES,
        "translation": SPANISH,
        "speaker_identification": {"speaker_type": "name", "known_values": []},
    }
    payload = asked(request, **REDACT, summarization=True, speaker_labels=True, redact_pii_return_unredacted=True)
    assert len(bench.engines.chat.asked) >= 5
    seen = json.dumps(bench.engines.chat.asked)
    assert "##### #######" in seen
    assert [word for word in ("Sarah", "Johnson") if word.lower() in seen.lower()] == []
    shown = {name: value for name, value in payload.items() if not name.startswith("unredacted")}
    assert "sarah" not in str(shown).lower()


def test_nothing_is_translated_when_nothing_here_can(asked):
    payload = asked({"translation": {"target_languages": ["fr", "en_uk"]}})
    assert response(payload)["translation"] == {"status": "success"}
    assert payload["translated_texts"] == {"en_uk": SAID}
    (warning,) = warnings(payload)
    assert warning.startswith("The text is not translated from English to French. There is neither a provider nor")


def test_statuses_are_unavailable_when_the_language_has_no_rules(bench, asked):
    bench.engines.ear = Ear("es", 0.8)
    payload = asked(SUMMARIES, language_code="es")
    assert response(payload) == {
        "summarization": {"status": "unavailable", "summary_type": "bullets", "effort": "low"},
        "action_items": {"status": "unavailable", "effort": "low"},
    }
    assert sum("works in English only, unless a provider is set" in warning for warning in warnings(payload)) == 2


def test_the_provider_answers_in_languages_that_have_no_rules(bench, asked):
    bench.engines.ear, bench.engines.chat = Ear("es", 0.8), ScriptedChat(obliging)
    payload = asked(SUMMARIES, language_code="es")
    assert [part["status"] for part in response(payload).values()] == ["success", "success"]
    assert all("Spanish" in instructions for instructions, _ in bench.engines.chat.asked)


def test_names_come_from_what_is_said_when_no_voice_is_known(asked):
    request = {"speaker_identification": {"speaker_type": "name"}}
    payload = asked(request, speaker_labels=True)
    assert response(payload)["speaker_identification"] == {"status": "success", "mapping": {"A": "Sarah Johnson"}}
    assert {word["speaker"] for word in payload["words"]} == {"Sarah Johnson"}
    assert warnings(payload) == []


@pytest.mark.parametrize(
    ("said", "mapping"),
    [("SARAH", {"A": "Sarah"}), ("Mallory", {}), (None, {})],
)
def test_the_provider_is_believed_when_it_names_whom_the_request_knows(asked, bench, said, mapping):
    bench.engines.chat = ScriptedChat(lambda *_: {"speakers": {"A": said, "Z": "Sarah"}})
    request = {"speaker_identification": {"speaker_type": "name", "known_values": ["Sarah", "Bob"]}}
    payload = asked(request, speaker_labels=True)
    assert response(payload)["speaker_identification"]["mapping"] == mapping


@pytest.mark.parametrize(
    ("said", "mapping"), [("sarah johnson", {"A": "sarah johnson"}), ("Mallory", {}), ("####", {})]
)
def test_the_provider_is_believed_when_the_name_is_said(asked, bench, said, mapping):
    bench.engines.chat = ScriptedChat(lambda *_: {"speakers": {"A": said}})
    payload = asked({"speaker_identification": {"speaker_type": "name"}}, speaker_labels=True)
    assert response(payload)["speaker_identification"]["mapping"] == mapping
