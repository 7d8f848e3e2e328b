"""Hidden common control: weak ties between two bidders that together suggest one party behind both.

Each node between two firms (owner, executive, contact, telephone, e-mail, address) is a way. A way
counts strength × rarity: the strength of the weaker of its two ties, and 1 / (1 + log2 n), where n
is how many other firms the node ties to one of them; what only the two share counts in full. A way
through a third firm is the product of its halves. Taken together: 1 − Π (1 − strength × rarity).

Left out are exempt numbers, nodes with more than 50 firms, organs of the state, and ties that ended
more than two years before the last opening in the data; ties that ended since count as former ones.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.engine import GraphReader
from graph.records import DerivedEdge, NodeKey
from measures.gathered import gathered, rows_of
from measures.hubs import is_state_capital
from measures.measure import Derived, Measure
from messages import t

BIDDERS = "MATCH (c:Company)-[:SUBMITTED]->(:Bid) RETURN DISTINCT c.key AS company"
LAST_DAY = "MATCH (l:Lot) RETURN max(coalesce(l.opened_at, l.deadline)) AS day"
OFFICES = """
MATCH (p:Person)-[r:LEGAL_REP_OF|EXECUTIVE_OF|CONTACT_OF|SHAREHOLDER_OF]->(c:Company)
WITH right(c.key, 2) AS part,
     collect([p.key, p.name, c.key, type(r), r.post, r.share, r.valid_from, r.valid_to]) AS rows
RETURN rows
"""
OWNERS = """
MATCH (o:Company)-[r:SHAREHOLDER_OF]->(c:Company)
WITH right(c.key, 2) AS part,
     collect([o.key, o.name, c.key, 'SHAREHOLDER_OF', null, r.share, r.valid_from,
              r.valid_to]) AS rows
RETURN rows
"""
CONTACTS = """
MATCH (c:Company)-[r:REACHED_AT]->(n:{label})
WHERE n.exempt IS NULL
WITH right(c.key, 2) AS part,
     collect([n.key, null, c.key, '{label}', null, null, r.valid_from, r.valid_to]) AS rows
RETURN rows
"""
TIE_COLUMNS = ("node", "name", "company", "kind", "post", "share", "since", "until")
STRENGTHS = {
    "LEGAL_REP_OF": 0.6,
    "EXECUTIVE_OF": 0.6,
    "CONTACT_OF": 0.5,
    "Phone": 0.5,
    "Email": 0.5,
    "Address": 0.35,
}
LARGE_SHARE, LARGE_HOLDER, SMALL_HOLDER = 0.2, 0.6, 0.3
CLERKS, CLERK = ("财务", "办税", "联络"), 0.5
FORMER, FORMER_YEARS = 0.3, 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts.

    `crowd`: a node with more firms says nothing. `third`: halves of a way through a third firm
    count from this strength on. `least`: pairs below it get no edge. `ways`: as many are named.
    """

    crowd: int = 50
    third: float = 0.3
    least: float = 0.5
    ways: int = 20

    def __post_init__(self) -> None:
        if self.crowd < 2 or self.ways < 1 or not 0 < self.third <= 1 or not 0 < self.least <= 1:
            raise ValueError(f"Limits of hidden control are out of range: {self}.")


DEFAULT_LIMITS = Limits()
Pair = tuple[NodeKey, NodeKey]


@dataclass(frozen=True, slots=True)
class Tie:
    """A firm is tied to a node with this strength, 0 to 1."""

    node: NodeKey
    company: NodeKey
    strength: float


@dataclass(frozen=True, slots=True)
class Tied:
    """Two bidders with their combined score, the ways between and the links of the shortest."""

    start: NodeKey
    end: NodeKey
    score: float
    ways: tuple[str, ...]
    hops: int


def tied_pairs(
    ties: Iterable[Tie], bidders: Iterable[NodeKey], *, limits: Limits = DEFAULT_LIMITS
) -> tuple[Tied, ...]:
    """Pairs of bidders whose ways reach `limits.least` together, by key."""
    ways = _direct_ways(ties, limits)
    known = frozenset(bidders)
    combined: dict[Pair, list[tuple[float, int, str]]] = defaultdict(list)
    for pair, found in ways.items():
        if known.issuperset(pair):
            combined[pair] += [(strength, 2, node) for node, strength in found.items()]
    for pair, strength, text in _ways_through_thirds(ways, known, limits):
        combined[pair].append((strength, 4, text))
    return tuple(
        tied
        for pair in sorted(combined)
        if (tied := _tied(pair, combined[pair], limits)).score >= limits.least
    )


