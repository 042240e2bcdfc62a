"""Money without its currency."""

import pytest

from tests.unit.pipeline.privacy.found import found_in

MONEY = [
    ("They charged me 84.20 for it.", "84.20"),
    ("we paid fourteen fifty for lunch", "fourteen fifty"),
    ("My salary is sixty one thousand a year.", "sixty one thousand"),
    ("It was three and a half million dollars.", "three and a half million dollars"),
    ("The hotel wanted CHF 210.", "CHF 210"),
    ("that is half a million dollars", "half a million dollars"),
]
NO_MONEY = ["I paid 3 people.", "The price is up 20 points.", "He ran the mile in 4.21.", "I weigh a five pound bag."]


@pytest.mark.parametrize(("text", "amount"), MONEY, ids=[text for text, _ in MONEY])
def test_number_is_money_when_it_is_said_as_a_price(text, amount):
    assert ("money_amount", amount) in found_in(text)


@pytest.mark.parametrize("text", NO_MONEY)
def test_number_is_no_money_when_it_counts(text):
    assert not [kind for kind, _ in found_in(text) if kind == "money_amount"]
