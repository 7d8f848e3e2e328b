"""Tables to files: the same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import xlsxwriter
import yaml

from sample_data.model import Expert, Firm, LookAlike, Lot, Story
from sample_data.tables import Table

CREATED = dt.datetime.combine(
    dt.date(2026, 7, 1), dt.time()
)  # written into workbooks, which would else carry today's date


def write_table(table: Table, folder: Path) -> Path:
    """Write one table into `folder`; return the file."""
    path = folder / table.file
    if table.encoding:
        _write_csv(table, path)
    else:
        _write_workbook(table, path)
    return path


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding=table.encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.headers)
        writer.writerows(table.rows)


def _write_workbook(table: Table, path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": CREATED, "comments": "虚构示例数据"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, len(table.headers) - 1, 18)
        start = 0
        if table.title:
            sheet.merge_range(0, 0, 0, len(table.headers) - 1, table.title, bold)
            start = 1
        sheet.write_row(start, 0, table.headers, bold)
        sheet.freeze_panes(start + 1, 0)
        for number, row in enumerate(table.rows, start=start + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, cell, date)
                elif isinstance(cell, float):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)


def write_truth(seed: int, stories: list[Story], folder: Path) -> Path:
    """Write `planted.yaml`: every story, its subjects and its look-alikes."""
    path = folder / "planted.yaml"
    opening = "# What the generator planted. Everything is invented.\n"
    truth = {"seed": seed, "stories": [_story(story) for story in stories]}
    text = yaml.safe_dump(truth, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(opening + text, encoding="utf-8", newline="\n")
    return path


def _story(story: Story) -> dict[str, object]:
    return {
        "id": story.id,
        "title": story.title,
        "family": story.family,
        "kind": story.kind,
        "leads": [
            {"kind": expected.kind, "keys": [list(keys) for keys in expected.keys]}
            for expected in story.leads
        ],
        "signals": list(story.signals),
        "subjects": _subjects(story.lots, story.firms, story.experts),
        "look_alikes": [_look_alike(entry) for entry in story.look_alikes],
    }


def _look_alike(entry: LookAlike) -> dict[str, object]:
    subjects = _subjects(entry.lots, entry.firms, entry.experts)
    return {"title": entry.title, "why_innocent": entry.why, "subjects": subjects}


def _subjects(
    lots: tuple[Lot, ...], firms: tuple[Firm, ...], experts: tuple[Expert, ...]
) -> dict[str, object]:
    return {
        "lots": [lot.code for lot in lots],
        "companies": [{"name": firm.name, "uscc": firm.uscc} for firm in firms],
        "experts": [{"name": expert.person.name, "number": expert.number} for expert in experts],
    }
