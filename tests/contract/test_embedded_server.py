"""The embedded engine: shared, private, and back on its feet after whatever happens to it."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import neo4j
import psutil
import py2neo
import pytest
from neo4j.exceptions import ClientError, Neo4jError

from graph.embedded_process import (
    Address,
    GraphFolder,
    Limits,
    engine_home,
    free_port,
    start_engine,
)
from graph.embedded_server import Credentials, EmbeddedServer, ServerEndpoint
from graph.errors import EngineBusy, EngineRefused, EngineUnavailable, WorkspaceCorrupt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
A_GRAPH = {
    "vertices": [
        b'{"@type":"vertex","@class":"Company","key":"company:a","sources":["b:s:1","b:s:2"]}',
        '{"@type":"vertex","@class":"Bid","key":"bid:b","note":"甲"}'.encode(),
    ],
    "edges": [
        b'{"@type":"edge","@class":"SUBMITTED","@from":0,"@to":1,"sources":["b:s:1"]}',
    ],
}
TYPES = ["CREATE VERTEX TYPE Company", "CREATE VERTEX TYPE Bid", "CREATE EDGE TYPE SUBMITTED"]
UNIQUE_KEYS = ["CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Company) REQUIRE n.key IS UNIQUE"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(tmp_path / "graph", heap_mb=512)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """For tests that leave the engine as they found it."""
    folder = tmp_path_factory.mktemp("shared") / "graph"
    server = EmbeddedServer(folder, heap_mb=512, query_seconds=2)
    server.ensure()
    yield server
    server.stop()


def ask(
    endpoint: ServerEndpoint, cypher: str, who: Credentials | None = None, **parameters: object
) -> list[dict[str, Any]]:
    user = who or endpoint.writer
    with (
        neo4j.GraphDatabase.driver(endpoint.url, auth=(user.user, user.password)) as driver,
        driver.session(database=endpoint.database) as session,
    ):
        return session.run(cypher, parameters).data()


def count(endpoint: ServerEndpoint) -> int:
    return int(ask(endpoint, "MATCH (n) RETURN count(n) AS n")[0]["n"])


def wait_until(condition: Callable[[], bool], *, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def address(server: EmbeddedServer) -> Address:
    found = server.folder.address()
    assert found is not None
    return found


def client(folder: Path, *statements: str) -> subprocess.Popen[str]:
    """Another process that has `server` and `endpoint` at hand."""
    code = [
        "import sys, time, os, signal",
        "from pathlib import Path",
        "from graph.embedded_server import EmbeddedServer",
        f"server = EmbeddedServer(Path({str(folder)!r}), heap_mb=512)",
        "endpoint = server.ensure()",
        *statements,
    ]
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


# --- starting and sharing ---------------------------------------------------------------------


def test_it_starts_on_demand_and_is_found_from_then_on(server: EmbeddedServer) -> None:
    assert server.find() is None

    endpoint = server.ensure()

    assert server.find() == endpoint
    assert server.ensure() == endpoint
    assert ask(endpoint, "RETURN 1 AS one") == [{"one": 1}]


def test_clients_that_race_get_one_engine(server: EmbeddedServer) -> None:
    racers = [client(server.folder.path, "print(endpoint.pid)") for _ in range(3)]

    pids = {racer.communicate(timeout=60)[0].strip() for racer in racers}

    assert pids == {str(server.ensure().pid)}


def test_it_outlives_the_client_that_started_it(server: EmbeddedServer) -> None:
    starter = client(server.folder.path, "os.kill(os.getpid(), signal.SIGKILL)")
    assert starter.wait(timeout=60) == -signal.SIGKILL
    starter.communicate()

    endpoint = server.find()

    assert endpoint is not None
    assert count(endpoint) == 0


def test_a_restart_keeps_graph_and_url_and_passwords(server: EmbeddedServer) -> None:
    assert not server.stop()
    before = server.ensure()
    ask(before, "CREATE (:Company {key: 'company:a'})")

    assert server.stop()

    assert server.find() is None
    assert not server.stop()
    after = server.ensure()
    assert count(after) == 1
    assert after.url == before.url
    assert after.reader == before.reader
    assert after.reader.password == before.reader.password


def test_status_measures_the_engine(shared: EmbeddedServer) -> None:
    endpoint = shared.ensure()
    with neo4j.GraphDatabase.driver(
        endpoint.url, auth=(endpoint.reader.user, endpoint.reader.password)
    ) as driver:
        driver.verify_connectivity()
        status = shared.status()

    assert status.running
    assert status.endpoint == endpoint
    assert status.clients >= 1
    assert status.uptime_seconds > 0
    assert status.memory_bytes > 50_000_000
    assert status.disk_bytes > 0


# --- what others may see and do -----------------------------------------------------------------


def test_it_listens_on_loopback_alone_with_bolt_and_http_alone(shared: EmbeddedServer) -> None:
    process = psutil.Process(shared.ensure().pid)

    listening = [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]

    assert {c.laddr.ip.removeprefix("::ffff:") for c in listening} == {"127.0.0.1"}
    assert {c.laddr.port for c in listening} == {
        address(shared).bolt_port,
        address(shared).http_port,
    }


def test_passwords_are_in_one_private_file_and_nowhere_else(shared: EmbeddedServer) -> None:
    endpoint = shared.ensure()
    secrets = [endpoint.reader.password, endpoint.writer.password, shared.folder.passwords().root]
    processes = [psutil.Process(endpoint.pid), psutil.Process(address(shared).watcher)]

    shown = " ".join(f"{p.cmdline()} {p.environ()}" for p in processes) + repr(endpoint)
    files = [f for f in shared.folder.path.rglob("*") if f.is_file()]
    holders = {f.name for f in files for s in secrets if s.encode() in f.read_bytes()}

    assert not any(secret in shown for secret in secrets)
    assert holders == {"credentials.json"}
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in files}
    assert modes["credentials.json"] == modes["endpoint.json"] == 0o600
    assert modes["server-users.jsonl"] == 0o600
    assert {mode & 0o077 for mode in modes.values()} == {0}


@pytest.mark.parametrize(
    "write",
    [
        "CREATE (:Company {key: 'x'})",
        "MERGE (:Company {key: 'x'})",
        "CREATE CONSTRAINT k IF NOT EXISTS FOR (n:Fresh) REQUIRE n.key IS UNIQUE",
        "LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row",
    ],
)
def test_the_reader_cannot_write_nor_read_files(shared: EmbeddedServer, write: str) -> None:
    endpoint = shared.ensure()

    with pytest.raises(ClientError) as refused:
        ask(endpoint, write, endpoint.reader)

    assert refused.value.code == "Neo.ClientError.Security.Forbidden"
    assert count(endpoint) == 0


def test_a_wrong_password_is_refused(shared: EmbeddedServer) -> None:
    with pytest.raises(Neo4jError):
        ask(shared.ensure(), "RETURN 1", Credentials("reader", "not the password"))


ENDLESS = "UNWIND range(1, 90000) AS x UNWIND range(1, 90000) AS y RETURN max(x * y) AS m"


def test_a_query_that_runs_too_long_is_ended_by_the_engine(shared: EmbeddedServer) -> None:
    endpoint = shared.ensure()
    started = time.monotonic()

    with pytest.raises(ClientError) as ended:
        ask(endpoint, ENDLESS, endpoint.reader)

    assert ended.value.code == "Neo.ClientError.Transaction.TransactionTimedOut"
    assert 1.5 < time.monotonic() - started < 10


def test_a_running_query_is_cancelled_from_another_connection(shared: EmbeddedServer) -> None:
    endpoint = shared.ensure()
    codes: list[str | None] = []

    def run() -> None:
        try:
            ask(endpoint, "/* query-7 */ " + ENDLESS, endpoint.reader)
        except Neo4jError as error:
            codes.append(error.code)

    asking = threading.Thread(target=run)
    asking.start()
    found: list[dict[str, Any]] = []

    def is_running() -> bool:
        rows = ask(endpoint, "SHOW TRANSACTIONS", endpoint.reader)
        found[:] = [row for row in rows if "query-7" in row["currentQuery"]]
        return len(found) == 1

    wait_until(is_running)
    ask(endpoint, f"TERMINATE TRANSACTION '{found[0]['transactionId']}'", endpoint.reader)
    asking.join(timeout=10)

    assert codes == ["Neo.ClientError.Transaction.Terminated"]


# --- recovery -----------------------------------------------------------------------------------


def test_a_killed_engine_comes_back_with_everything_acknowledged(server: EmbeddedServer) -> None:
    endpoint = server.ensure()
    ask(endpoint, "CREATE (:Company {key: 'company:a'})")
    os.kill(endpoint.pid, signal.SIGKILL)
    wait_until(lambda: server.find() is None)

    again = server.ensure()

    assert again.pid != endpoint.pid
    assert count(again) == 1


def test_an_engine_whose_watcher_was_killed_is_looked_after_again(shared: EmbeddedServer) -> None:
    endpoint = shared.ensure()
    first = address(shared).watcher
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not shared.folder.is_watched(address(shared)))

    assert shared.ensure() == endpoint  # no restart: clients keep their connections

    wait_until(lambda: address(shared).watcher != first)
    assert shared.folder.is_watched(address(shared))


def test_files_of_dead_processes_do_not_matter(server: EmbeddedServer) -> None:
    server.folder.prepare()
    for name in ("start", "server", "replace"):
        (server.folder.path / f"{name}.lock").write_text("4711")
    with socket.create_server(("127.0.0.1", 0)) as other:
        # The number of the engine that was has gone to another process, and so has its port.
        stale = {"pid": os.getpid(), "watcher": os.getpid(), "http_port": 1}
        server.folder.endpoint_file.write_text(
            json.dumps(stale | {"bolt_port": other.getsockname()[1]})
        )

        assert server.find() is None
        assert server.ensure().pid != os.getpid()


def test_it_takes_another_port_when_its_own_is_taken(server: EmbeddedServer) -> None:
    server.ensure()
    old = address(server).bolt_port
    server.stop()
    with socket.create_server(("127.0.0.1", old)):
        endpoint = server.ensure()

        assert address(server).bolt_port != old
        assert count(endpoint) == 0


def test_a_port_taken_between_choosing_and_binding_costs_one_attempt(tmp_path: Path) -> None:
    folder = GraphFolder(tmp_path)
    folder.prepare()
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken, free = other.getsockname()[1], free_port()

        started = start_engine(folder, engine_home(), Limits(512, 1, 60), ports=[taken, free])
    try:
        assert started.bolt_port == free
    finally:
        psutil.Process(started.pid).kill()

    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1"):
        start_engine(folder, engine_home(), Limits(512, 1, 60), ports=[])


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    server = EmbeddedServer(tmp_path / "file" / "graph")

    with pytest.raises(EngineUnavailable, match="file/graph"):
        server.ensure()
    assert server.find() is None
    assert not server.stop()


def test_a_missing_java_is_named_with_the_remedy(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "graph", home=tmp_path / "engine")

    with pytest.raises(EngineUnavailable, match=r"engine/jre/bin/java.*pip install"):
        server.ensure()


def test_a_start_that_java_refuses_says_why(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "graph", heap_mb=900_000_000)

    with pytest.raises(EngineUnavailable, match=r"(?i)heap"):
        server.ensure()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("endpoint.json", "{"),
        ("endpoint.json", '{"pid": "x", "watcher": 1, "bolt_port": 1, "http_port": 1}'),
        ("endpoint.json", "[]"),
        ("credentials.json", "nonsense"),
        ("credentials.json", '{"root": "", "writer": "", "reader": ""}'),
        ("database.json", "{}"),
        ("database.json", '{"database": "graph_9"}'),
    ],
)
def test_a_corrupt_file_is_named_and_nothing_is_started(
    tmp_path: Path, name: str, content: str
) -> None:
    server = EmbeddedServer(tmp_path / "graph", heap_mb=512)
    server.folder.prepare()
    (server.folder.path / name).write_text(content)

    with pytest.raises(WorkspaceCorrupt, match=name):
        server.ensure()

    assert server.folder.engine() is None


def test_a_spoilt_endpoint_file_of_a_running_engine_heals(shared: EmbeddedServer) -> None:
    endpoint = shared.ensure()
    shared.folder.endpoint_file.write_text("{")

    wait_until(lambda: shared.folder.endpoint_file.read_text() != "{")

    assert shared.find() == endpoint


def test_stop_works_with_spoilt_files(server: EmbeddedServer) -> None:
    server.ensure()
    server.folder.credentials_file.write_text("{")
    with pytest.raises(WorkspaceCorrupt, match=r"credentials\.json"):
        server.find()

    assert server.stop()

    server.folder.credentials_file.unlink()  # the remedy that the message gives
    assert count(server.ensure()) == 0


def test_an_engine_that_nobody_uses_stops_itself(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "graph", heap_mb=512, idle_minutes=0.05)
    endpoint = server.ensure()
    with neo4j.GraphDatabase.driver(
        endpoint.url, auth=(endpoint.reader.user, endpoint.reader.password)
    ) as driver:
        driver.verify_connectivity()
        time.sleep(5)  # longer than the limit, but somebody is connected
        assert server.find() == endpoint

    wait_until(lambda: not psutil.pid_exists(endpoint.pid))

    assert server.find() is None
    assert not server.stop()


@contextmanager
def little_disk(folder: Path) -> Iterator[Callable[[], None]]:
    """A disk of 64 MB; without the right to mount one, files that may not grow beyond 8 MB.

    Yields what makes room on it.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    filler = folder / "filler"
    filler.write_bytes(bytes(8_000_000))

    def make_room() -> None:
        filler.unlink(missing_ok=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, limits[1]))
    try:
        yield make_room
    finally:
        make_room()
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_refuses_writes_and_loses_nothing(tmp_path: Path) -> None:
    with little_disk(tmp_path / "disk") as make_room:
        server = EmbeddedServer(tmp_path / "disk" / "graph", heap_mb=512)
        endpoint = server.ensure()
        write = "UNWIND range(1, 500) AS i CREATE (:Company {key: $batch + ':' + i, text: $text})"
        batches = 0
        try:
            with suppress(Neo4jError):
                while batches < 1000:
                    ask(endpoint, write, batch=str(batches), text="x" * 1000)
                    batches += 1
            assert batches < 1000

            assert count(endpoint) == batches * 500
            if os.path.ismount(tmp_path / "disk"):
                assert str(server.folder.path) in (server.disk_shortage() or "")
            server.stop()
            make_room()
            assert count(server.ensure()) == batches * 500
        finally:
            server.stop()


