"""Moments are said in Beijing time, whatever the machine's clock and the way they were kept."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from evidence.beijing_time import kept_time


@pytest.fixture(autouse=True)
def machine_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is thirteen hours behind Beijing."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026-05-06T16:30:00", "2026-05-07 00:30"),  # a batch: UTC, no offset
        ("2026-05-06T16:30:00.123456+00:00", "2026-05-07 00:30"),  # a measure
        ("2026-05-06T16:30:00+08:00", "2026-05-06 16:30"),
        ("", ""),
    ],
)
def test_a_kept_moment_is_said_in_beijing_time(kept: str, said: str) -> None:
    assert kept_time(kept) == said
