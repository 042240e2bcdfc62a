"""Under which address clients reach this server: the start of every link in a response."""

from __future__ import annotations

import re
from typing import Final

from fastapi import Request

from scriba.service.services import Services

_HOST: Final = re.compile(r"[A-Za-z0-9._-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


def base_url(request: Request, services: Services) -> str:
    """Scheme, host and path prefix without a slash at the end.

    The setting `public_url` wins; else what a proxy forwards, as far as it is well-formed; else the request's own
    address. A client that forges these headers gets links for itself only.
    """
    if services.public_url:
        return services.public_url.rstrip("/")
    scheme = _forwarded(request, "proto")
    host = _forwarded(request, "host")
    prefix = _forwarded(request, "prefix").rstrip("/")
    return "".join(
        (
            scheme if scheme in {"http", "https"} else request.url.scheme,
            "://",
            host if _HOST.fullmatch(host) else _own_host(request),
            prefix if _PREFIX.fullmatch(prefix) else request.scope.get("root_path", "").rstrip("/"),
        )
    )


def _forwarded(request: Request, what: str) -> str:
    """What the outermost proxy says: the first value of the list."""
    return request.headers.get(f"x-forwarded-{what}", "").split(",")[0].strip()


def _own_host(request: Request) -> str:
    host = request.headers.get("host", "")
    if _HOST.fullmatch(host):
        return host
    name, port = request.scope.get("server") or ("localhost", None)
    return f"{name}:{port}" if port else str(name)
