"""The committed sample files, read by themselves and not with the product's own loaders."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

FOLDER = Path(__file__).parents[3] / "sample_data"
ENCODINGS = dict.fromkeys(
    ("股东", "社保", "保证金", "账户", "资金流水", "保函", "合同人员"), "gb18030"
)
Rows = list[dict[str, str]]


def read_csv(path: Path) -> Rows:
    """Rows of a CSV file by header."""
    with path.open(encoding=ENCODINGS.get(path.stem, "utf-8-sig"), newline="") as file:
        return list(csv.DictReader(file))


def read_workbook(path: Path) -> Rows:
    """Rows of the first sheet by header; a title row above the headers is passed over."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    cells = [["" if c is None else str(c) for c in row] for row in sheet.values]
    start = next(n for n, row in enumerate(cells) if all(row))
    return [dict(zip(cells[start], row, strict=True)) for row in cells[start + 1 :]]


def read_all(folder: Path) -> dict[str, Rows]:
    """Every table of a folder by file name without its ending."""
    tables = {path.stem: read_csv(path) for path in sorted(folder.glob("*.csv"))}
    return tables | {path.stem: read_workbook(path) for path in sorted(folder.glob("*.xlsx"))}


@pytest.fixture(scope="session")
def sample() -> dict[str, Rows]:
    """The committed tables."""
    return read_all(FOLDER)
