"""What a file of rows is: sheets, headers, numbered rows as text, and what is no data in them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from graph.errors import InputRefused
from graph.records import SourceRef
from loaders.problems import Complaint
from messages import t

PREVIEW_ROWS = 60
BATCH_ID_DIGITS = 12  # of the file's hash
GROUP = "›"  # between the upper and the lower part of a header of several rows
LEFT_OUT_KEPT = 1_000
_LONGEST_REASON = 300

# What opens a row that is no data: its possible first signs, and the whole of it.
_FOOTERS = (
    # A total or a mean is the word alone, or the word before a bracket, a colon or a number.
    (
        "本累合总小共平均汇最",
        r"(?:本页|本表|累)?(?:合计|总计|小计|共计|累计|平均分?|平均值|均值|汇总|最高分|最低分)"
        r"(?:金额|数|得分)?(?:$|[:(\d])",
    ),
    ("去扣", r"(?:去掉|去除|扣除)(?:一个)?(?:最高|最低)"),
    (
        "制填审复经统记监负",
        r"(?:制表|填表|填报|审核|复核|审批|经办|统计|记录|监督|负责)(?:人|单位|日期|时间)?"
        r"(?:签[字名])?(?:$|:)",
    ),
    (
        "监唱开记主见公核校编",
        r"(?:监标|唱标|开标|记标|主持|见证|公证|核对|校对|编制)人员?(?:签[字名])?(?:$|:)",
    ),
    (
        "招采投业代",
        r"(?:招标|采购|投标|业主|代理)(?:人|单位|机构|代理机构)?(?:\(?(?:全权|授权)?(?:代表|负责人)\)?)?"
        r"(?:\(?(?:签[字名章]|盖章|公章)(?:[或/、及]?(?:签[字名章]|盖章|公章))?\)?)?:",
    ),
    ("评专", r"(?:评委|专家|评标委员会)(?:全体)?(?:成员)?签[字名]"),
    ("注备说附数资来", r"(?:注|备注|说明|附注|数据来源|资料来源|来源)\d?(?:$|[:.、])"),
    ("打导生查", r"(?:打印|导出|生成|查询)(?:时间|日期|人)"),
    ("(以", r"\(?(?:以下空白|以下无正文)\)?$"),
    ("第共", r"第\d+页|共\d+[条页行]"),
)
_FOOTER = re.compile("|".join(whole for _, whole in _FOOTERS))
_MAY_BE_NO_DATA = frozenset("（").union(*(signs for signs, _ in _FOOTERS))
UNNAMED = re.compile(r"列[A-Z]{1,3}")  # what columns without a header are called
_MARKS = "*:.。、"

Cells = list[str]


class BrokenCells(list[str]):
    """Cells of a row that cannot be used, and why."""

    def __init__(self, cells: Iterable[str], complaint: Complaint) -> None:
        super().__init__(cells)
        self.complaint = complaint


SHORT = Complaint(
    "The row has fewer cells than the header ({n} of {width}).",
    "Look whether the line was cut off.",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person says that text files are to be read; empty: it is found out."""

    encoding: str = ""
    delimiter: str = ""


class Row(NamedTuple):
    """One row under the header: raw text by header; `surplus` stands beyond the last header.

    `complaint` is what is wrong with the row as such; with `broken` it cannot be used at all.
    """

    source: SourceRef
    cells: dict[str, str]
    surplus: str = ""
    complaint: Complaint | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A header: `names` by column (empty: the column has none), on rows `first` to `last`.

    `stated` is what is written above it for all rows (标段编号：L1), by its name.
    """

    names: tuple[str, ...]
    first: int
    last: int
    stated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an opened file. `preview` holds its first rows; `rows` streams all of them.

    `before`: rows of the preview that the file does not have (the header of JSON lines).
    `even`: all rows should have as many cells. `unvalued` formulas have no stored value.
    """

    name: str
    preview: tuple[Cells, ...]
    rows: Callable[[], Iterator[Cells]] = field(repr=False)
    total: int | None = None
    hidden: bool = False
    before: int = 0
    even: bool = False
    unvalued: int = 0
    first_unvalued: str = ""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that can be read: its name, its hash, its sheets; of text also how it is written.

    `remark` is something to say of the file as a whole.
    """

    path: Path
    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
    remark: Complaint | None = None


def refused(name: str, rule: str, remedy: str, **fields: object) -> InputRefused:
    """The error for a file: one sentence that names it, the rule and the remedy."""
    short = {field: _short(str(value)) for field, value in fields.items()}
    return InputRefused(f"{name}: {t(rule, **short)} {t(remedy, **short)}")


def _short(text: str) -> str:
    """What a library or a file says may be as long as it likes; a sentence may not."""
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Headers


@lru_cache(maxsize=1 << 14)
def plain_header(text: str) -> str:
    """One spelling of a header: widths, spaces, marks of required columns do not count."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower().replace(GROUP, "")
    return plain.strip(_MARKS).removeprefix("(必填)").removesuffix("(必填)").strip(_MARKS)


