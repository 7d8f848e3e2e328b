"""Moments are said on the clock of this place, whatever way they were kept."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from pages.components.clock import kept_time


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine eight hours ahead of UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("shanghai")
@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026-05-06T16:30:00", "2026-05-07 00:30"),  # a batch: UTC, no offset
        ("2026-05-06T16:30:00.123456+00:00", "2026-05-07 00:30"),  # a measure
        ("", ""),
    ],
)
def test_a_kept_moment_is_said_on_the_clock_of_this_place(kept: str, said: str) -> None:
    assert kept_time(kept) == said
