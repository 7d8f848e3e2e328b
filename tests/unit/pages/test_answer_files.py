"""How answers are shown and what leaves as CSV."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from graph.records import Node
from pages.components.answer_files import cell_text, csv_bytes
from pages.components.record_table import safe_csv


def test_a_node_is_shown_by_kind_and_name() -> None:
    assert cell_text(Node("company:A", "Company", {"name": "甲公司"})) == "企业 · 甲公司"


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
