"""The writer for initial loads: collects a whole graph and hands it to the engine in one piece."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import orjson

from graph import statements
from graph.claims import Element
from graph.embedded_server import EmbeddedServer
from graph.errors import RecordsRefused
from graph.key_writer import (
    KeyWriter,
    batch_properties,
    chunks,
    facts_of,
    group_of,
    identity_of,
)
from graph.records import (
    BatchInfo,
    EdgeRecord,
    NodeRecord,
    Value,
)
from graph.vocabulary import SCHEMA

POSITION_BITS = 32
POSITIONS = (1 << POSITION_BITS) - 1


class BulkWriter:
    """A BatchWriter whose graph becomes visible as a whole when `finish` is called.

    Nodes and edges go to temporary files; memory holds a node's key and place, so that several
    files can describe one node, and a fingerprint of each edge. An edge that is stated twice in
    different ways is rare: the ordinary writer folds those after the load.
    """

    def __init__(self, server: EmbeddedServer, ordinary: KeyWriter, folder: Path) -> None:
        self._server = server
        self._ordinary = ordinary
        self._nodes = _NodeFile(folder)
        self._edges = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by finish)
        self._seen = _Fingerprints()
        self._again: list[tuple[str, EdgeRecord]] = []

    def begin_batch(self, batch: BatchInfo) -> None:
        """See BatchWriter.begin_batch; nothing is visible before `finish`."""

    def finish_batch(self, batch: BatchInfo) -> None:
        """See BatchWriter.finish_batch."""
        key = f"batch:{batch.id}"
        self._nodes.put(key, _line("Batch", key, batch_properties(batch)), named=True)

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        """See BatchWriter.write_nodes."""
        return sum(self._write_node(batch, node) for node in nodes)

    def _write_node(self, batch: str, node: NodeRecord) -> bool:
        known = node.key in self._nodes
        if known and node.mention and self._nodes.adds_nothing(node):
            return False
        line = self._nodes.line(node.key) if known else None
        folded = _folded(line, batch, node)
        if folded != line:
            self._nodes.put(node.key, folded, named=b'"name":' in folded)
        return not known

    def write_edges(self, batch: str, edges: Iterable[EdgeRecord]) -> int:
        """See BatchWriter.write_edges."""
        return sum(self._write_edges(batch, part) for part in chunks(edges))

    def _write_edges(self, batch: str, edges: Sequence[EdgeRecord]) -> int:
        joined = [self._ends(record) for record in edges]
        stated = [
            hash((batch, e, repr(sorted(_said(r.properties).items()))))
            for e, r in zip(joined, edges, strict=True)
        ]
        old_ends, old_statement = self._seen.add(joined), self._seen.add(stated)
        new = 0
        for record, met, said in zip(edges, old_ends, old_statement, strict=True):
            if not met:
                ends = self._nodes.position(record.start), self._nodes.position(record.end)
                self._edges.write(_edge_line(batch, record, *ends))
                new += 1
            elif not said:
                self._again.append((batch, record))
        return new

    def _ends(self, record: EdgeRecord) -> int:
        edge, _, _ = group_of(record)
        if record.start not in self._nodes or record.end not in self._nodes:
            raise RecordsRefused(
                f"An edge {edge.type} joins {record.start} and {record.end}, which were not "
                "both written before it."
            )
        return hash((edge.type, record.start, record.end, identity_of(edge, record.properties)))

    def finish(self) -> None:
        """Load everything into a fresh database and make it the current one."""
        self._edges.seek(0)
        ddl = [f"CREATE VERTEX TYPE `{node.label}`" for node in SCHEMA.nodes]
        ddl += [f"CREATE EDGE TYPE `{edge.type}`" for edge in SCHEMA.edges]
        self._server.replace_graph(
            self._nodes.lines(),
            self._edges,
            ddl=ddl,
            index_ddl=[statements.unique_key(node.label) for node in SCHEMA.nodes],
        )
        for batch, group in itertools.groupby(self._again, key=lambda item: item[0]):
            self._ordinary.write_edges(batch, [record for _, record in group])

    def close(self) -> None:
        """Drop the temporary files."""
        self._nodes.close()
        self._edges.close()


class _NodeFile:
    """Lines of nodes in a temporary file, found by key. A line that is replaced stays, unread."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by close)
        # One number a node keeps millions of them small: offset of its line, position, has a name.
        self._places: dict[str, int] = {}
        self._end = 0

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def position(self, key: str) -> int:
        """Where `lines` gives the node, from 0."""
        return (self._places[key] >> 1) & POSITIONS

    def adds_nothing(self, node: NodeRecord) -> bool:
        """Whether a mention has no property that the node lacks; the common one is its name."""
        lacking = set(node.properties)
        if self._places[node.key] & 1:
            lacking.discard("name")
        if not lacking:
            return True
        line = self.line(node.key)
        return all(f'"{name}":'.encode() in line for name in lacking)

    def line(self, key: str) -> bytes:
        """The present line of a node."""
        line = self._read(self._places[key])
        self._file.seek(self._end)
        return line

    def _read(self, place: int) -> bytes:
        offset = place >> (POSITION_BITS + 1)
        if self._file.tell() != offset:
            self._file.seek(offset)
        return self._file.readline()

    def put(self, key: str, line: bytes, *, named: bool) -> None:
        """Make `line` the node's line."""
        position = self.position(key) if key in self._places else len(self._places)
        self._places[key] = (self._end << POSITION_BITS | position) << 1 | named
        self._end += self._file.write(line)

    def lines(self) -> Iterator[bytes]:
        """Every node's present line, by position."""
        for place in self._places.values():
            yield self._read(place)

    def close(self) -> None:
        self._file.close()


class _Fingerprints:
    """64-bit numbers already met, at eight bytes each: sorted ones, and a few new ones beside."""

    ENOUGH = 500_000

    def __init__(self) -> None:
        self._sorted = np.empty(0, dtype=np.int64)
        self._new: set[int] = set()

    def add(self, numbers: Sequence[int]) -> list[bool]:
        """For each number whether it was met before; then all of them have been."""
        asked = np.asarray(numbers, dtype=np.int64)
        at = np.searchsorted(self._sorted, asked)
        inside = at < self._sorted.size
        old = np.zeros(asked.size, dtype=bool)
        old[inside] = self._sorted[at[inside]] == asked[inside]
        met = []
        for number, known in zip(numbers, old.tolist(), strict=True):
            met.append(known or number in self._new)
            self._new.add(number)
        if len(self._new) >= self.ENOUGH:
            fresh = np.fromiter(self._new, dtype=np.int64, count=len(self._new))
            self._sorted = np.union1d(self._sorted, fresh)
            self._new = set()
        return met


def _said(properties: Mapping[str, Value]) -> dict[str, Value]:
    return {k: v for k, v in properties.items() if v is not None}


def _line(label: str, key: str, stored: Mapping[str, Value]) -> bytes:
    line = {"@type": "vertex", "@class": label, "key": key, **stored}
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


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


def _edge_line(batch: str, record: EdgeRecord, start: int, end: int) -> bytes:
    line: dict[str, Value] = {
        "@type": "edge",
        "@class": record.type,
        "@from": start,
        "@to": end,
        **_said(record.properties),
        "sources": [record.source.compact(batch)],
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
