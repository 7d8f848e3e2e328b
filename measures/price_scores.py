"""The price score of a lot: how far its prices lie in the direction that collusion pulls them.

The declared evaluation method decides the direction. Where the lowest price wins, rigged bids lie
close together, their losers bunch above the winner (negative skew), and the winner is dear. Under
a legal price floor honest bids crowd at the floor, so that a winner who stands alone, below a field
that lies well above, and a dear winner stand out; how far the highest bids reach says nothing. A
floor that few lots reach does not bind, and its market is read like one of the lowest price
(`binding`). Where a benchmark is averaged from the bids, a group that masses on one side widens the
field and one that stands together narrows it: closeness counts a quarter, and width says nothing. A
lot without a known method gets no score.

Each part compares a lot with the market of its trade and method, over all years and regions: a
group that rules a region for years would be the normal case of that region and year.

dispersion: y = ln s − ½[ψ(d/2) − ln(d/2)], d = n − 1 degrees of freedom, s the standard deviation
of the log prices; its sampling variance is v = ¼ψ′(d/2). The kernel-weighted median of lots of
about n bids is subtracted, as far as there are enough of them. Then empirical Bayes: with the
robust total variance q and the true variance τ² = max(q − median v, .15 q), the part is
τ (y − μ) / (τ² + v). The mean of the same over all bids and over the losers alone.
skew: the moment skewness as a normal quantile s under normal log prices, within ±3; then as with
dispersion: with the market's robust variance q and τ² = max(q − 1, 0) the part is τ s / (τ² + 1).
It is 0 in a market whose lots are skewed no more than chance explains.
level: normal score of ln(winner / estimate); without an estimate, of the control price.
gap: normal score of ln(second / lowest).
rise: normal score of ln(median / lowest); near 0 where most bids crowd at a floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import digamma, ndtri, polygamma

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Lowest price: fixed before any market was scored, but for skew. The others follow from what their
# rule rewards (docs/detection_quality.md). Comprehensive evaluation scores price against a
# benchmark or against the lowest bid, so it takes half of everything.
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "lowest_price": {"dispersion": -1.0, "skew": -0.6, "level": 0.7},
    "average_bid": {"dispersion": -0.25},
    "comprehensive": {"dispersion": -0.5, "level": 0.35},
    "price_floor": {"rise": 0.5, "gap": 0.5, "level": 0.7},
}
PARTS = ("dispersion", "skew", "level", "gap", "rise")
MARKET_MINIMUM = 30
LOWEST_SPREAD = 2e-4  # below this, a spread is rounding
BANDWIDTH = 0.25  # of the kernel, in ln n
BORROWED = 100.0  # lots of about n bids at which their own median counts half
LARGEST = 6.0
SKEW_DRAWS, SKEW_SEED, SKEW_EXACT_FROM = 4_000, 20_260_101, 8
CROWD = 4  # bids of a crowd at least
CROWDED = 0.3  # its rise in spreads: 3 % of honest lots or fewer
BINDING_FROM = 0.2  # share of crowded lots from which a floor binds its whole market


def log_moments(price: Numbers, group: Codes, first: Codes, count: Codes) -> pd.DataFrame:
    """Of sorted prices: `spread` and `loser_spread` (sd of logs), `log_skew`, `gap`, `rise`.

    `gap` is ln b2/b1, `rise` the median of the logs minus ln b1. Groups start at `first` and have
    `count` members. NaN where a value is not defined.
    """
    x = np.log(price)
    n = count.astype(float)
    is_first = np.zeros(price.size, dtype=bool)
    is_first[first] = True
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.add.reduceat(x, first) / n
        away = x - mean[group]
        squares = np.add.reduceat(away**2, first)
        loser_mean = (mean * n - x[first]) / (n - 1)
        losers = np.where(is_first, 0.0, x - loser_mean[group])
        moments = pd.DataFrame(
            {
                "spread": np.sqrt(squares / (n - 1)),
                "loser_spread": np.sqrt(np.add.reduceat(losers**2, first) / (n - 2)),
                "log_skew": (np.add.reduceat(away**3, first) / n) / (squares / n) ** 1.5,
                "gap": x[np.minimum(first + 1, first + count - 1)] - x[first],
                "rise": (x[first + (count - 1) // 2] + x[first + count // 2]) / 2 - x[first],
            }
        )
    moments.loc[count < 2, ["spread", "gap", "rise"]] = np.nan
    moments.loc[count < 3, ["loser_spread", "log_skew"]] = np.nan
    # Equal bids are told by comparison: their computed skewness is rounding.
    equal = price[first] >= price[first + count - 1]
    moments.loc[equal & (count > 1), ["spread", "loser_spread"]] = 0.0
    moments.loc[equal, "log_skew"] = np.nan
    return moments


def normal_score(values: Numbers) -> Numbers:
    """Each value's rank as a normal quantile; 0 where the value is missing or alone."""
    known = np.isfinite(values)
    score = np.zeros(values.size)
    if known.sum() > 1:
        rank = pd.Series(values[known]).rank(method="average").to_numpy()
        score[known] = ndtri((rank - 0.5) / known.sum())
    return score


