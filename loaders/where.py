"""From a property back to the cells that it was read from."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.claims import Claim
from graph.records import RESERVED, BatchInfo, Value
from loaders import cells
from loaders.evidence_store import EvidenceStore
from loaders.headers import SheetHeaders
from loaders.identifiers import half_width
from loaders.opening import open_table
from loaders.problems import Complaint
from loaders.readers import (
    Header,
    OpenedFile,
    Reading,
    Sheet,
    header_at,
    named_columns,
    plain_header,
)
from loaders.table_map import Column, Derived, EdgeMap, Fixed, NodeMap, PropertySource, TableMap
from loaders.tables import BY_NAME
from loaders.understanding import masked_text
from loaders.words import FAILED_FORMULA

LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class SheetRead:
    """How one sheet was read when it was loaded, as its batch keeps it.

    `columns`: column of the table to the header that held it; `first` and `last`: rows of the
    header; `stated`: what holds for all rows, by its header.
    """

    table: str
    first: int
    last: int
    columns: Mapping[str, str]
    encoding: str = ""
    delimiter: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """A row as the original file has it: cells by header, those of persons masked or whole."""

    sheet: str
    row: int
    cells: Mapping[str, str] = field(default_factory=dict)
    personal: frozenset[str] = frozenset()  # headers whose cells are masked otherwise


def written(sheets: Mapping[str, SheetRead]) -> str:
    """How sheets were read, as a batch keeps it."""
    return json.dumps(
        {
            name: {
                "table": read.table,
                "header": [read.first, read.last],
                "columns": dict(read.columns),
                "encoding": read.encoding,
                "delimiter": read.delimiter,
                **({"stated": dict(read.stated)} if read.stated else {}),
            }
            for name, read in sheets.items()
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def sheets_read(text: str) -> dict[str, SheetRead]:
    """The reverse of `written`; nothing for batches that keep nothing."""
    stored: dict[str, Any] = json.loads(text) if text else {}
    return {
        name: SheetRead(
            each["table"],
            each["header"][0],
            each["header"][1],
            each["columns"],
            each["encoding"],
            each["delimiter"],
            each.get("stated", {}),
        )
        for name, each in stored.items()
    }


def sheet_read(headers: SheetHeaders, header: Header, opened: OpenedFile) -> SheetRead:
    """How a sheet that is being loaded is read."""
    return SheetRead(
        headers.table.name,
        header.first,
        header.last,
        headers.columns,
        opened.encoding,
        opened.delimiter,
        dict(header.stated),
    )


# Which columns


def headers_of(read: SheetRead, element: str, name: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """The headers that a property of a label or an edge type comes from, in a row of this sheet."""
    table = BY_NAME.get(read.table)
    if table is None:
        return ()
    found: dict[str, None] = {}
    for source in (*_of_nodes(table, element, name), *_of_edges(table, element, name)):
        named = [column for each in _columns(source) for column in _resolved(table, each)]
        columns = [column for column in named if column in read.columns]
        if isinstance(source, Derived) and source.first:
            said = (c for c in columns if _says(table.column(c), row.get(read.columns[c], "")))
            columns = list(itertools.islice(said, 1)) or columns
        found |= dict.fromkeys(read.columns[column] for column in columns)
    return tuple(found)


def _says(column: Column, cell: str) -> bool:
    """Whether a value was read from the cell: it is neither blank nor unreadable."""
    if FAILED_FORMULA.fullmatch(cell.strip()):
        return False
    found = cells.READERS[column.kind](cell)
    return (found.value if isinstance(found, Complaint) else found) is not None


def _of_nodes(table: TableMap, label: str, name: str) -> Iterator[PropertySource]:
    for node in table.nodes.values():
        if node.label == label:
            stated = node.properties.get(name)
            # What follows from the identity, such as a code, is read with the key.
            yield from node.key.of if stated is None else (stated,)


def _of_edges(table: TableMap, type_: str, name: str) -> Iterator[PropertySource]:
    for edge in table.edges:
        if edge.type == type_:
            stated = edge.properties.get(name)
            yield from _ends(table, edge) if stated is None else (stated,)


def _ends(table: TableMap, edge: EdgeMap) -> Iterator[str]:
    for alias in (edge.start, edge.end):
        yield from table.nodes[alias].key.of


def _columns(source: PropertySource) -> tuple[str, ...]:
    if isinstance(source, Fixed):
        return ()
    return source.of if isinstance(source, Derived) else (source,)


def _resolved(table: TableMap, name: str) -> Iterator[str]:
    """The columns behind a name: a column, something computed from columns, or a node."""
    if name in table.computed:
        yield from table.computed[name].of
    elif name in table.nodes:
        node: NodeMap = table.nodes[name]
        for each in node.key.of:
            yield from _resolved(table, each)
    else:
        yield name


# Which cells


def original_rows(
    file: Path,
    read: Mapping[str, SheetRead],
    wanted: Mapping[str, Collection[int]],
    *,
    whole: bool = False,
) -> dict[tuple[str, int], OriginalRow]:
    """These rows of a kept file, by sheet and row; one pass over each sheet, to the last row.

    `whole`: numbers of persons as they stand there, not masked.
    """
    if not read:
        return {}
    some = next(iter(read.values()))
    opened = open_table(file, file.name, Reading(some.encoding, some.delimiter))
    found: dict[tuple[str, int], OriginalRow] = {}
    for sheet in opened.sheets:
        rows = set(wanted.get(sheet.name, ()))
        if rows and sheet.name in read:
            for each in _rows(sheet, read[sheet.name], rows, whole=whole):
                found[each.sheet, each.row] = each
    return found


def _rows(sheet: Sheet, read: SheetRead, wanted: set[int], *, whole: bool) -> Iterator[OriginalRow]:
    names = named_columns(header_at(sheet.preview, read.first, read.last), sheet.preview).names
    kinds = _kinds(read)
    personal = frozenset(name for name, kind in kinds.items() if kind in cells.SENSITIVE)
    last = max(wanted)
    for number, row in enumerate(sheet.rows(), 1 - sheet.before):
        if number in wanted:
            raw = {
                name or f"#{place}": cell[:LONGEST_CELL]
                for place, (name, cell) in enumerate(zip(names, row, strict=False), 1)
                if cell.strip()
            }
            masked = {
                name: cells.masked(kinds[name], cell) if name in kinds else masked_text(cell)
                for name, cell in raw.items()
            }
            hidden = {n for n, cell in raw.items() if n not in kinds and masked[n] != cell}
            yield OriginalRow(sheet.name, number, raw if whole else masked, personal | hidden)
        if number >= last:
            return


def _kinds(read: SheetRead) -> dict[str, cells.CellKind]:
    table = BY_NAME.get(read.table)
    if table is None:
        return {}
    return {
        header: table.column(column).kind
        for column, header in read.columns.items()
        if any(c.name == column for c in table.columns)
    }


# Everything behind one element


@dataclass(frozen=True, slots=True)
class CellBehind:
    """One cell that a property was read from, and the file it stands in.

    Without a `property` it stands in the same row under a header that was not loaded.
    `cell` is as the original has it, masked where it names a person unless asked for whole; it is
    empty, and so is `column`, where the file is not a table or is not kept. `personal`: the number
    of a person, a telephone or an account.
    """

    property: str
    value: str
    column: str
    cell: str
    file: str
    sha256: str
    sheet: str
    row: int
    batch: str
    table: str
    operator: str
    loaded_at: str
    source_system: str
    document_no: str
    as_of: str
    personal: bool = False


def cells_behind(
    element: str,
    properties: Mapping[str, Value],
    sources: Sequence[str],
    batches: Mapping[str, BatchInfo],
    store: EvidenceStore,
    *,
    whole: bool = False,
) -> tuple[CellBehind, ...]:
    """The cells behind what each file states of a node (its label) or an edge (its type).

    `properties` are as the graph holds them, with what it keeps about them. The value beside a cell
    is the one that this file states, be it shown or not.
    """
    stated = _stated(properties)
    places = [_place(source) for source in sources]
    found: list[CellBehind] = []
    for batch in sorted({batch for batch, _, _ in places}):
        info = batches.get(batch)
        if info is None:
            continue
        read = sheets_read(info.columns)
        wanted: dict[str, set[int]] = {}
        for own, sheet, row in places:
            if own == batch:
                wanted.setdefault(sheet, set()).add(row)
        kept = store.find(info.sha256) if read else None
        rows = original_rows(kept, read, wanted, whole=whole) if kept else {}
        for sheet in sorted(wanted):
            for row in sorted(wanted[sheet]):
                original = rows.get((sheet, row), OriginalRow(sheet, row))
                said = stated(batch)
                found += _cells(element, said, info, read.get(sheet), original)
    return tuple(found)


def _stated(properties: Mapping[str, Value]) -> Callable[[str], Mapping[str, Value]]:
    """What a batch states of an element: its own claim; without claims there is one batch alone."""
    shown = {name: value for name, value in properties.items() if name not in RESERVED}
    kept = properties.get("claims")
    claims = [Claim.parse(str(text)) for text in kept] if isinstance(kept, list) else []
    own = {claim.batch: claim.properties for claim in claims}
    ended_by = str(properties.get("ended_by") or "")

    def of(batch: str) -> Mapping[str, Value]:
        if ended_by.startswith(f"{batch}:") and batch not in own:
            return {"valid_to": shown.get("valid_to")}
        return own.get(batch, {}) if own else shown

    return of


def own_cells(masked: Sequence[CellBehind], whole: Sequence[CellBehind]) -> tuple[CellBehind, ...]:
    """Each cell with a personal number once, whole; `masked` are the same cells, masked.

    A row may name several persons: of its cells those that read like the element's own value; all
    of them where none does.
    """
    both = [(m, w) for m, w in zip(masked, whole, strict=True) if w.personal and w.cell]
    values = {m.value for m in masked}
    own = [(m, w) for m, w in both if m.cell in values] or both
    return tuple({(w.file, w.sheet, w.row, w.column): w for _, w in own}.values())


def _not_loaded(original: OriginalRow, read: SheetRead | None) -> Iterator[str]:
    """Headers of the row that were neither loaded nor make rows of their own."""
    table = BY_NAME.get(read.table) if read else None
    if read is None or table is None:
        return
    loaded = set(read.columns.values())
    for header in original.cells:
        sideways = any(pivot.header.fullmatch(plain_header(header)) for pivot in table.pivots)
        if header not in loaded and not sideways:
            yield header


def _place(source: str) -> tuple[str, str, int]:
    batch, _, rest = source.partition(":")
    sheet, _, row = rest.rpartition(":")
    return batch, sheet, int(row) if row.isdigit() else 0


def _cells(
    element: str,
    properties: Mapping[str, Value],
    info: BatchInfo,
    read: SheetRead | None,
    original: OriginalRow,
) -> Iterator[CellBehind]:
    named = [
        (name, str(value), header)
        for name, value in properties.items()
        for header in _holding(
            str(value),
            (headers_of(read, element, name, original.cells) if read else ()) or ("",),
            original,
        )
    ]
    for name, value, header in (*named, *(("", "", h) for h in _not_loaded(original, read))):
        yield CellBehind(
            property=name,
            value=value,
            column=header,
            cell=original.cells.get(header, ""),
            file=info.file,
            sha256=info.sha256,
            sheet=original.sheet,
            row=original.row,
            batch=info.id,
            table=info.table,
            operator=info.operator,
            loaded_at=info.loaded_at,
            source_system=info.source_system,
            document_no=info.document_no,
            as_of=info.as_of,
            personal=header in original.personal,
        )


def _holding(value: str, headers: tuple[str, ...], original: OriginalRow) -> tuple[str, ...]:
    """Of the headers a property may come from, those with this very value, where there are any.

    A row may name several things of a kind. Masked cells tell nothing apart.
    """
    wanted = half_width(value).split()
    alike = tuple(
        header
        for header in headers
        if header not in original.personal
        and half_width(original.cells.get(header, "")).split() == wanted
    )
    return alike or headers
