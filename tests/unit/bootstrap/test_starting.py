import socket

import pytest

from scriba.bootstrap.starting import listen
from scriba.core.operator_errors import PortInUseError
from scriba.settings import Settings


def test_the_socket_listens_when_the_port_is_free():
    with listen(Settings.load(port=0)) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_another_port_is_suggested_when_it_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=rf"127\.0\.0\.1 port {port}: Address already in use\. Stop .* --port"):
            listen(Settings.load(port=port))


def test_an_address_of_this_machine_is_asked_for_when_it_is_another_machines():
    with pytest.raises(PortInUseError, match="--host"):
        listen(Settings.load(host="192.0.2.1"))
