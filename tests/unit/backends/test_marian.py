"""Translation models of the operator's folder: a tiny one, made here, in both of the forms that are known."""

import shutil
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import pytest
import sentencepiece
from ctranslate2.specs import TransformerSpec

from scriba.backends import load_translator
from scriba.core.engines import EngineOptions
from scriba.core.errors import ModelError

WIDTH = 16
OPTIONS = EngineOptions(threads=1, compute_type="float32")
TEXT = "the cat sat on the mat and the dog sat by the door while it rained all day on the old town"
SENTENCES = ["the cat sat on the mat", " ", "the dog sat by the door while it rained"]


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose weights are dice, as converters lay out OPUS-MT: it writes nonsense, always the same."""
    folder = tmp_path_factory.mktemp("en-xx")
    with (folder / "source.spm").open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter([TEXT] * 20), model_writer=file, vocab_size=24, minloglevel=2
        )
    shutil.copy(folder / "source.spm", folder / "target.spm")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    spec = TransformerSpec.from_config(1, 2)
    dice = np.random.default_rng(7)
    for name, value in spec.variables().items():
        if value is None:
            _set(spec, name.split("/"), dice.normal(size=_shape(name, len(pieces))).astype(np.float32))
    vocabulary = [pieces.id_to_piece(number) for number in range(len(pieces))]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = False
    spec.validate()
    spec.save(str(folder))
    return folder


def _set(holder: Any, path: list[str], value: Any) -> None:
    for part in path[:-1]:
        if hasattr(holder, part):
            holder = getattr(holder, part)
        else:
            name, _, number = part.rpartition("_")
            holder = getattr(holder, name)[int(number)]
    setattr(holder, path[-1], value)


def _shape(name: str, size: int) -> tuple[int, ...]:
    if "norm" in name:
        return (WIDTH,)
    if "embeddings" in name or "projection" in name:
        return (size, WIDTH)
    if "self_attention/linear_0" in name:
        return (3 * WIDTH, WIDTH)
    if "attention/linear_1" in name and "self" not in name:
        return (2 * WIDTH, WIDTH)
    return (WIDTH, WIDTH)


def direct(folder: Path, tokens: list[str]) -> str:
    """What the model itself makes of these tokens."""
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    (found,) = ctranslate2.Translator(str(folder), compute_type="float32").translate_batch([tokens])
    return str(pieces.decode(found.hypotheses[0])).strip()


def test_each_sentence_is_translated_by_itself_when_there_are_several(opus: Path) -> None:
    found = load_translator(opus, OPTIONS).translate(SENTENCES)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(opus / "source.spm"))
    expected = [
        direct(opus, [*pieces.encode(text, out_type=str), "</s>"]) if text.strip() else "" for text in SENTENCES
    ]
    assert found == expected
    assert found[0]


def test_no_end_is_added_when_the_model_adds_it_itself_or_is_none_of_marian(opus: Path, tmp_path: Path) -> None:
    argos = tmp_path / "argos"
    shutil.copytree(opus, argos / "model")
    shutil.copy(opus / "source.spm", argos / "sentencepiece.model")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(opus / "source.spm"))
    expected = direct(opus, pieces.encode(SENTENCES[0], out_type=str))
    assert load_translator(argos, OPTIONS).translate(SENTENCES[:1]) == [expected]


@pytest.mark.parametrize("missing", ["model.bin", "source.spm"])
def test_the_missing_file_is_named_when_a_model_is_not_complete(opus: Path, tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "en-xx"
    shutil.copytree(opus, folder)
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=f"not complete: {missing} missing"):
        load_translator(folder, OPTIONS)


def test_a_file_that_is_no_model_is_told(opus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "en-xx"
    shutil.copytree(opus, folder)
    (folder / "model.bin").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_translator(folder, OPTIONS)
