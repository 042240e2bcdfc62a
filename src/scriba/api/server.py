"""The API process: uvicorn on the socket that the supervisor has opened."""

from __future__ import annotations

import signal
import socket
import threading

import uvicorn

from scriba.api.app import create_app
from scriba.bootstrap.serving import build_services
from scriba.bootstrap.upkeep import build_courier, build_sweeper
from scriba.service.supervisor import exit_with_parent
from scriba.settings import Settings

KEEP_ALIVE_SECONDS = 90
"""Longer than the polling interval of any client: a connection closed between two polls fails the second."""


def run_api(settings: Settings, descriptor: int) -> None:
    """Serve, deliver webhooks and sweep, until SIGTERM. `descriptor` is the inherited listening socket."""
    exit_with_parent()
    app = create_app(build_services(settings))
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=10,
        server_header=False,
    )
    server = uvicorn.Server(config)
    app.state.watch.stopping = lambda: server.should_exit
    # uvicorn raises the signal once more when it has ended, which must not cut off the calls under way.
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    threads = [
        threading.Thread(target=build(settings, lambda: server.should_exit).run, name=name, daemon=True)
        for name, build in (("courier", build_courier), ("sweeper", build_sweeper))
    ]
    for thread in threads:
        thread.start()
    try:
        server.run(sockets=[socket.socket(fileno=descriptor)])
    finally:
        server.should_exit = True
        for thread in threads:
            thread.join()
