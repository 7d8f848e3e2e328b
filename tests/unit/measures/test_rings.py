"""Rings: grown whole from a pair, told from busy firms, and what they do together."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from measures.attendance import Meetings
from measures.bids import Bids, Field, field_of
from measures.cited import MOST_CITED, cited
from measures.co_bidding import find_pairs
from measures.meetings import PairLimits
from measures.ring_behaviour import Series, behaviour, cover_gaps, gini
from measures.ring_evidence import Evidence, better_members, evidence
from measures.rings import (
    RingFound,
    closeness_figures,
    find_rings,
    meetings_of,
    random_p,
    rank_score,
)
from measures.subgroups import subgroups
from tests.unit.measures.fields import bids_of, field, number_of

OTHERS = [f"F{i:02}" for i in range(30)]


def market(
    ring: str,
    *,
    lots: int = 200,
    ring_lots: int = 20,
    attendance: float = 0.8,
    elsewhere: float = 0.05,
    seed: int = 7,
) -> Bids:
    """Lots of changing firms, two of them everywhere; the ring's members meet in `ring_lots`."""
    chance = np.random.default_rng(seed)
    offers: list[dict[str, float | None]] = []
    for lot in range(lots):
        firms = [*chance.choice(OTHERS, size=4, replace=False).tolist(), "HUB", "ANY"]
        members = [
            m for m in ring if chance.random() < (attendance if lot < ring_lots else elsewhere)
        ]
        offers.append({firm: float(900 + chance.integers(0, 200)) for firm in [*firms, *members]})
    return bids_of(offers)


def rings_of(bids: Bids) -> list[str]:
    pairs = find_pairs(bids.attendance, bids.lots, limits=PairLimits()).pairs
    found = find_rings(pairs, field_of(bids)).rings
    return ["".join(k.removeprefix("company:") for k in ring.members) for ring in found]


@pytest.mark.parametrize("ring", ["ABC", "ABCDEF", "ABCDEFGHIJKL"])
def test_a_ring_is_found_whole_though_no_member_always_attends(ring: str) -> None:
    assert rings_of(market(ring)) == [ring]


def test_firms_that_bid_for_everything_are_in_no_ring() -> None:
    assert rings_of(market("")) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_ring_is_found_whole_though_honest_bids_hide_its_pairs(seed: int) -> None:
    """Members meet in eight of the ring's lots and in six others; no third joins such a pair."""
    found = rings_of(market("ABCDEFGH", lots=250, ring_lots=12, elsewhere=0.15, seed=seed))

    assert found == ["ABCDEFGH"]


def test_a_part_of_a_ring_is_no_ring_of_its_own() -> None:
    found = rings_of(market("ABCDEFGH", lots=250, ring_lots=12, elsewhere=0.1, seed=0))

    assert [set("BCDEGH") <= set(ring) for ring in found] == [True]


def test_a_group_that_some_market_offers_by_chance_is_no_ring() -> None:
    """F, F06 and F15 outweigh the number of possible groups, but not by much."""
    assert rings_of(market("ABCDEF", lots=250, ring_lots=8, elsewhere=0.15, seed=3)) == []


def test_three_firms_whose_bids_are_closest_lot_after_lot_are_a_subgroup() -> None:
    chance = np.random.default_rng(3)
    offers = []
    for _ in range(80):
        prices = dict(zip("ABCDEFG", (1000 * chance.lognormal(0, 0.2, 7)).tolist(), strict=True))
        offers.append(prices)
    for lot in range(10):
        close = {"X": 1000.0, "Y": 1000.1, "Z": 1000.2}
        offers[lot] = {firm: offers[lot][firm] for firm in "ABCD"} | close
    found = field(offers)

    groups = subgroups(found)

    assert [tuple(found.firms[list(g.members)]) for g in groups] == [
        ("company:X", "company:Y", "company:Z")
    ]
    assert groups[0].lots == tuple(range(10))


