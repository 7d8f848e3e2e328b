"""Groups of bids without which the benchmark, and with it the winner, would be another.

Where the price nearest to an average wins, a few bids that lie close together on one side carry the
average to where an accomplice stands. For each lot with at least five priced bids and a winner: the
benchmark is taken as the mean of the bids, whatever the local formula adds, and bids rank by their
distance to it. Every group of three to half of the bids that are neighbours in price, the winner
left out, is taken away in turn; the group is kept after whose removal the winner loses most ranks,
the closest one of equals. Its p-value is the share of random groups of the same size that cost the
winner as many ranks. A group counts that costs three ranks or more and has a coefficient of
variation below half of that of all bids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.engine import GraphReader
from graph.records import DerivedEdge, DerivedProperties
from measures.bids import Field, read_bids, read_field
from measures.measure import Derived, Measure
from messages import t

LEAST_BIDS, MOST_BIDS = 5, 200
LEAST_DROP = 3
SMALLEST_GROUP = 3
CLUSTERED = 0.5
DRAWS, SEED = 399, 20_260_102
SIZES = 8  # group sizes that are tried, evenly from three to half of the bids
BLOCK = 2_000  # lots that are worked on at a time

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pivot:
    """One lot's group: `rows` of the field, ranks lost, p-value."""

    lot: int
    rows: Codes
    rank_drop: int
    p_value: float


def pivots(field: Field, *, seed: int = SEED) -> Iterator[Pivot]:
    """The group of each average-bid lot that has one, by lot."""
    averaged = (field.lots["method"] == "average_bid").to_numpy()
    rows = np.flatnonzero(averaged[field.lot] & np.isfinite(field.price))
    # A consortium's bid counts once.
    rows = rows[np.unique(field.bid[rows], return_index=True)[1]]
    rows = rows[np.lexsort((field.price[rows], field.lot[rows]))]
    lots, first, count = np.unique(field.lot[rows], return_index=True, return_counts=True)
    found: list[Pivot] = []
    for n in np.unique(count[(count >= LEAST_BIDS) & (count <= MOST_BIDS)]):
        same = np.flatnonzero(count == n)
        for i in range(0, same.size, BLOCK):
            which = same[i : i + BLOCK]
            at = rows[first[which][:, None] + np.arange(n)]
            found.extend(_pivots_of(field, lots[which], at, np.random.default_rng([seed, n, i])))
    return iter(sorted(found, key=lambda pivot: pivot.lot))


def _pivots_of(
    field: Field, lots: Codes, at: Codes, chance: np.random.Generator
) -> Iterator[Pivot]:
    price, won = field.price[at], field.won[at]
    one = won.sum(axis=1) == 1
    price, won, at, lots = price[one], won[one], at[one], lots[one]
    if lots.size == 0:
        return
    winner = won.argmax(axis=1)
    drop, start, size = _largest_drop(price, winner)
    for i in np.flatnonzero(drop >= LEAST_DROP):
        group = np.arange(start[i], start[i] + size[i])
        group = group[group != winner[i]]
        if not _clustered(price[i], group):
            continue
        p_value = _share_of_draws(price[i], int(winner[i]), group.size, int(drop[i]), chance)
        yield Pivot(int(lots[i]), at[i][group], int(drop[i]), p_value)


def _largest_drop(price: Numbers, winner: Codes) -> tuple[Codes, Codes, Codes]:
    """For each lot (a row of sorted prices): ranks lost, start and size of the window."""
    lots, n = price.shape
    best = np.zeros(lots, dtype=np.int64)
    start, size = np.zeros(lots, dtype=np.int64), np.zeros(lots, dtype=np.int64)
    spread = np.full(lots, np.inf)
    before = _rank(price, winner, np.ones_like(price, dtype=bool))
    largest = max(n // 2, SMALLEST_GROUP)
    for width in np.unique(np.linspace(SMALLEST_GROUP, largest, SIZES).round().astype(int)):
        for left in range(n - width + 1):
            kept = np.ones_like(price, dtype=bool)
            kept[:, left : left + width] = False
            kept[np.arange(lots), winner] = True
            drop = _rank(price, winner, kept) - before
            range_ = price[:, left + width - 1] - price[:, left]
            better = (drop > best) | ((drop == best) & (range_ < spread) & (drop > 0))
            # A window of three that holds the winner leaves a group of two.
            better &= ~((winner >= left) & (winner < left + width) & (width == SMALLEST_GROUP))
            best = np.where(better, drop, best)
            start, size = np.where(better, left, start), np.where(better, width, size)
            spread = np.where(better, range_, spread)
    return best, start, size


def _rank(price: Numbers, winner: Codes, kept: npt.NDArray[np.bool_]) -> Codes:
    """How many of the kept bids lie nearer to the mean of the kept bids than the winner."""
    benchmark = (price * kept).sum(axis=1) / kept.sum(axis=1)
    distance = np.abs(price - benchmark[:, None])
    own = distance[np.arange(len(price)), winner]
    return np.asarray(((distance < own[:, None] * (1 - 1e-12)) & kept).sum(axis=1), dtype=np.int64)


def _clustered(price: Numbers, group: Codes) -> bool:
    own = price[group]
    return bool(own.std(ddof=1) / own.mean() < CLUSTERED * price.std(ddof=1) / price.mean())


def _share_of_draws(
    price: Numbers, winner: int, size: int, drop: int, chance: np.random.Generator
) -> float:
    """The share of random groups of this size, without the winner, that cost as many ranks."""
    order = chance.random((DRAWS, price.size))
    order[:, winner] = 2.0
    kept = np.ones_like(order, dtype=bool)
    np.put_along_axis(kept, np.argsort(order, axis=1)[:, :size], False, axis=1)
    drawn = np.broadcast_to(price, order.shape)
    at = np.full(DRAWS, winner, dtype=np.int64)
    before = _rank(price[None, :], at[:1], np.ones((1, price.size), dtype=bool))[0]
    reached = (_rank(drawn, at, kept) - before >= drop).sum()
    return float((reached + 1) / (DRAWS + 1))


def compute(reader: GraphReader) -> Derived:
    """Look for such groups in every lot that is awarded by an average."""
    bids, field = read_bids(reader), read_field(reader)
    averaged = int((field.lots["method"] == "average_bid").sum())
    if averaged == 0:
        return Derived(notes=(t("No lot is awarded by an average of the bids."),))
    keys = bids.offers["bid"].to_numpy(dtype=object)
    names = field.lots["lot"].to_numpy(dtype=object)
    found = tuple(pivots(field))
    return Derived(
        edges=tuple(
            DerivedEdge(
                "SHIFTS_BENCHMARK",
                str(keys[field.bid[row]]),
                str(names[pivot.lot]),
                {"rank_drop": pivot.rank_drop, "p_value": pivot.p_value},
            )
            for pivot in found
            for row in pivot.rows
        ),
        properties=tuple(
            DerivedProperties(
                str(names[pivot.lot]),
                {"benchmark_pivot_p": pivot.p_value, "benchmark_rank_drop": pivot.rank_drop},
            )
            for pivot in found
        ),
    )


BENCHMARK_PIVOT = Measure(
    name="benchmark_pivot",
    title="Groups that move the benchmark",
    summary="Bids without which the average, and with it the winner, would be another.",
    revision=2,
    requires=("Bid.price or Bid.rate_kind", "Bid.won", "FOR"),
    compute=compute,
)
