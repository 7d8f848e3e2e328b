"""Agreement of panels: Kendall's W, what quality explains, and what chance makes of few bids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from scipy.stats import friedmanchisquare

from measures.panel_agreement import LEAST_PANELS, agreeing, dealt_p, panels_of, ranked

# Siegel (1956), Nonparametric Statistics: three judges, W = .16 without ties and .828 with ties.
UNTIED = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
TIED = [
    [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
    [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
    [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
]


def scores(
    judged: Sequence[Sequence[float]], price: Sequence[float], lot: str = "T"
) -> pd.DataFrame:
    """One judged and one objective item; a row an expert, a column a bid."""
    rows = [
        {"lot": lot, "expert": f"X{e}", "bid": f"{lot}/{b}", "item": item, "points": float(value),
         "objective": item == "报价"}
        for e, row in enumerate(judged)
        for item, values in (("技术", row), ("报价", price))
        for b, value in enumerate(values)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def only(judged: Sequence[Sequence[float]], price: Sequence[float]) -> Mapping[str, float]:
    (row,) = panels_of(scores(judged, price)).lots.to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize(("table", "w"), [(UNTIED, 0.162), (TIED, 0.828)], ids=["untied", "tied"])
def test_w_is_that_of_the_textbook(table: list[list[float]], w: float) -> None:
    found = only(table, range(len(table[0])))

    assert found["w"] == pytest.approx(w, abs=0.0005)
    statistic = friedmanchisquare(*np.array(table).T).statistic
    assert found["w"] == pytest.approx(statistic / (3 * (len(table[0]) - 1)), abs=1e-6)


def test_agreement_that_the_objective_points_explain_is_no_excess() -> None:
    found = only([[10, 20, 30, 40, 50]] * 4, [1, 2, 3, 4, 5])

    assert (found["w"], found["expected"], found["excess"]) == (1, 1, 0)


def test_against_points_that_say_nothing_all_agreement_is_excess() -> None:
    # The order of the price is unrelated to the common one: correlation 0.
    found = only([[10, 20, 30, 40, 50]] * 4, [2, 4, 5, 1, 3])

    assert found["expected"] == pytest.approx(0.25, abs=0.05)
    assert found["excess"] == pytest.approx(0.75, abs=0.05)


def test_few_bids_two_experts_and_no_objective_points_say_nothing() -> None:
    rows = [[10, 20, 30, 40], [10, 20, 30, 40], [40, 30, 20, 10]]

    assert panels_of(scores([r[:3] for r in rows], [1, 2, 3])).lots.empty
    assert panels_of(scores(rows[:2], [1, 2, 3, 4])).lots.empty
    assert panels_of(scores(rows, [5, 5, 5, 5])).lots.empty
    assert panels_of(scores([[7, 7, 7, 7]] * 3, [1, 2, 3, 4])).lots.empty
    marked = scores(rows, [1, 2, 3, 4])
    assert panels_of(marked[~marked["objective"]]).lots.empty


def test_a_bid_that_one_expert_did_not_score_is_left_out() -> None:
    table = scores([[1, 2, 3, 4, 5]] * 3, [1, 2, 3, 4, 5])
    holed = table[~((table["expert"] == "X0") & (table["bid"] == "T/4"))]

    assert panels_of(holed).lots["bids"].tolist() == [4]


def test_with_few_bids_chance_is_never_small() -> None:
    alike = np.array([[-1.5, -0.5, 0.5, 1.5]] * 3)
    more = np.array([[-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]] * 5)

    assert dealt_p(alike, 1) == pytest.approx(1 / 24**2, rel=0.5)
    assert dealt_p(more, 1) == pytest.approx(1 / 10_000)
    assert dealt_p(more, 1) == dealt_p(more, 1)


def test_fewer_than_thirty_panels_are_not_compared() -> None:
    lots = pd.DataFrame({"experts": 5, "excess": np.linspace(0, 1, LEAST_PANELS)})

    assert ranked(lots).max() == 1
    assert ranked(lots[1:]).isna().all()


def test_the_panel_that_agrees_beyond_all_others_is_written() -> None:
    chance = np.random.default_rng(7)
    price = [3, 6, 1, 5, 2, 4]
    usual = [scores(chance.random((5, 6)).tolist(), price, f"L{n}") for n in range(60)]
    odd = scores([[60, 50, 40, 30, 20, 10]] * 5, price, "T")

    found = {one.key: one.properties for one in agreeing([panels_of(pd.concat([*usual, odd]))])}

    assert found["T"]["panel_w"] == 1
    assert found["T"]["panel_w_rank"] == 1
    assert found["T"]["panel_w_p"] == pytest.approx(0.0001)
    assert len(found) <= 4
    assert list(agreeing([])) == []
