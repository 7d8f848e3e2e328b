"""How answers are shown and what leaves as CSV."""

from __future__ import annotations

import csv
import io
import math

import openpyxl
import pandas as pd
import pytest

from graph.records import Cell, Node
from pages.components.answer_files import cell_text, csv_bytes, xlsx_bytes
from pages.components.record_table import safe_csv


def test_a_node_is_shown_by_kind_and_name() -> None:
    assert cell_text(Node("company:A", "Company", {"name": "甲公司"})) == "企业 · 甲公司"


def test_a_list_says_what_is_empty_or_true_in_no_tongue_of_programs() -> None:
    plain: list[Cell] = [None, "x", True]
    empty: dict[str, Cell] = {"a": None}
    truth: list[Cell] = [False, 2]
    nested: list[Cell] = [empty, truth]

    assert cell_text(plain) == "null、x、true"
    assert cell_text(nested) == "a：null、false、2"


def test_a_workbook_holds_numbers_as_numbers_unless_digits_would_be_lost() -> None:
    cells = [2.5, 1e300, 7, 9007199254740993, math.nan, None]

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(list("abcdef"), [cells])))

    row = [cell.value for cell in book.worksheets[0][2]]
    assert row == [2.5, 1e300, 7, "9007199254740993", "nan", None]


def test_csv_has_a_byte_order_mark_and_no_cell_that_runs() -> None:
    content = csv_bytes(("名称", "n"), [["=HYPERLINK(1)", 3], ["@x", -2], ["甲", None]])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "名称,n",
        "'=HYPERLINK(1),3",
        "'@x,-2",
        "甲,",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_and_no_header_of_a_table_runs_as_a_formula(sign: str) -> None:
    shown = pd.DataFrame({f"{sign}HYPERLINK(1)": [f"{sign}1+1", "青禾"], "number": [-1.5, 2]})

    text = safe_csv(shown).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == [f"'{sign}HYPERLINK(1)", "number"]
    assert [row[0] for row in rows[1:]] == [f"'{sign}1+1", "青禾"]
    assert [row[1] for row in rows[1:]] == ["-1.5", "2.0"]
