"""Check digits, against published examples."""

import pytest

from scriba.pipeline.privacy.detectors.banking import is_iban, is_routing
from scriba.pipeline.privacy.detectors.cards import is_luhn


@pytest.mark.parametrize("number", ["4111111111111111", "378282246310005", "6011000990139424"])
def test_a_card_number_is_right_when_its_last_digit_fits(number):
    assert is_luhn(number)
    assert not is_luhn(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("number", ["de89370400440532013000", "gb82west12345698765432", "nl91abna0417164300"])
def test_an_iban_is_right_when_it_leaves_one(number):
    assert is_iban(number)
    assert not is_iban(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_a_routing_number_is_right_when_the_weighted_sum_is_round():
    assert is_routing("021000021")
    assert not is_routing("021000022")
    assert not is_routing("12345678")
    assert not is_routing("w12345678")
