"""Reading around keys: the same few statements on every engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

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
        nodes = self._nodes(by_label(keys))
        edges = self._edges(by_label(nodes), edge_types)
        return Subgraph(
            tuple(nodes[key] for key in sorted(nodes)), tuple(edges[i] for i in sorted(edges))
        )

    def _nodes(self, groups: Mapping[str, list[NodeKey]]) -> dict[NodeKey, Node]:
        parts = [statements.whole_nodes(label) for label in groups]
        return {
            str(stored["key"]): Node(str(stored["key"]), str(label), stored)
            for label, nodes in self._together(parts, groups)
            for stored in nodes
        }

    def _edges(self, groups: Mapping[str, list[NodeKey]], types: Sequence[str]) -> dict[str, Edge]:
        """The edges among these nodes, each asked for from the side on which fewer of them meet."""
        sides: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for edge in SCHEMA.edges:
            if not types or edge.type in types:
                outgoing = edge.lookup_from == "start"
                ends = [pair for pair in edge.ends if set(pair) <= set(groups)]
                for label in sorted({start if outgoing else end for start, end in ends}):
                    sides[label, outgoing].append(edge.type)
        parts = [
            statements.edges_at(label, some, outgoing=outgoing)
            for (label, outgoing), some in sides.items()
        ]
        everything: list[Value] = [key for some in groups.values() for key in some]
        found = [
            make_edge(*((key, other) if outgoing else (other, key)), type_, stored)
            for outgoing, edges in self._together(parts, groups, all=everything)
            for key, other, type_, stored in edges
        ]
        return {edge.id: edge for edge in found}

    def _together(
        self, parts: Sequence[str], groups: Mapping[str, list[NodeKey]], **more: Value
    ) -> Sequence[tuple[Any, ...]]:
        """What several statements about the keys of one label each answer, in one round trip."""
        if not parts:
            return ()
        keys: dict[str, Value] = {f"keys_{label}": [*some] for label, some in groups.items()}
        return self.run(statements.together(parts), keys | more, limits=EDGE_LIMITS).rows

    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """See GraphReader.neighbourhood."""
        chosen = {key: None}
        counts: dict[NodeKey, int] = {}
        frontier = [key]
        for _ in range(hops):
            room = max_nodes - len(chosen)
            if not frontier or room <= 0:
                break
            met, found = self._neighbours(frontier, fan=room + 1)
            counts |= met
            frontier = [k for k in found if k not in chosen][:room]
            chosen |= dict.fromkeys(frontier)
        seen = self.subgraph(chosen)
        return Subgraph(seen.nodes, seen.edges, self._omitted(seen, counts))

    def _neighbours(
        self, keys: Sequence[NodeKey], *, fan: int
    ) -> tuple[dict[NodeKey, int], list[NodeKey]]:
        """How many neighbours each node has, and the first of them."""
        groups = by_label(keys)
        rows = self._together([statements.neighbours(x) for x in groups], groups, fan=fan)
        # One from each in turn, so that a hub does not crowd out the others.
        first = {key: some for key, _, some in rows}
        turns = zip_longest(*(first.get(key, ()) for key in keys))
        found = dict.fromkeys(k for turn in turns for k in turn if k is not None)
        return {key: n for key, n, _ in rows}, [*found]

    def _omitted(self, seen: Subgraph, counts: Mapping[NodeKey, int]) -> dict[NodeKey, int]:
        """How many neighbours of each node are not shown; `counts` holds those known already."""
        shown: dict[str, set[str]] = defaultdict(set)
        for edge in seen.edges:
            shown[edge.start].add(edge.end)
            shown[edge.end].add(edge.start)
        groups = by_label(n.key for n in seen.nodes if n.key not in counts)
        rows = self._together([statements.neighbour_counts(x) for x in groups], groups)
        known = [*counts.items(), *(pair for (pairs,) in rows for pair in pairs)]
        rest = {key: n - len(shown[key]) for key, n in known}
        return {key: rest[key] for key in sorted(rest) if rest[key] > 0}


def make_edge(start: str, end: str, type_: str, stored: Mapping[str, Value]) -> Edge:
    """An edge with its stable id: ends, type and identity properties."""
    identity = SCHEMA.edge(type_).identity if SCHEMA.has_edge(type_) else ()
    tail = "".join(f"|{stored.get(name) or ''}" for name in identity)
    return Edge(type_, start, end, stored, f"{start}|{type_}|{end}{tail}")
