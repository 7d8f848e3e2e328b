"""Opening of what is to be loaded: which files, which tables, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from graph.errors import InputRefused
from graph.records import EdgeRecord, NodeRecord, SourceRef
from loaders import ocds
from loaders.archives import ARCHIVE_SUFFIXES, unpack
from loaders.headers import SheetHeaders
from loaders.identifiers import KeyedHash
from loaders.json_rows import holds_rows
from loaders.opening import JSON_SUFFIXES, READABLE_SUFFIXES, open_table
from loaders.problem_book import ORIGIN, Corrected, corrections_in, origin_of
from loaders.problems import Complaint, RowProblem, Severity
from loaders.profiles import Profile
from loaders.readers import BATCH_ID_DIGITS, Cells, DataRows, OpenedFile, Row, refused
from loaders.release_mapper import map_release
from loaders.said import Said
from loaders.standing import stands_already
from loaders.tables import TABLES
from loaders.understanding import (
    DOCUMENTS,
    Corrections,
    FileMapping,
    SheetMapping,
    check_corrections,
    understand,
    understand_corrected,
)
from loaders.unfold import mapper_of
from loaders.where import sheet_read, written
from messages import t

ROWS_AT_A_TIME = 5_000
_IGNORED_SUFFIXES = frozenset({".md", ".yaml", ".yml", ".toml", ".py", ".pyc"})
_RANK = {table.name: rank for rank, table in enumerate((*TABLES,))}

HIDDEN_SHEET = Complaint(
    "The sheet is hidden; it was read like the others.",
    "Look at it; take the file back and load it with --sheet if it does not count.",
)
OTHER_SHEET = Complaint(
    "The sheet is not a table that is known here, and was not read.",
    "Compare its headers with the templates if it should be read.",
)
UNVALUED = Complaint(
    "{n} formulas have no stored value (the first in {cell}); their cells count as empty.",
    "Open the file in a spreadsheet program, save it, and load it again.",
)
BY_CONTENT = Complaint(
    "The header {header} was taken for {column} by its content ({why}).",
    "Check it; say otherwise with --map.",
)
NOT_READ = Complaint(
    "The file in the archive is no table and was not read.",
    "Look at it yourself; it stays in the archive.",
)

MapRows = Callable[[Sequence[Row], list[RowProblem]], tuple[list[bool], Said]]
LeftOut = tuple[SheetMapping, int, Cells]
WrongRow = tuple[SheetMapping, Row]


@dataclass(slots=True)
class Chunk:
    """Records and problems of some rows, and the counts of all rows so far."""

    nodes: list[NodeRecord] = field(default_factory=list)
    edges: list[EdgeRecord] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    wrong_rows: list[WrongRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """What some rows of a sheet came to: whether each was accepted, what they say together."""

    accepted: list[bool]
    said: Said
    problems: list[RowProblem]
    wrong_rows: list[WrongRow]


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

    @property
    def left_out_rows(self) -> list[LeftOut]:
        """The first of them."""

    @property
    def blank_cells(self) -> int:
        """Cells read so far that hold a sign for nothing, such as / or 无."""

    @property
    def encoding(self) -> str:
        """How text was decoded; empty for what is no text."""

    @property
    def delimiter(self) -> str:
        """What stands between cells of text."""

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that sheets were read by."""

    @property
    def path(self) -> Path:
        """Where the file is while it is loaded."""

    @property
    def columns(self) -> str:
        """How its sheets are read, as its batch keeps it."""

    def remarks(self) -> list[RowProblem]:
        """Problems of the file as a whole."""

    def rows(self, chunk: Chunk) -> Iterator[bool]:
        """Map rows into `chunk`, many at a time; yields whether each was accepted."""


