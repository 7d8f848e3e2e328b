"""Key figures of lots by month, province, region, class, buyer or agency."""

from __future__ import annotations

import pandas as pd

GROUPS = ("month", "province", "region", "class", "buyer", "agency")
FIGURES = (
    "lots",
    "bidders_a_lot",
    "single_bid_share",
    "discount",
    "top_winner_share",
    "lot_leads",
    "judged",
    "pursued",
    "overdue",
)
CLASS_SIGNS = 3  # A08: building works; the rest of the code is finer than a table bears


def grouped_by(lots: pd.DataFrame, by: str) -> pd.DataFrame:
    """The lots with a column `group`; raises ValueError for an unknown grouping.

    By province reads a column `province` of the lots. Lots that do not state it have an empty
    group: they are shown, not dropped.
    """
    if by not in GROUPS:
        raise ValueError(f"'{by}' is none of {GROUPS}.")
    stated = lots["class_code"].str[:CLASS_SIGNS] if by == "class" else lots[by]
    return lots.assign(group=stated.where(stated.notna(), "").astype(str))


def figures(lots: pd.DataFrame) -> pd.DataFrame:
    """One row a group, by group.

    `lots` has `group`, `lot_leads`, `judged` and `pursued` (0 or 1 a lot) beside the columns of
    queries.lots.lot_facts. bidders_a_lot and single_bid_share are over lots with a bid on record;
    discount is the mean of 1 − winning bid / control price where both are known; top_winner_share
    is the largest share of one firm in the awards on record; overdue counts time limits.
    """
    if lots.empty:
        return pd.DataFrame(columns=["group", *FIGURES])
    seen = lots[lots["bidders"] > 0]
    groups = lots.groupby("group")
    answer = pd.DataFrame({"lots": groups.size()})
    with_bids = seen.groupby("group")["bidders"]
    answer["bidders_a_lot"] = with_bids.mean()
    answer["single_bid_share"] = (seen["bidders"] == 1).groupby(seen["group"]).mean()
    answer["discount"] = 1 - groups["winner_to_ceiling"].mean()
    answer["top_winner_share"] = _top_share(lots)
    for counted in ("lot_leads", "judged", "pursued", "overdue"):
        answer[counted] = groups[counted].sum().astype(int)
    return answer.reset_index().sort_values("group", ignore_index=True)


def _top_share(lots: pd.DataFrame) -> pd.Series:
    won = lots[lots["winner_key"].notna()]
    wins = won.groupby(["group", "winner_key"]).size()
    by_group = wins.groupby(level="group")
    return by_group.max() / by_group.sum()


def quartiles(values: pd.Series) -> tuple[float, float, float] | None:
    """Lower quartile, median, upper quartile of what is known; None where nothing is."""
    known = pd.to_numeric(values, errors="coerce").dropna()
    if known.empty:
        return None
    low, middle, high = known.quantile([0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)
