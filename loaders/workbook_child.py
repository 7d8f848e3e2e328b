"""Reads one workbook in a process of its own, which a hostile file may kill without harm.

Run by `loaders.workbooks` as a script, so it imports nothing of this project. It writes marshalled
values to standard output: `list PATH ROWS` writes one description of all sheets with their first
rows; `rows PATH SHEET` writes blocks of rows and then None. A dictionary with `error` ends either.
"""

from __future__ import annotations

import itertools
import marshal
import re
import struct
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO
from xml.etree import ElementTree

import olefile
import python_calamine as calamine

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

MOST_BYTES = 2 << 30  # of memory
MOST_SECONDS = 900  # of computing
LONGEST_CELL = 131_072  # characters, as for CSV; a spreadsheet itself takes 32,767
LONGEST_ROW = 1 << 22
_BLOCK = 2_000
_CHUNK, _OVERLAP = 1 << 20, 1 << 16
_LARGEST_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
_UNVALUED = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
# The library reads a formula that failed (#VALUE!, #N/A) as an empty cell.
_FAILED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="e"[^>]*>(?:(?!</c>).)*?<v>([^<]{1,20})</v>',
    re.DOTALL,
)
_MOST_FAILED = 200_000
# What the codes of failed formulas show, in both binary kinds.
_SHOWN = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?"},
    **{0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"},
}
# Records of an old workbook ([MS-XLS] 2.4): BoundSheet8, BOF, EOF, Formula, BoolErr.
_BOUND_SHEET, _BEGIN, _END, _FORMULA, _BOOL_OR_ERROR = 0x85, 0x809, 0x0A, 0x06, 0x205
_FAILED_OLD = re.compile(
    rb"\x05\x02\x08\x00.{7}\x01|\x06\x00.{8}\x02.[^\x2c-\xff]...\xff\xff", re.S
)
# Records of a sheet in a binary workbook: BrtRowHdr, BrtCellError, BrtFmlaError.
_ROW, _ERRORS = 0, (3, 11)
_FAILED_BINARY = re.compile(
    rb"\x03\x09..\x00{2}.{4}[^\x2c-\xff]|\x0b..?..\x00{2}.{4}[^\x2c-\xff]", re.S
)
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SPANNED = re.compile(rb'number-rows-spanned="(?!1")')
# Records of a binary workbook ([MS-XLSB] 2.4): BrtBundleSh, BrtBeginMergeCells, BrtMergeCell.
_BUNDLED_SHEET, _MERGED_CELLS, _MERGED_CELL = b"\x9c\x01", b"\xb1\x01\x04", b"\xb0\x01\x10"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class TooLarge(Exception):
    """A row or a cell is larger than any table has."""


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


Failed = dict[int, dict[int, str]]  # what a failed formula shows, by row and column from 0
_Shown = tuple[str, int, int, str]  # sheet, row, column, what a failed formula shows there


def _rows(sheet: calamine.CalamineSheet, failed: Failed) -> Iterator[list[str]]:
    # The used area may begin below row 1; a person counts from the top of the sheet.
    first, left = sheet.start or (0, 0)
    for _ in range(first):
        yield []
    for number, row in enumerate(sheet.iter_rows(), first + 1):
        cells = [""] * left + [cell_text(value) for value in row]
        for place, shown in failed.get(number - 1, {}).items():
            cells += [""] * (place + 1 - len(cells))
            cells[place] = shown
        while cells and not cells[-1]:
            cells.pop()
        if sum(map(len, cells)) > LONGEST_CELL and _is_too_large(cells):
            raise TooLarge(number)
        yield cells


def _is_too_large(cells: list[str]) -> bool:
    return max(map(len, cells)) > LONGEST_CELL or sum(map(len, cells)) > LONGEST_ROW


def _merged(sheet: calamine.CalamineSheet) -> list[tuple[int, int, int]]:
    """First row, last row and column of cells merged over several rows, by first row."""
    try:
        ranges = sheet.merged_cell_ranges or []
    except calamine.CalamineError:
        return []
    return sorted((top, bottom, left) for (top, left), (bottom, _) in ranges if bottom > top)


def _merged_beside(path: str) -> dict[str, list[tuple[int, int, int]]]:
    """The same by sheet, of kinds whose merged cells the library does not know: ODS and XLSB.

    What is damaged merges nothing: whether the workbook can be read at all the library says.
    """
    try:
        return _merged_in_archive(path) if zipfile.is_zipfile(path) else {}
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError, ValueError, IndexError):
        return {}


def _merged_in_archive(path: str) -> dict[str, list[tuple[int, int, int]]]:
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        if "content.xml" in names:
            with book.open("content.xml") as stream:
                spanned = _SPANNED.search(stream.read())
            return _merged_ods(book) if spanned else {}
        if "xl/workbook.bin" in names:
            parts = _parts_of_binary(book).items()
            return {name: _merged_binary(book.read(part)) for name, part in parts if part in names}
    return {}


