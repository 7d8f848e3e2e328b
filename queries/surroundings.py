"""What lies around a party: its ties by relation, and what ties everybody to everybody."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from graph import statements
from graph.engine import GraphReader, QueryLimits
from graph.errors import TenderLensError
from graph.key_reader import ask_by_label
from graph.records import Edge, Node, NodeKey
from graph.vocabulary import EDGES
from messages import t

LIMITS = QueryLimits(seconds=30.0, rows=400_000)
HUB_DEGREE = 50  # more ties than this say little about any one of them
OWN_WORK = frozenset({"SUBMITTED", "WON", "CO_BIDS", "HAS_MEMBER"})  # of a firm: no hub for these
MEETING = "FOR"  # of a lot: only its bids make it a crowd, not its panel, steps and documents
NEVER_HUBS = frozenset({"Bid", "Ring", "Project", "Contract", "Batch", "Measure"})
STATE = re.compile(r"国资委|国有资产监督|国有资本|人民政府|财政[部厅局]")
PARK = re.compile(r"园区|产业园|科技园|孵化|众创空间|集群注册|商务秘书|管理?委员?会$|开发区")
PRIVATE_NETWORK = "private_network"

Ties = Mapping[str, int]  # edge type → how many different nodes it leads to


@dataclass(frozen=True, slots=True)
class Expansion:
    """The next neighbours of some nodes, those of the nodes that led to them, and what is left.

    `left` counts by relation: who is reached along two of them is one of `more`.
    """

    keys: tuple[NodeKey, ...] = ()
    opened: tuple[NodeKey, ...] = ()
    more: int = 0
    left: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Keys, nearest first, and the hubs among them that were not walked through, with reasons."""

    keys: tuple[NodeKey, ...]
    ties: Mapping[NodeKey, Ties] = field(default_factory=dict)
    hubs: Mapping[NodeKey, str] = field(default_factory=dict)


def ties_of(reader: GraphReader, keys: Iterable[NodeKey]) -> dict[NodeKey, dict[str, int]]:
    """How many different nodes each relation of these nodes leads to."""
    found: dict[NodeKey, dict[str, int]] = defaultdict(dict)
    for key, type_, number in ask_by_label(reader, keys, statements.ties, limits=LIMITS):
        found[key][type_] = number
    return {key: dict(sorted(found[key].items())) for key in sorted(found)}


def degrees_of(reader: GraphReader, keys: Iterable[NodeKey]) -> dict[NodeKey, int]:
    """How many different nodes all relations of these nodes together lead to."""
    return dict(sorted(ask_by_label(reader, keys, statements.degrees, limits=LIMITS)))


def hub_reason(node: Node, ties: Ties, *, most: int = HUB_DEGREE) -> str | None:
    """Why this node ties everybody to everybody and so nobody to anybody; None if it does not."""
    stored = node.properties
    exempt = stored.get("exempt")
    if exempt == PRIVATE_NETWORK:
        return t("address of a private network, which many networks use inside")
    if exempt:
        return t("on the list of exemptions: {reason}", reason=exempt)
    if node.label in NEVER_HUBS:
        return None
    reason = _institution(node, ties)
    if reason is not None:
        return reason
    if node.label == "Lot":
        degree = ties.get(MEETING, 0)
    else:
        degree = sum(n for type_, n in ties.items() if type_ not in OWN_WORK)
    return t("{count} ties to others", count=degree) if degree > most else None


def _institution(node: Node, ties: Ties) -> str | None:
    name = str(node.properties.get("name") or node.properties.get("text") or "")
    bids = ties.get("SUBMITTED", 0)
    if node.label == "Company" and not bids:
        if STATE.search(name) or (
            node.properties.get("state_owned") is True and ties.get("SHAREHOLDER_OF")
        ):
            return t("state capital: firms are not tied for that alone (Company Law, art. 265)")
        if ties.get("AGENT_FOR"):
            return t("tender agency of {count} lots", count=ties["AGENT_FOR"])
    if node.label == "Address" or (node.label == "Company" and not bids):
        return t("park or shared registration address") if PARK.search(name) else None
    return None


def hubs_among(
    nodes: Iterable[Node], ties: Mapping[NodeKey, Ties], *, most: int = HUB_DEGREE
) -> dict[NodeKey, str]:
    """The hubs of these nodes, with the reason of each."""
    reasons = {node.key: hub_reason(node, ties.get(node.key, {}), most=most) for node in nodes}
    return {key: reason for key, reason in reasons.items() if reason is not None}


def neighbours_by_type(
    reader: GraphReader,
    keys: Iterable[NodeKey],
    *,
    types: Collection[str] = (),
    fan: int | None = None,
) -> dict[NodeKey, list[tuple[str, NodeKey]]]:
    """Each node's neighbours as (edge type, key), sorted, at most `fan` of each relation.

    The names of relations become part of the query: raises TenderLensError for one that the
    vocabulary does not have.
    """
    if unknown := sorted(set(types) - {edge.type for edge in EDGES}):
        raise TenderLensError(t("There is no relation '{type}'.", type=unknown[0]))
    asked = partial(statements.neighbours_by_type, types=sorted(types))
    found: dict[NodeKey, list[tuple[str, NodeKey]]] = defaultdict(list)
    rows = ask_by_label(reader, keys, asked, limits=LIMITS)
    for key, type_, others in sorted(rows, key=itemgetter(0, 1)):
        found[key].extend((type_, other) for other in sorted(others)[:fan])
    return found


