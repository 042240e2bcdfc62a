"""A real language model as the provider, as `make test-provider` installs it: it need not be clever, but it must be asked."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scriba.backends import load_chat
from scriba.core.engines import Chat
from scriba.service import checkup
from scriba.service.checkup import State

PYTHON = Path(__file__).parents[2] / ".venv-provider" / "bin" / "python"

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="make test-provider installs the model")


@pytest.fixture(scope="module")
def chat() -> Iterator[Chat]:
    """The model behind its server."""
    command = [str(PYTHON), str(Path(__file__).with_name("small_model_server.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        address = server.stdout.readline().decode().strip()
        yield load_chat(url=f"{address}/v1", key=None, model="small", timeout_ms=300_000)
        server.stdin.close()


def test_the_doctor_is_answered(chat: Chat) -> None:
    assert checkup.provider(chat, "small").state is State.OK
