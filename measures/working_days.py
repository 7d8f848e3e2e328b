"""Which days are working days, from the State Council's yearly arrangements in `holidays.toml`.

A year without an arrangement is counted by weekends alone; `published` says which years have one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

HOLIDAYS = Path(__file__).with_name("holidays.toml")
ONE_DAY = timedelta(days=1)
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A calendar: weekdays off, weekend days worked, and the years that are arranged."""

    off: frozenset[date]
    worked: frozenset[date]
    published: frozenset[int]

    def __post_init__(self) -> None:
        wrong = [d for d in self.off if d.isoweekday() >= SATURDAY]
        wrong += [d for d in self.worked if d.isoweekday() < SATURDAY]
        if wrong:
            raise ValueError(f"{sorted(wrong)}: holidays fall on weekdays, workdays on weekends.")

    def is_working(self, day: date) -> bool:
        """Whether offices are open."""
        return day in self.worked if day.isoweekday() >= SATURDAY else day not in self.off

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day: where a time limit ends that falls on it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The working day number `count` after a day, which is not counted itself."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative if `end` comes first."""
        if end < start:
            return -self.between(end, start)
        weeks, rest = divmod((end - start).days, 7)
        tail = (start + ONE_DAY * i for i in range(1, rest + 1))
        weekdays = 5 * weeks + sum(day.isoweekday() < SATURDAY for day in tail)
        off = sum(start < day <= end for day in self.off)
        return weekdays - off + sum(start < day <= end for day in self.worked)


@lru_cache
def working_days(file: Path = HOLIDAYS) -> WorkingDays:
    """The calendar of the file."""
    years = tomllib.loads(file.read_text(encoding="utf-8"))
    return WorkingDays(
        off=frozenset(_days(years, "holidays")),
        worked=frozenset(_days(years, "workdays")),
        published=frozenset(int(year) for year in years),
    )


def _days(years: dict[str, dict[str, list[str]]], name: str) -> Iterable[date]:
    return (
        date.fromisoformat(f"{year}-{day}") for year, said in years.items() for day in said[name]
    )