def _nodes(reader: GraphReader, keys: Iterable[NodeKey]) -> list[Node]:
    rows = ask_by_label(reader, keys, statements.whole_nodes, limits=LIMITS)
    return [Node(str(n["key"]), label, n) for label, nodes in rows for n in nodes]


def surroundings(
    reader: GraphReader,
    roots: Sequence[NodeKey],
    *,
    hops: int = 1,
    most: int = 60,
    types: Collection[str] = (),
    hub_degree: int = HUB_DEGREE,
    through_hubs: bool = False,
) -> Surroundings:
    """What lies within `hops` of the roots, nearest first, at most `most` nodes.

    One neighbour of each node and of each relation in turn, so that nothing crowds out the rest.
    A hub is reached and not walked through, unless `through_hubs`.
    """
    chosen: dict[NodeKey, None] = dict.fromkeys(roots)
    frontier = list(chosen)
    hubs: dict[NodeKey, str] = {}
    ties: dict[NodeKey, Ties] = {}
    for _ in range(hops):
        room = most - len(chosen)
        if room <= 0 or not frontier:
            break
        near = neighbours_by_type(reader, frontier, types=types, fan=room + 1)
        fresh = [k for k in _in_turn(frontier, near) if k not in chosen][:room]
        chosen |= dict.fromkeys(fresh)
        ties |= ties_of(reader, fresh)
        hubs |= hubs_among(_nodes(reader, fresh), ties, most=hub_degree)
        frontier = [k for k in fresh if through_hubs or k not in hubs]
    ties |= ties_of(reader, [k for k in chosen if k not in ties])
    return Surroundings(tuple(chosen), ties, {k: hubs[k] for k in sorted(hubs)})


def _in_turn(
    frontier: Sequence[NodeKey], near: Mapping[NodeKey, Sequence[tuple[str, NodeKey]]]
) -> dict[NodeKey, NodeKey]:
    """Each neighbour once, and which node of the frontier leads to it first."""
    queues: list[tuple[NodeKey, list[NodeKey]]] = []
    for key in frontier:
        by_type: dict[str, list[NodeKey]] = defaultdict(list)
        for type_, other in near.get(key, ()):
            by_type[type_].append(other)
        queues.extend((key, queue) for queue in by_type.values())
    longest = max((len(queue) for _, queue in queues), default=0)
    found: dict[NodeKey, NodeKey] = {}
    for i in range(longest):
        for key, queue in queues:
            if i < len(queue):
                found.setdefault(queue[i], key)
    return found


def expansion(
    reader: GraphReader,
    keys: Sequence[NodeKey],
    *,
    types: Collection[str] = (),
    known: Collection[NodeKey] = (),
    most: int = 30,
) -> Expansion:
    """The next neighbours of these nodes that are not `known`, at most `most` of all of them.

    One round trip, however many nodes. Expanding `opened` alone brings the same neighbours.
    """
    away = {*known, *keys}
    near = {
        key: [(type_, other) for type_, other in found if other not in away]
        for key, found in neighbours_by_type(reader, keys, types=types).items()
    }
    parents = _in_turn(keys, near)
    fresh = tuple(parents)[:most]
    drawn = set(fresh)
    rest = {pair for found in near.values() for pair in found if pair[1] not in drawn}
    opened = {parents[key] for key in fresh}
    return Expansion(
        keys=fresh,
        opened=tuple(key for key in dict.fromkeys(keys) if key in opened),
        more=len(parents) - len(fresh),
        left=dict(sorted(Counter(type_ for type_, _ in rest).items())),
    )


def left_to_show(
    ties: Mapping[NodeKey, Ties], edges: Iterable[Edge]
) -> dict[NodeKey, dict[str, int]]:
    """Of each node and relation: how many neighbours these edges do not reach."""
    shown: dict[tuple[NodeKey, str], set[NodeKey]] = defaultdict(set)
    for edge in edges:
        shown[edge.start, edge.type].add(edge.end)
        shown[edge.end, edge.type].add(edge.start)
    left: dict[NodeKey, dict[str, int]] = {}
    for key, numbers in ties.items():
        rest = {type_: n - len(shown[key, type_]) for type_, n in numbers.items()}
        left[key] = {type_: n for type_, n in rest.items() if n > 0}
    return left


def neighbours_left(degrees: Mapping[NodeKey, int], edges: Iterable[Edge]) -> dict[NodeKey, int]:
    """Of each node: how many neighbours these edges do not reach, along whatever relation."""
    shown: dict[NodeKey, set[NodeKey]] = defaultdict(set)
    for edge in edges:
        shown[edge.start].add(edge.end)
        shown[edge.end].add(edge.start)
    rest = {key: n - len(shown[key]) for key, n in degrees.items()}
    return {key: n for key, n in rest.items() if n > 0}
