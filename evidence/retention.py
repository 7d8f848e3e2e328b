"""What need not be kept any longer: old dismissals, and persons on the day set for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from evidence.clocks import CHINA
from graph.records import NodeKey
from leads.judgements import Judgement, append_line, decisions, line_of
from messages import t

FILE = "retention.jsonl"
PERSON, DISMISSED = "person", "dismissed"


@dataclass(frozen=True, slots=True)
class Appointed:
    """The day from which a person is to be purged, and the rule behind it; `done`: it was."""

    person: NodeKey
    on: str
    reason: str
    by: str
    at: datetime
    done: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something to purge from a day on: a person by key, or the reasons of a lead by id."""

    kind: str
    subject: str
    on: str
    reason: str


def appoint(folder: Path, made: Appointed) -> None:
    """Add one line; the last one about a person holds."""
    append_line(folder / FILE, line_of(asdict(made), made.at))


def appointed(folder: Path) -> tuple[Appointed, ...]:
    """The persons still to be purged, by day; raises WorkspaceCorrupt."""
    latest = {each.person: each for each in decisions(folder / FILE, _made)}
    return tuple(sorted((a for a in latest.values() if not a.done), key=lambda a: (a.on, a.person)))


def carried_out(folder: Path, one: Appointed, *, by: str, at: datetime) -> None:
    """Note that a person was purged; the key stays, by which nobody is named."""
    appoint(folder, replace(one, by=by, at=at, done=True))


def due(
    persons: Iterable[Appointed], dismissed: Iterable[Judgement], *, days: int
) -> tuple[Due, ...]:
    """Everything that has a day, soonest first.

    `dismissed` are the judgements that still have their reason on leads whose last verdict is to
    dismiss; they are kept for so many days.
    """
    found = [Due(PERSON, a.person, a.on, a.reason) for a in persons]
    last: dict[str, date] = {}
    for judgement in dismissed:
        day = judgement.at.astimezone(CHINA).date()
        last[judgement.lead] = max(day, last.get(judgement.lead, day))
    why = t("Kept for {days} days after it was dismissed.", days=days)
    found += [
        Due(DISMISSED, lead, (day + timedelta(days=days)).isoformat(), why)
        for lead, day in last.items()
    ]
    return tuple(sorted(found, key=lambda d: (d.on, d.kind, d.subject)))


def _made(row: dict[str, Any]) -> Appointed:
    return Appointed(**{**row, "at": datetime.fromisoformat(row["at"])})
