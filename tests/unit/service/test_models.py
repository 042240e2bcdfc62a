from dataclasses import replace
from pathlib import Path

import pytest

from scriba.core.errors import UnknownModelError, WeightsMissingError
from tests.fakes.weights import FakeWeights, card_of, models_of


def test_a_model_tells_what_it_serves_when_asked():
    models = models_of(
        FakeWeights({"a"}), card_of("a"), card_of("b"), roles={"universal-2": "a", "universal-3-pro": "a"}
    )
    first, second = models.list()
    assert (first.is_installed, first.serves) == (True, ("universal-2", "universal-3-pro"))
    assert (second.is_installed, second.serves) == (False, ())


def test_a_model_is_found_by_the_logical_model_when_it_serves_one():
    models = models_of(FakeWeights({"a"}), card_of("a"), roles={"universal-2": "a"})
    assert models.path("universal-2") == models.path("a") == Path("models/a")


def test_a_model_is_refused_when_nothing_has_its_name():
    with pytest.raises(UnknownModelError, match="scriba models list"):
        models_of(FakeWeights()).card("a")


@pytest.fixture
def joined():
    """A recognizer that is made of two others, the first of which is installed."""
    both = replace(card_of("a+b"), members=("a", "b"), weights=())
    return models_of(FakeWeights({"a"}), card_of("a"), card_of("b"), both)


def test_a_recognizer_of_others_is_installed_when_they_are(joined):
    assert not joined.state("a+b").is_installed
    assert [file.problem for file in joined.verify("a+b")] == ["", "missing"]
    with pytest.raises(WeightsMissingError):
        joined.path("a+b")
    joined.take("b", [Path("package.tgz")])
    assert joined.state("a+b").is_installed
    assert joined.path("a+b") == Path("models")


def test_what_a_recognizer_of_others_lacks_is_pulled(joined):
    told: list[str] = []
    assert joined.pull("a+b", lambda name, _done, _size: told.append(name)) == Path("models")
    assert told == ["model.bin"] * 3
    assert joined.state("b").is_installed


def test_a_folder_of_the_operator_s_own_cannot_be_pulled():
    models = models_of(FakeWeights(), replace(card_of("mine"), weights=()))
    with pytest.raises(WeightsMissingError, match="put its files into models/mine"):
        models.pull("mine")


def test_progress_is_told_when_a_model_is_pulled():
    told: list[tuple[str, int, int]] = []
    models = models_of(FakeWeights(), card_of("a", size=100))
    models.pull("a", lambda *step: told.append(step))
    assert told == [("model.bin", 0, 100), ("model.bin", 50, 100), ("model.bin", 100, 100)]
