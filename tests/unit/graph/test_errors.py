"""What the computer refuses is said as a sentence with its remedy."""

from __future__ import annotations

import errno

import pytest

from graph.errors import FileRefused, QueryRejected, answerable


@pytest.mark.parametrize(
    ("number", "said", "remedy"),
    [
        (errno.ENOSPC, "磁盘已满", "清理磁盘空间"),
        (errno.EACCES, "没有相应权限", "取得权限"),
        (errno.EISDIR, "这是文件夹", "检查该路径"),
    ],
)
def test_a_refused_file_names_the_file_the_reason_and_the_remedy(
    number: int, said: str, remedy: str
) -> None:
    problem = OSError(number, "its own words", "/w/tray.json")

    told = answerable(problem)

    assert isinstance(told, FileRefused)
    assert said in str(told)
    assert [r for r in ("清理磁盘空间", "取得权限", "检查该路径") if r in str(told)] == [remedy]
    assert "/w/tray.json" in str(told)


def test_what_can_be_answered_already_stays_as_it_is() -> None:
    problem = QueryRejected("a write")
    assert answerable(problem) is problem
