"""The calendar of working days: what the State Council arranged, and what nobody did yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.working_days import HOLIDAYS, WorkingDays, working_days

CALENDAR = working_days()
DAYS = st.dates(date(2014, 12, 1), date(2028, 2, 1))


def test_every_year_from_2015_to_2026_is_arranged_and_2027_is_not() -> None:
    assert CALENDAR.published == frozenset(range(2015, 2027))


def test_each_year_names_its_notice_and_keeps_the_statutory_days() -> None:
    # 11 statutory days before 2025, 13 since; weekends and exchanged days aside.
    for year in sorted(CALENDAR.published):
        off = [day for day in CALENDAR.off if day.year == year]
        worked = [day for day in CALENDAR.worked if day.year == year]
        assert 8 <= len(off) - len(worked) <= 13, year
    assert HOLIDAYS.read_text(encoding="utf-8").count("notice = ") == len(CALENDAR.published)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 2, 12), False),  # Spring Festival, a Monday
        (date(2024, 2, 18), True),  # the Sunday worked for it
        (date(2024, 5, 11), True),  # a Saturday worked for Labour Day
        (date(2025, 10, 6), False),
        (date(2026, 2, 16), False),
        (date(2027, 10, 1), True),  # not arranged yet: a Friday is a Friday
        (date(2027, 10, 2), False),
    ],
)
def test_some_days_that_everybody_remembers(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_a_limit_that_ends_in_the_holidays_ends_after_them() -> None:
    assert CALENDAR.on_or_after(date(2024, 10, 1)) == date(2024, 10, 8)
    assert CALENDAR.on_or_after(date(2024, 10, 8)) == date(2024, 10, 8)


def test_five_working_days_across_the_may_holidays() -> None:
    # 30 April, then off until 5 May; 6 to 9 May.
    assert CALENDAR.after(date(2024, 4, 29), 5) == date(2024, 5, 9)


@given(DAYS, st.integers(0, 60))
def test_counting_forth_and_counting_back_agree(start: date, count: int) -> None:
    assert CALENDAR.between(start, CALENDAR.after(start, count)) == count


@given(DAYS, st.integers(0, 400))
def test_days_between_are_the_working_days_one_by_one(start: date, length: int) -> None:
    days = [start + timedelta(days=i) for i in range(1, length + 1)]

    end = start + timedelta(days=length)
    assert CALENDAR.between(start, end) == sum(map(CALENDAR.is_working, days))
    assert CALENDAR.between(end, start) == -CALENDAR.between(start, end)


def test_a_holiday_on_a_weekend_is_no_entry() -> None:
    with pytest.raises(ValueError, match="weekdays"):
        WorkingDays(frozenset([date(2024, 5, 4)]), frozenset(), frozenset([2024]))
