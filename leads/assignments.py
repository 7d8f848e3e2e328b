"""Who looks into a lead until when, and what came of it (分办—核查—反馈): append only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from graph.embedded_process import changing
from graph.errors import TenderLensError
from leads.judgements import add_line, decisions, line_of
from messages import t

FILE = "assignments.jsonl"
UNASSIGNED = ""


class AssignmentRefused(TenderLensError):
    """A step lacks what it needs, or does not follow from the one before."""


class Stage(StrEnum):
    """Where the work on a lead stands."""

    ASSIGNED = "assigned"
    CHECKING = "checking"
    REPORTED = "reported"
    RETURNED = "returned"


# What may follow what. Whoever has a lead may pass it on; what is reported may be reopened.
FOLLOWS: Mapping[Stage, frozenset[Stage | None]] = {
    Stage.ASSIGNED: frozenset({None, *Stage}),
    Stage.CHECKING: frozenset({Stage.ASSIGNED, Stage.CHECKING}),
    Stage.REPORTED: frozenset({Stage.ASSIGNED, Stage.CHECKING}),
    Stage.RETURNED: frozenset({Stage.ASSIGNED, Stage.CHECKING}),
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """One step of the work on one lead: who has it, until when, what is said about it."""

    lead: str
    stage: Stage
    to: str
    due: date | None
    note: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"Assignment of '{self.lead}': {self.at} has no time zone.")
        if not self.to.strip():
            raise AssignmentRefused(t("Say who is to look into '{lead}'.", lead=self.lead))
        if self.stage is Stage.ASSIGNED and self.due is None:
            raise AssignmentRefused(
                t("Say until when '{lead}' is to be looked into.", lead=self.lead)
            )
        if self.stage in {Stage.REPORTED, Stage.RETURNED} and not self.note.strip():
            raise AssignmentRefused(
                t("Write what came of '{lead}', or why it is given back.", lead=self.lead)
            )

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and nothing was reported or given back."""
        open_ = self.stage in {Stage.ASSIGNED, Stage.CHECKING}
        return open_ and self.due is not None and today > self.due


def next_step(
    before: Assignment | None,
    lead: str,
    stage: Stage,
    *,
    to: str,
    due: date | None,
    note: str,
    by: str,
    at: datetime,
) -> Assignment:
    """The step after `before`, which says who and until when if the step does not.

    Raises AssignmentRefused where it does not follow.
    """
    if (before.stage if before else None) not in FOLLOWS[stage]:
        raise AssignmentRefused(
            t("'{lead}' is not assigned to anybody: assign it first.", lead=lead)
            if before is None or before.stage is Stage.RETURNED
            else t("'{lead}' was reported back already: assign it again to reopen it.", lead=lead)
        )
    if before is not None and stage is not Stage.ASSIGNED:
        to, due = to or before.to, due or before.due
    return Assignment(lead, stage, to.strip(), due, note.strip(), by, at)


def take_step(
    folder: Path,
    leads: Iterable[str],
    stage: Stage,
    *,
    to: str = "",
    due: date | None = None,
    note: str = "",
    by: str,
    at: datetime,
) -> None:
    """Add the next step of each lead to the workspace's assignments, all or none.

    Where they stand is read and written in one: of two at once the second follows the first.
    Raises AssignmentRefused.
    """
    with changing(folder / FILE):
        stands = current(assignments(folder))
        steps = [
            next_step(stands.get(lead), lead, stage, to=to, due=due, note=note, by=by, at=at)
            for lead in leads
        ]
        rows = [line_of({**asdict(s), "due": s.due and s.due.isoformat()}, s.at) for s in steps]
        add_line(folder / FILE, "".join(rows))


def assignments(folder: Path) -> tuple[Assignment, ...]:
    """Every step of this workspace, oldest first; raises WorkspaceCorrupt."""
    return decisions(folder / FILE, _made)


def current(steps: Iterable[Assignment]) -> dict[str, Assignment]:
    """Where each lead stands: its last step."""
    return {step.lead: step for step in steps}


def _made(row: dict[str, Any]) -> Assignment:
    return Assignment(
        lead=row["lead"],
        stage=Stage(row["stage"]),
        to=row["to"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        note=row["note"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
    )
