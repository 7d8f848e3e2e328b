"""What is checked before the pages start."""

from __future__ import annotations

import socket

import pytest

from commands.start import check_port
from graph.errors import TenderLensError


def test_a_port_that_is_taken_is_named_with_the_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(TenderLensError, match=f"127.0.0.1:{port}.*--port"):
            check_port(port, "127.0.0.1")
    check_port(port, "127.0.0.1")
