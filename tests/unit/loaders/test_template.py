"""Templates are read as the tables they are for, and never lose a digit."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graph.errors import InputRefused
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash
from loaders.inputs import Chunk, open_inputs
from loaders.table_map import TableMap
from loaders.tables import NOTES_SHEET, TABLES
from loaders.template import write_templates

HASHED = KeyedHash(b"a key for tests, 32 bytes long..")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    write_templates(folder)
    return folder


def filled(folder: Path, table: TableMap, to: Path) -> Path:
    """The template with the examples of the page filled in below its header."""
    book = openpyxl.load_workbook(folder / f"{table.title}.xlsx")
    for place, column in enumerate(table.columns, 1):
        book.worksheets[0].cell(2, place, column.example or None)
    path = to / f"{table.name}.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_filled_template_is_read_as_its_table(
    folder: Path, table: TableMap, tmp_path: Path
) -> None:
    path = filled(folder, table, tmp_path)

    (opened,) = open_inputs([path], hashed=HASHED, scratch=tmp_path)
    chunk = Chunk()
    answers = list(opened.rows(chunk))

    assert opened.table == table.name
    assert opened.remarks() == []
    assert answers == [True], [str(problem) for problem in chunk.problems]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_template_explains_every_column_and_keeps_codes_as_text(
    folder: Path, table: TableMap
) -> None:
    book = openpyxl.load_workbook(folder / f"{table.title}.xlsx")
    sheet = book.worksheets[0]
    explained = {row[0].value for row in book[NOTES_SHEET].iter_rows()}

    assert {column.headers[0] for column in table.columns} <= explained
    for place, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, place)
        assert cell.comment is not None
        if column.kind in (CellKind.ID_NUMBER, CellKind.COMPANY_CODE, CellKind.ACCOUNT):
            assert sheet.column_dimensions[cell.column_letter].number_format == "@"


def test_an_unknown_table_has_no_template(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="nothing"):
        write_templates(tmp_path / "x.xlsx", "nothing")
