"""Ports for servers whose address must be known before they start."""

import os
import socket
from itertools import count

# Below what systems hand out to outgoing connections: one of those could take a free port before the server does.
_FIRST, _MANY = 20_000, 12_000
_TURN = count(os.getpid() * 101)  # every process of the tests begins somewhere else


def free_port() -> int:
    """A port nobody listens on, another one each time."""
    while True:
        port = _FIRST + next(_TURN) % _MANY
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)):
                return port
