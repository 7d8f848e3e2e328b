"""A clerk's way with headers that are not known: look, correct, keep, read the next file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from cli import app

ROWS = "标段编号,投标人名称,出价,手机号\nL1,甲公司,100,13800138000\nL2,乙公司,约三百万,\n"


def run(workspace: Path, *arguments: str) -> Result:
    """What a command answers."""
    return CliRunner().invoke(app, ["--workspace", str(workspace), *arguments])


def understood(workspace: Path, *arguments: str) -> dict[str, Any]:
    """The first sheet as `understand --json` tells it."""
    found = run(workspace, "understand", *arguments, "--json")
    assert found.exit_code == 0, found.output
    sheet: dict[str, Any] = json.loads(found.output)[0]["sheets"][0]
    return sheet


def test_a_mapping_is_shown_corrected_kept_and_used_again(tmp_path: Path) -> None:
    workspace, first, later = tmp_path / "w", tmp_path / "one.csv", tmp_path / "two.csv"
    first.write_text(ROWS, encoding="gb18030")
    later.write_text(ROWS.replace("L", "M"), encoding="utf-8")

    shown = understood(workspace, str(first))
    assert "出价" in shown["unknown"]
    assert "13800138000" not in json.dumps(shown)

    corrected = understood(workspace, str(first), "--map", "出价=price", "--save-profile", "市平台")
    assert [c["column"] for c in corrected["columns"] if c["header"] == "出价"] == ["price"]
    assert (workspace / "profiles" / "市平台.toml").exists()

    assert understood(workspace, str(later))["profile"] == "市平台"


def test_a_correction_that_is_no_pair_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text(ROWS, encoding="utf-8")

    refused = run(tmp_path / "w", "understand", str(file), "--map", "出价")

    assert refused.exit_code != 0
