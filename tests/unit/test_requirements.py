"""What is installed is what was pinned: every file by its hash, no place to fetch it from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTS = ("requirements", "requirements-dev")
LOCKED = re.compile(
    r"^(\S+==\S+)((?: ; [^\\\n]+)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.M
)


def locked(name: str) -> dict[str, int]:
    """Each pin of a lock with the number of its hashes."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    return {pin: hashes.count("--hash") for pin, _, hashes in LOCKED.findall(text)}


@pytest.mark.parametrize("name", LISTS)
def test_every_line_of_a_lock_is_a_pin_with_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")

    rest = [line for line in LOCKED.sub("", text).splitlines() if line and line[0] != "#"]

    assert rest == []
    assert not re.search("https?://|index-url|find-links|trusted-host", text)


@pytest.mark.parametrize("name", LISTS)
def test_a_lock_holds_what_its_list_names(name: str) -> None:
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = {line.lower() for line in lines if "==" in line}

    assert wanted
    assert wanted - set(locked(name)) == set(), "run `make lock`"


def test_wheels_of_every_system_are_locked() -> None:
    # Linux, macOS and Windows for two processors and three Pythons: one wheel would be one hash.
    counts = {pin.partition("==")[0]: n for pin, n in locked("requirements").items()}

    assert all(counts[name] > 10 for name in ("cryptography", "lxml", "numpy", "pandas", "scipy"))
