"""Months for which insurance was paid, read as spells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.insured_months import UNREADABLE, first_day, last_day, spells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("202301", ("2023-01至2023-01",)),
        ("2023年1月-2023年12月", ("2023-01至2023-12",)),
        ("2023-01,2023-02、2023-05", ("2023-01至2023-02", "2023-05至2023-05")),
        ("202312；202401", ("2023-12至2024-01",)),
        ("全年", ("全年",)),
        ("202313", ("202313",)),
    ],
)
def test_months_are_joined_where_they_touch(cell: str, expected: tuple[str, ...]) -> None:
    assert spells(cell) == expected


def test_a_spell_lasts_from_its_first_to_its_last_day() -> None:
    assert first_day(None, "2024-01至2024-02") == "2024-01-01"
    assert last_day(None, "2024-01至2024-02") == "2024-02-29"


def test_stated_days_go_before_months_and_what_cannot_be_read_is_no_open_spell() -> None:
    assert first_day("2023-05-06", "全年") == "2023-05-06"
    assert first_day(None, "全年") == UNREADABLE


@given(st.sets(st.tuples(st.integers(1990, 2030), st.integers(1, 12)), min_size=1, max_size=30))
def test_no_month_is_lost_and_none_is_added(months: set[tuple[int, int]]) -> None:
    cell = "、".join(f"{year}{month:02d}" for year, month in sorted(months))

    found = set()
    for spell in spells(cell):
        first, last = ((int(p[:4]), int(p[5:])) for p in spell.split("至"))
        at = first
        while at <= last:
            found.add(at)
            at = (at[0] + 1, 1) if at[1] == 12 else (at[0], at[1] + 1)

    assert found == months
