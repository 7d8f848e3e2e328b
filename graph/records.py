"""What goes into the graph and what comes out of it: records, nodes, edges, tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

NodeKey = str
Scalar = str | int | float | bool | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Properties = Mapping[str, Value]

# Kept on every node and edge by the writer; never part of a record's own properties.
RESERVED = frozenset({"key", "sources", "claims", "mentioned", "moved_from", "ended_by"})


class SourceRef(NamedTuple):
    """The row that a record was read from. `row` is the number a spreadsheet shows (from 1).

    A tuple, as records are: each row of a file has one.
    """

    file: str
    sha256: str
    sheet: str
    row: int

    def compact(self, batch: str) -> str:
        """`<batch>:<sheet>:<row>`, the form kept in `sources`."""
        return f"{batch}:{self.sheet}:{self.row}"


class _NodeFields(NamedTuple):
    label: str
    key: NodeKey
    properties: Properties
    source: SourceRef
    mention: bool = False


class NodeRecord(_NodeFields):
    """A node as one source row states it.

    `mention` marks a row that names the node only in passing (a bidder's name in a list of bids):
    its properties fill gaps and never replace what a row about the node itself says.
    Millions are made of rows: `_make` makes one in a third of the time, of checked properties.
    """

    __slots__ = ()

    def __new__(
        cls,
        label: str,
        key: NodeKey,
        properties: Properties,
        source: SourceRef,
        mention: bool = False,
    ) -> Self:
        """Refuses properties that the writer sets itself."""
        _refuse_reserved(properties, key)
        return cls._make((label, key, properties, source, mention))


class _EdgeFields(NamedTuple):
    type: str
    start: NodeKey
    end: NodeKey
    properties: Properties
    source: SourceRef


class EdgeRecord(_EdgeFields):
    """An edge as one source row states it; `start` and `end` are node keys. See NodeRecord."""

    __slots__ = ()

    def __new__(
        cls, type: str, start: NodeKey, end: NodeKey, properties: Properties, source: SourceRef
    ) -> Self:
        """Refuses properties that the writer sets itself."""
        _refuse_reserved(properties, type)
        return cls._make((type, start, end, properties, source))


def _refuse_reserved(properties: Properties, owner: str) -> None:
    if not RESERVED.isdisjoint(properties):
        clash = RESERVED & set(properties)
        raise ValueError(f"'{owner}' sets {sorted(clash)}; the writer sets these itself.")


@dataclass(frozen=True, slots=True)
class DerivedNode:
    """A node that a measure computed."""

    label: str
    key: NodeKey
    properties: Properties


@dataclass(frozen=True, slots=True)
class DerivedEdge:
    """An edge that a measure computed."""

    type: str
    start: NodeKey
    end: NodeKey
    properties: Properties


@dataclass(frozen=True, slots=True)
class DerivedProperties:
    """Properties that a measure adds to a node that is already there."""

    key: NodeKey
    properties: Properties


@dataclass(frozen=True, slots=True)
class MeasureRun:
    """Who computed a derived fact, in which revision, when (ISO 8601, UTC).

    `reads` names what the run read, in the words of `graph.touched`; `answers` are digests of what
    it was told. `computed` is false where no loaded record feeds the measure: that it found nothing
    means nothing.
    """

    measure: str
    revision: int
    computed_at: str
    reads: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    computed: bool = True


@dataclass(frozen=True, slots=True)
class Replaced:
    """How many facts a measure states, and how many were written, altered or taken away for it."""

    facts: int
    changed: int


@dataclass(frozen=True, slots=True)
class InferredEnd:
    """The day an edge ended as others' statements imply; `until` is None where none does.

    `identity` tells it from other edges of the type between the same ends. `by` is the source
    (`<batch>:<sheet>:<row>`) that implies it.
    """

    type: str
    start: NodeKey
    end: NodeKey
    identity: Mapping[str, Value]
    until: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """One loaded file. `id` opens every source reference that points into it.

    `as_of` is the day whose state it describes (ISO; empty: unknown), `columns` how its sheets were
    read (JSON), `corrects` the rows of other files (source references) that it holds corrected.
    """

    id: str
    table: str
    file: str
    sha256: str
    sheets: tuple[str, ...]
    operator: str
    loaded_at: str
    state: str = "loading"  # loading | loaded | removing
    rows: int = 0
    rejected: int = 0
    warned: int = 0
    source_system: str = ""
    document_no: str = ""
    as_of: str = ""
    columns: str = ""
    corrects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node read from the graph."""

    key: NodeKey
    label: str
    properties: Mapping[str, Value]

    @property
    def sources(self) -> tuple[str, ...]:
        """References `<batch>:<sheet>:<row>`; empty for derived nodes."""
        found = self.properties.get("sources")
        return tuple(str(s) for s in found) if isinstance(found, list) else ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge read from the graph; `id` is stable across engines and runs."""

    type: str
    start: NodeKey
    end: NodeKey
    properties: Mapping[str, Value]
    id: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """References `<batch>:<sheet>:<row>`; empty for derived edges.

        The last is what ends the edge, where no file of its own says that it ended.
        """
        found, ended_by = self.properties.get("sources"), self.properties.get("ended_by")
        own = tuple(str(s) for s in found) if isinstance(found, list) else ()
        return (*own, str(ended_by)) if ended_by is not None else own


@dataclass(frozen=True, slots=True)
class Path:
    """A path read from the graph: nodes one longer than edges."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


Cell = Value | Node | Edge | Path | list["Cell"] | dict[str, "Cell"]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query. `truncated` says that the row limit cut it off."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False

    def dicts(self) -> list[dict[str, Cell]]:
        """Each row as {column: value}."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the edges among them; every edge's ends are in `nodes`.

    `omitted` counts, per node key, the neighbours that a limit kept out.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    omitted: Mapping[NodeKey, int] = field(default_factory=dict)

    @property
    def truncated(self) -> bool:
        """Whether a limit left something out."""
        return bool(self.omitted)

    def merged(self, other: Subgraph) -> Subgraph:
        """Both together; sorted, without duplicates."""
        nodes = {n.key: n for n in (*self.nodes, *other.nodes)}
        edges = {e.id: e for e in (*self.edges, *other.edges)}
        omitted = {k: v for k, v in {**self.omitted, **other.omitted}.items() if v > 0}
        return Subgraph(
            tuple(nodes[k] for k in sorted(nodes)), tuple(edges[k] for k in sorted(edges)), omitted
        )
