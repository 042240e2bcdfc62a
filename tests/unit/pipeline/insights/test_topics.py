import pytest

from scriba.core.insights import NO_INSIGHTS
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.heads import TOPICS, matrix
from scriba.pipeline.insights.topics import add_topics, taxonomy
from tests.fakes.readers import passage_of, real_encoder
from tests.fakes.words import transcript_of

BAKING = "Beat the eggs with the sugar, add the flour and bake the cake for forty minutes."
SPACE = "The rocket left for Mars, and the telescope found a planet around another star."


def topics_of(text, **how):
    return add_topics(NO_INSIGHTS, passage_of(transcript_of(text, **how)), TranscriptOptions()).topics


# Labels as responses of the original service show them, from its public examples.
@pytest.mark.parametrize(
    "label",
    [
        "BooksAndLiterature>ArtAndPhotographyBooks",
        "BusinessAndFinance>Business>GreenSolutions",
        "Hobbies&Interests>ArtsAndCrafts>Photography",
        "Home&Garden>IndoorEnvironmentalQuality",
        "MedicalHealth>DiseasesAndConditions>Injuries>FirstAid",
        "MedicalHealth>DiseasesAndConditions>BrainAndNervousSystemDisorders",
        "MusicAndAudio>TalkRadio>EducationalRadio",
        "NewsAndPolitics>Politics>PoliticalIssues",
        "Religion&Spirituality>Spirituality",
        "Shopping>LotteriesAndScratchcards",
        "Style&Fashion>PersonalCare>DeodorantAndAntiperspirant",
        "Technology&Computing>Computing>ComputerNetworking",
        "Television>RealityTV",
        "Travel>TravelLocations>PolarTravel",
        "HealthyLiving",
    ],
)
def test_labels_are_written_as_the_original_writes_them(label):
    assert label in dict(taxonomy())


def test_taxonomy_is_whole():
    labels = [label for label, _ in taxonomy()]
    assert len(set(labels)) == 698
    parents = {label.rpartition(">")[0] for label in labels} - {""}
    assert parents <= set(labels)
    assert all(description.split(": ")[1] for _, description in taxonomy())


def test_points_are_those_of_the_descriptions():
    numbers = range(0, 698, 70)
    points = real_encoder().encode([taxonomy()[number][1] for number in numbers])
    packaged = matrix(TOPICS)[list(numbers)].astype("float32")
    likeness = (points * packaged).sum(axis=1) / (packaged**2).sum(axis=1) ** 0.5
    assert matrix(TOPICS).shape == (698, 384)
    assert likeness.min() > 0.99


def test_each_block_has_its_topics_and_the_whole_those_of_all():
    topics = topics_of(f"{BAKING} {SPACE}", length=1700)
    first, second = topics.blocks
    assert next(iter(first.labels)) == "Food&Drink>DessertsAndBaking"
    assert next(iter(second.labels)) == "Science>SpaceAndAstronomy"
    assert (first.text, second.text) == (BAKING, SPACE)
    assert first.start < first.end <= second.start < second.end
    assert {"Food&Drink>DessertsAndBaking", "Science>SpaceAndAstronomy"} <= set(topics.summary)


def test_relevances_fall_and_the_summary_begins_with_one():
    topics = topics_of(f"{BAKING} {SPACE}", length=1700)
    for block in topics.blocks:
        relevances = list(block.labels.values())
        assert len(relevances) == 10
        assert relevances == sorted(relevances, reverse=True)
        assert 0 <= relevances[-1] <= relevances[0] <= 1
    values = list(topics.summary.values())
    assert values[0] == 1
    assert values == sorted(values, reverse=True)
    assert 10 <= len(values) <= 20


def test_there_are_no_topics_when_nothing_is_said():
    topics = topics_of("")
    assert (topics.blocks, topics.summary) == ((), {})
