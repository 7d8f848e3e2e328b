"""Opening of spreadsheets and CSV files: encoding, delimiter, header row, numbered rows as text."""

from __future__ import annotations

import codecs
import csv
import hashlib
import itertools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import python_calamine as calamine

from graph.errors import InputRefused
from graph.records import SourceRef
from messages import t

CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
BOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
JSON_SUFFIXES = frozenset({".json", ".jsonl"})
READABLE_SUFFIXES = CSV_SUFFIXES | BOOK_SUFFIXES | JSON_SUFFIXES

PREVIEW_ROWS = 30
_BLOCK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", "\t", ";", "|")
_FOOTERS = (
    "合计",
    "总计",
    "小计",
    "平均分",
    "平均值",
    "制表",
    "填表",
    "审核人",
    "注:",
    "备注:",
    "说明:",
)
_MAY_BE_NO_DATA = frozenset({"", *(f[:2] for f in _FOOTERS), "注：", " ", "　", "  "})
_LARGEST_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header: raw text by header; `surplus` stands beyond the last header."""

    source: SourceRef
    cells: dict[str, str]
    surplus: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A header: `names` by column (empty: the column has none), on rows `first` to `last`."""

    names: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an opened file. `preview` holds its first rows; `rows` streams all of them."""

    name: str
    preview: tuple[Cells, ...]
    rows: Callable[[], Iterator[Cells]] = field(repr=False)
    total: int | None = None


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that can be read: its name, its hash, its visible sheets; `hidden` ones are named."""

    path: Path
    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def refused(name: str, rule: str, remedy: str, **fields: object) -> InputRefused:
    """The error for a file: one sentence that names it, the rule and the remedy."""
    return InputRefused(f"{name}: {t(rule, **fields)} {t(remedy, **fields)}")


def open_table(path: Path, name: str) -> OpenedFile:
    """Open a CSV file or a workbook. InputRefused if it cannot be read as what it says it is."""
    suffix = path.suffix.lower()
    head = _head(path, name)
    if _is_html(head):
        raise refused(
            name,
            "The file is a web page, not a table.",
            "Open it in a spreadsheet program and save it as .xlsx.",
        )
    if suffix in CSV_SUFFIXES:
        return _open_csv(path, name, head)
    return _open_book(path, name, head)


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise refused(
            name, "The file cannot be read ({why}).", "Check its permissions.", why=error.strerror
        ) from error
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise refused(name, "The file is empty.", "Export it again.")
    return head


def _is_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1024].lower()
    return start.startswith((b"<html", b"<!doctype", b"<table", b"<head", b"<meta")) or (
        start.startswith(b"<") and b"<html" in start
    )


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# CSV


def _open_csv(path: Path, name: str, head: bytes) -> OpenedFile:
    if head.startswith((_ZIP, _OLE)):
        raise refused(
            name,
            "The file is a workbook, though its name says CSV.",
            "Rename it to .xlsx or .xls, or save it as CSV.",
        )
    sha256, encoding, lines = _examine(path, name)
    delimiter = _delimiter(path, encoding)

    def rows() -> Iterator[Cells]:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, delimiter=delimiter)
            try:
                yield from reader
            except (csv.Error, UnicodeError) as error:
                raise refused(
                    name,
                    "Row {row} cannot be read ({why}).",
                    "Look for a quotation mark that is never closed.",
                    row=reader.line_num,
                    why=error,
                ) from error

    preview = tuple(itertools.islice(rows(), PREVIEW_ROWS))
    return OpenedFile(path, name, sha256, (Sheet("", preview, rows, lines),))


def _examine(path: Path, name: str) -> tuple[str, str, int]:
    """SHA-256, encoding and number of lines, read in one pass."""
    for encoding in _candidates(path):
        digest, lines = hashlib.sha256(), 0
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
                    lines += block.count(b"\n")
                    decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeError:
            continue
        return digest.hexdigest(), encoding, lines
    raise refused(
        name,
        "The text is neither UTF-8, UTF-16 nor GB18030.",
        "Save it again as CSV UTF-8.",
    )


def _candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return (encoding,)
    if b"\x00" in head:  # neither UTF-8 nor GB18030 text has a zero byte
        odd = head[1::2].count(b"\x00")
        return ("utf-16-le" if odd * 2 > head.count(b"\x00") else "utf-16-be",)
    return ("utf-8", "gb18030")


def _delimiter(path: Path, encoding: str) -> str:
    """The sign that cuts the first lines into the most columns, equally often."""
    with path.open(encoding=encoding, newline="") as file:
        lines = [line for line in itertools.islice(file, PREVIEW_ROWS) if line.strip()]

    def consistency(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=lambda w: (widths.count(w) * (w > 1), w), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=consistency)


# Workbooks


