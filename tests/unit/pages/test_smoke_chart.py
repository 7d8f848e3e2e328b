"""The waterfall's bars add up to the index."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from leads.lead import Contribution, SmokeIndex
from leads.smoke_index import MOST, index_of_log_odds
from messages import set_language
from pages.components.smoke_chart import (
    EM,
    LABELS_BESIDE,
    MOST_BARS,
    bans,
    index_text,
    numbered,
    waterfall_steps,
)

PRIOR = 0.007


def smoke(points: list[float]) -> SmokeIndex:
    contributions = tuple(
        Contribution(f"signal_{i}", "device", p, p, f"because {i}", ())
        for i, p in enumerate(points)
    )
    evidence = math.fsum(points)
    value = index_of_log_odds(bans(100 * PRIOR) + evidence)
    return SmokeIndex(value, PRIOR, evidence, evidence, contributions, {}, (1.0, 99.0), {}, 1.0, ())


@pytest.mark.parametrize("count", [1, MOST_BARS, MOST_BARS + 1, MOST_BARS + 8])
def test_bars_join_from_the_prior_to_the_index(count: int) -> None:
    index = smoke([3.0 / (i + 1) for i in range(count)])

    steps = waterfall_steps(index, {}, {})

    assert steps[0].start == pytest.approx(bans(100 * PRIOR))
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(steps))
    assert steps[-1].index == pytest.approx(index.value)
    assert len(steps) <= MOST_BARS + 1


def test_bars_beyond_the_most_stand_together() -> None:
    steps = waterfall_steps(smoke([1.0] * (MOST_BARS + 5)), {}, {})

    assert steps[-1].label == "其余 5 项事实"
    assert steps[-1].end - steps[-1].start == pytest.approx(5.0)


def test_nothing_that_adds_nothing_gets_a_bar() -> None:
    assert waterfall_steps(smoke([0.0]), {}, {}) == ()


@pytest.mark.parametrize(
    "title",
    [
        "不同投标人的投标文件由同一台设备编制、上传或者加密",
        "Bids made, sent or sealed on one device",
    ],
)
def test_a_title_that_is_longer_than_its_room_is_told_in_lines(title: str) -> None:
    lines = numbered(3, title, LABELS_BESIDE).split("\n")

    assert "".join(lines).replace(" ", "") == f"3{title}".replace(" ", "")
    assert 1 < len(lines) <= 3
    assert lines[0].startswith("3 " + title[:4])
    assert all(len(line) * (EM if "不" in title else EM / 2) <= LABELS_BESIDE for line in lines)


def test_the_index_is_never_printed_as_certainty() -> None:
    assert index_text(MOST) == "99.9"
    assert waterfall_steps(smoke([9.0]), {}, {})[-1].index == MOST
    assert index_text(80.4) == "80"


def test_bars_are_told_in_the_language_that_is_read() -> None:
    device = Contribution("a", "device", 1.0, 1.0, "一台设备", ("f1",))
    repeated = Contribution("r", "recurrence", 0.5, 0.5, "两个标段", (), "r", 2)
    made = replace(smoke([1.5]), contributions=(device, repeated))

    set_language("en")
    steps = waterfall_steps(made, {}, {"f1": "One machine."})

    assert [step.because for step in steps] == [
        "One machine.",
        "2 lots with separate facts of their own.",
    ]
