"""What the members of a ring do together: who wins, in which order, where, and by what margin.

Looked at are the lots in which two members or more bid. cover_gap: median of (lowest losing member
− winner) / winner where a member won, with its coefficient of variation. rotation_p: the smaller of
two permutation tests, times two. `alternation`: the winner changes from one lot to the next more
often than in a random order of the same winners. `equal_shares`: wins are spread over the members
more evenly than if, in each lot, each member present had won with the same chance. territory_p:
winners and regions (or buyers) tell more of each other (mutual information) than if the same
winners were dealt out at random. wins_gini: inequality of the members' wins.

Support that is too small gives no value: 6 lots for the gap, 8 wins for the others. With a figure
stand the lots that it counts: cover_gap_lots, won_lots (rotation, and shares of wins) and
territory_lots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LEAST_GAPS, LEAST_WINS = 6, 8
DRAWS, SEED = 999, 20_260_103

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Series:
    """The bids of one ring's members in its lots, in the order of the lots' openings.

    One row a bid: `lot` (ascending in time), `member`, `price` (NaN without), `won`. `dated` says
    whether the order is known. `place` gives each lot its region or buyer, −1 where unknown.
    """

    lot: Codes
    member: Codes
    price: Numbers
    won: Flags
    place: Codes
    dated: bool


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Figures by name, and the rows of the series behind them: `cover_gap`, `won`, `territory`."""

    figures: dict[str, float | str]
    counted: dict[str, Flags]


def behaviour(series: Series, members: int, *, seed: int = SEED) -> Behaviour:
    """The figures that have enough support."""
    winner_lot, winner = _winners(series)
    found: dict[str, float | str] = {}
    counted: dict[str, Flags] = {}
    gap_lot, gaps = cover_gaps(series)
    if gaps.size >= LEAST_GAPS:
        found["cover_gap"] = float(np.median(gaps))
        if gaps.mean() > 0:
            found["cover_gap_cv"] = float(gaps.std(ddof=1) / gaps.mean())
        found["cover_gap_lots"] = int(gap_lot.size)
        counted["cover_gap"] = np.isin(series.lot, gap_lot) & np.isfinite(series.price)
    if winner.size < LEAST_WINS:
        return Behaviour(found, counted)
    found["won_lots"] = int(winner_lot.size)
    counted["won"] = np.isin(series.lot, winner_lot)
    chance = np.random.default_rng(seed)
    found["wins_gini"] = gini(np.bincount(winner, minlength=members))
    tests = {"equal_shares": equal_shares_p(series, winner_lot, winner, members, chance)}
    if series.dated:
        tests["alternation"] = alternation_p(winner, chance)
    best = min(sorted(tests), key=lambda name: tests[name])
    found["rotation_p"] = min(1.0, len(tests) * tests[best])
    found["rotation_test"] = best
    place = series.place[winner_lot]
    known = place >= 0
    if known.sum() >= LEAST_WINS and np.unique(place[known]).size >= 2:
        found["territory_p"] = territory_p(winner[known], place[known], chance)
        found["territory_lots"] = int(known.sum())
        counted["territory"] = np.isin(series.lot, winner_lot[known])
    return Behaviour(found, counted)


def _winners(series: Series) -> tuple[Codes, Codes]:
    """Lots that a member won, in order, and the member."""
    lots, first = np.unique(series.lot[series.won], return_index=True)
    return lots, series.member[series.won][first]


def cover_gaps(series: Series) -> tuple[Codes, Numbers]:
    """Lots that a priced member won and a priced one lost: (lowest loser − winner) / winner."""
    known = np.isfinite(series.price)
    top = int(series.lot.max(initial=-1)) + 1
    winner, loser = np.full(top, np.inf), np.full(top, np.inf)
    np.minimum.at(winner, series.lot[known & series.won], series.price[known & series.won])
    np.minimum.at(loser, series.lot[known & ~series.won], series.price[known & ~series.won])
    both = np.isfinite(winner) & np.isfinite(loser) & (winner > 0)
    return np.flatnonzero(both), np.asarray(loser[both] / winner[both] - 1, dtype=float)


def gini(wins: Codes) -> float:
    """0: all members won equally often; towards 1: one won everything."""
    ordered = np.sort(wins).astype(float)
    n, total = ordered.size, ordered.sum()
    if total == 0 or n < 2:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))


def alternation_p(winner: Codes, chance: np.random.Generator) -> float:
    """P(as many changes of winner in a random order of the same winners)."""
    changes = (winner[1:] != winner[:-1]).sum()
    drawn = chance.permuted(np.tile(winner, (DRAWS, 1)), axis=1)
    reached = ((drawn[:, 1:] != drawn[:, :-1]).sum(axis=1) >= changes).sum()
    return float((reached + 1) / (DRAWS + 1))


def equal_shares_p(
    series: Series, winner_lot: Codes, winner: Codes, members: int, chance: np.random.Generator
) -> float:
    """P(wins spread as evenly over the members if each member present won with one chance)."""
    top = int(series.lot.max(initial=-1)) + 1
    present = np.zeros((top, members), dtype=bool)
    present[series.lot, series.member] = True
    there = present[winner_lot]
    expected = (there / there.sum(axis=1, keepdims=True)).sum(axis=0)
    attends = expected > 0
    observed = _uneven(np.bincount(winner, minlength=members)[None, :], expected, attends)[0]
    draws = np.zeros((DRAWS, members))
    for row in there:
        drawn = chance.choice(np.flatnonzero(row), size=DRAWS)
        draws[np.arange(DRAWS), drawn] += 1
    reached = (_uneven(draws, expected, attends) <= observed + 1e-12).sum()
    return float((reached + 1) / (DRAWS + 1))


def _uneven(
    wins: npt.NDArray[np.float64] | Codes, expected: Numbers, attends: npt.NDArray[np.bool_]
) -> Numbers:
    away = (wins - expected) ** 2
    return np.asarray((away[:, attends] / expected[attends]).sum(axis=1), dtype=float)


def territory_p(winner: Codes, place: Codes, chance: np.random.Generator) -> float:
    """P(as much mutual information of winner and place when winners are dealt out at random)."""
    _, winner = np.unique(winner, return_inverse=True)
    _, place = np.unique(place, return_inverse=True)
    cells = (int(winner.max()) + 1, int(place.max()) + 1)
    observed = _information(winner[None, :], place, cells)[0]
    drawn = chance.permuted(np.tile(winner, (DRAWS, 1)), axis=1)
    reached = (_information(drawn, place, cells) >= observed - 1e-12).sum()
    return float((reached + 1) / (DRAWS + 1))


def _information(winners: Codes, place: Codes, cells: tuple[int, int]) -> Numbers:
    """Σ n ln n over the cells: up to constants the mutual information, since margins are fixed."""
    draws, width = winners.shape[0], cells[0] * cells[1]
    cell = winners * cells[1] + place[None, :]
    flat = (np.arange(draws)[:, None] * width + cell).ravel()
    count = np.bincount(flat, minlength=draws * width).reshape(draws, width).astype(float)
    return np.asarray((count * np.log(np.maximum(count, 1))).sum(axis=1), dtype=float)