def header_at(rows: Sequence[Cells], first: int, last: int) -> Header:
    """The header on rows `first` to `last` (from 1).

    A cell of an upper row heads the columns to its right that have nothing there and something
    below: 联系人 over 姓名 and 电话 gives 联系人›姓名 and 联系人›电话. Two columns of one name are
    told apart by a number.
    """
    lines = [[" ".join(cell.split()) for cell in rows[i - 1]] for i in range(first, last + 1)]
    width = max(map(len, lines), default=0)
    lines = [[*line, *[""] * (width - len(line))] for line in lines]
    for upper in range(len(lines) - 1):
        below = lines[upper + 1]
        for column in range(1, width):
            if not lines[upper][column] and below[column]:
                lines[upper][column] = lines[upper][column - 1]
    names: dict[str, None] = {}
    found: list[str] = []
    for column in range(width):
        parts = list(dict.fromkeys(line[column] for line in lines if line[column]))
        name = plain = GROUP.join(parts)
        number = 1
        while name and name in names:
            number += 1
            name = f"{plain} #{number}"
        names[name] = None
        found.append(name)
    return Header(tuple(found), first, last)


def named_columns(header: Header, preview: Sequence[Cells]) -> Header:
    """The header with names, such as 列E, for columns that have data but no name."""
    names = list(header.names)
    filled = {
        column
        for row in preview[header.last :]
        for column, cell in enumerate(row[: len(names)])
        if cell.strip()
    }
    for column, name in enumerate(names):
        if not name and column in filled:
            names[column] = f"列{column_letter(column)}"
    return Header(tuple(names), header.first, header.last, header.stated)


def column_letter(column: int) -> str:
    """The letters over a column (from 0) in a spreadsheet."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# Rows


def is_footer(cells: Cells) -> bool:
    """Whether a row is a total, a note or a signature rather than data."""
    first = next((c for c in map(str.strip, cells) if c), "")
    return _FOOTER.match("".join(unicodedata.normalize("NFKC", first).split())) is not None


class DataRows:
    """The rows under a header, numbered as a spreadsheet shows them.

    Blank rows are passed over. Repetitions of the header, totals and notes are passed over too:
    `left_out` counts them, and `left_out_rows` holds the first ones.
    """

    def __init__(self, file: OpenedFile, sheet: Sheet, header: Header) -> None:
        self.left_out = 0
        self.left_out_rows: list[tuple[int, Cells]] = []
        self._file = file
        self._sheet = sheet
        self._header = header
        self._usual = self._usual_width()

    def _usual_width(self) -> int:
        """The cells that most rows have, at most those of the header; 0 if rows need none."""
        rows = [row for row in self._sheet.preview[self._header.last :] if any(row)]
        width = len(self._header.names)
        whole = sum(len(row) >= width for row in rows)
        return width if self._sheet.even and whole * 5 > len(rows) * 4 else 0

    def __iter__(self) -> Iterator[Row]:
        name, sha256, sheet = self._file.name, self._file.sha256, self._sheet.name
        names, width, last = self._header.names, len(self._header.names), self._header.last
        stated, usual, before = dict(self._header.stated), self._usual, self._sheet.before
        nameless = "" in names
        self.left_out = 0
        for number, cells in enumerate(self._sheet.rows(), 1):
            if number <= last or not any(cells):
                continue
            length = len(cells)
            if length < width:
                cells.extend([""] * (width - length))
            first = cells[0]
            opens = not first or first[0].isspace() or first[0] in _MAY_BE_NO_DATA
            if (opens or first == names[0]) and self._is_no_data(number, cells):
                continue
            row = dict(zip(names, cells, strict=False))
            if nameless:
                row.pop("", None)
            if stated:
                row.update(stated)
            source = SourceRef(name, sha256, sheet, number - before)
            if usual <= length <= width and cells.__class__ is list:
                yield Row(source, row)
            else:
                yield self._uneven(source, row, cells, length)

    def _uneven(self, source: SourceRef, row: dict[str, str], cells: Cells, length: int) -> Row:
        """A row with more or fewer cells than it should have, or with cells that broke."""
        width = len(self._header.names)
        surplus = " ".join(c for c in cells[width:] if c.strip())
        if isinstance(cells, BrokenCells):
            return Row(source, row, surplus, cells.complaint, broken=True)
        if length < width:
            return Row(source, row, "", SHORT.with_fields(n=length, width=width))
        return Row(source, row, surplus)

    def _is_no_data(self, number: int, cells: Cells) -> bool:
        if not any(cell.strip() for cell in cells):
            return True
        lower = [" ".join(cell.split()) for cell in cells]
        parts = (name.rpartition(GROUP)[2] for name in self._header.names)
        again = sum(a == b for a, b in zip(lower, parts, strict=False) if a)
        if is_footer(cells) or again * 2 > sum(map(bool, lower)):
            self.left_out += 1
            if len(self.left_out_rows) < LEFT_OUT_KEPT:
                self.left_out_rows.append((number - self._sheet.before, cells))
            return True
        return False
