"""What is wrong with a cell or a row, said to the person who can correct it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from graph.records import SourceRef
from messages import t

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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

    def with_fields(self, **fields: object) -> Complaint:
        """The same complaint about these things."""
        return replace(self, fields=tuple((name, str(value)) for name, value in fields.items()))

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
    """Text that no spreadsheet takes for a formula; `as_written` takes it back."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_SIGNS) else text


def as_written(cell: str) -> str:
    """The text before it was neutralised."""
    opened = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_SIGNS)
    return cell[1:] if opened else cell
