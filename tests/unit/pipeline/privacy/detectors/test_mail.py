"""E-mail addresses in other wordings."""

import pytest

from tests.unit.pipeline.privacy.found import found_in

CASES = [
    (("Your email?", "T as in Tom, Becker, 40 at Gmail."), "T as in Tom, Becker, 40 at Gmail"),
    (("it is j f dot lowe at u n i dot e d u",), "j f dot lowe at u n i dot e d u"),
    (("s-t-e-r-n at yahoo.com",), "s-t-e-r-n at yahoo.com"),
]


@pytest.mark.parametrize(("turns", "expected"), CASES, ids=[turns[-1] for turns, _ in CASES])
def test_address_is_found_when_it_is_spelled_out(turns, expected):
    assert ("email_address", expected) in found_in(*turns)


@pytest.mark.parametrize("text", ["I work at Yahoo now.", "look at gmail for a change"])
def test_at_is_no_sign_when_a_place_of_work_follows(text):
    assert not [kind for kind, _ in found_in(text) if kind == "email_address"]
