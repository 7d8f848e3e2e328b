"""Who may be sent to inspect, and which of them is tied to a party of a lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.engine import GraphReader, QueryLimits
from graph.key_reader import by_label
from graph.records import Node, NodeKey, Value
from queries.describe import walk

HOPS = 3
LIMITS = QueryLimits(seconds=60.0, rows=500_000)
_ROSTER = (
    "MATCH (p:Person)-[e:INSPECTS_FOR]->(u:Company) RETURN p.key AS key, p.name AS name, "
    "p.identity AS identity, u.key AS unit, u.name AS unit_name, "
    "e.certificate_no AS certificate_no, e.specialty AS specialty, e.valid_from AS since, "
    "e.valid_to AS until ORDER BY certificate_no, key, unit"
)
_PARTIES = (
    "UNWIND $keys AS k MATCH (l:Lot {key: k})<-[:PROCURES|AGENT_FOR|WON]-(c:Company) "
    "RETURN k AS lot, c.key AS party "
    "UNION ALL UNWIND $keys AS k MATCH (l:Lot {key: k})<-[:FOR]-(:Bid)<-[:SUBMITTED]-(c:Company) "
    "RETURN k AS lot, c.key AS party "
    "UNION ALL UNWIND $keys AS k MATCH (l:Lot {key: k})<-[:EVALUATED]-(x:Expert) "
    "RETURN k AS lot, x.key AS party"
)
# What is walked from each kind of node. From a unit nobody walks back to those who work there or
# inspect for it: a colleague's firm is no tie of one's own.
_TIES: Mapping[str, str] = {
    "Person": "LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF|INSURED_BY|EMPLOYED_BY|CONTACT_OF"
    "|INSPECTS_FOR|RELATIVE_OF|REACHED_AT|IS",
    "Company": "LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF|CONTACT_OF|MANAGED_BY|REACHED_AT",
    "Expert": "IS|AVOIDS",
    "Phone": "REACHED_AT",
    "Email": "REACHED_AT",
}


@dataclass(frozen=True, slots=True)
class Inspector:
    """One person of the roster. `certain` is False without an ID number: ties may be missed."""

    key: NodeKey
    name: str
    unit: str
    certificate_no: str = ""
    specialty: str = ""
    certain: bool = True


def inspectors(reader: GraphReader, *, day: str) -> tuple[Inspector, ...]:
    """Everybody on the roster on this day, by certificate; one row a person."""
    found: dict[NodeKey, Inspector] = {}
    for row in reader.run(_ROSTER, limits=LIMITS).dicts():
        since, until = _text(row["since"]), _text(row["until"])
        if (since and day < since) or (until and day > until):
            continue
        key = _text(row["key"])
        found.setdefault(
            key,
            Inspector(
                key,
                _text(row["name"]),
                _text(row["unit_name"]) or _text(row["unit"]),
                _text(row["certificate_no"]),
                _text(row["specialty"]),
                row["identity"] == "id",
            ),
        )
    return tuple(found.values())


def parties_of(reader: GraphReader, lots: Sequence[NodeKey]) -> dict[NodeKey, frozenset[NodeKey]]:
    """Buyer, agency, bidders, winners and panel of each lot."""
    found: dict[NodeKey, set[NodeKey]] = {lot: set() for lot in lots}
    if lots:
        asked = {"keys": list[Value](lots)}
        for lot, party in reader.run(_PARTIES, asked, limits=LIMITS).rows:
            found[str(lot)].add(str(party))
    return {lot: frozenset(some) for lot, some in found.items()}


def barred(
    reader: GraphReader, people: Iterable[NodeKey], lots: Sequence[NodeKey]
) -> dict[NodeKey, dict[NodeKey, str]]:
    """By lot and person, why that person must not inspect the lot: a chain of recorded facts.

    Three relations at most lead from the person to a party of the lot, none of them through a hub
    (state capital, agency, crowded address). The shortest chain is told.
    """
    parties = parties_of(reader, lots)
    wanted = frozenset().union(*parties.values()) if parties else frozenset()
    chains = _chains(reader, sorted(set(people)), wanted)
    nodes: dict[NodeKey, Node] = {}
    shown = sorted({key for some in chains.values() for chain in some.values() for key in chain})
    if shown:
        drawn = reader.subgraph(shown)
        nodes = {node.key: node for node in drawn.nodes}
        edges = {(e.start, e.end): e for e in sorted(drawn.edges, key=lambda e: e.id, reverse=True)}
    answer: dict[NodeKey, dict[NodeKey, str]] = {lot: {} for lot in lots}
    for lot in lots:
        for person, some in chains.items():
            met = [some[party] for party in sorted(parties[lot]) if party in some]
            if met:
                chain = min(met, key=lambda c: (len(c), c))
                steps = [edges.get((a, b)) or edges[b, a] for a, b in pairwise(chain)]
                answer[lot][person] = walk([nodes[key] for key in chain], steps)
    return answer


Chain = tuple[NodeKey, ...]


def _chains(
    reader: GraphReader, people: Sequence[NodeKey], wanted: frozenset[NodeKey]
) -> dict[NodeKey, dict[NodeKey, Chain]]:
    """The shortest chain from each person to each wanted party that can be reached."""
    reached: dict[NodeKey, dict[NodeKey, Chain]] = {p: {p: (p,)} for p in people}
    frontier: dict[NodeKey, list[NodeKey]] = {p: [p] for p in people}
    for _ in range(HOPS):
        ties, hubs = _ties(reader, {key for some in frontier.values() for key in some})
        for person in people:
            fresh = _walked(reached[person], frontier[person], ties)
            frontier[person] = [key for key in fresh if key not in hubs]
    return {p: {k: c for k, c in some.items() if k in wanted} for p, some in reached.items()}


def _walked(
    reached: dict[NodeKey, Chain],
    frontier: Iterable[NodeKey],
    ties: Mapping[NodeKey, Sequence[NodeKey]],
) -> list[NodeKey]:
    """What one more step reaches; its chains are added to `reached`."""
    fresh: list[NodeKey] = []
    for key in frontier:
        for other in ties.get(key, ()):
            if other not in reached:
                reached[other] = (*reached[key], other)
                fresh.append(other)
    return fresh


def _ties(
    reader: GraphReader, keys: Iterable[NodeKey]
) -> tuple[dict[NodeKey, list[NodeKey]], set[NodeKey]]:
    """The neighbours of some nodes, sorted, and which of those are hubs."""
    ties: dict[NodeKey, set[NodeKey]] = defaultdict(set)
    hubs: set[NodeKey] = set()
    for label, some in by_label(sorted(keys)).items():
        if label not in _TIES:
            continue
        table = reader.run(
            f"UNWIND $keys AS k MATCH (a:{label} {{key: k}})-[:{_TIES[label]}]-(b) "
            "RETURN DISTINCT k, b.key AS other, b.hub AS hub",
            {"keys": list[Value](some)},
            limits=LIMITS,
        )
        for key, other, hub in table.rows:
            ties[str(key)].add(str(other))
            if hub:
                hubs.add(str(other))
    return {key: sorted(others) for key, others in ties.items()}, hubs


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