def pairs(*ties: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(a, b, w, 0.001, 100 * w) for a, b, w in ties],
        columns=["start", "end", "jaccard", "p_value", "intimacy"],
    )


def figures(*ties: tuple[str, str, float]) -> dict[str, float]:
    return closeness_figures([RingFound(("A", "B", "C"), "community")], pairs(*ties))[0]


def test_a_clique_of_equal_weights_is_coherent_exclusive_and_dense() -> None:
    found = figures(*((a, b, 0.5) for a, b in combinations("ABC", 2)))

    assert found == pytest.approx({"density": 1, "coherence": 1, "exclusivity": 1, "intimacy": 50})


def test_outsiders_lower_exclusivity_and_unequal_weights_coherence() -> None:
    found = figures(("A", "B", 0.1), ("B", "C", 0.4), ("A", "X", 0.5))

    assert found["coherence"] == pytest.approx(0.2 / 0.25)
    assert found["exclusivity"] == pytest.approx(0.5 / 1.0)
    assert found["density"] == pytest.approx(2 / 3)


def test_random_markets_hardly_ever_bring_a_ring_together() -> None:
    found = field_of(market("ABCD"))
    size = np.bincount(found.lot, minlength=len(found.lots))
    ring = np.array([number_of(found, firm) for firm in "ABCD"])
    any_ = np.array([number_of(found, firm) for firm in ("F01", "F02", "F03", "F04")])

    assert random_p(ring, meetings_of(found), size) <= 0.01
    assert random_p(any_, meetings_of(found), size) > 0.05


def test_a_large_ring_of_busy_firms_is_told_from_random_markets() -> None:
    """Three of twelve busy firms meet anywhere; that nearly all of them meet is what is rare."""
    found = field_of(market("ABCDEFGHIJKL", elsewhere=0.25))
    size = np.bincount(found.lot, minlength=len(found.lots))
    ring = np.array([number_of(found, firm) for firm in "ABCDEFGHIJKL"])

    assert random_p(ring, meetings_of(found), size) <= 0.01


def evidence_of(names: tuple[str, ...]) -> tuple[Evidence, Meetings, Field]:
    found = field_of(market("ABCDEF"))
    meetings = meetings_of(found)
    members = np.sort(np.array([number_of(found, firm) for firm in names]))
    return evidence(members, meetings), meetings, found


def test_evidence_for_a_ring_outweighs_the_number_of_groups_that_could_be_one() -> None:
    ring, _, _ = evidence_of(("A", "B", "C", "D", "E", "F"))
    busy, _, _ = evidence_of(("HUB", "ANY", "F01"))

    assert ring.surplus > 5
    assert 0.6 < ring.attendance < 0.95
    assert busy.surplus < 0


def test_a_stranger_is_exchanged_for_the_member_that_was_missing() -> None:
    almost, meetings, found = evidence_of(("A", "B", "C", "D", "E", "F01"))

    better = better_members(almost, meetings, room=1)

    assert [str(found.firms[firm])[-1] for firm in better] == [*"ABCDEF"]


def series(winners: str, *, dated: bool = True, place: list[int] | None = None) -> Series:
    """A, B and C bid in every lot, ten percent apart; the named one wins at 100."""
    rows = [(lot, "ABC".index(m), m == w) for lot, w in enumerate(winners) for m in "ABC"]
    lot, member, won = (np.array(column) for column in zip(*rows, strict=True))
    price = np.where(won, 100.0, 110.0)
    places = np.array(place if place is not None else [-1] * len(winners))
    return Series(lot, member, price, won, places, dated)


def test_winning_in_turn_is_told_from_a_random_order() -> None:
    in_turn = behaviour(series("ABC" * 8), 3).figures
    by_chance = behaviour(series("AACBBBACCABACBBCAABCCBAC"[:24]), 3).figures

    assert float(in_turn["rotation_p"]) <= 0.01
    assert float(by_chance["rotation_p"]) > 0.05
    assert in_turn["wins_gini"] == 0


