"""Experts' leans: what the additive model takes out, what is chance, which lots turn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.expert_scores import (
    DEALS,
    additive_residuals,
    dealt_p,
    decisive,
    leans,
    pair_statistics,
    statistics,
)
from measures.score_sheets import Sheets, sheets_of

Table = Mapping[str, Mapping[str, float]]  # expert → bid → points


def sheet(
    table: Table, lot: str = "T", item: str = "技术", maximum: float | None = 100.0,
    objective: bool | None = None,
) -> list[dict[str, object]]:  # fmt: skip
    return [
        {
            "lot": lot, "bid": f"{lot}/{bid}", "expert": expert, "item": item, "points": points,
            "maximum": maximum, "objective": objective,
        }
        for expert, row in table.items()
        for bid, points in row.items()
    ]  # fmt: skip


def sheets(*rows: list[dict[str, object]], scores: Mapping[str, float] | None = None) -> Sheets:
    every = pd.DataFrame([row for part in rows for row in part])
    bids = sorted({(str(row["lot"]), str(row["bid"])) for part in rows for row in part})
    bidders = pd.DataFrame(
        [
            {"lot": lot, "bid": bid, "company": bid.split("/")[1], "score": (scores or {}).get(bid)}
            for lot, bid in bids
        ]
    )
    return sheets_of(every, bidders)


def lean_of(found: pd.DataFrame, expert: str, bid: str) -> float:
    (value,) = found[(found["expert"] == expert) & (found["bid"] == bid)]["lean"]
    return float(value)


def test_severity_and_quality_are_no_lean() -> None:
    # X is ten points stricter than all, A is twenty better than B: nobody leans.
    table = {"X": {"A": 70, "B": 50, "C": 40}, "Y": {"A": 80, "B": 60, "C": 50},
             "Z": {"A": 85, "B": 65, "C": 55}}  # fmt: skip

    assert leans(sheets(sheet(table)).scores)["lean"].abs().max() == pytest.approx(0)


def test_a_lean_is_the_distance_from_the_panel_without_the_expert() -> None:
    # Y and Z agree; X gives A twelve points more and B twelve less than severity would make it.
    table = {"X": {"A": 92, "B": 48}, "Y": {"A": 80, "B": 60}, "Z": {"A": 80, "B": 60}}

    found = leans(sheets(sheet(table)).scores)

    assert lean_of(found, "X", "T/A") == pytest.approx(0.12)
    assert lean_of(found, "X", "T/B") == pytest.approx(-0.12)
    assert lean_of(found, "Y", "T/A") == pytest.approx(-0.06)


def test_items_weigh_by_their_points_and_objective_items_not_at_all() -> None:
    flat = {e: {"A": 10, "B": 10} for e in "XYZ"}
    table = {"X": {"A": 92, "B": 48}, "Y": {"A": 80, "B": 60}, "Z": {"A": 80, "B": 60}}
    price = {"X": {"A": 30, "B": 0}, "Y": {"A": 0, "B": 0}, "Z": {"A": 0, "B": 0}}

    found = leans(
        sheets(
            sheet(table),
            sheet(flat, item="服务", maximum=20),
            sheet(price, item="价格", maximum=30, objective=True),
        ).scores
    )

    assert lean_of(found, "X", "T/A") == pytest.approx(0.12 * 100 / 120)


def test_two_experts_or_one_bid_lean_to_nobody() -> None:
    two = {"X": {"A": 90, "B": 10}, "Y": {"A": 10, "B": 90}}
    alone = {"X": {"A": 90}, "Y": {"A": 10}, "Z": {"A": 50}}

    assert leans(sheets(sheet(two), sheet(alone, lot="U")).scores).empty


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 1.0))
def test_what_is_left_over_has_no_mean_in_any_group_even_with_holes(seed: int, kept: float) -> None:
    chance = np.random.default_rng(seed)
    cells = np.array([(e, b, c) for e in range(5) for b in range(4) for c in range(3)])
    cells = cells[chance.random(len(cells)) <= kept]
    values = chance.normal(size=len(cells))
    weights = chance.uniform(1, 40, size=3)[cells[:, 2]]

    left = additive_residuals(values, [cells[:, i] for i in range(3)], weights)

    for i in range(3):
        sums = np.bincount(cells[:, i], weights=left * weights)
        assert np.abs(sums).max(initial=0) < 1e-4


def test_the_left_over_is_that_of_least_squares() -> None:
    chance = np.random.default_rng(7)
    cells = np.array([(e, b) for e in range(5) for b in range(6)])
    cells = cells[chance.random(30) < 0.8]
    values = chance.normal(size=len(cells))
    design = np.hstack([np.eye(5)[cells[:, 0]], np.eye(6)[cells[:, 1]]])
    fitted = design @ np.linalg.lstsq(design, values, rcond=None)[0]

    left = additive_residuals(values, [cells[:, 0], cells[:, 1]], np.ones(len(cells)))

    assert left == pytest.approx(values - fitted, abs=1e-8)


def test_equal_leans_in_few_lots_are_no_certainty() -> None:
    rows = [("X", f"T{i}", "A", 0.1) for i in range(4)]
    rows += [("Y", f"T{i}", "B", (-1) ** i * 0.1) for i in range(4)]
    found = pd.DataFrame(rows, columns=["expert", "lot", "company", "lean"])

    pairs = statistics(found).set_index(["expert", "company"])

    # s² = (0 + 4 · 0.01) / (3 + 4); t = 0.1 / √(s² / 4)
    assert pairs.loc[("X", "A"), "t"] == pytest.approx(0.1 / np.sqrt(0.04 / 7 / 4))
    assert pairs.loc[("Y", "B"), "t"] == pytest.approx(0)


def test_the_chance_of_the_highest_deal_is_the_product_of_the_lots() -> None:
    pool = np.array([0.3, -0.1, -0.1, -0.1])

    found = dealt_p(0.3, [pool] * 4, seed=1)

    assert found == pytest.approx((1 / 4) ** 4, abs=2e-3)
    assert found >= 1 / (DEALS + 1)
    assert dealt_p(-1.0, [pool] * 4, seed=1) == 1


def market(favoured: float) -> Sheets:
    """Twelve lots of five bids before X, Y and Z, with noise; X adds `favoured` to A."""
    chance = np.random.default_rng(3)
    parts = []
    for n in range(12):
        table = {
            e: {
                b: float(
                    60 + 4 * i + chance.normal(0, 2) + (favoured if (e, b) == ("X", "A") else 0)
                )
                for i, b in enumerate("ABCDE")
            }
            for e in "XYZ"
        }
        parts.append(sheet(table, lot=f"T{n:02}"))
    return sheets(*parts)


def test_a_favoured_firm_stands_out_and_an_honest_panel_does_not() -> None:
    biased, honest = market(8.0), market(0.0)

    found = pair_statistics(leans(biased.scores), biased.bidders).set_index(["expert", "company"])
    other = pair_statistics(leans(honest.scores), honest.bidders)

    favoured = found.loc[[("X", "A")]]
    assert favoured["t"].min() > 5
    assert favoured["q_value"].max() < 0.01
    assert other["q_value"].min() > 0.05


def test_the_same_sheets_in_another_order_give_the_same_figures() -> None:
    one = market(8.0)
    mixed = sheets_of(
        one.scores.sample(frac=1, random_state=5).drop(columns=["share", "weight"]),
        one.bidders.sample(frac=1, random_state=5),
    )

    pd.testing.assert_frame_equal(
        pair_statistics(leans(one.scores), one.bidders),
        pair_statistics(leans(mixed.scores), mixed.bidders),
    )


def test_a_lot_turns_on_the_expert_without_whom_another_wins() -> None:
    table = {"X": {"A": 90, "B": 60}, "Y": {"A": 60, "B": 66}, "Z": {"A": 62, "B": 66}}

    found = decisive(sheets(sheet(table)))

    assert found.to_numpy().tolist() == [["T", "X", "T/A"]]


def test_official_scores_decide_who_was_ahead() -> None:
    # On the sheets A is ahead thanks to X, but B is far ahead on price.
    table = {"X": {"A": 90, "B": 60}, "Y": {"A": 60, "B": 66}, "Z": {"A": 62, "B": 66}}

    assert decisive(sheets(sheet(table), scores={"T/A": 80.0, "T/B": 95.0})).empty


def test_a_close_race_is_no_lean() -> None:
    # A wins with X and loses without, but X gave it five points more than the others.
    table = {"X": {"A": 70, "B": 60}, "Y": {"A": 65, "B": 66}, "Z": {"A": 65, "B": 66}}

    assert decisive(sheets(sheet(table))).empty


@pytest.mark.parametrize("points", [None, float("nan"), float("inf"), -1.0, 101.0])
def test_a_score_that_cannot_be_is_counted_and_left_out(points: float | None) -> None:
    rows = sheet({"X": {"A": 50}, "Y": {"A": 60}})
    rows[0]["points"] = points

    found = sheets(rows)

    assert (found.unusable, len(found.scores)) == (1, 1)


def test_without_a_maximum_the_best_score_of_the_item_stands_in() -> None:
    found = sheets(sheet({"X": {"A": 20, "B": 40}}, maximum=None))

    assert found.scores["share"].tolist() == [0.5, 1.0]
