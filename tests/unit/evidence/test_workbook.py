"""Cells of the workbook are text that no program runs."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from evidence.workbook import LONGEST, neutral, workbook
from tests.contract.leads_world import bare_content


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_a_cell_that_is_too_long_says_that_it_was_cut() -> None:
    cell = neutral("长" * (LONGEST + 1))

    assert len(cell) < 32_767
    assert cell.endswith("……（已截断）")


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    content = bare_content()
    named = replace(content, lead=replace(content.lead, name="=HYPERLINK(0)"))

    cell = openpyxl.load_workbook(BytesIO(workbook(named)))["综述"]["B3"]

    assert (cell.value, cell.data_type) == ("'=HYPERLINK(0)", "s")


def test_a_lead_without_findings_still_has_all_four_sheets() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(bare_content())))

    assert book.sheetnames == ["综述", "指标", "证据节点", "来源行"]
