"""Kill -9 in the middle of writing: nothing acknowledged is lost and no batch is half there."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j.exceptions import DriverError, Neo4jError

from graph.embedded_server import EmbeddedServer, ServerEndpoint
from graph.errors import EngineUnavailable

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
BIDS_A_BATCH = 400

WRITE_BATCH = """
UNWIND range(1, $size) AS i
MATCH (c:Company {key: 'company:' + toString(i % 50)})
CREATE (c)-[:SUBMITTED {sources: [$batch]}]->
       (:Bid {key: $batch + ':' + toString(i), batch: $batch, sources: [$batch]})
"""
BATCHES = """
MATCH (c:Company)-[s:SUBMITTED]->(b:Bid)
WHERE s.sources = b.sources AND b.sources = [b.batch]
RETURN b.batch AS batch, count(b) AS bids ORDER BY batch
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(tmp_path / "graph", heap_mb=512)
    yield server
    server.stop()


def connected(endpoint: ServerEndpoint) -> neo4j.Driver:
    writer = (endpoint.writer.user, endpoint.writer.password)
    return neo4j.GraphDatabase.driver(endpoint.url, auth=writer, max_transaction_retry_time=0)


def write_until_killed(endpoint: ServerEndpoint, kill: int, acknowledged: list[str]) -> None:
    """Write one batch after the other until the engine is gone; keep what it confirmed."""
    with contextlib.suppress(Neo4jError, DriverError, OSError), connected(endpoint) as driver:
        for number in range(100_000):
            batch = f"{kill:02}-{number:05}"
            with driver.session(database=endpoint.database) as session:
                session.run(WRITE_BATCH, batch=batch, size=BIDS_A_BATCH).consume()
            acknowledged.append(batch)


def test_twenty_kills_lose_nothing_acknowledged(server: EmbeddedServer) -> None:
    acknowledged: list[str] = []
    with connected(server.ensure()) as driver:
        for label in ("Company", "Bid"):
            driver.execute_query(
                f"CREATE CONSTRAINT {label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE",
                database_="neo4j",
            )
        driver.execute_query(
            "UNWIND range(0, 49) AS i CREATE (:Company {key: 'company:' + toString(i)})",
            database_="neo4j",
        )

    for kill in range(KILLS):
        endpoint = server.ensure()
        before = len(acknowledged)
        writing = threading.Thread(target=write_until_killed, args=(endpoint, kill, acknowledged))
        writing.start()
        # Each kill comes at another moment of a batch: a prime step over the time that one takes.
        while len(acknowledged) == before and writing.is_alive():
            time.sleep(0.005)
        time.sleep(0.2 + 0.037 * kill)
        os.kill(endpoint.pid, signal.SIGKILL)
        writing.join(timeout=30)
        assert not writing.is_alive()
        while psutil.pid_exists(endpoint.pid) and server.find() is not None:
            time.sleep(0.01)
        assert len(acknowledged) > before

    with connected(server.ensure()) as driver:
        found = {
            record["batch"]: record["bids"]
            for record in driver.execute_query(BATCHES, database_="neo4j").records
        }
        bids = driver.execute_query("MATCH (b:Bid) RETURN count(b) AS n", database_="neo4j")
        looked_up = driver.execute_query(
            "UNWIND $keys AS key MATCH (b:Bid {key: key}) RETURN count(b) AS n",
            keys=[f"{batch}:{BIDS_A_BATCH}" for batch in acknowledged],
            database_="neo4j",
        )

    assert set(acknowledged) <= set(found)
    # A batch may be complete without its confirmation having arrived: one a kill at most.
    assert len(set(found) - set(acknowledged)) <= KILLS
    assert set(found.values()) == {BIDS_A_BATCH}
    assert bids.records[0]["n"] == len(found) * BIDS_A_BATCH  # no bid without its edge
    assert looked_up.records[0]["n"] == len(acknowledged)  # the index agrees


def vertices(label: str, count: int) -> Iterator[bytes]:
    for number in range(count):
        vertex = {"@type": "vertex", "@class": label, "key": str(number)}
        yield json.dumps(vertex).encode()


def names(endpoint: ServerEndpoint) -> list[list[object]]:
    with connected(endpoint) as driver:
        query = "MATCH (n) RETURN labels(n)[0] AS label, count(n) AS n"
        result = driver.execute_query(query, database_=endpoint.database)
    return [record.values() for record in result.records]


def test_killing_the_engine_during_a_bulk_load_leaves_the_old_graph(server: EmbeddedServer) -> None:
    server.replace_graph(vertices("Old", 7), [], ddl=["CREATE VERTEX TYPE `Old`"])
    pid = server.ensure().pid

    def lines_with_a_kill() -> Iterator[bytes]:
        yield from vertices("New", 60_000)
        os.kill(pid, signal.SIGKILL)
        yield from vertices("New", 60_000)

    with pytest.raises(EngineUnavailable):
        server.replace_graph(lines_with_a_kill(), [], ddl=["CREATE VERTEX TYPE `New`"])

    endpoint = server.ensure()
    assert names(endpoint) == [["Old", 7]]
    assert len(server.folder.database_names()) == 1  # the half-loaded one is gone
    server.replace_graph(vertices("New", 9), [], ddl=["CREATE VERTEX TYPE `New`"])
    assert names(endpoint) == [["New", 9]]


def test_killing_the_client_during_a_bulk_load_leaves_the_old_graph(server: EmbeddedServer) -> None:
    server.replace_graph(vertices("Old", 7), [], ddl=["CREATE VERTEX TYPE `Old`"])
    code = f"""
import os, signal
from pathlib import Path
from graph.embedded_server import EmbeddedServer
def lines():
    for number in range(60_000):
        yield b'{{"@type":"vertex","@class":"New","key":"%d"}}' % number
    os.kill(os.getpid(), signal.SIGKILL)
server = EmbeddedServer(Path({str(server.folder.path)!r}))
server.replace_graph(lines(), [], ddl=["CREATE VERTEX TYPE `New`"])
"""
    loading = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert loading.returncode == -signal.SIGKILL

    assert names(server.ensure()) == [["Old", 7]]
    server.replace_graph(vertices("New", 9), [], ddl=["CREATE VERTEX TYPE `New`"])
    assert names(server.ensure()) == [["New", 9]]
    assert len(server.folder.database_names()) == 1
