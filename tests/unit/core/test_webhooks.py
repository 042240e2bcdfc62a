"""Addresses and headers of webhooks."""

import pytest

from scriba.core.webhooks import address_problem, header_problem, receiver_of


@pytest.mark.parametrize("url", ["https://example.com/hook?x=1", "http://10.0.0.1:8080", "HTTPS://example.com"])
def test_address_is_taken(url):
    assert address_problem(url) is None


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("ftp://example.com", "should start with http"),
        ("example.com/hook", "should start with http"),
        ("http://", "not a valid address"),
        ("http://[broken", "not a valid address"),
        ("http://example.com:99999/", "not a valid address"),
        ("http://exämple.com/", "not a valid address"),
        ("http://example.com/a b", "not a valid address"),
        ("http://example.com/\nX-Injected: 1", "not a valid address"),
        ("http://me:secret@example.com/", "must not hold a password"),
    ],
)
def test_address_is_refused_when_it_cannot_be_called(url, text):
    assert text in str(address_problem(url))


@pytest.mark.parametrize(("name", "value"), [(None, None), ("X-Secret", "open sesame"), ("X-Empty", "")])
def test_header_is_taken(name, value):
    assert header_problem(name, value) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Secret", None),
        (None, "open sesame"),
        ("", "x"),
        ("X Secret", "x"),
        ("X-Secret:", "x"),
        ("Content-Length", "5"),
        ("host", "elsewhere.example"),
        ("X-Secret", "a\r\nX-Injected: 1"),
        ("X-Secret", "✓"),
    ],
)
def test_header_is_refused_when_it_would_break_the_request(name, value):
    assert str(header_problem(name, value)).startswith("webhook_auth_header")


def test_receivers_are_told_apart_by_host_and_port():
    assert receiver_of("https://Example.com/a?b") == receiver_of("https://example.com:443/c") == "example.com:443"
    assert receiver_of("http://example.com") == "example.com:80"
