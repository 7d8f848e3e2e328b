"""Opening of what is to be loaded: which files, which tables, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from graph.errors import InputRefused
from graph.records import EdgeRecord, NodeRecord, SourceRef
from loaders import ocds
from loaders.headers import SheetHeaders
from loaders.identifiers import KeyedHash
from loaders.problems import Complaint, RowProblem, Severity
from loaders.readers import (
    JSON_SUFFIXES,
    READABLE_SUFFIXES,
    DataRows,
    Header,
    OpenedFile,
    Sheet,
    open_table,
    refused,
)
from loaders.release_mapper import map_release
from loaders.row_mapper import RowMapper
from loaders.table_map import TableMap
from loaders.tables import BY_NAME, TABLES, find_header, is_convincing, scored
from messages import t

BATCH_ID_DIGITS = 12
ROWS_AT_A_TIME = 5_000
_IGNORED_SUFFIXES = frozenset({".md", ".yaml", ".yml", ".toml", ".py", ".pyc"})
_RANK = {table.name: rank for rank, table in enumerate((*TABLES,))}

HIDDEN_SHEET = Complaint(
    "The sheet is hidden and was not read.", "Show the sheet and load the file again to read it."
)
OTHER_SHEET = Complaint(
    "The sheet is not a table that is known here, and was not read.",
    "Compare its headers with the templates if it should be read.",
)


@dataclass(slots=True)
class Chunk:
    """Records and problems of some rows, and the counts of all rows so far."""

    nodes: list[NodeRecord] = field(default_factory=list)
    edges: list[EdgeRecord] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


class Input(Protocol):
    """A file that was opened and understood."""

    @property
    def name(self) -> str:
        """The name to report."""

    @property
    def sha256(self) -> str:
        """The file's hash."""

    @property
    def table(self) -> str:
        """The table or tables in it."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that are read."""

    @property
    def total(self) -> int | None:
        """About how many rows."""

    @property
    def rank(self) -> int:
        """The smaller, the earlier it is loaded."""

    @property
    def batch(self) -> str:
        """The id of its batch."""

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """Headers that no table knows."""

    @property
    def left_out(self) -> int:
        """Totals, notes and repeated headers among the rows read so far."""

    def remarks(self) -> list[RowProblem]:
        """Problems of the file as a whole."""

    def rows(self, chunk: Chunk) -> Iterator[bool]:
        """Map rows into `chunk`, many at a time; yields whether each was accepted."""


@dataclass(slots=True)
class TableInput:
    """A CSV file or workbook with its recognised sheets."""

    opened: OpenedFile
    understood: tuple[tuple[Sheet, Header, SheetHeaders], ...]
    others: tuple[str, ...]
    hashed: KeyedHash
    left_out: int = 0

    @property
    def name(self) -> str:
        """See Input."""
        return self.opened.name

    @property
    def sha256(self) -> str:
        """See Input."""
        return self.opened.sha256

    @property
    def batch(self) -> str:
        """See Input."""
        return self.sha256[:BATCH_ID_DIGITS]

    @property
    def table(self) -> str:
        """See Input."""
        return ", ".join(dict.fromkeys(h.table.name for _, _, h in self.understood))

    @property
    def sheets(self) -> tuple[str, ...]:
        """See Input."""
        return tuple(sheet.name for sheet, _, _ in self.understood)

    @property
    def total(self) -> int | None:
        """See Input."""
        return sum(max((s.total or 0) - h.last, 0) for s, h, _ in self.understood)

    @property
    def rank(self) -> int:
        """See Input."""
        return min(_RANK[h.table.name] for _, _, h in self.understood)

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """See Input."""
        return tuple(dict.fromkeys(name for _, _, h in self.understood for name in h.ignored))

    def remarks(self) -> list[RowProblem]:
        """See Input."""
        said = [(name, HIDDEN_SHEET) for name in self.opened.hidden]
        said += [(name, OTHER_SHEET) for name in self.others]
        return [_remark(self.name, self.sha256, sheet, complaint) for sheet, complaint in said]

    def rows(self, chunk: Chunk) -> Iterator[bool]:
        """See Input."""
        ordered = sorted(self.understood, key=lambda each: _RANK[each[2].table.name])
        for sheet, header, headers in ordered:
            map_into = RowMapper(headers.table, headers, self.hashed).map_into
            data = DataRows(self.opened, sheet, header)
            stream = iter(data)
            while rows := list(islice(stream, ROWS_AT_A_TIME)):
                yield from map_into(rows, chunk.nodes, chunk.edges, chunk.problems)
            self.left_out += data.left_out


