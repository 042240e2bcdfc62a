"""One webhook call: what is sent, what counts as an answer, and where it must not go."""

import base64
import hashlib
import hmac
import socket
import ssl
import threading

import pytest

from scriba.core.webhooks import Delivery, WebhookKind
from scriba.service.posting import Poster, signing_key
from tests.fakes.receivers import receiving

NOW = 1_767_225_600_123


@pytest.fixture(scope="module")
def tls():
    return ssl.create_default_context()


@pytest.fixture
def poster(tls):
    def build(**changes):
        given = {"clock": lambda: NOW, "allow_private": True, "timeout_ms": 5000, "secret": None, "tls": tls}
        return Poster(**{**given, **changes})

    return build


def delivery(url, header=None):
    return Delivery(
        id=1,
        transcript_id="a",
        kind=WebhookKind.TRANSCRIPT,
        claim="c",
        attempt=1,
        url=url,
        body={"transcript_id": "a", "status": "completed"},
        header=header,
    )


def test_message_arrives_with_query_and_header(poster):
    with receiving() as receiver:
        answer = poster().post(delivery(f"{receiver.address}/hook?x=1&y=a%20b", ("X-Secret", "open sesame")))
    (call,) = receiver.calls
    assert (answer.status_code, answer.is_success, answer.problem) == (200, True, None)
    assert call.path == "/hook?x=1&y=a%20b"
    assert call.message == {"transcript_id": "a", "status": "completed"}
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["X-Secret"] == "open sesame"
    assert call.headers["webhook-id"] == "a:transcript"
    assert "webhook-signature" not in call.headers


@pytest.mark.parametrize(
    ("status", "is_success", "is_final"),
    [(200, True, True), (204, True, True), (302, False, False), (404, False, True), (429, False, True), (503, False, False)],
)  # fmt: skip
def test_answers_are_judged_by_their_class(poster, status, is_success, is_final):
    with receiving(lambda _path, _number: status) as receiver:
        answer = poster().post(delivery(receiver.address))
    assert (answer.status_code, answer.is_success, answer.is_final) == (status, is_success, is_final)
    assert len(receiver.calls) == 1, "a redirect was followed"


@pytest.mark.parametrize("secret", ["plain words", "whsec_" + base64.b64encode(b"\x00\xffkey").decode()])
def test_signature_covers_id_time_and_body(poster, secret):
    with receiving() as receiver:
        poster(secret=secret).post(delivery(receiver.address))
    (call,) = receiver.calls
    assert call.headers["webhook-timestamp"] == "1767225600"
    content = b"a:transcript.1767225600." + call.body
    key = b"\x00\xffkey" if secret.startswith("whsec_") else b"plain words"
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert call.headers["webhook-signature"] == f"v1,{expected}"


def test_secret_is_refused_when_it_is_broken_base64():
    with pytest.raises(ValueError, match="not base64"):
        signing_key("whsec_!")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254"])
def test_private_addresses_are_never_called(poster, host):
    answer = poster(allow_private=False).post(delivery(f"http://{host}:9/hook"))
    assert (answer.status_code, answer.is_final) == (None, True)
    assert "allow_private_webhooks" in answer.problem


def test_problem_is_told_when_nobody_listens(poster):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answer = poster().post(delivery(f"http://127.0.0.1:{port}/"))
    assert (answer.status_code, answer.is_final) == (None, False)
    assert answer.problem.startswith("No answer")


def test_problem_is_told_when_the_connection_breaks_off(poster):
    with receiving(lambda _path, _number: 0) as receiver:
        answer = poster().post(delivery(receiver.address))
    assert (answer.status_code, answer.is_final) == (None, False)


def test_call_ends_in_time_when_the_receiver_dribbles(poster):
    stop = threading.Event()

    def dribble(listener):
        connection, _ = listener.accept()
        with connection:
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n"[:1] * 1)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=dribble, args=(listener,), daemon=True).start()
        answer = poster(timeout_ms=300).post(delivery(f"http://127.0.0.1:{listener.getsockname()[1]}/"))
        stop.set()
    assert (answer.status_code, answer.problem) == (None, "No answer within 0.3 s.")


def test_receiver_without_a_trusted_certificate_is_not_told(poster):
    with receiving() as receiver:
        answer = poster().post(delivery(receiver.address.replace("http://", "https://")))
    assert (answer.status_code, answer.is_final, receiver.calls) == (None, False, [])
