"""Reading around keys: the same few statements on every engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import pandas as pd

from graph import statements
from graph.engine import DEFAULT_LIMITS, GraphReader, QueryLimits
from graph.records import Edge, Node, NodeKey, Subgraph, Table, Value
from graph.vocabulary import SCHEMA

EDGE_LIMITS = QueryLimits(seconds=30, rows=200_000)
LABELS = tuple(kind.label for kind in SCHEMA.nodes)


def by_label(keys: Iterable[NodeKey]) -> dict[str, list[NodeKey]]:
    """Keys grouped by the label that their prefix stands for; unknown prefixes are left out."""
    groups: dict[str, list[NodeKey]] = defaultdict(list)
    for key in sorted(set(keys)):
        try:
            groups[SCHEMA.label_of(key)].append(key)
        except KeyError:
            continue
    return dict(groups)


def ask_by_label(
    reader: GraphReader,
    keys: Iterable[NodeKey],
    statement: Callable[[str], str],
    *,
    limits: QueryLimits,
) -> Sequence[tuple[Any, ...]]:
    """What a statement about `$keys.<label>` answers for every label, in one round trip."""
    groups = by_label(keys)
    if not groups:
        return ()
    parts = [statement(label) for label in _labels(groups)]
    return reader.run(statements.together(parts), {"keys": _lists(groups)}, limits=limits).rows


def _labels(groups: Collection[str]) -> tuple[str, ...]:
    """The one label, or all of the vocabulary: an engine plans each text that it meets anew.

    It takes half a second for a long one; a part without keys costs next to nothing. For the same
    reason the keys are one map: a server keeps a plan for each magnitude of each list.
    """
    return tuple(groups) if len(groups) == 1 else LABELS


def _lists(groups: Mapping[str, list[NodeKey]]) -> dict[str, Value]:
    return {label: [*some] for label, some in groups.items()}


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
        seen, _ = self._among(keys, edge_types)
        return seen

    def _among(
        self, keys: Iterable[NodeKey], types: Sequence[str] = (), counted: Iterable[NodeKey] = ()
    ) -> tuple[Subgraph, dict[NodeKey, int]]:
        """The nodes, the edges among them, and how many neighbours those `counted` have.

        One round trip: it costs more than what it asks.
        """
        groups, sizes = by_label(keys), by_label(counted)
        labels = _labels(groups)
        parts = [
            *(statements.whole_nodes(label) for label in labels),
            *_edges_among(labels, types),
            *(statements.neighbour_counts(label) for label in (labels if sizes else ())),
        ]
        nodes: dict[NodeKey, Node] = {}
        edges: dict[str, Edge] = {}
        counts: dict[NodeKey, int] = {}
        if groups:
            everything: dict[str, Value] = {key: 1 for some in groups.values() for key in some}
            asked: dict[str, Value] = {
                "keys": _lists(groups),
                "counted": _lists(sizes),
                "all": everything,
            }
            for part, found in self._rows(statements.together(parts), asked):
                if part == statements.COUNTED:
                    counts.update(found)
                elif part in (statements.OUTGOING, statements.INCOMING):
                    made = _edges(found, outgoing=part == statements.OUTGOING)
                    edges |= {edge.id: edge for edge in made}
                else:
                    nodes |= {str(n["key"]): Node(str(n["key"]), part, n) for n in found}
        return Subgraph(
            tuple(nodes[key] for key in sorted(nodes)), tuple(edges[i] for i in sorted(edges))
        ), counts

    def _rows(self, cypher: str, parameters: Mapping[str, Value]) -> Sequence[tuple[Any, ...]]:
        return self.run(cypher, parameters, limits=EDGE_LIMITS).rows

    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """See GraphReader.neighbourhood."""
        chosen = {key: None}
        counts: dict[NodeKey, int] = {}
        frontier = [key]
        for _ in range(hops):
            room = max_nodes - len(chosen)
            if not frontier or room <= 0:
                break
            met = self._neighbours(frontier)
            counts |= {k: len(found) for k, found in met.items()}
            # One from each in turn, so that a hub does not crowd out the others.
            turns = zip_longest(*(met.get(k, ())[: room + 1] for k in frontier))
            near = dict.fromkeys(k for turn in turns for k in turn if k is not None)
            frontier = [k for k in near if k not in chosen][:room]
            chosen |= dict.fromkeys(frontier)
        seen, more = self._among(chosen, counted=[k for k in chosen if k not in counts])
        return Subgraph(seen.nodes, seen.edges, _omitted(seen, counts | more))

    def _neighbours(self, keys: Sequence[NodeKey]) -> dict[NodeKey, list[NodeKey]]:
        """The neighbours of each node, by key."""
        rows = ask_by_label(self, keys, statements.neighbours, limits=EDGE_LIMITS)
        return {key: sorted(found) for key, found in rows}


def _edges_among(labels: Collection[str], types: Sequence[str]) -> list[str]:
    """Statements for edges, each asked for from the side on which fewer of them meet."""
    sides: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for edge in SCHEMA.edges:
        if not types or edge.type in types:
            outgoing = edge.lookup_from == "start"
            ends = [pair for pair in edge.ends if set(pair) <= set(labels)]
            for label in sorted({start if outgoing else end for start, end in ends}):
                sides[label, outgoing].append(edge.type)
    return [
        statements.edges_at(label, some, outgoing=outgoing)
        for (label, outgoing), some in sides.items()
    ]


def _edges(found: Iterable[tuple[Any, ...]], *, outgoing: bool) -> Iterable[Edge]:
    for key, other, type_, stored in found:
        yield make_edge(*((key, other) if outgoing else (other, key)), type_, stored)


def _omitted(seen: Subgraph, counts: Mapping[NodeKey, int]) -> dict[NodeKey, int]:
    """How many neighbours of each node are not shown."""
    shown: dict[NodeKey, set[NodeKey]] = defaultdict(set)
    for edge in seen.edges:
        shown[edge.start].add(edge.end)
        shown[edge.end].add(edge.start)
    rest = {key: n - len(shown[key]) for key, n in counts.items()}
    return {key: rest[key] for key in sorted(rest) if rest[key] > 0}


def make_edge(start: str, end: str, type_: str, stored: Mapping[str, Value]) -> Edge:
    """An edge with its stable id: ends, type and identity properties."""
    identity = SCHEMA.edge(type_).identity if SCHEMA.has_edge(type_) else ()
    tail = "".join(f"|{stored.get(name) or ''}" for name in identity)
    return Edge(type_, start, end, stored, f"{start}|{type_}|{end}{tail}")
