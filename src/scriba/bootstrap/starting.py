"""The start of the embedded server: what must be right before it runs, its keys, and its supervisor."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from scriba.bootstrap.enrolled import build_speakers
from scriba.bootstrap.models import build_routing, locate_weights, served_recognizers
from scriba.bootstrap.serving import build_calls
from scriba.bootstrap.state import State, build_resumable, now_ms, open_state
from scriba.core.job import Lane
from scriba.core.operator_errors import PortInUseError, SettingsError
from scriba.service.keys import Keys
from scriba.service.posting import signing_key
from scriba.service.speakers import Speakers
from scriba.service.supervisor import Role, Supervisor
from scriba.service.uploads import Uploads
from scriba.service.webhooks import Webhooks
from scriba.settings import Settings
from scriba.store.lock import lock_folder, prepare_folder
from scriba.store.migration import migrate

_BACKLOG = 2048
"""Connections that wait while the API process starts again: clients see a pause, not a refusal."""

_CHILD_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
"""glibc keeps a heap for every thread; two keep a server of a few threads some hundred MB smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What a person wants to know of a server that is up; `new_key` is set on the first start only."""

    address: str
    settings: Settings
    new_key: str | None


def prepare_data(settings: Settings) -> State:
    """Make the data directory and bring its database up to date; raises DataDirectoryError."""
    prepare_folder(settings.data_dir)
    state = open_state(settings)
    migrate(state.database)
    return state


def build_keys(settings: Settings) -> Keys:
    """Keys alone, for the command line; works beside a running server."""
    return Keys(rows=prepare_data(settings).keys, clock=now_ms)


def build_webhooks(settings: Settings) -> Webhooks:
    """The outbox alone, for the command line; works beside a running server."""
    return Webhooks(outbox=prepare_data(settings).webhooks, clock=now_ms)


def build_enrolled(settings: Settings) -> Speakers:
    """Enrolled voices alone, for the command line; works beside a running server."""
    state = prepare_data(settings)
    uploads = Uploads(
        files=state.files,
        rows=state.uploads,
        region=settings.region,
        max_bytes=settings.max_upload_bytes,
        clock=now_ms,
    )
    return build_speakers(state, uploads, settings)


def build_supervisor(settings: Settings, announce: Callable[[Started], None]) -> Supervisor:
    """Everything that must be right before a server starts, then its supervisor.

    Raises PortInUseError, DataDirectoryError, DataDirectoryBusyError, ModelError and SettingsError. `announce` is
    called once all processes have been started.
    """
    prepare_folder(settings.data_dir)
    lock = lock_folder(settings.data_dir)
    state = prepare_data(settings)
    build_routing(settings)
    check_webhook_secret(settings)
    for name in served_recognizers(settings):
        locate_weights(settings, name)
    listener = listen(settings)
    host, port = listener.getsockname()[:2]
    new_key = _ensure_key(settings, Keys(rows=state.keys, clock=now_ms))
    started = Started(
        address=f"http://{f'[{host}]' if ':' in host else host}:{port}", settings=settings, new_key=new_key
    )
    return Supervisor(
        roles=_roles(settings, listener.fileno()),
        environment={**settings.environment(), **_CHILD_ENVIRONMENT},
        inherited=(listener.detach(), lock),
        items=state.items,
        workers=state.workers,
        sweep=lambda: _sweep(settings, state),
        clock=now_ms,
        on_start=lambda: announce(started),
    )


def _sweep(settings: Settings, state: State) -> None:
    """While no API process runs: delete what no row wants, and give back the webhooks that it was delivering."""
    build_calls(settings, state).discard_all()
    build_resumable(settings, state).expire()
    state.files.sweep(state.items.unfinished_jobs(), state.uploads.ids() | state.resumables.ids())
    state.webhooks.release(now_ms())


def listen(settings: Settings) -> socket.socket:
    """The listening socket; raises PortInUseError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        # The library adds "(while attempting to bind ...)" to the system's words.
        reason = (error.strerror or str(error)).partition(" (")[0]
        advice = {
            errno.EADDRINUSE: "Stop the program that uses it, or choose another port with --port.",
            errno.EACCES: "Choose a port above 1023 with --port, and put a proxy before it.",
        }.get(error.errno or 0, "Choose an address of this machine with --host.")
        raise PortInUseError(f"Cannot listen on {settings.host} port {settings.port}: {reason}. {advice}") from error


def check_webhook_secret(settings: Settings) -> None:
    """Raises SettingsError for a secret that cannot sign."""
    try:
        signing_key(settings.webhook_secret.get_secret_value() if settings.webhook_secret else "")
    except ValueError as error:
        raise SettingsError(f"The setting webhook_secret cannot be used: {error}.") from error


def _roles(settings: Settings, listener: int) -> list[Role]:
    this = [sys.executable, "-m", "scriba"]
    api = Role(name="api", command=[*this, "api", "--fd", str(listener)])
    counts = {Lane.SPEECH: settings.speech_workers, Lane.MEDIA: settings.media_workers, Lane.TEXT: 1}
    workers = [
        Role(name=str(lane), command=[*this, "worker", "--lane", str(lane), "--id", "{id}"], lane=lane)
        for lane, count in counts.items()
        for _ in range(count)
    ]
    return [api, *workers]


def _ensure_key(settings: Settings, keys: Keys) -> str | None:
    if settings.api_key is None:
        return keys.ensure_any()
    keys.ensure(settings.api_key.get_secret_value(), name="environment")
    return None
