"""Staff exchange: people who move between two bidders around the lots in which both bid.

A move is a person's next registration (注册单位) or insurance with another firm; each person counts
once a pair. A pair counts the people who moved within 60 days of the opening of a common lot. If
people chose where to go by size alone, λ = out(A)·size(B)/N + out(B)·size(A)/N would have moved,
with out the moves away from a firm, size the people it ever had and N the people of all firms. p is
the Poisson tail P(X ≥ people), conservative since λ counts moves at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import pdtrc

from graph.engine import GraphReader
from graph.records import DerivedEdge, NodeKey, Value
from measures.markets import with_columns
from measures.measure import Derived, Measure

STAYS = """
MATCH (p:Person)-[r:{type}]->(c:Company)
WHERE r.valid_from IS NOT NULL AND p.identity <> 'scoped'
RETURN p.key AS person, c.key AS company, r.valid_from AS since
"""
STAY_COLUMNS = ("person", "company", "since")
LOTS = """
MATCH (c:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(l:Lot)
WHERE c.key IN $firms
RETURN c.key AS company, collect(l.key) AS lots,
       collect(coalesce(l.opened_at, l.deadline, '')) AS days
"""
DAYS_AROUND = 60
LEAST_PEOPLE = 3
LARGEST_P = 0.05

Pair = tuple[NodeKey, NodeKey]


@dataclass(frozen=True, slots=True)
class Moves:
    """Who moved between which firms.

    `people`: by pair of firms (key order), each person with the days of the moves. `left`, `size`:
    how many left and ever belonged to a firm. `total`: the sum of sizes.
    """

    people: Mapping[Pair, Mapping[NodeKey, Sequence[date]]]
    left: Mapping[NodeKey, int]
    size: Mapping[NodeKey, int]
    total: int


def moves_from(stays: pd.DataFrame) -> Moves:
    """Moves from stays (person, company, since) of one register."""
    rows = with_columns(stays, STAY_COLUMNS).drop_duplicates()
    rows = rows.sort_values(["person", "since", "company"], kind="stable")
    size = rows.groupby("company", sort=True)["person"].nunique()
    person, company = rows["person"].to_numpy(), rows["company"].to_numpy()
    since = rows["since"].to_numpy()
    moved = np.flatnonzero((person[1:] == person[:-1]) & (company[1:] != company[:-1]))
    people: dict[Pair, dict[NodeKey, list[date]]] = defaultdict(lambda: defaultdict(list))
    left: dict[NodeKey, int] = defaultdict(int)
    for i in moved.tolist():
        origin, target = str(company[i]), str(company[i + 1])
        left[origin] += 1
        pair = (origin, target) if origin < target else (target, origin)
        people[pair][str(person[i])].append(date.fromisoformat(str(since[i + 1])[:10]))
    sizes = {str(key): int(count) for key, count in size.items()}
    return Moves(people, left, sizes, sum(sizes.values()))


def exchanges(
    moves: Moves, common_days: Mapping[Pair, Sequence[date]]
) -> tuple[tuple[Pair, tuple[NodeKey, ...], float, float], ...]:
    """Pair, people, expected number and p of each pair with enough people near a common lot."""
    found = []
    for pair in sorted(moves.people):
        days = common_days.get(pair, ())
        near = tuple(
            sorted(
                who
                for who, moved in moves.people[pair].items()
                if any(abs((day - opened).days) <= DAYS_AROUND for day in moved for opened in days)
            )
        )
        if len(near) >= LEAST_PEOPLE:
            a, b = pair
            expected = (
                moves.left.get(a, 0) * moves.size.get(b, 0)
                + moves.left.get(b, 0) * moves.size.get(a, 0)
            ) / moves.total
            p_value = float(pdtrc(len(near) - 1, expected))
            if p_value <= LARGEST_P:
                found.append((pair, near, expected, p_value))
    return tuple(found)


def common_days(pairs: Sequence[Pair], lots: pd.DataFrame) -> dict[Pair, list[date]]:
    """The opening days of the lots in which both firms of a pair bid."""
    rows = with_columns(lots, ("company", "lots", "days"))
    opened = {
        str(firm): dict(zip(names, days, strict=True))
        for firm, names, days in zip(rows["company"], rows["lots"], rows["days"], strict=True)
    }
    return {
        (a, b): sorted(
            {
                date.fromisoformat(opened[a][lot][:10])
                for lot in opened.get(a, {}).keys() & opened.get(b, {}).keys()
                if opened[a][lot]
            }
        )
        for a, b in pairs
    }


def compute(reader: GraphReader) -> Derived:
    """Find the pairs of the whole graph; of two registers the more telling one counts."""
    best: dict[Pair, tuple[tuple[NodeKey, ...], float, float]] = {}
    for kind in ("REGISTERED_AT", "INSURED_BY"):
        moves = moves_from(reader.frame(STAYS.replace("{type}", kind)))
        pairs = [pair for pair, who in sorted(moves.people.items()) if len(who) >= LEAST_PEOPLE]
        firms: list[Value] = [*sorted({firm for pair in pairs for firm in pair})]
        lots = reader.frame(LOTS, {"firms": firms}) if firms else pd.DataFrame()
        for pair, who, expected, p_value in exchanges(moves, common_days(pairs, lots)):
            if pair not in best or p_value < best[pair][2]:
                best[pair] = (who, expected, p_value)
    return Derived(edges=tuple(_edge(pair, *best[pair]) for pair in sorted(best)))


def _edge(pair: Pair, who: Sequence[NodeKey], expected: float, p_value: float) -> DerivedEdge:
    people: list[Value] = [*who]
    return DerivedEdge(
        "EXCHANGES_STAFF",
        *pair,
        {"people": len(who), "expected": expected, "p_value": p_value, "who": people},
    )


STAFF_EXCHANGE = Measure(
    name="staff_exchange",
    title="Staff exchange",
    summary="People who move between two bidders around the lots in which both bid.",
    revision=1,
    requires=("SUBMITTED", "Person"),
    compute=compute,
)
