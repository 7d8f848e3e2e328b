"""Rows that come as JSON: one object a line (JSON lines), or a list of objects.

Objects of a known nested shape (notices, ownership statements) are laid out as rows by their
module.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from loaders import notices, ownership
from loaders.csv_files import Examined, examined
from loaders.json_stream import JsonBroken, not_json, steps, without_surrogates
from loaders.problems import Complaint
from loaders.readers import (
    GROUP,
    PREVIEW_ROWS,
    BrokenCells,
    Cells,
    OpenedFile,
    Reading,
    Sheet,
    refused,
)
from loaders.workbook_child import LONGEST_CELL

MOST_KEYS = 2_000
LONGEST_LINE = 16 << 20
_OCDS = frozenset({"ocid", "releases", "records", "compiledRelease", "uri"})

TOO_LONG = Complaint(
    "A cell of the row is longer than {n} characters.", "Shorten the cell."
).with_fields(n=LONGEST_CELL)
NO_OBJECT = Complaint("The line is no JSON object.", "Correct the line; it was skipped.")


def holds_rows(path: Path) -> bool:
    """Whether a JSON file is a table: lines or a list of objects without the keys of OCDS."""
    try:
        with path.open("rb") as raw:
            encoding = json.detect_encoding(raw.read(4)) if path.stat().st_size else "utf-8"
        with path.open(encoding=encoding, errors="replace") as file:
            line = file.readline(LONGEST_LINE)
            more = path.suffix.lower() == ".jsonl" or bool(file.readline(LONGEST_LINE).strip())
        if line.lstrip("\ufeff \t\r\n").startswith("["):
            first = next(steps(path, ()), ("", None))[1]
        else:
            first = json.loads(line) if more else None
    except (ValueError, OSError, RecursionError):
        return path.suffix.lower() == ".jsonl"
    return isinstance(first, dict) and not _OCDS & first.keys()


def open_json_rows(path: Path, name: str, reading: Reading) -> OpenedFile:
    """Open JSON lines or a list. InputRefused if it is neither."""
    text = examined(path, name, reading.encoding)
    first = next((item for item in _objects(path, name, text) if isinstance(item, dict)), {})
    if notices.fits(first):
        return _shaped(path, name, text, notices.HEADER, notices.rows, notices.remark)
    if ownership.fits(first):
        return _shaped(path, name, text, ownership.HEADER, ownership.rows, lambda _: None)
    return _plain(path, name, text)


def _plain(path: Path, name: str, text: Examined) -> OpenedFile:
    """Objects whose keys are the columns."""
    keys: dict[str, None] = {}
    total = 0
    for item in _items(path, name, text):
        total += 1
        if isinstance(item, dict):
            keys.update(dict.fromkeys(item))
        if len(keys) > MOST_KEYS:
            raise refused(
                name, "The objects have more than {n} different keys.", "Export a table.",
                n=MOST_KEYS,
            )  # fmt: skip
    header = list(keys)

    def rows() -> Iterator[Cells]:
        yield list(header)
        for item in _items(path, name, text):
            yield _cells(item, header)

    preview = tuple(itertools.islice(rows(), PREVIEW_ROWS))
    sheet = Sheet("", preview, rows, total, before=1)
    return OpenedFile(path, name, text.sha256, (sheet,), text.encoding)


def _cells(item: dict[str, str] | str | None, header: Sequence[str]) -> Cells:
    if item is None:
        return []
    if isinstance(item, str):
        return BrokenCells([item[:200]], NO_OBJECT)
    cells = [item.get(key, "") for key in header]
    if max(map(len, cells), default=0) > LONGEST_CELL:
        return BrokenCells([cell[:200] for cell in cells], TOO_LONG)
    return cells


Objects = Callable[[], Iterable[Any]]


def _shaped(
    path: Path,
    name: str,
    text: Examined,
    header: tuple[str, ...],
    lay_out: Callable[[Objects], Iterator[list[str] | str]],
    remark: Callable[[Objects], Complaint | None],
) -> OpenedFile:
    """A file whose objects are laid out as rows."""

    def objects() -> Iterable[Any]:
        return _objects(path, name, text)

    def rows() -> Iterator[Cells]:
        yield list(header)
        for row in lay_out(objects):
            yield row if isinstance(row, list) else BrokenCells([row], NO_OBJECT)

    total = sum(1 for _ in rows())
    preview = tuple(itertools.islice(rows(), PREVIEW_ROWS))
    sheet = Sheet("", preview, rows, total, before=1)
    return OpenedFile(path, name, text.sha256, (sheet,), text.encoding, remark=remark(objects))


def _objects(path: Path, name: str, text: Examined) -> Iterator[Any]:
    """Every line or item as it is; a line that is no JSON as its text."""
    if _is_list(path, text):
        try:
            yield from (item for _, item in steps(path, ()))
        except (JsonBroken, UnicodeError) as error:
            raise not_json(name, error) from error
        return
    with path.open(encoding=text.encoding, errors="replace") as file:
        while line := file.readline(LONGEST_LINE):
            try:
                yield without_surrogates(json.loads(line))
            except (ValueError, RecursionError):
                yield line.strip()


def _items(path: Path, name: str, text: Examined) -> Iterator[dict[str, str] | str | None]:
    """Every line or item: cells by key, or the text of what is no object, or None of a blank."""
    if _is_list(path, text):
        yield from _listed(path, name)
        return
    with path.open(encoding=text.encoding, errors="replace") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise refused(
                    name, "Line {row} is longer than {n} characters.", "Write one object a line.",
                    row=number, n=LONGEST_LINE,
                )  # fmt: skip
            yield _flat_line(line)


def _is_list(path: Path, text: Examined) -> bool:
    with path.open(encoding=text.encoding, errors="replace") as file:
        while sign := file.read(1):
            if not sign.isspace():
                return sign == "["
    return False


def _listed(path: Path, name: str) -> Iterator[dict[str, str] | str]:
    try:
        for _, item in steps(path, ()):
            yield _flat(item) if isinstance(item, dict) else json.dumps(item)
    except (JsonBroken, UnicodeError) as error:
        raise not_json(name, error) from error


def _flat_line(line: str) -> dict[str, str] | str | None:
    if not line.strip():
        return None
    try:
        found = without_surrogates(json.loads(line))
    except (ValueError, RecursionError):
        return line.strip()
    return _flat(found) if isinstance(found, dict) else line.strip()


def _flat(found: dict[str, Any], above: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in found.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and value and above.count(GROUP) < 3:
            cells |= _flat(value, f"{name}{GROUP}")
        else:
            cells[name] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return "、".join(map(_cell, value))
    return json.dumps(value, ensure_ascii=False)
