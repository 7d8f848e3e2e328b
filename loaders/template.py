"""Empty workbooks to fill in: a header, notes beside it, and a sheet that explains every column.

The sheet of explanations is never read as data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from graph.errors import InputRefused
from loaders.cells import CellKind
from loaders.table_map import Column, TableMap
from loaders.table_page import kind_of, needed_one_of
from loaders.tables import BY_NAME, NOTES_SHEET, TABLES
from messages import t

_TEXT_KINDS = frozenset(
    {
        CellKind.CODE,
        CellKind.COMPANY_CODE,
        CellKind.ID_NUMBER,
        CellKind.CERTIFICATE,
        CellKind.ACCOUNT,
        CellKind.PHONES,
        CellKind.DEVICE_CODES,
        CellKind.MACS,
    }
)
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001  a constant, so that the bytes repeat


def write_template(table: TableMap, path: Path) -> None:
    """Write the template of a table. Codes are text cells, so that no digit is lost."""
    with path.open("wb") as stream, xlsxwriter.Workbook(stream) as book:
        book.set_properties({"created": _CREATED, "title": table.title})
        bold = book.add_format({"bold": True, "text_wrap": True})
        must = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#FFF2CC"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(table.title)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            header = column.headers[0]
            width = max(12, 2 * len(header) + 2)
            sheet.set_column(place, place, width, text if column.kind in _TEXT_KINDS else None)
            sheet.write_string(0, place, header, must if column.required else bold)
            sheet.write_comment(0, place, "\n".join(_note(column)), {"x_scale": 2})
        _write_notes(book, table, bold)


def _note(column: Column) -> list[str]:
    said = ["必填" if column.required else "可留空", kind_of(column)]
    return [*said, f"示例：{column.example}"] if column.example else said


def _write_notes(book: xlsxwriter.Workbook, table: TableMap, bold: object) -> None:
    sheet = book.add_worksheet(NOTES_SHEET)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 4, 32)
    lines: list[Sequence[str]] = [(f"{table.title}：填写说明。本页不会载入。",)]
    lines += [(f"下列各列至少填写一列：{group}",) for group in needed_one_of(table)]
    if table.note:
        lines.append((table.note,))
    lines.append(("这一列", "要不要填", "填什么", "举例", "也可以叫"))
    for row, line in enumerate(lines):
        sheet.write_row(row, 0, line, bold)
    for row, column in enumerate(table.columns, len(lines)):
        cells = (
            *(column.headers[0], "必填" if column.required else "可留空", kind_of(column)),
            *(column.example, "、".join(column.headers[1:])),
        )
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell)


def write_templates(out: Path, name: str | None = None) -> tuple[Path, ...]:
    """Write the template of the named table to the file `out`, or all into the folder `out`.

    InputRefused if there is no such table.
    """
    if name is None:
        out.mkdir(parents=True, exist_ok=True)
        files = tuple(out / f"{table.title}.xlsx" for table in TABLES)
        for table, file in zip(TABLES, files, strict=True):
            write_template(table, file)
        return files
    if name not in BY_NAME:
        raise InputRefused(
            t(
                "Table '{table}' is not known. Choose one of: {tables}.",
                table=name,
                tables=", ".join(BY_NAME),
            )
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    write_template(BY_NAME[name], out)
    return (out,)
