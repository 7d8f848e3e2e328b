"""The writer for initial loads: collects a whole graph and hands it to the engine in one piece."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import orjson

from graph import statements
from graph.claims import Element
from graph.embedded_server import EmbeddedServer
from graph.errors import RecordsRefused
from graph.key_writer import KeyWriter, batch_properties, facts_of, group_of, identity_of
from graph.records import (
    BatchInfo,
    EdgeRecord,
    NodeRecord,
    Value,
)
from graph.vocabulary import SCHEMA


class BulkWriter:
    """A BatchWriter whose graph becomes visible as a whole when `finish` is called.

    Nodes are kept as lines in memory, so that several files can describe one node; edges go to a
    temporary file. An edge that is stated twice in different ways is rare: the ordinary writer
    folds those after the load.
    """

    def __init__(self, server: EmbeddedServer, ordinary: KeyWriter, folder: Path) -> None:
        self._server = server
        self._ordinary = ordinary
        self._nodes: dict[str, bytes] = {}
        self._edges: dict[int, int] = {}
        self._again: list[tuple[str, EdgeRecord]] = []
        self._spill = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by finish)

    def begin_batch(self, batch: BatchInfo) -> None:
        """See BatchWriter.begin_batch; nothing is visible before `finish`."""

    def finish_batch(self, batch: BatchInfo) -> None:
        """See BatchWriter.finish_batch."""
        key = f"batch:{batch.id}"
        self._nodes[key] = _line("Batch", key, batch_properties(batch))

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        """See BatchWriter.write_nodes."""
        new = 0
        for node in nodes:
            line = self._nodes.get(node.key)
            if line is None:
                new += 1
            elif node.mention and all(f'"{p}":'.encode() in line for p in node.properties):
                continue  # it fills no gap
            self._nodes[node.key] = _folded(line, batch, node)
        return new

    def write_edges(self, batch: str, edges: Iterable[EdgeRecord]) -> int:
        """See BatchWriter.write_edges."""
        new = 0
        for record in edges:
            edge, _, _ = group_of(record)
            if record.start not in self._nodes or record.end not in self._nodes:
                raise RecordsRefused(
                    f"An edge {edge.type} joins {record.start} and {record.end}, which were not "
                    "both written before it."
                )
            identity = identity_of(edge, record.properties)
            ends = hash((edge.type, record.start, record.end, identity))
            stated = hash((batch, repr(sorted(_said(record.properties).items()))))
            known = self._edges.get(ends)
            if known is None:
                self._edges[ends] = stated
                self._spill.write(_edge_line(batch, record))
                new += 1
            elif known != stated:
                self._again.append((batch, record))
        return new

    def finish(self) -> None:
        """Load everything into a fresh database and make it the current one."""
        self._spill.seek(0)
        ddl = [f"CREATE VERTEX TYPE `{node.label}`" for node in SCHEMA.nodes]
        ddl += [f"CREATE EDGE TYPE `{edge.type}`" for edge in SCHEMA.edges]
        try:
            self._server.replace_graph(
                self._drained(),
                self._spill,
                ddl=ddl,
                index_ddl=[statements.unique_key(node.label) for node in SCHEMA.nodes],
            )
        finally:
            self._spill.close()
        for batch, record in self._again:
            self._ordinary.write_edges(batch, [record])

    def _drained(self) -> Iterator[bytes]:
        """Each node's line, freeing the memory as it goes."""
        while self._nodes:
            yield self._nodes.popitem()[1]


def _said(properties: Mapping[str, Value]) -> dict[str, Value]:
    return {k: v for k, v in properties.items() if v is not None}


def _line(label: str, key: str, stored: Mapping[str, Value]) -> bytes:
    return orjson.dumps({"@type": "vertex", "@class": label, "@id": key, "key": key, **stored})


def _folded(line: bytes | None, batch: str, node: NodeRecord) -> bytes:
    source = node.source.compact(batch)
    if line is None:
        stored = _said(node.properties) | {"sources": [source]}
        return _line(node.label, node.key, stored | ({"mentioned": True} if node.mention else {}))
    facts = facts_of(SCHEMA.node(node.label).properties)
    element = Element.read(orjson.loads(line), facts)
    if not element.fold(batch, source, node.properties, weak=node.mention):
        return line
    return _line(node.label, node.key, element.stored())


def _edge_line(batch: str, record: EdgeRecord) -> bytes:
    line: dict[str, Value] = {
        "@type": "edge",
        "@class": record.type,
        "@from": record.start,
        "@to": record.end,
        **_said(record.properties),
        "sources": [record.source.compact(batch)],
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
