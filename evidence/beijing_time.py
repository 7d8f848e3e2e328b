"""Beijing time, where all users and tenders are: what is said to people, whatever the machine's."""

from __future__ import annotations

from datetime import UTC, date, datetime

from evidence.clocks import CHINA
from messages import t


def beijing_time(moment: datetime) -> str:
    """Day and minute: `2026-03-04 20:00`."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def moment(at: datetime) -> str:
    """A moment to the minute, with the clock it is said by."""
    return t("{at} (Beijing time)", at=beijing_time(at))


def kept_time(stored: str) -> str:
    """A moment that the graph or a file keeps, as `beijing_time`; without an offset it is UTC."""
    if not stored:
        return ""
    moment = datetime.fromisoformat(stored)
    return beijing_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def with_zone(stored: str) -> str:
    """`kept_time` where nothing around it says whose clock it is: `2026-03-04 20:00+08:00`."""
    return stored and f"{kept_time(stored)}+08:00"


def today() -> date:
    """The day of whoever looks now."""
    return datetime.now(CHINA).date()
