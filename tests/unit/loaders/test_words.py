"""Words, codes, yes and no; cells that list firms."""

import pytest

from loaders.cells import READERS, CellKind
from loaders.parties import Party, parties
from loaders.problems import Complaint
from loaders.words import code, name, text, yes_no


def test_yes_and_no_have_many_spellings() -> None:
    assert [yes_no(c) for c in ("是", "√", "1", "有效", "Y")] == [True] * 5
    assert [yes_no(c) for c in ("否", "×", "0", "未中标", "废标")] == [False] * 5
    assert yes_no("/") is None
    assert isinstance(yes_no("也许"), Complaint)


def test_a_code_has_one_spelling() -> None:
    assert code(" Ｅ3501 000001 ") == "E3501000001"
    assert code("E4401000001001007001") == "E4401000001001007001"
    assert isinstance(code("3.50E+15"), Complaint)


def test_text_loses_control_characters_and_keeps_its_words() -> None:
    assert text("  甲\x00公司\u200b ") == "甲 公司"
    assert text("\u202e甲公司\u202c\u2066") == "甲公司"
    assert text("详见公告") is None


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (CellKind.AMOUNT, "12000000"),
        (CellKind.DATE, "2024-05-06"),
        (CellKind.TIME, "2024-05-06 08:45:12"),
        (CellKind.SHARE, "5%"),
        (CellKind.YES_NO, "是"),
        (CellKind.PHONES, "13800138000"),
        (CellKind.ID_NUMBER, "11010519491231002X"),
    ],
)
@pytest.mark.parametrize("marked", ["\u202d{}\u202c", "\u200e{}\u200f", "\ufeff{}\u200b"])
def test_marks_that_nobody_sees_change_no_value(kind: CellKind, cell: str, marked: str) -> None:
    read = READERS[kind]

    assert read(marked.format(cell)) == read(cell)
    assert not isinstance(read(cell), Complaint)


@pytest.mark.parametrize("cell", ["0012345", "13800138001", "1,234.50", "２０２４-05-06", "7"])
def test_numbers_alone_are_no_name_but_are_kept(cell: str) -> None:
    found = name(cell)

    assert isinstance(found, Complaint)
    assert found.value == cell


@pytest.mark.parametrize("cell", ["甲公司", "58同城", "3M", "第一工程局3", "张三 2"])
def test_a_name_may_hold_numbers(cell: str) -> None:
    assert name(cell) == cell


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("甲公司、乙公司", (Party("甲公司"), Party("乙公司"))),
        ("甲公司；乙公司联合体", (Party("甲公司"), Party("乙公司"))),
        ("甲公司/乙设计院／丙公司", (Party("甲公司"), Party("乙设计院"), Party("丙公司"))),
        ("ABB A/S", (Party("ABB A/S"),)),
        (
            "甲公司(91350200776049653A)(牵头人)、乙公司(成员)",
            (Party("甲公司", "91350200776049653A", lead=True), Party("乙公司")),
        ),
        ("牵头人：甲公司；成员：乙公司", (Party("甲公司", lead=True), Party("乙公司"))),
        ("91350200776049653A", (Party("", "91350200776049653A"),)),
        ("甲（厦门）公司", (Party("甲（厦门）公司"),)),
        ("无", None),
    ],
)
def test_firms_in_one_cell_are_told_apart(cell: str, found: object) -> None:
    assert parties(cell) == found
