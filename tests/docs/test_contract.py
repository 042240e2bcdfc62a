"""No option is accepted and ignored: each that is said to work has a test that shows it."""

import pytest

from docs.generate_contract import STATE, fields, options, shown_by

SHOWN = shown_by()


@pytest.mark.parametrize(("name", "state"), [(name, option.state) for name, option in options()])
def test_every_option_that_works_or_is_warned_of_has_a_test(name: str, state: str) -> None:
    assert SHOWN.get(name) or SHOWN.get(STATE + state), (
        f"{name} is said to be {state}: mark a test with @pytest.mark.shows({name!r})"
    )


@pytest.mark.parametrize("name", [name for name, _ in fields()])
def test_every_field_of_an_answer_has_a_test(name: str) -> None:
    assert SHOWN.get(name), f"mark a test with @pytest.mark.shows({name!r})"


def test_tests_show_what_exists() -> None:
    states = {STATE + option.state for _, option in options()}
    assert set(SHOWN) - {name for name, _ in options()} - {name for name, _ in fields()} - states == set()
