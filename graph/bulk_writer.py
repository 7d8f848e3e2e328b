"""The writer for initial loads: collects a whole graph and hands it to the engine in one piece."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson

from graph.claims import Claim, Element
from graph.embedded_server import EmbeddedServer
from graph.errors import RecordsRefused
from graph.key_writer import batch_properties, chunks, facts_of, group_of, identity_of
from graph.records import BatchInfo, EdgeRecord, NodeRecord, Value
from graph.schema import EdgeType
from graph.vocabulary import SCHEMA

POSITION_BITS, LABEL_BITS = 32, 8
POSITIONS, LABELS = (1 << POSITION_BITS) - 1, (1 << LABEL_BITS) - 1
BLOCK_BYTES = 1 << 18
EDGES_AT_A_TIME = 50_000
FOLDED_AT_A_TIME = 250_000  # edges stated more than once; each takes about a kilobyte

Numbers = npt.NDArray[np.int64]

_NOTHING: frozenset[str] = frozenset()
_LABELS = {node.label: number for number, node in enumerate(SCHEMA.nodes)}


class BulkWriter:
    """A BatchWriter whose graph becomes visible as a whole when `finish` is called.

    Nodes and edges go to temporary files. Memory holds a node's key and place, so that several
    files can describe one node, and a fingerprint of each edge. An edge that was stated more than
    once is put together when the graph is handed over.

    Nodes are handed over label by label as far as they were written together, edges type by type:
    the engine commits at each change of label, and makes edges of several types one by one.
    """

    waits = False

    def __init__(self, server: EmbeddedServer, folder: Path) -> None:
        self._server = server
        self._nodes = _NodeFile(folder)
        self._edges: dict[str, _EdgeFile] = defaultdict(lambda: _EdgeFile(folder))
        self._known: set[tuple[str, int, int]] = set()  # edge types between labels
        # What this batch said of a node in passing: the names of its properties.
        self._mentioned: dict[str, frozenset[str]] = {}
        self._as_of = ""

    def begin_batch(self, batch: BatchInfo) -> None:
        """See BatchWriter.begin_batch; nothing is visible before `finish`."""
        self._as_of = batch.as_of
        self._mentioned = {}

    def finish_batch(self, batch: BatchInfo) -> None:
        """See BatchWriter.finish_batch."""
        key = f"batch:{batch.id}"
        line = _line("Batch", key, _said(batch_properties(batch)))
        self._nodes.put("Batch", key.encode(), line)

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        """See BatchWriter.write_nodes."""
        by_label = sorted(nodes, key=attrgetter("label"))
        return sum(self._write_node(batch, node) for node in by_label)

    def _write_node(self, batch: str, node: NodeRecord) -> bool:
        key = node.key.encode()
        known = key in self._nodes.places
        if node.mention and self._says_nothing_new(node, known=known):
            return False
        if not known:
            self._nodes.put(node.label, key, _first_line(batch, node, self._as_of))
            return True
        line = self._nodes.line(key)
        folded = _folded(line, batch, node, self._as_of)
        if folded != line:
            self._nodes.put(node.label, key, folded)
        return False

    def _says_nothing_new(self, node: NodeRecord, *, known: bool) -> bool:
        """Whether a mention of a node that is there says only what this batch mentioned before."""
        if not node.properties:
            return known
        said, names = self._mentioned.get(node.key, _NOTHING), node.properties.keys()
        if names <= said:
            return True
        self._mentioned[node.key] = _one_of_a_kind(said.union(names))
        return False

    def write_edges(self, batch: str, edges: Iterable[EdgeRecord]) -> int:
        """See BatchWriter.write_edges."""
        return sum(self._write_edges(batch, part) for part in chunks(edges, EDGES_AT_A_TIME))

    def _write_edges(self, batch: str, edges: Sequence[EdgeRecord]) -> int:
        by_type: dict[str, list[EdgeRecord]] = defaultdict(list)
        for record in edges:
            by_type[record.type].append(record)
        return sum(self._write_type(batch, some) for some in by_type.values())

    def _write_type(self, batch: str, edges: Sequence[EdgeRecord]) -> int:
        places, known = self._nodes.places, self._known
        edge: EdgeType | None = None
        prints: list[int] = []
        ends: list[tuple[int, int]] = []
        for record in edges:
            start, end = places.get(record.start.encode()), places.get(record.end.encode())
            if start is None or end is None:
                raise RecordsRefused(
                    f"An edge {record.type} joins {record.start} and {record.end}, which were not "
                    "both written before it."
                )
            arrow = (record.type, start & LABELS, end & LABELS)
            if edge is None or arrow not in known:
                edge, _, _ = group_of(record)
                known.add(arrow)
            start, end = start >> LABEL_BITS & POSITIONS, end >> LABEL_BITS & POSITIONS
            identity = identity_of(edge, record.properties) if edge.identity else ()
            prints.append(hash((start, end, identity)))
            ends.append((start, end))
        lines = _edge_lines(batch, edges, ends, self._as_of)
        return self._edges[edges[0].type].add(prints, lines)

    def finish(self) -> None:
        """Load everything into a fresh database and make it the current one."""
        labels = [node.label for node in SCHEMA.nodes]
        self._server.replace_graph(
            self._nodes.lines(),
            chain.from_iterable(self._edges[type_].lines() for type_ in sorted(self._edges)),
            ddl=[
                *(f"CREATE VERTEX TYPE `{label}`" for label in labels),
                *(f"CREATE EDGE TYPE `{edge.type}`" for edge in SCHEMA.edges),
                *(f"CREATE PROPERTY `{label}`.`key` STRING" for label in labels),
            ],
            # As statements.unique_key, but built from sorted keys instead of one by one.
            index_ddl=[
                f"CREATE INDEX ON `{label}` (`key`) UNIQUE METADATA {{'buildMode': 'SORTED'}}"
                for label in labels
            ],
        )

    def close(self) -> None:
        """Drop the temporary files."""
        self._nodes.close()
        for file in self._edges.values():
            file.close()


class _NodeFile:
    """Lines of nodes in a temporary file, found by key. A line that is replaced stays, unread."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by close)
        # One number a node keeps millions of them small. From its lowest bits: label, position,
        # offset of its line. Keys are kept as UTF-8: Chinese takes twice as much as text.
        self.places: dict[bytes, int] = {}
        self._end = 0

    def line(self, key: bytes) -> bytes:
        """The present line of a node."""
        self._file.seek(_offset(self.places[key]))
        line = self._file.readline()
        self._file.seek(self._end)
        return line

    def put(self, label: str, key: bytes, line: bytes) -> None:
        """Make `line` the node's line."""
        known = self.places.get(key)
        position = len(self.places) if known is None else known >> LABEL_BITS & POSITIONS
        place = self._end << POSITION_BITS | position
        self.places[key] = place << LABEL_BITS | _LABELS[label]
        self._end += self._file.write(line)

    def lines(self) -> Iterator[bytes]:
        """Every node's present line, by position."""
        self._file.seek(0)
        at = 0
        for place in self.places.values():
            offset = _offset(place)
            if offset != at:
                self._file.seek(offset)
            line = self._file.readline()
            at = offset + len(line)
            yield line

    def close(self) -> None:
        self._file.close()


