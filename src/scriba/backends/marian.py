"""Translation models in CTranslate2's form: those of OPUS-MT (`source.spm`, `target.spm`) and of Argos Translate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import ctranslate2
import sentencepiece
from typing_extensions import override

from scriba.core.engines import EngineOptions, Translator
from scriba.core.errors import ModelError

_BATCH_TOKENS: Final = 1024
"""Tokens that are translated at once: what keeps the memory small."""
_MOST_TOKENS: Final = 256
"""Longest sentence that such models were trained on; what is longer is cut."""
_END: Final = "</s>"


class MarianTranslator(Translator):
    """One model, from one language into one other."""

    def __init__(self, folder: Path, options: EngineOptions) -> None:
        model, source, target = _files(folder)
        self._source = sentencepiece.SentencePieceProcessor(model_file=str(source))
        self._target = sentencepiece.SentencePieceProcessor(model_file=str(target))
        self._model = ctranslate2.Translator(
            str(model), device=options.device, compute_type=options.compute_type, intra_threads=options.threads
        )
        settings = json.loads((model / "config.json").read_text("utf-8"))
        # OPUS-MT was trained with an end behind each source sentence, which converters leave to the caller.
        self._end = [_END] if source.name == "source.spm" and not settings.get("add_source_eos", False) else []

    @override
    def translate(self, sentences: Sequence[str]) -> list[str]:
        """One text for each sentence; an empty one for what has no words."""
        tokens = [[*self._source.encode(text, out_type=str)[:_MOST_TOKENS], *self._end] for text in sentences]
        spoken = [number for number, text in enumerate(sentences) if text.strip()]
        results = self._model.translate_batch(
            [tokens[number] for number in spoken], max_batch_size=_BATCH_TOKENS, batch_type="tokens"
        )
        found = dict(zip(spoken, results, strict=True))
        return [
            self._target.decode(found[number].hypotheses[0]).strip() if number in found else ""
            for number in range(len(sentences))
        ]


def _files(folder: Path) -> tuple[Path, Path, Path]:
    """The model's folder, and the vocabularies of both languages; raises ModelError."""
    model = folder / "model" if (folder / "model").is_dir() else folder
    shared = folder / "sentencepiece.model"
    source, target = (shared, shared) if shared.is_file() else (folder / "source.spm", folder / "target.spm")
    missing = [path.name for path in (model / "model.bin", model / "config.json", source, target) if not path.is_file()]
    if missing:
        raise ModelError(f"The translation model in {folder} is not complete: {', '.join(missing)} missing.")
    return model, source, target


def load(folder: Path, options: EngineOptions) -> MarianTranslator:
    """Load the model of a folder; raises ModelError."""
    try:
        return MarianTranslator(folder, options)
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(f"The translation model in {folder} cannot be loaded: {error}.") from error
