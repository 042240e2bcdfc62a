"""Redaction and entities as work items, over real stores: what is said is scripted, what is found is not."""

import zlib
from pathlib import Path

import pytest

from scriba.api.schema.transcripts import transcript_payload
from scriba.core.errors import LanguageUnsupportedError, ModelError
from scriba.core.insights import NO_INSIGHTS
from scriba.core.job import Status
from tests.fakes.bench import Ear

SAID = "hello this is sarah johnson my card is four one one one one one one one one one one one one one one one"
SECRETS = ("sarah", "johnson", "one one one")
REDACT = {"redact_pii": True, "redact_pii_policies": ["person_name", "credit_card_number"]}


@pytest.fixture
def heard(bench, recording):
    """Submits a recording in which `SAID` is said, and works it off."""

    def work(**options):
        bench.engines.ear.says = SAID
        bench.submit(recording((8, True)), **{"format_text": False, **options})
        return bench.work()

    return work


def leaks(folder: Path, secrets: tuple[str, ...]) -> list[str]:
    """Secrets in any file of a folder, in compressed documents too."""
    found = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        texts = [content, *_inflated(content)]
        found += [f"{path.name}: {secret}" for secret in secrets if any(secret.encode() in text for text in texts)]
    return found


def _inflated(content: bytes) -> list[bytes]:
    """Whatever a zlib stream in the bytes holds."""
    texts = []
    position = content.find(b"\x78\x01")
    while position >= 0:
        stream = zlib.decompressobj()
        try:
            texts.append(stream.decompress(content[position:]))
        except zlib.error:
            texts.append(b"")
        position = content.find(b"\x78\x01", position + 1)
    return texts


def test_words_are_redacted_when_asked(heard, bench):
    transcript = heard(**REDACT).transcript
    assert transcript.text.startswith("hello this is ##### ####### my card is #### ### ###")
    assert bench.ran[-1] == ("understand", 0)
    assert (transcript.unredacted, transcript.entities) == (None, None)


def test_nothing_of_the_words_stays_on_disk_when_they_are_redacted(heard, tmp_path):
    heard(**REDACT, entity_detection=True)
    assert leaks(tmp_path, SECRETS) == []


def test_the_search_for_leaks_finds_them_when_nothing_is_redacted(heard, tmp_path):
    heard()
    assert leaks(tmp_path, SECRETS)


def test_unredacted_words_are_kept_apart_when_asked(heard):
    transcript = heard(**REDACT, redact_pii_return_unredacted=True).transcript
    assert "sarah" not in transcript.text
    assert " ".join(word.text for word in transcript.unredacted) == SAID


def test_entities_are_told_when_asked(heard):
    job = heard(entity_detection=True)
    assert [(each.entity_type, each.text) for each in job.transcript.entities] == [
        ("person_name", "sarah johnson"),
        ("credit_card_number", SAID.partition("card is ")[2]),
    ]
    assert job.transcript.text == SAID
    assert set(job.findings["timings"]) == {"prepare", "recognize", "finish"}


def test_entities_are_redacted_as_the_words_are_when_both_are_asked(heard):
    transcript = heard(
        redact_pii=True, redact_pii_policies=["person_name"], redact_pii_sub="entity_name", entity_detection=True
    ).transcript
    assert transcript.entities[0].text == "[PERSON_NAME]"
    assert transcript.entities[1].text.startswith("four one")
    assert transcript.text.startswith("hello this is [PERSON_NAME] my card")


@pytest.mark.shows("redact_static_entities")
def test_key_phrases_come_from_redacted_words_when_both_are_asked(heard, tmp_path):
    job = heard(**REDACT, auto_highlights=True)
    assert [phrase.text for phrase in job.transcript.insights.highlights] == ["card"]
    assert leaks(tmp_path, SECRETS) == []


def test_topics_and_content_safety_come_from_redacted_words_when_all_are_asked(heard, tmp_path):
    job = heard(**REDACT, iab_categories=True, content_safety=True, content_safety_confidence=25)
    insights = job.transcript.insights
    assert insights.topics.blocks[0].text.startswith("hello this is ##### ####### my card")
    told = str(transcript_payload(job)).lower()
    assert [secret for secret in SECRETS if secret in told] == []
    assert leaks(tmp_path, SECRETS) == []


