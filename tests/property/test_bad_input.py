"""Files that were damaged on the way: refused with a sentence, or every row of them accounted for.

Golden files are mutated with fixed seeds. `TENDERLENS_FUZZ=600` goes on for that many seconds.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from graph.errors import InputRefused
from loaders.load import LoadReport, Origin, load_files

GOLDEN = Path(__file__).parents[1] / "golden" / "tables"
FILES = sorted(GOLDEN.glob("*/*.csv"))
SECONDS = float(os.environ.get("TENDERLENS_FUZZ", "0"))
BOOKS = sorted(GOLDEN.with_name("workbooks").glob("opening.*"))
CSV_CASES, JSON_CASES, BOOK_CASES, KIND_CASES, ZIP_CASES = 150, 50, 12, 12, 16

Mutate = Callable[[random.Random, bytes], bytes]


def dry(path: Path) -> LoadReport:
    """Read and map; no engine is needed for that."""
    nothing: Any = None
    at = datetime(2024, 1, 1, tzinfo=UTC)
    return load_files([path], nothing, identity_key=b"k" * 32, origin=Origin("t", at), dry_run=True)


def outcome(path: Path) -> LoadReport | None:
    """The report, or None of a file that was refused with a sentence about it."""
    said = ""
    try:
        report = dry(path)
    except InputRefused as refusal:
        said = str(refusal)
    if said:
        assert said.startswith(path.name)
        assert len(said) < 2_000
        return None
    for file in report.files:
        assert file.loaded + file.rejected == file.rows
        assert 0 <= file.warned <= file.loaded
        wrong = {p.source for p in file.problems if p.source.row and p.severity == "rejected"}
        assert len(wrong) + file.problems_omitted >= file.rejected
        json.dumps([str(p) for p in file.problems], ensure_ascii=False).encode()
    return report


def seeds(count: int) -> Iterator[int]:
    """So many seeds; more while there is time."""
    yield from range(count)
    end = time.monotonic() + SECONDS
    seed = count
    while time.monotonic() < end:
        yield seed
        seed += 1


# Mutations of text


def flip_bytes(chance: random.Random, data: bytes) -> bytes:
    """Other bytes here and there."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    """The end is missing, or the beginning, or a part."""
    a, b = sorted(chance.randrange(len(data)) for _ in range(2))
    return chance.choice([data[:a], data[b:], data[:a] + data[b:]])


def swap_columns(chance: random.Random, data: bytes) -> bytes:
    """Columns change places, in some rows only."""
    rows = [line.split(b",") for line in data.splitlines()]
    a, b = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    for row in rows[chance.randrange(2) :]:
        if max(a, b) < len(row):
            row[a], row[b] = row[b], row[a]
    return b"\n".join(b",".join(row) for row in rows)


def mix_encodings(chance: random.Random, data: bytes) -> bytes:
    """Lines of several encodings in one file."""
    encodings = ("utf-8", "gb18030", "utf-16-le", "big5")
    lines = data.decode("utf-8", "replace").splitlines(keepends=True)
    some = chance.choice([0.05, 0.5])
    return b"".join(
        line.encode(chance.choice(encodings) if chance.random() < some else "utf-8", "replace")
        for line in lines
    )


_SIGNS = (
    '"', '""', "'", ",", "\t", "\r", "\n", "\r\n", "\x00", "\x01", "\x1b[31m", "\x7f", "\x85",
    "\u2028", "\u202e", "\u200f", "\u200b", "\ufeff", "\ufffe", "=1+1", '=cmd|"/c calc"!A1',
    "@SUM(1)", "-1", "+1", "1E+17", "９９", "NaN", "1e999", "-0", "0x10", "２０２４年２月３０日",
    "99999-12-31", "合计", "注：", "𠮷", "\U0001f600", "％", "/", "；", "（牵头人）",
    "A" * 5_000, "1" * 5_000, "(" * 300,
)  # fmt: skip


def insert_signs(chance: random.Random, data: bytes) -> bytes:
    """Signs that mean something to someone, at the edges of cells or anywhere."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 6)):
        edges = [at for at, sign in enumerate(text) if sign in ",\n"]
        at = (
            chance.choice(edges) if edges and chance.random() < 0.7 else chance.randrange(len(text))
        )
        text = text[:at] + chance.choice(_SIGNS) + text[at:]
    return text.encode("utf-8", "replace")


