"""The workbook rows.xlsx: overview, a sheet a signal, cited nodes and rows, what is around."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from evidence.beijing_time import moment
from evidence.content import Content, Section
from evidence.masking import UNMASKED, masked, printable
from evidence.opening import EMPTY, columns
from evidence.pagination import lines_of
from evidence.stable_zip import stable
from evidence.wording import (
    band_name,
    family_name,
    kind_name,
    or_blank,
    strength_name,
)
from graph.records import RESERVED, Node, Value
from leads.lead import SmokeIndex
from loaders.problems import neutralised
from messages import t
from queries.describe import display_name, readable, signal_title
from queries.words import property_name

Cell = str | int | float
LONGEST = 32_000  # characters; a cell holds 32,767
LONGEST_NAME = 31
# In points: letters of cells, their lines, the unit of column widths, the most a row may have.
SIZE, LINE, DIGIT, HIGHEST = 11.0, 15.0, 5.5, 409.0
_NO_SHEET = re.compile(r"[\[\]:*?/\\]")


def workbook(content: Content) -> bytes:
    """Every row that the report cites; equal content gives equal bytes."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties(
        {
            "title": content.number,
            "author": printable(content.release.by),
            "created": content.release.at.replace(tzinfo=None),
        }
    )
    head = book.add_format(
        {"bold": True, "bg_color": "#DCE3EE", "border": 1, "text_wrap": True, "valign": "top"}
    )
    look = {"text_wrap": True, "valign": "top", "border": 1}
    body = book.add_format(look)
    whole = book.add_format(look | {"num_format": "0"})
    part = book.add_format(look | {"num_format": "#,##0.00##"})
    taken: set[str] = set()
    for name, heads, rows in _sheets(content):
        sheet = book.add_worksheet(sheet_name(name, taken))
        sheet.set_header(f"&R{_plain_header(content.release.stated_mark)}")
        sheet.set_footer(f"&C{_plain_header(content.number)}  &P / &N")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for j, (title, width) in enumerate(heads):
            sheet.set_column(j, j, width)
            sheet.write_string(0, j, neutral(title), head)
        count = 0
        widths = [width for _, width in heads]
        for count, row in enumerate(rows, start=1):
            sheet.set_row(count, row_height(row, widths))
            for j, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(count, j, neutral(value), body)
                else:
                    look_of = whole if isinstance(value, int) else part
                    sheet.write_number(count, j, value, look_of)
        sheet.autofilter(0, 0, count, len(heads) - 1)
    book.close()
    return stable(out.getvalue())


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have: 31 characters, none of []:*?/\\, not used yet."""
    clean = _NO_SHEET.sub(" ", printable(name)).strip("' ")[:LONGEST_NAME] or "-"
    chosen, number = clean, 2
    while chosen.lower() in taken:
        chosen = f"{clean[: LONGEST_NAME - 4]} ({number})"
        number += 1
    taken.add(chosen.lower())
    return chosen


def row_height(row: Sequence[Cell], widths: Sequence[int]) -> float:
    """Points that the row needs: not every program makes room for wrapped text by itself."""
    lines = max(
        sum(lines_of(part, width * DIGIT * 0.95, SIZE) for part in str(value).split("\n"))
        for value, width in zip(row, widths, strict=True)
    )
    return min(lines * LINE, HIGHEST)


def _plain_header(text: str) -> str:
    return printable(text).replace("&", "&&")[:200]


def neutral(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula, and that fits."""
    clean = printable(text)
    if len(clean) > LONGEST:
        clean = clean[:LONGEST] + t(" … (cut)")
    return neutralised(clean)


Sheet = tuple[str, Sequence[tuple[str, int]], Iterable[Sequence[Cell]]]


