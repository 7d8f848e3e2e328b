"""All tables that can be loaded, and which of them a sheet is."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.bids import BIDS
from loaders.companies import COMPANIES
from loaders.deposits import DEPOSITS
from loaders.devices import DEVICES
from loaders.exemptions import EXEMPTIONS
from loaders.experts import EXPERTS, PANELS
from loaders.headers import SheetHeaders, match
from loaders.members import MEMBERS
from loaders.personnel import INSURANCE, PERSONNEL
from loaders.readers import Cells, Header, header_at
from loaders.scores import SCORES
from loaders.shareholders import SHAREHOLDERS
from loaders.table_map import TableMap
from loaders.tenders import TENDERS

# In the order in which files are loaded: tables that describe come before those that mention.
TABLES: tuple[TableMap, ...] = (
    COMPANIES,
    TENDERS,
    EXPERTS,
    SHAREHOLDERS,
    PERSONNEL,
    INSURANCE,
    BIDS,
    PANELS,
    DEVICES,
    DEPOSITS,
    MEMBERS,
    SCORES,
    EXEMPTIONS,
)
BY_NAME = {table.name: table for table in TABLES}

_SEARCHED_ROWS = 20
_LEAST_COLUMNS = 2
_LEAST_SHARE = 0.4  # of the headers, unless at least this many columns are understood:
_CERTAIN_COLUMNS = 5


def scored(headers: Sequence[str]) -> list[SheetHeaders]:
    """How well each table fits these headers, best first: complete ones before others."""
    found = [match(table, headers) for table in TABLES]
    return sorted(found, key=lambda m: (m.complete, *m.score), reverse=True)


def recognise(headers: Sequence[str]) -> TableMap | None:
    """The table that these headers belong to; None if none has all it requires."""
    best = scored(headers)[0]
    return best.table if is_convincing(best) else None


def is_convincing(found: SheetHeaders) -> bool:
    """Whether enough of the headers are understood for the table to be what it seems."""
    known, all_headers = len(found.columns), len(found.columns) + len(found.ignored)
    if not found.complete or known < _LEAST_COLUMNS:
        return False
    return known >= _CERTAIN_COLUMNS or known >= _LEAST_SHARE * all_headers


def find_header(
    preview: Sequence[Cells], table: TableMap | None = None
) -> tuple[Header, SheetHeaders] | None:
    """The header row, or two rows, that some table (or this one) fits best; None if all are blank.

    Titles stand above; the rows where most columns are understood are the header.
    """
    best: tuple[tuple[bool, int, int, int], Header, SheetHeaders] | None = None
    for first in range(1, min(len(preview), _SEARCHED_ROWS) + 1):
        if not any(preview[first - 1]):
            continue
        for last in (first, first + 1):
            if last > len(preview):
                continue
            header = header_at(preview, first, last)
            found = match(table, header.names) if table else scored(header.names)[0]
            rank = (found.complete, len(found.columns), first - last, -first)
            if best is None or rank > best[0]:
                best = (rank, header, found)
    return (best[1], best[2]) if best else None
