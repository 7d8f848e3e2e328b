"""Opening of workbooks (XLSX, XLS, XLSB, ODS), which a child process reads within limits."""

from __future__ import annotations

import itertools
import marshal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import InputRefused
from graph.interpreter import INTERPRETER
from loaders import workbook_child
from loaders.readers import PREVIEW_ROWS, Cells, OpenedFile, Sheet, file_sha256, refused

BOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
ZIP_SIGN, OLE_SIGN = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLOCK = 1 << 20


def open_workbook(path: Path, name: str, head: bytes) -> OpenedFile:
    """Open a workbook. InputRefused if it cannot be read as what it says it is."""
    if not head.startswith((ZIP_SIGN, OLE_SIGN)):
        raise refused(
            name,
            "The file is not a workbook, though its name says {suffix}.",
            "If it holds text, rename it to .csv; else save it as .xlsx in a spreadsheet program.",
            suffix=path.suffix,
        )
    if head.startswith(OLE_SIGN) and _is_encrypted(path):
        raise _refusal(name, {"error": "password"})
    with _child(path, name, "list", str(PREVIEW_ROWS)) as answers:
        described = next(answers)
    sheets = tuple(_sheet(path, name, each) for each in described["sheets"])
    return OpenedFile(path, name, file_sha256(path), sheets)


def _sheet(path: Path, name: str, described: dict[str, Any]) -> Sheet:
    title: str = described["name"]
    merged: list[tuple[int, int, int]] = described["merged"]

    def rows() -> Iterator[Cells]:
        with _child(path, name, "rows", title) as blocks:
            yield from _unmerged(itertools.chain.from_iterable(blocks), merged)

    count, first = described["unvalued"]
    return Sheet(
        title,
        tuple(_unmerged(iter(described["preview"]), merged)),
        rows,
        described["total"],
        hidden=described["hidden"],
        unvalued=count,
        first_unvalued=first,
    )


@contextmanager
def _child(path: Path, name: str, *request: str) -> Iterator[Iterator[Any]]:
    """What the child process answers, value by value. InputRefused if it cannot."""
    command, argument = request
    script = str(Path(workbook_child.__file__))
    process = subprocess.Popen(
        [INTERPRETER, "-I", script, command, str(path.resolve()), argument],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _answers(process, name)
    finally:
        process.kill()
        process.communicate()


def _answers(process: subprocess.Popen[bytes], name: str) -> Iterator[Any]:
    assert process.stdout is not None  # noqa: S101  it was asked for
    while True:
        try:
            answer = marshal.load(process.stdout)  # noqa: S302  our own child wrote it
        except (EOFError, ValueError, TypeError) as error:
            raise _refusal(name, {"error": "memory"}) from error  # it died
        if answer is None:
            return
        if isinstance(answer, dict) and "error" in answer:
            raise _refusal(name, answer)
        yield answer


def _refusal(name: str, answer: dict[str, str]) -> InputRefused:
    kind, why = answer["error"], answer.get("why", "")
    if kind == "password":
        return refused(
            name,
            "The workbook is protected by a password.",
            "Save a copy without the password.",
        )
    if kind == "memory":
        return refused(
            name,
            "The workbook needs more than {n} MB of memory to be read.",
            "Delete stray cells far below and to the right of the table, or save it as CSV.",
            n=workbook_child.MOST_BYTES >> 20,
        )
    if kind == "cell":
        return refused(
            name,
            "Row {row} holds a cell of more than {n} characters.",
            "Shorten the cell; no spreadsheet program could hold it.",
            row=why,
            n=workbook_child.LONGEST_CELL,
        )
    return refused(
        name,
        "The workbook is damaged or of an unknown kind.",
        "Open it in a spreadsheet program and save it as .xlsx.",
    )


def _is_encrypted(path: Path) -> bool:
    kept = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if _ENCRYPTED in kept + block:
                return True
            kept = block[-len(_ENCRYPTED) :]
    return False


@dataclass(slots=True)
class _Merge:
    """A cell merged over rows that is being passed: its last row, its column, its text."""

    bottom: int
    column: int
    text: str = field(default="")


def _unmerged(rows: Iterator[Cells], merged: list[tuple[int, int, int]]) -> Iterator[Cells]:
    """Rows in which a cell merged over several rows (from 0, sorted) counts for each of them."""
    if not merged:
        yield from rows
        return
    waiting = merged[::-1]
    passing: list[_Merge] = []
    for at, cells in enumerate(rows):
        passing = [each for each in passing if each.bottom >= at]
        filled = cells
        for each in passing:
            if each.text and (each.column >= len(filled) or not filled[each.column]):
                filled = [*filled, *[""] * (each.column + 1 - len(filled))]
                filled[each.column] = each.text
        while waiting and waiting[-1][0] <= at:
            _, bottom, column = waiting.pop()
            text = cells[column] if column < len(cells) else ""
            passing.append(_Merge(bottom, column, text))
        yield filled
