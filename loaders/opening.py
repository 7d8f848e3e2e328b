"""Opening of any file of rows, by what its name says and its first bytes show."""

from __future__ import annotations

from pathlib import Path

from graph.errors import reason
from loaders.csv_files import CSV_SUFFIXES, open_csv
from loaders.json_rows import open_json_rows
from loaders.readers import OpenedFile, Reading, refused
from loaders.workbooks import BOOK_SUFFIXES, open_workbook

JSON_SUFFIXES = frozenset({".json", ".jsonl"})
READABLE_SUFFIXES = CSV_SUFFIXES | BOOK_SUFFIXES | JSON_SUFFIXES
_AUTOMATIC = Reading()


def open_table(path: Path, name: str, reading: Reading = _AUTOMATIC) -> OpenedFile:
    """Open a file of rows. InputRefused if it cannot be read as what it says it is."""
    suffix = path.suffix.lower()
    head = _head(path, name)
    if suffix in JSON_SUFFIXES:
        return open_json_rows(path, name, reading)
    if _is_html(head):
        raise refused(
            name,
            "The file is a web page, not a table.",
            "Open it in a spreadsheet program and save it as .xlsx.",
        )
    if suffix in CSV_SUFFIXES:
        return open_csv(path, name, head, reading)
    return open_workbook(path, name, head)


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise refused(
            name, "The file cannot be read ({why}).", "Check its permissions.", why=reason(error)
        ) from error
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise refused(name, "The file is empty.", "Export it again.")
    return head


def _is_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1024].lower()
    return start.startswith((b"<html", b"<!doctype", b"<table", b"<head", b"<meta")) or (
        start.startswith(b"<") and b"<html" in start
    )
