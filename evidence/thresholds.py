"""The amounts from which a case may concern the police, as of a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "thresholds.toml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One edition of the amounts, in yuan; `tag` says how well its text is verified."""

    since: date
    source: str
    tag: str
    direct_loss: int
    gain: int
    project_amount: int


@lru_cache
def editions() -> tuple[Thresholds, ...]:
    """All editions, oldest first."""
    stated = tomllib.loads(FILE.read_text(encoding="utf-8"))["edition"]
    found = (Thresholds(since=row.pop("from"), **row) for row in stated)
    return tuple(sorted(found, key=lambda edition: edition.since))


def thresholds_on(day: date) -> Thresholds | None:
    """The edition in force on a day; None before the first."""
    return next((e for e in reversed(editions()) if e.since <= day), None)
