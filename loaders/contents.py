"""What the values under a header show: which column they could be, where the header does not say.

A check digit says much, a date or an amount little. A header that means nothing (列3), or one under
which a required column must be, is read by its content; any other is a proposal for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loaders import days, identifiers, words
from loaders.cells import IN_YUAN, CellKind
from loaders.headers import SheetHeaders, missing
from loaders.problems import Complaint
from loaders.table_map import Column
from messages import t

_LEAST_VALUES = 2
_LEAST_SHARE = 0.8
_MOBILE = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}[-:]){5}[0-9A-Fa-f]{2}")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AMOUNT = re.compile(r"[¥￥]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[¥￥]?\d+\.\d{1,6}|[¥￥]?\d{5,12}")
FIRM = re.compile(r".{2,}(?:公司|集团|事务所|研究院|设计院|厂|合作社)(?:\(.*\))?")


def _dated(cell: str) -> bool:
    return any(s in cell for s in "-/.年") and not isinstance(days.day(cell), Complaint)


def _fits(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(identifiers.half_width(cell.strip())) is not None


@dataclass(frozen=True, slots=True)
class _Content:
    """A kind of value: what it is called, how it is told, which columns hold it, how sure it is."""

    name: str
    test: Callable[[str], bool]
    kinds: frozenset[CellKind]
    sureness: float

    def holds(self, column: Column) -> bool:
        """Whether the column is for such values."""
        if column.kind not in self.kinds:
            return False
        return column.kind is not CellKind.NAME or column.example.endswith("公司")


# The surest first. The names are message ids.
_CONTENTS = (
    _Content(
        "numbers with the check character of a 统一社会信用代码",
        lambda cell: identifiers.uscc_is_valid(words.compact(cell.strip())),
        frozenset({CellKind.COMPANY_CODE}),
        0.95,
    ),
    _Content(
        "numbers with the check character of an identity number",
        lambda cell: identifiers.id_number_is_valid(words.compact(cell.strip())),
        frozenset({CellKind.ID_NUMBER, CellKind.CERTIFICATE}),
        0.95,
    ),
    _Content("MAC addresses", _fits(_MAC), frozenset({CellKind.MACS}), 0.9),
    _Content("IP addresses", _fits(_IP), frozenset({CellKind.IPS}), 0.85),
    _Content("e-mail addresses", _fits(_MAIL), frozenset({CellKind.EMAILS}), 0.85),
    _Content("mobile telephones", _fits(_MOBILE), frozenset({CellKind.PHONES}), 0.8),
    _Content("names of firms", _fits(FIRM), frozenset({CellKind.NAME}), 0.7),
    _Content("dates", _dated, frozenset({CellKind.DATE, CellKind.TIME, CellKind.LAST_DAY}), 0.5),
    _Content("amounts", _fits(_AMOUNT), IN_YUAN, 0.5),
)


_STRONG = 0.8


def strong_content(cell: str) -> frozenset[CellKind]:
    """The kinds of columns that hold such a number or mailbox, where a cell shows it by itself."""
    return next((c.kinds for c in _CONTENTS if c.sureness >= _STRONG and c.test(cell)), frozenset())


@dataclass(frozen=True, slots=True)
class ByContent:
    """A header whose values look like those of a column; `used` without being asked, or not."""

    header: str
    column: str
    score: float
    reason: str
    used: bool


def contents_of(
    headers: SheetHeaders,
    values: Mapping[str, Sequence[str]],
    *,
    nameless: Callable[[str], bool],
) -> list[ByContent]:
    """For headers that no column goes by: the one free column that holds such values."""
    found: list[ByContent] = []
    free = [c for c in headers.table.columns if c.name not in headers.columns]
    looks = {name: _look(values.get(name, ())) for name in headers.ignored}
    wanted = {c.name for c in free if c.required}
    for group in headers.table.needs_one_of:
        if not set(group) & set(headers.columns):
            wanted |= set(group)
    for content in _CONTENTS:
        alike = [name for name, look in looks.items() if look and look[0] is content]
        holding = [c for c in free if content.holds(c)]
        required = [c for c in holding if c.name in wanted]
        candidates = required or holding
        if len(alike) != 1 or len(candidates) != 1:
            continue
        (name,), (column,) = alike, candidates
        _, fitting, count = looks[name] or (content, 0, 1)
        score = round(content.sureness * fitting / count, 2)
        needed = bool(required) and bool(missing(headers.table, headers.columns))
        reason = t(
            "{n} of {all} values are {content}", n=fitting, all=count, content=t(content.name)
        )
        found.append(ByContent(name, column.name, score, reason, nameless(name) or needed))
    return found


def _look(values: Sequence[str]) -> tuple[_Content, int, int] | None:
    """What nearly all of these values are."""
    if len(values) < _LEAST_VALUES:
        return None
    for content in _CONTENTS:
        fitting = sum(map(content.test, values))
        if fitting >= _LEAST_SHARE * len(values):
            return content, fitting, len(values)
    return None