@dataclass(slots=True)
class TableInput:
    """A file of rows with what its sheets are taken for."""

    opened: OpenedFile
    mapping: FileMapping
    hashed: KeyedHash
    notes: tuple[RowProblem, ...] = ()
    corrected: Corrected = field(default_factory=Corrected)
    in_graph: frozenset[str] = frozenset()  # those batches of `corrected` that are loaded
    corrects: list[str] = field(default_factory=list)  # origins of the corrected rows it loaded
    left_out: int = 0
    left_out_rows: list[LeftOut] = field(default_factory=list)
    blank_cells: int = 0
    elsewhere: Callable[[], Iterator[Block]] | None = None  # blocks that another process maps

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
    def read(self) -> tuple[SheetMapping, ...]:
        """The sheets that are read, in the order of loading."""
        readable = [sheet for sheet in self.mapping.sheets if sheet.readable]
        return tuple(sorted(readable, key=lambda each: _RANK[each.table]))

    @property
    def table(self) -> str:
        """See Input."""
        return ", ".join(dict.fromkeys(s.table for s in self.mapping.sheets if s.readable))

    @property
    def sheets(self) -> tuple[str, ...]:
        """See Input."""
        return tuple(sheet.sheet for sheet in self.mapping.sheets if sheet.readable)

    @property
    def total(self) -> int | None:
        """See Input."""
        rows = {sheet.name: sheet.total or 0 for sheet in self.opened.sheets}
        return sum(max(rows[s.sheet] - s.header.last, 0) for s in self.read)

    @property
    def rank(self) -> int:
        """See Input."""
        return min(_RANK[sheet.table] for sheet in self.read)

    @property
    def encoding(self) -> str:
        """See Input."""
        return self.opened.encoding

    @property
    def delimiter(self) -> str:
        """See Input."""
        return self.opened.delimiter

    @property
    def profiles(self) -> tuple[str, ...]:
        """See Input."""
        return tuple(dict.fromkeys(s.profile for s in self.read if s.profile))

    @property
    def path(self) -> Path:
        """See Input."""
        return self.opened.path

    @property
    def columns(self) -> str:
        """See Input."""
        return written(
            {
                each.sheet: sheet_read(each.headers, each.header, self.opened)
                for each in self.read
                if each.headers is not None
            }
        )

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """See Input."""
        return tuple(dict.fromkeys(n for s in self.mapping.sheets if s.readable for n in s.unknown))

    def note(self, complaint: Complaint) -> None:
        """Say this of the file as a whole."""
        self.notes = (*self.notes, _remark(self.name, self.sha256, "", complaint))

    def remarks(self) -> list[RowProblem]:
        """See Input."""
        said: list[tuple[str, Complaint]] = []
        if self.opened.remark is not None:
            said.append(("", self.opened.remark))
        opened = {sheet.name: sheet for sheet in self.opened.sheets}
        for each in self.mapping.sheets:
            sheet = opened[each.sheet]
            if not each.readable:
                blank = not any(map(any, sheet.preview))
                said += [] if blank else [(each.sheet, OTHER_SHEET)]
                continue
            if each.hidden:
                said.append((each.sheet, HIDDEN_SHEET))
            if sheet.unvalued:
                fields = {"n": sheet.unvalued, "cell": sheet.first_unvalued}
                said.append((each.sheet, UNVALUED.with_fields(**fields)))
            for match in each.by_content:
                fields = {"header": match.header, "column": match.column, "why": match.reason}
                said.append((each.sheet, BY_CONTENT.with_fields(**fields)))
        own = [_remark(self.name, self.sha256, sheet, complaint) for sheet, complaint in said]
        return [*self.notes, *own]

    def rows(self, chunk: Chunk) -> Iterator[bool]:
        """See Input."""
        for block in (self.elsewhere or self.blocks)():
            block.said.add_to(chunk.nodes, chunk.edges)
            chunk.problems += block.problems
            chunk.wrong_rows += block.wrong_rows
            yield from block.accepted

    def blocks(self) -> Iterator[Block]:
        """Its rows, mapped many at a time."""
        opened = {sheet.name: sheet for sheet in self.opened.sheets}
        for each in self.read:
            assert each.headers is not None  # noqa: S101  it is readable
            mapper = mapper_of(each.headers, self.hashed)
            data = DataRows(self.opened, opened[each.sheet], each.header)
            stream = iter(data)
            while rows := list(islice(stream, ROWS_AT_A_TIME)):
                if self.in_graph:
                    rows = [self._unless_it_stands(row, each.headers) for row in rows]
                block = _mapped(mapper.map_rows, rows, each)
                if self.corrected.batches:
                    self._note_corrected(rows, block.accepted)
                yield block
            self.left_out += data.left_out
            self.blank_cells += mapper.blank_cells
            self.left_out_rows += [(each, number, cells) for number, cells in data.left_out_rows]

    def origins(self) -> frozenset[str]:
        """The rows of other files that it gives back, as source references."""
        opened = {sheet.name: sheet for sheet in self.opened.sheets}
        found = {
            origin_of(row)
            for each in (self.read if self.corrected.batches else ())
            for row in DataRows(self.opened, opened[each.sheet], each.header)
        }
        return frozenset(found - {""})

    def _note_corrected(self, rows: Sequence[Row], accepted: Sequence[bool]) -> None:
        whole = [row for row in rows if not row.broken]
        origins = (origin_of(row) for row, kept in zip(whole, accepted, strict=False) if kept)
        self.corrects += filter(None, origins)

    def _unless_it_stands(self, row: Row, headers: SheetHeaders) -> Row:
        """A corrected row; it is broken if its original stands in the graph as another."""
        mark = row.cells.get(ORIGIN, "")
        found = stands_already(mark, self.in_graph, headers, self.hashed, row)
        return row if found is None else row._replace(complaint=found, broken=True)


