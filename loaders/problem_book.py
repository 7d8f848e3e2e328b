"""The workbook of rows that were rejected or warned of: to be corrected there and loaded again.

Each sheet of it holds rows of one sheet that was loaded, every cell as it was read, beside what is
wrong. A hidden sheet keeps how the headers were understood, so that they are understood alike when
the workbook comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from graph.records import SourceRef
from loaders.identifiers import KeyedHash
from loaders.problems import RowProblem, Severity, as_written, neutralised
from loaders.profiles import Profile
from loaders.readers import BATCH_ID_DIGITS, Cells, OpenedFile, Row, Sheet
from loaders.standing import marks, written
from loaders.understanding import SheetMapping, sheet_profile
from messages import t

HIDDEN = "_tenderlens"
MARK = "tenderlens-corrections-1"
# Headers of our own columns: the same in every language, since the loader knows them by name.
ORIGIN = "〔原批次〕"  # and what of the row stands in the graph: see loaders.standing
OWN_HEADERS = (
    *("〔原文件〕", "〔原工作表〕", "〔原行号〕", "〔处理结果〕", "〔问题〕", "〔建议〕"),
    ORIGIN,
)
MOST_ROWS = 1_000_000  # a sheet takes 1,048,576
LONGEST_CELL = 32_000  # a sheet takes 32,767 characters


@dataclass(slots=True)
class _Page:
    """One sheet that is being written."""

    sheet: Any
    line: int = 0

    def write(self, cells: Iterable[str], format_: Any = None) -> None:
        """Add a row; `format_` for all of it."""
        for column, cell in enumerate(cells):
            if cell:
                text = cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"
                self.sheet.write_string(self.line, column, neutralised(text), format_)
        self.line += 1


class ProblemBook:
    """Writes the workbook while files are read; `close` ends it."""

    def __init__(self, path: Path, scratch: Path, hashed: KeyedHash, as_of: str = "") -> None:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "constant_memory": True,
            "tmpdir": str(scratch),
        }
        self._hashed = hashed
        self._as_of = as_of
        self._batches: dict[str, None] = {}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._bold = self._book.add_format({"bold": True})
        self._text = self._book.add_format({"num_format": "@"})
        self._wrong = self._book.add_format({"num_format": "@", "bg_color": "#FFE699"})
        self._outcomes = {
            Severity.REJECTED: t("row not loaded"),
            Severity.WARNING: t("row loaded"),
        }
        headings = ("File", "Sheet", "Row", "Column", "Value", "Rule", "Advice", "Outcome")
        self._list = self._page(t("Problems"), [t(h) for h in headings])
        self._pages: dict[tuple[str, str], _Page] = {}
        self._kept: list[tuple[str, Profile]] = []
        self._left_out: _Page | None = None

    def _page(self, name: str, headings: Sequence[str]) -> _Page:
        page = _Page(self._book.add_worksheet(name))
        page.sheet.freeze_panes(1, 0)
        page.sheet.set_column(0, max(len(headings) - 1, 0), 18)
        page.write(headings, self._bold)
        return page

    def add(self, rows: Sequence[tuple[SheetMapping, Row]], problems: Sequence[RowProblem]) -> None:
        """Add problems, and the rows they are of."""
        for problem in problems:
            if self._list.line < MOST_ROWS:
                self._list.write(self._listed(problem))
        of_row: dict[SourceRef, list[RowProblem]] = {}
        for problem in problems:
            of_row.setdefault(problem.source, []).append(problem)
        for mapping, row in rows:
            self._add_row(mapping, row, of_row.get(row.source, []))

    def _listed(self, problem: RowProblem) -> Cells:
        source = problem.source
        return [
            source.file,
            source.sheet,
            str(source.row) if source.row else "",
            problem.column,
            problem.value,
            problem.rule,
            problem.advice,
            self._outcomes[problem.severity],
        ]

    def _add_row(self, mapping: SheetMapping, row: Row, problems: Sequence[RowProblem]) -> None:
        headers = _headers(mapping)
        page = self._page_of(mapping, row.source.file, headers)
        rejected = any(p.severity is Severity.REJECTED for p in problems)
        outcome = self._outcomes[Severity.REJECTED if rejected else Severity.WARNING]
        rules = "\n".join(f"{p.column}: {p.rule}" if p.column else p.rule for p in problems)
        advice = "\n".join(dict.fromkeys(p.advice for p in problems))
        source = row.source
        batch = source.sha256[:BATCH_ID_DIGITS]
        self._batches[batch] = None
        stands: frozenset[str] = frozenset()
        if not rejected and mapping.headers is not None:
            stands = marks(mapping.headers, self._hashed, row)
        place = [source.file, source.sheet, str(source.row)]
        page.write([*place, outcome, rules, advice, written(batch, stands)])
        page.line -= 1
        wrong = {name for problem in problems for name in problem.column.split("、")}
        for column, header in enumerate(headers, len(OWN_HEADERS)):
            cell = row.cells.get(header, "")
            text = cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"
            format_ = self._wrong if header in wrong else self._text
            if text or header in wrong:
                page.sheet.write_string(page.line, column, neutralised(text), format_)
        if row.surplus:
            column = len(OWN_HEADERS) + len(headers)
            page.sheet.write_string(page.line, column, neutralised(row.surplus[:LONGEST_CELL]))
        page.line += 1

    def _page_of(self, mapping: SheetMapping, file: str, headers: Sequence[str]) -> _Page:
        page = self._pages.get((file, mapping.sheet))
        if page is None or page.line >= MOST_ROWS:
            name = f"{len(self._kept) + 1} {mapping.title}"[:31]
            page = self._page(name, [*OWN_HEADERS, *headers])
            marked = OWN_HEADERS.index(ORIGIN)
            page.sheet.set_column(marked, marked, None, None, {"hidden": True})
            self._pages[file, mapping.sheet] = page
            self._kept.append((name, _profile(mapping)))
        return page

    def add_left_out(self, rows: Iterable[tuple[SheetMapping, int, Cells]], file: str) -> None:
        """Add rows that were taken for totals, notes or repeated headers."""
        for mapping, number, cells in rows:
            if self._left_out is None:
                headings = [t("File"), t("Sheet"), t("Row"), t("Read as a total, note or header")]
                self._left_out = self._page(t("Rows left out"), headings)
            self._left_out.write([file, mapping.sheet, str(number), *cells])

    def close(self) -> None:
        """Write the workbook."""
        self._list.write(
            [t("This workbook holds cells as they were read, personal numbers too: keep it safe.")]
        )
        self._list.write(
            [
                t(
                    "A row that was loaded with a warning is in the graph already. Correcting it "
                    "here adds what was missing, and a corrected value is shown before the old "
                    "one. A correction that makes it another firm, person or lot is given back: "
                    "correct the original, take it back and load it again."
                )
            ]
        )
        hidden = _Page(self._book.add_worksheet(HIDDEN))
        hidden.sheet.hide()
        hidden.write([MARK, self._as_of, *self._batches])
        for name, profile in self._kept:
            columns = json.dumps(profile.columns, ensure_ascii=False)
            parts = [columns[i : i + LONGEST_CELL] for i in range(0, len(columns), LONGEST_CELL)]
            hidden.write([name, profile.table, *(f"|{part}" for part in parts)])
        self._book.close()


@contextmanager
def problem_book(
    path: Path | None, hashed: KeyedHash, as_of: str = ""
) -> Iterator[ProblemBook | None]:
    """A workbook at `path`, written if all goes well; None without a path."""
    if path is None:
        yield None
        return
    _check_writable(path)
    with TemporaryDirectory(prefix="tenderlens-") as scratch:
        book = ProblemBook(path, Path(scratch), hashed, as_of)
        yield book
        book.close()


def _check_writable(path: Path) -> None:
    """Raise OSError before hours of loading, not after them."""
    new = not path.exists()
    path.open("ab").close()
    if new:
        path.unlink()


def _headers(mapping: SheetMapping) -> list[str]:
    names = [*mapping.header.names, *(name for name, _ in mapping.header.stated)]
    return list(dict.fromkeys(name for name in names if name and name not in OWN_HEADERS))


def _profile(mapping: SheetMapping) -> Profile:
    """As the sheet's own profile; what stood above its header is a column here."""
    profile = sheet_profile(mapping, "corrections")
    above = dict(mapping.header.stated)
    stated = {m.header: m.column for m in mapping.matches if m.header in above}
    return replace(profile, columns={**profile.columns, **stated, **dict.fromkeys(OWN_HEADERS, "")})


