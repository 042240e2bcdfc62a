from scriba.core.insights import NO_INSIGHTS
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.chapters import add_chapters
from tests.fakes.readers import passage_of
from tests.fakes.words import transcript_of

FOOTBALL = (
    "The home team lost again on Sunday. The goalkeeper had a terrible match. The coach of the team was furious. The striker "
    "scored a late goal but the referee had stopped the match. Fans ask whether the coach will keep his job. The team has "
    "won only two matches. Their next match is away. The captain of the team will miss four matches. "
)
WEATHER = (
    "A storm moves in from the sea tonight. The storm brings heavy rain. The wind will reach ninety kilometres an hour on "
    "the coast. Drivers should expect flooded roads after the rain. The rain turns into snow over the mountains. The snow "
    "will be ten centimetres deep. On Wednesday the wind calms down. The storm warning ends tomorrow. "
)


def chapters_of(transcript):
    return add_chapters(NO_INSIGHTS, passage_of(transcript), TranscriptOptions()).chapters


def test_a_chapter_begins_where_the_subject_changes():
    transcript = transcript_of(FOOTBALL + WEATHER, length=500)
    change = len(FOOTBALL.split())
    first, second = chapters_of(transcript)
    assert (first.start, first.end) == (0, transcript.words[change - 1].end)
    assert (second.start, second.end) == (transcript.words[change].start, transcript.words[-1].end)
    assert "storm" not in first.summary
    assert "team" not in second.summary


def test_titles_are_the_text_s_own():
    text = FOOTBALL + WEATHER
    for chapter in chapters_of(transcript_of(text, length=500)):
        assert chapter.headline in text
        assert chapter.gist in text
        assert all(sentence in text for sentence in chapter.summary.split(". "))


def test_there_is_one_chapter_when_the_text_is_short():
    transcript = transcript_of("The boat sank in the harbour. Nobody was hurt.")
    (chapter,) = chapters_of(transcript)
    assert (chapter.start, chapter.end) == (0, transcript.words[-1].end)


def test_there_is_one_chapter_when_the_subject_stays():
    assert len(chapters_of(transcript_of(FOOTBALL * 2, length=500))) == 1


def test_there_is_none_when_nothing_is_said():
    assert chapters_of(transcript_of("")) == ()
