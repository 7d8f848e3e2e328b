"""Which bids a figure was counted from: by their keys it opens down to the rows in the files."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.records import Value
from measures.bids import Field
from measures.markets import as_text

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_CITED = 2_000  # bids of one figure: more than anybody opens, and small enough for a node
# Pairs are computed by the ten thousand; above this corrected chance no signal names one.
MOST_Q = 0.05


def cited(field: Field, rows: Codes) -> list[Value]:
    """Keys of the bids in these rows of the field; of too many, those of the lots opened last."""
    bids, first = np.unique(field.bid[rows], return_index=True)
    if bids.size > MOST_CITED:
        bids = bids[_latest(field.lots["opened_at"].iloc[field.lot[rows[first]]])]
    return [*field.bids[bids].tolist()]


def cited_of_table(bids: pd.DataFrame) -> list[Value]:
    """The same of a table with `bid` and `opened_at`."""
    once = bids.drop_duplicates("bid").sort_values("bid")
    if len(once) > MOST_CITED:
        once = once.iloc[_latest(once["opened_at"])]
    return [*once["bid"].tolist()]


def _latest(opened: pd.Series) -> Codes:
    """Where the MOST_CITED latest days stand, in the order of the bids."""
    days = as_text(opened).to_numpy(dtype=str)  # "-", without a date, goes first
    return np.sort(np.lexsort((np.arange(days.size), days))[-MOST_CITED:])


def cited_of_pairs(
    field: Field, first: Codes, second: Codes, rows: Flags, named: Flags | None = None
) -> pd.Series:
    """For each pair of firms the bids of both in the lots where they met among the marked rows.

    Partners behind one bid do not meet in its lot. None for a pair that is not among the `named`.
    """
    marked = np.flatnonzero(rows)
    order = marked[np.argsort(field.firm[marked], kind="stable")]
    at = np.searchsorted(field.firm[order], np.arange(len(field.firms) + 1))
    found: list[list[Value] | None] = [None] * len(first)
    which = range(len(first)) if named is None else np.flatnonzero(named).tolist()
    for place in which:
        pair = first[place], second[place]
        one, two = (order[at[firm] : at[firm + 1]] for firm in pair)
        joint = np.intersect1d(field.lot[one], field.lot[two])
        declared = field.lot[one[np.isin(field.bid[one], field.bid[two])]]
        both = np.concatenate([one, two])
        met = np.isin(field.lot[both], joint) & ~np.isin(field.lot[both], declared)
        found[place] = cited(field, both[met])
    return pd.Series(found, dtype=object)
