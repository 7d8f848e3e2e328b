"""How parties hang together: chains of recorded facts between them, the most telling first.

The score of a chain is the product of how much each relation says (an owner says more than a lot in
which both bid) and of how rare each party in between is: a telephone of two firms says much, an
agency of a thousand lots nothing. It orders chains, it is no probability.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, compress, pairwise, zip_longest
from typing import Literal

import numpy as np

from graph.engine import GraphReader, QueryLimits
from graph.errors import QueryRejected
from graph.key_reader import ask_by_label
from graph.records import Edge, Node, NodeKey, Path
from graph.vocabulary import FACT_TYPES, SCHEMA
from messages import t
from queries.describe import display_name, walk
from queries.moment import had_happened, in_force
from queries.surroundings import HUB_DEGREE, OWN_WORK, Ties, hubs_among, ties_of

FARTHEST = 15
TELLING = 8  # a chain of more hops hardly says anything
# Pair after pair, the pairs that join all best, or the first with each of the others.
Order = Literal["given", "any", "each"]
MOST_PARTIES: Mapping[Order, int] = {"given": 5, "any": 5, "each": 51}
CANDIDATES = 6  # times as many chains are weighed as are returned
FRONTIER = 120  # nodes that one step walks on from, the most telling first
FAN = 400  # relations that are walked of one end; a firm in between with more is not walked on from
INNER = 2 * HUB_DEGREE  # relations of anything else in between with more: a hub ties everybody
WHOLE = 20_000  # relations that are read of one node, to choose from
ROOM = 3_000  # relations that one search holds
LIMITS = QueryLimits(seconds=30.0, rows=200_000)
SPAN = ("valid_from", "valid_to")
# One of the shortest: naming all of them takes seconds where one takes milliseconds. No WHERE may
# follow: an engine would filter after the search.
SHORTEST = QueryLimits(seconds=30.0, rows=1)

# How much a relation says about two parties belonging together.
STRENGTH: Mapping[str, float] = {
    "IS": 1.0,
    "SUBMITTED": 0.95,
    "LEGAL_REP_OF": 0.9,
    "PAID_DEPOSIT_OF": 0.8,
    "USED_IN": 0.8,
    "BELONGS_TO": 0.8,
    "RELATIVE_OF": 0.7,
    "AVOIDS": 0.7,
    "SHAREHOLDER_OF": 0.7,
    "EXECUTIVE_OF": 0.6,
    "INSURED_BY": 0.6,
    "EMPLOYED_BY": 0.6,
    "HANDLED": 0.6,
    "LEADS": 0.6,
    "MEMBER_OF": 0.6,
    "GIVEN_IN": 0.6,
    "CONTACT_FOR": 0.55,
    "CONTACT_OF": 0.5,
    "REACHED_AT": 0.5,
    "PARTY_TO": 0.4,
    "AWARDED_FOR": 0.4,
    "FOR": 0.3,
    "WON": 0.3,
    "EVALUATED": 0.3,
    "SCORED": 0.3,
    "PROCURES": 0.25,
    "AGENT_FOR": 0.15,
}
OTHERWISE = 0.3
WEAK_IDENTITY = 0.5
THROUGH_HUB = 0.2


@dataclass(frozen=True, slots=True)
class RankedPath:
    """One chain. `weak` are persons not known by an ID number, `hubs` the reasons of hubs.

    `alike` counts further chains over the same parties by other bids.
    """

    path: Path
    sentence: str
    score: float
    weak: tuple[NodeKey, ...] = ()
    hubs: Mapping[NodeKey, str] = field(default_factory=dict)
    alike: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        """The references behind its relations."""
        return tuple(sorted({ref for edge in self.path.edges for ref in edge.sources}))


@dataclass(frozen=True, slots=True)
class PathFound:
    """The best way from `start` to `end`, or None, and a sentence; `ranked` holds all ways.

    `unwalked` says of which party how many relations were left out, `narrowed` whether parties in
    between were too many for all of them to be walked on from.
    """

    start: NodeKey
    end: NodeKey
    path: Path | None
    sentence: str
    ranked: tuple[RankedPath, ...] = ()
    unwalked: Mapping[NodeKey, int] = field(default_factory=dict)
    narrowed: bool = False

    @property
    def points(self) -> float:
        """The score of the best way, of 100 points; 0 if nothing joins the two."""
        return round(100 * self.ranked[0].score, 2) if self.ranked else 0.0

    @property
    def cut(self) -> str:
        """What was left out, as a sentence; empty if nothing was."""
        names = {node.key: display_name(node) for node in self.path.nodes} if self.path else {}
        said = [
            t(
                "{count} of the many relations of {name} were not walked.",
                name=names.get(key, key),
                count=count,
            )
            for key, count in sorted(self.unwalked.items())
        ]
        if self.narrowed:
            said.append(
                t(
                    "Many parties lie in between: at each step the {most} most telling "
                    "were walked on from.",
                    most=FRONTIER,
                )
            )
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """What a chain may be made of. `types` empty: every recorded fact. `day`: as of this day."""

    hops: int = 6
    most: int = 3
    types: tuple[str, ...] = ()
    day: str | None = None
    through_hubs: bool = False

    def __post_init__(self) -> None:
        if not self.relations:
            raise QueryRejected(t("There is no relation '{type}'.", type="、".join(self.types)))
        if not 1 <= self.hops <= FARTHEST:
            raise QueryRejected(
                t(
                    "{hops} hops cannot be searched. Choose 1 to {most}.",
                    hops=self.hops,
                    most=FARTHEST,
                )
            )

    @property
    def relations(self) -> tuple[str, ...]:
        """The relation types that may be walked: never a derived one."""
        return tuple(x for x in FACT_TYPES if not self.types or x in self.types)


def paths(
    reader: GraphReader,
    keys: Sequence[NodeKey],
    *,
    hops: int = 6,
    most: int = 3,
    types: Sequence[str] = (),
    day: str | None = None,
    through_hubs: bool = False,
    order: Order = "given",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[PathFound, ...]:
    """Up to `most` chains between each key and the next, over recorded facts only.

    In `any` order: the pairs that join all parties best, as a tree. `each`: the first key with each
    of the others, the most telling pair first, pairs that nothing joins last. `progress` is told
    how many pairs of how many were searched. Raises QueryRejected for fewer than two keys, more
    than MOST_PARTIES, a key with an unknown prefix, too many hops.
    """
    parties = list(dict.fromkeys(keys))
    if len(keys if order == "given" else parties) < 2:
        raise QueryRejected(t("A path needs two parties or more. Name another one."))
    if len(keys) > MOST_PARTIES[order]:
        raise QueryRejected(t("A path joins at most {most} parties.", most=MOST_PARTIES[order]))
    asked = PathQuestion(hops, most, tuple(types), day, through_hubs)
    for key in keys:
        _label(key)
    pairs = {
        "given": list(pairwise(keys)),
        "any": list(combinations(parties, 2)),
        "each": [(keys[0], other) for other in parties[1:]],
    }[order]
    found = []
    for a, b in pairs:
        found.append(_between(reader, a, b, asked))
        if progress:
            progress(len(found), len(pairs))
    if order == "given":
        return tuple(found)
    found.sort(key=lambda one: (-(one.ranked[0].score if one.ranked else -1), one.start, one.end))
    return tuple(_tree(parties, found) if order == "any" else found)


def _tree(parties: Sequence[NodeKey], found: Sequence[PathFound]) -> list[PathFound]:
    """Of pairs in the order of their scores the best that join everybody, without a circle."""
    group = {key: key for key in parties}
    chosen: list[PathFound] = []
    for one in found:
        a, b = group[one.start], group[one.end]
        if a == b:
            continue
        group = {key: a if root == b else root for key, root in group.items()}
        chosen.append(one)
    return chosen


def _between(reader: GraphReader, start: NodeKey, end: NodeKey, asked: PathQuestion) -> PathFound:
    if start == end:
        return PathFound(start, end, None, t("{key} is the same party twice.", key=start))
    shortest = _shortest(reader, start, end, asked)
    if shortest is None:
        return PathFound(start, end, None, _none(reader, start, end, asked))
    near = min(len(shortest.edges) + 2, asked.hops)
    found = _within(reader, shortest, near, asked)
    # Nothing but hubs, or nothing that held on the day: a chain that says more may be longer.
    poor = not found.ranked or bool(found.ranked[0].hubs and not asked.through_hubs)
    if poor and near < asked.hops:
        found = _within(reader, shortest, asked.hops, asked)
    if not found.ranked:
        return replace(found, sentence=_none(reader, start, end, asked, shortest))
    return found


def _within(reader: GraphReader, shortest: Path, depth: int, asked: PathQuestion) -> PathFound:
    start, end = shortest.nodes[0].key, shortest.nodes[-1].key
    walked = _links(reader, start, end, depth, asked)
    chains = [c for c in _chains(walked.links, start, end, asked) if len(c) <= asked.hops + 1]
    direct = [node.key for node in shortest.nodes]
    if direct not in chains:
        chains.append(direct)
    ranked = _ranked(reader, chains, asked)
    path, sentence = (ranked[0].path, ranked[0].sentence) if ranked else (None, "")
    return PathFound(start, end, path, sentence, ranked, walked.unwalked, walked.narrowed)


def _shortest(
    reader: GraphReader, start: NodeKey, end: NodeKey, asked: PathQuestion
) -> Path | None:
    types = "|".join(asked.relations)
    cypher = (
        f"MATCH (a:{_label(start)} {{key: $start}}), (b:{_label(end)} {{key: $end}}), "
        f"p = shortestPath((a)-[:{types}*..{asked.hops}]-(b)) RETURN p"
    )
    table = reader.run(cypher, {"start": start, "end": end}, limits=SHORTEST)
    return next((row[0] for row in table.rows if isinstance(row[0], Path)), None)


Link = tuple[NodeKey, NodeKey]


@dataclass(frozen=True, slots=True)
class _Walked:
    """The tolls of the relations that were walked, and what of them was left out."""

    links: Mapping[Link, float]
    unwalked: Mapping[NodeKey, int]
    narrowed: bool


def _links(
    reader: GraphReader, start: NodeKey, end: NodeKey, depth: int, asked: PathQuestion
) -> _Walked:
    """The relations around both ends, walked from both sides until they must have met."""
    links: dict[Link, float] = {}
    cost = {start: {start: 0.0}, end: {end: 0.0}}
    frontier = {start: [start], end: [end]}
    unwalked: dict[NodeKey, int] = {}
    taken = Counter[NodeKey]()
    narrowed = False
    for _ in range(depth):
        # Where one end has too many relations, the other is walked farther.
        side = min((start, end), key=lambda key: (taken[key], key in unwalked))
        taken[side] += 1
        known, fresh = cost[side], set[NodeKey]()
        for a, tolls, left in _step(reader, frontier[side], asked):
            unwalked |= {a: left} if left and a in cost else {}
            for b, toll in tolls:
                pair = (min(a, b), max(a, b))
                links[pair] = min(toll, links.get(pair, toll))
                if b not in known or b in fresh:
                    fresh.add(b)
                    known[b] = min(known.get(b, math.inf), known[a] + toll)
        narrowed = narrowed or len(fresh) > FRONTIER
        frontier[side] = sorted(fresh, key=lambda key: (known[key], key))[:FRONTIER]
        if len(links) > ROOM:
            narrowed = True
            break
    for cut in sorted(unwalked):
        links = _met(reader, cut, frontier[end if cut == start else start], asked) | links
    return _Walked(links, unwalked, narrowed)


def _met(
    reader: GraphReader, cut: NodeKey, near: Sequence[NodeKey], asked: PathQuestion
) -> dict[Link, float]:
    """The relations to a party of many that are met from the other side: they are few."""
    return {
        (min(edge.start, edge.end), max(edge.start, edge.end)): -math.log(
            STRENGTH.get(edge.type, OTHERWISE)
        )
        for edge in reader.subgraph([cut, *near], edge_types=asked.relations).edges
        if asked.day is None or in_force(edge.properties, asked.day)
    }


def _step(
    reader: GraphReader, keys: Sequence[NodeKey], asked: PathQuestion
) -> Iterable[tuple[NodeKey, Sequence[tuple[NodeKey, float]], int]]:
    """Of each node: its neighbours with the toll to each, and how many relations are left out."""
    types = "|".join(asked.relations)
    dated = asked.day is not None  # else nobody asks from when to when
    whole = len(keys) == 1 or asked.through_hubs

    def statement(label: str) -> str:
        """One row a label, ties as lists: rows take longest. A hub's ties are counted, not read."""
        most = FAN if label == "Company" else INNER
        limit, kept = (WHOLE, "") if whole else (most + 1, f"WHERE size(others) <= {most} ")
        span = "[r.valid_from, r.valid_to]" if dated else "null"
        return (
            f"UNWIND $keys.{label} AS k MATCH (a:{label} {{key: k}}) "
            f"CALL (a) {{ MATCH (a)-[r:{types}]-(b) "
            f"RETURN b, type(r) AS type, {span} AS span LIMIT {limit} }} "
            f"WITH k, collect(b) AS others, collect(type) AS types, collect(span) AS spans {kept}"
            "WITH k, [b IN others | b.key] AS others, types, spans "
            "WITH collect([k, others, types, spans]) AS found RETURN found"
        )

    rows = ask_by_label(reader, keys, statement, limits=LIMITS)
    for key, others, names, spans in sorted(one for (found,) in rows for one in found):
        found = list(zip(others, names, strict=True))
        if asked.day is not None:
            held = [in_force(dict(zip(SPAN, span, strict=True)), asked.day) for span in spans]
            found = list(compress(found, held))
        toll = -math.log(rarity(key, _counted(found))) / 2  # half in, half out
        kept = _of_each_type(found)
        tolls = [(other, toll - math.log(STRENGTH.get(type_, OTHERWISE))) for other, type_ in kept]
        yield key, tolls, len(found) - len(kept)


