"""What a case is looked into for, and on what authority: stated once, kept with the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.errors import TenderLensError
from leads.judgements import append_line, decisions, line_of
from messages import t

FILE = "purposes.jsonl"


class PurposeRefused(TenderLensError):
    """A purpose is empty."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a subject is looked into; `authority` is the order or file number, if there is one."""

    subject: str
    purpose: str
    authority: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.purpose.strip():
            raise PurposeRefused(
                t("'{subject}' needs a purpose: what it is looked into for.", subject=self.subject)
            )
        if self.at.tzinfo is None:
            raise ValueError(f"Purpose of '{self.subject}': {self.at} has no time zone.")


def state_purpose(folder: Path, stated: Purpose) -> None:
    """Add one line; the last one about a subject holds, the earlier ones stay."""
    append_line(folder / FILE, line_of(asdict(stated), stated.at))


def purposes(folder: Path) -> Mapping[str, Purpose]:
    """The purpose that holds for each subject; raises WorkspaceCorrupt."""
    return {each.subject: each for each in decisions(folder / FILE, _made)}


def _made(row: dict[str, Any]) -> Purpose:
    return Purpose(**{**row, "at": datetime.fromisoformat(row["at"])})
