"""Saved views of the lead list: a name for a set of filters, kept in the workspace's folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.embedded_process import changing
from graph.errors import TenderLensError, WorkspaceCorrupt
from messages import t

FILE = "views.json"
SEEN = "seen_leads.json"
Query = Mapping[str, Sequence[str]]


class ViewRefused(TenderLensError):
    """A view has no name."""


def views(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The saved views by name, each as the query of its address; raises WorkspaceCorrupt."""
    found = _read(folder / FILE, {})
    if not isinstance(found, dict) or not all(isinstance(q, dict) for q in found.values()):
        raise _corrupt(folder / FILE)
    return {name: {k: [str(v) for v in vs] for k, vs in q.items()} for name, q in found.items()}


def keep_view(folder: Path, name: str, query: Query) -> None:
    """Keep a view under this name; one of the same name is replaced."""
    if not name.strip():
        raise ViewRefused(t("A view needs a name. Write one, then save again."))
    with changing(folder / FILE):
        kept = views(folder) | {name.strip(): {key: list(values) for key, values in query.items()}}
        _write(folder / FILE, dict(sorted(kept.items())))


def drop_view(folder: Path, name: str) -> None:
    """Forget a view."""
    with changing(folder / FILE):
        _write(folder / FILE, {k: v for k, v in views(folder).items() if k != name})


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


def _read(file: Path, otherwise: object) -> object:
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
