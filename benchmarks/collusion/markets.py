"""The files of García Rodríguez et al. (2022), and how they become the product's own tables.

The authors publish one CSV a market with one row a bid. Only these columns are read: the tender,
the bidder where the file has one, the bid, the winner, the estimate where the file has one. The
labels are read apart, after scoring. Dates and the authors' own screens are never read; numbers of
tenders and bidders become names without order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

METHODS = {
    "lowest_price": "经评审的最低投标价法",
    "average_bid": "平均值法",
    "price_floor": "设最低限价的低价法",
    "comprehensive": "综合评估法",
}
TENDER, BIDDER, WINNER = "Tender", "Competitors", "Winner"
BIDS = ("Bid_value_without_inflation", "Bid_value")  # the first that the file has
ESTIMATE = "Pre-Tender Estimate (PTE)"
LABEL, OWN_LABEL = "Collusive_competitor", "Collusive_competitor_original"
SEED = 20_260_105


@dataclass(frozen=True, slots=True)
class Market:
    """One market: its declared evaluation method, and from how many bids on a tender counts."""

    name: str
    method: str
    least_bids: int = 3

    def __post_init__(self) -> None:
        if self.method not in METHODS or self.least_bids < 1:
            raise ValueError(f"Market '{self.name}': '{self.method}' is none of {list(METHODS)}.")


KNOWN = (
    Market("brazil", "lowest_price"),
    Market("ohio_milk", "lowest_price", least_bids=2),
    Market("ticino", "lowest_price"),
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the courts found, by key of the product: `lots`, and `firms` where the file has ids.

    Indexed by key: label (0 or 1), bids (of the tender) or tenders (of the firm). `cv` of each
    tender is the trivial rule to compare with.
    """

    lots: pd.DataFrame
    firms: pd.DataFrame | None


def write_tables(file: Path, market: Market, folder: Path) -> Labels:
    """Write the market's 项目标段.csv and 投标.csv into a folder; the labels are not in them."""
    rows = pd.read_csv(file)
    chance = np.random.default_rng(SEED)
    lots = _names(rows[TENDER], "L", chance)
    has_ids = BIDDER in rows
    bidders = _names(rows[BIDDER] if has_ids else pd.Series(range(len(rows))), "F", chance)
    price = rows[next(name for name in BIDS if name in rows)]
    estimate = rows[ESTIMATE] if ESTIMATE in rows else pd.Series(np.nan, index=rows.index)
    tenders = pd.DataFrame(
        {
            "项目编号": lots,
            "标段编号": lots,
            "标段名称": lots,
            "评标办法": METHODS[market.method],
            "标底": estimate,
        }
    ).drop_duplicates("标段编号")
    bids = pd.DataFrame(
        {
            "标段编号": lots,
            "投标人名称": "投标人" + bidders,
            "投标报价": price,
            "是否中标": np.where(rows[WINNER] == 1, "是", "否"),
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    tenders.to_csv(folder / "项目标段.csv", index=False)
    bids.to_csv(folder / "投标.csv", index=False)
    return _labels(rows, lots, bids["投标人名称"] if has_ids else None, price)


def _names(ids: pd.Series, prefix: str, chance: np.random.Generator) -> pd.Series:
    known = sorted(ids.unique())
    places = chance.permutation(len(known))
    number = dict(zip(known, places.tolist(), strict=True))
    return ids.map(lambda value: f"{prefix}{number[value]:05}")


def _labels(
    rows: pd.DataFrame, lots: pd.Series, bidders: pd.Series | None, price: pd.Series
) -> Labels:
    by_lot = pd.DataFrame({"label": rows[LABEL], "price": price}).groupby("lot:" + lots)
    spread = by_lot["price"].std() / by_lot["price"].mean()
    tenders = pd.DataFrame(
        {"label": by_lot["label"].max().astype(int), "bids": by_lot.size(), "cv": spread}
    )
    if bidders is None:
        return Labels(tenders, None)
    own = rows[OWN_LABEL] if OWN_LABEL in rows else rows[LABEL]
    by_firm = pd.DataFrame({"label": own, "lot": lots}).groupby(bidders)
    firms = pd.DataFrame(
        {"label": by_firm["label"].max().astype(int), "tenders": by_firm["lot"].nunique()}
    )
    return Labels(tenders, firms)