def _sheets(content: Content) -> tuple[Sheet, ...]:
    return (
        (t("Overview of the lead"), ((t("Item"), 24), (t("Setting"), 90)), _overview(content)),
        (
            t("Indicators"),
            (
                (t("No."), 8),
                (t("Finding id"), 20),
                (t("Indicator"), 28),
                (t("Id"), 26),
                (t("Revision"), 9),
                (t("Category"), 14),
                (t("Nature"), 16),
                (t("Grade"), 8),
                (t("Bans before discount"), 12),
                (t("Bans counted"), 12),
                (t("What was found"), 70),
                (t("Root fact"), 36),
                (t("Provisions"), 50),
            ),
            _findings(content),
        ),
        *(_signal_sheet(content, section) for section in content.sections),
        (
            t("Evidence nodes"),
            (
                (t("No."), 8),
                (t("Node"), 40),
                (t("Label"), 14),
                (t("Name"), 34),
                (t("Properties"), 90),
            ),
            _nodes(content),
        ),
        (
            t("Source rows"),
            (
                (t("No."), 8),
                (t("File"), 36),
                (t("Sheet"), 18),
                (t("Row"), 10),
                (t("What was read from the row"), 80),
                (t("Table"), 18),
                (t("Batch"), 26),
                (t("Reference"), 36),
                ("SHA-256", 70),
            ),
            _source_rows(content),
        ),
        *_frame_sheets(content),
    )


def _signal_sheet(content: Content, section: Section) -> Sheet:
    """The findings of one signal with every value that its query returned."""
    names = sorted({name for e in section.exhibits for name in e.finding.values})
    heads = (
        (t("No."), 8),
        (t("Finding id"), 20),
        (t("What was found"), 70),
        (t("Bans counted"), 12),
        (t("Source rows"), 50),
        *((name, 24) for name in names),
    )
    rows = (
        (
            exhibit.number,
            exhibit.finding.id,
            masked(exhibit.sentence),
            _bans(content, section, exhibit.points),
            "；".join(f"{c.file} {c.sheet} {c.row}" for c in exhibit.sources),
            *(_value(exhibit.finding.values.get(name)) for name in names),
        )
        for exhibit in section.exhibits
    )
    return f"{section.number} {section.words.title}", heads, rows


def _bans(content: Content, section: Section, points: float) -> Cell:
    """What a finding adds to the index; nothing where none is formed, or beside it."""
    return EMPTY if section.note or content.matter.smoke is None else round(points, 6)


def _value(value: Value) -> Cell:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return masked(value)
    return masked(json.dumps(value, ensure_ascii=False, sort_keys=True))


def _frame_sheets(content: Content) -> tuple[Sheet, ...]:
    """What stands around the findings: lots, openings, persons, times, files, gaps."""
    return (
        (
            t("Lots"),
            (
                (t("Node"), 36),
                (t("Lot"), 50),
                (t("Bid opening"), 14),
                (t("Amount of the award"), 18),
            ),
            (
                (x.key, masked(x.name), x.opened or "", "" if x.amount is None else x.amount)
                for x in content.lots
            ),
        ),
        (
            t("Record of the bid opening"),
            ((t("Lot"), 36), *((title, 18) for title in columns())),
            (
                (masked(table.name), *(masked(cell) for cell in row))
                for table in content.openings
                for row in table.rows
            ),
        ),
        (
            t("Persons of the firms"),
            (
                (t("Firm"), 36),
                (t("Kind of firm"), 12),
                (t("Name of the person"), 16),
                (t("ID number (masked)"), 24),
                (t("Telephone"), 18),
                (t("Role of the person"), 24),
                (t("Named by a finding"), 12),
            ),
            (
                (p.firm, p.firm_kind, p.name, p.id_masked, p.phone, p.role, "✓" if p.named else "")
                for p in content.people
            ),
        ),
        (
            t("Timeline"),
            ((t("When"), 22), (t("Lot"), 40), (t("What"), 60), (t("Reference"), 36)),
            (
                (e.at, masked(e.lot), masked(e.what), t(", ").join(e.references[:3]))
                for e in content.events
            ),
        ),
        (
            t("Files loaded"),
            (
                (t("Batch"), 26),
                (t("File"), 40),
                (t("Table"), 18),
                (t("Rows"), 10),
                (t("Rows rejected"), 10),
                (t("Rows cited"), 10),
                (t("Loaded by"), 18),
                (t("Loaded at (UTC)"), 24),
                (t("Source system"), 20),
                (t("Number under which obtained"), 24),
                (t("State as of"), 12),
                ("SHA-256", 70),
                ("SM3", 70),
            ),
            (
                (u.batch.id, u.batch.file, u.batch.table, u.batch.rows, u.batch.rejected, u.cited,
                 u.batch.operator, u.batch.loaded_at, u.batch.source_system, u.batch.document_no,
                 u.batch.as_of, u.batch.sha256, u.sm3)
                for u in content.batches
            ),
        ),
        (
            t("Not computed"),
            ((t("Id"), 30), (t("Indicator"), 40), (t("Why"), 90)),
            ((run.signal.id, signal_title(run.signal), run.note) for run in content.unanswered),
        ),
    )  # fmt: skip