def repeat_lines(chance: random.Random, data: bytes) -> bytes:
    """Lines out of order, twice, or blank."""
    lines = data.splitlines(keepends=True)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(lines))
        lines.insert(chance.randrange(len(lines)), chance.choice([lines[at], b"\n", b",,,\n"]))
    return b"".join(lines)


TEXT: tuple[Mutate, ...] = (
    flip_bytes, cut, swap_columns, mix_encodings, insert_signs, repeat_lines,
)  # fmt: skip


def mutated(chance: random.Random, data: bytes) -> bytes:
    """One to three mutations of a text."""
    for mutate in chance.choices(TEXT, k=chance.randint(1, 3)):
        if data.strip():
            data = mutate(chance, data)
    return data


# What must hold


def test_a_damaged_csv_is_refused_or_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    for seed in seeds(CSV_CASES):
        chance = random.Random(seed)
        path.write_bytes(mutated(chance, chance.choice(FILES).read_bytes()))

        report = outcome(path)

        if report is not None:
            assert_no_row_is_lost(path, report)


def assert_no_row_is_lost(path: Path, report: LoadReport) -> None:
    """Each row of the file that is not blank is a row, was left out, or is title or header."""
    (file,) = report.files
    if file.encoding not in ("utf-8", "utf-8-sig"):
        return
    text = path.read_text(encoding=file.encoding, errors="surrogateescape")
    found = csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter)
    filled = [row for row in found if any(cell.strip() for cell in row)]
    counted = file.rows + file.left_out
    assert len(filled) - 23 <= counted <= len(filled) - 1  # titles and header, 23 rows at most


def test_damaged_json_lines_are_refused_or_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "bids.jsonl"
    for seed in seeds(JSON_CASES):
        chance = random.Random(seed)
        rows = csv.DictReader(chance.choice(FILES).read_text(encoding="utf-8").splitlines())
        lines = [json.dumps(row, ensure_ascii=chance.random() < 0.5) for row in rows]
        text = "\n".join(lines) if chance.random() < 0.7 else f"[{','.join(lines)}]"
        path.write_bytes(mutated(chance, text.encode()))

        outcome(path)


def book(chance: random.Random, path: Path, text: str) -> None:
    """A workbook of a golden file, with what workbooks have beside cells."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for place in range(chance.randint(1, 2)):
            sheet = workbook.add_worksheet()
            for number, row in enumerate(csv.reader(text.splitlines()), place):
                for column, cell in enumerate(row):
                    sheet.write(number, column + place, cell)
            if chance.random() < 0.5:
                sheet.write_formula(2, 1, "=1/0", None, chance.choice(["#DIV/0!", "", 3.5]))
            if chance.random() < 0.5:
                sheet.merge_range(1, 0, chance.choice([3, 2_000]), 0, "L1")
            if chance.random() < 0.3:
                sheet.hide() if place else sheet.write(20, chance.choice([30, 16_383]), "x")


def repacked(chance: random.Random, path: Path) -> None:
    """Damage inside a member, so that the archive itself stays whole."""
    with zipfile.ZipFile(path) as archive:
        members = {m.filename: archive.read(m) for m in archive.infolist()}
    name = chance.choice(sorted(members))
    mutate = chance.choice([flip_bytes, cut])
    members[name] = mutate(chance, members[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in members.items():
            archive.writestr(each, data)


def test_a_damaged_workbook_is_refused_or_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "bids.xlsx"
    for seed in seeds(BOOK_CASES):
        chance = random.Random(seed)
        book(chance, path, chance.choice(FILES).read_text(encoding="utf-8"))
        if chance.random() < 0.6:
            repacked(chance, path)
        elif chance.random() < 0.5:
            path.write_bytes(chance.choice([flip_bytes, cut])(chance, path.read_bytes()))

        outcome(path)


def test_a_damaged_workbook_of_any_kind_is_refused_or_accounted_for(tmp_path: Path) -> None:
    for seed in seeds(KIND_CASES):
        chance = random.Random(seed)
        whole = chance.choice(BOOKS)
        path = tmp_path / whole.name
        path.write_bytes(whole.read_bytes())
        if path.suffix != ".xls" and chance.random() < 0.7:
            repacked(chance, path)
        else:
            path.write_bytes(chance.choice([flip_bytes, cut])(chance, path.read_bytes()))

        outcome(path)


def test_a_damaged_archive_is_refused_or_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    for seed in seeds(ZIP_CASES):
        chance = random.Random(seed)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(chance.randint(1, 3)):
                data = chance.choice(FILES).read_bytes()
                name = chance.choice(["a.csv", "../../b.csv", "/c.csv", "子/d.csv", "e.pdf"])
                archive.writestr(f"{number}{name}", data)
        path.write_bytes(flip_bytes(chance, path.read_bytes()))

        outcome(path)


# Bombs


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """An archive of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_an_archive_that_swells_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"a.csv": b"0" * (80 << 20)})

    with pytest.raises(InputRefused, match=r"bomb\.zip.*压缩包"):
        dry(path)


