"""Opening of CSV files: encoding and delimiter found or stated, rows that broke named."""

from __future__ import annotations

import codecs
import csv
import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.errors import InputRefused
from loaders.problems import Complaint
from loaders.readers import (
    PREVIEW_ROWS,
    BrokenCells,
    Cells,
    OpenedFile,
    Reading,
    Sheet,
    refused,
)
from loaders.workbooks import OLE_SIGN, ZIP_SIGN
from messages import t

CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
_BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CHINESE_SIGNS = 4
# A file may hold this share of bytes that its encoding lacks; their rows are rejected by number.
_BAD_SHARE = {"utf-8": 0.05, "gb18030": 0.01}

UNDECODABLE = Complaint(
    "The row holds bytes that are no text in the file's encoding.",
    "Enter the row again, or name the encoding with --encoding.",
)
UNCLOSED = Complaint(
    "A quotation mark seems never to be closed: {n} lines stand in one cell.",
    "Close the quotation mark that opens in this row.",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A text file that was read through once. `bad`: bytes that its encoding does not know."""

    sha256: str
    encoding: str
    lines: int
    bad: int = 0

    @property
    def errors(self) -> str:
        """How text is decoded: what is no text is kept as signs that stand for bytes."""
        return "surrogateescape" if self.bad else "strict"


def open_csv(path: Path, name: str, head: bytes, reading: Reading) -> OpenedFile:
    """Open a CSV file. InputRefused if it is no text, or not in the encoding that was stated."""
    if head.startswith((ZIP_SIGN, OLE_SIGN)):
        raise refused(
            name,
            "The file is a workbook, though its name says CSV.",
            "Rename it to .xlsx or .xls, or save it as CSV.",
        )
    text = examined(path, name, reading.encoding)
    stated = _stated_delimiter(reading)
    delimiter, width = _delimiter(path, text, [stated] if stated else [*DELIMITERS])
    # Not a function made here: it goes to another process; see loaders.mapping_ahead.
    rows = partial(_rows, path, name, text, delimiter, width)
    preview = tuple(itertools.islice(rows(), PREVIEW_ROWS))
    sheet = Sheet("", preview, rows, text.lines, even=True)
    return OpenedFile(path, name, text.sha256, (sheet,), text.encoding, delimiter)


def _rows(path: Path, name: str, text: Examined, delimiter: str, width: int) -> Iterator[Cells]:
    # Each read lets another thread run, and may wait for it: so few of them.
    with path.open(
        buffering=_BLOCK, encoding=text.encoding, errors=text.errors, newline=""
    ) as file:
        reader = csv.reader(file, delimiter=delimiter)
        line = 0
        try:
            for cells in reader:
                line += 1
                if reader.line_num != line:
                    cells = _of_several_lines(cells, delimiter, width, reader.line_num - line)
                    line = reader.line_num
                if text.bad and _ESCAPED.search("".join(cells)):
                    cells = BrokenCells(map(_shown, cells), UNDECODABLE)
                yield cells
        except csv.Error as error:  # the one that reading leniently can meet
            raise refused(
                name,
                "Row {row} holds a cell of more than {n} characters.",
                "Look for a quotation mark that is never closed.",
                row=reader.line_num,
                n=csv.field_size_limit(),
            ) from error


def _of_several_lines(cells: Cells, delimiter: str, width: int, more: int) -> Cells:
    """A text may have line breaks; rows of the table may not stand inside a cell."""
    like_a_row = max(width - 1, 2)
    for cell in cells:
        if any(line.count(delimiter) >= like_a_row for line in cell.splitlines()[1:]):
            return BrokenCells(cells, UNCLOSED.with_fields(n=more + 1))
    return cells


def _shown(cell: str) -> str:
    return _ESCAPED.sub("\ufffd", cell)


# Encoding


def examined(path: Path, name: str, stated: str = "") -> Examined:
    """SHA-256, encoding and number of lines. InputRefused if the text is in no known encoding."""
    candidates = (_known(stated),) if stated else _candidates(path)
    for errors in ("strict", "surrogateescape"):
        for encoding in candidates:
            if errors != "strict" and not stated and encoding not in _BAD_SHARE:
                continue
            found = _read_through(path, encoding, errors)
            if found is not None and not stated and encoding == "gb18030":
                _refuse_mixed(path, name)  # as GB18030 nearly all bytes are some text
            if found is not None:
                return found
    if stated:
        raise refused(
            name,
            "The text is not {encoding}.",
            "Leave --encoding away to have it found, or name another.",
            encoding=stated,
        )
    _refuse_mixed(path, name)
    raise refused(
        name, "The text is neither UTF-8, UTF-16 nor GB18030.", "Save it again as CSV UTF-8."
    )


def _refuse_mixed(path: Path, name: str) -> None:
    """InputRefused if some lines are UTF-8 and others GB18030, as of files joined together."""
    before = ""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_BLOCK):
            number += 1
            encoding = "" if line.isascii() else _encoding_of(line)
            if encoding and before and encoding != before:
                raise refused(
                    name,
                    "The text is {before}, but from line {row} on {other}: two files seem to have "
                    "been joined.",
                    "Save them apart, or both as CSV UTF-8.",
                    before=before,
                    row=number,
                    other=encoding,
                )
            before = before or encoding


def _encoding_of(line: bytes) -> str:
    """UTF-8 or GB18030; empty where a line does not tell them apart."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # A few signs of GB18030 can be UTF-8 by chance, but hardly Chinese.
        return "UTF-8" if len(_CHINESE.findall(text)) >= _CHINESE_SIGNS else ""
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030"


def _read_through(path: Path, encoding: str, errors: str) -> Examined | None:
    """None if the file has more than a few bytes that are not of this encoding."""
    digest, lines, bad, beyond_ascii = hashlib.sha256(), 0, 0, 0
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        with path.open("rb") as file:
            while True:
                block = file.read(_BLOCK)
                digest.update(block)
                lines += block.count(b"\n")
                text = decoder.decode(block, final=not block)
                if errors != "strict":
                    bad += len(_ESCAPED.findall(text))
                    beyond_ascii += sum(byte > 127 for byte in block)
                if not block:
                    break
    except UnicodeError:
        return None
    if bad > _BAD_SHARE.get(encoding, 0.05) * beyond_ascii:
        return None
    return Examined(digest.hexdigest(), encoding, lines, bad)


def _known(stated: str) -> str:
    try:
        name = codecs.lookup(stated).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise InputRefused(
            t(
                "'{encoding}' is no known encoding. Write utf-8, gb18030, utf-16 or big5.",
                encoding=stated,
            )
        ) from error
    return {"gb2312": "gb18030", "gbk": "gb18030", "utf-8": "utf-8-sig"}.get(name, name)


def _candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return (encoding,)
    if b"\x00" in head:  # neither UTF-8 nor GB18030 text has a zero byte
        odd = head[1::2].count(b"\x00")
        zeros = head.count(b"\x00")
        if zeros * 20 > len(head):
            return ("utf-16-le" if odd * 2 > zeros else "utf-16-be",)
    return ("utf-8", "gb18030")


# Delimiter


def _stated_delimiter(reading: Reading) -> str:
    sign = {"tab": "\t", "\\t": "\t", **{word: s for s, word in DELIMITERS.items()}}.get(
        reading.delimiter, reading.delimiter
    )
    if sign and (len(sign) != 1 or sign in '"\r\n'):
        raise InputRefused(
            t("'{delimiter}' is no delimiter. Write one sign, or tab.", delimiter=sign)
        )
    return sign


def _delimiter(path: Path, text: Examined, candidates: Sequence[str]) -> tuple[str, int]:
    """The sign that cuts the first lines into the most columns, equally often; and how many."""
    with path.open(encoding=text.encoding, errors=text.errors, newline="") as file:
        first = (file.readline(_BLOCK) for _ in range(PREVIEW_ROWS))
        lines = [line for line in first if line.strip()]

    def consistency(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=lambda w: (widths.count(w) * (w > 1), w), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    best = max(candidates, key=consistency)
    return best, consistency(best)[1]
