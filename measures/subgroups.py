"""Sub-group screens: the same three firms whose bids lie closest together, lot after lot.

A cartel that does not hold all bidders of a lot leaves no trace in the spread of all bids
(Wallimann, Imhof and Huber 2020). For every lot with four bids or more, each three bids that are
neighbours in price are a group; the 2 % closest of all groups of lots with the same method and
about as many bids are close. Three firms that are close in four lots or more are tested against
chance: at most 2 % of the lots in which all three bid, binomial, corrected for all groups of three
that were close once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.bids import Field
from measures.markets import as_text
from measures.meetings import benjamini_hochberg

LEAST_BIDS = 4
CLOSE_SHARE = 0.02
LEAST_LOTS = 4
MOST_Q = 0.05
LEAST_GROUPS = 100  # of a kind of lots, to say which 2 % are closest
BANDS = (4, 5, 6, 8, 10, 15, 20, 30, 50)

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Three firms by number, ascending; lots in which they were close; the tail probability."""

    members: tuple[int, ...]
    lots: tuple[int, ...]
    p_value: float


def subgroups(field: Field) -> tuple[Subgroup, ...]:
    """The groups that are close more often than chance explains, by members."""
    rows = np.flatnonzero(np.isfinite(field.price) & field.alone)
    rows = rows[np.lexsort((field.firm[rows], field.price[rows], field.lot[rows]))]
    lot, firm, price = field.lot[rows], field.firm[rows], np.log(field.price[rows])
    bids = np.bincount(lot, minlength=len(field.lots))
    starts = np.flatnonzero(lot[: max(lot.size - 2, 0)] == lot[2:])
    starts = starts[bids[lot[starts]] >= LEAST_BIDS]
    if starts.size == 0:
        return ()
    groups = np.sort(np.column_stack([firm[starts], firm[starts + 1], firm[starts + 2]]), axis=1)
    width = price[starts + 2] - price[starts]
    close = _closest(width, _kinds(field, lot[starts], bids))
    found, group_of, count = np.unique(
        groups[close], axis=0, return_inverse=True, return_counts=True
    )
    often = np.flatnonzero(count >= LEAST_LOTS)
    tests = max(len(found), 1)
    found, count = found[often], count[often]
    if count.size == 0:
        return ()
    from scipy.stats import binom

    together = _joint_lots(found, firm, lot)
    p_value = np.asarray(binom.sf(count - 1, np.maximum(together, count), CLOSE_SHARE))
    q_value = benjamini_hochberg(p_value, tests)
    lots = [lot[starts][close][group_of.ravel() == number] for number in often]
    return tuple(
        Subgroup(tuple(group.tolist()), tuple(own.tolist()), float(p))
        for group, own, p, q in zip(found, lots, p_value, q_value, strict=True)
        if q <= MOST_Q
    )


def _kinds(field: Field, lot: Codes, bids: Codes) -> Codes:
    method = pd.factorize(as_text(field.lots["method"]), sort=True)[0]
    band = np.searchsorted(BANDS, bids, side="right")
    return np.asarray(method[lot] * (len(BANDS) + 1) + band[lot], dtype=np.int64)


def _closest(width: npt.NDArray[np.float64], kind: Codes) -> npt.NDArray[np.bool_]:
    """The CLOSE_SHARE narrowest of each kind; none of a kind with too few."""
    close = np.zeros(width.size, dtype=bool)
    for code in np.unique(kind):
        rows = np.flatnonzero(kind == code)
        if rows.size >= LEAST_GROUPS:
            close[rows] = width[rows] <= np.quantile(width[rows], CLOSE_SHARE)
    return close


def _joint_lots(groups: Codes, firm: Codes, lot: Codes) -> Codes:
    """For each group the number of lots in which all its members bid."""
    order = np.argsort(firm, kind="stable")
    sorted_lots = lot[order]
    at = np.searchsorted(firm[order], np.arange(int(firm.max()) + 2))
    result = np.zeros(len(groups), dtype=np.int64)
    for i, group in enumerate(groups):
        lots = [np.unique(sorted_lots[at[f] : at[f + 1]]) for f in group]
        common = lots[0]
        for other in lots[1:]:
            common = np.intersect1d(common, other, assume_unique=True)
        result[i] = common.size
    return result
