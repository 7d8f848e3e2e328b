"""In how many lots some firms met, two by two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from graph.engine import GraphReader, QueryLimits
from graph.records import NodeKey, Value

MOST_FIRMS = 24
LIMITS = QueryLimits(seconds=30.0, rows=200_000)
_LOTS = (
    "UNWIND $keys AS k MATCH (c:Company {key: k})-[:SUBMITTED]->(:Bid)-[:FOR]->(l:Lot) "
    "RETURN DISTINCT k AS firm, c.name AS name, l.key AS lot"
)
_TIES = (
    "UNWIND $keys AS k MATCH (a:Company {key: k})-[e:CO_BIDS]->(b:Company) WHERE b.key IN $keys "
    "RETURN a.key AS a, b.key AS b, e.intimacy AS intimacy"
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two firms, `a` before `b` by key: the lots in which both bid, and their closeness (0–100)."""

    a: NodeKey
    b: NodeKey
    lots: int
    intimacy: float | None


@dataclass(frozen=True, slots=True)
class Meetings:
    """`names` and lots of each firm, most lots first; every pair of them, met or not."""

    names: dict[NodeKey, str]
    lots: dict[NodeKey, int]
    pairs: tuple[Meeting, ...]
    left_out: int


def meetings(reader: GraphReader, firms: Iterable[NodeKey]) -> Meetings:
    """Where these firms met; of more than 24 the first stand for all, and the rest is counted."""
    wanted = list(dict.fromkeys(firms))
    keys = wanted[:MOST_FIRMS]
    asked = {"keys": list[Value](keys)}
    lots: dict[NodeKey, set[str]] = defaultdict(set)
    names: dict[NodeKey, str] = {}
    for firm, name, lot in reader.run(_LOTS, asked, limits=LIMITS).rows:
        lots[str(firm)].add(str(lot))
        names[str(firm)] = str(name or firm)
    close = {
        (min(str(a), str(b)), max(str(a), str(b))): intimacy
        for a, b, intimacy in reader.run(_TIES, asked, limits=LIMITS).rows
    }
    order = sorted(lots, key=lambda key: (-len(lots[key]), key))
    pairs = [
        Meeting(a, b, len(lots[a] & lots[b]), _number(close.get((a, b))))
        for a, b in combinations(sorted(order), 2)
    ]
    return Meetings(
        {key: names[key] for key in order},
        {key: len(lots[key]) for key in order},
        tuple(pairs),
        len(wanted) - len(keys),
    )


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