def _open_book(path: Path, name: str, head: bytes) -> OpenedFile:
    if not head.startswith((_ZIP, _OLE)):
        raise refused(
            name,
            "The file is not a workbook, though its name says {suffix}.",
            "If it holds text, rename it to .csv; else save it as .xlsx in a spreadsheet program.",
            suffix=path.suffix,
        )
    if head.startswith(_OLE) and _is_encrypted(path):
        raise _encrypted(name)
    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
        seen = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        visible = [m.name for m in seen if m.visible == calamine.SheetVisibleEnum.Visible]
        hidden = tuple(m.name for m in seen if m.name not in visible)
        sheets = tuple(_sheet(book, each) for each in visible)
    except calamine.PasswordError as error:
        raise _encrypted(name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise refused(
            name,
            "The workbook is damaged or of an unknown kind ({why}).",
            "Open it in a spreadsheet program and save it as .xlsx.",
            why=error,
        ) from error
    return OpenedFile(path, name, file_sha256(path), sheets, hidden)


def _encrypted(name: str) -> InputRefused:
    return refused(
        name,
        "The workbook is protected by a password.",
        "Save a copy without the password.",
    )


def _is_encrypted(path: Path) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _sheet(book: calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    merged = _merged_cells(sheet)

    def rows() -> Iterator[Cells]:
        # The used area may begin below row 1; a person counts from the top of the sheet.
        first, left = sheet.start or (0, 0)
        above: dict[tuple[int, int], str] = {}
        for _ in range(first):
            yield []
        for at, row in enumerate(sheet.iter_rows(), first):
            cells = [""] * left + [cell_text(value) for value in row]
            yield _unmerged(cells, at, merged, above) if merged else cells

    preview = tuple(itertools.islice(rows(), PREVIEW_ROWS))
    return Sheet(name, preview, rows, sheet.total_height)


Corner = tuple[int, int]


def _merged_cells(sheet: calamine.CalamineSheet) -> dict[Corner, Corner]:
    """The top left cell of every merged cell, by place, for cells merged over several rows."""
    try:
        ranges = sheet.merged_cell_ranges or []
    except calamine.CalamineError:
        return {}
    return {
        (row, column): top_left
        for top_left, bottom_right in ranges
        if bottom_right[0] > top_left[0]
        for row in range(top_left[0], bottom_right[0] + 1)
        for column in range(top_left[1], bottom_right[1] + 1)
    }


def _unmerged(
    cells: Cells, row: int, merged: dict[Corner, Corner], above: dict[Corner, str]
) -> Cells:
    filled = list(cells)
    for column, cell in enumerate(cells):
        corner = merged.get((row, column))
        if corner == (row, column):
            above[corner] = cell
        elif corner is not None and not cell:
            filled[column] = above.get(corner, "")
    return filled


def cell_text(value: object) -> str:
    """A spreadsheet's value as text: whole numbers without point, days and times as ISO 8601.

    A number of more than 15 digits has lost some: it comes out in scientific notation, which the
    readers of codes and identity numbers refuse.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _LARGEST_EXACT:
            return str(int(value))
        return f"{value:e}" if abs(value) >= _LARGEST_EXACT else repr(value)
    if isinstance(value, datetime):
        return _clock_text(value)
    if isinstance(value, int):
        return str(value) if abs(value) < _LARGEST_EXACT else f"{float(value):e}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _clock_text(value: datetime) -> str:
    whole = value.replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == time() else whole.isoformat()


# Rows


@lru_cache(maxsize=1 << 14)
def plain_header(text: str) -> str:
    """One spelling of a header: widths, spaces, marks of required columns do not count."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return plain.strip("*:.。、").removeprefix("(必填)").removesuffix("(必填)")


def header_at(rows: Sequence[Cells], first: int, last: int) -> Header:
    """The header on rows `first` to `last` (from 1): the lower of two rows counts where it speaks.

    Two columns of one name are told apart by a number.
    """
    width = max((len(rows[i - 1]) for i in range(first, last + 1)), default=0)
    names: list[str] = []
    for column in range(width):
        name = ""
        for index in range(first, last + 1):
            cells = rows[index - 1]
            lower = " ".join(cells[column].split()) if column < len(cells) else ""
            name = lower or name
        again = sum(1 for other in names if other == name or other.startswith(f"{name} #"))
        names.append(f"{name} #{again + 1}" if name and again else name)
    return Header(tuple(names), first, last)


def is_footer(cells: Cells) -> bool:
    """Whether a row is a total, a note or a signature rather than data."""
    first = next((c for c in map(str.strip, cells) if c), "")
    return unicodedata.normalize("NFKC", first).startswith(_FOOTERS)


class DataRows:
    """The rows under a header, numbered as a spreadsheet shows them.

    Blank rows are passed over. Repetitions of the header, totals and notes are passed over too, and
    counted in `left_out`.
    """

    def __init__(self, file: OpenedFile, sheet: Sheet, header: Header) -> None:
        self.left_out = 0
        self._file = file
        self._sheet = sheet
        self._header = header

    def __iter__(self) -> Iterator[Row]:
        name, sha256, sheet = self._file.name, self._file.sha256, self._sheet.name
        names, width, last = self._header.names, len(self._header.names), self._header.last
        self.left_out = 0
        for number, cells in enumerate(self._sheet.rows(), 1):
            if number <= last or not any(cells):
                continue
            if len(cells) < width:
                cells.extend([""] * (width - len(cells)))
            start = cells[0][:2]
            if (start in _MAY_BE_NO_DATA or cells[0] == names[0]) and self._is_no_data(cells):
                continue
            row = dict(zip(names, cells, strict=False))
            row.pop("", None)
            source = SourceRef(name, sha256, sheet, number)
            if len(cells) > width:
                yield Row(source, row, " ".join(c for c in cells[width:] if c.strip()))
            else:
                yield Row(source, row)

    def _is_no_data(self, cells: Cells) -> bool:
        if not any(cell.strip() for cell in cells):
            return True
        lower = [" ".join(cell.split()) for cell in cells]
        again = sum(a == b for a, b in zip(lower, self._header.names, strict=False) if a)
        if is_footer(cells) or again * 2 > sum(map(bool, lower)):
            self.left_out += 1
            return True
        return False
