"""Writes the workbooks of this folder anew: `python tests/golden/workbooks/make.py`.

The writers are needed for that alone: `pip install xlsxwriter xlwt odfpy pyxlsbwriter`, and
LibreOffice, which stores formulas that failed in an XLS as people's programs do.
"""

import struct
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt  # type: ignore[import-not-found]
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-not-found]
from odf.style import Style, TableProperties  # type: ignore[import-not-found]
from odf.table import (  # type: ignore[import-not-found]
    CoveredTableCell,
    Table,
    TableCell,
    TableRow,
)
from odf.text import P  # type: ignore[import-not-found]
from pyxlsbwriter import XlsbWriter  # type: ignore[import-not-found]

HERE = Path(__file__).parent
OPENED = datetime.fromisoformat("2024-05-06T09:30")
FOUNDED = datetime.fromisoformat("2008-05-06")
ROWS: list[list[Any]] = [
    ["某工程开标情况记录表"],
    ["项目名称：某工程"],
    [],
    ["标段编号", "投标人", "", "", "投标报价（万元）", "开标时间", "", "备注", "备注"],
    ["", "名称", "统一社会信用代码", "联系电话"],
    ["T1001", "A建设工程有限公司", "91350200776049653A", 13800138000, 987.5, OPENED, "",
     "好", "甲"],
    ["", "Ｂ（集团）有限责任公司", "91440101MA5CJQ4N59", "０５９２－５５５１２３４", 990,
     OPENED, "", "", "乙"],
    ["T1002", "C工程有限公司", "913502000728319549", "", "下浮率5%", OPENED, "", "-"],
    [],
    ["合计", "", "", "", 1977.5],
    ["制表人：某某"],
]  # fmt: skip
HIDDEN: list[list[Any]] = [
    ["企业名称", "统一社会信用代码", "法定代表人", "成立日期"],
    ["A建设工程有限公司", "91350200776049653A", "张三", FOUNDED],
]
SHEETS: dict[str, list[list[Any]]] = {"开标记录": ROWS, "企业": HIDDEN, "空表": []}
# Rows and columns (from 0) of what is merged: first row, last row, first column, last column.
MERGED = [(0, 0, 0, 8), (3, 3, 1, 3), (5, 6, 0, 0), *((3, 4, c, c) for c in (0, 4, 5, 7, 8))]


def cells(name: str) -> list[tuple[int, int, Any]]:
    """Row, column and value of what is filled."""
    return [
        (row, column, value)
        for row, values in enumerate(SHEETS[name])
        for column, value in enumerate(values)
        if value != ""
    ]


def spans(name: str) -> list[tuple[int, int, int, int]]:
    """What is merged in a sheet."""
    return MERGED if name == "开标记录" else []


def write_xlsx(path: Path) -> None:
    """As Excel saves it today; merged cells and a formula that has its value."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.set_properties({"created": OPENED})
        for name in SHEETS:
            sheet = book.add_worksheet(name)
            for top, bottom, left, right in spans(name):
                sheet.merge_range(top, left, bottom, right, SHEETS[name][top][left])
            for row, column, value in cells(name):
                sheet.write(row, column, value)
            if name == "开标记录":
                sheet.write_formula(9, 4, "=SUM(E6:E7)", None, 1977.5)
            if name == "企业":
                sheet.hide()


def write_xls(path: Path) -> None:
    """As Excel 97 saved it (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for name in SHEETS:
        sheet = book.add_sheet(name)
        merged = {(top, left): (bottom, right) for top, bottom, left, right in spans(name)}
        for row, column, value in cells(name):
            style = moment if isinstance(value, datetime) else xlwt.Style.default_style
            if (row, column) in merged:
                bottom, right = merged[row, column]
                sheet.write_merge(row, bottom, column, right, value, style)
            else:
                sheet.write(row, column, value, style)
        sheet.visibility = int(name == "企业")
    book.save(str(path))


def write_ods(path: Path) -> None:
    """As LibreOffice and WPS save it."""
    book = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(attributes={"display": "false"}))
    book.automaticstyles.addElement(unseen)
    for name, rows in SHEETS.items():
        table = Table(name=name, **({"stylename": unseen} if name == "企业" else {}))
        merged = {(top, left): (bottom, right) for top, bottom, left, right in spans(name)}
        covered = {
            (row, column)
            for top, bottom, left, right in spans(name)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(merged)
        for number, values in enumerate(rows):
            line = TableRow()
            for column in range(9):
                value = values[column] if column < len(values) else ""
                if (number, column) in covered:
                    line.addElement(CoveredTableCell())
                    continue
                line.addElement(_ods_cell(value, merged.get((number, column)), number, column))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(value: Any, to: tuple[int, int] | None, row: int, column: int) -> Any:
    said: dict[str, Any] = {}
    if to is not None:
        said = {"numberrowsspanned": to[0] - row + 1, "numbercolumnsspanned": to[1] - column + 1}
    if isinstance(value, datetime):
        said |= {"valuetype": "date", "datevalue": value.isoformat()}
    elif isinstance(value, int | float):
        said |= {"valuetype": "float", "value": value}
    elif value:
        said["valuetype"] = "string"
    cell = TableCell(**said)
    if value != "":
        cell.addElement(P(text=str(value)))
    return cell


def write_xlsb(path: Path) -> None:
    """As Excel saves it in its binary form; the writer knows no merged cells, so they are added."""
    with XlsbWriter(str(path)) as book:
        for name, rows in SHEETS.items():
            book.add_sheet(name, hidden=name == "企业")
            width = max(map(len, rows), default=1)
            filled = [[*row, *[""] * (width - len(row))] for row in rows] or [[""]]
            book.write_sheet([[None if cell == "" else cell for cell in row] for row in filled])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    first = "xl/worksheets/sheet1.bin"
    records = b"".join(_record(176, struct.pack("<4I", *each)) for each in MERGED)
    merges = _record(177, struct.pack("<I", len(MERGED))) + records + _record(178, b"")
    end_of_cells = _record(146, b"")
    assert parts[first].count(end_of_cells) == 1
    parts[first] = parts[first].replace(end_of_cells, end_of_cells + merges)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part)