def _direct_ways(ties: Iterable[Tie], limits: Limits) -> dict[Pair, dict[NodeKey, float]]:
    firms: dict[NodeKey, dict[NodeKey, float]] = defaultdict(dict)
    for tie in ties:
        of_node = firms[tie.node]
        of_node[tie.company] = max(tie.strength, of_node.get(tie.company, 0.0))
        if tie.node.startswith("company:"):
            of_node[tie.node] = 1.0  # an owner is tied to itself
    ways: dict[Pair, dict[NodeKey, float]] = defaultdict(dict)
    for node, tied in firms.items():
        if 2 <= len(tied) <= limits.crowd:
            rarity = 1 / (1 + math.log2(len(tied) - 1))
            for a, b in combinations(sorted(tied), 2):
                ways[a, b][node] = min(tied[a], tied[b]) * rarity
    return ways


def _ways_through_thirds(
    ways: Mapping[Pair, Mapping[NodeKey, float]], bidders: frozenset[NodeKey], limits: Limits
) -> Iterable[tuple[Pair, float, str]]:
    beside: dict[NodeKey, dict[NodeKey, tuple[float, NodeKey]]] = defaultdict(dict)
    for (a, b), found in ways.items():
        node = max(found, key=lambda key: (found[key], key))
        if found[node] >= limits.third:
            beside[a][b] = (found[node], node)
            beside[b][a] = (found[node], node)
    for third in sorted(beside):
        if len(beside[third]) > limits.crowd:
            continue
        for a, b in combinations(sorted(beside[third]), 2):
            (left, one), (right, two) = beside[third][a], beside[third][b]
            if one != two and bidders.issuperset((a, b)):
                yield (a, b), left * right, f"{one} {third} {two}"


def _tied(pair: Pair, ways: list[tuple[float, int, str]], limits: Limits) -> Tied:
    ways.sort(key=lambda way: (-way[0], way[1], way[2]))
    score = 1 - math.prod(1 - strength for strength, _, _ in ways)
    named = tuple(text for _, _, text in ways[: limits.ways])
    return Tied(*pair, round(score, 6), named, min(hops for _, hops, _ in ways))


def _strength(row: Mapping[str, object]) -> float:
    kind, post, share = str(row["kind"]), row["post"], row["share"]
    if kind == "SHAREHOLDER_OF":
        large = isinstance(share, int | float) and share >= LARGE_SHARE
        return LARGE_HOLDER if large else SMALL_HOLDER
    if isinstance(post, str) and any(word in post for word in CLERKS):
        return CLERK
    return STRENGTHS[kind]


def _tie(row: Mapping[str, object], day: str) -> Tie | None:
    """The tie as of a day, or None if it is over for long, not begun, or the state's."""
    since, until = row["since"], row["until"]
    if is_state_capital(row["name"]) or (isinstance(since, str) and since > day):
        return None
    strength = _strength(row)
    if isinstance(until, str) and until < day:
        if until < f"{int(day[:4]) - FORMER_YEARS:04}{day[4:]}":
            return None
        strength = min(strength, FORMER)
    return Tie(str(row["node"]), str(row["company"]), strength)


def compute(reader: GraphReader) -> Derived:
    """Find the pairs of the whole graph."""
    last = reader.frame(LAST_DAY)["day"]
    day = str(last.iloc[0])[:10] if len(last) and isinstance(last.iloc[0], str) else "9999-12-31"
    asked = [
        OFFICES,
        OWNERS,
        *(CONTACTS.replace("{label}", k) for k in ("Phone", "Email", "Address")),
    ]
    ties = [
        tie
        for query in asked
        for row in rows_of(gathered(reader, query, TIE_COLUMNS))
        if (tie := _tie(dict(zip(TIE_COLUMNS, row, strict=True)), day)) is not None
    ]
    bidders = [str(key) for key in reader.frame(BIDDERS).get("company", ())]
    found = tied_pairs(ties, bidders)
    return Derived(
        edges=tuple(
            DerivedEdge(
                "TIED_TO",
                pair.start,
                pair.end,
                {"score": pair.score, "ways": list(pair.ways), "hops": pair.hops},
            )
            for pair in found
        ),
        notes=(t("Ties are taken as of {day}.", day=day),) if ties else (),
    )


HIDDEN_CONTROL = Measure(
    name="hidden_control",
    title="Hidden common control",
    summary="Several weak ties between two bidders that together suggest one party behind both.",
    revision=1,
    requires=("SUBMITTED",),
    compute=compute,
)
