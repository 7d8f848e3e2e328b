"""Cells of the workbook are text that no program runs."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from evidence.workbook import LINE, LONGEST, neutral, row_height, sheet_name, workbook
from tests.contract.leads_world import bare_content


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)"]
)
def test_a_cell_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_a_cell_that_is_too_long_says_that_it_was_cut() -> None:
    cell = neutral("长" * (LONGEST + 1))

    assert len(cell) < 32_767
    assert cell.endswith("……（已截断）")


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    content = bare_content()
    named = replace(content, matter=replace(content.matter, name="=HYPERLINK(0)"))

    cell = openpyxl.load_workbook(BytesIO(workbook(named)))["综述"]["B3"]

    assert (cell.value, cell.data_type) == ("'=HYPERLINK(0)", "s")


def test_a_lead_without_findings_still_has_its_sheets() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(bare_content())))

    assert book.sheetnames == [
        "综述",
        "指标",
        "证据节点",
        "来源行",
        "标段",
        "开标信息表",
        "关系人员",
        "时间线",
        "载入文件",
        "未能计算",
    ]


def test_sheets_have_names_that_programs_accept() -> None:
    taken: set[str] = set()

    names = [sheet_name(name, taken) for name in ("1 a[b]:c*d?e/f\\g", "长" * 40, "长" * 41, "")]

    assert names == ["1 a b  c d e f g", "长" * 31, "长" * 27 + " (2)", "-"]


def test_a_row_has_room_for_its_wrapped_text() -> None:
    assert row_height(("短", 1), (10, 10)) == LINE
    assert row_height(("长" * 30, 1), (20, 10)) == 4 * LINE  # nine to a line
    assert row_height(("甲\n乙", ""), (10, 10)) == 2 * LINE
    assert row_height(("长" * 9000, ""), (10, 10)) == 409  # the most there is

    sheet = openpyxl.load_workbook(BytesIO(workbook(bare_content())))["综述"]
    heights = {sheet.row_dimensions[n].height for n in range(2, sheet.max_row + 1)}
    assert heights <= {None, *(LINE * lines for lines in range(2, 9))}  # None is one line
