"""The arithmetic of the smoke index, against worked values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from leads.smoke_index import MOST, Hit, index, smoke_index
from leads.weights import Cap, RepeatedBehaviour, Weights, load_weights
from queries.signal import Family, Strength


def hit(
    family: str,
    bans: float,
    *,
    signal: str = "",
    strength: str = "presumptive",
    grade: float = 1.0,
    fact: str = "",
) -> Hit:
    name = signal or f"{family}_{bans}"
    return Hit(
        signal=name,
        family=Family(family),
        strength=Strength(strength),
        bans=bans,
        grade=grade,
        root_fact=fact or f"{family}:{name}",
        because=name,
        findings=(f"finding of {name}",),
    )


@pytest.fixture
def textbook() -> Weights:
    """Weights without the caps that local experience put on single families."""
    weights = load_weights()
    none = Cap(value=3.5, reason="no own cap")
    return weights.model_copy(
        update={
            "price_cap": none,
            "network_cap": none,
            "equity_cap": none,
            "repeated_behaviour_cap": RepeatedBehaviour(value=3.5, reason="none", signals=()),
        }
    )


@pytest.mark.parametrize(
    ("families", "evidence", "value"),
    [
        ({"price": [0.8, 0.6], "network": [1.0, 0.7]}, 2.0, 41.3),
        ({"device": [3.0, 1.0]}, 3.3, 93.4),
        ({"device": [1.0], "people": [1.0], "price": [0.8, 0.6], "network": [1.0]}, 3.98, 98.5),
        ({"price": [0.6]}, 0.6, 2.7),
        ({"device": [0.7]}, 0.7, 3.4),
        ({"device": [1.0], "price": [0.8]}, 1.8, 30.8),
        ({"people": [1.5], "network": [1.0], "price": [0.8]}, 3.3, 93.4),
    ],
)
def test_worked_values_of_the_method(
    families: Mapping[str, Sequence[float]], evidence: float, value: float, textbook: Weights
) -> None:
    hits = [hit(family, bans) for family, all_bans in families.items() for bans in all_bans]

    smoke = smoke_index(hits, textbook, coverage=1.0)

    assert round(smoke.evidence, 3) == evidence
    assert round(smoke.value, 1) == value


def test_without_evidence_the_index_is_the_prior() -> None:
    smoke = smoke_index([], load_weights(), coverage=0.0)

    assert smoke.value == pytest.approx(0.7)
    assert smoke.contributions == ()
    assert smoke.interval == pytest.approx((0.7, 0.7))


def test_one_root_fact_counts_once_and_keeps_all_its_findings() -> None:
    same = [
        hit("device", 1.0, signal="same_mac", fact="device:m"),
        hit("device", 3.0, signal="same_machine", fact="device:m"),
    ]

    smoke = smoke_index(same, load_weights(), coverage=1.0)

    assert smoke.evidence == 3.0
    (only,) = smoke.contributions
    assert only.signal == "same_machine"
    assert only.findings == ("finding of same_machine", "finding of same_mac")


def test_the_grade_weakens_a_hit() -> None:
    smoke = smoke_index([hit("people", 2.0, grade=0.3)], load_weights(), coverage=1.0)

    assert smoke.evidence == pytest.approx(0.6)


def test_statistics_alone_never_reach_orange() -> None:
    many = [
        hit(family, 1.5, strength="statistical", fact=f"{family}:{i}")
        for family in ("price", "network", "expert", "process", "document")
        for i in range(20)
    ]

    smoke = smoke_index(many, load_weights(), coverage=1.0)

    assert smoke.evidence == pytest.approx(2.0)
    assert smoke.band == "yellow"
    assert smoke.ranking == pytest.approx(150.0)


@pytest.mark.parametrize(
    ("made", "cap"),
    [
        (hit("price", 3.0, strength="statistical", fact="a"), 0.5),
        (hit("price", 3.0, signal="cover_bid_gap", strength="statistical", fact="a"), 1.5),
        (hit("price", 3.0, strength="presumptive", fact="a"), 2.0),
        (hit("network", 3.0, signal="cobid_intimacy", strength="statistical", fact="a"), 0.5),
        (hit("network", 3.0, signal="professional_loser", strength="statistical", fact="a"), 1.5),
        (hit("network", 3.0, signal="subcontract_to_loser", fact="a"), 2.0),
        (hit("equity", 3.0, strength="deemed", fact="a"), 1.5),
    ],
)
def test_shipped_caps(made: Hit, cap: float) -> None:
    assert smoke_index([made], load_weights(), coverage=1.0).evidence == pytest.approx(cap)


def test_facts_fill_a_family_before_its_statistics_do() -> None:
    hits = [
        hit("document", 3.4, strength="deemed"),
        hit("document", 1.0, strength="statistical"),
    ]

    points = {
        c.raw: c.points for c in smoke_index(hits, load_weights(), coverage=1.0).contributions
    }

    assert points == pytest.approx({3.4: 3.4, 1.0: 0.1})


def test_leaving_one_family_out_gives_the_index_of_the_rest() -> None:
    weights = load_weights()
    device, people = hit("device", 2.0), hit("people", 1.0)

    smoke = smoke_index([device, people], weights, coverage=1.0)

    assert smoke.without == pytest.approx(
        {
            "device": smoke_index([people], weights, coverage=1.0).value,
            "people": smoke_index([device], weights, coverage=1.0).value,
        }
    )


def test_no_evidence_makes_certain() -> None:
    weights = load_weights()
    hits = [hit(family, 3.5) for family in ("device", "document", "people", "money")]

    smoke = smoke_index(hits, weights, coverage=1.0)

    assert (smoke.value, smoke.interval[1], index(400.0, weights)) == (MOST, MOST, MOST)
    assert smoke.evidence == pytest.approx(14.0)  # what orders them is kept


def test_the_interval_scales_every_weight() -> None:
    weights = load_weights()

    smoke = smoke_index([hit("device", 2.0)], weights, coverage=1.0)

    assert smoke.interval == pytest.approx((index(1.4, weights), index(2.6, weights)))
