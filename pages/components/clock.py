"""Moments as people of this place read them."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: datetime) -> str:
    """Day and minute on this machine's clock: `2026-03-04 20:00`."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
