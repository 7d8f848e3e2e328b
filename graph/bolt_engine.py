"""The one engine: everything that speaks Bolt. The only file that imports the driver."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
import neo4j.exceptions
import neo4j.graph
import neo4j.time
import pandas as pd

from graph.cypher_text import returned
from graph.derived_writer import DerivedWriter
from graph.engine import DEFAULT_LIMITS, AdHocReader, BatchWriter, GraphWriter, QueryLimits
from graph.errors import (
    EngineRefused,
    EngineUnavailable,
    QueryRejected,
    QueryTimedOut,
    QueryTooLarge,
    TenderLensError,
)
from graph.key_reader import KeyReader, make_edge
from graph.key_writer import Run
from graph.overhearing import overheard
from graph.records import Cell, Node, Path, Table, Value
from graph.refused_query import refused_query
from graph.vocabulary import SCHEMA
from messages import t

STREAM_ROWS = 20_000
PLAIN = frozenset({str, int, float, bool, type(None)})  # what passes as the driver brings it
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BoltAddress:
    """Where a graph is, and with which name and password."""

    url: str
    user: str
    password: str
    database: str | None = None

    def __repr__(self) -> str:
        return f"BoltAddress({self.url!r}, {self.user!r}, database={self.database!r})"


class BoltConnection:
    """A driver with one set of credentials; turns the driver's errors into sentences."""

    def __init__(
        self,
        address: Callable[[], BoltAddress],
        *,
        read_only: bool,
        shortage: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`shortage` says what the machine lacks, for errors in which the engine does not."""
        self._address = address
        self._read_only = read_only
        self._shortage = shortage
        self._driver: neo4j.Driver | None = None
        self._open_for: BoltAddress | None = None
        self._lock = threading.Lock()

    def _current(self) -> tuple[neo4j.Driver, BoltAddress]:
        address = self._address()
        with self._lock:
            if self._driver is None or self._open_for != address:
                if self._driver is not None:
                    self._driver.close()
                self._driver = _driver(address)
                self._open_for = address
            return self._driver, address

    @contextmanager
    def session(self, *, fetch: int = 1000) -> Iterator[neo4j.Session]:
        """A session on the current address; driver errors leave as TenderLensErrors."""
        driver, address = self._current()
        mode = neo4j.READ_ACCESS if self._read_only else neo4j.WRITE_ACCESS
        with (
            said_plainly(address, reading=self._read_only),
            driver.session(
                database=address.database, default_access_mode=mode, fetch_size=fetch
            ) as session,
        ):
            yield session

    def write(self, work: Callable[[Run], T]) -> T:
        """Run `work` in one transaction: all of it is kept, or nothing. Retried when transient."""

        def attempt(transaction: neo4j.ManagedTransaction) -> T:
            def run(cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
                # Not record.data(), which walks through every list and map: writers ask for values.
                found = transaction.run(cypher, dict(parameters))
                names = found.keys()
                return [dict(zip(names, record.values(), strict=True)) for record in found]

            return work(run)

        try:
            with self.session(fetch=STREAM_ROWS) as session:
                return session.execute_write(attempt)
        except TenderLensError as error:
            lacking = self._shortage()
            if lacking is None:
                raise
            raise EngineRefused(lacking) from error

    def schema(self, cypher: str) -> None:
        """Run one schema statement in its own transaction."""
        with self.session() as session:
            session.run(cypher).consume()

    def close(self) -> None:
        """Close the driver, if one was opened."""
        with self._lock:
            if self._driver is not None:
                self._driver.close()
                self._driver = None


def _driver(address: BoltAddress) -> neo4j.Driver:
    try:
        return neo4j.GraphDatabase.driver(
            address.url,
            auth=(address.user, address.password),
            notifications_min_severity="OFF",
            connection_timeout=5.0,
            max_transaction_retry_time=20.0,
        )
    except (neo4j.exceptions.ConfigurationError, ValueError) as error:
        raise EngineUnavailable(
            t(
                "The graph address {url} cannot be used: {error}. "
                "Write bolt://host:7687, neo4j://host:7687 or neo4j+s://host:7687.",
                url=address.url,
                error=error,
            )
        ) from error


@contextmanager
def said_plainly(address: BoltAddress, *, reading: bool) -> Iterator[None]:
    """Turn what the driver raises into what a person can act on."""
    try:
        yield
    except neo4j.exceptions.AuthError as error:
        raise EngineRefused(
            t(
                "The graph at {url} refused the user name or password of '{user}'. "
                "Set NEO4J_USER and NEO4J_PASSWORD to valid ones.",
                url=address.url,
                user=address.user,
            )
        ) from error
    except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.SessionExpired) as error:
        raise EngineUnavailable(
            t(
                "No graph answers at {url}. Check the address and that the server is running.",
                url=address.url,
            )
        ) from error
    except neo4j.exceptions.Neo4jError as error:
        raise _plain(error, reading=reading) from error
    except UnicodeEncodeError as error:
        sign = repr(error.object[error.start : error.end])
        raise QueryRejected(
            t("A text holds a sign that is no character: {sign}. Leave it out.", sign=sign)
        ) from error
    except OverflowError as error:  # the driver's, of a parameter
        raise QueryRejected(
            t("A whole number is too large: the engines take 64 bits. Write it as text.")
        ) from error
    except neo4j.exceptions.DriverError as error:
        raise EngineUnavailable(
            t("The connection to {url} broke: {error}", url=address.url, error=error)
        ) from error


def _plain(error: neo4j.exceptions.Neo4jError, *, reading: bool) -> TenderLensError:
    code, message = error.code or "", error.message or str(error)
    if "TimedOut" in code or "timeout" in message.lower() or "Terminated" in code:
        if not reading:
            return EngineRefused(
                t(
                    "The engine took too long over a change and stopped it ({error}). Nothing of "
                    "this step was kept. Try again when fewer pages and programs are busy.",
                    error=message,
                )
            )
        return QueryTimedOut(
            t("The query ran longer than its limit and was stopped. Narrow it or raise the limit.")
        )
    if "heap budget" in message or "MemoryPool" in code:
        return QueryTooLarge(
            t(
                "The engine has too little memory for the query. Ask about fewer things at once, "
                "or give the engine more (heap_mb in the settings)."
            )
        )
    if "Forbidden" in code or "AccessMode" in code or "read access mode" in message.lower():
        return QueryRejected(
            t(
                "The query would change the graph; this connection may only read. ({error})",
                error=message,
            )
        )
    if reading or "Statement" in code or "Schema" in code:
        return QueryRejected(refused_query(message))
    return EngineRefused(t("The engine refused: {error}", error=message))


class BoltReader(KeyReader):
    """Reads through a connection that cannot write.

    `watched` engines ignore the driver's time limit: a second connection ends what runs too long.
    """

    def __init__(self, connection: BoltConnection, *, watched: bool = False) -> None:
        self._connection = connection
        self._watched = watched

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        limits: QueryLimits = DEFAULT_LIMITS,
    ) -> Table:
        """See GraphReader.run."""
        overheard(cypher, parameters)
        try:
            return self._run(cypher, parameters, limits)
        except EngineUnavailable:
            if not self._watched:
                raise
            # The embedded server was killed or has moved: asking again finds or starts it.
            return self._run(cypher, parameters, limits)

    def _run(
        self, cypher: str, parameters: Mapping[str, Value] | None, limits: QueryLimits
    ) -> Table:
        with self._limited(cypher, limits.seconds), self._connection.session() as session:
            result = session.run(
                neo4j.Query(cypher, timeout=limits.seconds), dict(parameters or {})
            )
            columns = columns_of(result, cypher)
            rows: list[list[Any]] = []
            truncated = False
            for record in result:
                if len(rows) == limits.rows:
                    truncated = True
                    break
                rows.append(record.values())
            result.consume()
            told = _Cells(session).rows(rows)
        return Table(columns, told, truncated)

    @contextmanager
    def _limited(self, cypher: str, seconds: float) -> Iterator[None]:
        if not self._watched:
            yield
            return
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(cypher, seconds, done), daemon=True)
        watch.start()
        try:
            yield
        finally:
            done.set()

    def _watch(self, cypher: str, seconds: float, done: threading.Event) -> None:
        wait = seconds
        while not done.wait(wait):
            self._end(cypher, seconds)
            wait = 0.5

    def _end(self, cypher: str, seconds: float) -> None:
        """End every run of this text that is over its time."""
        with suppress(TenderLensError), self._connection.session() as session:
            for row in session.run("SHOW TRANSACTIONS").data():
                ran = row["elapsedTime"].seconds + row["elapsedTime"].nanoseconds / 1e9
                if row["currentQuery"] == cypher and ran >= seconds:
                    session.run(f"TERMINATE TRANSACTION '{row['transactionId']}'").consume()

    def explain(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> str:
        """See AdHocReader.explain."""
        with self._connection.session() as session:
            result = session.run(
                neo4j.Query(f"EXPLAIN {cypher}", timeout=30.0), dict(parameters or {})
            )
            plan = result.consume().plan
        return "" if plan is None else plan_text(plan)

    def stop(self, cypher: str) -> None:
        """See AdHocReader.stop."""
        self._end(cypher, 0.0)

    def frame(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """See GraphReader.frame."""
        overheard(cypher, parameters)
        with self._connection.session(fetch=STREAM_ROWS) as session:
            result = session.run(neo4j.Query(cypher, timeout=600.0), dict(parameters or {}))
            columns = list(columns_of(result, cypher))
            parts: list[pd.DataFrame] = []
            chunk: list[list[Any]] = []
            for record in result:
                chunk.append(record.values())
                if len(chunk) == 10 * STREAM_ROWS:
                    parts.append(pd.DataFrame(chunk, columns=columns))
                    chunk = []
            parts.append(pd.DataFrame(chunk, columns=columns))
        return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def plan_text(plan: Mapping[str, Any], depth: int = 0) -> str:
    """A plan as the engine writes it, else its operators, each under the one that asks it."""
    written = plan.get("args", {}).get("string-representation")
    if written:
        return str(written)
    lines = ["  " * depth + str(plan.get("operatorType", ""))]
    lines += [plan_text(child, depth + 1) for child in plan.get("children", [])]
    return "\n".join(lines)


def columns_of(result: neo4j.Result, cypher: str) -> tuple[str, ...]:
    """The names of the columns; the embedded engine does not send them with an empty answer."""
    return tuple(result.keys()) or returned(cypher)


def plain(value: Any) -> bool:
    """Whether a value is ours as the driver brings it: most are, and most lists are long."""
    kind = type(value)
    return kind in PLAIN or (kind is list and PLAIN.issuperset(map(type, value)))


class _Cells:
    """Turns the driver's values into ours; looks up the keys of edge ends it was not sent."""

    def __init__(self, session: neo4j.Session) -> None:
        self._session = session
        self._keys: dict[str, str] = {}

    def rows(self, rows: list[list[Any]]) -> tuple[tuple[Cell, ...], ...]:
        missing: set[str] = set()
        for row in rows:
            self._collect(row, missing)
        missing -= set(self._keys)
        if missing:
            found = self._session.run(
                "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n) AS id, n.key AS key",
                {"ids": sorted(missing)},
            )
            self._keys |= {record["id"]: record["key"] or "" for record in found}
        return tuple(tuple(v if plain(v) else self._cell(v) for v in row) for row in rows)

    def _collect(self, value: Any, missing: set[str]) -> None:
        if isinstance(value, neo4j.graph.Node):
            self._keys[value.element_id] = str(value.get("key") or value.element_id)
        elif isinstance(value, neo4j.graph.Relationship):
            missing.update(n.element_id for n in value.nodes if n is not None)
        elif isinstance(value, neo4j.graph.Path):
            for part in (*value.nodes, *value.relationships):
                self._collect(part, missing)
        elif isinstance(value, list | tuple | dict):
            for item in value.values() if isinstance(value, dict) else value:
                if not plain(item):
                    self._collect(item, missing)

    def _cell(self, value: Any) -> Cell:
        if isinstance(value, neo4j.graph.Node):
            label = min(value.labels) if value.labels else ""
            return Node(self._keys[value.element_id], label, dict(value))
        if isinstance(value, neo4j.graph.Relationship):
            start, end = (
                self._keys.get(n.element_id, "") if n is not None else "" for n in value.nodes
            )
            return make_edge(start, end, value.type, dict(value))
        if isinstance(value, neo4j.graph.Path):
            return Path(
                tuple(self._cell(n) for n in value.nodes),  # type: ignore[misc]
                tuple(self._cell(r) for r in value.relationships),  # type: ignore[misc]
            )
        if isinstance(value, neo4j.time.Duration):  # a tuple too
            return str(value.iso_format())
        if isinstance(value, list | tuple):
            return [v if plain(v) else self._cell(v) for v in value]
        if isinstance(value, dict):
            return {k: v if plain(v) else self._cell(v) for k, v in value.items()}
        if value is None or isinstance(value, str | int | float | bool):
            return value
        return str(value.iso_format() if hasattr(value, "iso_format") else value)


class BoltEngine:
    """One graph behind a Bolt address.

    `address` and `reader_address` are asked anew for every session, because the embedded server
    may have moved (restarted on another port, or switched to a freshly loaded database).
    """

    def __init__(
        self,
        name: str,
        address: Callable[[], BoltAddress],
        reader_address: Callable[[], BoltAddress],
        *,
        watched: bool = False,
        shortage: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._name = name
        self._write = BoltConnection(address, read_only=False, shortage=shortage)
        self._read = BoltConnection(reader_address, read_only=True)
        self._reader = BoltReader(self._read, watched=watched)
        self._writer = DerivedWriter(self._write)

    @property
    def name(self) -> str:
        """See GraphEngine.name."""
        return self._name

    @property
    def reader(self) -> AdHocReader:
        """See GraphEngine.reader."""
        return self._reader

    @property
    def writer(self) -> GraphWriter:
        """See GraphEngine.writer."""
        return self._writer

    @contextmanager
    def loading(self) -> Iterator[BatchWriter]:
        """See GraphEngine.loading."""
        self._writer.apply_schema(SCHEMA)
        yield self._writer

    def close(self) -> None:
        """See GraphEngine.close."""
        self._read.close()
        self._write.close()