def dispersion(spread: Numbers, bids: Codes, freedom: Numbers) -> Numbers:
    """How much wider (+) or closer (−) the bids of each lot lie than the market's."""
    y = np.log(np.maximum(spread, LOWEST_SPREAD))
    y = y - 0.5 * (digamma(freedom / 2) - np.log(freedom / 2))
    noise = 0.25 * polygamma(1, freedom / 2)
    y = y - _expected_at(y, bids)
    middle = _weighted_median(y, 1 / (noise + np.median(noise)))
    total = (1.4826 * np.median(np.abs(y - middle))) ** 2
    true = max(total - np.median(noise), 0.15 * total, 1e-6)
    return np.asarray(np.sqrt(true) * (y - middle) / (true + noise), dtype=float)


def _expected_at(y: Numbers, bids: Codes) -> Numbers:
    """What the number of bids explains: the local median around n minus the whole median."""
    order = np.argsort(y, kind="stable")
    sizes, which = np.unique(bids, return_inverse=True)
    near = np.exp(-0.5 * (np.subtract.outer(np.log(sizes), np.log(sizes)) / BANDWIDTH) ** 2)
    whole = np.median(y)
    shift = np.empty(sizes.size)
    for i in range(sizes.size):
        weight = near[i][which]
        local = _weighted_median_sorted(y[order], weight[order])
        shift[i] = (local - whole) * weight.sum() / (weight.sum() + BORROWED)
    return np.asarray(shift[which], dtype=float)


def _weighted_median(values: Numbers, weight: Numbers) -> float:
    order = np.argsort(values, kind="stable")
    return _weighted_median_sorted(values[order], weight[order])


def _weighted_median_sorted(values: Numbers, weight: Numbers) -> float:
    total = np.cumsum(weight)
    return float(values[min(np.searchsorted(total, total[-1] / 2), values.size - 1)])


def skew_score(log_skew: Numbers, bids: Codes) -> Numbers:
    """The skewness of n log prices as a normal quantile under normality, −3 to 3; missing is 0."""
    score = np.zeros(log_skew.size)
    known = np.isfinite(log_skew)
    for n in np.unique(bids[known & (bids >= 3)]):
        rows = known & (bids == n)
        if n < SKEW_EXACT_FROM:
            null = _skew_null(int(n))
            place = (np.searchsorted(null, log_skew[rows]) + 0.5) / (null.size + 1)
            score[rows] = ndtri(place)
        else:
            score[rows] = _dagostino(log_skew[rows], float(n))
    return np.clip(score, -3.0, 3.0)


def beyond_chance(score: Numbers, known: Flags) -> Numbers:
    """Scores that chance gives a variance of 1, shrunk to what exceeds it; 0 where not known."""
    if not known.any():
        return np.zeros(score.size)
    total = (1.4826 * np.median(np.abs(score[known] - np.median(score[known])))) ** 2
    true = max(total - 1, 0.0)
    return np.where(known, np.sqrt(true) * score / (true + 1), 0.0)


@lru_cache(maxsize=SKEW_EXACT_FROM)
def _skew_null(n: int) -> Numbers:
    draws = np.random.default_rng(SKEW_SEED + n).normal(size=(SKEW_DRAWS, n))
    away = draws - draws.mean(axis=1, keepdims=True)
    return np.sort((away**3).mean(axis=1) / (away**2).mean(axis=1) ** 1.5)


