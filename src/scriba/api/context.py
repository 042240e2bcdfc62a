"""What handlers ask for: the services of the application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from scriba.api.watching import Watch
from scriba.service.services import Services


def services_of(request: Request) -> Services:
    """The services that the application was made with."""
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


def watch_of(request: Request) -> Watch:
    """What handlers wait with."""
    watch = request.app.state.watch
    assert isinstance(watch, Watch)
    return watch


ServicesOf = Annotated[Services, Depends(services_of)]
WatchOf = Annotated[Watch, Depends(watch_of)]
