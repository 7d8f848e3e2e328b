"""The embedded graph engine of a workspace: found, started, filled in bulk and stopped from here.

One engine serves every client of the workspace (command line, pages, notebooks) over Bolt.

Facts about the engine (ArcadeDB 26.10.2) that callers build on:

* Its default database also answers to the name `neo4j`, and that is what `ServerEndpoint.database`
  says. A client that names `neo4j` or no database (py2neo, a plain notebook) reaches the current
  graph, and keeps doing so after `replace_graph`, on connections it already holds too. A pooled
  connection that once named a `graph_N` keeps that name; never name one over Bolt.
* `CREATE CONSTRAINT name IF NOT EXISTS FOR (n:Label) REQUIRE n.key IS UNIQUE` over Bolt makes type,
  property and index in one step, and so does `CREATE INDEX name IF NOT EXISTS FOR (n:Label) ON
  (n.name)`. A label that merely appears in a CREATE gets its type but no index: constraints first.
* Node and edge types must exist before the batch loader may fill them; lists of strings load as
  they are, and a DATE needs its `CREATE PROPERTY … DATE` beforehand.
* The batch loader commits whenever the label of its nodes changes, and makes edges one by one where
  a block of 100,000 holds several types: hand both over sorted.
* `CREATE INDEX … METADATA {'buildMode': 'SORTED'}` indexes from sorted runs. It needs the property
  to be declared, and no transaction around it (over HTTP: `autoCommit` false).
* A statement that runs longer than `query_seconds` fails with
  `Neo.ClientError.Transaction.TransactionTimedOut`. Building an index does not count.
* To cancel: find the row of `SHOW TRANSACTIONS` whose `currentQuery` holds a mark of yours (a
  comment in the statement), then `TERMINATE TRANSACTION 'transactionId'`, from another connection
  of the same user. The statement fails with `Neo.ClientError.Transaction.Terminated`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import psutil

from graph.embedded_process import (
    LOOPBACK,
    STABLE_NAME,
    START_SECONDS,
    STOP_SECONDS,
    Address,
    Admin,
    FileLock,
    GraphFolder,
    Limits,
    client_count,
    engine_home,
    java_binary,
    listens,
    serve_database,
    stop_engine,
    write_private,
)
from graph.errors import (
    EngineBusy,
    EngineRefused,
    EngineUnavailable,
    TenderLensError,
    WorkspaceCorrupt,
)
from graph.interpreter import INTERPRETER
from messages import language, t

LITTLE_DISK_BYTES = 64_000_000  # a write-ahead log file grows to this
BLOCK_BYTES = 262_144  # what one write to the batch loader carries

# Watchers outlive this process; holding them keeps Python from complaining about that.
_watchers: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user of the engine."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ServerEndpoint:
    """Where the graph answers and who may do what there."""

    url: str
    database: str
    reader: Credentials  # may read only
    writer: Credentials
    pid: int  # of the Java process


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What an administrator wants to know; numbers are 0 when the engine is not running."""

    running: bool
    endpoint: ServerEndpoint | None
    uptime_seconds: float
    memory_bytes: int
    disk_bytes: int  # also known when it is not running
    clients: int  # Bolt connections


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What a bulk load put into the new graph."""

    vertices: int
    edges: int
    load_seconds: float
    index_seconds: float


class EmbeddedServer:
    """The engine of one graph folder, shared with every other client of that folder."""

    def __init__(
        self,
        folder: Path,
        *,
        heap_mb: int = 2560,
        idle_minutes: float = 30,
        query_seconds: float = 120,
        home: Path | None = None,
    ) -> None:
        """`home` is where the engine's Java and jars are, if not in the installed wheel.

        The limits are those of the client that starts the engine; later clients share it as it is.
        """
        self.folder = GraphFolder(folder.resolve())
        self.limits = Limits(heap_mb, idle_minutes, query_seconds)
        self.home = home or engine_home()

    def find(self) -> ServerEndpoint | None:
        """The running engine, or None. Raises WorkspaceCorrupt when its files make no sense."""
        address = self._address()
        return None if address is None else self._endpoint(address)

    def ensure(self) -> ServerEndpoint:
        """The running engine, started if need be: two to three seconds on a quiet machine.

        Raises EngineUnavailable when it cannot start, WorkspaceCorrupt when a file makes no sense.
        """
        address = self._address()
        if address is None:
            with self._only_one_starts():
                address = self._address() or self._start()
        elif not self.folder.is_watched(address):
            self._spawn_watcher()
        with contextlib.suppress(OSError):
            os.utime(self.folder.endpoint_file)  # tells the watcher that somebody is about to come
        return self._endpoint(address)

    def stop(self) -> bool:
        """End the engine in good order. True when one was running; works with spoilt files too."""
        if not self.folder.path.is_dir():
            return False
        with self._only_one_starts():
            process = self.folder.engine()
            if process is None:
                return False
            stop_engine(self.folder, process)
            # The watcher ends with its engine; the next start must not meet it.
            lock = self.folder.lock("server")
            if lock.acquire(seconds=STOP_SECONDS):
                lock.release()
            return True

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """The engine ended in good order and kept from starting: for a copy of its files."""
        self.stop()
        with self._only_one_starts():
            if self.folder.engine() is not None:
                raise EngineBusy(
                    t("The graph engine was started again by another program. Try again.")
                )
            yield

    def status(self) -> ServerStatus:
        address = self._address()
        disk = _disk_bytes(self.folder.path)
        if address is None:
            return ServerStatus(False, None, 0.0, 0, disk, 0)
        endpoint = self._endpoint(address)
        try:
            process = psutil.Process(address.pid)
            uptime = max(0.0, time.time() - process.create_time())
            memory = process.memory_info().rss
        except psutil.Error:
            return ServerStatus(False, None, 0.0, 0, disk, 0)
        clients = client_count(process, [address.bolt_port])
        return ServerStatus(True, endpoint, uptime, memory, disk, clients)

    def disk_shortage(self) -> str | None:
        """Why writes fail, if that is it: on a full disk the engine only says that a commit failed.

        Reads go on, and nothing acknowledged is lost.
        """
        free = shutil.disk_usage(self.folder.path).free
        if free >= LITTLE_DISK_BYTES:
            return None
        return t(
            "The disk that holds {folder} is full ({megabytes} MB left), so nothing can be written"
            " to the graph. What is in it can be read and is safe. Free some disk space, then"
            " repeat what failed.",
            folder=self.folder.path,
            megabytes=free // 1_000_000,
        )

    def replace_graph(
        self,
        vertices: Iterable[bytes],
        edges: Iterable[bytes],
        *,
        ddl: Sequence[str] = (),
        index_ddl: Sequence[str] = (),
    ) -> BulkReport:
        """Put a whole new graph in the place of the present one; the way for initial loads.

        Each line is one JSON object. Vertices: `@type` "vertex", `@class` the label, and
        properties (nulls left out, lists of strings as they are). Edges: `@type` "edge", `@class`,
        `@from`, `@to` (vertices by position, from 0), and properties. `ddl` runs before, for it
        must make every type; `index_ddl` runs after. Both take SQL, names in backticks since FOR
        and IS are words of it (CREATE VERTEX TYPE `Bid`, CREATE EDGE TYPE `FOR`, CREATE PROPERTY
        `Bid`.`made` DATE), and Cypher in the form `CREATE CONSTRAINT|INDEX … FOR (…) …`, which
        also makes the property it needs.

        Whatever happens, clients see the old graph, whole, or the new one, whole. What others
        write to the old graph meanwhile is lost with it: keep writers away.

        Raises EngineBusy when another load is under way, EngineRefused when the engine does not
        accept a line or a statement, EngineUnavailable when it dies; the old graph then stays.
        """
        self.ensure()
        lock = self.folder.lock("replace")
        if not lock.acquire(seconds=0):
            raise EngineBusy(
                t(
                    "Another program is replacing the graph in {folder}. Wait until it has"
                    " finished, then load again.",
                    folder=self.folder.path,
                )
            )
        try:
            return self._replace(_lines(vertices, edges), ddl, index_ddl)
        finally:
            lock.release()

    def _replace(
        self, blocks: Iterator[bytes], ddl: Sequence[str], index_ddl: Sequence[str]
    ) -> BulkReport:
        address = self._address()
        if address is None:
            self._died(None)
        admin = Admin(address.http_port, self.folder.passwords().root)
        old = self.folder.database()
        fresh = self.folder.next_database()
        try:
            for name in self.folder.database_names():
                if name != old:  # a load that was killed left it behind
                    admin.server(f"drop database {name}")
            admin.server(f"create database {fresh}")
            report = self._fill(admin, fresh, blocks, ddl, index_ddl)
            self.folder.set_database(fresh)  # from here on the new graph counts, crash or not
        except BaseException as error:
            with contextlib.suppress(OSError, EngineRefused):
                admin.server(f"drop database {fresh}")
            self._explain(error)
            raise
        # A crash before these two leaves them to the watcher and to the next load or start.
        with contextlib.suppress(OSError, EngineRefused):
            serve_database(admin, fresh)
            admin.server(f"drop database {old}")
        return report

    def _fill(
        self,
        admin: Admin,
        name: str,
        blocks: Iterator[bytes],
        ddl: Sequence[str],
        index_ddl: Sequence[str],
    ) -> BulkReport:
        started = time.monotonic()
        for statement in ddl:
            admin.command(name, statement)
        counts: dict[str, Any] = admin.load(name, blocks)
        loaded = time.monotonic()
        for statement in index_ddl:
            admin.command(name, statement)
        # Closing writes every page; asking the system to keep them makes the graph safe to count.
        admin.server(f"close database {name}", seconds=600)
        _flush(self.folder.databases / name)
        admin.server(f"open database {name}", seconds=600)
        return BulkReport(
            vertices=int(counts["verticesCreated"]),
            edges=int(counts["edgesCreated"]),
            load_seconds=loaded - started,
            index_seconds=time.monotonic() - loaded,
        )

    def _explain(self, error: BaseException) -> None:
        """Raise what a person can act on; return when `error` is somebody else's to explain."""
        shortage = self.disk_shortage()
        if isinstance(error, EngineRefused | OSError) and shortage is not None:
            raise EngineRefused(shortage) from error
        if isinstance(error, EngineRefused):
            raise EngineRefused(
                t(
                    "The graph engine refused the load: {reason} The graph is as it was before;"
                    " correct the input and load again.",
                    reason=error,
                )
            ) from error
        if isinstance(error, ConnectionError) and self._ends(seconds=2):
            self._died(error)

    def _ends(self, *, seconds: float) -> bool:
        """A killed engine drops its connections a moment before it is gone."""
        deadline = time.monotonic() + seconds
        while self._address() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _died(self, error: BaseException | None) -> NoReturn:
        raise EngineUnavailable(
            t(
                "The graph engine stopped during the load. The graph is as it was before; load"
                " again, and see {log} if it happens twice.",
                log=self.folder.log,
            )
        ) from error

    def _address(self) -> Address | None:
        """Of the engine that really runs and listens."""
        address = self.folder.address()
        if address is None or not self.folder.is_engine(address.pid):
            return None
        return address if listens(address.bolt_port) else None

    def _endpoint(self, address: Address) -> ServerEndpoint:
        passwords = self.folder.passwords()
        return ServerEndpoint(
            url=f"bolt://{LOOPBACK}:{address.bolt_port}",
            database=STABLE_NAME,
            reader=Credentials("reader", passwords.reader),
            writer=Credentials("writer", passwords.writer),
            pid=address.pid,
        )

    @contextlib.contextmanager
    def _only_one_starts(self) -> Iterator[FileLock]:
        self.folder.prepare()
        lock = self.folder.lock("start")
        if not lock.acquire(seconds=START_SECONDS + STOP_SECONDS):
            raise EngineBusy(
                t(
                    "Another program has been starting or stopping the graph engine in {folder}"
                    " for {seconds} s. End that program, then try again.",
                    folder=self.folder.path,
                    seconds=round(START_SECONDS + STOP_SECONDS),
                )
            )
        try:
            yield lock
        finally:
            lock.release()

    def _start(self) -> Address:
        java_binary(self.home)
        self.folder.error_file.unlink(missing_ok=True)
        watcher = self._spawn_watcher()
        deadline = time.monotonic() + START_SECONDS + 15
        address = self._address()
        while address is None:
            if watcher.poll() is not None or time.monotonic() > deadline:
                self._raise_start_error()
            time.sleep(0.03)
            address = self._address()
        return address

    def _spawn_watcher(self) -> subprocess.Popen[bytes]:
        _watchers[:] = [watcher for watcher in _watchers if watcher.poll() is None]
        root = Path(__file__).resolve().parent.parent
        inherited = os.environ.get("PYTHONPATH")
        options: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
            options = {"creationflags": flags}
        output_file = self.folder.log / "watcher.out"
        write_private(output_file, "")
        with output_file.open("wb") as output:
            watcher = subprocess.Popen(
                [
                    INTERPRETER,
                    "-m",
                    "graph.embedded_process",
                    str(self.folder.path),
                    f"--home={self.home}",
                    f"--heap-mb={self.limits.heap_mb}",
                    f"--idle-minutes={self.limits.idle_minutes}",
                    f"--query-seconds={self.limits.query_seconds}",
                ],
                cwd=self.folder.path,
                env=os.environ
                | {
                    "PYTHONPATH": os.pathsep.join([str(root), *([inherited] if inherited else [])]),
                    "TENDERLENS_LANG": language(),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **options,
            )
        _watchers.append(watcher)
        return watcher

    def _raise_start_error(self) -> NoReturn:
        """What the watcher wrote down, as the error it was."""
        kinds: dict[str, type[TenderLensError]] = {
            "EngineBusy": EngineBusy,
            "WorkspaceCorrupt": WorkspaceCorrupt,
        }
        if self.disk_shortage() is not None:
            raise EngineUnavailable(
                t(
                    "The disk that holds {folder} is full, so the graph engine cannot start. The"
                    " graph is safe. Free some disk space, then try again.",
                    folder=self.folder.path,
                )
            )
        reason = "-"
        with contextlib.suppress(OSError, ValueError, KeyError):
            written = json.loads(self.folder.error_file.read_text(encoding="utf-8"))
            kind, reason = str(written["kind"]), str(written["message"])
            if kind != "OSError":
                raise kinds.get(kind, EngineUnavailable)(reason)
        raise EngineUnavailable(
            t(
                "The graph engine in {folder} could not be started ({reason}). Try again; {log}"
                " tells more.",
                folder=self.folder.path,
                reason=reason,
                log=self.folder.log,
            )
        )


def _lines(vertices: Iterable[bytes], edges: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks of whole lines: one network write a line would take most of the load's time."""
    block: list[bytes] = []
    size = 0
    for part in (vertices, edges):
        for line in part:
            block.append(line.rstrip(b"\r\n"))
            size += len(line) + 1
            if size >= BLOCK_BYTES:
                yield b"\n".join(block) + b"\n"
                block, size = [], 0
    if block:
        yield b"\n".join(block) + b"\n"


def _flush(folder: Path) -> None:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            with file.open("r+b") as stream:
                os.fsync(stream.fileno())


def _disk_bytes(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(OSError):  # the engine deletes files while we look
            total += file.stat().st_size if file.is_file() else 0
    return total
