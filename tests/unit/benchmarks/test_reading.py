"""Readings beside budgets: what is missed is said, what could not be measured too."""

from __future__ import annotations

import pytest

from benchmarks.reading import (
    INCREMENT,
    LOAD,
    PAGE,
    Case,
    Reading,
    growth,
    quantile,
    shown,
    verdicts,
)


def test_a_reading_over_its_budget_is_named_with_both_numbers() -> None:
    case = Case("embedded", 10_000, (Reading(INCREMENT, 12.5), Reading(f"{PAGE} leads", 2.0)))

    (line,) = verdicts([case])

    assert "12.5 s" in line
    assert "10" in line


def test_every_page_is_held_to_the_budget_of_pages() -> None:
    assert Reading(f"{PAGE} network", 1.0).budget == 3.0


@pytest.mark.parametrize(("after", "complaints"), [(12.0, 0), (13.0, 1)])
def test_growth_is_compared_with_n_log_n(after: float, complaints: int) -> None:
    cases = [
        Case("embedded", 10_000, (Reading(LOAD, 1.0),)),
        Case("embedded", 100_000, (Reading(LOAD, after),)),
    ]

    ((line, within),) = growth(cases)

    assert f"grows {after:.0f} times" in line
    assert within is (complaints == 0)
    assert verdicts(cases) == [line] * complaints


def test_what_could_not_be_measured_says_why() -> None:
    assert shown(Reading("pages", None, note="no browser")) == "— (no browser)"


def test_quantiles_are_values_that_occurred() -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.95) == 4.0
