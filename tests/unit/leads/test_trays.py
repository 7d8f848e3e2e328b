"""The case tray keeps what was laid aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import WorkspaceCorrupt
from leads.trays import FILE, TrayItem, add_to_tray, remove_from_tray, tray

FIRM = TrayItem("node", "company:A", "甲公司")
TIE = TrayItem("edge", "company:A|SUBMITTED|bid:1", "甲公司 —投标→ 投标")


def test_an_empty_workspace_has_an_empty_tray(tmp_path: Path) -> None:
    assert tray(tmp_path) == ()


def test_things_are_laid_aside_once_and_in_order(tmp_path: Path) -> None:
    assert add_to_tray(tmp_path, [FIRM, TIE]) == 2
    assert add_to_tray(tmp_path, [TrayItem("node", "company:A", "另一名称")]) == 0

    assert tray(tmp_path) == (FIRM, TIE)


def test_findings_and_notes_lie_beside_nodes(tmp_path: Path) -> None:
    said = [TrayItem("finding", "f1", "同一台电脑"), TrayItem("note", "note:2026", "问招标人")]

    add_to_tray(tmp_path, [FIRM, *said])

    assert tray(tmp_path) == (FIRM, *said)


def test_things_are_taken_out_again(tmp_path: Path) -> None:
    add_to_tray(tmp_path, [FIRM, TIE])

    remove_from_tray(tmp_path, [FIRM.ref])

    assert tray(tmp_path) == (TIE,)


@pytest.mark.parametrize(
    "text", ["{", '[{"kind": "node"}]', "7", '[{"kind":"x","ref":"","name":""}]']
)
def test_a_file_that_is_no_tray_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    with pytest.raises(WorkspaceCorrupt):
        tray(tmp_path)
