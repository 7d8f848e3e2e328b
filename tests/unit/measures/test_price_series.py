"""The longest series of prices is never shorter than the one that the signal would find."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.price_series import LEAST_SHARE, MOST_BIDS, longest_series

LOTS = st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=12), min_size=1, max_size=6)


def series_of(*lots: Sequence[float]) -> list[float]:
    count = np.array([len(lot) for lot in lots])
    first = np.cumsum(count) - count
    price = np.concatenate([np.sort(np.asarray(lot, dtype=float)) for lot in lots])
    found = longest_series(price, np.repeat(np.arange(count.size), count), first, count)
    return list(map(float, found))


def as_the_signal_counts(lot: Sequence[float], *, near: float = 0.02) -> int:
    """From each bid and each later one: the bids that follow at that gap, one after the other."""
    best = 0
    for steps in (sorted(lot), [math.log(price) for price in sorted(lot)]):
        for i, one in enumerate(steps):
            for gap in (later - one for later in steps[i + 1 :] if later > one):
                terms = 0
                for step in steps[i:]:
                    terms += abs(step - one - terms * gap) <= gap * near * (1 + terms)
                best = max(best, terms)
    return best if best >= max(4, LEAST_SHARE * len(lot)) else 0


@pytest.mark.parametrize(
    ("prices", "terms"),
    [
        ((98000.5, 98138.0, 98275.5, 98413.0), 4),
        ((100000.0, 103000.0, 106090.0, 109272.7), 4),
        ((871900.25, 885000.25, 890000.0, 898100.25, 911200.25, 917000.0, 924300.25), 5),
        ((98000.5, 98138.0, 98275.5), 0),
        ((90000.0,) * 5, 0),
        ((98000.5, 98138.0, 98413.0, 98550.5), 0),
    ],
)
def test_terms_are_counted_where_prices_rise_step_by_step(
    prices: Sequence[float], terms: int
) -> None:
    assert series_of(prices, (7.0,), prices) == [terms, 0, terms]


@settings(deadline=None)
@given(LOTS)
def test_no_series_of_the_signal_is_passed_over(lots: list[list[int]]) -> None:
    found = series_of(*lots)

    assert all(a >= as_the_signal_counts(lot) for a, lot in zip(found, lots, strict=True))


def test_a_lot_of_too_many_bids_is_left_to_who_asks() -> None:
    assert np.isnan(series_of(range(1, MOST_BIDS + 2), (1, 2, 3, 4))).tolist() == [True, False]
