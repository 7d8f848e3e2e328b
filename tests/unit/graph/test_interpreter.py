"""A child process finds its Python whatever folder it starts in."""

import os
import re
import subprocess
import sys
from pathlib import Path

from graph.interpreter import INTERPRETER

ROOT = Path(__file__).parents[3]
PRODUCT = frozenset(
    {
        "cli.py",
        "commands",
        "app.py",
        "workspace.py",
        "graph",
        "loaders",
        "measures",
        "queries",
        "leads",
    }
    | {"leads", "evidence", "pages", "benchmarks"}
)
SAY = "from graph.interpreter import INTERPRETER; print(INTERPRETER)"


def test_a_python_found_by_a_relative_path_is_named_by_an_absolute_one(tmp_path: Path) -> None:
    (tmp_path / "env").symlink_to(sys.prefix)
    own = os.environ | {"PATH": "env/bin", "PYTHONPATH": str(ROOT)}

    said = subprocess.run(
        ["/usr/bin/env", "python", "-c", SAY], cwd=tmp_path, env=own, capture_output=True, text=True
    )

    named = said.stdout.strip()
    assert named == str(tmp_path / "env" / "bin" / "python"), said.stderr
    assert subprocess.run([named, "-c", ""], cwd="/", check=False).returncode == 0


def test_no_module_of_the_product_starts_the_python_that_may_be_relative() -> None:
    modules = [p for p in ROOT.rglob("*.py") if p.relative_to(ROOT).parts[0] in PRODUCT]

    using = [p.name for p in modules if re.search(r"sys\.executable", p.read_text("utf-8"))]

    assert using == ["interpreter.py"]
    assert Path(INTERPRETER).is_absolute()
