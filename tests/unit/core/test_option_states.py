"""No option is accepted and ignored: what does not work is told, by name, whenever it is used."""

from typing import Any, Final

import pytest

from docs.generate_contract import options
from scriba.core.option_listing import ListedOption
from scriba.core.option_texts import warnings_of
from scriba.core.options import TranscriptOptions

COMPANIONS: Final[dict[str, dict[str, Any]]] = {
    "summary_model": {"summary_type": "bullets"},
    "summary_type": {"summary_model": "informative"},
}
"""Options that must be set together."""

SAMPLES: Final[dict[str, Any]] = {"boolean": True, "integer": 50, "number": 0.5, "string": "x", "object": {"x": 1}}


def in_state(state: str) -> list[Any]:
    """Options in a state, without those inside an object of the same state: the object's warning is theirs."""
    states = {name: option.state for name, option in options()}
    return [
        pytest.param(name, option, id=name)
        for name, option in options()
        if option.state == state and states.get(name.rpartition(".")[0]) != state
    ]


def sample(option: ListedOption) -> Any:
    """A value that is not the default."""
    if option.values:
        found: Any = next(value for value in option.values if value != option.default)
    else:
        found = not option.default if option.type == "boolean" else SAMPLES.get(option.type, "x")
    return [found] if option.type.startswith("list") else found


def warnings(name: str, option: ListedOption) -> list[str]:
    first, _, inner = name.partition(".")
    value = {inner: sample(option)} if inner else sample(option)
    request = TranscriptOptions.model_validate({first: value, **COMPANIONS.get(name, {})})
    return warnings_of(request, frozenset())


@pytest.mark.shows("state: warned")
@pytest.mark.parametrize(("name", "option"), in_state("warned"))
def test_option_is_warned_of_when_it_does_not_work_yet(name: str, option: ListedOption) -> None:
    assert f'"{name}" does not work in this version yet: {option.consequence}.' in warnings(name, option)


@pytest.mark.shows("state: legacy")
@pytest.mark.parametrize(("name", "option"), in_state("legacy"))
def test_option_is_warned_of_when_it_is_one_of_former_times(name: str, option: ListedOption) -> None:
    assert f'"{name}" is an option of former times and has no effect.' in warnings(name, option)
