"""What a person keeps of the lead list: filters under a name, and which leads they have seen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from graph.embedded_process import changing
from graph.errors import TenderLensError, WorkspaceCorrupt
from messages import t

FILE = "lead_views.json"
FORMER = "views.json"  # of a version that kept one set of views for everybody
SEEN = "seen_leads.json"
VISITS = "visits.json"
PAUSE = timedelta(hours=4)  # who was away for so long pays another visit
SELDOM = timedelta(minutes=5)  # a visit that goes on is not written down at every click
Query = Mapping[str, Sequence[str]]
Views = dict[str, dict[str, list[str]]]


class ViewRefused(TenderLensError):
    """A view has no name."""


def views(folder: Path, user: str) -> Views:
    """A person's views by name, each as the query of its address; raises WorkspaceCorrupt.

    Who kept or dropped none yet has those that an earlier version kept for everybody.
    """
    return _own(folder, user, _views(folder))


def keep_view(folder: Path, user: str, name: str, query: Query) -> None:
    """Keep a view under this name; this person's view of the same name is replaced."""
    if not name.strip():
        raise ViewRefused(t("A view needs a name. Write one, then save again."))
    with changing(folder / FILE):
        kept = _views(folder)
        own = _own(folder, user, kept) | {name.strip(): {k: list(vs) for k, vs in query.items()}}
        _write(folder / FILE, {**kept, user: dict(sorted(own.items()))})


def drop_view(folder: Path, user: str, name: str) -> None:
    """Forget a view of this person."""
    with changing(folder / FILE):
        kept = _views(folder)
        own = {k: v for k, v in _own(folder, user, kept).items() if k != name}
        _write(folder / FILE, {**kept, user: own})


def _own(folder: Path, user: str, kept: Mapping[str, Views]) -> Views:
    if user in kept:
        return kept[user]
    former = folder / FORMER
    return _told(former, {"": _read(former, {})})[""]


def _views(folder: Path) -> dict[str, Views]:
    return _told(folder / FILE, _read(folder / FILE, {}))


def _told(file: Path, found: Any) -> dict[str, Views]:
    try:
        return {
            user: {
                name: {k: [str(v) for v in vs] for k, vs in query.items()}
                for name, query in own.items()
            }
            for user, own in found.items()
        }
    except (AttributeError, TypeError) as problem:
        raise _corrupt(file) from problem


def seen_leads(folder: Path, user: str) -> frozenset[str] | None:
    """The leads that this person marked as seen; None while they did not mark any."""
    found = _seen(folder).get(user)
    return None if found is None else frozenset(found)


def mark_seen(folder: Path, user: str, leads: Sequence[str]) -> None:
    """Remember these leads, and no others, as seen by this person."""
    with changing(folder / SEEN):
        _write(folder / SEEN, {**_seen(folder), user: sorted(leads)})


def _seen(folder: Path) -> dict[str, list[str]]:
    found = _read(folder / SEEN, {})
    if not isinstance(found, dict) or not all(isinstance(x, list) for x in found.values()):
        raise _corrupt(folder / SEEN)
    return {user: [str(lead) for lead in some] for user, some in found.items()}


@dataclass(frozen=True, slots=True)
class Visit:
    """When a person was last seen in a visit, and which leads there were."""

    at: datetime
    leads: frozenset[str]


def visit_before(folder: Path, user: str, *, at: datetime) -> Visit | None:
    """The visit before the one in which this person is now; None in the first."""
    now, before = _visits(folder).get(user, (None, None))
    return before if now is not None and at - now.at < PAUSE else now


def note_visit(folder: Path, user: str, leads: Iterable[str], *, at: datetime) -> None:
    """Remember that this person was here, and which leads there were."""
    with changing(folder / VISITS):
        kept = _visits(folder)
        here, (now, before) = Visit(at, frozenset(leads)), kept.get(user, (None, None))
        if now is not None:
            if at - now.at < SELDOM and now.leads == here.leads:
                return
            if at - now.at >= PAUSE:
                before = now
        told = {**kept, user: (here, before)}
        content = {
            name: {"now": _visit_text(last), "before": _visit_text(former)}
            for name, (last, former) in told.items()
        }
        _write(folder / VISITS, content)


def _visits(folder: Path) -> dict[str, tuple[Visit | None, Visit | None]]:
    found = _read(folder / VISITS, {})
    try:
        return {
            user: (_visit(visits["now"]), _visit(visits["before"]))
            for user, visits in found.items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise _corrupt(folder / VISITS) from problem


def _visit(found: Any) -> Visit | None:
    if found is None:
        return None
    return Visit(datetime.fromisoformat(found["at"]), frozenset(map(str, found["leads"])))


def _visit_text(visit: Visit | None) -> object:
    return visit and {"at": visit.at.isoformat(), "leads": sorted(visit.leads)}


def _read(file: Path, otherwise: object) -> Any:
    if not file.exists():
        return otherwise
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise _corrupt(file) from problem


def _corrupt(file: Path) -> WorkspaceCorrupt:
    return WorkspaceCorrupt(
        t("{file} cannot be understood. Restore it from a backup, or delete it.", file=file)
    )


def _write(file: Path, content: object) -> None:
    half = file.with_suffix(".tmp")
    half.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(half, file)  # noqa: PTH105 - whole or not at all
