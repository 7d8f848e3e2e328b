"""The same graph from an analyst's notebook: py2neo and the plain driver, read-only."""

from __future__ import annotations

from pathlib import Path

import neo4j
import py2neo
import pytest

from graph.embedded_server import ServerEndpoint
from graph.engine import GraphEngine
from tests.contract.test_engine import edge, load, node


@pytest.fixture
def filled(embedded_engine: GraphEngine, embedded_folder: Path) -> ServerEndpoint:
    from graph.embedded_server import EmbeddedServer

    embedded_engine.writer.clear()
    load(
        embedded_engine,
        "b1",
        [node("company:A", name="甲"), node("bid:T:A", price=1.5)],
        [edge("SUBMITTED", "company:A", "bid:T:A", role="sole")],
    )
    return EmbeddedServer(embedded_folder).ensure()


def test_the_plain_driver_reads_and_cannot_write(filled: ServerEndpoint) -> None:
    auth = (filled.reader.user, filled.reader.password)
    with neo4j.GraphDatabase.driver(filled.url, auth=auth) as driver:
        rows = driver.execute_query(
            "MATCH (c:Company)-[:SUBMITTED]->(b) WHERE c.name = $name RETURN b.price AS price",
            name="甲",
            database_=filled.database,
        ).records
        assert [r["price"] for r in rows] == [1.5]
        with pytest.raises(neo4j.exceptions.Neo4jError):
            driver.execute_query("MATCH (c) SET c.name = 'x'", database_=filled.database)


def test_py2neo_reads_and_cannot_write(filled: ServerEndpoint) -> None:
    graph = py2neo.Graph(
        filled.url, auth=(filled.reader.user, filled.reader.password), name=filled.database
    )

    assert graph.run("MATCH (c:Company) RETURN c.name AS name").data() == [{"name": "甲"}]
    assert graph.evaluate("MATCH (b:Bid) RETURN count(b)") == 1
    with pytest.raises(Exception, match=r"not allowed|Forbidden"):
        graph.run("CREATE (:Company {key: 'company:x'})")
    assert graph.evaluate("MATCH (c:Company) RETURN count(c)") == 1
