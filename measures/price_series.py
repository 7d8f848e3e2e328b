"""How many bids of a lot rise step by step, by one amount or by one ratio.

A series begins with some bid and the gap to a later one; term m lies near m gaps above the first.
What is counted is loose: whether bids lie where the terms would be, not which of them is the term.
So a question about series can pass over lots without one, and asks the others bid by bid. Series of
less than four bids, or of less than a third of the bids, are not looked for.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NEAR = 0.020001  # of the gap, for each term up to the one in question; the rest is for rounding
LEAST_BIDS, LEAST_SHARE = 4, 1 / 3
MOST_BIDS = 60  # of a lot: all pairs of its bids are looked at

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def longest_series(price: Numbers, group: Codes, first: Codes, count: Codes) -> Numbers:
    """For each lot the terms of its longest series, 0 without one; NaN for a lot of too many bids.

    `price` is sorted within its lot; groups start at `first` and have `count` members.
    """
    longest = np.zeros(count.size)
    small = count <= MOST_BIDS
    end = (first + count)[group]
    needed = np.maximum(LEAST_BIDS, np.ceil(count * LEAST_SHARE))[group]
    for steps in (price, np.log(price)):
        widest = (steps[end - 1] - steps) / (needed - 1 - NEAR * needed)
        for apart in range(1, int(count[small].max(initial=1))):
            start = np.flatnonzero(
                small[group[:-apart]]
                & (np.arange(apart, price.size) + needed[:-apart] - 1 <= end[:-apart])
            )
            gap = steps[start + apart] - steps[start]
            fits = (gap > 0) & (gap <= widest[start])
            start, gap, terms = start[fits], gap[fits], 2
            while start.size:
                enough = start[needed[start] <= terms]
                longest[group[enough]] = np.maximum(longest[group[enough]], terms)
                target = steps[start] + terms * gap
                slack = gap * NEAR * (1 + terms)
                term = _at_least(steps, target - slack, start, end[start])
                there = term < end[start]
                there[there] = steps[term[there]] <= (target + slack)[there]
                start, gap, terms = start[there], gap[there], terms + 1
    return np.where(small, longest, np.nan)


def _at_least(steps: Numbers, values: Numbers, low: Codes, high: Codes) -> Codes:
    """Where, from `low` and before `high`, the steps begin that are not below each value."""
    while (searched := low < high).any():
        middle = (low + high) // 2
        below = searched & (steps[np.minimum(middle, steps.size - 1)] < values)
        low, high = np.where(below, middle + 1, low), np.where(searched & ~below, middle, high)
    return low
