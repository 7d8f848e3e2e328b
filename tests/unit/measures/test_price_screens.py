"""Price screens against hand-checked values, and what they say of degenerate lots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from measures.price_scores import beyond_chance
from measures.price_screens import (
    clean_bids,
    measure_lots,
    percentile,
    screen_lots,
)

CARTEL_LIKE = (1072.0, 980.0, 1065.0, 1060.0, 1070.0)
COMPETITIVE = (1300.0, 1000.0, 950.0, 1080.0, 1150.0)
EVEN_STEPS = (1000.0, 1010.0, 1020.0, 1030.0)


def bids(lot: str, prices: Iterable[float], winner: float | None = None) -> pd.DataFrame:
    listed = list(prices)
    won = [price == winner for price in listed]
    return pd.DataFrame({"lot": [lot] * len(listed), "price": listed, "won": won})


def screens_of(prices: Sequence[float], winner: float | None = None) -> pd.Series:
    return screen_lots(bids("lot:1", prices, winner)).iloc[0]


def lots(count: int, *, method: str | None = "lowest_price", control: float = 1200) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lot": [f"lot:{i:03}" for i in range(count)],
            "class_code": "A0801",
            "region": "350200",
            "opened_at": "2024-05-06T09:30:00",
            "method": method,
            "control_price": control,
            "estimate": np.nan,
        }
    )


def spread_lots(count: int) -> pd.DataFrame:
    """Lots of five bids each, the first the closest, the last the widest."""
    shape = np.array([0.0, 0.8, 1.0, 1.2, 2.0])
    return pd.concat(
        [bids(f"lot:{i:03}", 1000 + shape * (2 + i), 1000) for i in range(count)],
        ignore_index=True,
    )


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        (
            CARTEL_LIKE,
            {"cv": 0.0372, "spd": 0.0939, "diffp": 0.0816, "rd": 14.877, "skew": -2.158}
            | {"kurtosis": 4.714, "ks": 0.5362},
        ),
        (
            COMPETITIVE,
            {"cv": 0.1252, "spd": 0.3684, "diffp": 0.0526, "rd": 0.3925, "skew": 0.7492}
            | {"kurtosis": 0.0371, "ks": 0.1905},
        ),
        (
            EVEN_STEPS,
            {"cv": 0.0127, "spd": 0.03, "diffp": 0.01, "rd": 1.0, "skew": 0.0}
            | {"kurtosis": -1.2, "ks": 0.2},
        ),
    ],
)
def test_screens_agree_with_the_golden_values(
    prices: Sequence[float], expected: dict[str, float]
) -> None:
    found = screens_of(prices)

    assert found["bids"] == len(prices)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5e-4)


def test_screens_of_many_lots_agree_with_the_formulas_taken_lot_by_lot() -> None:
    chance = np.random.default_rng(7)
    parts = [
        bids(f"lot:{i:03}", chance.lognormal(12, 0.1, size=int(chance.integers(4, 40))))
        for i in range(60)
    ]
    shuffled = pd.concat(parts).sample(frac=1, random_state=3)

    found = screen_lots(shuffled)

    for part, (_, row) in zip(parts, found.iterrows(), strict=True):
        price = np.sort(part["price"])
        assert row["cv"] == pytest.approx(price.std(ddof=1) / price.mean(), abs=1e-8)
        assert row["rd"] == pytest.approx((price[1] - price[0]) / price[1:].std(ddof=1), abs=1e-8)
        # SciPy standardises its bias-corrected moments as the formulas do.
        assert row["skew"] == pytest.approx(stats.skew(price, bias=False), abs=1e-6)
        assert row["kurtosis"] == pytest.approx(stats.kurtosis(price, bias=False), abs=1e-6)


def test_a_single_bid_has_a_count_and_no_spread() -> None:
    found = screens_of([500.0])

    assert found["bids"] == 1
    assert found[["cv", "spd", "diffp", "rd", "skew", "kurtosis", "ks"]].isna().all()


def test_two_bids_have_a_spread_and_no_shape() -> None:
    found = screens_of([100.0, 110.0])

    assert found["spd"] == pytest.approx(0.1)
    assert found[["rd", "skew", "kurtosis"]].isna().all()


@pytest.mark.parametrize("price", [0.1 + 0.2, 1e9 / 3, 1000.0])
def test_identical_bids_have_no_spread_and_no_shape(price: float) -> None:
    found = screens_of([price] * 5)

    assert list(found[["cv", "spd", "diffp"]]) == [0, 0, 0]
    assert found[["rd", "skew", "kurtosis", "ks"]].isna().all()


def test_identical_losers_leave_rd_undefined_rather_than_infinite() -> None:
    found = screens_of([90.0, 100.0, 100.0, 100.0])

    assert np.isnan(found["rd"])
    assert found["diffp"] == pytest.approx(1 / 9)


def test_what_cannot_be_screened_is_counted_and_left_out() -> None:
    raw = pd.DataFrame(
        [
            ("lot:1", 100.0, None, True),
            ("lot:1", 120.0, True, None),
            ("lot:1", 90.0, False, False),
            ("lot:1", 0.0, True, False),
            ("lot:1", -5.0, True, False),
            ("lot:1", None, True, False),
        ],
        columns=["lot", "price", "valid", "won"],
    )

    clean = clean_bids(raw)

    assert clean.bids["price"].tolist() == [100.0, 120.0]
    assert clean.bids["won"].tolist() == [True, False]
    assert (clean.invalid, clean.unpriced, clean.not_positive) == (1, 1, 2)


@pytest.mark.parametrize("count", [0, 3])
def test_a_graph_without_bids_gives_no_screens(count: int) -> None:
    clean = clean_bids(pd.DataFrame())

    assert measure_lots(clean.bids, lots(count)).empty


def test_winner_to_ceiling_needs_a_winner_and_a_ceiling() -> None:
    won = pd.concat(
        [bids("lot:000", [900, 1000], 900), bids("lot:001", [900, 1000]), bids("lot:002", [5], 5)]
    )
    known = lots(3)
    known.loc[2, "control_price"] = 0.0

    found = measure_lots(won, known).set_index("lot")["winner_to_ceiling"]

    assert found["lot:000"] == 0.75
    assert found[["lot:001", "lot:002"]].isna().all()


def test_percentiles_run_from_the_closest_to_the_widest_lot_of_the_stratum() -> None:
    found = measure_lots(spread_lots(40), lots(40))

    assert found["stratum"].unique().tolist() == ["2024|350200|A08|lowest_price|4-5"]
    assert found["stratum_size"].unique().tolist() == [40]
    assert found["cv_percentile"].iloc[0] == 0
    assert found["cv_percentile"].iloc[-1] == 1
    assert found["cv_percentile"].is_monotonic_increasing


def test_a_small_stratum_falls_back_to_the_next_coarser_one() -> None:
    scattered = lots(40)
    scattered["region"] = [f"35{i:04}" for i in range(40)]

    found = measure_lots(spread_lots(40), scattered)

    assert found["stratum"].unique().tolist() == ["2024|*|A08|lowest_price|4-5"]


def test_too_few_comparable_lots_give_screens_and_no_percentile() -> None:
    found = measure_lots(spread_lots(29), lots(29))

    assert found["cv"].notna().all()
    assert found[["cv_percentile", "price_score"]].isna().all(axis=None)


def test_under_lowest_price_the_closest_bids_score_highest_around_the_middle() -> None:
    score = measure_lots(spread_lots(40), lots(40, method="lowest_price"))["price_score"]

    assert score.iloc[0] == score.max() > 0.5
    assert score.iloc[-1] == score.min() < -0.5
    assert score.median() == pytest.approx(0, abs=1e-9)


def crowded_lots(count: int) -> pd.DataFrame:
    """Lots of five bids each, three of them at a floor; the lowest lies alone in the last lots."""
    shape = np.array([0.0, 0.1, 0.2, 5.0, 9.0])
    alone = np.array([0.0, 6.0, 7.0, 8.0, 9.0])
    return pd.concat(
        [
            bids(f"lot:{i:03}", 1000 + (alone if i >= 0.7 * count else shape) * (2 + i), 1000)
            for i in range(count)
        ],
        ignore_index=True,
    )


def test_under_a_price_floor_that_binds_the_lot_without_a_crowd_stands_out() -> None:
    score = measure_lots(crowded_lots(40), lots(40, method="price_floor"))["price_score"]

    assert score.iloc[-1] == score.max() > 0.5
    assert score.iloc[28:].min() > score.iloc[:28].max()


def test_a_price_floor_that_no_lot_reaches_is_no_floor() -> None:
    floor, lowest = (
        measure_lots(spread_lots(40), lots(40, method=name))["price_score"]
        for name in ("price_floor", "lowest_price")
    )

    assert floor.tolist() == pytest.approx(lowest.tolist())


def test_where_too_few_lots_have_four_bids_the_declared_floor_stands() -> None:
    two = spread_lots(40).groupby("lot").head(2)

    score = measure_lots(two, lots(40, method="price_floor"))["price_score"]

    assert score.iloc[-1] == score.max() > 0.5
    assert score.iloc[0] == score.min()


def test_equal_bids_are_the_densest_crowd() -> None:
    equal = pd.concat([bids(f"lot:{i:03}", [850.0] * 5, 850) for i in range(39)])
    alone = bids("lot:039", [900.0, 912.0, 915.0, 918.0, 921.0], 900)

    offers = pd.concat([equal, alone], ignore_index=True)
    score = measure_lots(offers, lots(40, method="price_floor"))["price_score"]

    assert score.iloc[-1] > score.iloc[:-1].max() == 0


def test_where_an_average_decides_bids_far_apart_do_not_speak_for_a_lot() -> None:
    score = measure_lots(spread_lots(40), lots(40, method="average_bid"))["price_score"]

    assert score.iloc[0] == score.max() > 0
    assert score.iloc[20:].tolist() == [0.0] * 20


def test_skew_that_chance_explains_says_nothing() -> None:
    known = np.ones(1_000, dtype=bool)
    chance = np.random.default_rng(3).normal(size=1_000)
    two_kinds = np.r_[chance[:500] * 0.5 + 2, chance[500:] * 0.5 - 2]

    usual, told = beyond_chance(chance * 0.9, known), beyond_chance(two_kinds, known)

    assert usual.tolist() == [0.0] * 1_000
    assert told[:500].min() > told[500:].max()
    assert beyond_chance(two_kinds, np.arange(1_000) > 0)[0] == 0
    assert beyond_chance(two_kinds, ~known).tolist() == [0.0] * 1_000


def test_under_average_bid_closeness_weighs_less() -> None:
    lowest = measure_lots(spread_lots(40), lots(40, method="lowest_price"))["price_score"]
    average = measure_lots(spread_lots(40), lots(40, method="average_bid"))["price_score"]

    assert 0 < average.iloc[0] < lowest.iloc[0] / 2


def test_under_a_price_floor_a_crowd_at_the_lowest_price_is_normal_however_far_others_bid() -> None:
    crowd = [("crowd", price) for price in (850.0, 850.1, 850.2, 850.3, 990.0, 1100.0)]
    alone = [("alone", price) for price in (900.0, 912.0, 915.0, 918.0, 921.0, 924.0)]
    usual = [
        (f"usual{i:02}", 850.0 + (1 + i / 10) * step)
        for i in range(40)
        for step in (0, 0, 1, 9, 12)
    ]
    offers = pd.DataFrame([*crowd, *alone, *usual], columns=["lot", "price"]).assign(won=False)
    known = pd.DataFrame({"lot": offers["lot"].unique(), "method": "price_floor"})
    known[["class_code", "region", "opened_at", "control_price", "estimate"]] = None

    found = measure_lots(offers, known).set_index("lot")["price_score"]

    assert found["crowd"] < 0 < found["alone"] == found.max()


def test_the_score_ignores_year_and_region_so_that_a_ring_is_not_its_own_normal_case() -> None:
    elsewhen = lots(40)
    elsewhen.loc[:19, ["opened_at", "region"]] = ["2019-01-01", "110000"]

    one, other = (measure_lots(spread_lots(40), known) for known in (lots(40), elsewhen))

    assert one["price_score"].tolist() == other["price_score"].tolist()


def test_a_dear_winner_counts_against_the_estimate_before_the_ceiling() -> None:
    known = lots(40)
    known["estimate"] = [900.0 + i for i in range(40)]

    found = measure_lots(spread_lots(40), known)

    assert found["winner_to_estimate"].iloc[0] == pytest.approx(1000 / 900)
    assert found["level_part"].is_monotonic_decreasing
    assert found["winner_to_ceiling_percentile"].nunique() == 1


@pytest.mark.parametrize("method", [None, "unknown"])
def test_an_unknown_evaluation_method_gives_percentiles_and_no_score(method: str | None) -> None:
    found = measure_lots(spread_lots(40), lots(40, method=method))

    assert found["cv_percentile"].notna().all()
    assert found["price_score"].isna().all()


def test_ties_share_a_percentile_and_a_lone_lot_is_in_the_middle() -> None:
    values = pd.Series([1.0, 1.0, 2.0, 7.0, np.nan])

    found = percentile(values, np.array([0, 0, 0, 1, 1]))

    assert found[:4].tolist() == [0.25, 0.25, 1.0, 0.5]
    assert np.isnan(found[4])


def test_the_closest_group_of_a_lot_is_told_apart_from_the_lot() -> None:
    assert screens_of([100.0, 200.0, 300.0, 301.0, 302.0])["subgroup_cv"] == pytest.approx(
        np.std([300, 301, 302], ddof=1) / 301
    )
    assert np.isnan(screens_of([300.0, 301.0, 302.0])["subgroup_cv"])


@pytest.mark.parametrize(
    ("prices", "altrd", "rdnor"),
    [(CARTEL_LIKE, 20.0, 3.478), ([950.0, 1000.0, 1080.0, 1150.0, 1300.0], 0.5, 0.5714)],
)
def test_the_first_gap_is_compared_with_the_mean_gap(
    prices: Sequence[float], altrd: float, rdnor: float
) -> None:
    found = screens_of(prices)

    assert found["altrd"] == pytest.approx(altrd, abs=1e-3)
    assert found["rdnor"] == pytest.approx(rdnor, abs=1e-3)
