"""Reading model files; the format's writer is CTranslate2's converter library, so small files are written with it."""

import struct

import ctranslate2
import numpy as np
import pytest

from scriba.backends.runtime.ctranslate2_file import VERSION, read_variables


class Spec(ctranslate2.specs.LayerSpec):  # type: ignore[misc]  # the library ships no types
    def __init__(self):
        self.gamma = None
        self.weight = None
        self.weight_scale = ctranslate2.specs.model_spec.OPTIONAL


class TwoLayers(ctranslate2.specs.ModelSpec):  # type: ignore[misc]  # the library ships no types
    """A model with a name, a setting, and two layers of which the second is the first one's alias."""

    def __init__(self):
        super().__init__()
        self.heads = np.int8(8)
        self.first = Spec()
        self.second = Spec()

    @property
    def name(self):
        return "TwoLayers"

    @property
    def revision(self):
        return 1


GAMMA = np.array([0.5, -2.0, 3.25], np.float32)
WEIGHT = np.arange(6, dtype=np.float32).reshape(2, 3)


@pytest.fixture
def write(tmp_path):
    def written(kind):
        spec = TwoLayers()
        for layer in (spec.first, spec.second):
            layer.gamma, layer.weight = GAMMA.copy(), WEIGHT.copy()
        spec.validate()
        spec.optimize(quantization=kind)
        spec.save(str(tmp_path))
        return tmp_path / "model.bin"

    return written


@pytest.mark.parametrize("kind", [None, "float16", "int8"])
def test_weights_come_out_as_floats_whatever_they_are_stored_as(write, kind):
    variables = read_variables(write(kind))
    assert variables.number("heads") == 8
    np.testing.assert_allclose(variables.weights("first/gamma"), GAMMA)
    np.testing.assert_allclose(variables.weights("first/weight"), WEIGHT, atol=5 / 127)
    assert variables.weights("first/weight").dtype == np.float32
    assert "first/weight" in variables
    assert "third/weight" not in variables


def test_an_alias_is_found_by_both_names(write):
    variables = read_variables(write(None))
    np.testing.assert_array_equal(variables.weights("second/weight"), variables.weights("first/weight"))


def test_a_file_that_ends_too_early_is_refused(write):
    path = write(None)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ValueError, match="ends too early"):
        read_variables(path)


def test_another_version_is_refused(write):
    path = write(None)
    path.write_bytes(struct.pack("<I", VERSION + 1) + path.read_bytes()[4:])
    with pytest.raises(ValueError, match=f"Version {VERSION + 1}"):
        read_variables(path)


def test_types_that_numpy_lacks_are_refused(write):
    path = write(None)
    content = path.read_bytes()
    place = content.index(b"first/gamma\0") + len(b"first/gamma\0") + 1 + 4
    path.write_bytes(content[:place] + b"\x05" + content[place + 1 :])
    with pytest.raises(ValueError, match="type 5"):
        read_variables(path)