def _dagostino(skew: Numbers, n: float) -> Numbers:
    """D'Agostino (1970): skewness of n normal values as a normal quantile."""
    y = skew * np.sqrt((n + 1) * (n + 3) / (6 * (n - 2)))
    beta = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3)
    beta /= (n - 2) * (n + 5) * (n + 7) * (n + 9)
    w2 = -1 + np.sqrt(2 * (beta - 1))
    alpha = np.sqrt(2 / (w2 - 1))
    return np.asarray(np.arcsinh(y / alpha) / np.sqrt(0.5 * np.log(w2)), dtype=float)


def price_parts(lots: pd.DataFrame, market: Codes) -> pd.DataFrame:
    """PARTS of each lot; NaN where it has fewer than two bids or its market is −1.

    `lots` has bids, the columns of log_moments and `level` (a ratio). `market` numbers the groups
    that are compared.
    """
    parts = pd.DataFrame(np.nan, index=lots.index, columns=list(PARTS))
    several = (lots["bids"] >= 2).to_numpy()
    for code in np.unique(market[several & (market >= 0)]):
        rows = np.flatnonzero(several & (market == code))
        parts.iloc[rows] = np.column_stack(_parts_of(lots.iloc[rows]))
    return parts


def _parts_of(lots: pd.DataFrame) -> tuple[Numbers, ...]:
    bids = lots["bids"].to_numpy(dtype=np.int64)
    spread = lots["spread"].to_numpy(dtype=float)
    whole = dispersion(spread, bids, bids - 1.0)
    three = bids >= 3
    if three.any():
        losers = lots["loser_spread"].to_numpy(dtype=float)[three]
        among = dispersion(losers, bids[three], np.maximum(bids[three] - 2.0, 1.0))
        whole[three] = (whole[three] + among) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        level = normal_score(np.log(lots["level"].to_numpy(dtype=float)))
    log_skew = lots["log_skew"].to_numpy(dtype=float)
    return (
        np.clip(whole, -LARGEST, LARGEST),
        beyond_chance(skew_score(log_skew, bids), np.isfinite(log_skew)),
        level,
        normal_score(lots["gap"].to_numpy(dtype=float)),
        normal_score(lots["rise"].to_numpy(dtype=float)),
    )


def binding(lots: pd.DataFrame, market: Codes) -> pd.Series:
    """For each lot how far a price floor binds in its market, 0 to 1.

    A floor binds where bids crowd at the lowest one: their middle lies within 0.3 standard
    deviations of it. Where too few lots have four bids to see it, the declared method stands.
    """
    asked = lots["bids"] >= CROWD
    crowded = (lots["rise"] <= CROWDED * lots["spread"]).where(asked).astype(float)
    share = crowded.groupby(market).transform("mean") / BINDING_FROM
    seen = asked.groupby(market).transform("sum") >= MARKET_MINIMUM
    return share.where(seen, 1.0).clip(upper=1.0)


def price_score(lots: pd.DataFrame, parts: pd.DataFrame, market: Codes) -> pd.Series:
    """The weighted sum of the parts, minus its median in the market; NaN for an unknown method."""
    sums = {
        name: sum(weight * parts[part] for part, weight in weights.items())
        for name, weights in WEIGHTS.items()
    }
    bound = binding(lots, market)
    sums["price_floor"] = bound * sums["price_floor"] + (1 - bound) * sums["lowest_price"]
    score = pd.Series(np.nan, index=parts.index)
    for name, total in sums.items():
        score = score.where(lots["method"] != name, total)
    score = score - score.groupby(market).transform("median")
    return score.where(lots["method"] != "average_bid", score.clip(lower=0))


def market_codes(lots: pd.DataFrame, *, minimum: int = MARKET_MINIMUM) -> Codes:
    """A number for each lot's trade and method, −1 where even the method has too few lots.

    A trade of too few lots joins the rest of its method. `lots` has `bids`, and `class` and
    `method` as text.
    """
    several = lots["bids"] >= 2
    trade = lots["class"].where(several, None)
    size = trade.groupby([lots["method"], trade]).transform("size")
    trade = trade.where(size >= minimum, "*")
    whole = several.groupby([lots["method"], trade]).transform("sum")
    code = pd.Series(list(zip(lots["method"], trade, strict=True)), index=lots.index)
    codes = pd.factorize(code, sort=True)[0].astype(np.int64)
    return np.where((whole >= minimum).to_numpy(), codes, -1)
