"""From a subgraph to what the network view draws."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from graph.records import Edge, Node, NodeKey, Subgraph
from graph.vocabulary import SCHEMA
from messages import t
from pages.components.words import relation_name
from queries.describe import display_name, money
from queries.moment import day_of
from queries.path import known_by_name

DERIVED_TYPES = frozenset(e.type for e in SCHEMA.edges if e.derived)
LABEL_LENGTH = 26
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class ViewNode:
    """A node as it is drawn. `more` counts the neighbours that are not shown.

    `day` is when it happened, `hub` why it ties everybody to everybody.
    """

    id: str
    label: str
    kind: str
    weak: bool = False
    group: str = ""
    more: int = 0
    day: str = ""
    hub: str = ""


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """A line: all facts, or all computed relations, from one node to another."""

    id: str
    source: str
    target: str
    label: str
    weak: bool = False
    derived: bool = False
    group: str = ""
    types: tuple[str, ...] = ()
    change: str = ""  # `ended` or `begun` since the chosen day


@dataclass(frozen=True, slots=True)
class ViewGraph:
    """What is drawn; `members` names for each line the edges it stands for."""

    nodes: tuple[ViewNode, ...] = ()
    edges: tuple[ViewEdge, ...] = ()
    members: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)


def view_graph(
    graph: Subgraph,
    *,
    focus: Collection[NodeKey] = (),
    focus_edges: Collection[tuple[NodeKey, NodeKey]] = (),
    more: Mapping[NodeKey, int] | None = None,
    hubs: Mapping[NodeKey, str] | None = None,
    changes: Mapping[str, str] | None = None,
) -> ViewGraph:
    """Nodes with readable names, parallel edges drawn as one line with their number.

    `changes` says of edges, by id, whether they ended or began since a day.
    """
    weak = {node.key for node in graph.nodes if known_by_name(node)}
    left_out = {**graph.omitted, **(more or {})}
    nodes = tuple(
        ViewNode(
            id=node.key,
            label=_node_label(node),
            kind=node.label,
            weak=node.key in weak,
            group="focus" if node.key in focus else "",
            more=left_out.get(node.key, 0),
            day=day_of(node.properties) or "",
            hub=(hubs or {}).get(node.key, ""),
        )
        for node in graph.nodes
    )
    members = _bundles(graph.edges)
    marked = {frozenset(pair) for pair in focus_edges}
    lines = tuple(
        ViewEdge(
            id=name,
            source=edges[0].start,
            target=edges[0].end,
            label=_line_label(edges),
            weak=bool({edges[0].start, edges[0].end} & weak),
            derived=edges[0].type in DERIVED_TYPES,
            group="focus" if frozenset((edges[0].start, edges[0].end)) in marked else "",
            types=tuple(sorted({edge.type for edge in edges})),
            change=_change(edges, changes or {}),
        )
        for name, edges in members.items()
    )
    return ViewGraph(nodes, lines, members)


def _change(edges: tuple[Edge, ...], changes: Mapping[str, str]) -> str:
    """What happened to all of them; nothing if some still hold."""
    found = {changes.get(edge.id, "") for edge in edges}
    return found.pop() if len(found) == 1 else ""


def _node_label(node: Node) -> str:
    price = node.properties.get("price")
    if node.label == "Bid" and isinstance(price, int | float):
        # the sign of the node says that it is a bid
        return money(price, node.properties.get("currency"))
    return shortened(display_name(node))


def shortened(text: str, most: int = LABEL_LENGTH) -> str:
    """At most `most` characters; a cut shows as an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _bundles(edges: Iterable[Edge]) -> dict[str, tuple[Edge, ...]]:
    found: dict[str, list[Edge]] = {}
    for edge in sorted(edges, key=lambda e: (e.start, e.end, e.type, e.id)):
        nature = "derived" if edge.type in DERIVED_TYPES else "fact"
        found.setdefault(f"{edge.start}|{nature}|{edge.end}", []).append(edge)
    return {name: tuple(members) for name, members in found.items()}


def _line_label(edges: tuple[Edge, ...]) -> str:
    by_type: dict[str, list[Edge]] = {}
    for edge in edges:
        by_type.setdefault(edge.type, []).append(edge)
    names = [_type_label(found) for found in by_type.values()]
    more = t("{count} more", count=len(names) - MOST_NAMES)
    return "\n".join(names if len(names) <= MOST_NAMES else [*names[:MOST_NAMES], more])


def _type_label(edges: list[Edge]) -> str:
    name = relation_name(edges[0].type)
    if len(edges) > 1:
        return f"{name} ×{len(edges)}"
    share, post = (edges[0].properties.get(detail) for detail in ("share", "post"))
    if isinstance(share, int | float) and not isinstance(share, bool):
        return f"{name} {share:.0%}"
    return f"{name}·{post}" if isinstance(post, str) and post else name
