"""What people decided about leads: appended, never changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from graph.errors import TenderLensError, WorkspaceCorrupt
from messages import t

FILE = "judgements.jsonl"


class JudgementRefused(TenderLensError):
    """A judgement lacks its reason or its author."""


class Verdict(StrEnum):
    """What a person decided; the index decides nothing."""

    PURSUE = "pursue"
    EXPLAINED = "explained"
    DISMISSED = "dismissed"
    NEEDS_DATA = "needs_data"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision about one lead, with its reason."""

    lead: str
    verdict: Verdict
    reason: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise JudgementRefused(
                t("A judgement about '{lead}' needs a reason and an author.", lead=self.lead)
            )
        if self.at.tzinfo is None:
            raise ValueError(f"Judgement of '{self.lead}': {self.at} has no time zone.")


def append_judgement(folder: Path, judgement: Judgement) -> None:
    """Add one line to the workspace's judgements; it is on disk when this returns."""
    row = asdict(judgement) | {"at": judgement.at.astimezone(UTC).isoformat()}
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def judgements(folder: Path) -> tuple[Judgement, ...]:
    """All judgements of this workspace, oldest first; raises WorkspaceCorrupt."""
    path = folder / FILE
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_read(line, number, path) for number, line in enumerate(lines, start=1) if line)


def latest(found: Iterable[Judgement]) -> dict[str, Judgement]:
    """The last judgement of each lead."""
    return {judgement.lead: judgement for judgement in found}


def _read(line: str, number: int, path: Path) -> Judgement:
    try:
        row = json.loads(line)
        return Judgement(
            lead=row["lead"],
            verdict=Verdict(row["verdict"]),
            reason=row["reason"],
            by=row["by"],
            at=datetime.fromisoformat(row["at"]),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise WorkspaceCorrupt(
            t(
                "{file}, line {line}: this is no judgement. Restore the file from a backup.",
                file=path,
                line=number,
            )
        ) from problem