def _overview(content: Content) -> list[tuple[Cell, Cell]]:
    matter, release = content.matter, content.release
    return [
        (t("Number of this export"), content.number),
        (t("Subject of the lead"), masked(matter.name)),
        (t("Kind of subject"), kind_name(matter.kind)),
        *((title, masked(value)) for title, value in content.facts),
        *([] if matter.smoke is None else _index_rows(matter.smoke)),
        (t("Weights"), content.weights.called),
        (t("Mark"), release.stated_mark),
        (t("Purpose"), or_blank(release.purpose)),
        (t("Recipient"), or_blank(release.recipient)),
        (t("Prepared by"), release.by),
        (t("Approved by"), or_blank(release.approver)),
        (t("Prepared at"), moment(release.at)),
        (t("Program"), f"TenderLens {release.program_version}"),
    ]


def _index_rows(smoke: SmokeIndex) -> list[tuple[Cell, Cell]]:
    return [
        (t("Smoke index"), round(smoke.value, 4)),
        (t("Interval, low"), round(smoke.interval[0], 4)),
        (t("Interval, high"), round(smoke.interval[1], 4)),
        (t("Level"), band_name(smoke)),
        (t("Data coverage"), round(smoke.coverage, 4)),
        (t("Families without data"), t(", ").join(family_name(f) for f in smoke.missing)),
        (t("Prior"), smoke.prior),
        (t("Bans counted"), round(smoke.evidence, 6)),
    ]


def _findings(content: Content) -> Iterable[Sequence[Cell]]:
    for section in content.sections:
        signal = section.signal
        for exhibit in section.exhibits:
            yield (
                exhibit.number,
                exhibit.finding.id,
                section.words.title,
                signal.id,
                exhibit.finding.revision,
                family_name(signal.family.value),
                strength_name(signal.strength.value),
                round(exhibit.finding.grade, 6),
                round(exhibit.raw, 6),
                _bans(content, section, exhibit.points),
                masked(exhibit.sentence),
                exhibit.finding.root_fact,
                "；".join(law.cited_as for law in section.laws),
            )


def _nodes(content: Content) -> Iterable[Sequence[Cell]]:
    for exhibit in content.exhibits:
        for node in exhibit.nodes:
            name = masked(display_name(node))
            yield exhibit.number, node.key, t(node.label), name, _properties(node)


def _properties(node: Node) -> str:
    shown = {
        name: masked(_told(value)) if name not in UNMASKED else _told(value)
        for name, value in sorted(node.properties.items())
        if name not in RESERVED and value is not None
    }
    return t("; ").join(f"{property_name(name)}: {value}" for name, value in shown.items())


def _told(value: Value) -> str:
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    return readable(value)


def _source_rows(content: Content) -> Iterable[Sequence[Cell]]:
    for exhibit in content.exhibits:
        for cell in exhibit.sources:
            yield (
                exhibit.number,
                cell.file,
                cell.sheet,
                cell.row,
                "；".join(content.stated.get(cell.reference, ())),
                cell.table,
                cell.batch,
                cell.reference,
                cell.sha256,
            )
