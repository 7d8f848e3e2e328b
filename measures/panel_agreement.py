"""How far a panel agrees on what is judged, beyond what the objective scores explain.

Kendall's W of the experts' points for the judged items of a lot, corrected for ties, over the
bids that every expert scored. If nothing but the quality that the objective items show made the
experts agree, the ranks of experts i and j would correlate with c_i · c_j, c being the rank
correlation with the objective points: W is then expected to be (1 + (m − 1) · mean c_i c_j) / m.
p: what is left of the ranks when the objective ones are taken out is dealt anew among the bids
(fixed seed), expert by expert; with few bids and experts p cannot be small, which is as it should.

Quality that no objective item shows makes panels agree too. The excess is therefore compared with
that of the other panels: of as many experts if there are LEAST_PANELS of them, else of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.records import DerivedProperties

LEAST_EXPERTS, LEAST_BIDS = 3, 4
LEAST_PANELS = 30
TESTED = 0.95  # rank of the excess from which p is worth the work
DEALS = 9_999
SEED = 20_240_506
TINY = 1e-12
DECIMALS = 6
MOST_CELLS = 2_000_000  # of dealt ranks at once

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panels:
    """`lots`: lot, experts, bids, w, expected, excess.

    `left`: lot, expert, bid, and what is left of the rank when the objective one is taken out.
    """

    lots: pd.DataFrame
    left: pd.DataFrame


def panels_of(scores: pd.DataFrame) -> Panels:
    """The agreement of each panel with three experts and four bids that it scored as a whole.

    `scores` as in `Sheets`. Lots without objective points that differ are left out: there is
    nothing to hold the agreement against.
    """
    judged = scores[~scores["objective"]]
    given = judged.groupby(["lot", "expert", "bid"], sort=True)["points"].sum().reset_index()
    experts = given.groupby("lot")["expert"].transform("nunique")
    given = given[given.groupby(["lot", "bid"])["expert"].transform("size") == experts]
    quality = scores[scores["objective"]].groupby(["lot", "bid"])["points"].mean()
    pairs = pd.MultiIndex.from_frame(given[["lot", "bid"]])
    given = given.assign(quality=quality.reindex(pairs).to_numpy()).dropna(subset=["quality"])
    sizes = given.groupby("lot")[["expert", "bid"]].transform("nunique")
    enough = (sizes["expert"] >= LEAST_EXPERTS) & (sizes["bid"] >= LEAST_BIDS)
    return _agreement(given[enough].reset_index(drop=True))


def _agreement(given: pd.DataFrame) -> Panels:
    by_expert = given.groupby(["lot", "expert"], sort=True)
    # Sums of decimal points differ in their last bits: equal points must tie.
    given = given.assign(
        rank=given["points"].round(DECIMALS).groupby([given["lot"], given["expert"]]).rank(),
        quality=given["quality"].round(DECIMALS).groupby([given["lot"], given["expert"]]).rank(),
    )
    sizes = by_expert["bid"].transform("size")
    centred = given[["rank", "quality"]].sub((sizes + 1) / 2, axis=0)
    sums = (
        given[["lot", "expert"]]
        .assign(
            both=centred["rank"] * centred["quality"],
            rank=centred["rank"] ** 2,
            quality=centred["quality"] ** 2,
        )
        .groupby(["lot", "expert"], sort=True)
        .sum()
    )
    # An expert who gives all bids the same ranks none: no correlation, and no slope.
    sums["slope"] = (sums["both"] / sums["quality"].where(sums["quality"] > 0)).fillna(0.0)
    spread = (sums["rank"] * sums["quality"]) ** 0.5
    sums["c"] = (sums["both"] / spread.where(spread > 0)).fillna(0.0)
    sums["c2"] = sums["c"] ** 2
    lots = sums.groupby("lot", sort=True).agg(
        experts=("c", "size"), c=("c", "sum"), c2=("c2", "sum"), spread=("rank", "sum"),
        differs=("quality", "max"),
    )  # fmt: skip
    m = lots["experts"]
    product = ((lots["c"] ** 2 - lots["c2"]) / (m * (m - 1)).where(m > 1)).clip(lower=0)
    totals = centred["rank"].groupby([given["lot"], given["bid"]]).sum()
    lots["bids"] = totals.groupby("lot").size()
    # Σ R² / (m · Σ of the experts' own squares) is W with ties: without any, 12 S / m²(n³ − n).
    lots["w"] = (totals**2).groupby("lot").sum() / (m * lots["spread"]).where(lots["spread"] > 0)
    lots["expected"] = (1 + (m - 1) * product) / m
    lots["excess"] = lots["w"] - lots["expected"]
    lots = lots[(lots["differs"] > 0) & lots["w"].notna()]
    columns = ["lot", "experts", "bids", "w", "expected", "excess"]
    slope = sums["slope"].reindex(pd.MultiIndex.from_frame(given[["lot", "expert"]])).to_numpy()
    given["left"] = centred["rank"] - slope * centred["quality"]
    kept = given["lot"].isin(lots.index)
    return Panels(
        lots.reset_index()[columns].round(DECIMALS),
        given.loc[kept, ["lot", "expert", "bid", "left"]].reset_index(drop=True),
    )


def dealt_p(left: Numbers, seed: int) -> float:
    """Chance of sums this far apart when each expert's row is dealt to the bids at random."""
    chance = np.random.default_rng(seed)
    observed = float((left.sum(axis=0) ** 2).sum())
    hits, done = 0, 0
    while done < DEALS:
        size = min(DEALS - done, max(1, MOST_CELLS // left.size))
        dealt = chance.permuted(np.broadcast_to(left, (size, *left.shape)), axis=2)
        hits += int(((dealt.sum(axis=1) ** 2).sum(axis=1) >= observed - TINY).sum())
        done += size
    return (1 + hits) / (1 + DEALS)


def ranked(lots: pd.DataFrame) -> pd.Series:
    """The share of the comparable panels that agree no further beyond their quality; or nothing.

    Fewer than LEAST_PANELS in all say nothing about what is usual.
    """
    if len(lots) < LEAST_PANELS:
        return pd.Series(np.nan, index=lots.index)
    alike = lots.groupby("experts")["excess"]
    own = alike.rank(method="max", pct=True)
    return own.where(
        alike.transform("size") >= LEAST_PANELS, lots["excess"].rank(method="max", pct=True)
    )


def agreeing(panels: Iterable[Panels]) -> Iterator[DerivedProperties]:
    """What is written on the lots whose panels agree most beyond what the quality explains."""
    every = list(panels)
    if not every:
        return
    lots = pd.concat([one.lots for one in every], ignore_index=True)
    lots["rank"] = ranked(lots)
    chosen = lots[(lots["rank"] >= TESTED) & (lots["excess"] > 0)].sort_values("lot")
    tested = set(chosen["lot"])
    left = pd.concat([one.left[one.left["lot"].isin(tested)] for one in every], ignore_index=True)
    tables = {
        str(lot): rows.pivot(index="expert", columns="bid", values="left").to_numpy(dtype=float)
        for lot, rows in left.groupby("lot", sort=True)
    }
    for row in chosen.to_dict("records"):
        lot = str(row["lot"])
        yield DerivedProperties(
            lot,
            {
                "panel_experts": int(row["experts"]),
                "panel_bids": int(row["bids"]),
                "panel_w": float(row["w"]),
                "panel_w_expected": float(row["expected"]),
                "panel_w_rank": round(float(row["rank"]), DECIMALS),
                "panel_w_p": dealt_p(tables[lot], SEED + crc32(lot.encode())),
            },
        )