def _offset(place: int) -> int:
    return place >> LABEL_BITS + POSITION_BITS


@lru_cache(maxsize=1 << 10)
def _one_of_a_kind(names: frozenset[str]) -> frozenset[str]:
    """The same object for equal names: millions of nodes are mentioned in a few ways."""
    return names


class _EdgeFile:
    """Lines of edges of one type in a temporary file, each with a fingerprint of what it states."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=BLOCK_BYTES)  # noqa: SIM115
        self._prints = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  as int64
        self._met = _Fingerprints()

    def add(self, prints: Sequence[int], lines: Iterable[bytes]) -> int:
        """Add lines; returns how many edges were not stated before."""
        numbers = np.array(prints, dtype=np.int64)
        self._prints.write(numbers.data)
        self._file.writelines(lines)
        return self._met.add(numbers)

    def lines(self) -> Iterator[bytes]:
        """Blocks of whole lines, one line an edge; those stated more than once come last."""
        self._file.seek(0)
        self._prints.seek(0)
        every = np.frombuffer(self._prints.read(), dtype=np.int64)
        again = _repeated(every)
        if again.size == 0:
            while block := self._file.read(BLOCK_BYTES):
                yield block + self._file.readline()
            return
        yield from compress(self._file, np.isin(every, again, invert=True).tolist())
        for first in range(0, again.size, FOLDED_AT_A_TIME):
            chosen = np.isin(every, again[first : first + FOLDED_AT_A_TIME])
            self._file.seek(0)
            yield from _put_together(every[chosen].tolist(), compress(self._file, chosen.tolist()))

    def close(self) -> None:
        self._file.close()
        self._prints.close()


class _Fingerprints:
    """64-bit numbers already met, at eight bytes each: sorted, the long lists before the short."""

    def __init__(self) -> None:
        self._lists: list[Numbers] = []

    def add(self, numbers: Numbers) -> int:
        """How many of these numbers were not met before; then all of them have been."""
        fresh = np.unique(numbers)
        for known in self._lists:
            at = np.searchsorted(known, fresh)
            at[at == known.size] = 0
            fresh = fresh[known[at] != fresh]
        if fresh.size:
            self._lists.append(fresh)
        while len(self._lists) > 1 and self._lists[-2].size < 2 * self._lists[-1].size:
            both = np.concatenate([self._lists.pop(-2), self._lists.pop()])
            both.sort(kind="stable")
            self._lists.append(both)
        return fresh.size


def _repeated(numbers: Numbers) -> Numbers:
    ordered = np.sort(numbers)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])


def _put_together(prints: Iterable[int], lines: Iterable[bytes]) -> Iterator[bytes]:
    """One line for all lines of one fingerprint."""
    edges: dict[int, tuple[dict[str, Value], Element]] = {}
    for number, line in zip(prints, lines, strict=True):
        stated = orjson.loads(line)
        head = {name: stated.pop(name) for name in ("@type", "@class", "@from", "@to")}
        (source,) = stated.pop("sources")
        claims = stated.pop("claims", None)
        as_of = Claim.parse(claims[0]).as_of if claims else ""
        _, element = edges.setdefault(number, (head, Element()))
        element.fold(source.split(":", 1)[0], source, stated, weak=False, as_of=as_of)
    for head, element in edges.values():
        yield orjson.dumps(head | element.stored(), option=orjson.OPT_APPEND_NEWLINE)


def _said(properties: Mapping[str, Value]) -> Mapping[str, Value]:
    if None not in properties.values():
        return properties
    return {k: v for k, v in properties.items() if v is not None}


def _line(label: str, key: str, stored: Mapping[str, Value]) -> bytes:
    line = {"@type": "vertex", "@class": label, "key": key, **stored}
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _first_line(batch: str, node: NodeRecord, as_of: str) -> bytes:
    said = _said(node.properties)
    line = {
        "@type": "vertex",
        "@class": node.label,
        "key": node.key,
        **said,
        "sources": [node.source.compact(batch)],
    }
    if node.mention:
        line["mentioned"] = True
    if as_of:
        line["claims"] = [Claim(batch, node.mention, said, as_of).text()]
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _folded(line: bytes, batch: str, node: NodeRecord, as_of: str) -> bytes:
    facts = facts_of(SCHEMA.node(node.label).properties)
    element = Element.read(orjson.loads(line), facts)
    source = node.source.compact(batch)
    if not element.fold(batch, source, node.properties, weak=node.mention, as_of=as_of):
        return line
    return _line(node.label, node.key, element.stored())


def _edge_lines(
    batch: str, edges: Sequence[EdgeRecord], ends: Iterable[tuple[int, int]], as_of: str
) -> Iterator[bytes]:
    """One line for each edge of a type. Put together by hand: most edges have nothing to quote."""
    sheet, place = None, ""
    for record, (start, end) in zip(edges, ends, strict=True):
        source, said = record.source, ""
        if source.sheet != sheet:
            sheet, place = source.sheet, _quoted(f"{batch}:{source.sheet}:")[:-1]
        if record.properties:
            said = _quoted(_said(record.properties))[1:-1]
            said += "," if said else ""
        claims = ""
        if as_of:
            claim = Claim(batch, False, _said(record.properties), as_of)
            claims = f',"claims":{_quoted([claim.text()])}'
        yield (
            f'{{"@type":"edge","@class":"{record.type}","@from":{start},"@to":{end},'
            f'{said}"sources":[{place}{source.row}"]{claims}}}\n'
        ).encode()


def _quoted(value: object) -> str:
    return orjson.dumps(value).decode()
