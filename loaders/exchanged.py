"""Columns whose contents say that their headers were exchanged.

A header decides what a column is. Where most values of two columns cannot be what their headers
say, and each could be what the other's says, loading them would make firms of numbers and persons
of telephones, hardly a cell being complained of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from loaders import amounts, cells, days
from loaders.cells import CellKind
from loaders.contents import FIRM, strong_content
from loaders.headers import SheetHeaders
from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.table_map import Column

_LEAST_VALUES = 2
_MOST_OWN, _LEAST_OTHER = 0.2, 0.8
_DECIMAL = re.compile(r"\d+\.\d+")
_SHORT_NAME = re.compile("[\u4e00-\u9fff]{2,3}")
_ANYTHING = frozenset({CellKind.TEXT, CellKind.CODE, CellKind.DEVICE_CODES, CellKind.YES_NO})


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Two headers, and the columns they are taken for, whose contents fit the other's."""

    one: str
    one_column: str
    two: str
    two_column: str


def exchanged_columns(
    headers: SheetHeaders, values: Mapping[str, Sequence[str]], given: Collection[str]
) -> tuple[Exchanged, ...]:
    """The pairs of headers that seem exchanged; those `given` by a person are believed."""
    doubtful = [
        (header, column)
        for name, header in headers.columns.items()
        if header not in given
        and (column := headers.table.column(name)).kind not in _ANYTHING
        and len(values.get(header, ())) >= _LEAST_VALUES
        and _share(column, values[header]) <= _MOST_OWN
    ]
    return tuple(
        Exchanged(one, a.name, two, b.name)
        for (one, a), (two, b) in combinations(doubtful, 2)
        if _share(a, values[two]) >= _LEAST_OTHER and _share(b, values[one]) >= _LEAST_OTHER
    )


def _share(column: Column, values: Sequence[str]) -> float:
    return sum(_could_be(column, value) for value in values) / len(values)


def _could_be(column: Column, cell: str) -> bool:
    plain = half_width(cell.strip())
    shown = strong_content(plain)
    if shown and column.kind not in shown:
        return False
    if column.kind is not CellKind.NAME:
        read = not isinstance(cells.READERS[column.kind](cell), Complaint)
        return read and not (column.kind is CellKind.PHONES and _DECIMAL.fullmatch(plain))
    if not any(sign.isalpha() for sign in plain):
        return False
    if not all(isinstance(read(plain), Complaint) for read in (amounts.amount, days.day)):
        return False
    if FIRM.fullmatch(column.example):
        return _SHORT_NAME.fullmatch(plain) is None
    # 名称 may be that of a person or a firm.
    person = _SHORT_NAME.fullmatch(column.example) and not column.headers[0].endswith("名称")
    return not person or FIRM.fullmatch(plain) is None
