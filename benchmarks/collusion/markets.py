"""The files of García Rodríguez et al. (2022), and how they become the product's own tables.

The authors publish one CSV a market with one row a bid. Only the columns of `published` are taken:
the tender, the bidder where the file has one, the bid, the winner, the estimate where the file has
one; the labels stay apart until the scores are there. Dates and the authors' own screens are never
read; numbers of tenders and bidders become names without order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.collusion.published import Published

METHODS = {
    "lowest_price": "经评审的最低投标价法",
    "average_bid": "平均值法",
    "price_floor": "设最低限价的低价法",
    "comprehensive": "综合评估法",
}
SEED = 20_260_105


OFFERS = {"price": "投标报价", "discount": "下浮率"}  # the column that holds what is offered


@dataclass(frozen=True, slots=True)
class Market:
    """One market: its declared evaluation method, and from how many bids on a tender counts.

    Where `offers` are discounts, a bid says what it takes off, in per cent, instead of a price.
    """

    name: str
    method: str
    least_bids: int = 3
    offers: str = "price"

    def __post_init__(self) -> None:
        for value, known in ((self.method, METHODS), (self.offers, OFFERS)):
            if value not in known:
                raise ValueError(f"Market '{self.name}': '{value}' is none of {', '.join(known)}.")
        if self.least_bids < 1:
            raise ValueError(f"Market '{self.name}': a tender counts from one bid at least.")

    @property
    def discounts(self) -> bool:
        """Whether the bids are discounts."""
        return self.offers == "discount"


# The authors' six files, by the names that they bear and by short ones.
KNOWN = tuple(
    Market(name, method, least)
    for names, method, least in (
        (("brazil", "DB_Collusion_Brazil_processed"), "lowest_price", 3),
        (("ohio_milk", "DB_Collusion_America_processed"), "lowest_price", 2),
        (("ticino", "DB_Collusion_Switzerland_Ticino_processed"), "lowest_price", 3),
        (("DB_Collusion_Switzerland_GR_and_See-Gaster_processed",), "lowest_price", 3),
        (("DB_Collusion_Italy_processed",), "average_bid", 3),
        (("DB_Collusion_Japan_processed",), "price_floor", 3),
    )
    for name in names
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the courts found, by key of the product: `lots`, and `firms` where the file has ids.

    Indexed by key: label (0 or 1), bids (of the tender) or tenders (of the firm). `cv` of each
    tender is the trivial rule to compare with.
    """

    lots: pd.DataFrame
    firms: pd.DataFrame | None


def write_tables(published: Published, market: Market, folder: Path) -> Labels:
    """Write the market's 项目标段.csv and 投标.csv into a folder; the labels are not in them."""
    rows = published.bids
    chance = np.random.default_rng(SEED)
    lots = _names(rows["tender"], "L", chance)
    bidders = "投标人" + _names(rows["bidder"], "F", chance)
    tenders = pd.DataFrame(
        {
            "项目编号": lots,
            "标段编号": lots,
            "标段名称": lots,
            "评标办法": METHODS[market.method],
            "标底": rows.groupby("tender")["estimate"].transform("first"),
        }
    ).drop_duplicates("标段编号")
    bids = pd.DataFrame(
        {
            "标段编号": lots,
            "投标人名称": bidders,
            OFFERS[market.offers]: (100 - rows["price"]).map("{:.6f}%".format, na_action="ignore")
            if market.discounts
            else rows["price"],
            "是否中标": np.where(rows["won"], "是", "否"),
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    tenders.to_csv(folder / "项目标段.csv", index=False)
    bids.to_csv(folder / "投标.csv", index=False)
    return _labels(rows, lots, bidders if published.has_bidders else None)


def doubts(published: Published, market: Market) -> list[str]:
    """What in the file contradicts the declared method."""
    bids = published.bids.dropna(subset="price")
    won = bids[bids["won"]].set_index("tender")["price"]
    ends = bids.groupby("tender")["price"].agg(["min", "max"]).reindex(won.index)
    rivals = ends["min"] < ends["max"]
    highest = (won == ends["max"])[rivals].mean()
    if market.method in ("lowest_price", "price_floor") and highest > 0.5:
        return [
            f"in {highest:.0%} of the tenders the dearest bid wins, although the lowest should: if "
            "the bids are discounts, add :discount to the method."
        ]
    return []


def _names(ids: pd.Series, prefix: str, chance: np.random.Generator) -> pd.Series:
    known = sorted(ids.unique())
    places = chance.permutation(len(known))
    number = dict(zip(known, places.tolist(), strict=True))
    return ids.map(lambda value: f"{prefix}{number[value]:05}")


def _labels(rows: pd.DataFrame, lots: pd.Series, bidders: pd.Series | None) -> Labels:
    by_lot = rows.groupby("lot:" + lots)
    tenders = pd.DataFrame(
        {
            "label": by_lot["label"].max(),
            "bids": by_lot["price"].count(),
            "cv": by_lot["price"].std() / by_lot["price"].mean(),
        }
    )
    if bidders is None:
        return Labels(_known(tenders), None)
    by_firm = rows.assign(lot=lots).groupby(bidders)
    firms = pd.DataFrame({"label": by_firm["own_label"].max(), "tenders": by_firm["lot"].nunique()})
    return Labels(_known(tenders), _known(firms))


def _known(subjects: pd.DataFrame) -> pd.DataFrame:
    return subjects.dropna(subset="label").astype({"label": int})
