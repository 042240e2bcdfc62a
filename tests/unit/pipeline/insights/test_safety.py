import pytest

from scriba.core.insights import NO_INSIGHTS, NOT_SEVERE, SAFETY_LABELS
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.safety import HEADS, add_safety
from tests.fakes.readers import passage_of
from tests.fakes.words import transcript_of


def safety_of(text, *, length=300, **options):
    asked = TranscriptOptions(content_safety=True, **options)
    return add_safety(NO_INSIGHTS, passage_of(transcript_of(text, length=length)), asked).safety


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The bus went off the road and nine passengers were hurt.", "accidents"),
        ("He had four beers and a whiskey before dinner.", "alcohol"),
        ("Net income rose to ninety million dollars in the third quarter.", "financials"),
        ("The burglar stabbed the owner and took the money.", "crime_violence"),
        ("They sold heroin and cocaine in the park.", "drugs"),
        ("She lost everything at the roulette table of the casino.", "gambling"),
        ("People of that faith are vermin and must be thrown out.", "hate_speech"),
        ("My doctor found a tumor in my liver.", "health_issues"),
        ("We read manga and watched every episode of the anime.", "manga"),
        ("He smokes weed and grows cannabis at home.", "marijuana"),
        ("The hurricane flooded the coast and destroyed the town.", "disasters"),
        ("He is addicted to porn and watches explicit videos.", "pornography"),
        ("What the f***, this is bullshit.", "profanity"),
        ("The bomber belonged to a terrorist group.", "terrorism"),
        ("I smoke a pack of cigarettes a day.", "tobacco"),
        ("He pointed a loaded gun at the guard.", "weapons"),
    ],
)
def test_what_is_delicate_is_found(text, label):
    assert next(iter(safety_of(text).summary)) == label


@pytest.mark.parametrize(
    "text",
    [
        "We shot a film by the lake.",
        "That was a killer deal at the drug store.",
        "Put the pot on the stove and the joint in the oven.",
        "I bet you would like that bar chart.",
        "Good morning, how can I help you today?",
        "",
    ],
)
def test_what_only_sounds_like_it_is_not(text):
    safety = safety_of(text)
    assert (safety.blocks, safety.summary, safety.severities) == ((), {}, {})


def test_blocks_tell_which_sentences_they_are():
    calm = "We walked along the river and had some tea at home. " * 5
    safety = safety_of(f"{calm}He shot two men with a pistol and fled.", length=500)
    (block,) = safety.blocks
    assert block.last == 5
    assert block.text.endswith("He shot two men with a pistol and fled.")
    assert block.first <= block.last
    assert {"crime_violence", "weapons"} & set(safety.summary)


def test_more_is_told_when_less_confidence_is_enough():
    text = "The steel maker will cut two thousand jobs, it said on Thursday."
    loose, strict = safety_of(text, content_safety_confidence=25), safety_of(text, content_safety_confidence=100)
    assert "negative_news" in loose.summary
    assert all(confidence >= 0.25 for confidence in loose.summary.values())
    assert strict.summary == {}


def test_severities_are_shares_and_graver_words_weigh_more():
    mild = safety_of("He had a minor cold and is better now.", content_safety_confidence=25)
    grave = safety_of("The patients are dying of cancer and severe infections in the hospital.")
    low, medium, high = grave.severities["health_issues"]
    assert low + medium + high == pytest.approx(1)
    assert mild.severities["health_issues"][0] > low
    (label,) = [each for each in grave.blocks[0].labels if each.label == "health_issues"]
    assert 0 <= label.severity <= 1


def test_some_labels_have_no_severity():
    safety = safety_of("We read manga and watched every episode of the anime.")
    assert [label.severity for label in safety.blocks[0].labels if label.label in NOT_SEVERE] == [None]
    assert "manga" not in safety.severities


def test_names_that_look_profane_are_none():
    assert "profanity" not in safety_of("Dick Miller called about the hall.").summary


def test_there_is_a_column_for_every_label_but_profanity():
    assert {*HEADS, "profanity"} == set(SAFETY_LABELS)
    assert len(SAFETY_LABELS) == 19
