"""Which questions may be asked: nothing that writes, whatever hides it."""

from __future__ import annotations

import pytest

from graph.errors import QueryRejected
from graph.records import Cell, Edge, Node, Path, Table
from queries.ask import check_read_only, graph_of, keys_of, warnings

READS = [
    "MATCH (n) RETURN n",
    "match (n:Lot) where n.name contains 'SET' return n;",
    "MATCH (n {`DELETE`: 1}) RETURN n.set AS created",
    "// CREATE\nMATCH (n) RETURN n",
    "/* DROP */ UNWIND [1] AS x RETURN {create: x, set: 2} AS m",
    "CALL { MATCH (n) RETURN n } RETURN n",
    "MATCH (a) CALL (a) { MATCH (a)--(b) RETURN b } RETURN b",
    "CALL db.labels() YIELD label RETURN label",
    "EXPLAIN MATCH (n) RETURN n",
    "MATCH (n:Create)-[:SET]->(m) RETURN n",
    "MATCH (start)-->(end) RETURN start, end",
    "OPTIONAL MATCH (n) RETURN count(n) AS load",
    "RETURN $create AS x",
]
WRITES = [
    ("CREATE (n)", "CREATE"),
    ("MATCH (n) SET n.a = 1", "SET"),
    ("MATCH (n) DETACH DELETE n", "DETACH"),
    ("MATCH (n) REMOVE n.a RETURN n", "REMOVE"),
    ("MERGE (n:Lot {key: '1'}) RETURN n", "MERGE"),
    ("match (n) wItH n delete n", "DELETE"),
    ("MATCH (n) FOREACH (x IN [1] | SET n.a = x)", "FOREACH"),
    ("MATCH (n) CALL (n) { SET n.a = 1 } RETURN n", "SET"),
    ("MATCH (n) /* harmless */ SET/**/n.a=1", "SET"),
    ("EXPLAIN CREATE (n)", "CREATE"),
    ("PROFILE MATCH (n) DELETE n", "DELETE"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "LOAD"),
    ("UNWIND [1] AS x LOAD CSV FROM 'a' AS row RETURN row", "LOAD CSV"),
    ("CALL apoc.create.node(['A'], {})", "apoc.create.node"),
    ("CALL `apoc`.`create`.`node`(['A'], {})", "apoc.create.node"),
    ("CALL dbms.killQuery('1')", "dbms.killQuery"),
    ("CALL db.index.fulltext.queryNodes('a', 'b')", "db.index.fulltext.queryNodes"),
    ("MATCH (n) RETURN apoc.cypher.runFirstColumnSingle('x', {})", "apoc"),
    ("CREATE INDEX x FOR (n:Lot) ON (n.name)", "CREATE"),
    ("DROP CONSTRAINT x", "DROP"),
    ("ALTER USER neo4j SET PASSWORD 'x'", "ALTER"),
    ("GRANT ROLE reader TO x", "GRANT"),
    ("SHOW USERS", "SHOW"),
    ("TERMINATE TRANSACTION 'x'", "TERMINATE"),
    ("USE other MATCH (n) RETURN n", "USE"),
    ("CALL { USE other MATCH (n) RETURN n } RETURN n", "USE"),
    ("STOP DATABASE neo4j", "STOP"),
    ("MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS OF 10 ROWS RETURN x", "TRANSACTIONS"),
    ("MATCH (n) RETURN n; MATCH (m) RETURN m", "one at a time"),
    ("MATCH (n) RETURN n \\u0053ET", "\\u"),
    ("", "empty"),
    (" ; ", "empty"),
    ("MATCH (n)", "RETURN"),
    ("EXPLAIN UNWIND [1, 2] AS x", "RETURN"),
]


@pytest.mark.parametrize("cypher", READS)
def test_reading_is_allowed(cypher: str) -> None:
    check_read_only(cypher)


@pytest.mark.parametrize(("cypher", "named"), WRITES)
def test_anything_else_is_rejected_and_named(
    cypher: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENDERLENS_LANG", "en")

    with pytest.raises(QueryRejected) as refused:
        check_read_only(cypher)

    assert named.lower() in str(refused.value).lower()


def test_the_engine_traps_are_warned_of() -> None:
    assert len(warnings("MATCH (t:T) RETURN t.g, 'A' IN collect(t.k)")) == 1
    assert len(warnings("MATCH p = shortestPath((a)-[*]-(b)) WHERE length(p) > 2 RETURN p")) == 1
    assert warnings("MATCH (t:T) WITH t.g AS g, count(*) AS n RETURN g, n > 1 AS many") == []


def test_the_graph_of_an_answer_is_taken_from_every_cell() -> None:
    a, b, c = (Node(key, "Company", {}) for key in ("company:a", "company:b", "company:c"))
    ab = Edge("CO_BIDS", a.key, b.key, {}, "ab")
    bx = Edge("CO_BIDS", b.key, "company:x", {}, "bx")
    inside: list[Cell] = [bx]
    named: dict[str, Cell] = {"c": c}
    row: tuple[Cell, ...] = (Path((a, b), (ab,)), inside, named, 1)
    table = Table(("p", "list", "map", "n"), (row,))

    found = graph_of(table)

    assert [node.key for node in found.nodes] == ["company:a", "company:b", "company:c"]
    assert [edge.id for edge in found.edges] == ["ab"]  # bx leads to a node that is not there
    assert keys_of(table) == {"company:a", "company:b", "company:c", "company:x"}
