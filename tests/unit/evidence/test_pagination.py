"""Pages are counted from what the documents of this program are made of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evidence.document import Document
from evidence.pagination import lines_of, pages_of

EM = 10.0  # points; a Chinese character is as wide


@pytest.mark.parametrize(
    ("text", "letters", "lines"),
    [
        ("", 10, 1),
        ("线" * 10, 10, 1),
        ("线" * 11, 10, 2),
        ("线" * 10 + "。", 10, 1),  # a stop may hang
        ("线" * 9 + "（线）", 10, 2),  # a bracket stays with what it encloses
        ("甲\n乙", 10, 2),
        ("mmmmmmmm mmmmmmmm", 10, 2),  # a word is not parted
        ("m" * 40, 10, 4),  # unless it is longer than a line
    ],
)
def test_lines_end_where_a_column_does(text: str, letters: int, lines: int) -> None:
    assert lines_of(text, letters * EM, EM) == lines


def page() -> Document:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return Document(
        mark="内部", number="1", footer="#/#", watermark="某", title="题", author="某", at=at
    )


def counted(document: Document) -> list[int]:
    return list(pages_of(document.body).values())


def test_a_page_ends_where_its_lines_do() -> None:
    for lines, last in ((39, 1), (40, 2)):
        document = page()
        for _ in range(lines):  # of 17 points; the heading takes 40 of 703
            document.text("线", after=0)
        document.heading("末")
        assert counted(document) == [last]


def test_a_heading_stays_with_the_paragraph_after_it() -> None:
    document = page()
    for _ in range(38):
        document.text("线", after=0)
    document.heading("题")
    document.text("线")

    assert counted(document) == [2]


def test_breaks_and_turned_pages_are_counted() -> None:
    document = page()
    document.heading("一")
    document.page_break()
    document.heading("二")
    document.turned(wide=True)
    document.heading("三")
    document.turned(wide=False)
    document.heading("四")

    assert counted(document) == [1, 2, 3, 4]


def test_rows_go_to_the_next_page_whole_and_take_the_head_along() -> None:
    document = page()
    document.table([["线" * 200, "线"]] * 20, (1, 1), head=["甲", "乙"])
    document.heading("后")

    assert counted(document) == [4]