def _mapped(map_rows: MapRows, rows: Sequence[Row], mapping: SheetMapping) -> Block:
    """Rows mapped, each into what it says or problems; rows with one are kept as they were read."""
    whole = [row for row in rows if not row.broken]
    problems: list[RowProblem] = [
        _of_row(row, row.complaint, Severity.REJECTED if row.broken else Severity.WARNING)
        for row in rows
        if row.complaint is not None
    ]
    accepted, said = map_rows(whole, problems)
    problems.sort(key=lambda problem: problem.source.row)
    wrong = {problem.source for problem in problems}
    wrong_rows = [(mapping, row) for row in rows if row.source in wrong] if wrong else []
    return Block(accepted + [False] * (len(rows) - len(whole)), said, problems, wrong_rows)


def _of_row(row: Row, complaint: Complaint, severity: Severity) -> RowProblem:
    rule, advice = complaint.said()
    return RowProblem(row.source, "", "", rule, advice, severity)


@dataclass(slots=True)
class OcdsInput:
    """An OCDS file."""

    opened: ocds.OcdsFile
    hashed: KeyedHash
    ignored_columns: tuple[str, ...] = ()
    left_out: int = 0
    left_out_rows: list[LeftOut] = field(default_factory=list)
    blank_cells: int = 0
    encoding: str = ""
    delimiter: str = ""
    profiles: tuple[str, ...] = ()
    table: str = ocds.TABLE
    rank: int = len(TABLES)
    columns: str = ""

    @property
    def path(self) -> Path:
        """See Input."""
        return self.opened.path

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


def open_inputs(
    paths: Sequence[Path],
    *,
    hashed: KeyedHash,
    scratch: Path,
    corrections: Corrections | None = None,
    profiles: Sequence[Profile] = (),
) -> list[Input]:
    """Open and recognise every file, in the order of loading; InputRefused if one fails.

    Archives are unpacked into `scratch`, which must stay until the inputs are read.
    """
    said = corrections or Corrections()
    inputs = [_open(found, said, profiles, hashed) for found in found_files(paths, scratch)]
    check_corrections(said, [i.mapping for i in inputs if isinstance(i, TableInput)])
    return sorted(inputs, key=lambda each: each.rank)