def _of_each_type(found: Sequence[tuple[NodeKey, str]]) -> Sequence[tuple[NodeKey, str]]:
    """At most FAN relations: one of each type in turn, so that rare ones are whole."""
    if len(found) <= FAN:
        return sorted(found)
    by_type: dict[str, list[tuple[NodeKey, str]]] = defaultdict(list)
    for pair in sorted(found):
        by_type[pair[1]].append(pair)
    turns = zip_longest(*(by_type[type_] for type_ in sorted(by_type)))
    return sorted([pair for turn in turns for pair in turn if pair is not None][:FAN])


def _counted(pairs: Iterable[tuple[NodeKey, str]]) -> dict[str, int]:
    """How many different nodes each relation leads to, as `ties_of` counts them."""
    by_type: dict[str, set[NodeKey]] = defaultdict(set)
    for other, type_ in pairs:
        by_type[type_].add(other)
    return {type_: len(others) for type_, others in by_type.items()}


def rarity(key: NodeKey, ties: Ties) -> float:
    """How much a party in between says: 1 if it ties two, less the more it ties.

    A bid is one firm's own act, and a firm's own bids are no ties to others.
    """
    if key.startswith("bid:"):
        return 1.0
    degree = sum(n for type_, n in ties.items() if type_ not in OWN_WORK)
    return 1.0 / (1.0 + math.log2(max(degree, 2) / 2))


