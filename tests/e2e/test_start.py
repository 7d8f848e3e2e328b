"""The pages as a process of their own: they end with the command that started them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running_app import ROOT, free_port, wait_until_up


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process is ended without a signal")
def test_pages_end_with_the_command_that_is_ended(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "cli.py", "--workspace", str(tmp_path), "ui", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", process)
        process.terminate()
        code = process.wait(timeout=20)

    assert code == 128 + signal.SIGTERM
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