def _merged_ods(book: zipfile.ZipFile) -> dict[str, list[tuple[int, int, int]]]:
    found: dict[str, list[tuple[int, int, int]]] = {}
    for table, row, column, cell in _cells_ods(book):
        over = int(cell.get(f"{_TABLE}number-rows-spanned", 1))
        if over > 1:
            found.setdefault(table, []).append((row, row + over - 1, column))
    return found


def _cells_ods(book: zipfile.ZipFile) -> Iterator[tuple[str, int, int, ElementTree.Element]]:
    """Each cell that is stored, with its sheet, row and column."""
    table, row, column, next_row = "", 0, 0, 0
    with book.open("content.xml") as stream:
        for event, each in ElementTree.iterparse(stream, ("start", "end")):  # noqa: S314
            kind = each.tag.removeprefix(_TABLE)
            if event == "start":
                if kind == "table":
                    table, next_row = str(each.get(f"{_TABLE}name")), 0
                elif kind == "table-row":
                    row, column = next_row, 0
                    next_row += int(each.get(f"{_TABLE}number-rows-repeated", 1))
            elif kind in ("table-cell", "covered-table-cell"):
                yield table, row, column, each
                column += int(each.get(f"{_TABLE}number-columns-repeated", 1))
            elif kind == "table-row":
                each.clear()


def _parts_of_binary(book: zipfile.ZipFile) -> dict[str, str]:
    """The file inside a binary workbook that holds each sheet."""
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.bin.rels"))  # noqa: S314
    targets = {str(each.get("Id")): f"xl/{each.get('Target')}" for each in relations}
    stored, at = book.read("xl/workbook.bin"), 0
    found: dict[str, str] = {}
    while (at := stored.find(_BUNDLED_SHEET, at) + 1) > 0:
        # A record: kind, length in groups of seven bits, then state and id of the sheet, two texts.
        start = at + 1
        while stored[start] & 0x80:
            start += 1
        relation, end = _wide_text(stored, start + 9)
        name, _ = _wide_text(stored, end)
        if relation in targets:
            found[name] = targets[relation]
    return found


def _wide_text(stored: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = at + 4 + 2 * int.from_bytes(stored[at : at + 4], "little")
    return stored[at + 4 : end].decode("utf-16-le", "replace"), end


def _merged_binary(sheet: bytes) -> list[tuple[int, int, int]]:
    at = sheet.rfind(_MERGED_CELLS)
    if at < 0:
        return []
    count = int.from_bytes(sheet[at + 3 : at + 7], "little")
    records = sheet[at + 7 : at + 7 + count * 19]
    found = [struct.unpack("<3s4I", records[i : i + 19]) for i in range(0, len(records) - 18, 19)]
    if len(found) != count or any(sign != _MERGED_CELL for sign, *_ in found):
        return []
    return sorted((top, bottom, left) for _, top, bottom, left, _ in found if bottom > top)


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """The file inside the workbook that holds each sheet."""
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): str(each.get("Target")) for each in relations}
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(_SHEET)  # noqa: S314
    names = {str(s.get("name")): targets.get(s.get(_ID), "") for s in sheets}
    return {n: p.removeprefix("/") if p.startswith("/xl") else f"xl/{p}" for n, p in names.items()}


def _unvalued(path: str) -> dict[str, tuple[int, str]]:
    """How many formulas of each sheet have no stored value, and where the first one stands."""
    if not zipfile.is_zipfile(path):
        return {}
    found: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(path) as book:
        if "xl/workbook.xml" not in book.namelist():
            return {}
        for name, part in _parts(book).items():
            if part in book.namelist() and part.endswith(".xml"):
                with book.open(part) as stream:
                    count, first = _count_unvalued(stream)  # type: ignore[arg-type]
                if count:
                    found[name] = (count, first)
    return found


def _count_unvalued(stream: BinaryIO) -> tuple[int, str]:
    count, first, kept = 0, "", b""
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        end = 0
        if b"<f" in text:
            for cell in _UNVALUED.finditer(text):
                count, first, end = count + 1, first or cell[1].decode(), cell.end()
        kept = text[max(end, len(text) - _OVERLAP) :]
    return count, first


def _failed(path: str) -> dict[str, Failed]:
    """The cells of each sheet whose formula failed."""
    found: dict[str, Failed] = {}
    try:
        for sheet, row, column, shown in itertools.islice(_failed_in(path), _MOST_FAILED):
            found.setdefault(sheet, {}).setdefault(row, {})[column] = shown
    except (
        *(ElementTree.ParseError, zipfile.BadZipFile, KeyError, ValueError),
        *(IndexError, struct.error, OSError),
    ):
        pass  # whether a damaged workbook can be read at all the library says
    return found


def _failed_in(path: str) -> Iterator[_Shown]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
            if "xl/workbook.xml" in names:
                yield from _failed_xml(book)
            elif "content.xml" in names:
                yield from _failed_ods(book)
            elif "xl/workbook.bin" in names:
                for name, part in _parts_of_binary(book).items():
                    yield from _failed_binary(name, book.read(part))
    elif olefile.isOleFile(path):
        with olefile.OleFileIO(path) as book:
            if book.exists("Workbook"):
                yield from _failed_old(book.openstream("Workbook").read())


