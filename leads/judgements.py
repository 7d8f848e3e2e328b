"""What people decided about leads: appended, never changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from graph.embedded_process import changing, write_private
from graph.errors import TenderLensError, WorkspaceCorrupt
from messages import t

FILE = "judgements.jsonl"
T = TypeVar("T")


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
    append_line(folder / FILE, _row(judgement))


def append_line(path: Path, line: str) -> None:
    """Add one line to a file of decisions; it is on disk when this returns."""
    with changing(path):
        add_line(path, line)


def add_line(path: Path, line: str) -> None:
    """The same for who holds the file's lock already."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _row(judgement: Judgement) -> str:
    return line_of(asdict(judgement), judgement.at)


def line_of(decision: Mapping[str, object], at: datetime) -> str:
    """A decision as its line."""
    row = {**decision, "at": at.astimezone(UTC).isoformat()}
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def judgements(folder: Path) -> tuple[Judgement, ...]:
    """All judgements of this workspace, oldest first; raises WorkspaceCorrupt."""
    return decisions(folder / FILE, _made)


def decisions(path: Path, made: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    """Every line of a file of decisions, oldest first; raises WorkspaceCorrupt."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        _read(line, number, path, made) for number, line in enumerate(lines, start=1) if line
    )


def erase_reasons(folder: Path, *, before: datetime, instead: str) -> tuple[Judgement, ...]:
    """Put `instead` in the place of the reasons of leads dismissed before a time; returns those.

    Only where the dismissal is the lead's last judgement. The decision itself stays, so that the
    lead does not come up again. `judgements` are else never changed; the caller records it.
    """
    with changing(folder / FILE):
        known = judgements(folder)
        erased = tuple(reasons_to_erase(known, before=before, instead=instead))
        if erased:
            gone = set(map(id, erased))
            rows = [_row(replace(j, reason=instead) if id(j) in gone else j) for j in known]
            write_private(folder / FILE, "".join(rows))
    return erased


def redact(path: Path, field: str, words: Sequence[str], *, instead: str) -> int:
    """Put `instead` in the place of words in a field of every line of a file of decisions.

    Returns how many lines changed; the caller records it.
    """
    changed = 0
    with changing(path):
        rows = decisions(path, dict)
        for row in rows:
            before = str(row.get(field, ""))
            row[field] = before
            for word in words:
                row[field] = row[field].replace(word, instead)
            changed += row[field] != before
        if changed:
            lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
            write_private(path, "".join(f"{line}\n" for line in lines))
    return changed


def reasons_to_erase(
    known: Sequence[Judgement], *, before: datetime, instead: str
) -> Iterator[Judgement]:
    """The judgements of leads dismissed before a time that still have their reason."""
    last = latest(known)
    for one in known:
        end = last[one.lead]
        if end.verdict is Verdict.DISMISSED and end.at < before and one.reason != instead:
            yield one


def latest(found: Iterable[Judgement]) -> dict[str, Judgement]:
    """The last judgement of each lead."""
    return {judgement.lead: judgement for judgement in found}


def _made(row: dict[str, Any]) -> Judgement:
    return Judgement(
        lead=row["lead"],
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
    )


def _read(line: str, number: int, path: Path, made: Callable[[dict[str, Any]], T]) -> T:
    try:
        return made(json.loads(line))
    except (ValueError, KeyError, TypeError) as problem:
        raise WorkspaceCorrupt(
            t(
                "{file}, line {line}: this is no judgement. Restore the file from a backup.",
                file=path,
                line=number,
            )
        ) from problem
