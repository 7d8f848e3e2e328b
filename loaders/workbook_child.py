"""Reads one workbook in a process of its own, which a hostile file may kill without harm.

Run by `loaders.workbooks` as a script, so it imports nothing of this project. It writes marshalled
values to standard output: `list PATH ROWS` writes one description of all sheets with their first
rows; `rows PATH SHEET` writes blocks of rows and then None. A dictionary with `error` ends either.
"""

from __future__ import annotations

import marshal
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO
from xml.etree import ElementTree

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
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
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


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    # The used area may begin below row 1; a person counts from the top of the sheet.
    first, left = sheet.start or (0, 0)
    for _ in range(first):
        yield []
    for number, row in enumerate(sheet.iter_rows(), first + 1):
        cells = [""] * left + [cell_text(value) for value in row]
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


def _describe(path: str, preview: int) -> dict[str, Any]:
    sheets = []
    unvalued = _unvalued(path)
    with calamine.CalamineWorkbook.from_path(path) as book:
        for each in book.sheets_metadata:
            if each.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(each.name)
            first = [row for _, row in zip(range(preview), _rows(sheet), strict=False)]
            sheets.append(
                {
                    "name": each.name,
                    "hidden": each.visible != calamine.SheetVisibleEnum.Visible,
                    "total": sheet.total_height,
                    "merged": _merged(sheet),
                    "preview": first,
                    "unvalued": unvalued.get(each.name, (0, "")),
                }
            )
    return {"sheets": sheets}


def _send_rows(path: str, name: str, out: BinaryIO) -> None:
    with calamine.CalamineWorkbook.from_path(path) as book:
        block: list[list[str]] = []
        for row in _rows(book.get_sheet_by_name(name)):
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
