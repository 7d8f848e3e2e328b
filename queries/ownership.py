"""Who stands above a firm: its owners, theirs, and so on up to the ultimate controller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.engine import GraphReader, QueryLimits
from graph.records import Edge, NodeKey, Subgraph, Value
from queries.moment import in_force

MOST_LEVELS = 10
MOST_OWNERS = 60
HALF, LEAST = 0.5, 1e-4  # what a chain comes to at least, to be followed further
LINKS = ("SHAREHOLDER_OF", "MANAGED_BY")
LIMITS = QueryLimits(seconds=20.0, rows=2_000)
OWNERS = (
    "UNWIND $keys AS k MATCH (o)-[:SHAREHOLDER_OF]->(:Company {key: k}) "
    "RETURN DISTINCT o.key AS owner ORDER BY owner"
)
MANAGERS = (
    "UNWIND $keys AS k MATCH (:Company {key: k})-[:MANAGED_BY]->(o:Company) "
    "RETURN DISTINCT o.key AS owner ORDER BY owner"
)


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owners above a firm, those on top of it, and what chains of them come to on a day.

    `controller` stands at the end of a chain in which every link is a share of more than half or
    management; None if the first link already is not. `through` is what the topmost owners hold
    when the shares of each chain are multiplied, the largest first. `cut` counts owners that are
    left out.
    """

    graph: Subgraph
    controller: NodeKey | None = None
    through: Mapping[NodeKey, float] = field(default_factory=dict)
    cut: int = 0


def ownership(reader: GraphReader, firm: NodeKey, *, day: str) -> Ownership:
    """Walk up from a firm, level by level; `day` (ISO) decides which shares count."""
    known, level, cut = {firm: None}, [firm], 0
    for _ in range(MOST_LEVELS):
        asked: dict[str, Value] = {"keys": list[Value](level)}
        above = {
            str(row[0])
            for question in (OWNERS, MANAGERS)
            for row in reader.run(question, asked, limits=LIMITS).rows
        }
        fresh = sorted(above - set(known))
        level = fresh[: MOST_OWNERS - len(known) + 1]
        cut += len(fresh) - len(level)
        known |= dict.fromkeys(level)
        if not level:
            break
    graph = reader.subgraph(known, edge_types=LINKS)
    held = [edge for edge in graph.edges if in_force(edge.properties, day)]
    return Ownership(graph, controller(firm, held), through(firm, held), cut)


def controller(firm: NodeKey, links: Iterable[Edge]) -> NodeKey | None:
    """Who stands at the end of the chain of control; of two at one link the larger share goes on.

    A circle of owners ends the chain where it would close.
    """
    above: dict[NodeKey, list[tuple[float, NodeKey]]] = defaultdict(list)
    for link in links:
        if link.type == "MANAGED_BY":
            above[link.start].append((0.0, link.end))
        elif (share := _share(link)) is not None and share > HALF:
            above[link.end].append((share, link.start))
    seen = {firm}
    last = firm
    while steps := [step for step in above[last] if step[1] not in seen]:
        last = max(steps)[1]
        seen.add(last)
    return None if last == firm else last


def through(firm: NodeKey, links: Iterable[Edge]) -> dict[NodeKey, float]:
    """What owners without owners hold of a firm, every chain multiplied and added up."""
    above: dict[NodeKey, list[tuple[float, NodeKey]]] = defaultdict(list)
    for link in links:
        share = _share(link)
        if link.type == "SHAREHOLDER_OF" and share is not None:
            above[link.end].append((share, link.start))
    found: dict[NodeKey, float] = defaultdict(float)
    open_: list[tuple[NodeKey, float, frozenset[NodeKey]]] = [(firm, 1.0, frozenset((firm,)))]
    while open_:
        at, part, way = open_.pop()
        for share, owner in above[at]:
            if owner in way or part * share < LEAST:
                continue
            if above.get(owner):
                open_.append((owner, part * share, way | {owner}))
            else:
                found[owner] += part * share
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _share(link: Edge) -> float | None:
    share = link.properties.get("share")
    return float(share) if isinstance(share, int | float) and not isinstance(share, bool) else None
