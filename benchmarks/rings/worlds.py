"""Invented markets in which the rings are known: who bids in which lot, at what price, who wins.

Firms have a home market (trade and region) and an activity that falls off by a power law; a lot is
drawn from a market and gets a few bidders from it. A ring is drawn from the firms of one market.
In its lots each member attends with the stated probability, together with outsiders; members go on
bidding honestly in other lots. Under `rotation` members win in turn; under `cover` the first member
present wins and the others bid a few percent above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]

BIDDERS = (3, 9)  # of an honest lot, both included
OUTSIDERS = (0, 4)  # in a ring's lot
SKEW = 0.7
FIRMS_PER_LOT = 0.15
LOTS_PER_MARKET = 250
LEAST_RING_LOTS = 8
DAY = np.datetime64("2023-01-02")
DAYS = 720
KINDS = ("rotation", "cover")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a world is made of. `ring_share`: the share of all lots that rings share out."""

    lots: int
    rings: int
    sizes: tuple[int, int]
    attendance: float
    ring_share: float
    kind: str  # rotation | cover
    seed: int

    def __post_init__(self) -> None:
        if not 0 < self.attendance <= 1 or not 0 < self.ring_share < 1:
            raise ValueError(f"Attendance and share lie between 0 and 1: {self}.")
        if self.kind not in KINDS or self.sizes[0] < 3:
            raise ValueError(f"Rings rotate or cover, and have three members at least: {self}.")


@dataclass(frozen=True, slots=True)
class RingWorld:
    """`bids`: lot, company, price, won. `lots`: lot, class_code, region, opened_at, method."""

    bids: pd.DataFrame
    lots: pd.DataFrame
    rings: tuple[frozenset[str], ...]


def make_world(plan: Plan) -> RingWorld:
    """The same plan gives the same world; another kind gives other bidders too."""
    chance = np.random.default_rng([plan.seed, KINDS.index(plan.kind)])
    markets = max(plan.lots // LOTS_PER_MARKET, 1)
    firms = max(int(plan.lots * FIRMS_PER_LOT), 40 * markets)
    home = np.sort(chance.integers(0, markets, size=firms))
    weight = chance.permutation(np.arange(1, firms + 1)) ** -SKEW
    market_of = chance.integers(0, markets, size=plan.lots)
    members = _rings(plan, home, chance)
    ring_of = _ring_lots(plan, market_of, home, members, chance)
    turn = [0] * len(members)
    by_market = [np.flatnonzero(home == m) for m in range(markets)]
    chosen: list[Codes] = []
    prices: list[npt.NDArray[np.float64]] = []
    winners: list[int] = []
    for lot in range(plan.lots):
        firm = by_market[market_of[lot]]
        ring = int(ring_of[lot])
        low, high = BIDDERS if ring < 0 else OUTSIDERS
        count = min(int(chance.integers(low, high + 1)), firm.size)
        odds = weight[firm] / weight[firm].sum()
        drawn = chance.choice(firm, size=count, replace=False, p=odds)
        price = 1e6 * chance.lognormal(0, 0.06, size=count)
        if ring >= 0:
            present = members[ring][chance.random(members[ring].size) < plan.attendance]
            drawn = drawn[~np.isin(drawn, present)]
            price = 1e6 * chance.lognormal(0.05, 0.06, size=drawn.size)
            if present.size:
                at = turn[ring] % present.size if plan.kind == "rotation" else 0
                turn[ring] += 1
                lowest = 1e6 * chance.lognormal(0.02, 0.02)
                cover = lowest * (1 + chance.uniform(0.02, 0.05, size=present.size))
                cover[at] = lowest
                drawn, price = np.r_[present, drawn], np.r_[cover, price]
        if drawn.size == 0:
            drawn, price = firm[:1], np.array([1e6])
        winner = int(np.argmin(price))
        chosen.append(drawn)
        prices.append(price)
        winners.append(winner)
    sizes = np.array([c.size for c in chosen])
    won = np.zeros(int(sizes.sum()), dtype=bool)
    won[np.r_[0, np.cumsum(sizes)[:-1]] + np.array(winners)] = True
    names = np.array([f"lot:{i:06}" for i in range(plan.lots)], dtype=object)
    opened = DAY + chance.integers(0, DAYS, size=plan.lots)
    return RingWorld(
        bids=pd.DataFrame(
            {
                "lot": np.repeat(names, sizes),
                "company": [f"company:F{i:06}" for i in np.concatenate(chosen)],
                "price": np.concatenate(prices),
                "won": won,
            }
        ),
        lots=pd.DataFrame(
            {
                "lot": names,
                "class_code": [f"A{m // 10:02}" for m in market_of],
                "region": [f"35{m % 10:02}00" for m in market_of],
                "opened_at": [str(day) + "T09:00:00" for day in opened],
                "method": "lowest_price",
                "control_price": np.nan,
                "estimate": np.nan,
            }
        ),
        rings=tuple(frozenset(f"company:F{i:06}" for i in ring) for ring in members),
    )


def _rings(plan: Plan, home: Codes, chance: np.random.Generator) -> list[Codes]:
    """Disjoint groups, each of firms of one market."""
    free = np.ones(home.size, dtype=bool)
    found: list[Codes] = []
    while len(found) < plan.rings:
        size = int(chance.integers(plan.sizes[0], plan.sizes[1] + 1))
        market = int(chance.integers(0, home.max() + 1))
        firms = np.flatnonzero(free & (home == market))
        if firms.size < size:
            continue
        ring = np.sort(chance.choice(firms, size=size, replace=False))
        free[ring] = False
        found.append(ring)
    return found


def _ring_lots(
    plan: Plan, market_of: Codes, home: Codes, members: list[Codes], chance: np.random.Generator
) -> Codes:
    """For each lot the number of the ring that works it, −1 for none."""
    ring_of = np.full(market_of.size, -1, dtype=np.int64)
    each = max(int(plan.lots * plan.ring_share / max(plan.rings, 1)), LEAST_RING_LOTS)
    for number, ring in enumerate(members):
        free = np.flatnonzero((market_of == home[ring[0]]) & (ring_of < 0))
        taken = chance.choice(free, size=min(each, free.size), replace=False)
        ring_of[taken] = number
    return ring_of