def _failed_old(stored: bytes) -> Iterator[_Shown]:
    """The same of an XLS, whose records all stand in one stream, a part of it for each sheet."""
    if not _FAILED_OLD.search(stored):
        return
    for kind, at in _records_old(stored, 0):
        if kind == _BOUND_SHEET:
            begin, _, length, wide = struct.unpack_from("<IHBB", stored, at)
            name = stored[at + 8 : at + 8 + length * (1 + (wide & 1))]
            yield from _failed_sheet_old(
                name.decode("utf-16-le" if wide & 1 else "latin-1"), stored, begin
            )


def _failed_sheet_old(name: str, stored: bytes, begin: int) -> Iterator[_Shown]:
    for kind, at in _records_old(stored, begin):
        if kind == _FORMULA:
            row, column, _, result, code, never = struct.unpack_from("<3HBxBx2xH", stored, at)
            failed = result == 2 and never == 0xFFFF
        elif kind == _BOOL_OR_ERROR:
            row, column, _, code, failed = struct.unpack_from("<3HBB", stored, at)
        else:
            continue
        if failed and code in _SHOWN:
            yield name, row, column, _SHOWN[code]


def _records_old(stored: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Kind and place of the records from here to the end of this part."""
    depth = 0  # a chart in a sheet is a part of its own
    while at + 4 <= len(stored):
        kind, length = struct.unpack_from("<HH", stored, at)
        depth += (kind == _BEGIN) - (kind == _END)
        yield kind, at + 4
        if depth == 0:
            return
        at += 4 + length


def _failed_binary(name: str, sheet: bytes) -> Iterator[_Shown]:
    if not _FAILED_BINARY.search(sheet):
        return
    at, row = 0, 0
    while at < len(sheet):
        kind, at = _number_of_sevens(sheet, at)
        length, at = _number_of_sevens(sheet, at)
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", sheet, at)
        elif kind in _ERRORS:
            column, code = struct.unpack_from("<I4xB", sheet, at)
            if code in _SHOWN:
                yield name, row, column, _SHOWN[code]
        at += length


def _number_of_sevens(stored: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends."""
    number = shift = 0
    while True:
        byte = stored[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80 or shift > 28:
            return number, at


def _failed_xml(book: zipfile.ZipFile) -> Iterator[_Shown]:
    for name, part in _parts(book).items():
        if part not in book.namelist() or not part.endswith(".xml"):
            continue
        kept = b""
        with book.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                text = kept + chunk
                if b't="e"' in text:
                    for letters, row, shown in _FAILED.findall(text):
                        yield name, int(row) - 1, _column_of(letters), shown.decode()
                kept = text[-_OVERLAP:]


def _column_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _failed_ods(book: zipfile.ZipFile) -> Iterator[_Shown]:
    with book.open("content.xml") as stream:
        kept = b""
        while chunk := stream.read(_CHUNK):
            if b'value-type="error"' in kept + chunk:
                break
            kept = chunk[-100:]
        else:
            return
    for table, row, column, cell in _cells_ods(book):
        if cell.get(_ERROR) == "error":
            yield table, row, column, "".join(cell.itertext())


def _describe(path: str, preview: int) -> dict[str, Any]:
    sheets = []
    unvalued, failed = _unvalued(path), _failed(path)
    beside = _merged_beside(path)
    with calamine.CalamineWorkbook.from_path(path) as book:
        for each in book.sheets_metadata:
            if each.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(each.name)
            rows = _rows(sheet, failed.get(each.name, {}))
            first = list(itertools.islice(rows, preview))
            sheets.append(
                {
                    "name": each.name,
                    "hidden": each.visible != calamine.SheetVisibleEnum.Visible,
                    "total": sheet.total_height,
                    "merged": beside.get(each.name) or _merged(sheet),
                    "preview": first,
                    "unvalued": unvalued.get(each.name, (0, "")),
                }
            )
    return {"sheets": sheets}


def _send_rows(path: str, name: str, out: BinaryIO) -> None:
    failed = _failed(path)
    with calamine.CalamineWorkbook.from_path(path) as book:
        block: list[list[str]] = []
        for row in _rows(book.get_sheet_by_name(name), failed.get(name, {})):
            block.append(row)
            if len(block) >= _BLOCK:
                marshal.dump(block, out)
                block = []
        marshal.dump(block, out)
    marshal.dump(None, out)


def _answer(arguments: list[str], out: BinaryIO) -> None:
    command, path, what = arguments
    if command == "list":
        marshal.dump(_describe(path, int(what)), out)
    else:
        _send_rows(path, what, out)


def main() -> None:
    """Answer one request; whatever the file does, say so or die alone."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        _answer(sys.argv[1:], out)
    except TooLarge as error:
        marshal.dump({"error": "cell", "why": str(error)}, out)
    except MemoryError:
        marshal.dump({"error": "memory", "why": ""}, out)
    except calamine.PasswordError:
        marshal.dump({"error": "password", "why": ""}, out)
    except BaseException as error:  # a panic of the parser is no Exception
        marshal.dump({"error": "damaged", "why": str(error)[:200]}, out)
    out.flush()


if __name__ == "__main__":
    main()
