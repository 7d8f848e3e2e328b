"""How much is in the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.engine import GraphReader, QueryLimits
from graph.records import BatchInfo, Cell
from graph.schema import EdgeType
from graph.vocabulary import EDGES, NODES

LIMITS = QueryLimits(seconds=60.0, rows=100_000)


@dataclass(frozen=True, slots=True)
class Counts:
    """Nodes by label and edges by type (zeros included), batches by time of loading."""

    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    batches: tuple[BatchInfo, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was ever loaded."""
        return not any(self.nodes.values())


def counts(reader: GraphReader) -> Counts:
    """Count everything, in one statement for the nodes and one for the edges."""
    nodes = _counted(reader, [(kind.label, f"(n:{kind.label})") for kind in NODES])
    edges = [(kind.type, pattern) for kind in EDGES for pattern in edge_patterns(kind, nodes)]
    return Counts(
        {kind.label: nodes.get(kind.label, 0) for kind in NODES},
        dict.fromkeys((kind.type for kind in EDGES), 0) | _counted(reader, edges),
        batches(reader),
    )


def edge_patterns(kind: EdgeType, nodes: Mapping[str, int]) -> tuple[str, ...]:
    """Patterns that together match every edge of a type once; none where an end has no nodes.

    `()-[:T]->()` makes the embedded engine walk every node. A label on one side, the rarer one, is
    enough for it, and Neo4j answers that from its own counts.
    """
    ends = [(start, end) for start, end in kind.ends if nodes.get(start) and nodes.get(end)]
    if len(kind.ends) == 1 and ends and nodes[ends[0][1]] < nodes[ends[0][0]]:
        return (f"(:{ends[0][1]})<-[n:{kind.type}]-()",)
    starts = sorted({start for start, _ in ends})
    return tuple(f"(:{start})-[n:{kind.type}]->()" for start in starts)


def _counted(reader: GraphReader, patterns: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Numbers by kind; a kind that does not occur may be absent."""
    if not patterns:
        return {}
    # The name is a grouping key: where nothing matches there is no row.
    parts = [f"MATCH {match} RETURN '{kind}' AS kind, count(n) AS n" for kind, match in patterns]
    found: Counter[str] = Counter()
    for kind, number in reader.run(" UNION ALL ".join(parts), limits=LIMITS).rows:
        found[str(kind)] += int(str(number))
    return dict(found)


def batches(reader: GraphReader) -> tuple[BatchInfo, ...]:
    """Every batch, oldest first."""
    table = reader.run(
        "MATCH (b:Batch) RETURN b.key AS key, b.table AS table, b.name AS file, "
        "b.sha256 AS sha256, b.sheets AS sheets, b.operator AS operator, "
        "b.loaded_at AS loaded_at, b.state AS state, b.rows AS rows, b.rejected AS rejected, "
        "b.warned AS warned, b.source_system AS source_system, b.document_no AS document_no, "
        "b.as_of AS as_of, b.columns AS columns ORDER BY loaded_at, key",
        limits=LIMITS,
    )
    return tuple(_batch(row) for row in table.dicts())


def _batch(row: Mapping[str, Cell]) -> BatchInfo:
    sheets = row["sheets"]
    return BatchInfo(
        id=str(row["key"]).removeprefix("batch:"),
        table=_text(row["table"]),
        file=_text(row["file"]),
        sha256=_text(row["sha256"]),
        sheets=tuple(str(s) for s in sheets) if isinstance(sheets, list) else (),
        operator=_text(row["operator"]),
        loaded_at=_text(row["loaded_at"]),
        state=_text(row["state"]),
        rows=int(_text(row["rows"]) or 0),
        rejected=int(_text(row["rejected"]) or 0),
        warned=int(_text(row["warned"]) or 0),
        source_system=_text(row["source_system"]),
        document_no=_text(row["document_no"]),
        as_of=_text(row["as_of"]),
        columns=_text(row["columns"]),
    )


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