SEARCH, DIVISION = "=VLOOKUP(1,D:E,2,0)", "=1/0"
SHOWN = {SEARCH: "#N/A", DIVISION: "#DIV/0!"}
FAILED: list[list[Any]] = [
    ["投标人", "投标报价"],
    ["甲公司", SEARCH],
    ["乙公司", 987],
    ["丙公司", DIVISION],
]


def write_failed_xls(path: Path) -> None:
    """Prices that formulas failed to give."""
    with tempfile.TemporaryDirectory() as folder:
        with xlsxwriter.Workbook(f"{folder}/{path.stem}.xlsx") as book:
            sheet = book.add_worksheet("报价")
            for row, (name, price) in enumerate(FAILED):
                sheet.write(row, 0, name)
                if price in SHOWN:
                    sheet.write_formula(row, 1, price, None, SHOWN[price])
                else:
                    sheet.write(row, 1, price)
        convert = ["libreoffice", "--headless", "--convert-to", "xls", "--outdir", str(path.parent)]
        subprocess.run([*convert, f"{folder}/{path.stem}.xlsx"], check=True)


def write_failed_xlsb(path: Path) -> None:
    """The same; the writer knows neither failed cells nor formulas, so they are put for numbers."""
    codes = {SEARCH: (4001.5, 0x2A), DIVISION: (4002.5, 0x07)}
    with XlsbWriter(str(path)) as book:
        book.add_sheet("报价")
        book.write_sheet([[codes.get(cell, (cell,))[0] for cell in row] for row in FAILED])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    first = "xl/worksheets/sheet1.bin"
    for place, (number, code) in enumerate(codes.values()):
        at = parts[first].index(struct.pack("<d", number)) - 8
        cell = parts[first][at : at + 8] + bytes([code])
        # BrtCellError; BrtFmlaError with flags and a formula of one error, PtgErr.
        body = cell if place == 0 else cell + struct.pack("<HI2BI", 0, 2, 0x1C, code, 0)
        kind = 3 if place == 0 else 11
        assert parts[first][at - 2 : at] == bytes([5, 16])
        record = bytes([kind, len(body)]) + body
        parts[first] = parts[first][: at - 2] + record + parts[first][at + 16 :]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part)


def _record(kind: int, body: bytes) -> bytes:
    """A record of a binary workbook: its kind and its length in groups of seven bits."""
    return bytes([kind & 0x7F | 0x80, kind >> 7, len(body)]) + body


if __name__ == "__main__":
    for writes in (write_xlsx, write_xls, write_ods, write_xlsb):
        writes(HERE / f"opening.{writes.__name__.removeprefix('write_')}")
    write_failed_xls(HERE / "failed.xls")
    write_failed_xlsb(HERE / "failed.xlsb")
