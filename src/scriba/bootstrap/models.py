"""The settings' view of the models: which cards serve, and where their weights lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scriba import backends
from scriba.backends.runtime import weights
from scriba.core.engines import EngineOptions, Recognizer, RecognizerCard
from scriba.core.languages import bare_code
from scriba.core.operator_errors import DataDirectoryError, SettingsError
from scriba.service.routing import Routing
from scriba.settings import Settings


def cards(settings: Settings) -> dict[str, RecognizerCard]:
    """Every recognizer that can be named: those that Scriba knows, and the operator's own folders."""
    own = {
        name: backends.folder_card(name, frozenset(bare_code(code) for code in codes))
        for name, codes in settings.onnx_asr_models.items()
    }
    for name in own.keys() & backends.RECOGNIZERS.keys():
        raise SettingsError(
            f"The setting onnx_asr_models names '{name}', which is a recognizer already: rename the folder."
        )
    return {**backends.RECOGNIZERS, **own}


def find_card(settings: Settings, name: str) -> RecognizerCard:
    """The recognizer of this name; raises UnknownModelError."""
    return cards(settings).get(name) or backends.card(name)


def build_routing(settings: Settings) -> Routing:
    """The table of logical models; raises UnknownModelError and SettingsError for a setting that names none."""
    served = {model: find_card(settings, name) for model, name in settings.recognizers.items()}
    stand_ins = {name: find_card(settings, other) for name, other in settings.stand_ins.items()}
    for alias, model in settings.model_aliases.items():
        if model not in served:
            raise SettingsError(f"The setting model_aliases sends '{alias}' to '{model}', which recognizers lacks.")
    return Routing(
        cards=served,
        stand_ins=stand_ins,
        aliases=settings.model_aliases,
        languages={
            model: frozenset(bare_code(code) for code in codes) for model, codes in settings.model_languages.items()
        },
        default_models=tuple(settings.default_speech_models),
        accept_speech_model=settings.accept_speech_model,
    )


def locate_weights(settings: Settings, name: str) -> Path:
    """The verified folder of a recognizer's weights; raises ModelError, and DataDirectoryError without room for them.

    Where it is made of others, their weights are verified, and the folder is one that holds nothing of its own.
    """
    folder = cache_folder(settings)
    card = find_card(settings, name)
    for member in card.members:
        locate_weights(settings, member)
    if card.members:
        return folder
    try:
        return weights.locate(card, settings.models_path, folder)
    except OSError as error:
        raise DataDirectoryError(
            f"The weights of {name} cannot be put together in {folder}: {error.strerror}. Free some space, or name "
            "another data directory (SCRIBA_DATA_DIR)."
        ) from error


def load_recognizer(settings: Settings, name: str, companion: Callable[[str], Recognizer]) -> Recognizer:
    """Load a recognizer; `companion` gives the ones that it works with, loaded. Raises ModelError."""
    card = find_card(settings, name)
    folder = locate_weights(settings, name)
    needed = list(card.members)
    if card.aligner and weights.is_present(backends.card(card.aligner), settings.models_path):
        needed.append(card.aligner)
    return backends.load_recognizer(card, folder, engine_options(settings), [companion(other) for other in needed])


def cache_folder(settings: Settings) -> Path:
    """Where weights that packages carry in parts are joined."""
    return settings.data_dir / "cache"


def served_recognizers(settings: Settings) -> list[str]:
    """Names of the recognizers that a server with these settings uses, each once."""
    chosen = [*settings.recognizers.values(), settings.identifier]
    return list(dict.fromkeys([*chosen, *(settings.stand_ins[name] for name in chosen if name in settings.stand_ins)]))


def engine_options(settings: Settings) -> EngineOptions:
    """How models run under these settings."""
    return EngineOptions(threads=settings.speech_threads, compute_type=settings.compute_type, device=settings.device)