def _chains(
    found: Mapping[Link, float], start: NodeKey, end: NodeKey, asked: PathQuestion
) -> list[list[NodeKey]]:
    links = _between_ends(found, start, end, asked.hops)
    names = sorted({key for pair in links for key in pair})
    place = {key: i for i, key in enumerate(names)}
    if start not in place or end not in place:
        return []
    # Here and not above: every command would wait for these modules.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import yen

    ends = np.array([(place[a], place[b]) for a, b in links], dtype=np.int32)
    costs = np.array(list(links.values())) + 1e-6  # a length of zero would be no edge at all
    size = len(names)
    graph = coo_array((costs, (ends[:, 0], ends[:, 1])), shape=(size, size)).tocsr()
    distances, before = yen(
        graph,
        place[start],
        place[end],
        asked.most * CANDIDATES,
        directed=False,
        return_predecessors=True,
    )
    return [_back(row, place[end], names) for row in before[: len(distances)]]


def _between_ends(
    links: Mapping[Link, float], start: NodeKey, end: NodeKey, hops: int
) -> dict[Link, float]:
    """The relations that lie on a way of so many hops: few of all that were walked."""
    near: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    ahead, back = _distances(near, start), _distances(near, end)
    far = FARTHEST + 1

    def on_a_way(a: NodeKey, b: NodeKey) -> bool:
        return ahead.get(a, far) + back.get(b, far) < hops

    return {(a, b): toll for (a, b), toll in links.items() if on_a_way(a, b) or on_a_way(b, a)}


