"""Price screens: how the bids of a lot are spread, and how unusual that is among comparable lots.

Formulas: Imhof (2017), Huber and Imhof (2019), Wallimann et al. (2020), on the valid priced bids
b1 <= … <= bn of one lot. The losers of `rd` are b2 … bn. `ks` is the distance of the bids, scaled
to 0 … 1 between the lowest and the highest, to the uniform quantiles i / (n + 1). A screen whose
formula has no value (too few bids, all bids equal, equal losers) is absent, never 0 or infinite.

The price score follows the declared evaluation method, because the method decides whether close
bids or scattered bids are unusual; a lot without one has no score. Dispersion is corrected for
the number of bids and shrunk towards the stratum (empirical Bayes on log variance); the other
screens are robust deviations (median, 1.4826 · MAD). Score = max(0, mean of the two largest
weighted deviations), or the only one where only one is defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import digamma, polygamma

from graph.engine import GraphReader
from graph.records import DerivedProperties
from measures.markets import (
    ABSENT,
    DROPPED,
    as_text,
    group_codes,
    read_lots,
    traits,
    with_columns,
)
from measures.measure import Derived, Measure
from messages import t

BIDS = """
MATCH (b:Bid)-[:FOR]->(l:Lot)
RETURN l.key AS lot, b.price AS price, b.valid AS valid, b.won AS won
"""
BID_COLUMNS = ("lot", "price", "valid", "won")
SCREENS = ("cv", "spd", "diffp", "rd", "skew", "kurtosis", "ks", "winner_to_ceiling")
RANKED = ("cv", "diffp", "skew")

STRATUM_MINIMUM = 30
STRATUM_TRAITS = ("year", "region", "class", "method", "band")
# The method is never dropped: it decides the direction. Regions go first, then years (prices of
# one trade drift slowly), then trades; the number of bids drives the variance and goes last.
STRATUM_LEVELS = (
    STRATUM_TRAITS,
    ("year", "class", "method", "band"),
    ("class", "method", "band"),
    ("method", "band"),
    ("method",),
)
BANDS = ((2, "2"), (3, "3"), (5, "4-5"), (9, "6-9"))
LAST_BAND = "10+"

# Direction and weight of each deviation, by evaluation method. Under a price floor honest bids
# crowd at the floor, so that scatter is what stands out; where a benchmark is averaged from the
# bids, close bids are half expected. Comprehensive evaluation scores price against such a
# benchmark or against the lowest bid: same direction, half weight.
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "lowest_price": {"dispersion": -1.0, "skew": -0.3, "level": 0.7},
    "average_bid": {"dispersion": -0.5},
    "comprehensive": {"dispersion": -0.5},
    "price_floor": {"dispersion": 0.5, "gap": 0.5, "level": 0.7},
}
DEVIATIONS = ("dispersion", "skew", "level", "gap")
LOWEST_CV = 2e-4  # below this, a spread is rounding
LARGEST_DEVIATION = 6.0
DECIMALS = 9

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CleanBids:
    """Valid priced bids (lot, price, won) ordered by lot and price, and what was left out."""

    bids: pd.DataFrame
    invalid: int
    unpriced: int
    not_positive: int


def clean_bids(raw: pd.DataFrame) -> CleanBids:
    """Split BID_COLUMNS into what can be screened and counts of what cannot."""
    raw = with_columns(raw, BID_COLUMNS)
    price = pd.to_numeric(raw["price"], errors="coerce").to_numpy(dtype=float)
    invalid = ~_flags(raw["valid"], absent=True)
    unpriced = ~invalid & ~np.isfinite(price)
    not_positive = ~invalid & ~unpriced & (price <= 0)
    keep = ~(invalid | unpriced | not_positive)
    bids = pd.DataFrame(
        {
            "lot": raw["lot"].to_numpy()[keep],
            "price": price[keep],
            "won": _flags(raw["won"], absent=False)[keep],
        }
    )
    return CleanBids(bids, int(invalid.sum()), int(unpriced.sum()), int(not_positive.sum()))


def _flags(column: pd.Series, *, absent: bool) -> npt.NDArray[np.bool_]:
    return column.astype(object).where(column.notna(), absent).to_numpy(dtype=bool)


def screen_lots(bids: pd.DataFrame) -> pd.DataFrame:
    """Screens per lot of bids with columns lot, price (> 0), won.

    One row a lot, ordered by lot: `lot`, `bids`, SCREENS without winner_to_ceiling, `winner` (the
    lowest winning price). NaN where a screen is not defined.
    """
    if bids.empty:
        names = ("lot", "bids", *SCREENS[:-1], "winner")
        nothing = pd.DataFrame({name: np.array([], dtype=float) for name in names})
        return nothing.astype({"lot": object})
    codes, lots = pd.factorize(bids["lot"], sort=True)
    prices = bids["price"].to_numpy(dtype=float)
    order = np.lexsort((prices, codes))
    group, price = codes[order].astype(np.int64), prices[order]
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    count = np.diff(np.r_[first, group.size])
    won = np.where(bids["won"].to_numpy(dtype=bool)[order], price, np.inf)
    winner = np.minimum.reduceat(won, first)
    screens = _dispersion(price, group, first, count)
    return pd.DataFrame(
        {
            "lot": np.asarray(lots, dtype=object),
            "bids": count,
            **screens,
            "winner": np.where(np.isfinite(winner), winner, np.nan),
        }
    )


def _dispersion(price: Numbers, group: Codes, first: Codes, count: Codes) -> dict[str, Numbers]:
    """Every screen of sorted prices; groups start at `first` and have `count` members."""
    n = count.astype(float)
    lowest, highest = price[first], price[first + count - 1]
    second = price[np.minimum(first + 1, first + count - 1)]
    mean = np.add.reduceat(price, first) / n
    loser_mean = np.where(count > 1, (mean * n - lowest) / np.maximum(n - 1, 1), 0)
    is_first = np.zeros(price.size, dtype=bool)
    is_first[first] = True
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        deviation = price - mean[group]
        sd = np.sqrt(np.add.reduceat(deviation**2, first) / (n - 1))
        loser_deviation = np.where(is_first, 0, price - loser_mean[group])
        loser_sd = np.sqrt(np.add.reduceat(loser_deviation**2, first) / (n - 2))
        z = deviation / sd[group]
        cubes, fourths = np.add.reduceat(z**3, first), np.add.reduceat(z**4, first)
        place = (np.arange(price.size) - first[group] + 1) / (n[group] + 1)
        unit = (price - lowest[group]) / (highest - lowest)[group]
        distance = np.maximum.reduceat(np.abs(unit - place), first)
        kurtosis = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourths
        found = {
            # Equal bids are told by comparison: their computed sd is rounding, not 0.
            "cv": np.where(highest > lowest, sd / mean, np.where(count > 1, 0.0, np.nan)),
            "spd": np.where(count > 1, (highest - lowest) / lowest, np.nan),
            "diffp": np.where(count > 1, (second - lowest) / lowest, np.nan),
            "rd": np.where((count > 2) & (highest > second), (second - lowest) / loser_sd, np.nan),
            "skew": np.where(count > 2, n / ((n - 1) * (n - 2)) * cubes, np.nan),
            "kurtosis": np.where(
                count > 3, kurtosis - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)), np.nan
            ),
            "ks": np.where(count > 1, distance, np.nan),
        }
        equal = highest <= lowest
    for name in ("skew", "kurtosis", "ks"):
        found[name] = np.where(equal, np.nan, found[name])
    return {name: np.round(values.astype(float), DECIMALS) for name, values in found.items()}


def band_of(count: pd.Series) -> pd.Series:
    """The bidder band of a number of bids: 2, 3, 4-5, 6-9, 10+."""
    edges = [0, *(upper for upper, _ in BANDS), np.inf]
    return pd.cut(count, edges, labels=[*(name for _, name in BANDS), LAST_BAND]).astype(str)


def place_in_strata(screened: pd.DataFrame, *, minimum: int = STRATUM_MINIMUM) -> pd.DataFrame:
    """Stratum, percentiles and price score of each lot with at least two bids.

    `screened` has `lot`, `bids`, SCREENS and the STRATUM_TRAITS as text. A lot belongs to the
    finest stratum of STRATUM_LEVELS that holds `minimum` lots; a lot for which even the evaluation
    method alone has fewer gets none. Index as `screened`: stratum (None without), stratum_size,
    `<screen>_percentile` for RANKED, price_score.
    """
    lots = screened[screened["bids"] >= 2]
    result = pd.DataFrame(index=screened.index, columns=["stratum"], dtype=object)
    result["stratum"] = None
    for name in ("stratum_size", *(f"{s}_percentile" for s in RANKED), "price_score"):
        result[name] = np.nan
    still = np.ones(len(lots), dtype=bool)
    for level in STRATUM_LEVELS:
        codes = group_codes(lots, level)
        size = np.bincount(codes, minlength=1)[codes]
        chosen = still & (size >= minimum)
        if not chosen.any():
            continue
        still &= ~chosen
        peers = np.isin(codes, np.unique(codes[chosen]))
        placed = _among_peers(lots[peers], codes[peers])
        placed["stratum"] = _stratum_names(lots[peers], level)
        placed["stratum_size"] = size[peers].astype(float)
        rows = lots.index[chosen]
        result.loc[rows, placed.columns] = placed.loc[rows]
    return result


def _stratum_names(lots: pd.DataFrame, level: tuple[str, ...]) -> pd.Series:
    dropped = [DROPPED] * len(lots)
    parts = [lots[name].tolist() if name in level else dropped for name in STRATUM_TRAITS]
    return pd.Series(["|".join(p) for p in zip(*parts, strict=True)], index=lots.index)


def _among_peers(lots: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    placed = pd.DataFrame(index=lots.index)
    for name in RANKED:
        placed[f"{name}_percentile"] = percentile(lots[name], codes).round(DECIMALS)
    deviations = {
        "dispersion": dispersion_deviation(lots, codes),
        "skew": robust_deviation(lots["skew"], codes),
        "level": robust_deviation(_log(lots["winner_to_ceiling"]), codes),
        "gap": robust_deviation(_log(1 + lots["diffp"]), codes),
    }
    placed["price_score"] = price_score(lots["method"], deviations).round(DECIMALS)
    return placed


def _log(values: pd.Series) -> pd.Series:
    return pd.Series(np.log(values.where(values > 0)), index=values.index)


def percentile(values: pd.Series, codes: Codes) -> pd.Series:
    """Rank within the group, 0 lowest, 1 highest, ties in the middle; 0.5 for a group of one."""
    groups = values.groupby(codes)
    rank, count = groups.rank(method="average"), groups.transform("count")
    return ((rank - 1) / (count - 1).where(count > 1)).where((count > 1) | rank.isna(), 0.5)


def robust_deviation(values: pd.Series, codes: Codes) -> pd.Series:
    """(value − median) / (1.4826 · MAD) within the group, at most LARGEST_DEVIATION either way.

    0 where the group does not vary around its median.
    """
    away = values - values.groupby(codes).transform("median")
    spread = 1.4826 * away.abs().groupby(codes).transform("median")
    return (
        (away / spread.where(spread > 0))
        .where((spread > 0) | away.isna(), 0.0)
        .clip(-LARGEST_DEVIATION, LARGEST_DEVIATION)
    )


def dispersion_deviation(lots: pd.DataFrame, codes: Codes) -> pd.Series:
    """How much wider (+) or closer (−) the bids of a lot lie than its peers' do.

    Log dispersion minus its expectation under normal errors at n bids, shrunk by its sampling
    variance, so that three close bids weigh less than ten.
    """
    freedom = lots["bids"].to_numpy(dtype=float) - 1
    expected = 0.5 * (digamma(freedom / 2) - np.log(freedom / 2))
    noise = pd.Series(0.25 * polygamma(1, freedom / 2), index=lots.index)
    spread = np.log(lots["cv"].clip(lower=LOWEST_CV)) - expected
    away = spread - spread.groupby(codes).transform("median")
    observed = (1.4826 * away.abs().groupby(codes).transform("median")) ** 2
    true = np.maximum(observed - noise.groupby(codes).transform("median"), 0.15 * observed)
    true = true.clip(lower=1e-6)
    deviation = pd.Series(np.sqrt(true) * away / (true + noise), index=lots.index)
    return deviation.clip(-LARGEST_DEVIATION, LARGEST_DEVIATION)


def price_score(method: pd.Series, deviations: Mapping[str, pd.Series]) -> pd.Series:
    """max(0, mean of the two largest weighted deviations); NaN for a method without WEIGHTS."""
    table = np.full((len(method), len(DEVIATIONS)), np.nan)
    for name, weights in WEIGHTS.items():
        rows = (method == name).to_numpy()
        for column, deviation in enumerate(DEVIATIONS):
            if deviation in weights:
                values = deviations[deviation].to_numpy(dtype=float)
                table[rows, column] = weights[deviation] * values[rows]
    best = -np.sort(-np.where(np.isnan(table), -np.inf, table), axis=1)[:, :2]
    top, second = best[:, 0], np.where(np.isfinite(best[:, 1]), best[:, 1], best[:, 0])
    score = np.maximum(0, (top + second) / 2)
    return pd.Series(np.where(np.isfinite(top), score, np.nan), index=method.index)


def measure_lots(bids: pd.DataFrame, lots: pd.DataFrame) -> pd.DataFrame:
    """Everything this measure knows of each lot that has a valid priced bid, ordered by lot."""
    screened = screen_lots(bids)
    described = lots.set_index("lot").reindex(screened["lot"]).reset_index(drop=True)
    screened = screened.join(described)
    ceiling = pd.to_numeric(screened["control_price"], errors="coerce")
    ratio = screened["winner"] / ceiling.where(ceiling > 0)
    screened["winner_to_ceiling"] = ratio.round(DECIMALS)
    screened[["class", "region", "year"]] = traits(screened)[["class", "region", "year"]]
    screened["method"] = as_text(screened["method"]).replace(ABSENT, "unknown")
    screened["band"] = band_of(screened["bids"])
    return screened.join(place_in_strata(screened))


WRITTEN = (
    "bids",
    *SCREENS,
    "stratum",
    "stratum_size",
    *(f"{name}_percentile" for name in RANKED),
    "price_score",
)


def _properties(measured: pd.DataFrame) -> tuple[DerivedProperties, ...]:
    whole = measured.assign(stratum_size=measured["stratum_size"].astype("Int64"))
    columns = [
        whole[name].astype(object).where(whole[name].notna(), None).tolist() for name in WRITTEN
    ]
    return tuple(
        DerivedProperties(
            str(lot),
            {name: v for name, v in zip(WRITTEN, values, strict=True) if v is not None},
        )
        for lot, values in zip(whole["lot"], zip(*columns, strict=True), strict=True)
    )


def _notes(clean: CleanBids, measured: pd.DataFrame) -> tuple[str, ...]:
    several = measured["bids"] >= 2
    counted = (
        (clean.invalid, "{count} rejected or withdrawn bids are not screened."),
        (clean.unpriced, "{count} bids without a price (rates, empty cells) are not screened."),
        (clean.not_positive, "{count} bids with a price of zero or less are not screened."),
        (int((~several).sum()), "{count} lots have one priced bid: no spread to measure."),
        (int(measured["winner"].isna().sum()), "{count} lots name no winner with a valid price."),
        (
            int((several & ~measured["method"].isin(list(WEIGHTS))).sum()),
            "{count} lots state no known evaluation method: they get no price score.",
        ),
        (
            int((several & measured["stratum"].isna()).sum()),
            "{count} lots have fewer than {minimum} comparable lots: no percentile, no score.",
        ),
    )
    return tuple(
        t(message, count=count, minimum=STRATUM_MINIMUM) for count, message in counted if count
    )


def compute(reader: GraphReader) -> Derived:
    """Screen every lot of the graph."""
    clean = clean_bids(reader.frame(BIDS))
    measured = measure_lots(clean.bids, read_lots(reader))
    return Derived(properties=_properties(measured), notes=_notes(clean, measured))


PRICE_SCREENS = Measure(
    name="price_screens",
    title="Price screens",
    summary="How the bids of each lot are spread, compared with lots of the same kind.",
    revision=1,
    requires=("Bid.price", "FOR"),
    compute=compute,
)
