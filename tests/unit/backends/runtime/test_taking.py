"""Taking weights out of folders and archives."""

import hashlib
import tarfile
import zipfile

import pytest

from scriba.backends.runtime.taking import take
from scriba.core.engines import HubSource, RecognizerCard, WeightsFile
from scriba.core.errors import WeightsDownloadError, WeightsMissingError

CONTENTS = {"encoder.onnx": b"listens" * 99, "decoder.onnx": b"writes" * 99}


@pytest.fixture
def card() -> RecognizerCard:
    return RecognizerCard(
        name="tiny",
        backend="fake",
        languages=frozenset({"en"}),
        licence="MIT",
        source=HubSource(repository="acme/tiny", revision="0" * 40),
        weights=tuple(
            WeightsFile(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            for name, content in CONTENTS.items()
        ),
    )


@pytest.fixture
def unpacked(tmp_path):
    folder = tmp_path / "unpacked"
    (folder / "deep").mkdir(parents=True)
    for name, content in CONTENTS.items():
        (folder / "deep" / f"other-{name}").write_bytes(content)
    (folder / "decoy.onnx").write_bytes(b"x" * len(CONTENTS["encoder.onnx"]))
    return folder


def packed(kind: str, unpacked):
    if kind == "folder":
        return unpacked
    target = unpacked.parent / f"package.{kind}"
    if kind == "tgz":
        with tarfile.open(target, "w:gz") as tape:
            tape.add(unpacked, "package")
    else:
        with zipfile.ZipFile(target, "w") as archive:
            for path in unpacked.rglob("*.onnx"):
                archive.write(path, path.name)
    return target


@pytest.mark.parametrize("kind", ["folder", "tgz", "zip", "whl"])
def test_files_are_found_by_their_hash_when_names_and_places_differ(card, unpacked, tmp_path, kind):
    folder = take(card, tmp_path / "models", [packed(kind, unpacked)])
    assert folder == tmp_path / "models" / "tiny"
    assert {name: (folder / name).read_bytes() for name in CONTENTS} == CONTENTS
    assert {path.name for path in folder.iterdir()} == {*CONTENTS, ".verified.json"}


def test_files_may_lie_in_several_places(card, unpacked, tmp_path):
    one, other = unpacked / "deep" / "other-encoder.onnx", unpacked / "deep" / "other-decoder.onnx"
    with pytest.raises(WeightsMissingError, match=r"decoder.onnx of tiny .* cannot be found in"):
        take(card, tmp_path / "models", [one])
    assert take(card, tmp_path / "models", [other]).is_dir()


def test_a_place_that_cannot_be_read_is_told(card, tmp_path):
    with pytest.raises(WeightsDownloadError, match="cannot be stored"):
        take(card, tmp_path / "models", [tmp_path / "nowhere"])
