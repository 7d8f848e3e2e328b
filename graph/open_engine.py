"""From an address to an engine: `embedded:` or any Bolt URL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from graph.bolt_engine import BoltAddress, BoltEngine
from graph.bulk_writer import BulkWriter
from graph.embedded_server import EmbeddedServer
from graph.engine import BatchWriter
from graph.errors import EngineUnavailable
from graph.vocabulary import SCHEMA
from messages import t

EMBEDDED = "embedded:"
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class EmbeddedEngine(BoltEngine):
    """The workspace's own server: a Bolt address that is started when somebody asks."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server
        super().__init__(
            "embedded",
            self._address("writer"),
            self._address("reader"),
            watched=True,
            shortage=server.disk_shortage,
        )

    def _address(self, role: str) -> Callable[[], BoltAddress]:
        def address() -> BoltAddress:
            endpoint = self.server.ensure()
            who = endpoint.writer if role == "writer" else endpoint.reader
            return BoltAddress(endpoint.url, who.user, who.password, endpoint.database)

        return address

    @contextmanager
    def loading(self) -> Iterator[BatchWriter]:
        """See GraphEngine.loading."""
        if self._write.write(lambda run: run("MATCH (n) RETURN n.key AS key LIMIT 1", {})):
            with super().loading() as writer:
                yield writer
            return
        bulk = BulkWriter(self.server, self.server.folder.path)
        with closing(bulk):
            yield bulk
            bulk.finish()
        self._writer.apply_schema(SCHEMA)


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How the embedded server is run; see EmbeddedServer."""

    heap_mb: int = 2560
    idle_minutes: float = 30


def open_engine(
    url: str, *, folder: Path, settings: EngineSettings = EngineSettings()
) -> BoltEngine:
    """The engine at `url`.

    `embedded:` is the server of `folder` (the workspace's graph folder), started when first asked.
    Anything else is a Bolt URL, `bolt://user:password@host:7687/database`; user, password and
    database may come from NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE instead. Raises
    EngineUnavailable for an address that cannot be one; no connection is made yet.
    """
    if url == EMBEDDED:
        server = EmbeddedServer(
            folder, heap_mb=settings.heap_mb, idle_minutes=settings.idle_minutes
        )
        return EmbeddedEngine(server)
    address = parse_address(url)
    shown = address.url
    return BoltEngine(shown, lambda: address, lambda: address)


def parse_address(url: str) -> BoltAddress:
    """A Bolt URL taken apart; the password never stays in `url`."""
    parts = urlsplit(url)
    try:
        port = parts.port or 7687
    except ValueError:
        port = 0
    if parts.scheme not in SCHEMES or not parts.hostname or not port:
        raise EngineUnavailable(
            t(
                "'{url}' is no graph address. Write embedded: for the built-in engine, "
                "or bolt://host:7687, neo4j://host:7687, neo4j+s://host:7687.",
                url=parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1]).geturl(),
            )
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return BoltAddress(
        f"{parts.scheme}://{host}:{port}",
        unquote(parts.username or "") or os.environ.get("NEO4J_USER", "neo4j"),
        unquote(parts.password or "") or os.environ.get("NEO4J_PASSWORD", ""),
        parts.path.strip("/") or os.environ.get("NEO4J_DATABASE") or None,
    )
