"""Price screens: how the bids of a lot are spread, and how unusual that is among comparable lots.

Formulas: Imhof (2017), Huber and Imhof (2019), Wallimann et al. (2020), on the valid priced bids
b1 <= … <= bn of one lot. The losers of `rd` are b2 … bn. `ks` is the distance of the bids, scaled
to 0 … 1 between the lowest and the highest, to the uniform quantiles i / (n + 1). A screen whose
formula has no value (too few bids, all bids equal, equal losers) is absent, never 0 or infinite.

Where a lot is offered in rates, they are its prices (`measures.bids.priced_by_rates`).

`subgroup_cv` is the smallest cv among three or four neighbouring bids of four or more: the closest
group inside the lot. The price score is explained in `measures.price_scores`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedProperties, Value
from measures.bids import read_bids
from measures.markets import ABSENT, DROPPED, as_text, group_codes, traits, with_columns
from measures.measure import Derived, Measure
from measures.price_scores import WEIGHTS, log_moments, market_codes, price_parts, price_score
from measures.price_series import longest_series
from messages import t

BID_COLUMNS = ("lot", "price", "valid", "won")
SPREADS = ("cv", "spd", "diffp", "rd", "altrd", "rdnor", "skew", "kurtosis", "ks", "subgroup_cv")
RATIOS = ("winner_to_ceiling", "winner_to_estimate")
SCREENS = (*SPREADS, *RATIOS)
RANKED = ("cv", "diffp", "rd", "skew", "kurtosis", "winner_to_ceiling")

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

DECIMALS = 9
MOMENTS = ("spread", "loser_spread", "log_skew", "gap", "rise")

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

    One row a lot, ordered by lot: `lot`, `bids`, SPREADS, `series`, `lowest`, `winner` (the lowest
    winning price) and the columns of `log_moments`. NaN where a screen is not defined.
    """
    if bids.empty:
        names = ("lot", "bids", *SPREADS, "series", "lowest", "winner", *MOMENTS)
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
    screens["subgroup_cv"] = subgroup_cv(price, group, count)
    screens["series"] = longest_series(price, group, first, count)
    screened = pd.DataFrame(
        {
            "lot": np.asarray(lots, dtype=object),
            "bids": count,
            **screens,
            "lowest": price[first],
            "winner": np.where(np.isfinite(winner), winner, np.nan),
        }
    )
    return screened.join(log_moments(price, group, first, count))


def subgroup_cv(price: Numbers, group: Codes, count: Codes) -> Numbers:
    """The smallest cv of three or four neighbours among sorted prices; NaN below four bids.

    A group of all bids is no subgroup.
    """
    best = np.full(count.size, np.inf)
    for size in (3, 4):
        starts = np.flatnonzero(group[: price.size - size + 1] == group[size - 1 :])
        starts = starts[count[group[starts]] > size]
        windows = price[starts[:, None] + np.arange(size)]
        cv = windows.std(axis=1, ddof=1) / windows.mean(axis=1)
        np.minimum.at(best, group[starts], cv)
    return np.asarray(np.where(np.isfinite(best), np.round(best, DECIMALS), np.nan), dtype=float)


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
            "altrd": np.where(
                (count > 2) & (highest > second),
                (second - lowest) / (highest - second) * (n - 2),
                np.nan,
            ),
            "rdnor": np.where(
                (count > 2) & (highest > lowest),
                (second - lowest) / (highest - lowest) * (n - 1),
                np.nan,
            ),
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
    """Stratum and percentiles of each lot with at least two bids.

    `screened` has `lot`, `bids`, SCREENS and the STRATUM_TRAITS as text. A lot belongs to the
    finest stratum of STRATUM_LEVELS that holds `minimum` lots; a lot for which even the evaluation
    method alone has fewer gets none. Index as `screened`: stratum (None without), stratum_size,
    `<screen>_percentile` for RANKED.
    """
    lots = screened[screened["bids"] >= 2]
    result = pd.DataFrame(index=screened.index, columns=["stratum"], dtype=object)
    result["stratum"] = None
    for name in ("stratum_size", *(f"{s}_percentile" for s in RANKED)):
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
    return placed


def percentile(values: pd.Series, codes: Codes) -> pd.Series:
    """Rank within the group, 0 lowest, 1 highest, ties in the middle; 0.5 for a group of one."""
    groups = values.groupby(codes)
    rank, count = groups.rank(method="average"), groups.transform("count")
    return ((rank - 1) / (count - 1).where(count > 1)).where((count > 1) | rank.isna(), 0.5)


def measure_lots(bids: pd.DataFrame, lots: pd.DataFrame) -> pd.DataFrame:
    """Everything this measure knows of each lot that has a valid priced bid, ordered by lot."""
    screened = screen_lots(bids)
    described = lots.set_index("lot").reindex(screened["lot"]).reset_index(drop=True)
    screened = screened.join(described)
    ceiling, estimate = (_positive(screened[name]) for name in ("control_price", "estimate"))
    screened["winner_to_ceiling"] = (screened["winner"] / ceiling).round(DECIMALS)
    screened["winner_to_estimate"] = (screened["winner"] / estimate).round(DECIMALS)
    screened[["class", "region", "year"]] = traits(screened)[["class", "region", "year"]]
    screened["method"] = as_text(screened["method"]).replace(ABSENT, "unknown")
    screened["band"] = band_of(screened["bids"])
    # Where the source names no winner, the lowest bid stands in for it under these two methods.
    lowest_wins = screened["method"].isin(["lowest_price", "price_floor"])
    winner = screened["winner"].fillna(screened["lowest"].where(lowest_wins))
    screened["level"] = winner / estimate.fillna(ceiling)
    market = market_codes(screened)
    parts = price_parts(screened, np.where(screened["method"].isin(list(WEIGHTS)), market, -1))
    screened = screened.join(place_in_strata(screened)).join(parts.add_suffix("_part"))
    screened["price_score"] = price_score(screened, parts, market).round(DECIMALS)
    screened.loc[market < 0, "price_score"] = np.nan
    return screened


def _positive(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers.where(numbers > 0)


WRITTEN = (
    "bids",
    *SCREENS,
    "series",
    "stratum",
    "stratum_size",
    *(f"{name}_percentile" for name in RANKED),
    "price_score",
)


def _properties(measured: pd.DataFrame) -> tuple[DerivedProperties, ...]:
    whole = measured.astype({"stratum_size": "Int64", "series": "Int64"})
    found: list[dict[str, Value]] = [{} for _ in range(len(whole))]
    for name in WRITTEN:
        known = np.flatnonzero(whole[name].notna())
        for row, value in zip(known.tolist(), whole[name].iloc[known].tolist(), strict=True):
            found[row][name] = value
    return tuple(map(DerivedProperties, map(str, whole["lot"].tolist()), found))


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
    bids = read_bids(reader)
    clean = clean_bids(bids.offers)
    measured = measure_lots(clean.bids, bids.lots)
    return Derived(properties=_properties(measured), notes=_notes(clean, measured))


PRICE_SCREENS = Measure(
    name="price_screens",
    title="Price screens",
    summary="How the bids of each lot are spread, compared with lots of the same kind.",
    revision=6,
    requires=("Bid.price or Bid.rate_kind", "FOR"),
    compute=compute,
)
