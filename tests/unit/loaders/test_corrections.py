"""Rows that were rejected or warned of come back as they were read, and can be loaded again."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from loaders.load import LoadReport
from loaders.problem_book import OWN_HEADERS
from loaders.understanding import Corrections
from tests.unit.loaders.test_inputs import dry

CSV = (
    "标段编号,投标人名称,出价（万元）,联系人,备注,\n"
    "L1,甲公司,100,王五,=1+1,甲外\n"
    "L1,乙公司,面议,赵六,'-2,乙外\n"
    ",丙公司,300,-,@x,丙外\n"
    "合计,,400,,,\n"
)
SAID = Corrections(columns={"出价（万元）": "price"})


def rejected(tmp_path: Path, said: Corrections = SAID) -> tuple[LoadReport, Path]:
    """The file's report, and the workbook of its problems."""
    file, book = tmp_path / "bids.csv", tmp_path / "problems.xlsx"
    file.write_text(CSV, encoding="utf-8")
    return dry(file, corrections=said, problems=book), book


def sheet_to_correct(book: Path) -> tuple[Any, Any]:
    """The workbook, and its sheet of rows."""
    opened = openpyxl.load_workbook(book)
    return opened, opened.worksheets[1]


def test_wrong_rows_come_back_with_all_their_cells(tmp_path: Path) -> None:
    _, book = rejected(tmp_path)

    _, sheet = sheet_to_correct(book)

    cells = [["" if c.value is None else c.value for c in row] for row in sheet]
    assert cells[0] == [
        *OWN_HEADERS, "标段编号", "投标人名称", "出价（万元）", "联系人", "备注", "列F",
    ]  # fmt: skip
    assert cells[1][:4] == ["bids.csv", "", "3", "已导入"]
    assert cells[1][7:] == ["L1", "乙公司", "面议", "赵六", "''-2", "乙外"]
    assert cells[2][2:4] == ["4", "未导入"]
    assert cells[2][7:] == ["", "丙公司", "300", "'-", "'@x", "丙外"]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_what_was_read_as_a_total_can_be_looked_at(tmp_path: Path) -> None:
    _, book = rejected(tmp_path)

    sheet = openpyxl.load_workbook(book).worksheets[2]

    assert [c.value for c in sheet[2]][2:4] == ["5", "合计"]


def test_corrected_rows_are_loaded_by_the_mapping_of_their_file(tmp_path: Path) -> None:
    _, path = rejected(tmp_path)
    book, sheet = sheet_to_correct(path)
    sheet["J2"], sheet["H3"] = "200", "L1"
    book.save(path)

    (again,) = dry(path).files

    assert (again.rows, again.loaded, again.warned, again.rejected) == (2, 2, 0, 0)
    assert again.problems == ()
    assert again.table == "bids"
    assert again.ignored_columns == ("列F",)


def test_rows_that_were_not_corrected_come_back_alike(tmp_path: Path) -> None:
    first, path = rejected(tmp_path)
    second = tmp_path / "again.xlsx"

    again = dry(path, problems=second)

    assert (again.files[0].warned, again.files[0].rejected) == (1, 1)
    rules = [(p.column, p.value, p.rule) for p in again.problems]
    assert rules == [(p.column, p.value, p.rule) for p in first.problems]
    before, after = (
        [[c.value for c in row[7:]] for row in sheet_to_correct(p)[1]] for p in (path, second)
    )
    assert after == before


def test_what_stood_above_the_header_comes_back_in_each_row(tmp_path: Path) -> None:
    file, book = tmp_path / "open.csv", tmp_path / "problems.xlsx"
    file.write_text("标段编号：L9,\n投标人名称,投标报价\n甲公司,面议\n", encoding="utf-8")
    dry(file, problems=book)

    opened, sheet = sheet_to_correct(book)
    sheet["I2"] = "1"
    opened.save(book)

    assert [c.value for c in sheet[2]][7:] == ["甲公司", "1", "L9"]
    assert dry(book).clean


def test_no_workbook_is_written_when_a_file_is_refused(tmp_path: Path) -> None:
    file, book = tmp_path / "bids.csv", tmp_path / "problems.xlsx"
    file.write_text("品名,单价\n砖,1\n", encoding="utf-8")

    with pytest.raises(Exception, match=r"bids\.csv"):
        dry(file, problems=book)

    assert not book.exists()


def test_a_hidden_sheet_of_another_making_is_no_correction(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("投标")
        sheet.write_row(0, 0, ["标段编号", "投标人名称", "投标报价"])
        sheet.write_row(1, 0, ["L1", "甲公司", "1"])
        book.add_worksheet("_tenderlens").hide()

    assert dry(path).files[0].rows == 1
