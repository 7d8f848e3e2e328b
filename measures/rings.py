"""Rings: small groups of firms tied by pairs that meet far more often than chance explains.

A pair is a tie if its CO_BIDS edge has q ≤ 0.05 and lift ≥ 3, both computed inside the market
that the two firms share. Firms connected by ties form a group. A group of more than 12 firms is
tightened: ties of the lowest 亲密度 go first, until it falls apart; parts of 3 to 12 are rings.

coherence (Wachs and Kertész 2019): geometric / arithmetic mean of the jaccard weights of the inner
pairs; pairs that never met often enough for an edge are missing, not zero. exclusivity: inner
weight / (inner weight + weight of edges to non-members). Both use every CO_BIDS edge, tie or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

import numpy as np
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedEdge, DerivedNode
from measures.markets import with_columns
from measures.measure import Derived, Measure
from messages import t

PAIRS = """
MATCH (a:Company)-[r:CO_BIDS]->(b:Company)
RETURN a.key AS start, b.key AS end, r.jaccard AS jaccard, r.lift AS lift,
       r.q_value AS q_value, r.intimacy AS intimacy
"""
PAIR_COLUMNS = ("start", "end", "jaccard", "lift", "q_value", "intimacy")
LOTS_OF = """
UNWIND $companies AS key
MATCH (c:Company {key: key})-[:SUBMITTED]->(:Bid)-[:FOR]->(l:Lot)
RETURN DISTINCT c.key AS company, l.key AS lot
"""
NAMES_OF = """
UNWIND $companies AS key
MATCH (c:Company {key: key})
RETURN c.key AS company, c.name AS name
"""
NAMED = 3  # members that a ring's name spells out
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class RingLimits:
    """Which pairs are ties, and how many firms a ring has."""

    q_value: float = 0.05
    lift: float = 3.0
    smallest: int = 3
    largest: int = 12

    def __post_init__(self) -> None:
        if not 0 < self.q_value <= 1 or not 2 <= self.smallest <= self.largest:
            raise ValueError(f"Limits of rings contradict each other: {self}.")


DEFAULT_RING_LIMITS = RingLimits()


@dataclass(frozen=True, slots=True)
class RingFound:
    """A group of firms, by sorted keys."""

    members: tuple[str, ...]
    coherence: float
    exclusivity: float
    intimacy: float

    @property
    def key(self) -> str:
        """The same members give the same key, whenever and wherever they are found."""
        return "ring:" + sha256("\n".join(self.members).encode()).hexdigest()[:16]


def find_rings(
    pairs: pd.DataFrame, *, limits: RingLimits = DEFAULT_RING_LIMITS
) -> tuple[RingFound, ...]:
    """Rings among pairs (PAIR_COLUMNS), ordered by members; each firm is in one ring at most."""
    pairs = with_columns(pairs, PAIR_COLUMNS)
    ties = pairs[(pairs["q_value"] <= limits.q_value) & (pairs["lift"] >= limits.lift)]
    weighted = list(zip(ties["intimacy"], ties["start"], ties["end"], strict=True))
    groups = sorted(
        group
        for group in small_groups(weighted, largest=limits.largest)
        if len(group) >= limits.smallest
    )
    return tuple(_described(groups, pairs))


class _Groups:
    """Firms joined step by step."""

    def __init__(self, firms: Iterable[str]) -> None:
        self._parent = {firm: firm for firm in firms}
        self.members = {firm: [firm] for firm in self._parent}

    def root(self, firm: str) -> str:
        while self._parent[firm] != firm:
            self._parent[firm] = self._parent[self._parent[firm]]
            firm = self._parent[firm]
        return firm

    def join(self, one: str, two: str) -> None:
        small, large = sorted((self.root(one), self.root(two)), key=lambda r: len(self.members[r]))
        if small != large:
            self._parent[small] = large
            self.members[large] += self.members.pop(small)


def small_groups(
    ties: Sequence[tuple[float, str, str]], *, largest: int
) -> Iterator[tuple[str, ...]]:
    """The widest groups of at most `largest` firms that ties above some weight connect.

    `ties` are (weight, firm, firm). They are taken from the strongest down; ties of equal weight
    are taken together, so that their order does not matter. A group that would grow beyond
    `largest` is given out as it stood before. Members are sorted.
    """
    groups = _Groups(firm for _, one, two in ties for firm in (one, two))
    for _, same in groupby(sorted(ties, key=lambda tie: -tie[0]), key=lambda tie: tie[0]):
        level = [(one, two) for _, one, two in same]
        roots = {groups.root(firm) for pair in level for firm in pair}
        before = {r: sorted(groups.members[r]) for r in roots if len(groups.members[r]) <= largest}
        for one, two in level:
            groups.join(one, two)
        for root, group in before.items():
            if len(groups.members[groups.root(root)]) > largest:
                yield tuple(group)
    yield from (tuple(sorted(g)) for g in groups.members.values() if len(g) <= largest)


def _described(groups: Sequence[tuple[str, ...]], pairs: pd.DataFrame) -> Iterator[RingFound]:
    """Coherence, exclusivity and 亲密度 of each group, from all pairs that touch it."""
    group_of = {firm: number for number, group in enumerate(groups) for firm in group}
    one = pairs["start"].map(group_of).fillna(-1).to_numpy(dtype=np.int64)
    two = pairs["end"].map(group_of).fillna(-1).to_numpy(dtype=np.int64)
    weight = pairs["jaccard"].to_numpy(dtype=float)
    closeness = pairs["intimacy"].to_numpy(dtype=float)
    inner = (one == two) & (one >= 0)
    count = np.bincount(one[inner], minlength=len(groups))
    total = np.bincount(one[inner], weight[inner], minlength=len(groups))
    logs = np.bincount(one[inner], np.log(weight[inner]), minlength=len(groups))
    mean = np.bincount(one[inner], closeness[inner], minlength=len(groups)) / np.maximum(count, 1)
    outside = np.zeros(len(groups))
    for side in (one, two):
        crossing = (one != two) & (side >= 0)
        outside += np.bincount(side[crossing], weight[crossing], minlength=len(groups))
    for number, group in enumerate(groups):
        yield RingFound(
            members=group,
            coherence=float(np.exp(logs[number] / count[number]) / (total[number] / count[number])),
            exclusivity=float(total[number] / (total[number] + outside[number])),
            intimacy=float(mean[number]),
        )


def lots_where_members_meet(rings: Sequence[RingFound], presence: pd.DataFrame) -> tuple[int, ...]:
    """For each ring the number of lots in which at least two members bid.

    `presence` holds company and lot, each pair once.
    """
    ring_of = {firm: number for number, ring in enumerate(rings) for firm in ring.members}
    seen = presence.assign(ring=presence["company"].map(ring_of))
    bidders = seen.groupby(["ring", "lot"]).size()
    met = bidders[bidders >= 2].groupby(level="ring").size()
    return tuple(int(met.get(number, 0)) for number in range(len(rings)))


def _name(ring: RingFound, names: dict[str, str]) -> str:
    shown = [names.get(firm) or firm for firm in ring.members[:NAMED]]
    more = " …" if len(ring.members) > NAMED else ""
    return f"{'、'.join(shown)}{more} ({len(ring.members)})"


def compute(reader: GraphReader) -> Derived:
    """Find the rings among the CO_BIDS edges that are in the graph."""
    rings = find_rings(reader.frame(PAIRS))
    if not rings:
        return Derived(notes=(t("No group of firms is tied closely enough to be a ring."),))
    companies = sorted({firm for ring in rings for firm in ring.members})
    presence = reader.frame(LOTS_OF, {"companies": [*companies]})
    named = reader.frame(NAMES_OF, {"companies": [*companies]})
    names = {str(k): str(n) for k, n in zip(named["company"], named["name"], strict=True) if n}
    lots = lots_where_members_meet(rings, presence)
    return Derived(
        nodes=tuple(
            DerivedNode(
                "Ring",
                ring.key,
                {
                    "name": _name(ring, names),
                    "size": len(ring.members),
                    "lots": met,
                    "coherence": round(ring.coherence, DECIMALS),
                    "exclusivity": round(ring.exclusivity, DECIMALS),
                    "intimacy": round(ring.intimacy, DECIMALS),
                },
            )
            for ring, met in zip(rings, lots, strict=True)
        ),
        edges=tuple(
            DerivedEdge("HAS_MEMBER", ring.key, firm, {}) for ring in rings for firm in ring.members
        ),
    )


RINGS = Measure(
    name="rings",
    title="Rings",
    summary="Groups of 3 to 12 firms that meet far more often than chance explains.",
    revision=1,
    requires=("CO_BIDS",),
    compute=compute,
)
