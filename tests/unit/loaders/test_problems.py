"""Problems as a person reads them, on a line and in a workbook."""

import ast
from pathlib import Path

import openpyxl
import pytest

import loaders
from graph.records import SourceRef
from loaders.identifiers import KeyedHash
from loaders.problem_book import problem_book
from loaders.problems import RowProblem, Severity, as_written, neutralised
from messages import catalogue, set_language

SOURCE = SourceRef("bids.xlsx", "0" * 64, "2024", 118)
TEXT_PLACES = {
    "Complaint": slice(0, 2),
    "refused": slice(1, 3),
    "t": slice(0, 1),
    "Words": slice(1, 2),
}


def test_a_problem_names_file_sheet_row_column_value_rule_and_advice() -> None:
    problem = RowProblem(SOURCE, "投标报价", "约三百万", "不是金额。", "请填写数字。")

    assert (
        str(problem)
        == "bids.xlsx, 工作表 2024, 第 118 行, 投标报价: “约三百万” 不是金额。 请填写数字。"
    )


def test_a_workbook_of_problems_holds_no_formula(tmp_path: Path) -> None:
    value = '=HYPERLINK("http://evil.example")'
    problem = RowProblem(SOURCE, "备注", value, "规则", "建议", Severity.REJECTED)
    path = tmp_path / "problems.xlsx"

    with problem_book(path, KeyedHash(b"k" * 32)) as book:
        assert book is not None
        book.add([], [problem])

    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [
        *("bids.xlsx", "2024", "118", "备注", f"'{value}", "规则", "建议", "未导入"),
    ]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''-5", "甲", "", "'甲", "-", "@x", "\t1"])
def test_a_neutralised_text_can_be_taken_back(text: str) -> None:
    assert as_written(neutralised(text)) == text


def test_every_sign_that_opens_a_formula_is_neutralised() -> None:
    assert [neutralised(f"{sign}1")[0] for sign in "=+-@\t\r"] == ["'"] * 6
    assert neutralised("甲公司") == "甲公司"


def test_english_is_the_language_of_the_message_ids() -> None:
    set_language("en")
    try:
        assert str(RowProblem(SOURCE, "", "", "x", "y")) == "bids.xlsx, sheet 2024, row 118: x y"
    finally:
        set_language("zh_CN")


def test_every_message_of_the_loaders_is_translated() -> None:
    wanted: set[str] = set()
    for file in sorted(Path(loaders.__file__).parent.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                places = TEXT_PLACES.get(call.func.id, slice(0))
                wanted |= {
                    a.value
                    for a in call.args[places]
                    if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }

    assert len(wanted) > 60
    assert sorted(wanted - set(catalogue("zh_CN"))) == []
