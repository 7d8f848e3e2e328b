"""One workbook in the four forms that people send gives the same records, problems and counts.

Titles above, two rows of header, cells merged over rows and columns, a blank column, two columns of
one name, a total and a signature below, a hidden sheet, an empty sheet, days and numbers as such.
TENDERLENS_GOLDEN=rewrite writes expected.json anew; review the difference before you keep it.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from loaders.identifiers import KeyedHash
from loaders.inputs import Chunk, open_inputs
from loaders.opening import open_table

HERE = Path(__file__).parent
HASHED = KeyedHash(b"a key for golden files, no secret")
BOOKS = sorted(path for path in HERE.iterdir() if path.stem == "opening")


def read(path: Path) -> dict[str, Any]:
    """All that is read from a workbook, without its name and hash."""
    (opened,) = open_inputs([path], hashed=HASHED, scratch=HERE)
    chunk = Chunk(problems=opened.remarks())
    accepted = list(opened.rows(chunk))
    nodes = [[n.source.sheet, n.source.row, n.label, n.key, n.properties] for n in chunk.nodes]
    edges = [
        [e.source.sheet, e.source.row, e.type, e.start, e.end, e.properties] for e in chunk.edges
    ]
    said = [asdict(problem) for problem in chunk.problems]
    for problem in said:
        source = problem.pop("source")
        problem |= {"sheet": source.sheet, "row": source.row}
    return {
        "sheets": list(opened.sheets),
        "rows": len(accepted),
        "accepted": sum(accepted),
        "left_out": [[number, cells] for _, number, cells in opened.left_out_rows],
        "ignored_columns": list(opened.ignored_columns),
        "problems": said,
        "nodes": nodes,
        "edges": edges,
    }


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: str(book.suffix))
def test_a_workbook_gives_the_same_in_every_form(book: Path) -> None:
    found = json.loads(json.dumps(read(book), ensure_ascii=False))

    file = HERE / "expected.json"
    if os.environ.get("TENDERLENS_GOLDEN") == "rewrite":
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(file.read_text(encoding="utf-8"))


def test_every_form_is_here() -> None:
    assert [book.suffix for book in BOOKS] == [".ods", ".xls", ".xlsb", ".xlsx"]


@pytest.mark.parametrize("name", ["failed.xls", "failed.xlsb"])
def test_what_failed_formulas_show_is_read_from_the_binary_forms_too(name: str) -> None:
    (sheet,) = open_table(HERE / name, name).sheets

    prices = [cells[1] for cells in sheet.rows()]

    assert prices == ["投标报价", "#N/A", "987", "#DIV/0!"]
    assert [cells[1] for cells in sheet.preview] == prices