# --- bulk loads -----------------------------------------------------------------------------------


def test_a_bulk_load_takes_the_place_of_the_graph_for_everyone(server: EmbeddedServer) -> None:
    endpoint = server.ensure()
    ask(endpoint, "CREATE (:Company {key: 'old'})")
    url = endpoint.url.replace("bolt://", "")
    notebook = py2neo.Graph(f"bolt://{url}", auth=(endpoint.reader.user, endpoint.reader.password))
    assert notebook.evaluate("MATCH (n) RETURN n.key") == "old"
    with (
        neo4j.GraphDatabase.driver(
            endpoint.url, auth=(endpoint.writer.user, endpoint.writer.password)
        ) as driver,
        driver.session() as unnamed,
    ):
        assert unnamed.run("MATCH (n) RETURN n.key AS key").data() == [{"key": "old"}]

        report = server.replace_graph(
            A_GRAPH["vertices"], A_GRAPH["edges"], ddl=TYPES, index_ddl=UNIQUE_KEYS
        )

        assert (report.vertices, report.edges) == (2, 1)
        rows = unnamed.run("MATCH (a)-[r]->(b) RETURN a.sources AS a, r.sources AS r, b.note AS b")
        assert rows.data() == [{"a": ["b:s:1", "b:s:2"], "r": ["b:s:1"], "b": "甲"}]
    assert notebook.evaluate("MATCH (n:Company) RETURN n.key") == "company:a"
    assert server.ensure() == endpoint
    assert server.folder.database_names() == ["graph_2"]
    with pytest.raises(ClientError, match=r"(?i)constraint"):
        ask(endpoint, "CREATE (:Company {key: 'company:a'})")

    server.stop()
    assert count(server.ensure()) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"edges": [b'{"@type":"edge","@class":"SUBMITTED","@from":0,"@to":77}']},
            "77",
        ),
        ({"vertices": [b'{"@type":"vertex","@class":"Unknown"}']}, "Unknown"),
        ({"vertices": [b"not json"]}, "expected a JSON object"),
        ({"ddl": ["CREATE NONSENSE"]}, "NONSENSE"),
    ],
)
def test_a_refused_bulk_load_leaves_the_old_graph(
    shared: EmbeddedServer, change: dict[str, Any], reason: str
) -> None:
    endpoint = shared.ensure()
    before = shared.folder.database_names()

    with pytest.raises(EngineRefused, match=reason):
        shared.replace_graph(**(A_GRAPH | {"ddl": TYPES} | change))

    assert count(endpoint) == 0
    assert shared.folder.database_names() == before


