"""Months for which social insurance was paid (缴费年月), read as spells without a gap."""

from __future__ import annotations

import calendar
import re

from loaders.identifiers import half_width
from loaders.problems import Complaint

_MONTH = re.compile(r"((?:19|20)\d{2})[-/.年]?(1[0-2]|0?[1-9])月?")
_BETWEEN = re.compile(r"^(?:至|到|--?|~|—|–)+$")

Spell = tuple[int, int]  # first and last month, counted from year 0


def _read(cell: str) -> list[Spell] | None:
    """The spells that a cell lists, merged where they touch; None if it is not months."""
    plain = "".join(half_width(cell).split())
    months: list[tuple[int, str]] = []
    at = 0
    for found in _MONTH.finditer(plain):
        months.append((int(found[1]) * 12 + int(found[2]) - 1, plain[at : found.start()]))
        at = found.end()
    if not months or plain[at:].strip(",;、；，。"):
        return None
    spells: list[Spell] = []
    for month, before in months:
        if _BETWEEN.match(before) and spells and spells[-1][0] == spells[-1][1] <= month:
            spells[-1] = (spells[-1][0], month)
        elif before.strip(",;、；，"):
            return None
        else:
            spells.append((month, month))
    return _merged(spells)


def _merged(spells: list[Spell]) -> list[Spell]:
    merged: list[Spell] = []
    for first, last in sorted(spells):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _said(spell: Spell) -> str:
    first, last = spell
    return f"{first // 12:04d}-{first % 12 + 1:02d}至{last // 12:04d}-{last % 12 + 1:02d}"


def spells(cell: str) -> tuple[str, ...]:
    """The spells of a cell, each as a cell of its own; the cell itself if it cannot be read."""
    found = _read(cell)
    return tuple(map(_said, found)) if found else (cell,)


UNREADABLE = Complaint(
    "is not a month or a span of months.", "Write 2023-01, 202301 or 2023-01至2023-12."
)


def first_day(since: str | None, months: str | None) -> str | Complaint | None:
    """The first insured day: as stated, else of the first month."""
    if since or not months:
        return since
    spell = _one(months)
    return UNREADABLE if spell is None else f"{_said(spell)[:7]}-01"


def last_day(until: str | None, months: str | None) -> str | None:
    """The last insured day: as stated, else of the last month."""
    if until or not months:
        return until
    spell = _one(months)
    if spell is None:
        return None
    year, month = spell[1] // 12, spell[1] % 12 + 1
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _one(cell: str) -> Spell | None:
    found = _read(cell)
    return found[0] if found and len(found) == 1 else None
