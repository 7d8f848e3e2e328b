"""Groups of comparable lots: class, region and year, coarser where a group would be too small."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from measures.gathered import gathered

ABSENT = "-"  # the lot does not say
DROPPED = "*"  # the group does not ask
CLASS_LENGTH = 3  # A08: the first level of the class code that separates trades

LOTS = """
MATCH (l:Lot)
WITH right(l.key, 2) AS part,
     collect([l.key, l.class_code, l.region, l.opened_at, l.evaluation_method, l.control_price,
              l.estimate]) AS rows
RETURN rows
"""
LOT_COLUMNS = ("lot", "class_code", "region", "opened_at", "method", "control_price", "estimate")
MARKET_LEVELS = (("class", "region", "year"), ("class", "region"), ("class",), ())

Codes = npt.NDArray[np.int64]


def read_lots(reader: GraphReader) -> pd.DataFrame:
    """Every lot with LOT_COLUMNS, unique, ordered by key."""
    found = gathered(reader, LOTS, LOT_COLUMNS)
    return found.drop_duplicates("lot").sort_values("lot", ignore_index=True)


def with_columns(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """`frame` with these columns, also when the graph is empty and returned none."""
    return frame if len(frame) else pd.DataFrame({name: [] for name in columns}, dtype=object)


def as_text(column: pd.Series) -> pd.Series:
    """The values as text, ABSENT where there is none."""
    text = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    return text.where(text != "", ABSENT)


def traits(lots: pd.DataFrame) -> pd.DataFrame:
    """`class`, `region` and `year` of each lot, as text; ABSENT where the lot does not say."""
    return pd.DataFrame(
        {
            "class": as_text(lots["class_code"]).str[:CLASS_LENGTH],
            "region": as_text(lots["region"]),
            "year": as_text(lots["opened_at"]).str[:4],
        },
        index=lots.index,
    )


def group_codes(frame: pd.DataFrame, columns: Sequence[str]) -> Codes:
    """A number for each row: equal where all `columns` are equal; all 0 without columns."""
    if not columns or frame.empty:
        return np.zeros(len(frame), dtype=np.int64)
    return np.asarray(frame.groupby(list(columns), sort=True).ngroup(), dtype=np.int64)


def market_of(lots: pd.DataFrame, *, minimum: int = 30) -> Codes:
    """The market of each lot, a partition: class by region by year.

    A market of fewer than `minimum` lots says nothing about chance, so its lots fall back, first
    over the years, then over the regions, and what is left over forms one market.
    """
    described = traits(lots)
    markets = np.full(len(lots), -1, dtype=np.int64)
    for level in MARKET_LEVELS:
        still = np.flatnonzero(markets < 0)
        if still.size == 0:
            break
        codes = group_codes(described.iloc[still], level)
        keep = (np.bincount(codes)[codes] >= minimum) | (not level)
        markets[still[keep]] = codes[keep] + markets.max() + 1
    return np.unique(markets, return_inverse=True)[1].astype(np.int64)