def test_a_failing_source_of_lines_leaves_the_old_graph(shared: EmbeddedServer) -> None:
    def vertices() -> Iterator[bytes]:
        yield A_GRAPH["vertices"][0]
        raise LookupError("row 2")

    before = shared.folder.database_names()

    with pytest.raises(LookupError, match="row 2"):
        shared.replace_graph(vertices(), [], ddl=TYPES)

    assert count(shared.ensure()) == 0
    assert shared.folder.database_names() == before


def test_a_second_bulk_load_is_told_to_wait(shared: EmbeddedServer) -> None:
    lock = shared.folder.lock("replace")
    assert lock.acquire(seconds=0)

    with pytest.raises(EngineBusy):
        shared.replace_graph(A_GRAPH["vertices"], A_GRAPH["edges"], ddl=TYPES)

    lock.release()


def test_a_client_killed_right_after_the_flip_leaves_the_new_graph(server: EmbeddedServer) -> None:
    endpoint = server.ensure()
    dying = client(
        server.folder.path,
        "import graph.embedded_server as module",
        "module.serve_database = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
        'line = b\'{"@type":"vertex","@class":"A","key":"a"}\'',
        "server.replace_graph([line], [], ddl=['CREATE VERTEX TYPE A'])",
    )
    assert dying.wait(timeout=60) == -signal.SIGKILL
    dying.communicate()

    wait_until(lambda: count(endpoint) == 1)  # the watcher finishes the flip

    assert server.folder.database_names() == ["graph_1", "graph_2"]
    server.stop()
    assert count(server.ensure()) == 1
    assert server.folder.database_names() == ["graph_2"]
