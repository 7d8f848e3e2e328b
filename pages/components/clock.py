"""Moments as people of this place read them."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time(moment: datetime) -> str:
    """Day and minute on this machine's clock: `2026-03-04 20:00`."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def kept_time(stored: str) -> str:
    """A moment that the graph or a file keeps, as `local_time`; without an offset it is UTC."""
    if not stored:
        return ""
    moment = datetime.fromisoformat(stored)
    return local_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
