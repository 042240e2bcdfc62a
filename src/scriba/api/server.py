"""The API process: uvicorn on the socket that the supervisor has opened."""

from __future__ import annotations

import socket

import uvicorn

from scriba.api.app import create_app
from scriba.bootstrap.serving import build_services
from scriba.service.supervisor import exit_with_parent
from scriba.settings import Settings

KEEP_ALIVE_SECONDS = 90
"""Longer than the polling interval of any client: a connection closed between two polls fails the second."""


def run_api(settings: Settings, descriptor: int) -> None:
    """Serve until SIGTERM. `descriptor` is the inherited listening socket."""
    exit_with_parent()
    config = uvicorn.Config(
        create_app(build_services(settings)),
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=10,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])
