"""The writer for initial loads: collects a whole graph and hands it to the engine in one piece."""

from __future__ import annotations

import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress, islice
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson

from graph.claims import Claim, Element
from graph.embedded_server import EmbeddedServer
from graph.errors import RecordsRefused
from graph.key_writer import batch_properties, chunks, group_of, identity_of
from graph.records import BatchInfo, EdgeRecord, NodeRecord, Value
from graph.vocabulary import SCHEMA

LABEL_BITS = 8
LABELS = (1 << LABEL_BITS) - 1
BLOCK_BYTES = 1 << 18
EDGES_AT_A_TIME = 50_000
FOLDED_AT_A_TIME = 250_000  # of what was stated more than once; each takes about a kilobyte
HEAD = ("@type", "@class", "key", "@from", "@to")

Numbers = npt.NDArray[np.int64]
# By number, the head of a line and what all lines of one node or edge state together.
Folded = dict[int, tuple[dict[str, Value], Element]]

_NOTHING: frozenset[str] = frozenset()
_LABELS = {node.label: number for number, node in enumerate(SCHEMA.nodes)}


class BulkWriter:
    """A BatchWriter whose graph becomes visible as a whole when `finish` is called.

    Nodes and edges go to temporary files. Memory holds a node's key and position, so that several
    files can describe one node, and a fingerprint of each edge. What was stated more than once is
    put together when the graph is handed over.

    Nodes are handed over label by label as far as they were written together, edges type by type:
    the engine commits at each change of label, and makes edges of several types one by one.
    """

    waits = False

    def __init__(self, server: EmbeddedServer, folder: Path) -> None:
        self._server = server
        self._nodes = _NodeFile(folder)
        self._edges: dict[str, _EdgeFile] = defaultdict(lambda: _EdgeFile(folder))
        self._known: dict[str, set[int]] = defaultdict(set)  # the labels that edges of a type join
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
        line = {"@type": "vertex", "@class": "Batch", "key": key, **_said(batch_properties(batch))}
        written = orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
        self._nodes.put("Batch", key.encode(), written)

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        """See BatchWriter.write_nodes."""
        by_label = sorted(nodes, key=attrgetter("label"))
        before = len(self._nodes.places)
        for node in by_label:
            self._write_node(batch, node)
        return len(self._nodes.places) - before

    def _write_node(self, batch: str, node: NodeRecord) -> None:
        key = node.key.encode()
        place = self._nodes.places.get(key)
        if node.mention and self._says_nothing_new(node, known=place is not None):
            return
        line = _node_line(batch, node, self._as_of)
        if place is None:
            self._nodes.put(node.label, key, line)
        else:
            self._nodes.say_more(place, line)

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
        place_of = self._nodes.places.get
        edge, _, _ = group_of(edges[0])
        known = self._known[edge.type]
        prints: list[int] = []
        ends: list[tuple[int, int]] = []
        for record in edges:
            start, end = place_of(record.start.encode()), place_of(record.end.encode())
            if start is None or end is None:
                raise RecordsRefused(
                    f"An edge {record.type} joins {record.start} and {record.end}, which were not "
                    "both written before it."
                )
            labels = (start & LABELS) << LABEL_BITS | end & LABELS
            if labels not in known:
                group_of(record)  # refuses what the vocabulary has not
                known.add(labels)
            ends.append((start >> LABEL_BITS, end >> LABEL_BITS))
            if edge.identity:
                prints.append(hash((*ends[-1], *identity_of(edge, record.properties))))
        lines = _edge_lines(batch, edges, ends, self._as_of)
        return self._edges[edge.type].add(prints or [*map(hash, ends)], lines)

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
    """Lines of nodes in temporary files: the first about each by position, and the later ones."""

    def __init__(self, folder: Path) -> None:
        self._first = tempfile.TemporaryFile(dir=folder, buffering=BLOCK_BYTES)  # noqa: SIM115
        self._later = tempfile.TemporaryFile(dir=folder, buffering=BLOCK_BYTES)  # noqa: SIM115
        self._later_of = array("q")  # the position of the node that each later line is about
        # One number a node keeps millions of them small. From its lowest bits: label, position.
        # Keys are kept as UTF-8: Chinese takes twice as much as text.
        self.places: dict[bytes, int] = {}

    def put(self, label: str, key: bytes, line: bytes) -> None:
        """Add a node with what is said of it first."""
        self.places[key] = len(self.places) << LABEL_BITS | _LABELS[label]
        self._first.write(line)

    def say_more(self, place: int, line: bytes) -> None:
        """Add something that is said of a node that is there."""
        self._later_of.append(place >> LABEL_BITS)
        self._later.write(line)

    def lines(self) -> Iterator[bytes]:
        """One line a node, by position."""
        later_of = np.array(self._later_of, dtype=np.int64)
        again = np.unique(later_of)
        self._first.seek(0)
        at = 0
        for start in range(0, again.size, FOLDED_AT_A_TIME):
            some = again[start : start + FOLDED_AT_A_TIME]
            end, begun = int(some[-1]) + 1, self._first.tell()
            first = compress(self._first, np.isin(np.arange(at, end), some).tolist())
            folded = _put_together({}, some.tolist(), first)
            chosen = np.isin(later_of, some)
            self._later.seek(0)
            later = compress(self._later, chosen.tolist())
            _put_together(folded, later_of[chosen].tolist(), later)
            self._first.seek(begun)
            for position, line in enumerate(islice(self._first, end - at), at):
                yield _line(*folded[position]) if position in folded else line
            at = end
        yield from self._first

    def close(self) -> None:
        self._first.close()
        self._later.close()


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
            lines = compress(self._file, chosen.tolist())
            folded = _put_together({}, every[chosen].tolist(), lines)
            yield from (_line(*each) for each in folded.values())

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


def _put_together(folded: Folded, numbers: Iterable[int], lines: Iterable[bytes]) -> Folded:
    """Fold lines, each what one row states, by the numbers of their nodes or edges."""
    for number, line in zip(numbers, lines, strict=True):
        stated = orjson.loads(line)
        head = {name: stated.pop(name) for name in HEAD if name in stated}
        (source,) = stated.pop("sources")
        claims = stated.pop("claims", None)
        as_of = Claim.parse(claims[0]).as_of if claims else ""
        weak = stated.pop("mentioned", False)
        _, element = folded.setdefault(number, (head, Element()))
        element.fold(source.split(":", 1)[0], source, stated, weak=weak, as_of=as_of)
    return folded


def _line(head: Mapping[str, Value], element: Element) -> bytes:
    stated = {**head, **element.stored()}
    return orjson.dumps(stated, option=orjson.OPT_APPEND_NEWLINE)


def _said(properties: Mapping[str, Value]) -> Mapping[str, Value]:
    if None not in properties.values():
        return properties
    return {k: v for k, v in properties.items() if v is not None}


def _node_line(batch: str, node: NodeRecord, as_of: str) -> bytes:
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
