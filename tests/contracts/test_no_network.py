"""No test reaches an address but this machine's own. The refusal warns before it raises, and warnings are failures."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

NOWHERE = ("192.0.2.1", 80)  # RFC 5737: reserved for documentation


def test_another_machine_is_refused():
    with socket.socket() as line, pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        line.connect(NOWHERE)


def test_this_machine_answers():
    with socket.socket() as server, socket.socket() as line:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        line.connect(server.getsockname())