def _distances(near: Mapping[NodeKey, Sequence[NodeKey]], start: NodeKey) -> dict[NodeKey, int]:
    found, frontier = {start: 0}, [start]
    for hop in range(1, FARTHEST + 1):
        frontier = list({b for a in frontier for b in near.get(a, ()) if b not in found})
        found |= dict.fromkeys(frontier, hop)
    return found


def _back(before: Sequence[int], at: int, names: Sequence[NodeKey]) -> list[NodeKey]:
    chain = [names[at]]
    while before[at] >= 0:
        at = int(before[at])
        chain.append(names[at])
    return chain[::-1]


def _ranked(
    reader: GraphReader, chains: Sequence[Sequence[NodeKey]], asked: PathQuestion
) -> tuple[RankedPath, ...]:
    keys = {key for chain in chains for key in chain}
    seen = reader.subgraph(sorted(keys), edge_types=asked.relations)
    nodes = {node.key: node for node in seen.nodes}
    between: dict[Link, list[Edge]] = defaultdict(list)
    for edge in seen.edges:
        if asked.day is None or _held(edge, nodes, asked.day):
            between[min(edge.start, edge.end), max(edge.start, edge.end)].append(edge)
    ties = ties_of(reader, {key for chain in chains for key in chain[1:-1]})
    hubs = hubs_among(seen.nodes, ties)
    found = [_weighed(chain, nodes, between, ties, hubs) for chain in chains]
    whole = [one for one in found if one is not None]
    plain = [one for one in whole if not _detour(one, between)] or whole
    free = [one for one in plain if not one.hubs]
    kept = plain if asked.through_hubs else (free or plain)
    kept.sort(key=lambda one: (-one.score, len(one.path.edges), one.sentence))
    return _different(kept)[: asked.most]