@dataclass(slots=True)
class OcdsInput:
    """An OCDS file."""

    opened: ocds.OcdsFile
    hashed: KeyedHash
    ignored_columns: tuple[str, ...] = ()
    left_out: int = 0
    table: str = ocds.TABLE
    rank: int = len(TABLES)

    @property
    def name(self) -> str:
        """See Input."""
        return self.opened.name

    @property
    def sha256(self) -> str:
        """See Input."""
        return self.opened.sha256

    @property
    def batch(self) -> str:
        """See Input."""
        return self.sha256[:BATCH_ID_DIGITS]

    @property
    def sheets(self) -> tuple[str, ...]:
        """See Input."""
        return (self.opened.kind,)

    @property
    def total(self) -> int | None:
        """See Input."""
        return self.opened.total

    def remarks(self) -> list[RowProblem]:
        """See Input."""
        return []

    def rows(self, chunk: Chunk) -> Iterator[bool]:
        """See Input; a row is a release."""
        for found in ocds.compiled_releases(self.opened):
            source = self.opened.source(found.place)
            if found.complaint is not None:
                rule, advice = found.complaint.said()
                chunk.problems.append(RowProblem(source, "", "", rule, advice, Severity.REJECTED))
                yield False
                continue
            map_release(
                found.release, source, self.hashed, chunk.nodes, chunk.edges, chunk.problems
            )
            for _ in (*found.places, found.place):
                yield True


def open_inputs(paths: Sequence[Path], *, table: str | None, hashed: KeyedHash) -> list[Input]:
    """Open and recognise every file, in the order of loading; InputRefused if one fails."""
    if table is not None and table not in BY_NAME:
        raise InputRefused(
            t(
                "Table '{table}' is not known. Choose one of: {tables}.",
                table=table,
                tables=", ".join(BY_NAME),
            )
        )
    inputs: list[Input] = [
        _open(path, name, BY_NAME[table] if table is not None else None, hashed)
        for path, name in found_files(paths)
    ]
    return sorted(inputs, key=lambda each: each.rank)


def found_files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Files to load with the names to report; folders are walked in sorted order.

    In a folder, hidden files, README, Markdown, YAML, TOML and Python files are passed over.
    """
    found: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.rglob("*")) if p.is_file() and _counts(p, path)]
            if not inside:
                raise refused(
                    str(path), "The folder holds no file to load.", "Name a folder with tables."
                )
            found += [(p, p.relative_to(path).as_posix()) for p in inside]
        elif path.exists():
            found.append((path, path.name))
        else:
            raise refused(str(path), "There is no such file.", "Check the path.")
    for path, name in found:
        if path.suffix.lower() not in READABLE_SUFFIXES:
            raise refused(
                name,
                "Files of the kind '{suffix}' cannot be loaded.",
                "Save it as .xlsx, .csv or OCDS .json, or take it out of the folder.",
                suffix=path.suffix or "?",
            )
    return found


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    if any(part.startswith((".", "~$")) or part == "__pycache__" for part in parts):
        return False
    return path.suffix.lower() not in _IGNORED_SUFFIXES and path.stem.upper() != "README"


def _open(path: Path, name: str, table: TableMap | None, hashed: KeyedHash) -> Input:
    if path.suffix.lower() in JSON_SUFFIXES:
        return OcdsInput(ocds.open_ocds(path, name), hashed)
    opened = open_table(path, name)
    understood: list[tuple[Sheet, Header, SheetHeaders]] = []
    others: list[str] = []
    for sheet in opened.sheets:
        found = find_header(sheet.preview, table)
        if found is not None and (found[1].complete if table else is_convincing(found[1])):
            understood.append((sheet, *found))
        elif found is not None:
            others.append(sheet.name)
    if not understood:
        raise _unrecognised(opened, table)
    return TableInput(opened, tuple(understood), tuple(others), hashed)


def _unrecognised(opened: OpenedFile, table: TableMap | None) -> InputRefused:
    headers = [f for f in (find_header(s.preview, table) for s in opened.sheets) if f is not None]
    if not headers:
        return refused(opened.name, "The file is empty.", "Export it again.")
    nearest = max((f[1] for f in headers), key=lambda m: (len(m.columns), m.complete))
    if table is None:
        candidates = [m for f in headers for m in scored(f[0].names)]
        nearest = max(candidates, key=lambda m: (len(m.columns), -len(m.missing)))
    if nearest.missing and (table is not None or nearest.columns):
        return refused(
            opened.name,
            "The table looks most like {title} ({table}), but required columns are missing: "
            "{missing}.",
            "Add them or rename the headers.",
            title=nearest.table.title,
            table=nearest.table.name,
            missing=t(", ").join(nearest.missing),
        )
    return refused(
        opened.name,
        "The table is not recognised by its headers.",
        "Name it with --table, or rename the headers as in the templates.",
    )


def _remark(file: str, sha256: str, sheet: str, complaint: Complaint) -> RowProblem:
    rule, advice = complaint.said()
    return RowProblem(SourceRef(file, sha256, sheet, 0), "", "", rule, advice, Severity.WARNING)
