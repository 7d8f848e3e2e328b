"""The pages in docs/tables say what the declarations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.cells import CellKind
from loaders.table_page import CHECKS, KINDS, pages
from loaders.tables import TABLES

DOCS = Path(__file__).parents[3] / "docs" / "tables"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "Run `make docs`."


def test_there_is_no_page_without_its_table() -> None:
    assert {path.name for path in DOCS.glob("*.md")} == set(pages())


def test_every_kind_of_cell_and_every_check_is_explained() -> None:
    assert set(KINDS) == set(CellKind)
    assert {check.begin.__name__ for table in TABLES for check in table.checks} == set(CHECKS)
