"""Reading around keys: the same few statements on every engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from graph import statements
from graph.engine import DEFAULT_LIMITS, QueryLimits
from graph.records import Edge, Node, NodeKey, Subgraph, Table, Value
from graph.vocabulary import SCHEMA

EDGE_LIMITS = QueryLimits(seconds=30, rows=200_000)


def by_label(keys: Iterable[NodeKey]) -> dict[str, list[NodeKey]]:
    """Keys grouped by the label that their prefix stands for; unknown prefixes are left out."""
    groups: dict[str, list[NodeKey]] = defaultdict(list)
    for key in sorted(set(keys)):
        try:
            groups[SCHEMA.label_of(key)].append(key)
        except KeyError:
            continue
    return dict(groups)


class KeyReader(ABC):
    """Subgraphs and neighbourhoods for any reader that can `run`."""

    @abstractmethod
    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        limits: QueryLimits = DEFAULT_LIMITS,
    ) -> Table:
        """See GraphReader.run."""

    @abstractmethod
    def frame(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """See GraphReader.frame."""

    def subgraph(self, keys: Iterable[NodeKey], *, edge_types: Sequence[str] = ()) -> Subgraph:
        """See GraphReader.subgraph."""
        groups = by_label(keys)
        nodes = [
            Node(str(key), label, stored)
            for label, some in groups.items()
            for key, stored in self._pairs(statements.nodes_by_key(label), {"keys": list(some)})
        ]
        everything: list[Value] = [n.key for n in nodes]
        edges = {
            edge.id: edge
            for label, some in groups.items()
            for edge in self._edges(label, list(some), everything, edge_types)
        }
        ordered = tuple(sorted(nodes, key=lambda n: n.key))
        return Subgraph(ordered, tuple(edges[i] for i in sorted(edges)))

    def _pairs(
        self, cypher: str, parameters: Mapping[str, Value]
    ) -> list[tuple[Value, dict[str, Value]]]:
        table = self.run(cypher, parameters, limits=EDGE_LIMITS)
        return [(row[0], dict(row[1])) for row in table.rows]  # type: ignore[misc,arg-type]

    def _edges(
        self, label: str, keys: list[Value], everything: list[Value], types: Sequence[str]
    ) -> list[Edge]:
        known = [t for t in types if SCHEMA.has_edge(t)]
        table = self.run(
            statements.edges_among(label, known),
            {"keys": keys, "all": everything},
            limits=EDGE_LIMITS,
        )
        return [
            make_edge(str(s), str(e), str(type_), stored)  # type: ignore[arg-type]
            for s, e, type_, stored in table.rows
        ]

    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """See GraphReader.neighbourhood."""
        chosen = {key: None}
        frontier = [key]
        for _ in range(hops):
            room = max_nodes - len(chosen)
            if not frontier or room <= 0:
                break
            found = [k for k in self._neighbours(frontier, fan=room + 1) if k not in chosen]
            frontier = found[:room]
            chosen |= dict.fromkeys(frontier)
        seen = self.subgraph(chosen)
        return Subgraph(seen.nodes, seen.edges, self._omitted(seen))

    def _neighbours(self, keys: Sequence[NodeKey], *, fan: int) -> list[NodeKey]:
        per_node: dict[str, list[str]] = {k: [] for k in keys}
        for label, some in by_label(keys).items():
            found = self.run(
                statements.neighbours(label), {"keys": list(some), "fan": fan}, limits=EDGE_LIMITS
            )
            for key, neighbour in found.rows:
                if neighbour is not None:
                    per_node[str(key)].append(str(neighbour))
        # One from each in turn, so that a hub does not crowd out the others.
        lists = [per_node[k] for k in keys]
        longest = max((len(some) for some in lists), default=0)
        turns = (some[i] for i in range(longest) for some in lists if i < len(some))
        return list(dict.fromkeys(turns))

    def _omitted(self, seen: Subgraph) -> dict[NodeKey, int]:
        shown: dict[str, set[str]] = defaultdict(set)
        for edge in seen.edges:
            shown[edge.start].add(edge.end)
            shown[edge.end].add(edge.start)
        omitted: dict[str, int] = {}
        for label, some in by_label(n.key for n in seen.nodes).items():
            found = self.run(
                statements.neighbour_counts(label), {"keys": list(some)}, limits=EDGE_LIMITS
            )
            for key, count in found.rows:
                rest = int(str(count)) - len(shown[str(key)])
                if rest > 0:
                    omitted[str(key)] = rest
        return dict(sorted(omitted.items()))


def make_edge(start: str, end: str, type_: str, stored: Mapping[str, Value]) -> Edge:
    """An edge with its stable id: ends, type and identity properties."""
    identity = SCHEMA.edge(type_).identity if SCHEMA.has_edge(type_) else ()
    tail = "".join(f"|{stored.get(name) or ''}" for name in identity)
    return Edge(type_, start, end, stored, f"{start}|{type_}|{end}{tail}")
