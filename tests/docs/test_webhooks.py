"""The code that the page on webhooks gives people to check signatures with."""

import re
import time
from typing import Any

import pytest

from scriba.service.posting import signature
from tests.architecture.tree import ROOT

BODY = b'{"transcript_id": "a", "status": "completed"}'


@pytest.fixture
def is_genuine():
    page = (ROOT / "docs" / "howto" / "receive-webhooks.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    return names["is_genuine"]


def signed(seconds):
    return {
        "webhook-id": "a:transcript",
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature("secret", "a:transcript", seconds, BODY),
    }


def test_call_of_ours_is_genuine(is_genuine):
    assert is_genuine(signed(int(time.time())), BODY, b"secret")


def test_call_is_refused_when_anything_was_changed(is_genuine):
    now = int(time.time())
    assert not is_genuine(signed(now), BODY + b" ", b"secret")
    assert not is_genuine(signed(now), BODY, b"another")
    assert not is_genuine(signed(now) | {"webhook-timestamp": str(now + 1)}, BODY, b"secret")
    assert not is_genuine(signed(now) | {"webhook-id": "b:transcript"}, BODY, b"secret")


def test_call_is_refused_when_it_is_old(is_genuine):
    assert not is_genuine(signed(int(time.time()) - 1000), BODY, b"secret")