def _detour(one: RankedPath, between: Mapping[Link, Sequence[Edge]]) -> bool:
    """Whether a recorded fact joins two of its parties that the chain reaches one by the other."""
    keys = [node.key for node in one.path.nodes]
    far = ((a, b) for i, a in enumerate(keys) for b in keys[i + 2 :])
    return any((min(pair), max(pair)) in between for pair in far)


def _different(ranked: Sequence[RankedPath]) -> tuple[RankedPath, ...]:
    """The best of the chains that differ by bids alone, with the number of the others."""
    found: dict[tuple[NodeKey, ...], list[RankedPath]] = {}
    for one in ranked:
        parties = tuple(node.key for node in one.path.nodes if node.label != "Bid")
        found.setdefault(parties, []).append(one)
    return tuple(replace(some[0], alike=len(some) - 1) for some in found.values())


def _held(edge: Edge, nodes: Mapping[NodeKey, Node], day: str) -> bool:
    ends = (nodes[edge.start], nodes[edge.end])
    return in_force(edge.properties, day) and all(had_happened(n.properties, day) for n in ends)


def _weighed(
    chain: Sequence[NodeKey],
    nodes: Mapping[NodeKey, Node],
    between: Mapping[Link, Sequence[Edge]],
    ties: Mapping[NodeKey, Ties],
    hubs: Mapping[NodeKey, str],
) -> RankedPath | None:
    edges: list[Edge] = []
    for a, b in pairwise(chain):
        some = between.get((min(a, b), max(a, b)))
        if not some:
            return None
        edges.append(max(some, key=lambda e: (STRENGTH.get(e.type, OTHERWISE), e.id)))
    inner = chain[1:-1]
    passed = {key: hubs[key] for key in inner if key in hubs}
    weak = tuple(key for key in chain if known_by_name(nodes[key]))
    score = math.prod(STRENGTH.get(e.type, OTHERWISE) for e in edges)
    score *= math.prod(rarity(key, ties.get(key, {})) for key in inner)
    score *= WEAK_IDENTITY ** len(weak) * THROUGH_HUB ** len(passed)
    way = Path(tuple(nodes[key] for key in chain), tuple(edges))
    return RankedPath(way, walk(way.nodes, way.edges), score, weak, passed)


def known_by_name(node: Node) -> bool:
    """Whether a person is known by name, not by an ID number."""
    identity = node.properties.get("identity")
    return node.label == "Person" and identity is not None and identity != "id"


def _label(key: NodeKey) -> str:
    try:
        return SCHEMA.label_of(key)
    except KeyError as error:
        raise QueryRejected(
            t("'{key}' is no key of the graph. Search for the party and use its key.", key=key)
        ) from error


def _none(
    reader: GraphReader,
    start: NodeKey,
    end: NodeKey,
    asked: PathQuestion,
    shortest: Path | None = None,
) -> str:
    """What was tried, and what to loosen. `shortest` is a chain that did not hold on the day."""
    names = {node.key: display_name(node) for node in reader.subgraph([start, end]).nodes}
    absent = [key for key in (start, end) if key not in names]
    if absent:
        return t("{key} is not in the graph.", key=absent[0])
    said = [
        t(
            "No recorded facts join {start} and {end} within {hops} hops.",
            start=names[start],
            end=names[end],
            hops=asked.hops,
        )
    ]
    if asked.types:
        said.append(t("Only {count} kinds of relation were walked.", count=len(asked.types)))
        shortest = shortest or _shortest(reader, start, end, replace(asked, types=()))
    if asked.day:
        said.append(t("Only facts that held on {day} were walked.", day=asked.day))
    if shortest is not None:
        said.append(
            t(
                "Without these limits they are joined in {hops} hops: loosen them to see how.",
                hops=len(shortest.edges),
            )
        )
    elif asked.hops < TELLING:
        said.append(t("Allow more hops, or look for another record of the same party."))
    return " ".join(said)
