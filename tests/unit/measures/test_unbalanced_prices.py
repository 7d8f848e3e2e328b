"""Unbalanced prices: what is compared, and when there is no figure."""

from __future__ import annotations

import random

import pytest
from scipy.stats import spearmanr

from graph.document_texts import PricedLine
from measures.unbalanced_prices import Bill, BillLine, Shift, bill_of, figures, shifts

LINES = [f"{number:03}" for number in range(40)]


def bill(factor: dict[str, float], quantity: float | None = 10.0) -> Bill:
    return {line: BillLine(100.0 * factor.get(line, 1.0), quantity) for line in LINES}


def settled(growth: dict[str, float]) -> Bill:
    return {line: BillLine(100.0, 10.0 * growth.get(line, 1.0)) for line in LINES}


def compared(winner: Bill, after: Bill) -> list[Shift]:
    return shifts(winner, [bill({}), bill({})], after)


def test_dear_lines_that_grew_and_cheap_ones_that_shrank_are_told() -> None:
    dear = dict.fromkeys(LINES[:5], 2.0) | dict.fromkeys(LINES[5:10], 0.5)

    found = figures(compared(bill(dear), settled(dear)))

    assert found is not None
    assert found["unbalanced_rho"] == pytest.approx(1.0)
    assert found["unbalanced_p"] == pytest.approx(0.0)
    assert (found["unbalanced_raised"], found["unbalanced_lowered"]) == (5, 5)
    # Five lines: 100 yuan more on 10 more units; five lines: 50 yuan less on 5 fewer units.
    assert found["unbalanced_gain"] == 5 * 100 * 10 + 5 * 50 * 5
    assert str(found["unbalanced_examples"]).startswith(
        "['000：单价200.00，其他投标人中位数100.00；工程量由10变为20'"
    )


def test_changes_that_meet_lines_whatever_their_price_correlate_little() -> None:
    chance = random.Random(5)
    dear = {line: chance.choice([0.5, 1.0, 2.0]) for line in LINES}
    growth = {line: chance.choice([0.5, 1.0, 2.0]) for line in LINES}

    lines = compared(bill(dear), settled(growth))
    found = figures(lines)

    assert found is not None
    assert abs(float(str(found["unbalanced_rho"]))) < 0.4
    known = spearmanr(
        [each.dearness for each in lines], [each.growth for each in lines], alternative="greater"
    )
    assert found["unbalanced_rho"] == pytest.approx(known.statistic)
    assert found["unbalanced_p"] == pytest.approx(known.pvalue)


@pytest.mark.parametrize(
    ("winner", "after"),
    [
        (bill({}), settled({"001": 2.0})),  # no price differs
        (bill({"001": 2.0}), settled({})),  # no quantity changed
        (bill({"001": 2.0}, quantity=None), settled({"001": 2.0})),  # the bid states none
        (bill({"001": 2.0}), {"001": BillLine(100.0, 20.0)}),  # the settlement lists too few
    ],
)
def test_without_support_there_is_no_figure(winner: Bill, after: Bill) -> None:
    assert figures(compared(winner, after)) is None


def test_a_line_that_one_rival_alone_prices_is_left_out() -> None:
    assert shifts(bill({}), [bill({})], settled({})) == []


def test_parts_of_one_line_are_added_up() -> None:
    parts = [PricedLine("1", "挖方", 10.0, 3.0), PricedLine("1", "挖方", 20.0, 1.0)]

    assert bill_of(parts) == {"1 挖方": BillLine(12.5, 4.0)}
    assert bill_of([*parts, PricedLine("1", "挖方", 30.0)])["1 挖方"].quantity is None
