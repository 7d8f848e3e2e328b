"""Our portable Cypher gives the right answer on every engine, where other spellings do not.

The embedded engine takes an aggregate inside a predicate, or before a property, for no aggregate
and answers one wrong row an input row; and it filters a shortest path after the search. The check
of the catalogue rejects those spellings (tests/unit/queries/test_checks.py); here is what to write.
"""

from __future__ import annotations

import pytest

from graph.engine import GraphEngine
from graph.records import Value
from queries.ask import warnings
from tests.golden.golden_graph import write

LOTS: dict[str, dict[str, Value]] = {
    "lot:A": {"name": "A", "region": "1", "bids": 1.0},
    "lot:B": {"name": "B", "region": "1"},
    "lot:C": {"name": "C", "region": "2", "bids": 5.0},
}

# What is asked; the spelling that misleads; the portable one; the answer by region.
REWRITES: list[tuple[str, str, str, list[Value]]] = [
    (
        "is it among the collected",
        "RETURN t.region AS g, 'A' IN collect(t.name) AS x",
        "WITH t.region AS g, collect(t.name) AS names RETURN g, 'A' IN names AS x",
        [True, False],
    ),
    (
        "not more than one",
        "RETURN t.region AS g, NOT count(*) > 1 AS x",
        "WITH t.region AS g, count(*) AS n RETURN g, NOT n > 1 AS x",
        [False, True],
    ),
    (
        "more than one, or else",
        "RETURN t.region AS g, count(*) > 1 OR false AS x",
        "WITH t.region AS g, count(*) AS n RETURN g, n > 1 OR false AS x",
        [True, False],
    ),
    (
        "more than one, and also",
        "RETURN t.region AS g, count(*) > 1 AND true AS x",
        "WITH t.region AS g, count(*) AS n RETURN g, n > 1 AND true AS x",
        [True, False],
    ),
    (
        "either, not both",
        "RETURN t.region AS g, count(*) > 1 XOR true AS x",
        "WITH t.region AS g, count(*) AS n RETURN g, n > 1 XOR true AS x",
        [False, True],
    ),
    (
        "none has a number",
        "RETURN t.region AS g, max(t.bids) IS NULL AS x",
        "WITH t.region AS g, max(t.bids) AS most RETURN g, most IS NULL AS x",
        [False, False],
    ),
    (
        "the last contains",
        "RETURN t.region AS g, max(t.name) CONTAINS 'B' AS x",
        "WITH t.region AS g, max(t.name) AS last RETURN g, last CONTAINS 'B' AS x",
        [True, False],
    ),
    (
        "the last matches",
        "RETURN t.region AS g, max(t.name) =~ 'B' AS x",
        "WITH t.region AS g, max(t.name) AS last RETURN g, last =~ 'B' AS x",
        [True, False],
    ),
    (
        "the last begins with",
        "RETURN t.region AS g, max(t.name) STARTS WITH 'B' AS x",
        "WITH t.region AS g, max(t.name) AS last RETURN g, last STARTS WITH 'B' AS x",
        [True, False],
    ),
    (
        "a choice by the count",
        "RETURN t.region AS g, CASE WHEN count(*) > 1 AND true THEN 'many' ELSE 'one' END AS x",
        "WITH t.region AS g, count(*) AS n "
        "RETURN g, CASE WHEN n > 1 AND true THEN 'many' ELSE 'one' END AS x",
        ["many", "one"],
    ),
    (
        "a field of the first map",
        "WITH t ORDER BY t.name RETURN t.region AS g, collect({k: t.name})[0].k AS x",
        "WITH t ORDER BY t.name WITH t.region AS g, collect({k: t.name}) AS maps "
        "WITH g, maps[0] AS first RETURN g, first.k AS x",
        ["A", "C"],
    ),
    (
        "a property of the first node",
        "WITH t ORDER BY t.name RETURN t.region AS g, head(collect(t)).name AS x",
        "WITH t ORDER BY t.name WITH t.region AS g, collect(t) AS nodes "
        "WITH g, nodes[0] AS first RETURN g, first.name AS x",
        ["A", "C"],
    ),
]
# These stand beside an aggregate and are right everywhere.
PLAIN: list[tuple[str, list[Value]]] = [
    ("count(*)", [2, 1]),
    ("count(*) * 2 + 1", [5, 3]),
    ("count(*) > 1", [True, False]),
    ("size(collect(t.name))", [2, 1]),
    ("coalesce(max(t.bids), 0.0)", [1.0, 5.0]),
    ("sum(CASE WHEN t.name IN ['A', 'C'] THEN 1 ELSE 0 END)", [1, 1]),
]


