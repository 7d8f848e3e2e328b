"""From a reference in `sources` to the cell of the file it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.engine import GraphReader, QueryLimits
from graph.errors import TenderLensError
from graph.records import Cell, Edge, Node, NodeKey, Subgraph, Value
from messages import t

LOTS_OF = """
UNWIND $keys AS k
MATCH (bid:Bid {key: k})
MATCH (bid)-[:FOR]->(lot:Lot)
RETURN DISTINCT lot.key AS key
"""
BIDDERS_OF = """
UNWIND $keys AS k
MATCH (bid:Bid {key: k})
MATCH (bid)<-[:SUBMITTED]-(company:Company)
RETURN DISTINCT company.key AS key
"""
LIMITS = QueryLimits(seconds=60.0, rows=1_000_000)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One row of one file. `file` is empty when the batch is no longer in the graph."""

    reference: str
    batch: str
    file: str
    sha256: str
    sheet: str
    row: int
    table: str


def sources(reader: GraphReader, refs: Iterable[str]) -> tuple[SourceCell, ...]:
    """The cells that references `<batch>:<sheet>:<row>` point to, by file, sheet and row."""
    parts = {ref: _taken_apart(ref) for ref in sorted(set(refs))}
    batches = _batches(reader, {batch for batch, _, _ in parts.values()})
    cells = [
        SourceCell(ref, batch, *_file(batches.get(batch)), sheet, row, _table(batches.get(batch)))
        for ref, (batch, sheet, row) in parts.items()
    ]
    return tuple(sorted(cells, key=lambda c: (c.file, c.sheet, c.row, c.reference)))


def sources_of(reader: GraphReader, keys: Iterable[NodeKey]) -> tuple[SourceCell, ...]:
    """The cells behind these nodes and behind the edges among them."""
    seen = reader.subgraph(keys)
    refs = {ref for node in seen.nodes for ref in node.sources}
    return sources(reader, refs | {ref for edge in seen.edges for ref in edge.sources})


def with_bidders(reader: GraphReader, keys: Iterable[NodeKey]) -> Subgraph:
    """These nodes, the lots and bidders of the bids among them, and the edges among all."""
    wanted = set(keys)
    bids: list[Value] = [key for key in sorted(wanted) if key.startswith("bid:")]
    for question in (LOTS_OF, BIDDERS_OF) if bids else ():
        rows = reader.run(question, {"keys": bids}, limits=LIMITS).rows
        wanted |= {str(key) for (key,) in rows}
    return reader.subgraph(sorted(wanted))


def element(reader: GraphReader, key: str) -> Node | Edge:
    """The node of a key, or the edge of an id (`start|TYPE|end`, identity values behind it).

    Raises TenderLensError if the graph has no such element.
    """
    if "|" not in key:
        nodes = reader.subgraph([key]).nodes
        if nodes:
            return nodes[0]
    else:
        start, type_, end = [*key.split("|"), "", ""][:3]
        edges = reader.subgraph([start, end], edge_types=[type_]).edges if end else ()
        for edge in edges:
            if edge.id == key or (edge.start, edge.type, edge.end) == (start, type_, end):
                return edge
    raise TenderLensError(
        t(
            "The graph holds nothing under '{key}'. Write the key of a node, such as "
            "company:91…, or of an edge: start|TYPE|end.",
            key=key,
        )
    )


def _taken_apart(ref: str) -> tuple[str, str, int]:
    batch, _, rest = ref.partition(":")
    sheet, _, row = rest.rpartition(":")
    return batch, sheet, int(row) if row.isdigit() else 0


def _batches(reader: GraphReader, ids: Iterable[str]) -> dict[str, Mapping[str, Cell]]:
    table = reader.run(
        "UNWIND $keys AS k MATCH (b:Batch {key: k}) "
        "RETURN k AS key, b.name AS name, b.sha256 AS sha256, b.table AS table",
        {"keys": [f"batch:{id_}" for id_ in sorted(ids)]},
        limits=LIMITS,
    )
    return {str(row["key"]).removeprefix("batch:"): row for row in table.dicts()}


def _file(batch: Mapping[str, Cell] | None) -> tuple[str, str]:
    return ("", "") if batch is None else (str(batch["name"]), str(batch["sha256"]))


def _table(batch: Mapping[str, Cell] | None) -> str:
    return "" if batch is None else str(batch["table"])
