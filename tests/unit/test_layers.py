"""What import-linter cannot see: the top-level modules, and the driver inside graph/."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOWER = ("graph", "loaders", "measures", "queries", "leads", "evidence", "messages")
DOORS = {"app", "cli", "commands"}


def imported(file: Path) -> set[str]:
    """Top-level names that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("folder", LOWER)
def test_lower_layers_know_nothing_of_the_workspace_and_the_doors(folder: str) -> None:
    known = {
        str(file.relative_to(ROOT)): imported(file) & (DOORS | {"workspace", "settings", "pages"})
        for file in sorted((ROOT / folder).rglob("*.py"))
    }
    assert {file: names for file, names in known.items() if names} == {}


def test_the_workspace_and_the_settings_look_down_only() -> None:
    assert imported(ROOT / "workspace.py") & (DOORS | {"pages", "streamlit", "neo4j"}) == set()
    assert imported(ROOT / "settings.py") & (DOORS | {"pages", "workspace", "streamlit"}) == set()
    for file in (ROOT / "cli.py", *sorted((ROOT / "commands").glob("*.py"))):
        assert imported(file) & {"app", "pages", "streamlit", "neo4j"} == set(), file


def test_pages_know_neither_door_nor_driver() -> None:
    for file in sorted((ROOT / "pages").rglob("*.py")):
        assert imported(file) & (DOORS | {"neo4j"}) == set(), file


def test_the_driver_stands_in_one_file() -> None:
    users = {f.name for f in (ROOT / "graph").rglob("*.py") if "neo4j" in imported(f)}
    assert users == {"bolt_engine.py"}


def test_a_command_does_not_wait_for_the_statistics_library() -> None:
    asked = "import cli, sys; print([name for name in sys.modules if name.startswith('scipy')])"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
