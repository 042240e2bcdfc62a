"""The provider over HTTP: what is sent, what is believed, and what no error may tell."""

import socket
import threading

import pytest

from scriba.backends import load_chat
from scriba.core.operator_errors import ProviderError
from tests.fakes.providers import providing

SECRET = "sk-very-secret"
SCHEMA = {"type": "object"}


def chat_of(address: str, key: str | None = SECRET, timeout_ms: int = 5_000):
    return load_chat(url=address, key=key, model="small", timeout_ms=timeout_ms)


def test_the_model_is_asked_as_openai_has_it():
    with providing(lambda _instructions, text: f"heard {text}") as provider:
        assert chat_of(f"{provider.address}/").answer("Be brief.", "hello", SCHEMA) == "heard hello"
    (body,) = provider.bodies
    assert body["model"] == "small"
    assert body["messages"] == [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hello"}]
    assert (body["temperature"], body["response_format"]) == (
        0,
        {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}},
    )
    assert provider.headers[0]["authorization"] == f"Bearer {SECRET}"


def test_no_key_is_sent_when_there_is_none():
    with providing(lambda *_: "yes") as provider:
        chat_of(provider.address, key=None).answer("a", "b", SCHEMA)
    assert "authorization" not in provider.headers[0]


def test_the_form_is_left_out_when_the_server_does_not_know_it():
    with providing(lambda *_: "yes") as provider:
        provider.reply = lambda *_: 400 if "response_format" in provider.bodies[-1] else "yes"
        chat = chat_of(provider.address)
        assert [chat.answer("a", "b", SCHEMA), chat.answer("a", "b", SCHEMA)] == ["yes", "yes"]
    assert ["response_format" in body for body in provider.bodies] == [True, False, False]


@pytest.mark.parametrize("status", [302, 401, 500, 503])
def test_a_refusal_tells_its_status_and_nothing_of_the_call(status):
    with providing(lambda *_: status) as provider, pytest.raises(ProviderError) as caught:
        chat_of(provider.address).answer("a", "private words", SCHEMA)
    assert str(caught.value) == f"The provider answered {status}."


@pytest.mark.parametrize("answer", [b"{}", b"[]", b"private words", b'{"choices": [{"message": {"content": null}}]}'])
def test_what_is_no_completion_is_not_quoted(answer):
    with raw_server(answer) as address, pytest.raises(ProviderError) as caught:
        chat_of(address).answer("a", "private words", SCHEMA)
    assert str(caught.value) == "The provider's answer is no chat completion."
    assert caught.value.__cause__ is None


def test_an_answer_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr("scriba.backends.openai_chat._MOST_BYTES", 10)
    with raw_server(b"x" * 100) as address, pytest.raises(ProviderError, match="too long"):
        chat_of(address).answer("a", "b", SCHEMA)


def test_a_server_that_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        with pytest.raises(ProviderError, match=r"did not answer within 0\.2 s"):
            chat_of(address, timeout_ms=200).answer("a", "b", SCHEMA)


def test_a_server_that_is_not_there_is_told_without_key_and_text():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ProviderError) as caught:
        chat_of(f"http://127.0.0.1:{port}/v1").answer("a", "private words", SCHEMA)
    assert str(caught.value) == "The provider cannot be reached (ConnectError)."


class raw_server:  # noqa: N801  # used like a function
    """Answers one call with these bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __enter__(self) -> str:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.recv(65_536)
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self._content)}\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode() + self._content)

    def __exit__(self, *_: object) -> None:
        self._listener.close()
