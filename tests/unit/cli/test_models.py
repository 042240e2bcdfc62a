import json

import pytest

from scriba.cli import models as command
from scriba.core.errors import UnknownModelError, WeightsCorruptError, WeightsDownloadError, WeightsMissingError
from tests.fakes.weights import FakeWeights, card_of, models_of


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> FakeWeights:
    weights = FakeWeights(present={"whisper-a"})
    cards = (card_of("whisper-a", "de", "en", "es", "fr"), card_of("whisper-b", "en", size=2_000_000_000))
    models = models_of(weights, *cards, roles={"universal-2": "whisper-a"})
    monkeypatch.setattr(command, "build_models", lambda _settings: models)
    return weights


@pytest.mark.usefixtures("weights")
def test_models_are_listed_with_what_people_choose_by_when_asked(scriba):
    out = scriba("models", "list").stdout
    for told in (
        "whisper-a",
        "universal-2",
        "1.5 MB",
        "acme/whisper-a",
        "MIT",
        "yes",
        "whisper-b",
        "2.0 GB",
        "English",
    ):
        assert told in out


@pytest.mark.usefixtures("weights")
def test_the_list_is_json_when_asked(scriba):
    first, second = json.loads(scriba("models", "list", "--json").stdout)
    assert (first["name"], first["installed"], first["serves"]) == ("whisper-a", True, ["universal-2"])
    assert (second["installed"], second["size"], second["languages"]) == (False, 2_000_000_000, ["en"])


def test_the_folder_is_printed_when_a_model_was_pulled(scriba, weights):
    result = scriba("models", "pull", "whisper-b")
    assert result.exit_code == 0
    assert result.stdout == "models/whisper-b\n"
    assert "whisper-b" in weights.present


def test_a_failed_download_has_its_exit_code_when_pulled(scriba, weights):
    weights.is_offline = True
    result = scriba("models", "pull", "whisper-b")
    assert result.exit_code == WeightsDownloadError.exit_code
    assert result.stderr.endswith("Error: https://hub.example cannot be reached.\n")


@pytest.mark.usefixtures("weights")
def test_only_installed_models_are_verified_when_none_is_named(scriba):
    result = scriba("models", "verify", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "whisper-a": [{"name": "model.bin", "path": "models/model.bin", "problem": None}]
    }


def test_verifying_fails_when_a_file_is_damaged(scriba, weights):
    weights.problems = {"whisper-a": "SHA-256 differs"}
    result = scriba("models", "verify")
    assert result.exit_code == WeightsCorruptError.exit_code
    assert "SHA-256 differs" in result.stdout
    assert "scriba models pull whisper-a" in result.stderr


@pytest.mark.usefixtures("weights")
def test_verifying_fails_when_a_model_is_not_there(scriba):
    result = scriba("models", "verify", "whisper-b")
    assert result.exit_code == WeightsMissingError.exit_code
    assert "missing" in result.stdout


@pytest.mark.usefixtures("weights")
def test_the_folder_is_printed_when_asked_for_by_logical_model(scriba):
    assert scriba("models", "path", "universal-2").stdout == "models/whisper-a\n"


@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize("verb", ["pull", "verify", "path"])
def test_the_list_is_pointed_to_when_there_is_no_such_model(scriba, verb):
    result = scriba("models", verb, "whisper-z")
    assert result.exit_code == UnknownModelError.exit_code
    assert result.stderr.endswith(
        "Error: There is no model 'whisper-z'. `scriba models list` shows those that there are.\n"
    )
