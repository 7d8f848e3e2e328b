"""What every engine promises: reading, writing, and nothing that only one of them can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from graph.node_merger import Merge
from graph.records import (
    BatchInfo,
    DerivedEdge,
    DerivedNode,
    DerivedProperties,
    EdgeRecord,
    InferredEnd,
    MeasureRun,
    NodeKey,
    NodeRecord,
    Replaced,
    Subgraph,
    Table,
    Value,
)
from graph.schema import GraphSchema


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """How long a query may run and how many rows it may return; a cut is reported, never silent."""

    seconds: float = 30.0
    rows: int = 10_000

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.rows < 1:
            raise ValueError(f"Limits must be positive: {self.seconds} s, {self.rows} rows.")


DEFAULT_LIMITS = QueryLimits()


class GraphReader(Protocol):
    """Asks; cannot change anything: the engine itself refuses writes on this connection."""

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        limits: QueryLimits = DEFAULT_LIMITS,
    ) -> Table:
        """Run one read-only statement.

        Raises QueryRejected (a write, or a statement the engine cannot read), QueryTimedOut,
        EngineUnavailable.
        """

    def frame(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """All rows, streamed, one column a RETURN item: scalars, or lists of them. For measures."""

    def subgraph(self, keys: Iterable[NodeKey], *, edge_types: Sequence[str] = ()) -> Subgraph:
        """The nodes with these keys and the edges among them (of these types; empty: all)."""

    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """What lies within `hops` of a node, nearest first, at most `max_nodes` nodes.

        `omitted` says for each node how many neighbours are not shown.
        """


class AdHocReader(GraphReader, Protocol):
    """A reader for the questions that people write."""

    def explain(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> str:
        """How the engine would go about a statement, in its own words; it is not run.

        Raises as `run`.
        """

    def stop(self, cypher: str) -> None:
        """End every run of this very text that is under way; each raises QueryTimedOut."""


class BatchWriter(Protocol):
    """Writes the records of files; writing the same record again changes nothing."""

    waits: bool  # whether writing is mostly waiting for a server, so that other work can be done

    def begin_batch(self, batch: BatchInfo) -> None:
        """Record that this batch is being loaded."""

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        """Write nodes; returns how many were new."""

    def write_edges(self, batch: str, edges: Iterable[EdgeRecord]) -> int:
        """Write edges; both ends must have been written. Returns how many were new."""

    def finish_batch(self, batch: BatchInfo) -> None:
        """Record that the batch is complete, with its counts."""


class GraphWriter(BatchWriter, Protocol):
    """Everything that changes a graph."""

    def apply_schema(self, schema: GraphSchema) -> None:
        """Make the key of every label unique and fast to find. Idempotent."""

    def remove_batch(self, batch: str) -> int:
        """Take a batch back: what only it stated is deleted, what others state too is restored.

        Returns how many nodes and edges were deleted. Nothing happens for an unknown batch. It
        takes several transactions; what is cut off leaves the batch in the state `removing`, and
        the same call completes it.
        """

    def end_edges(self, ends: Iterable[InferredEnd]) -> int:
        """Set the inferred ends of edges, or drop them; returns how many edges there were."""

    def begin_measure(self, measure: str) -> None:
        """Record that a measure reads the graph: what is touched from now on makes it outdated."""

    def keep_derived(self, run: MeasureRun) -> None:
        """Record that what this measure wrote holds for what it reads now; see begin_measure."""

    def replace_derived(
        self,
        run: MeasureRun,
        *,
        nodes: Sequence[DerivedNode] = (),
        edges: Sequence[DerivedEdge] = (),
        properties: Sequence[DerivedProperties] = (),
        progress: Callable[[int], None] | None = None,
    ) -> Replaced:
        """Put these derived facts in the place of all that this measure wrote before.

        Each carries `measure`, `revision`, `computed_at`. A fact that is there already stays as it
        is; what differs is written, and touches other measures. A (:Measure) node records the run.
        `progress` hears how many facts were looked at.
        """

    def merge_nodes(self, merges: Sequence[Merge], *, proposed_by: str = "") -> int:
        """Move the edges of each `drop` to its `keep`; all of it or nothing.

        Measures that read what moves become outdated, but for the one that proposed the merges.
        Pairs of which one is not in the graph are passed over; no `keep` may be another's `drop`.
        Returns how many were merged. Raises MergeRefused where a source ties the two together.
        """

    def split_nodes(self, keys: Sequence[NodeKey]) -> int:
        """Undo the merges in which these keys gave way; returns how many were undone."""

    def forget_node(self, key: NodeKey) -> int:
        """Delete a node, its edges and the records that were merged into it, whoever states them.

        Returns how many nodes and edges went; 0 for a key that is not there.
        """

    def clear(self) -> None:
        """Empty the graph."""


class GraphEngine(Protocol):
    """One graph: a way to read it and a way to write it."""

    @property
    def name(self) -> str:
        """What a person calls it: `embedded` or the server's address, without credentials."""

    @property
    def reader(self) -> AdHocReader:
        """The read-only door."""

    @property
    def writer(self) -> GraphWriter:
        """The writing door."""

    def loading(self) -> AbstractContextManager[BatchWriter]:
        """A writer for one load: the engine's bulk path if the graph is empty, else `writer`.

        Through the bulk path everything becomes visible at once when the block ends, and nothing
        does when it fails.
        """

    def close(self) -> None:
        """Let go of connections; a shared server keeps running."""
