"""Staff exchange: groups that move around common lots are unusual, turnover is not."""

from __future__ import annotations

from datetime import date

import pandas as pd

from measures.staff_exchange import STAY_COLUMNS, common_days, exchanges, moves_from


def stays(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(STAY_COLUMNS))


def market(firms: int) -> list[tuple[str, str, str]]:
    """People who stay where they are, ten a firm."""
    return [
        (f"person:{f}-{i}", f"company:F{f}", "2020-01-01") for f in range(firms) for i in range(10)
    ]


def movers(count: int) -> list[tuple[str, str, str]]:
    stay = [(f"person:m{i}", "company:A", "2020-01-01") for i in range(count)]
    return stay + [(who, "company:B", "2024-05-01") for who, _, _ in stay]


DAYS = {("company:A", "company:B"): [date(2024, 5, 6)]}


def test_four_people_who_move_around_a_common_lot_are_told() -> None:
    found = exchanges(moves_from(stays(*market(100), *movers(4))), DAYS)

    assert [(pair, len(who)) for pair, who, _, _ in found] == [(("company:A", "company:B"), 4)]
    assert found[0][2] < 0.1
    assert found[0][3] < 1e-5


def test_two_people_or_moves_far_from_any_common_lot_are_not() -> None:
    assert exchanges(moves_from(stays(*market(100), *movers(2))), DAYS) == ()
    far = {("company:A", "company:B"): [date(2022, 5, 6)]}
    assert exchanges(moves_from(stays(*market(100), *movers(4))), far) == ()
    assert exchanges(moves_from(stays(*market(100), *movers(4))), {}) == ()


def test_there_and_back_is_one_person() -> None:
    moves = moves_from(stays(
        ("person:1", "company:A", "2023-01-01"), ("person:1", "company:B", "2024-01-01"),
        ("person:1", "company:A", "2024-06-01"),
    ))  # fmt: skip

    assert {p: len(who) for p, who in moves.people.items()} == {("company:A", "company:B"): 1}
    assert moves.left == {"company:A": 1, "company:B": 1}


def test_common_days_are_those_of_lots_with_both() -> None:
    lots = pd.DataFrame({
        "company": ["company:A", "company:B"],
        "lots": [["lot:1", "lot:2"], ["lot:2", "lot:3"]],
        "days": [["2024-01-01T09:00:00", "2024-05-06T09:00:00"], ["2024-05-06T09:00:00", ""]],
    })  # fmt: skip

    assert common_days(list(DAYS), lots) == DAYS
