"""What the page says of a draw can be done by anybody."""

from __future__ import annotations

import hashlib
import subprocess

import pytest

from pages.components.draw_record import ticket_command


@pytest.mark.parametrize("seed", ["2026134", "it's $HOME %s", "双色球 06 号"])
def test_a_shell_gets_the_ticket_of_a_lot(seed: str) -> None:
    asked = ["sh", "-c", ticket_command(seed, "lot:L1")]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout

    assert told.split()[0] == hashlib.sha256(f"{seed}\nlot\nlot:L1".encode()).hexdigest()
