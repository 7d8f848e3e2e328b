"""Exchangeability: the proxies of cost, a ring with a rule of its own, and support too small."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from measures.bids import Field
from measures.exchangeability import Exchange, exchange, load_on_hand, nearness
from tests.unit.measures.fields import field, number_of

FIRMS = "ABCDEFGH"
RING = "ABC"


def market(seed: int, *, ring_ignores_cost: bool, lots: int = 60) -> tuple[Field, np.ndarray]:
    """Lots of six of eight firms; near firms bid 6 % lower a step. Costs beside the field."""
    chance = np.random.default_rng(seed)
    offers, near = [], []
    for _ in range(lots):
        firms = sorted(chance.choice(list(FIRMS), 6, replace=False))
        cost = dict(zip(firms, chance.integers(0, 4, 6) / 3, strict=True))
        size = np.exp(chance.normal(14, 1))
        deaf = set(RING) if ring_ignores_cost else set()
        offers.append(
            {
                firm: size
                * np.exp(-0.06 * (0 if firm in deaf else cost[firm]) + chance.normal(0, 0.03))
                for firm in firms
            }
        )
        near += [cost[firm] for firm in firms]  # rows are ordered by lot, then firm
    return field(offers), np.array(near)


def exchange_of(found: Field, near: np.ndarray) -> Exchange | None:
    numbers = [number_of(found, firm) for firm in RING]
    chance = np.random.default_rng(1)
    proxies = np.column_stack([near, chance.random(near.size)])
    return exchange(found, np.arange(found.firm.size), np.isin(found.firm, numbers), proxies)


def test_a_ring_that_does_not_heed_cost_is_told() -> None:
    tested = exchange_of(*market(3, ring_ignores_cost=True))

    assert tested is not None
    assert tested.p_value < 1e-3
    assert tested.others_slope[0] == pytest.approx(-0.06, abs=0.02)
    assert tested.members_slope[0] == pytest.approx(0.0, abs=0.02)


def test_firms_that_price_alike_are_told_apart_as_often_as_chance_lets() -> None:
    p_values = [exchange_of(*market(seed, ring_ignores_cost=False)) for seed in range(100, 180)]

    rejected = np.mean([tested is not None and tested.p_value < 0.05 for tested in p_values])
    assert rejected <= 0.125


def test_without_thirty_bids_or_without_varying_cost_there_is_no_figure() -> None:
    small, near = market(4, ring_ignores_cost=True, lots=12)
    large, varied = market(4, ring_ignores_cost=True)

    assert exchange_of(small, near) is None
    assert exchange_of(large, np.ones_like(varied)) is None
    assert exchange_of(large, np.full_like(varied, np.nan)) is None


def test_nearness_counts_the_levels_in_common() -> None:
    found = field([dict.fromkeys("ABCDE", 1.0)], region="380102")
    codes = ["380102", "380105", "380500", "110101", "未知"]
    regions = pd.DataFrame({"company": [f"company:{f}" for f in "ABCDE"], "region": codes})

    assert np.allclose(nearness(found, regions), [1, 2 / 3, 1 / 3, 0, np.nan], equal_nan=True)


def test_load_is_what_was_won_in_the_year_before() -> None:
    days = ["2024-01-01", "2024-02-01", "2024-03-01", "2025-02-15", None]
    found = field([{"A": 1.0, "B": 2.0}] * 5, opened_at=days)
    mine = found.firm == number_of(found, "A")

    assert np.allclose(load_on_hand(found)[mine], [0, 0.5, 1, 0.5, np.nan], equal_nan=True)
    assert np.nanmax(load_on_hand(found)[~mine]) == 0
