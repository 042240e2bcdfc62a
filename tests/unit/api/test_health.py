"""Probes and the landing page."""

import re

from scriba import __version__
from tests.unit.api.conftest import World


def test_server_is_healthy_before_its_models_are_loaded(world: World) -> None:
    response = world.client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "region": "local", "version": __version__})
    assert "speech: 0" in world.error(world.client.get("/ready"), 503)


def test_server_is_ready_once_workers_of_all_kinds_are(world: World) -> None:
    world.back.load_models()
    assert world.client.get("/ready").json() == {"status": "ready", "region": "local", "version": __version__}
    world.back.clock.now += 60_000
    world.error(world.client.get("/ready"), 503)


def test_server_is_not_healthy_when_it_cannot_write(world: World) -> None:
    world.back.load_models()
    world.back.writable = False
    assert "cannot be written" in world.error(world.client.get("/health"), 503)
    world.error(world.client.get("/ready"), 503)


def test_landing_page_tells_state_and_address_and_loads_nothing(world: World) -> None:
    page = world.client.get("/", headers={"x-forwarded-host": "scriba.example"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Loading models" in page.text
    assert "curl http://scriba.example/v2/upload" in page.text
    assert not re.search(
        r"<script|<link[^>]+href=\"(?!data:)|src=|@import|url\(|\$[a-z{]", page.text.replace("$key", "")
    )
    world.back.load_models()
    assert "Ready to transcribe" in world.client.get("/").text


def test_landing_page_cannot_be_made_to_say_something_else(world: World) -> None:
    page = world.client.get("/", headers={"host": "<script>alert(1)</script>"})
    assert "<script>" not in page.text
