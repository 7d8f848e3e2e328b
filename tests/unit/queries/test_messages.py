"""Whatever `queries` says to a person is there in Chinese."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import queries
from messages import catalogue

FILES = sorted(Path(queries.__path__[0]).glob("*.py"))


def said(file: Path) -> set[str]:
    """The message ids that a file passes to `t` as they are."""
    calls = (
        node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    )
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "t"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_message_is_translated(file: Path) -> None:
    assert said(file) - set(catalogue("zh_CN")) == set()
