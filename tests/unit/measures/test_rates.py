"""Lots that are offered in rates have prices of their own, never beside amounts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from measures.bids import priced_by_rates
from measures.price_screens import clean_bids, measure_lots
from tests.unit.measures.fields import bids_of

FIRMS = ("A", "B", "C")


def rates(*stated: tuple[str, float, str | None], lot: str = "lot:0000") -> pd.DataFrame:
    return pd.DataFrame(
        [(f"bid:{lot}/{firm}", rate, kind) for firm, rate, kind in stated],
        columns=["bid", "rate", "kind"],
    )


@pytest.mark.parametrize(
    ("kind", "prices"), [("discount", [0.95, 0.94, 0.92]), ("fee", [0.05, 0.06, 0.08])]
)
def test_a_lot_of_rates_is_priced_by_what_is_paid(kind: str, prices: list[float]) -> None:
    bids = bids_of([dict.fromkeys(FIRMS), {"A": 990.0}], winners=["A", "A"], control_price=1000.0)

    found = priced_by_rates(bids, rates(("A", 0.05, kind), ("B", 0.06, kind), ("C", 0.08, kind)))

    assert found.offers["price"].tolist() == [*map(pytest.approx, prices), 990.0]
    assert found.lots["control_price"].isna().tolist() == [True, False]
    measured = measure_lots(clean_bids(found.offers).bids, found.lots).set_index("lot")
    assert measured.loc["lot:0000", "cv"] == pytest.approx(
        np.std(prices, ddof=1) / np.mean(prices), abs=1e-9
    )
    assert measured["winner_to_ceiling"].isna().tolist() == [True, False]


def test_an_offer_above_the_base_is_a_price_above_one() -> None:
    bids = bids_of([dict.fromkeys(FIRMS)], winners=["A"])

    found = priced_by_rates(
        bids, rates(("A", -0.02, "discount"), ("B", 0.0, "discount"), ("C", 0.01, "discount"))
    )

    assert found.offers["price"].tolist() == [*map(pytest.approx, [1.02, 1.0, 0.99])]
    assert clean_bids(found.offers).not_positive == 0


@pytest.mark.parametrize("other", ["fee", None])
def test_rates_of_two_kinds_or_of_an_unknown_one_make_no_price(other: str | None) -> None:
    bids = bids_of([dict.fromkeys(FIRMS)], winners=["A"], control_price=1000.0)

    found = priced_by_rates(bids, rates(("A", 0.05, "discount"), ("B", 0.94, other)))

    assert found.offers["price"].isna().all()
    assert found.lots["control_price"].tolist() == [1000.0]


def test_rates_never_stand_beside_amounts() -> None:
    bids = bids_of([{"A": None, "B": 940.0, "C": None}])

    found = priced_by_rates(bids, rates(("A", 0.05, "discount"), ("C", 0.06, "discount")))

    assert found.offers["price"].dropna().tolist() == [940.0]


def test_what_a_rejected_bid_offers_does_not_count() -> None:
    bids = bids_of([{"A": None, "B": None, "C": 940.0}], winners=["A"])
    bids.offers.loc[bids.offers["bid"].str.endswith("/C"), "valid"] = False

    found = priced_by_rates(bids, rates(("A", 0.05, "discount"), ("B", 0.06, "discount")))

    assert found.offers["price"].dropna().tolist() == [pytest.approx(0.95), pytest.approx(0.94)]


def test_a_bid_without_any_offer_has_no_price() -> None:
    bids = bids_of([dict.fromkeys(FIRMS)], winners=["A"])

    found = priced_by_rates(bids, rates(("A", 0.05, "discount"), ("B", 0.06, "discount")))

    assert found.offers["price"].isna().tolist() == [False, False, True]


def test_a_discount_of_everything_is_no_price() -> None:
    bids = bids_of([dict.fromkeys(FIRMS)], winners=["A"])

    found = priced_by_rates(bids, rates(("A", 1.0, "discount"), ("B", 0.06, "discount")))

    assert clean_bids(found.offers).not_positive == 1


def test_the_rate_of_a_bid_without_a_lot_is_nobody_elses() -> None:
    bids = bids_of([{"A": 990.0, "B": 940.0}, dict.fromkeys(FIRMS)], winners=["A", "A"])

    found = priced_by_rates(bids, rates(("A", 0.05, "discount"), lot="lot:nowhere"))

    assert found.offers["price"].dropna().tolist() == [990.0, 940.0]
