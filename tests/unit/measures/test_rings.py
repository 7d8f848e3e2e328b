"""Rings: which groups are tight, how a large one falls apart, how they are described."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from measures.rings import RingFound, find_rings, lots_where_members_meet, small_groups

Tie = tuple[str, str, float]


def pairs(*ties: Tie, lift: float = 5.0, q_value: float = 0.001) -> pd.DataFrame:
    """Each tie's number is its jaccard weight and, times 100, its 亲密度."""
    return pd.DataFrame(
        [(a, b, w, lift, q_value, 100 * w) for a, b, w in ties],
        columns=["start", "end", "jaccard", "lift", "q_value", "intimacy"],
    )


def clique(names: str, weight: float) -> list[Tie]:
    return [(a, b, weight) for a, b in combinations(sorted(names), 2)]


def test_three_tied_firms_are_a_ring_and_two_are_not() -> None:
    rings = find_rings(pairs(*clique("ABC", 0.5), ("X", "Y", 0.9)))

    assert [ring.members for ring in rings] == [("A", "B", "C")]
    assert rings[0].coherence == pytest.approx(1)
    assert rings[0].exclusivity == pytest.approx(1)
    assert rings[0].intimacy == pytest.approx(50)


@pytest.mark.parametrize("weak", [{"lift": 2.9}, {"q_value": 0.06}])
def test_pairs_that_chance_explains_tie_nobody(weak: dict[str, float]) -> None:
    assert find_rings(pairs(*clique("ABC", 0.5), **weak)) == ()


def test_meetings_with_outsiders_lower_exclusivity_though_they_are_no_ties() -> None:
    outside = pairs(("A", "X", 0.5), ("B", "X", 0.25), lift=1.0)

    (ring,) = find_rings(pd.concat([pairs(*clique("ABC", 0.5)), outside]))

    assert ring.exclusivity == pytest.approx(1.5 / 2.25)


def test_coherence_falls_when_inner_weights_differ() -> None:
    (ring,) = find_rings(pairs(("A", "B", 0.1), ("B", "C", 0.4)))

    assert ring.coherence == pytest.approx(0.2 / 0.25)


def test_a_group_beyond_twelve_is_tightened_until_it_splits() -> None:
    bridge = [("F", "G", 0.1)]

    rings = find_rings(pairs(*clique("ABCDEF", 0.5), *clique("GHIJKLM", 0.4), *bridge))

    assert [ring.members for ring in rings] == [tuple("ABCDEF"), tuple("GHIJKLM")]


def test_a_uniform_crowd_beyond_twelve_is_no_ring() -> None:
    assert find_rings(pairs(*clique("ABCDEFGHIJKLM", 0.5))) == ()


def test_a_crowd_swallows_the_ring_inside_it_only_below_its_own_weight() -> None:
    crowd = [(a, b, 0.2) for a, b in combinations("ABCDEFGHIJKLMNOP", 2) if a + b not in CORE]

    rings = find_rings(pairs(*clique("ABC", 0.8), *crowd))

    assert [ring.members for ring in rings] == [tuple("ABC")]


CORE = {"AB", "AC", "BC"}


def test_the_order_of_ties_does_not_matter() -> None:
    ties = [(w, a, b) for a, b, w in clique("ABCD", 0.5) + clique("EFGH", 0.5)]
    ties.append((0.2, "D", "E"))

    assert set(small_groups(ties, largest=6)) == set(small_groups(ties[::-1], largest=6))
    assert set(small_groups(ties, largest=6)) == {tuple("ABCD"), tuple("EFGH")}


def test_a_ring_key_depends_on_its_members_alone() -> None:
    first = RingFound(("A", "B", "C"), 1, 1, 1)
    second = RingFound(("A", "B", "C"), 0.5, 0.2, 9)

    assert first.key == second.key
    assert first.key.startswith("ring:")
    assert first.key != RingFound(("A", "B", "D"), 1, 1, 1).key


def test_lots_count_where_at_least_two_members_bid() -> None:
    rings = find_rings(pairs(*clique("ABC", 0.5)))
    presence = pd.DataFrame(
        [("A", "1"), ("B", "1"), ("C", "1"), ("A", "2"), ("A", "3"), ("C", "3")],
        columns=["company", "lot"],
    )

    assert lots_where_members_meet(rings, presence) == (2,)


def test_an_empty_graph_has_no_rings() -> None:
    assert find_rings(pd.DataFrame()) == ()