@pytest.mark.parametrize(
    ("trap", "portable", "answer"),
    [rewrite[1:] for rewrite in REWRITES],
    ids=[rewrite[0] for rewrite in REWRITES],
)
def test_the_portable_spelling_is_right(
    engine: GraphEngine, trap: str, portable: str, answer: list[Value]
) -> None:
    write(engine, LOTS, [])

    table = engine.reader.run(f"MATCH (t:Lot) {portable} ORDER BY g")

    assert table.rows == tuple(zip(["1", "2"], answer, strict=True))
    assert warnings(f"MATCH (t:Lot) {portable} ORDER BY g") == []
    assert len(warnings(f"MATCH (t:Lot) {trap} ORDER BY g")) == 1


@pytest.mark.parametrize(("expression", "answer"), PLAIN)
def test_plain_company_of_an_aggregate_is_right(
    engine: GraphEngine, expression: str, answer: list[Value]
) -> None:
    write(engine, LOTS, [])

    asked = f"MATCH (t:Lot) RETURN t.region AS g, {expression} AS x ORDER BY g"

    assert engine.reader.run(asked).rows == tuple(zip(["1", "2"], answer, strict=True))
    assert warnings(asked) == []


def test_a_longer_path_that_fits_is_found_by_length(engine: GraphEngine) -> None:
    """A and C are joined by a weak stake, and by two strong ones through B."""
    write(
        engine,
        {},
        [
            ("company:A", "SHAREHOLDER_OF", "company:C", {"share": 0.1}),
            ("company:A", "SHAREHOLDER_OF", "company:B", {"share": 0.9}),
            ("company:B", "SHAREHOLDER_OF", "company:C", {"share": 0.9}),
        ],
    )
    asked = (
        "MATCH path = (:Company {key: 'company:A'})-[:SHAREHOLDER_OF*1..4]->"
        "(:Company {key: 'company:C'}) WHERE all(r IN relationships(path) WHERE r.share > $least) "
        "RETURN [n IN nodes(path) | n.key] AS keys, length(path) AS links ORDER BY links"
    )

    table = engine.reader.run(asked, {"least": 0.5})

    assert table.rows == ((["company:A", "company:B", "company:C"], 2),)


def test_dates_compare_as_text_and_an_absent_one_is_open(engine: GraphEngine) -> None:
    write(
        engine,
        {"lot:T": {"name": "T", "opened_at": "2024-05-06T09:30:00"}},
        [
            ("company:A", "PROCURES", "lot:T", {}),
            ("person:X", "LEGAL_REP_OF", "company:A", {"valid_to": "2024-05-06"}),
            ("person:Y", "LEGAL_REP_OF", "company:A", {"valid_to": "2024-05-05"}),
            ("person:Z", "LEGAL_REP_OF", "company:A", {}),
        ],
    )
    asked = (
        "MATCH (lot:Lot)<-[:PROCURES]-(a:Company)<-[head:LEGAL_REP_OF]-(p:Person) "
        "WITH p, head, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day "
        "WHERE head.valid_to IS NULL OR head.valid_to >= day RETURN p.key AS p ORDER BY p"
    )

    assert engine.reader.run(asked).rows == (("person:X",), ("person:Z",))


def test_arithmetic_of_nothing_is_nothing(engine: GraphEngine) -> None:
    """A lot without a date: no error, and no row that claims to know."""
    write(engine, {"lot:T": {"name": "T"}}, [])
    asked = (
        "MATCH (lot:Lot) WITH substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day "
        "WITH day, toString(toInteger(substring(day, 0, 4)) - 3) + substring(day, 4) AS earliest "
        "RETURN day, earliest, ('2024-01-01' <= day) IS NULL AS unknown"
    )

    assert engine.reader.run(asked).rows == ((None, None, True),)


def test_collected_lists_keep_the_order_that_was_asked_for(engine: GraphEngine) -> None:
    write(engine, {f"lot:{n}": {"name": str(n), "bids": float(n)} for n in range(30)}, [])

    asked = (
        "MATCH (t:Lot) WITH t ORDER BY t.bids DESC WITH collect(t.bids) AS bids "
        "RETURN bids[0..$few] AS first, bids[size(bids) - 1] AS last"
    )

    assert engine.reader.run(asked, {"few": 3}).rows == (([29.0, 28.0, 27.0], 0.0),)
