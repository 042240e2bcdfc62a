import pytest

from scriba.pipeline.text.safety_words import CUES, GRAVE, MILD


@pytest.mark.parametrize(
    ("label", "said", "not_said"),
    [
        ("alcohol", "a pint of Lager", "a pin of the label"),
        ("tobacco", "she smokes outside", "smoke from the grill"),
        ("weapons", "two handguns", "the gunny sack"),
        ("gambling", "I wagered ten", "the best of all"),
        ("marijuana", "a bag of weed", "the weeds in the bed"),
        ("pornography", "X-rated clips", "clips of the concert"),
        ("drugs", "a syringe", "a syrup"),
        ("financials", "earnings per share", "her share of the pie"),
    ],
)
def test_things_are_named_or_not(label, said, not_said):
    assert CUES[label].search(said)
    assert not CUES[label].search(not_said)


def test_words_weigh_more_or_less():
    assert len(GRAVE.findall("Three people died and hundreds were injured.")) == 3
    assert len(MILD.findall("A minor cut, nobody was hurt.")) == 2
