"""What holds for the smoke index whatever the evidence is."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.smoke_index import Hit, Known, index, smoke_index
from leads.weights import load_weights
from queries.signal import Family, Strength

WEIGHTS = load_weights()
SIGNALS = ("cobid_intimacy", "professional_loser", "same_machine")


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """A root fact belongs to one family, one nature and, here, one signal."""
    family = draw(st.sampled_from(Family))
    strength = draw(st.sampled_from(Strength))
    signal = draw(st.sampled_from(SIGNALS))
    fact = draw(st.integers(0, 4))
    return Hit(
        signal=signal,
        family=family,
        strength=strength,
        bans=draw(st.floats(0, 3.5)),
        grade=draw(st.floats(0, 1)),
        root_fact=f"{family}:{strength}:{signal}:{fact}",
        because="…",
        findings=(draw(st.text("0123456789abcdef", min_size=16, max_size=16)),),
    )


@given(st.lists(hits(), max_size=30))
def test_the_waterfall_adds_up(found: list[Hit]) -> None:
    smoke = smoke_index(found, WEIGHTS, coverage=1.0)

    assert math.fsum(c.points for c in smoke.contributions) == smoke.evidence
    assert math.fsum(smoke.families.values()) == pytest.approx(smoke.evidence)
    assert index(smoke.evidence, WEIGHTS) == smoke.value


@given(st.lists(hits(), max_size=20), st.randoms())
def test_the_order_of_hits_never_matters(found: list[Hit], chance: Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)

    assert smoke_index(shuffled, WEIGHTS, coverage=1.0) == smoke_index(found, WEIGHTS, coverage=1.0)


@given(st.lists(hits(), max_size=20), hits())
def test_more_evidence_never_lowers_the_index(found: list[Hit], more: Hit) -> None:
    before = smoke_index(found, WEIGHTS, coverage=1.0)
    after = smoke_index([*found, more], WEIGHTS, coverage=1.0)

    assert after.evidence >= before.evidence - 1e-9
    assert after.ranking >= before.ranking - 1e-9


@given(st.lists(hits(), max_size=20))
def test_the_index_lies_in_its_interval_and_no_cap_is_broken(found: list[Hit]) -> None:
    smoke = smoke_index(found, WEIGHTS, coverage=1.0)
    low, high = smoke.interval

    assert low - 1e-9 <= smoke.value <= high + 1e-9
    assert all(points <= WEIGHTS.cap_of(Family(f)) + 1e-9 for f, points in smoke.families.items())
    assert all(0 <= c.points <= c.raw + 1e-9 for c in smoke.contributions)
    assert all(rest <= smoke.value + 1e-9 for rest in smoke.without.values())


@given(st.lists(st.lists(hits(), max_size=6), max_size=8))
def test_what_is_known_of_other_subjects_changes_nothing(subjects: list[list[Hit]]) -> None:
    known: Known = {}
    apart = [smoke_index(found, WEIGHTS, coverage=1.0) for found in subjects]

    assert [smoke_index(found, WEIGHTS, coverage=1.0, known=known) for found in subjects] == apart
