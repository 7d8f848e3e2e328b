"""Invented markets with known rings, for the evaluation methods that no proven file covers.

A thousand firms live in cells (trade by region) of very unequal size; small cells hold innocent
firms that always meet. A lot draws its bidders from its cell, some from the same trade elsewhere.
Twelve rings each live in one cell and work half of its lots: members attend with a stated
probability and outsiders fill the lot, so that the number of bids tells nothing; in other lots
members bid honestly. Lots differ in their level and in how far honest prices scatter.

lowest_price: cost plus margin; the ring agrees on a dear winner and covers above it.
average_bid: many guess the average, the nearest to it wins; the ring masses its bids on one side,
now above, now below, and puts its winner where the average then falls.
price_floor: honest bids crowd at a floor of 85 % of the ceiling; the ring agrees above it.
comprehensive: price counts beside quality; the ring agrees nearer to the ceiling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.collusion.markets import METHODS, Labels, Market

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

FIRMS, LOTS, TRADES, REGIONS = 1_000, 2_000, 4, 10
RINGS, SIZES, ATTENDANCE, WORKED = 12, (4, 9), 0.8, 0.5
BIDDERS = {"average_bid": (15, 40)}  # of other methods:
USUAL_BIDDERS = (4, 10)
ELSEWHERE = 0.3  # share of bidders from another region
LEVEL, SCATTER = 0.05, 0.5  # how lots differ: sd of ln level, sd of ln scatter
FLOOR = 0.85
DAY, DAYS = np.datetime64("2023-01-02"), 700
PRICED = {name: Market(f"simulated_{name}", name) for name in METHODS}


@dataclass(frozen=True, slots=True)
class World:
    """Bids (lot, firm, price, won), lots (cell, day, estimate, ring or −1), members of rings."""

    bids: pd.DataFrame
    lots: pd.DataFrame
    rings: tuple[Codes, ...]
    cell: Codes  # of each firm


def make_world(method: str, seed: int) -> World:
    """The same method and seed give the same world."""
    chance = np.random.default_rng([seed, [*METHODS].index(method)])
    sizes = 1 / np.arange(1, TRADES * REGIONS + 1) ** 0.6
    cell = np.sort(chance.choice(sizes.size, FIRMS, p=chance.permutation(sizes) / sizes.sum()))
    active = chance.lognormal(0, 1, FIRMS)
    skill = chance.normal(0, 0.03, FIRMS)
    inside = [np.flatnonzero(cell == number) for number in range(sizes.size)]
    trades = [np.flatnonzero(cell // REGIONS == trade) for trade in range(TRADES)]
    roomy = [number for number, firms in enumerate(inside) if firms.size >= 2 * SIZES[1]]
    homes = chance.choice(roomy, RINGS, replace=len(roomy) < RINGS)
    rings = tuple(
        np.sort(chance.choice(inside[home], int(chance.integers(SIZES[0], SIZES[1] + 1)), False))
        for home in homes
    )
    weight = np.array([max(firms.size, 4) for firms in inside], dtype=float)
    lot_cell = chance.choice(sizes.size, LOTS, p=weight / weight.sum())
    rows, worked = [], np.full(LOTS, -1)
    estimate = np.exp(chance.normal(15, 1, LOTS))
    low, high = BIDDERS.get(method, USUAL_BIDDERS)
    for lot in range(LOTS):
        at_home = np.flatnonzero(homes == lot_cell[lot])
        members = np.zeros(0, dtype=np.int64)
        count = int(chance.integers(low, high + 1))
        if at_home.size and chance.random() < WORKED:
            ring = int(chance.choice(at_home))
            present = rings[ring][chance.random(rings[ring].size) < ATTENDANCE]
            if present.size >= 2:
                worked[lot], members = ring, present[:count]
        near, trade = inside[lot_cell[lot]], trades[lot_cell[lot] // REGIONS]
        others = _drawn(near, trade, active, count, chance)
        others = chance.permutation(others[~np.isin(others, members)])[: count - members.size]
        firms = np.concatenate([members, others])
        level, scatter = np.exp(chance.normal(0, LEVEL)), np.exp(chance.normal(0, SCATTER))
        share = _PRICES[method](members.size, skill[others], scatter, chance) * level
        won = _WINNERS[method](share, chance)
        for place, (firm, price) in enumerate(zip(firms, share * estimate[lot], strict=True)):
            rows.append((lot, int(firm), round(float(price), 2), place == won))
    day = DAY + np.sort(chance.integers(0, DAYS, LOTS)).astype("timedelta64[D]")
    lots = pd.DataFrame({"cell": lot_cell, "day": day, "estimate": estimate, "ring": worked})
    return World(pd.DataFrame(rows, columns=["lot", "firm", "price", "won"]), lots, rings, cell)


def _drawn(
    near: Codes, trade: Codes, active: Numbers, count: int, chance: np.random.Generator
) -> Codes:
    far = int((chance.random(count) < ELSEWHERE).sum())
    chosen = []
    for pool, many in ((near, count - far), (trade, far)):
        odds = active[pool] / active[pool].sum() if pool.size else None
        chosen.append(chance.choice(pool, min(many, pool.size), replace=False, p=odds))
    return np.unique(np.concatenate(chosen)).astype(np.int64)


# Prices, as shares of the estimate: members first


def _lowest_price(
    members: int, skill: Numbers, scatter: float, chance: np.random.Generator
) -> Numbers:
    honest = 0.9 * np.exp(skill + scatter * chance.normal(0, 0.05, skill.size))
    if not members:
        return honest
    cover = 1 + chance.uniform(0.005, 0.05, members) * scatter
    cover[chance.integers(members)] = 1.0
    agreed = 0.9 * np.exp(chance.normal(0, 0.02)) * cover
    return np.concatenate([agreed, honest + 0.04])


def _average_bid(
    members: int, skill: Numbers, scatter: float, chance: np.random.Generator
) -> Numbers:
    honest = 0.92 + skill / 3 + scatter * chance.normal(0, 0.025, skill.size)
    if not members:
        return honest
    side = chance.choice([-1, 1]) * chance.uniform(0.02, 0.05)
    agreed = 0.92 + side + chance.normal(0, 0.004, members)
    place = int(chance.integers(members))
    massed = np.delete(agreed, place).sum() + 0.92 * skill.size
    agreed[place] = massed / max(members - 1 + skill.size, 1) + chance.normal(0, 0.002)
    return np.concatenate([agreed, honest])


def _price_floor(
    members: int, skill: Numbers, scatter: float, chance: np.random.Generator
) -> Numbers:
    at_floor = chance.random(skill.size) < 0.75
    above = scatter * np.abs(chance.normal(0, 0.02, skill.size)) + np.maximum(skill, 0) / 2
    honest = FLOOR + np.where(at_floor, chance.uniform(0, 0.002, skill.size), above)
    if not members:
        return honest
    agreed = 0.88 + chance.normal(0, 0.02) + scatter * chance.uniform(0.003, 0.05, members)
    return np.concatenate([np.maximum(agreed, FLOOR), honest + 0.02])


def _comprehensive(
    members: int, skill: Numbers, scatter: float, chance: np.random.Generator
) -> Numbers:
    honest = 0.93 + skill + scatter * chance.normal(0, 0.025, skill.size)
    agreed = 0.95 + chance.normal(0, 0.01) + scatter * chance.normal(0, 0.012, members)
    return np.concatenate([agreed, honest])


def _lowest(share: Numbers, _: np.random.Generator) -> int:
    return int(share.argmin())


def _nearest(share: Numbers, chance: np.random.Generator) -> int:
    benchmark = share.mean() * (1 - chance.choice([0.0, 0.005, 0.01]))
    return int(np.abs(share - benchmark).argmin())


def _best(share: Numbers, chance: np.random.Generator) -> int:
    points = -100 * np.abs(share - 0.98 * share.mean()) + chance.normal(0, 3, share.size)
    return int(points.argmax())


Prices = Callable[[int, Numbers, float, np.random.Generator], Numbers]
_PRICES: Mapping[str, Prices] = {
    "lowest_price": _lowest_price,
    "average_bid": _average_bid,
    "price_floor": _price_floor,
    "comprehensive": _comprehensive,
}
_WINNERS: Mapping[str, Callable[[Numbers, np.random.Generator], int]] = {
    "lowest_price": _lowest,
    "average_bid": _nearest,
    "price_floor": _lowest,
    "comprehensive": _best,
}


def write_world(world: World, method: str, folder: Path) -> Labels:
    """Write 项目标段.csv and 投标.csv into a folder; the labels are not in them."""
    folder.mkdir(parents=True, exist_ok=True)
    code = [f"L{number:05}" for number in range(len(world.lots))]
    region = [f"38{number % REGIONS + 1:02}00" for number in world.lots["cell"]]
    tenders = pd.DataFrame(
        {
            "项目编号": code,
            "标段编号": code,
            "标段名称": code,
            "标段分类代码": [f"A{number // REGIONS + 1:02}" for number in world.lots["cell"]],
            "行政区划": region,
            "开标时间": world.lots["day"].dt.strftime("%Y-%m-%d 09:30:00"),
            "评标办法": METHODS[method],
            "标底": world.lots["estimate"].round(2),
        }
    )
    lots = world.bids["lot"].map(dict(enumerate(code)))
    firms = "投标人" + world.bids["firm"].map("F{:04}".format)
    bids = pd.DataFrame(
        {
            "标段编号": lots,
            "投标人名称": firms,
            "投标报价": world.bids["price"],
            "是否中标": np.where(world.bids["won"], "是", "否"),
        }
    )
    tenders[tenders["标段编号"].isin(lots)].to_csv(folder / "项目标段.csv", index=False)
    bids.to_csv(folder / "投标.csv", index=False)
    return _labels(world, lots, firms)


def _labels(world: World, lots: pd.Series, firms: pd.Series) -> Labels:
    by_lot = world.bids["price"].groupby("lot:" + lots)
    worked = (world.lots["ring"] >= 0).to_numpy()[world.bids["lot"]]
    tenders = pd.DataFrame(
        {
            "label": pd.Series(worked, lots.index).groupby("lot:" + lots).max().astype(int),
            "bids": by_lot.size(),
            "cv": by_lot.std() / by_lot.mean(),
        }
    )
    members = np.unique(np.concatenate(world.rings))
    of_firm = pd.DataFrame({"firm": np.isin(world.bids["firm"], members), "lot": lots})
    grouped = of_firm.groupby(firms)
    return Labels(
        tenders,
        pd.DataFrame(
            {"label": grouped["firm"].max().astype(int), "tenders": grouped["lot"].nunique()}
        ),
    )
