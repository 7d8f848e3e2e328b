"""The workbook rows.xlsx: overview, findings, cited nodes, cited source rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from evidence.content import Content
from evidence.masking import UNMASKED, masked, printable
from evidence.stable_zip import stable
from evidence.wording import band_name, family_name, kind_name, moment, strength_name
from graph.records import RESERVED, Node
from messages import t
from queries.describe import display_name

Cell = str | int | float
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000  # characters; a cell holds 32,767


def workbook(content: Content) -> bytes:
    """Every row that the report cites; equal content gives equal bytes."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties(
        {
            "title": content.lead.id,
            "author": printable(content.prepared_by),
            "created": content.at.replace(tzinfo=None),
        }
    )
    head = book.add_format(
        {"bold": True, "bg_color": "#DCE3EE", "border": 1, "text_wrap": True, "valign": "top"}
    )
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for name, columns, rows in _sheets(content):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for j, (title, width) in enumerate(columns):
            sheet.set_column(j, j, width)
            sheet.write_string(0, j, title, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for j, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(count, j, neutral(value), body)
                else:
                    sheet.write_number(count, j, value, body)
        sheet.autofilter(0, 0, count, len(columns) - 1)
    book.close()
    return stable(out.getvalue())


def neutral(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula, and that fits."""
    clean = printable(text)
    if len(clean) > LONGEST:
        clean = clean[:LONGEST] + t(" … (cut)")
    return f"'{clean}" if clean.startswith(FORMULA) else clean


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
                (t("Table"), 18),
                (t("Batch"), 26),
                (t("Reference"), 36),
                ("SHA-256", 70),
            ),
            _source_rows(content),
        ),
    )


def _overview(content: Content) -> list[tuple[Cell, Cell]]:
    lead, smoke = content.lead, content.lead.smoke
    return [
        (t("Lead"), lead.id),
        (t("Subject of the lead"), masked(lead.name)),
        (t("Kind of subject"), kind_name(lead.kind.value)),
        *((title, masked(value)) for title, value in content.facts),
        (t("Smoke index"), round(smoke.value, 4)),
        (t("Interval, low"), round(smoke.interval[0], 4)),
        (t("Interval, high"), round(smoke.interval[1], 4)),
        (t("Level"), band_name(smoke)),
        (t("Data coverage"), round(smoke.coverage, 4)),
        (t("Families without data"), "、".join(family_name(f) for f in smoke.missing)),
        (t("Prior"), smoke.prior),
        (t("Bans counted"), round(smoke.evidence, 6)),
        (t("Weights"), f"{content.weights.label}（{content.weights.version}）"),
        (t("Prepared by"), content.prepared_by),
        (t("Prepared at"), moment(content.at)),
        (t("Program"), f"TenderLens {content.program_version}"),
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
                round(exhibit.points, 6),
                masked(exhibit.sentence),
                exhibit.finding.root_fact,
                "；".join(law.cited_as for law in section.laws),
            )


def _nodes(content: Content) -> Iterable[Sequence[Cell]]:
    for exhibit in content.exhibits:
        for node in exhibit.nodes:
            name = masked(display_name(node))
            yield exhibit.number, node.key, node.label, name, _properties(node)


def _properties(node: Node) -> str:
    shown = {
        name: masked(value) if isinstance(value, str) and name not in UNMASKED else value
        for name, value in sorted(node.properties.items())
        if name not in RESERVED and value is not None
    }
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, default=str)


def _source_rows(content: Content) -> Iterable[Sequence[Cell]]:
    for exhibit in content.exhibits:
        for cell in exhibit.sources:
            yield (
                exhibit.number,
                cell.file,
                cell.sheet,
                cell.row,
                cell.table,
                cell.batch,
                cell.reference,
                cell.sha256,
            )
