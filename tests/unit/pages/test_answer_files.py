"""How answers are shown and what leaves as CSV."""

from __future__ import annotations

from graph.records import Node
from pages.components.answer_files import cell_text, csv_bytes


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