def test_without_dates_only_the_shares_are_tested() -> None:
    undated = behaviour(series("ABC" * 8, dated=False), 3)

    assert undated.figures["rotation_test"] == "equal_shares"


def test_winners_that_keep_to_their_regions_divide_the_territory() -> None:
    divided = behaviour(series("AABBCC" * 4, place=[0, 0, 1, 1, 2, 2] * 4), 3).figures
    mixed = behaviour(series("ABC" * 8, place=[0, 0, 0, 1, 1, 1] * 4), 3).figures

    assert float(divided["territory_p"]) <= 0.01
    assert float(mixed["territory_p"]) > 0.05


def test_covering_bids_keep_a_constant_gap() -> None:
    found = behaviour(series("A" * 6), 3).figures

    assert found["cover_gap"] == pytest.approx(0.1)
    assert found["cover_gap_cv"] == pytest.approx(0)
    assert behaviour(series("A" * 5), 3).figures == {}


def test_a_gap_needs_a_priced_winner_and_a_priced_loser() -> None:
    base = series("ABC")
    unpriced = Series(base.lot, base.member, np.full(9, np.nan), base.won, base.place, base.dated)

    assert [found.size for found in cover_gaps(unpriced)] == [0, 0]


def test_each_figure_names_the_bids_that_it_counts() -> None:
    base = series("A" * 7 + "B" * 7, place=[-1] + [0] * 6 + [1] * 7)
    won, price = base.won.copy(), base.price.copy()
    won[3 * 13 :] = False  # an outsider won the last lot
    price[0] = np.nan  # the winner of the first states no price, a loser of the second none
    price[5] = np.nan
    found = behaviour(Series(base.lot, base.member, price, won, base.place, base.dated), 3)

    lots = {name: len(set(base.lot[rows].tolist())) for name, rows in found.counted.items()}
    assert lots == {name: found.figures[f"{name}_lots"] for name in found.counted}
    assert lots == {"cover_gap": 12, "won": 13, "territory": 12}
    assert {name: int(rows.sum()) for name, rows in found.counted.items()} == {
        "cover_gap": 3 * 12 - 1,
        "won": 3 * 13,
        "territory": 3 * 12,
    }


def test_of_very_many_bids_those_opened_last_are_cited() -> None:
    years = [2020 + number % 3 for number in range(1_500)]
    found = field([{"A": 1.0, "B": 2.0}] * 1_500, opened_at=[f"{year}-05-01" for year in years])

    keys = cited(found, np.arange(found.firm.size))

    assert len(keys) == MOST_CITED
    assert keys == sorted(map(str, keys))
    numbers = [int(str(key)[len("bid:lot:") :].split("/")[0]) for key in keys]
    assert Counter(years[n] for n in numbers) == {2022: 1_000, 2021: 1_000}
    assert cited(found, np.array([0, 1, 1])) == ["bid:lot:0000/A", "bid:lot:0000/B"]


@pytest.mark.parametrize(("wins", "expected"), [([2, 2, 2], 0), ([0, 0, 6], 2 / 3), ([0, 0], 0)])
def test_gini_of_wins(wins: list[int], expected: float) -> None:
    assert gini(np.array(wins)) == pytest.approx(expected)


def test_a_ring_whose_dear_lots_have_close_bids_ranks_before_a_clique() -> None:
    close_where_dear = pd.DataFrame(
        {"score": [1.0] * 6, "cv": [6.0, 5, 4, 3, 2, 1], "level": [1.0, 2, 3, 4, 5, 6]}
    )
    clique = close_where_dear.assign(level=[6.0, 5, 4, 3, 2, 1])

    ranked = [rank_score(close_where_dear), rank_score(clique)]

    assert ranked == pytest.approx([2 * 6**0.5, 0])
    assert rank_score(close_where_dear.assign(score=np.nan)) is None


def test_the_same_members_have_the_same_key() -> None:
    one, other = (RingFound(("A", "B", "C"), kind) for kind in ("community", "subgroup"))

    assert one.key == other.key
    assert one.key.startswith("ring:")
