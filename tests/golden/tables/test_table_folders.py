"""Each folder here is a test: a good and a bad file, the records and problems they must give.

TENDERLENS_GOLDEN=rewrite writes the expected files anew; review the difference.
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
    (opened,) = open_inputs([path], hashed=HASHED, scratch=HERE)
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
    if os.environ.get("TENDERLENS_GOLDEN") == "rewrite":
        lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in found)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_every_table_has_a_folder() -> None:
    assert [folder.name for folder in FOLDERS] == sorted(BY_NAME)


def files(opening: str) -> list[Path]:
    """The files of all folders whose name begins so, such as `good_judges.csv`."""
    return [file for folder in FOLDERS for file in sorted(folder.glob(f"{opening}*.csv"))]


def beside(file: Path, name: str) -> Path:
    """Where a file's expected records or problems stand."""
    _, _, variant = file.stem.partition("_")
    return file.with_name(f"{name}_{variant}.json" if variant else f"{name}.json")


def label(file: Path) -> str:
    return f"{file.parent.name}-{file.stem}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_every_folder_has_a_good_and_a_bad_file(folder: Path) -> None:
    assert (folder / "good.csv").exists()
    assert (folder / "bad.csv").exists()


@pytest.mark.parametrize("file", files("good"), ids=label)
def test_a_good_file_gives_the_expected_records_and_no_problem(file: Path) -> None:
    records, problems = read(file)

    assert problems == []
    assert records == expected(beside(file, "expected_records"), records)


@pytest.mark.parametrize("file", files("bad"), ids=label)
def test_a_bad_file_gives_the_expected_problems(file: Path) -> None:
    _, problems = read(file)

    assert problems
    assert problems == expected(beside(file, "expected_problems"), problems)
