"""The cells of an answer as people read them, and an answer as a file."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

import xlsxwriter

from graph.records import Cell, Edge, Node, Path
from loaders.problems import neutralised
from messages import t
from pages.components.words import kind_name, relation_name
from queries.describe import display_name

Shown = str | int | float | bool | None
LONGEST_CELL = 32_000  # a spreadsheet takes 32,767 characters
WIDEST = 60  # of a column, in letters
MEASURED = 300  # rows that say how wide a column is


def cell_text(cell: Cell) -> Shown:
    """A cell as a table shows it: nodes by name, paths as chains."""
    if isinstance(cell, Node):
        return f"{kind_name(cell.label)} · {display_name(cell)}"
    if isinstance(cell, Edge):
        return relation_name(cell.type)
    if isinstance(cell, Path):
        return " — ".join(display_name(node) for node in cell.nodes)
    if isinstance(cell, list):
        return "、".join(_inner(item) for item in cell)
    if isinstance(cell, dict):
        return "；".join(f"{name}：{_inner(value)}" for name, value in cell.items())
    return cell


def _inner(cell: Cell) -> str:
    """A cell inside a list or a map; empty values and truth as Cypher writes them."""
    shown = cell_text(cell)
    return json.dumps(shown) if shown is None or isinstance(shown, bool) else str(shown)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Shown]]) -> bytes:
    """CSV that spreadsheets open: with a byte order mark, and no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(neutralised(name) for name in columns)
    writer.writerows(
        [neutralised(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    columns: Sequence[str], rows: Iterable[Sequence[Shown]], *, asked: Sequence[str] = ()
) -> bytes:
    """A workbook: the answer, and on a second sheet what was asked (one line a row)."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(t("Answer"))
        sheet.freeze_panes(1, 0)
        widths = [_width(name) for name in columns]
        for place, name in enumerate(columns):
            sheet.write_string(0, place, neutralised(name), bold)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell)
                if line <= MEASURED:
                    widths[place] = max(widths[place], _width(cell))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width + 2, WIDEST))
        notes = book.add_worksheet(t("Question"))
        notes.set_column(0, 0, 120)
        for line, text in enumerate(asked):
            notes.write_string(line, 0, neutralised(text[:LONGEST_CELL]))
    return out.getvalue()


def _width(cell: Shown) -> int:
    """How many letters wide a spreadsheet shows it; a Chinese character takes the room of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in str(cell)[:WIDEST])


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: Shown) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float) and _fits(cell):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        sheet.write_string(line, place, neutralised(str(cell)[:LONGEST_CELL]))


def _fits(number: float) -> bool:
    """Whether a spreadsheet holds it; of a longer whole number it would lose digits."""
    return abs(number) < 10**15 if isinstance(number, int) else math.isfinite(number)
