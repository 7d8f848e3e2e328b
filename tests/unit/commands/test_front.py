"""What a terminal shows: the words as they are in the data."""

from __future__ import annotations

import pytest

from commands.front import err, out, print_table, shown
from commands.loading import _bars


@pytest.mark.parametrize("word", ["[/b]", "[red]甲[/red]公司", "2024[a]", ":warning:", "a\\[b]"])
def test_brackets_in_names_are_shown_and_obeyed_by_nobody(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_table(word, [word], [[word]])
    out.print(word)
    err.print(word)
    with _bars(quiet=False) as advance:
        advance(f"folder/{word}.csv", 1, 2)
    captured = capsys.readouterr()
    assert captured.out.count(word) == 4
    assert word in captured.err


def test_a_sentence_is_not_cut_into_lines(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "这一句话很长" * 40
    out.print(sentence)
    assert capsys.readouterr().out == sentence + "\n"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1234.56, "1,234.56"),
        (1234567.8, "1,234,567.8"),
        (0.123456, "0.1235"),
        (3.0, "3"),
        (0.0, "0"),
        (5e-20, "5e-20"),
        (0.00012345, "0.0001234"),
    ],
)
def test_a_number_keeps_its_cents(number: float, text: str) -> None:
    assert shown(number) == text


def test_a_table_in_a_pipe_is_not_folded(capsys: pytest.CaptureFixture[str]) -> None:
    name = "岚川市春浦河综合楼新建工程施工" * 8
    print_table("", ["name", "lots"], [[name, 1], [name, 12]])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines if name in line] == [[name, "1"], [name, "12"]]
