"""The case tray: what a person laid aside while looking, kept in the workspace's folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.embedded_process import changing
from graph.errors import WorkspaceCorrupt
from messages import t

FILE = "trays.json"
KINDS = ("node", "edge", "finding", "note")


@dataclass(frozen=True, slots=True)
class TrayItem:
    """A node by its key, an edge or a finding by its id, with the name it was laid aside under.

    Of a note, `ref` says when it was written, and `name` is its text.
    """

    kind: str
    ref: str
    name: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not self.ref:
            raise ValueError(f"'{self.kind}' '{self.ref}' is nothing that a tray holds.")


def tray(folder: Path) -> tuple[TrayItem, ...]:
    """What lies in the tray, in the order in which it came; raises WorkspaceCorrupt."""
    file = folder / FILE
    if not file.exists():
        return ()
    try:
        return tuple(TrayItem(**row) for row in json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as problem:
        raise WorkspaceCorrupt(
            t("{file} is no case tray. Restore it from a backup, or delete it.", file=file)
        ) from problem


def add_to_tray(folder: Path, items: Iterable[TrayItem]) -> int:
    """Lay items aside; what lies there already stays as it is. Returns how many are new."""
    with changing(folder / FILE):
        before = tray(folder)
        known = {item.ref for item in before}
        fresh = {item.ref: item for item in items if item.ref not in known}
        if fresh:
            _write(folder, (*before, *fresh.values()))
    return len(fresh)


def remove_from_tray(folder: Path, refs: Iterable[str]) -> None:
    """Take items out again."""
    away = set(refs)
    with changing(folder / FILE):
        _write(folder, tuple(item for item in tray(folder) if item.ref not in away))


def _write(folder: Path, items: tuple[TrayItem, ...]) -> None:
    text = json.dumps([asdict(item) for item in items], ensure_ascii=False, indent=1)
    half = folder / f"{FILE}.tmp"
    half.write_text(text + "\n", encoding="utf-8")
    os.replace(half, folder / FILE)  # noqa: PTH105 - whole or not at all
