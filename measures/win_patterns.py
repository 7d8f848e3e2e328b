"""Who wins and who loses more often than the lots' numbers of bidders explain, and beside whom.

A lot counts if it names a winner. Each of its n bids then wins with 1 / n, so that a firm's wins
follow a Poisson-binomial law: expected_wins = Σ 1 / n, win_p_low = P(X ≤ wins), win_p_high =
P(X ≥ wins), win_z = (wins − expected) / √Σ p (1 − p). The window are the last 24 months of openings
before the latest one; lots without a date count too. Firms with fewer than 5 bids get no figure.

loss_winners is the fewest winners that together won half of the lots that the firm lost.

missing_bids_p (Chassang, Kawai, Nakabayashi and Ortner 2022): rivals that agreed who wins leave a
gap just around winning. Margins (own bid − lowest bid of the others) / ceiling within ±0.25 %
(missing_bids_near) are counted against those of 0.25 to 0.5 % (missing_bids_beside); under
competition either is as likely, so that p is the lower binomial tail. Lowest-price lots, firms with
200 margins or more.

PROPS_UP (loser → winner): the two meet in 5 lots or more, the winner takes 80 % of them or more,
the loser none; p is Fisher's exact test of the winner's wins with and without the loser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from graph.engine import GraphReader
from graph.records import DerivedProperties, Value
from measures.bids import Field, read_field
from measures.cited import cited, cited_of_pairs
from measures.measure import Derived, Measure, edges_from
from measures.meetings import benjamini_hochberg, over_joint_lots, together
from messages import t

WINDOW_MONTHS = 24
LEAST_BIDS = 5
EXACT_TO = 2_000  # bids of a firm up to which the law is computed exactly
LEAST_MARGINS = 200
NARROW = 0.0025
MEETINGS, TAKES, MOST_P = 5, 0.8, 0.01
PROPS_COLUMNS = ("lots", "wins", "confidence", "p_value", "q_value", "lots_cited")
DECIMALS = 9

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contest:
    """The rows of a field whose lot names a winner; `chance` is 1 / bids of the lot."""

    row: Codes
    firm: Codes
    lot: Codes
    won: Flags
    chance: Numbers


def contests(field: Field, *, recent: Flags | None = None) -> Contest:
    """Contests of the lots marked as `recent` (all without it), with two bids at least."""
    rivals = field.rivals
    decided = np.bincount(field.lot[field.won], minlength=len(field.lots)) > 0
    keep = decided[field.lot] & (rivals >= 2)
    if recent is not None:
        keep &= recent[field.lot]
    row = np.flatnonzero(keep)
    return Contest(row, field.firm[row], field.lot[row], field.won[row], 1.0 / rivals[row])


def recent_lots(opened_at: pd.Series, *, months: int = WINDOW_MONTHS) -> Flags:
    """Lots opened within so many months before the latest one, and lots without a date."""
    opened = pd.to_datetime(opened_at.astype(object), errors="coerce", utc=True, format="ISO8601")
    if opened.notna().sum() == 0:
        return np.ones(len(opened), dtype=bool)
    since = opened.max() - pd.DateOffset(months=months)
    return np.asarray(((opened > since) | opened.isna()).to_numpy(), dtype=bool)


def win_figures(contest: Contest, firms: int) -> pd.DataFrame:
    """bids_24m, wins_24m, expected_wins, win_p_low, win_p_high, win_z of each firm.

    Probabilities are NaN for firms with fewer than LEAST_BIDS contests.
    """
    bids = np.bincount(contest.firm, minlength=firms)
    wins = np.bincount(contest.firm[contest.won], minlength=firms)
    expected = np.bincount(contest.firm, contest.chance, minlength=firms)
    variance = np.bincount(contest.firm, contest.chance * (1 - contest.chance), minlength=firms)
    enough = bids >= LEAST_BIDS
    order = np.argsort(contest.firm, kind="stable")
    chances = contest.chance[order]
    starts = np.concatenate([[0], np.cumsum(bids)])
    low, high = np.full(firms, np.nan), np.full(firms, np.nan)
    for firm in np.flatnonzero(enough):
        own = chances[starts[firm] : starts[firm + 1]]
        low[firm], high[firm] = poisson_binomial_tails(own, int(wins[firm]))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(enough, (wins - expected) / np.sqrt(variance), np.nan)
    return pd.DataFrame(
        {
            "bids_24m": bids,
            "wins_24m": wins,
            "expected_wins": expected,
            "win_p_low": low,
            "win_p_high": high,
            "win_z": z,
        }
    )


def poisson_binomial_tails(chance: Numbers, wins: int) -> tuple[float, float]:
    """P(X ≤ wins) and P(X ≥ wins) for a sum of independent wins with these chances."""
    if chance.size > EXACT_TO:
        mean, sd = chance.sum(), np.sqrt((chance * (1 - chance)).sum())
        below, above = (wins + 0.5 - mean) / sd, (wins - 0.5 - mean) / sd
        return float(ndtr(below)), float(ndtr(-above))
    top = min(wins + 1, chance.size)
    # law[k] = P(k wins) for k < top; law[top] = P(top or more).
    law = np.zeros(top + 1)
    law[0] = 1.0
    for p in chance:
        moved = law * p
        law -= moved
        law[1:] += moved[:-1]
        law[top] += moved[top]
    law = np.clip(law, 0.0, 1.0)
    below = law[: wins + 1].sum() if wins < top else 1.0
    return float(min(below, 1.0)), float(min(law[wins:].sum(), 1.0))


def loss_winners(contest: Contest, firms: int) -> Numbers:
    """For each firm the fewest winners that won half of the lots it lost; NaN without a loss."""
    winner_rows = contest.won
    winners = pd.DataFrame({"lot": contest.lot[winner_rows], "winner": contest.firm[winner_rows]})
    winners = winners.drop_duplicates("lot")
    lost = pd.DataFrame({"lot": contest.lot[~winner_rows], "firm": contest.firm[~winner_rows]})
    pairs = lost.merge(winners, on="lot").groupby(["firm", "winner"]).size().rename("lots")
    counted = pairs.reset_index().sort_values(["firm", "lots"], ascending=[True, False])
    reached = counted.groupby("firm")["lots"].cumsum()
    total = counted.groupby("firm")["lots"].transform("sum")
    before = (reached - counted["lots"]) * 2 < total
    fewest = before.groupby(counted["firm"]).sum()
    result = np.full(firms, np.nan)
    result[fewest.index.to_numpy(dtype=np.int64)] = fewest.to_numpy()
    return result


@dataclass(frozen=True, slots=True)
class Gap:
    """Margins of one firm next to winning and beside; p_value of so few, and the rows compared."""

    near: int
    beside: int
    p_value: float
    rows: Codes


def missing_bids(field: Field) -> dict[int, Gap]:
    """The gap around winning of each firm (by number) with LEAST_MARGINS bids or more."""
    lots = field.lots
    scale = pd.to_numeric(lots["control_price"], errors="coerce").fillna(
        pd.to_numeric(lots["estimate"], errors="coerce")
    )
    scale = scale.where((scale > 0) & (lots["method"] == "lowest_price"))
    ceiling = scale.to_numpy(dtype=float)[field.lot]
    rows = np.flatnonzero(np.isfinite(field.price) & np.isfinite(ceiling))
    # The partners of a consortium have one bid, which is no rival of itself.
    _, one, bid = np.unique(field.bid[rows], return_index=True, return_inverse=True)
    beaten = _lowest_rival(field.lot[rows[one]], field.price[rows[one]])[bid]
    rows, rival = rows[beaten >= 0], rows[one[beaten[beaten >= 0]]]
    margin = np.abs(field.price[rows] - field.price[rival]) / ceiling[rows]
    count = np.bincount(field.firm[rows], minlength=len(field.firms))
    firms = np.flatnonzero(count >= LEAST_MARGINS)
    if firms.size == 0:
        return {}
    from scipy.stats import binom

    close = np.flatnonzero((margin < 2 * NARROW) & (count[field.firm[rows]] >= LEAST_MARGINS))
    close = close[np.argsort(field.firm[rows[close]], kind="stable")]
    starts = np.searchsorted(field.firm[rows[close]], firms)
    found = {}
    for firm, own in zip(firms.tolist(), np.split(close, starts[1:]), strict=True):
        near = int((margin[own] < NARROW).sum())
        p_value = float(binom.cdf(near, own.size, 0.5))
        compared = np.concatenate([rows[own], rival[own]])
        found[firm] = Gap(near, own.size - near, p_value, compared)
    return found


def _lowest_rival(lot: Codes, price: Numbers) -> Codes:
    """For each row the row of the lowest other price of its lot; −1 where there is none."""
    order = np.lexsort((price, lot))
    first = np.flatnonzero(np.r_[True, lot[order][1:] != lot[order][:-1]][: order.size])
    size = np.diff(np.r_[first, order.size])
    lowest = np.repeat(order[first], size)
    second = np.repeat(np.where(size > 1, order[np.minimum(first + 1, order.size - 1)], -1), size)
    rival = np.empty(order.size, dtype=np.int64)
    rival[order] = np.where(order == lowest, second, lowest)
    return rival


def props(field: Field) -> pd.DataFrame:
    """Pairs (loser, winner by firm numbers, PROPS_COLUMNS)."""
    contested = np.bincount(field.lot[field.won], minlength=len(field.lots)) > 0
    rows = contested[field.lot] & field.alone & (field.rivals >= 2)
    pairs = together(field, least=MEETINGS, rows=rows)
    won, one = (field.won & rows).astype(float), rows.astype(float)
    first_wins, second_wins = (
        wins.astype(np.int64) for wins in over_joint_lots(field, pairs, (won, one), (one, won))
    )
    counted = pairs.rows & rows
    lots = np.bincount(field.firm[counted], minlength=len(field.firms))
    wins = np.bincount(field.firm[counted & field.won], minlength=len(field.firms))
    found = pd.concat(
        [
            _directed(pairs.second, pairs.first, pairs.lots, second_wins, first_wins, lots, wins),
            _directed(pairs.first, pairs.second, pairs.lots, first_wins, second_wins, lots, wins),
        ]
    )
    tests = len(found)
    found = found[(found["loser_wins"] == 0) & (found["wins"] >= TAKES * found["lots"])]
    from scipy.stats import hypergeom

    total = found["winner_lots"]
    found = found.assign(
        p_value=hypergeom.sf(found["wins"] - 1, total, found["winner_wins"], found["lots"])
    )
    found["q_value"] = benjamini_hochberg(found["p_value"].to_numpy(dtype=float), tests)
    found = found[found["p_value"] <= MOST_P].sort_values(["loser", "winner"], ignore_index=True)
    loser, winner = (found[name].to_numpy(dtype=np.int64) for name in ("loser", "winner"))
    found["lots_cited"] = cited_of_pairs(field, loser, winner, counted)
    return found[["loser", "winner", *PROPS_COLUMNS]]


def _directed(
    loser: Codes, winner: Codes, lots: Codes, loser_wins: Codes, wins: Codes, all_lots: Codes,
    all_wins: Codes,
) -> pd.DataFrame:  # fmt: skip
    return pd.DataFrame(
        {
            "loser": loser,
            "winner": winner,
            "lots": lots,
            "wins": wins,
            "loser_wins": loser_wins,
            "confidence": lots / np.maximum(all_lots[loser], 1),
            "winner_lots": all_lots[winner],
            "winner_wins": all_wins[winner],
        }
    )


def _properties(
    figures: pd.DataFrame, gaps: dict[int, Gap], field: Field
) -> Iterator[DerivedProperties]:
    """The figures of every firm with a decided contest, without those that have no value."""
    counts = ("bids_24m", "wins_24m")
    names = [str(name) for name in figures.columns]
    rows = zip(*(figures[name].tolist() for name in names), strict=True)
    for number, (firm, row) in enumerate(zip(field.firms, rows, strict=True)):
        values, gap = dict(zip(names, row, strict=True)), gaps.get(number)
        if values["bids_24m"] == 0 and gap is None:
            continue
        known: dict[str, Value] = {
            name: int(value) if name in counts else round(float(value), DECIMALS)
            for name, value in values.items()
            if np.isfinite(value)
        }
        if gap is not None:
            known |= {
                "missing_bids_p": round(gap.p_value, DECIMALS),
                "missing_bids_near": gap.near,
                "missing_bids_beside": gap.beside,
                "missing_bids_cited": cited(field, gap.rows),
            }
        yield DerivedProperties(str(firm), known)


def compute(reader: GraphReader) -> Derived:
    """Count the wins of every firm, and find the pairs in which one always loses to the other."""
    field = read_field(reader)
    contest = contests(field, recent=recent_lots(field.lots["opened_at"]))
    figures = win_figures(contest, len(field.firms))
    figures["loss_winners"] = loss_winners(contest, len(field.firms))
    found = props(field)
    edges = edges_from(
        "PROPS_UP",
        field.firms[found["loser"].to_numpy(dtype=np.int64)],
        field.firms[found["winner"].to_numpy(dtype=np.int64)],
        found[[*PROPS_COLUMNS]],
    )
    decided = np.zeros(len(field.lots), dtype=bool)
    decided[field.lot[field.won]] = True
    attended = np.zeros(len(field.lots), dtype=bool)
    attended[field.lot] = True
    open_ = int((attended & ~decided).sum())
    note = t("{count} lots name no winner: they count neither as won nor as lost.", count=open_)
    return Derived(
        edges=edges,
        properties=tuple(_properties(figures, missing_bids(field), field)),
        notes=(note,) if open_ else (),
    )


WIN_PATTERNS = Measure(
    name="win_patterns",
    title="Wins and losses",
    summary="Who wins or loses more often than the numbers of bidders explain, and beside whom.",
    revision=3,
    requires=("Bid.won", "SUBMITTED", "FOR"),
    compute=compute,
)