def test_archives_deep_in_archives_are_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "a.zip", {"a.csv": FILES[0].read_bytes()}).read_bytes()
    middle = zipped(tmp_path / "b.zip", {"a.zip": inner}).read_bytes()

    assert dry(tmp_path / "b.zip").files[0].file == "b.zip/a.zip/a.csv"
    with pytest.raises(InputRefused, match="嵌套"):
        dry(zipped(tmp_path / "c.zip", {"b.zip": middle}))


SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>{merged}</worksheet>'
)


def with_sheet(path: Path, rows: str, merged: str = "") -> Path:
    """A workbook whose only sheet is this."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet().write(0, 0, "x")
    with zipfile.ZipFile(path) as archive:
        members = {m.filename: archive.read(m) for m in archive.infolist()}
    members["xl/worksheets/sheet1.xml"] = SHEET.format(rows=rows, merged=merged).encode()
    return zipped(path, members)


def row_of(number: int, *cells: str, first: str = "ABCDEFG") -> str:
    """A row in the language of workbooks."""
    inside = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for column, cell in zip(first, cells, strict=False)
    )
    return f'<row r="{number}">{inside}</row>'


TABLE = row_of(1, "标段编号", "投标人名称", "投标报价") + row_of(2, "L1", "甲公司", "1")


def test_a_sheet_that_declares_a_billion_cells_is_read_by_what_it_holds(tmp_path: Path) -> None:
    assert dry(with_sheet(tmp_path / "wide.xlsx", TABLE)).files[0].rows == 1


def test_a_sheet_with_one_stray_cell_far_away_is_refused_within_limits(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    with pytest.raises(InputRefused, match=r"far\.xlsx.*内存"):
        dry(with_sheet(tmp_path / "far.xlsx", TABLE + far))


def test_a_cell_merged_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="D1:XFD1048576"/></mergeCells>'

    assert dry(with_sheet(tmp_path / "merged.xlsx", TABLE, merged)).files[0].rows == 1


@pytest.mark.parametrize("name", ["big.csv", "big.xlsx", "big.jsonl"])
def test_a_cell_of_ten_megabytes_is_refused_or_rejected_by_row(tmp_path: Path, name: str) -> None:
    path, cell = tmp_path / name, "甲" * 3_500_000
    if name.endswith(".xlsx"):
        with_sheet(path, TABLE + row_of(3, "L2", cell, "1"))
    elif name.endswith(".csv"):
        path.write_text(f"标段编号,投标人名称,投标报价\nL1,甲,1\nL2,{cell},1\n", encoding="utf-8")
    else:
        rows = [{"标段编号": "L1", "投标人名称": each, "投标报价": 1} for each in ("甲", cell)]
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")

    report = outcome(path)

    assert report is None or (report.files[0].loaded, report.files[0].rejected) == (1, 1)


def test_formulas_without_a_stored_value_are_named(tmp_path: Path) -> None:
    rows = TABLE + '<row r="3"><c r="A3"><f>A2</f></c><c r="B3"><f>B2</f><v></v></c></row>'

    (report,) = dry(with_sheet(tmp_path / "formulas.xlsx", rows)).files

    assert "2 个公式" in str(report.problems[0])
    assert "A3" in str(report.problems[0])
