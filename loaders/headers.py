"""Which header of a sheet is which column of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.readers import plain_header
from loaders.table_map import TableMap

_BRACKETS = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$")
_UNIT = re.compile(r"(亿元|万元|千元|元|%)$")


@dataclass(frozen=True, slots=True)
class SheetHeaders:
    """How a table's columns were found in a sheet.

    `columns`: column name to the header that holds it; `missing`: required headers not found;
    `ignored`: headers that are no column of the table.
    """

    table: TableMap
    columns: dict[str, str]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the sheet can be this table."""
        return not self.missing

    @property
    def score(self) -> tuple[int, int]:
        """The more columns are understood and the fewer headers are left over, the better."""
        return len(self.columns), -len(self.ignored)


@lru_cache
def _spellings(name: str) -> tuple[str, ...]:
    """A header as it is, without a bracket at its end, without a unit."""
    plain = plain_header(re.sub(r" #\d+$", "", name))
    bare = _BRACKETS.sub("", plain)
    return tuple(dict.fromkeys((plain, bare, _UNIT.sub("", bare))))


def match(table: TableMap, names: Sequence[str]) -> SheetHeaders:
    """Find the table's columns among headers. A column's better header goes before its others."""
    spelled = {name: _spellings(name) for name in names if name}
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for column in table.columns:
        wanted = [plain_header(h) for h in column.headers]
        ranked = sorted(
            (form, wanted.index(spelling), place)
            for place, (name, forms) in enumerate(spelled.items())
            for form, spelling in enumerate(forms)
            if spelling in wanted and name not in taken
        )
        if ranked:
            header = list(spelled)[ranked[0][2]]
            columns[column.name] = header
            taken.add(header)
    missing = [c.headers[0] for c in table.required if c.name not in columns]
    if table.needs_one_of and not set(table.needs_one_of) & set(columns):
        missing.append(" / ".join(table.column(n).headers[0] for n in table.needs_one_of))
    ignored = tuple(name for name in spelled if name not in taken)
    return SheetHeaders(table, columns, tuple(missing), ignored)