def test_topics_are_unavailable_when_the_named_language_is_not_read(bench, recording):
    bench.engines.ear = Ear("es", 0.8)
    bench.submit(recording((5, True)), language_code="es", iab_categories=True, content_safety=True)
    job = bench.work()
    assert job.status == Status.COMPLETED
    payload = transcript_payload(job)
    assert payload["iab_categories_result"] == {"status": "unavailable", "results": [], "summary": {}}
    assert payload["content_safety_labels"]["status"] == "unavailable"
    told = " ".join(job.findings["warnings"])
    assert "not available in this language: iab_categories" in told
    assert "not available in this language: content_safety" in told


def test_key_phrases_alone_need_no_model_of_names(heard, bench):
    bench.engines.tagger = BrokenTagger
    phrases = heard(auto_highlights=True).transcript.insights.highlights
    assert any("sarah johnson" in phrase.text for phrase in phrases)


def test_key_phrases_are_unavailable_when_the_detected_language_is_another(bench, recording):
    bench.engines.ear = Ear("es", 0.8)
    bench.submit(recording((5, True)), language_detection=True, auto_highlights=True)
    job = bench.work()
    assert job.status == Status.COMPLETED
    payload = transcript_payload(job)
    assert payload["auto_highlights_result"] == {"status": "unavailable", "results": []}
    assert any("auto_highlights" in warning for warning in job.findings["warnings"])


@pytest.mark.parametrize(
    "extracts",
    [{"summarization": True, "summary_model": "informative", "summary_type": "paragraph"}, {"auto_chapters": True}],
)
def test_extracts_are_of_redacted_sentences_and_say_that_they_are_extracts(heard, tmp_path, extracts):
    job = heard(**REDACT, **extracts, sentiment_analysis=True, format_text=True)
    told = str(job.transcript.insights).lower()
    assert "##### #######" in told
    assert [secret for secret in ("sarah", "johnson", "1111") if secret in told] == []
    assert leaks(tmp_path, ("sarah", "johnson", "1111")) == []
    assert any("extractive" in warning for warning in job.findings["warnings"])


def test_what_nobody_asked_for_is_not_made(heard):
    assert heard(entity_detection=True).transcript.insights == NO_INSIGHTS


def test_own_terms_are_redacted_when_named(heard):
    transcript = heard(redact_pii=True, redact_static_entities={"GREETING": ["Hello"]}).transcript
    assert transcript.text.startswith("##### this is sarah")


def test_redaction_fails_before_recognition_when_the_language_is_unknown_to_it(bench, recording):
    bench.submit(recording((5, True)), language_code="es", **REDACT)
    with pytest.raises(LanguageUnsupportedError, match="not available in this language: redact_pii"):
        bench.work()
    assert bench.engines.asked == []


def test_forms_are_redacted_with_a_warning_when_the_language_is_another(bench, recording, tmp_path):
    bench.engines.ear = Ear("es", 0.8)
    bench.engines.ear.says = "llama al seis uno dos treinta y cuatro cincuenta y seis setenta y ocho"
    options = {"redact_pii": True, "redact_pii_policies": ["phone_number"], "redact_pii_sub": "entity_name"}
    bench.submit(recording((8, True)), language_detection=True, format_text=False, **options)
    job = bench.work()
    assert job.transcript.text == "llama al [PHONE_NUMBER]"
    assert any("in Spanish only" in warning for warning in job.findings["warnings"])
    assert leaks(tmp_path, ("treinta y cuatro", '"treinta"')) == []


def test_entities_are_refused_with_a_warning_when_the_detected_language_has_none(bench, recording):
    bench.engines.ear = Ear("es", 0.8)
    bench.submit(recording((5, True)), language_detection=True, entity_detection=True)
    job = bench.work()
    assert (job.status, job.transcript.entities) == (Status.COMPLETED, None)
    assert any("entity_detection" in warning for warning in job.findings["warnings"])


class BrokenTagger:
    """Fails, and tells the whole text when it does."""

    def tag(self, sentences):
        raise ValueError(" ".join(sentences))


def test_no_word_is_told_when_understanding_fails(heard, bench):
    bench.engines.tagger = BrokenTagger
    with pytest.raises(ModelError, match="ValueError") as caught:
        heard(**REDACT)
    assert "sarah" not in str(caught.value).lower()
    assert caught.value.__suppress_context__
