"""Rows that say several things: columns side by side, and cells that list spells.

Each becomes as many rows as it says things, with the place of the row they came from; together they
count as one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from loaders.headers import SheetHeaders
from loaders.identifiers import KeyedHash
from loaders.problems import RowProblem, Severity
from loaders.readers import Row
from loaders.row_mapper import RowMapper
from loaders.said import Said
from loaders.words import is_blank

Problems = list[RowProblem]


class UnfoldingMapper:
    """Maps the rows of one sheet, each of which may say several things."""

    def __init__(self, headers: SheetHeaders, hashed: KeyedHash) -> None:
        table = headers.table
        self.blank_cells = 0  # see RowMapper
        self._read = {*headers.columns.values(), *headers.sideways}
        self._inner = RowMapper(table, headers, hashed)
        self._sideways = [
            (header, {headers.columns[column]: text for column, text in said.items()})
            for header, said in headers.sideways.items()
        ]
        pivot = next(
            (p for p in table.pivots if self._sideways and p.value in headers.columns), None
        )
        self._value = headers.columns[pivot.value] if pivot else ""
        self._filled = {name: "" for _, said in self._sideways for name in said} | {self._value: ""}
        self._spread = table.spread
        self._spread_header = headers.columns.get(table.spread.column, "") if table.spread else ""

    def map_rows(self, rows: Sequence[Row], problems: Problems) -> tuple[list[bool], Said]:
        """As RowMapper.map_rows: one answer for each row that came in."""
        self.blank_cells += sum(
            is_blank(cell)
            for row in rows
            for name, cell in row.cells.items()
            if cell and name in self._read
        )
        several = [[*self._unfolded(row)] for row in rows]
        told: Problems = []
        answered, said = self._inner.map_rows([row for each in several for row in each], told)
        answers = iter(answered)
        accepted = [any(list(islice(answers, len(each)))) for each in several]
        kept = {row.source.row for row, here in zip(rows, accepted, strict=True) if here}
        problems += self._told(rows, told, kept)
        return accepted, said

    def _unfolded(self, row: Row) -> Iterator[Row]:
        if self._sideways:
            filled = [(h, said) for h, said in self._sideways if not is_blank(row.cells[h])]
            if not filled:
                yield row._replace(cells=row.cells | self._filled)
            for header, said in filled:
                cells = row.cells | self._filled | said | {self._value: row.cells[header]}
                yield row._replace(cells=cells)
        elif self._spread and row.cells.get(self._spread_header):
            for part in self._spread.split(row.cells[self._spread_header]):
                yield row._replace(cells=row.cells | {self._spread_header: part})
        else:
            yield row

    def _told(self, rows: Sequence[Row], said: Problems, kept: set[int]) -> Iterator[RowProblem]:
        """Each problem once a row, under the header that the sheet has.

        A row of which something was kept is not rejected, whatever else of it was.
        """
        cells = {row.source.row: row.cells for row in rows}
        for number, of_row in groupby(said, key=lambda problem: problem.source.row):
            told: dict[RowProblem, None] = {}
            for problem in of_row:
                placed = self._placed(problem, cells[number])
                told[replace(placed, severity=Severity.WARNING) if number in kept else placed] = (
                    None
                )
            yield from told

    def _placed(self, problem: RowProblem, cells: dict[str, str]) -> RowProblem:
        if not self._sideways or problem.column != self._value or not problem.value:
            return problem
        places = [header for header, _ in self._sideways if cells[header] == problem.value]
        return replace(problem, column="、".join(places) or problem.column)


def mapper_of(headers: SheetHeaders, hashed: KeyedHash) -> RowMapper | UnfoldingMapper:
    """What maps the rows of a sheet with these headers."""
    spread = headers.table.spread
    if headers.sideways or (spread is not None and spread.column in headers.columns):
        return UnfoldingMapper(headers, hashed)
    return RowMapper(headers.table, headers, hashed)