# Coming back


def origin_of(row: Row) -> str:
    """The row that a row of such a workbook was, as a source reference; empty if it is lost."""
    batch, sheet, number = (row.cells.get(n, "") for n in (ORIGIN, *OWN_HEADERS[1:3]))
    return f"{batch.split()[0]}:{sheet}:{number}" if batch.strip() and number else ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What such a workbook says of itself: how its sheets are read, and of what they are.

    `batches`: the files whose rows it holds; `as_of`: the day whose state they describe.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    batches: frozenset[str] = frozenset()
    as_of: str = ""


def corrections_in(opened: OpenedFile) -> tuple[OpenedFile, Corrected]:
    """The sheets to correct of such a workbook, and what it says; other files as they are."""
    notes = next((sheet for sheet in opened.sheets if sheet.name == HIDDEN), None)
    if notes is None or not notes.preview or notes.preview[0][:1] != [MARK]:
        return opened, Corrected()
    profiles: dict[str, Profile] = {}
    for cells in list(notes.rows())[1:]:
        try:
            columns = json.loads("".join(part.removeprefix("|") for part in cells[2:]))
            profiles[cells[0]] = Profile("corrections", cells[1], dict(columns))
        except (ValueError, IndexError, TypeError):
            continue
    sheets = tuple(_restored(sheet) for sheet in opened.sheets if sheet.name in profiles)
    _, as_of, *batches = [*notes.preview[0], ""]
    return replace(opened, sheets=sheets), Corrected(profiles, frozenset(batches) - {""}, as_of)


def _restored(sheet: Sheet) -> Sheet:
    def rows() -> Iterator[Cells]:
        return ([as_written(cell) for cell in cells] for cells in sheet.rows())

    preview = tuple([as_written(cell) for cell in cells] for cells in sheet.preview)
    return replace(sheet, rows=rows, preview=preview)
