"""The questions of `scriba doctor` under these settings."""

from __future__ import annotations

from functools import partial

from scriba.bootstrap.local import build_models
from scriba.bootstrap.models import served_recognizers
from scriba.bootstrap.provider import build_chat
from scriba.bootstrap.state import open_state
from scriba.core.operator_errors import DataDirectoryError
from scriba.pipeline.codecs import decoders
from scriba.service import checkup, machine
from scriba.service.checkup import Check, Finding
from scriba.settings import Settings
from scriba.store.migration import is_current


def build_checkup(settings: Settings) -> list[Check]:
    """What to ask, in the order of the report."""
    models = build_models(settings)
    served = served_recognizers(settings)
    environment = {**settings.environment(), "SCRIBA_MODELS_DIR": str(settings.models_path.absolute())}
    return [
        machine.python,
        machine.processor,
        machine.memory,
        partial(machine.disk_space, settings.data_dir),
        partial(machine.data_folder, settings.data_dir),
        partial(machine.filesystem, settings.data_dir),
        partial(database, settings),
        partial(machine.port, settings.host, settings.port),
        lambda: checkup.codecs(decoders()),
        *(partial(checkup.weights, models, name) for name in served),
        partial(checkup.provider, build_chat(settings), settings.provider_model),
        partial(checkup.trial, environment, settings.data_dir, served[0]),
    ]


def database(settings: Settings) -> Finding:
    """Whether the database opens and has this version's tables."""
    question = "Database"
    if not (settings.data_dir / "scriba.db").exists():
        return checkup.fine(question, "none yet; the first start makes it")
    state = open_state(settings)
    try:
        current = is_current(state.database)
    except DataDirectoryError as error:
        return checkup.broken(question, str(error), "See the guide on backing up and restoring.")
    finally:
        state.database.close()
    if not current:
        return checkup.doubtful(
            question, "of another version", "The next start of `scriba serve` brings it up to date."
        )
    return checkup.fine(question, "opens and is up to date")
