"""Hidden control: what only two firms share counts in full, crowds count little, thirds less."""

from __future__ import annotations

import pytest

from measures.hidden_control import Limits, Tie, tied_pairs


def ties(*stated: tuple[str, str, float]) -> list[Tie]:
    return [Tie(node, f"company:{firm}", strength) for node, firm, strength in stated]


def test_one_tie_is_not_enough_and_two_are_combined() -> None:
    phone = ties(("phone:1", "A", 0.5), ("phone:1", "B", 0.5))
    person = ties(("person:1", "A", 0.6), ("person:1", "B", 0.6))

    (pair,) = tied_pairs([*phone, *person], ["company:A", "company:B"])

    assert pair.score == pytest.approx(1 - 0.5 * 0.4)
    assert (pair.ways, pair.hops) == (("person:1", "phone:1"), 2)
    assert tied_pairs(phone, ["company:A", "company:B"], limits=Limits(least=0.6)) == ()


def test_a_way_is_as_strong_as_its_weaker_tie_and_one_node_is_one_way() -> None:
    found = tied_pairs(
        ties(("person:1", "A", 0.6), ("person:1", "A", 0.3), ("person:1", "B", 0.3)),
        ["company:A", "company:B"],
        limits=Limits(least=0.1),
    )

    assert [pair.score for pair in found] == [pytest.approx(0.3)]


def test_a_node_with_many_firms_counts_less_and_a_crowd_not_at_all() -> None:
    firms = [f"F{i}" for i in range(5)]
    park = ties(*(("address:park", firm, 0.35) for firm in firms))

    found = tied_pairs(park, [f"company:{f}" for f in firms], limits=Limits(least=0.01))
    assert {pair.score for pair in found} == {round(0.35 / 3, 6)}
    assert (
        tied_pairs(park, [f"company:{f}" for f in firms], limits=Limits(crowd=4, least=0.01)) == ()
    )


def test_an_owner_that_bids_itself_is_tied_to_what_it_owns() -> None:
    found = tied_pairs(ties(("company:A", "B", 0.6)), ["company:A", "company:B"])

    assert [(pair.start, pair.end, pair.score) for pair in found] == [
        ("company:A", "company:B", 0.6)
    ]


def test_a_third_firm_ties_two_bidders_at_the_product_of_both_halves() -> None:
    half = ties(("person:1", "A", 0.6), ("person:1", "X", 0.6))
    rest = ties(("phone:2", "X", 0.5), ("phone:2", "B", 0.5))

    (pair,) = tied_pairs([*half, *rest], ["company:A", "company:B"], limits=Limits(least=0.2))

    assert (pair.score, pair.hops) == (0.3, 4)
    assert pair.ways == ("person:1 company:X phone:2",)


def test_firms_that_do_not_bid_get_no_edge() -> None:
    assert tied_pairs(ties(("person:1", "A", 0.6), ("person:1", "X", 0.6)), ["company:A"]) == ()
