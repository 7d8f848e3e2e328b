"""Each folder here is a test: a good and a bad file, the records and problems they must give.

`GOLDEN=write pytest tests/golden/tables` writes the expected files anew; review the difference.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from loaders.identifiers import KeyedHash
from loaders.inputs import Chunk, open_inputs
from loaders.tables import BY_NAME

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name in BY_NAME)
HASHED = KeyedHash(b"a key for golden files, no secret")


def read(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Records and problems of a file, as they are kept in the expected files."""
    (opened,) = open_inputs([path], table=None, hashed=HASHED)
    assert opened.table == path.parent.name
    chunk = Chunk()
    for _ in opened.rows(chunk):
        pass
    records: list[dict[str, Any]] = [
        {"row": n.source.row, n.label: n.key, **_mark(n.mention), **n.properties}
        for n in chunk.nodes
    ]
    records += [
        {"row": e.source.row, "edge": f"{e.start} -{e.type}-> {e.end}", **e.properties}
        for e in chunk.edges
    ]
    problems = [
        {
            "row": p.source.row,
            "column": p.column,
            "value": p.value,
            "rule": p.rule,
            "advice": p.advice,
            "severity": p.severity.value,
        }
        for p in chunk.problems
    ]
    return records, problems


def _mark(mention: bool) -> dict[str, bool]:
    return {"mention": True} if mention else {}


def expected(path: Path, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The content of an expected file, written anew where that is asked for."""
    if os.environ.get("GOLDEN") == "write":
        lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in found)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_every_table_has_a_folder() -> None:
    assert [folder.name for folder in FOLDERS] == sorted(BY_NAME)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_the_good_file_gives_the_expected_records_and_no_problem(folder: Path) -> None:
    records, problems = read(folder / "good.csv")

    assert problems == []
    assert records == expected(folder / "expected_records.json", records)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_the_bad_file_gives_the_expected_problems(folder: Path) -> None:
    _, problems = read(folder / "bad.csv")

    assert problems
    assert problems == expected(folder / "expected_problems.json", problems)
