"""The transcript's views of its words."""

from dataclasses import replace

from scriba.core.transcript import Transcript, Word


def word(text: str, start: int = 0, speaker: str | None = None, confidence: float = 1.0) -> Word:
    return Word(text=text, start=start, end=start + 100, confidence=confidence, speaker=speaker)


def test_text_follows_the_words_and_the_script():
    words = (word("Guten"), word("Tag."))
    assert Transcript(language="de", duration=1, words=words).text == "Guten Tag."
    assert Transcript(language="ja", duration=1, words=(word("今日"), word("は。"))).text == "今日は。"
    assert Transcript(language="de", duration=1, words=()).text == ""
    mixed = (word("我"), word("用"), word("Open"), word("Source"), word("软件"), word("3"), word("年"))
    assert Transcript(language="zh", duration=1, words=mixed).text == "我用Open Source软件3年"


def test_duration_is_rounded_up_to_seconds():
    assert [Transcript(language="en", duration=ms, words=()).duration_seconds for ms in (0, 1, 1000, 1280)] == [
        0,
        1,
        1,
        2,
    ]


def test_confidence_is_the_mean_of_the_words():
    transcript = Transcript(language="en", duration=1, words=(word("a", confidence=0.5), word("b", confidence=1.0)))
    assert transcript.confidence == 0.75
    assert transcript.with_words(()).confidence == 0


def test_utterances_are_the_runs_of_one_speaker():
    words = (word("a", 0, "A"), word("b", 100, "A"), word("c", 200, "B"), word("d", 300, "A"))
    spans = Transcript(language="en", duration=1, words=words).utterances
    assert [(span.speaker, span.text, span.start, span.end) for span in spans] == [
        ("A", "a b", 0, 200), ("B", "c", 200, 300), ("A", "d", 300, 400),
    ]  # fmt: skip


def test_word_survives_the_store():
    for original in (word("x", 5, "A", 0.25), word("y")):
        assert Word.from_row(list(original.row())) == original


def test_the_timeline_is_by_start_when_there_are_channels_and_as_it_is_when_there_are_none():
    one, other, late = (
        Word(text=text, start=start, end=start + 900, confidence=1.0, channel=channel)
        for text, start, channel in (("one", 0, "1"), ("late", 1_000, "1"), ("other", 500, "2"))
    )
    several = Transcript(language="en", duration=3_000, words=(one, other, late))
    assert several.text == "one late other"
    assert [word.text for word in several.timeline] == ["one", "other", "late"]
    alone = several.with_words(replace(word, channel=None) for word in several.words)
    assert alone.timeline is alone.words
