"""Rows mapped together say what they say one by one."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Element
from graph.records import EdgeRecord, NodeRecord, SourceRef
from loaders.headers import match
from loaders.identifiers import KeyedHash
from loaders.problems import RowProblem
from loaders.readers import Row
from loaders.row_mapper import RowMapper
from loaders.table_map import TableMap
from loaders.tables import TABLES

HASHED = KeyedHash(b"a key for tests, 32 bytes long..")
ODD = ("", "", "无", "？", "甲公司", "甲公司、乙公司", "1.1E+17", "2024-02-30", "-5")

Said = tuple[dict[str, Element], list[EdgeRecord], list[RowProblem], list[bool]]


def sheets(table: TableMap) -> st.SearchStrategy[list[Row]]:
    """Rows under all headers of a table: examples, gaps and mistakes."""
    headers = match(table, [c.headers[0] for c in table.columns]).columns
    row = st.fixed_dictionaries(
        {
            header: st.sampled_from((*[table.column(name).example] * 5, *ODD))
            for name, header in headers.items()
        }
    )
    surplus = st.sampled_from(("", "", "", "more"))
    return st.lists(st.tuples(row, surplus), min_size=1, max_size=8).map(
        lambda drawn: [
            Row(SourceRef("f", "0" * 64, "", n), cells, more)
            for n, (cells, more) in enumerate(drawn, 2)
        ]
    )


def said(table: TableMap, rows: Sequence[Row], *, together: bool) -> Said:
    """What the rows say, nodes folded as a writer folds them."""
    headers = match(table, [c.headers[0] for c in table.columns])
    mapper = RowMapper(table, headers, HASHED)
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    problems: list[RowProblem] = []
    accepted: list[bool] = []
    for part in [rows] if together else [[row] for row in rows]:
        answers, told = mapper.map_rows(part, problems)
        accepted += answers
        told.add_to(nodes, edges)
    folded: dict[str, Element] = {}
    for node in nodes:
        element = folded.setdefault(node.key, Element())
        element.fold("b", node.source.compact("b"), node.properties, weak=node.mention)
    return folded, edges, problems, accepted


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_rows_mapped_together_say_what_they_say_one_by_one(
    table: TableMap, data: st.DataObject
) -> None:
    rows = data.draw(sheets(table))

    assert said(table, rows, together=True) == said(table, rows, together=False)