def understood_files(
    paths: Sequence[Path],
    *,
    scratch: Path,
    corrections: Corrections | None = None,
    profiles: Sequence[Profile] = (),
) -> tuple[FileMapping, ...]:
    """What the files are taken for, to be shown before they are loaded.

    OCDS is no table, nor are bid files.
    """
    said = corrections or Corrections()
    if said.table == DOCUMENTS:
        return ()
    mappings = tuple(
        _understood(found, said, profiles)[1]
        for found in found_files(paths, scratch)
        if not _is_ocds(found.path)
    )
    check_corrections(said, mappings)
    return mappings


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to load: where it is, the name to report, what was found beside it in an archive."""

    path: Path
    name: str
    not_read: tuple[str, ...] = ()


def found_files(paths: Sequence[Path], scratch: Path) -> list[FoundFile]:
    """Files to load; folders are walked in sorted order, archives unpacked into `scratch`.

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
        if path.suffix.lower() not in READABLE_SUFFIXES | ARCHIVE_SUFFIXES:
            raise refused(
                name,
                "Files of the kind '{suffix}' cannot be loaded.",
                "Save it as .xlsx, .csv or OCDS .json, or take it out of the folder.",
                suffix=path.suffix or "?",
            )
    unpacked = [_unpacked(p, n, scratch / str(place)) for place, (p, n) in enumerate(found)]
    return [file for files in unpacked for file in files]


def _unpacked(path: Path, name: str, scratch: Path) -> list[FoundFile]:
    if path.suffix.lower() not in ARCHIVE_SUFFIXES:
        return [FoundFile(path, name)]
    inside, others = unpack(path, name, scratch, wanted=READABLE_SUFFIXES)
    if not inside:
        raise refused(name, "The archive holds no file to load.", "Pack the tables into it.")
    first, *rest = [FoundFile(each.path, each.name) for each in inside]
    return [replace(first, not_read=tuple(others)), *rest]


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    if any(part.startswith((".", "~$")) or part == "__pycache__" for part in parts):
        return False
    return path.suffix.lower() not in _IGNORED_SUFFIXES and path.stem.upper() != "README"


def _is_ocds(path: Path) -> bool:
    return path.suffix.lower() in JSON_SUFFIXES and not holds_rows(path)


def _open(
    found: FoundFile, said: Corrections, profiles: Sequence[Profile], hashed: KeyedHash
) -> Input:
    if _is_ocds(found.path):
        return OcdsInput(ocds.open_ocds(found.path, found.name), hashed)
    opened, mapping, corrected = _understood(found, said, profiles)
    if not any(sheet.readable for sheet in mapping.sheets):
        raise _unrecognised(opened, mapping)
    _refuse_exchanged(opened, mapping)
    notes = tuple(_remark(name, opened.sha256, "", NOT_READ) for name in found.not_read)
    return TableInput(opened, mapping, hashed, notes, corrected)


def _understood(
    found: FoundFile, said: Corrections, profiles: Sequence[Profile]
) -> tuple[OpenedFile, FileMapping, Corrected]:
    opened, corrected = corrections_in(open_table(found.path, found.name, said.reading))
    if corrected.profiles:
        return opened, understand_corrected(opened, corrected.profiles), corrected
    return opened, understand(opened, said, profiles), corrected


def _refuse_exchanged(opened: OpenedFile, mapping: FileMapping) -> None:
    """A file whose columns contradict their headers would make firms of numbers."""
    for sheet in mapping.sheets:
        for pair in sheet.exchanged if sheet.readable else ():
            raise refused(
                " / ".join(filter(None, (opened.name, sheet.sheet))),
                "What stands under {one} fits {two}, and the reverse: the headers seem exchanged.",
                "Correct them, or load with --map {one}={two_column} --map {two}={one_column}; if "
                "they are right, with --map {one}={one_column} --map {two}={two_column}.",
                one=pair.one,
                two=pair.two,
                one_column=pair.one_column,
                two_column=pair.two_column,
            )


def _unrecognised(opened: OpenedFile, mapping: FileMapping) -> InputRefused:
    if not any(cell.strip() for s in opened.sheets for row in s.preview for cell in row):
        return refused(opened.name, "The file is empty.", "Export it again.")
    nearest = max(mapping.sheets, key=lambda sheet: sum(m.used for m in sheet.matches))
    if nearest.missing and nearest.table:
        return refused(
            opened.name,
            "The table looks most like {title} ({table}), but required columns are missing: "
            "{missing}.",
            "Add them, rename the headers, or name the column with --map.",
            title=nearest.title,
            table=nearest.table,
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
