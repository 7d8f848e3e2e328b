"""Pairs of firms: worked values, markets, consortiums, and lots that everybody answers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from measures.co_bidding import find_pairs, intimacy
from measures.markets import market_of
from measures.meetings import PairLimits, benjamini_hochberg


def lots(count: int, **columns: object) -> pd.DataFrame:
    base: dict[str, object] = {"class_code": None, "region": None, "opened_at": None}
    return pd.DataFrame({"lot": [f"lot:{i:03}" for i in range(count)], **base, **columns})


def took_part(**lots_of: Iterable[int]) -> pd.DataFrame:
    """Each firm with the numbers of the lots in which it made a bid of its own."""
    rows = [
        (f"company:{firm}", f"bid:{number:03}/{firm}", f"lot:{number:03}")
        for firm, numbers in lots_of.items()
        for number in numbers
    ]
    return pd.DataFrame(rows, columns=["company", "bid", "lot"])


def pair(found: pd.DataFrame, start: str, end: str) -> pd.Series:
    rows = found[(found["start"] == f"company:{start}") & (found["end"] == f"company:{end}")]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_worked_pair_of_a_market_of_300_lots() -> None:
    rows = took_part(A=range(40), B=range(28, 58), F=range(300), G=range(300))

    row = pair(find_pairs(rows, lots(300)).pairs, "A", "B")

    assert list(row[["lots", "market_lots", "start_lots", "end_lots"]]) == [12, 300, 40, 30]
    assert row["p_value"] == pytest.approx(9.628130958292707e-05, rel=1e-9)
    assert row["jaccard"] == pytest.approx(12 / 58)
    assert row["confidence"] == pytest.approx(12 / 30)
    assert row["lift"] == pytest.approx(3.0)
    assert row["intimacy"] == pytest.approx(40.16455 * (12 / 58) ** 0.5, rel=1e-5)


def test_a_pair_is_written_once_from_the_smaller_key() -> None:
    found = find_pairs(took_part(B=range(5), A=range(5)), lots(5)).pairs

    assert list(found["start"]) == ["company:A"]
    assert list(found["end"]) == ["company:B"]


def test_pairs_that_met_less_than_three_times_have_no_edge_and_count_as_tests() -> None:
    found = find_pairs(took_part(A=range(5), B=range(2), C=range(3)), lots(5))

    assert list(zip(found.pairs["start"], found.pairs["end"], strict=True)) == [
        ("company:A", "company:C")
    ]
    assert found.met == 3


def test_firms_of_one_trade_are_compared_inside_it() -> None:
    # Two specialists answer every lot of their trade: close in the whole, ordinary inside it.
    count = 80
    kinds = ["A08"] * 40 + ["B01"] * 40
    rows = took_part(A=range(40), B=range(40), C=range(80), D=range(80))

    whole = pair(find_pairs(rows, lots(count)).pairs, "A", "B")
    inside = pair(find_pairs(rows, lots(count, class_code=kinds)).pairs, "A", "B")

    assert whole["p_value"] < 1e-15
    assert inside["p_value"] == pytest.approx(1)
    assert inside["market_lots"] == 40


def test_a_small_market_falls_back_to_a_wider_one() -> None:
    years = ["2023-01-01"] * 30 + ["2024-01-01"] * 10 + ["2022-01-01"] * 25

    markets = market_of(lots(65, class_code="A08", opened_at=years))

    assert len(set(markets[:30])) == 1
    assert len(set(markets[30:])) == 1
    assert markets[0] != markets[-1]


def test_a_company_that_bids_twice_in_a_lot_is_there_once() -> None:
    rows = took_part(A=range(4), B=range(4))
    again = rows[rows["company"] == "company:A"].assign(bid=lambda r: r["bid"] + "/again")

    row = pair(find_pairs(pd.concat([rows, again]), lots(4)).pairs, "A", "B")

    assert list(row[["lots", "start_lots"]]) == [4, 4]


def test_partners_of_one_consortium_bid_do_not_meet_in_that_lot() -> None:
    rows = took_part(A=range(7), B=range(7), C=range(7))
    joint = rows["lot"].isin(["lot:000", "lot:001"]) & rows["company"].isin(
        ["company:A", "company:B"]
    )
    rows.loc[joint, "bid"] = "bid:" + rows["lot"] + "/AB"

    found = find_pairs(rows, lots(7)).pairs

    assert pair(found, "A", "B")["lots"] == 5
    assert pair(found, "A", "C")["lots"] == 7


def test_firms_that_only_ever_bid_as_a_consortium_are_no_pair() -> None:
    rows = took_part(A=range(6), B=range(6), C=range(6))
    rows.loc[rows["company"] != "company:C", "bid"] = "bid:" + rows["lot"]

    found = find_pairs(rows, lots(6))

    assert "company:B" not in set(found.pairs[found.pairs["start"] == "company:A"]["end"])
    assert found.met == 2


def test_a_lot_of_5000_bidders_makes_no_pairs_and_is_reported() -> None:
    crowd = pd.DataFrame(
        {
            "company": [f"company:{i:04}" for i in range(5000)],
            "bid": [f"bid:{i:04}" for i in range(5000)],
            "lot": "lot:000",
        }
    )
    rows = pd.concat([crowd, took_part(A=range(1, 5), B=range(1, 5))])

    found = find_pairs(rows, lots(5))

    assert (found.met, found.wide_lots, found.widest) == (1, 1, 200)


def test_when_meetings_are_too_many_the_widest_lots_are_left_out_together() -> None:
    rows = took_part(A=range(6), B=range(6), C=[4, 5])

    found = find_pairs(rows, lots(6), limits=PairLimits(meetings=8))

    assert (found.wide_lots, found.widest) == (2, 2)
    assert pair(found.pairs, "A", "B")["lots"] == 4


def test_lots_with_one_bidder_do_not_make_meetings_look_rare() -> None:
    rows = took_part(A=range(5), B=range(5), C=range(5, 100))

    row = pair(find_pairs(rows, lots(100)).pairs, "A", "B")

    assert row["market_lots"] == 5


def test_row_order_does_not_matter() -> None:
    rows = took_part(A=range(0, 40), B=range(20, 60), C=range(10, 50))

    first = find_pairs(rows, lots(60)).pairs
    second = find_pairs(rows.sample(frac=1, random_state=1), lots(60)).pairs

    pd.testing.assert_frame_equal(first, second)


def test_an_empty_graph_has_no_pairs() -> None:
    found = find_pairs(pd.DataFrame(), lots(0))

    assert (len(found.pairs), found.met) == (0, 0)


def test_q_values_agree_with_the_reference_when_every_test_is_listed() -> None:
    p_values = np.random.default_rng(5).random(200) ** 3

    assert benjamini_hochberg(p_values, 200) == pytest.approx(false_discovery_control(p_values))


def test_unlisted_tests_only_raise_q_values() -> None:
    p_values = np.array([0.001, 0.01, 0.02])

    assert (benjamini_hochberg(p_values, 50) >= benjamini_hochberg(p_values, 3)).all()


def test_intimacy_runs_from_nothing_to_a_hundred() -> None:
    found = intimacy(np.array([1.0, 1e-5, 1e-300]), np.array([1.0, 0.25, 1.0]))

    assert found.tolist() == pytest.approx([0, 25, 100])
