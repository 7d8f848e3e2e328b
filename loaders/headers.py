"""Which header of a sheet is which column of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from loaders.readers import GROUP, plain_header
from loaders.table_map import Column, TableMap

_BRACKETS = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$")
_UNIT = re.compile(r"(亿元|万元|千元|元|%)$")
_NUMBER = re.compile(r" #\d+$")
EXACT, WITHOUT_BRACKET, WITHOUT_UNIT, LOWER_PART = range(4)


@dataclass(frozen=True, slots=True)
class SheetHeaders:
    """How a table's columns were found in a sheet.

    `columns`: column name to the header that holds it; `missing`: required headers not found;
    `ignored`: headers that are no column of the table; `forms`: how each column's header was read;
    `sideways`: headers that each make a row of their own, and what they say of it.
    """

    table: TableMap
    columns: dict[str, str]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    forms: dict[str, int] = field(default_factory=dict)
    sideways: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the sheet can be this table."""
        return not self.missing

    @property
    def score(self) -> tuple[int, int]:
        """The more columns are understood and the fewer headers are left over, the better."""
        return len(self.columns) + len(self.sideways), -len(self.ignored)


@lru_cache(maxsize=1 << 12)
def _spellings(name: str) -> tuple[str, ...]:
    """A header as it is, without a bracket at its end, without a unit, its lower part alone."""
    unnumbered = _NUMBER.sub("", name)
    plain = plain_header(unnumbered)
    bare = _BRACKETS.sub("", plain)
    lower = _BRACKETS.sub("", plain_header(unnumbered.rpartition(GROUP)[2]))
    return plain, bare, _UNIT.sub("", bare), lower if GROUP in name else ""


@lru_cache(maxsize=1 << 12)
def _wanted(column: Column) -> tuple[str, ...]:
    """The spellings a column goes by, the best first."""
    return tuple(dict.fromkeys(plain_header(header) for header in column.headers))


def match(
    table: TableMap, names: Sequence[str], given: dict[str, str] | None = None
) -> SheetHeaders:
    """Find the table's columns among headers; those `given` (header to column or none) are fixed.

    A header that is spelled like a column goes before one that is like it without its unit.
    """
    given = given or {}
    columns = {column: header for header, column in given.items() if column and header in names}
    forms: dict[str, int] = dict.fromkeys(columns, EXACT)
    free = {name: _spellings(name) for name in names if name and name not in given}
    lower = Counter(spelled[LOWER_PART] for spelled in free.values())
    for form in range(LOWER_PART + 1):
        spelled: dict[str, list[str]] = {}
        for name, spellings in free.items():
            if form != LOWER_PART or lower[spellings[form]] == 1:
                spelled.setdefault(spellings[form], []).append(name)
        for column in table.columns:
            found = "" if column.name in columns else _best(column, spelled)
            if found:
                columns[column.name] = found
                forms[column.name] = form
                del free[found]
    ordered = {c.name: columns[c.name] for c in table.columns if c.name in columns}
    sideways = _sideways(table, ordered, free)
    ignored = [n for n in names if n and n not in columns.values() and n not in sideways]
    lacking = missing(table, ordered)
    return SheetHeaders(table, ordered, lacking, tuple(ignored), forms, sideways)


def _sideways(
    table: TableMap, columns: dict[str, str], free: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, str]]:
    """The headers that each make a row of their own, with what they say.

    Columns that they fill are added to `columns`, under the header they go by best.
    """
    for pivot in table.pivots:
        if pivot.value in columns:
            continue
        said: dict[str, dict[str, str]] = {}
        for name, forms in free.items():
            found = pivot.header.fullmatch(forms[EXACT]) or pivot.header.fullmatch(forms[1])
            if found is not None:
                said[name] = {c: text for c, text in found.groupdict().items() if text}
        if len(said) >= pivot.least:
            filled = {pivot.value, *(column for each in said.values() for column in each)}
            columns |= {
                c.name: c.headers[0]
                for c in table.columns
                if c.name in filled and c.name not in columns
            }
            return said
    return {}


def _best(column: Column, spelled: Mapping[str, list[str]]) -> str:
    """The header whose spelling the column prefers, taken out of those that are left."""
    for spelling in _wanted(column):
        if spelled.get(spelling):
            return spelled[spelling].pop(0)
    return ""


def missing(table: TableMap, columns: Collection[str]) -> tuple[str, ...]:
    """The headers of required columns that a sheet with these columns lacks."""
    found = [c.headers[0] for c in table.required if c.name not in columns]
    for group in table.needs_one_of:
        if not set(group) & set(columns):
            found.append(" / ".join(table.column(n).headers[0] for n in group))
    return tuple(found)
