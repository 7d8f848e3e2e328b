"""What rows of a table say, thing by thing and value by value, before it is made into records.

Lists of plain values: they travel between processes at a tenth of what records would take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from graph.records import EdgeRecord, NodeRecord, SourceRef, Value

# Label, whether it is mentioned in passing; of each node key, properties and place of its row.
NodesSaid = tuple[str, bool, list[str], list[dict[str, Value]], list[int]]
# Type; of each edge start, end, properties and place of its row.
EdgesSaid = tuple[str, list[str], list[str], list[dict[str, Value]], list[int]]

_row_number = attrgetter("source.row")


@dataclass(frozen=True, slots=True)
class Said:
    """What rows say: lists of equal length for each kind of node and of edge.

    Rows are named by their place in `sources`.
    """

    sources: Sequence[SourceRef]
    nodes: list[NodesSaid]
    edges: list[EdgesSaid]

    def add_to(self, nodes: list[NodeRecord], edges: list[EdgeRecord]) -> None:
        """Append it as records, row by row."""
        sources = self.sources
        # What a table may state was checked against the vocabulary when it was declared.
        node, edge = NodeRecord._make, EdgeRecord._make
        named = [
            node((label, key, properties, sources[at], mention))
            for label, mention, *each in self.nodes
            for key, properties, at in zip(*each, strict=True)
        ]
        tied = [
            edge((type_, start, end, properties, sources[at]))
            for type_, *each in self.edges
            for start, end, properties, at in zip(*each, strict=True)
        ]
        nodes += sorted(named, key=_row_number)
        edges += sorted(tied, key=_row_number)
