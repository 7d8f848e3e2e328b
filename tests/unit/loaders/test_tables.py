"""Recognition of tables, and whether every declaration keeps its word."""

import pytest

from loaders import cells
from loaders.headers import match
from loaders.problems import Complaint
from loaders.readers import plain_header
from loaders.table_map import Column, TableMap
from loaders.tables import BY_NAME, TABLES
from loaders.understanding import recognise

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def name_of(value: object) -> str:
    """What a failing case is called."""
    return str(getattr(value, "name", value))


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_a_table_is_recognised_by_the_headers_its_own_columns_prefer(table: TableMap) -> None:
    assert recognise([column.headers[0] for column in table.columns]) is table


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_a_table_is_recognised_by_its_required_columns(table: TableMap) -> None:
    needed = [c.headers[0] for c in table.required]
    needed += [table.column(group[0]).headers[0] for group in table.needs_one_of]

    found = match(table, needed)

    assert found.complete


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_no_header_is_claimed_twice_in_one_table(table: TableMap) -> None:
    claimed = [plain_header(header) for column in table.columns for header in column.headers]
    assert sorted(claimed) == sorted(set(claimed))


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=name_of)
def test_every_example_can_be_read(table: TableMap, column: Column) -> None:
    if not column.example:
        assert not column.required, f"{table.name}.{column.name} needs an example"
        return
    value = cells.READERS[column.kind](column.example)
    if column.clean is not None and isinstance(value, str):
        value = column.clean(value)
    assert value is not None
    assert not isinstance(value, Complaint)


def test_units_marks_and_widths_do_not_hide_a_header() -> None:
    found = match(
        BY_NAME["bids"],
        ["* 标段（包）编号", "投标人\n名称", "投标报价（万元）", "投标人代码(必填)"],
    )

    assert found.columns == {
        "lot": "* 标段（包）编号",
        "bidder_name": "投标人\n名称",
        "price": "投标报价（万元）",
        "bidder_code": "投标人代码(必填)",
    }


def test_headers_that_no_table_has_are_not_recognised() -> None:
    assert recognise(["序号", "品名", "单价", "数量"]) is None
    assert recognise(["企业名称"]) is None
    assert recognise(["企业名称", "序号", "品名", "单价", "数量", "金额"]) is None
