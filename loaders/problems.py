"""What is wrong with a cell or a row, said to the person who can correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import xlsxwriter

from graph.records import SourceRef
from messages import t

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Severity(StrEnum):
    """Whether the row was kept."""

    REJECTED = "rejected"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a reader of cells says instead of a value.

    `rule` and `advice` are message ids. A cell with a `value` is kept in spite of the complaint
    (a wrong check digit); without one it counts as unreadable.
    """

    rule: str
    advice: str
    value: object = None
    fields: tuple[tuple[str, str], ...] = ()

    def said(self) -> tuple[str, str]:
        """Rule and advice in the current language."""
        fields = dict(self.fields)
        return t(self.rule, **fields), t(self.advice, **fields)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell, or one row (`column` is empty), that breaks a rule, and what to do about it.

    `value` is the cell as written; numbers of persons, telephones and accounts are masked.
    """

    source: SourceRef
    column: str
    value: str
    rule: str
    advice: str
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        """The problem as one line: file, sheet, row, column, “value” rule advice."""
        where = [self.source.file]
        if self.source.sheet:
            where.append(t("sheet {sheet}", sheet=self.source.sheet))
        if self.source.row:
            where.append(t("row {row}", row=self.source.row))
        if self.column:
            where.append(self.column)
        shown = f"“{self.value}” " if self.value else ""
        return f"{', '.join(where)}: {shown}{self.rule} {self.advice}"


def neutralised(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def write_workbook(
    problems: Iterable[RowProblem], path: Path, *, notes: Iterable[str] = ()
) -> Path:
    """Write problems to an XLSX file, one a row, in the order given; `notes` follow below."""
    headings = ("File", "Sheet", "Row", "Column", "Value", "Rule", "Advice", "Outcome")
    outcomes = {
        Severity.REJECTED: t("row not loaded"),
        Severity.WARNING: t("row loaded"),
    }
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    )
    sheet = book.add_worksheet(t("Problems"))
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, (heading, width) in enumerate(
        zip(headings, (28, 16, 8, 22, 30, 48, 48, 12), strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, t(heading), bold)
    line = 0
    for line, problem in enumerate(problems, start=1):
        source = problem.source
        cells = (
            source.file,
            source.sheet,
            str(source.row) if source.row else "",
            problem.column,
            problem.value,
            problem.rule,
            problem.advice,
            outcomes[problem.severity],
        )
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, neutralised(cell))
    for note in notes:
        line += 1
        sheet.write_string(line, 0, neutralised(note))
    book.close()
    return path
