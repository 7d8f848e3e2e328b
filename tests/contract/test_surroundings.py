"""What lies around a party, and the most telling chains, on a small graph on every engine."""

from __future__ import annotations

import pytest

from graph.engine import GraphEngine
from graph.errors import QueryRejected
from graph.records import Node
from queries.path import paths
from queries.surroundings import (
    degrees_of,
    expansion,
    hub_reason,
    left_to_show,
    neighbours_left,
    surroundings,
    ties_of,
)
from tests.golden.golden_graph import Edge, write

# A and B share a phone; both bid in T, as C did, through one agency; O owns A, and did own B.
EDGES: list[Edge] = [
    *[(f"company:9{x}", "SUBMITTED", f"bid:T/9{x}", {}) for x in "ABC"],
    *[(f"bid:T/9{x}", "FOR", "lot:T", {}) for x in "ABC"],
    ("phone:P", "GIVEN_IN", "bid:T/9A", {}),
    ("phone:P", "GIVEN_IN", "bid:T/9B", {}),
    ("person:O", "SHAREHOLDER_OF", "company:9A", {"share": 0.6}),
    ("person:O", "SHAREHOLDER_OF", "company:9B", {"share": 0.6, "valid_to": "2024-01-31"}),
    ("company:9G", "AGENT_FOR", "lot:T", {}),
    ("company:9G", "AGENT_FOR", "lot:U", {}),
    ("person:N", "CONTACT_OF", "company:9C", {}),
    ("company:9A", "CO_BIDS", "company:9D", {"lots": 9}),
]
NODES = {
    "company:9A": {"name": "甲公司"},
    "company:9B": {"name": "乙公司"},
    "company:9G": {"name": "代理公司"},
    "person:O": {"name": "赵一", "identity": "id"},
    "person:N": {"name": "钱二", "identity": "scoped"},
    "phone:P": {"masked": "138****0001"},
    "lot:T": {"name": "一标段", "opened_at": "2024-03-01T09:30:00"},
}


@pytest.fixture
def asked(engine: GraphEngine) -> GraphEngine:
    """The graph above."""
    write(engine, NODES, EDGES)
    return engine


def test_relations_are_counted_by_the_nodes_they_lead_to(asked: GraphEngine) -> None:
    ties = ties_of(asked.reader, ["lot:T", "company:9A", "company:nobody"])

    assert ties["lot:T"] == {"AGENT_FOR": 1, "FOR": 3}
    assert ties["company:9A"] == {"CO_BIDS": 1, "SHAREHOLDER_OF": 1, "SUBMITTED": 1}
    assert "company:nobody" not in ties


def test_a_hub_is_reached_and_not_walked_through(asked: GraphEngine) -> None:
    found = surroundings(asked.reader, ["lot:T"], hops=2)
    through = surroundings(asked.reader, ["lot:T"], hops=2, through_hubs=True)

    assert "company:9G" in found.hubs
    assert "company:9G" in found.keys
    assert "lot:U" not in found.keys
    assert "lot:U" in through.keys


def test_surroundings_keep_to_their_limit_and_take_every_relation_in_turn(
    asked: GraphEngine,
) -> None:
    found = surroundings(asked.reader, ["lot:T"], hops=1, most=3)

    assert found.keys == ("lot:T", "company:9G", "bid:T/9A")


def test_an_expansion_goes_along_the_chosen_relations_and_says_what_is_left(
    asked: GraphEngine,
) -> None:
    fresh = expansion(asked.reader, ["lot:T"], types=["FOR"], known=["bid:T/9A"], most=1)
    seen = asked.reader.subgraph(["lot:T", "bid:T/9A", *fresh.keys])

    assert fresh.keys == ("bid:T/9B",)
    assert fresh.more == 1
    left = left_to_show(ties_of(asked.reader, ["lot:T"]), seen.edges)
    assert left == {"lot:T": {"AGENT_FOR": 1, "FOR": 1}}


def test_several_nodes_are_expanded_in_turn_and_what_two_of_them_reach_comes_once(
    asked: GraphEngine,
) -> None:
    firms = ["company:9A", "company:9B", "company:9C"]

    owners = expansion(asked.reader, firms, types=["SHAREHOLDER_OF", "CONTACT_OF"])
    first = expansion(asked.reader, firms, known=[*firms, "company:9D"], most=3)
    rest = expansion(asked.reader, firms, known=[*firms, "company:9D", *first.keys], most=30)

    assert owners.keys == ("person:O", "person:N")
    assert (owners.more, dict(owners.left)) == (0, {})
    assert first.keys == ("person:O", "bid:T/9A", "bid:T/9B")
    assert first.opened == ("company:9A", "company:9B")  # the third adds nothing to these
    assert (first.more, dict(first.left)) == (2, {"CONTACT_OF": 1, "SUBMITTED": 1})
    assert rest.keys == ("person:N", "bid:T/9C")
    again = expansion(asked.reader, first.opened, known=[*firms, "company:9D"], most=3)
    assert again.keys == first.keys  # an address names only those that added something


def test_a_neighbour_along_two_relations_is_one_that_is_left(engine: GraphEngine) -> None:
    write(
        engine,
        {"company:9A": {"name": "甲公司"}},
        [
            ("person:O", "SHAREHOLDER_OF", "company:9A", {}),
            ("person:O", "LEGAL_REP_OF", "company:9A", {}),
            ("person:N", "CONTACT_OF", "company:9A", {}),
        ],
    )
    degrees = degrees_of(engine.reader, ["company:9A", "company:nobody"])
    seen = engine.reader.subgraph(["company:9A", "person:O"])

    assert degrees == {"company:9A": 2}
    assert neighbours_left(degrees, ()) == {"company:9A": 2}
    assert neighbours_left(degrees, seen.edges) == {"company:9A": 1}


@pytest.mark.parametrize(
    ("label", "properties", "ties", "hub"),
    [
        ("Company", {"name": "某市国资委"}, {"SHAREHOLDER_OF": 9}, True),
        ("Company", {"name": "某建工", "state_owned": True}, {"SUBMITTED": 5}, False),
        ("Company", {"name": "某建工", "state_owned": True}, {"SHAREHOLDER_OF": 2}, True),
        ("Company", {"name": "某建工"}, {"SUBMITTED": 900, "WON": 90}, False),
        ("Company", {"name": "某招标代理"}, {"AGENT_FOR": 1}, True),
        ("Company", {"name": "某产业园投资公司"}, {"SUBMITTED": 1}, False),
        ("Address", {"text": "高新区创业产业园A座"}, {"REACHED_AT": 3}, True),
        ("Phone", {"masked": "138****0001"}, {"GIVEN_IN": 51}, True),
        ("Phone", {"masked": "138****0001"}, {"GIVEN_IN": 50}, False),
        ("Device", {"value": "1", "exempt": "网吧"}, {"USED_IN": 2}, True),
        ("Bid", {}, {"SCORED": 99}, False),
        ("Lot", {}, {"FOR": 20, "RUNS_FOR": 20, "EVALUATED": 7, "OF": 12, "DRAWN_FOR": 7}, False),
        ("Lot", {}, {"FOR": 51}, True),
    ],
)
def test_hubs_are_what_ties_everybody_to_everybody(
    label: str, properties: dict[str, object], ties: dict[str, int], hub: bool
) -> None:
    node = Node("x:1", label, properties)  # type: ignore[arg-type]

    assert (hub_reason(node, ties) is not None) is hub


def test_chains_are_ranked_by_what_they_say_and_not_by_length_alone(asked: GraphEngine) -> None:
    (found,) = paths(asked.reader, ["company:9A", "company:9B"], most=5)

    inner = [[n.key for n in one.path.nodes[1:-1]] for one in found.ranked]
    assert inner == [
        ["person:O"],
        ["bid:T/9A", "phone:P", "bid:T/9B"],
        ["bid:T/9A", "lot:T", "bid:T/9B"],
    ]
    scores = [one.score for one in found.ranked]
    assert scores == sorted(scores, reverse=True)
    assert found.sentence == found.ranked[0].sentence
    assert found.ranked[0].sources


def test_of_a_firm_with_many_relations_the_rare_ones_are_walked_and_the_rest_is_counted(
    engine: GraphEngine,
) -> None:
    """A shares a phone with B in the last of 450 bids; the order of rows is no choice."""
    lots = [f"lot:N{i:03}" for i in range(450)]
    bids = [f"bid:N{i:03}/9A" for i in range(450)]
    write(
        engine,
        {"company:9A": {"name": "甲公司"}, "company:9B": {"name": "乙公司"}},
        [
            *[("company:9A", "SUBMITTED", bid, {}) for bid in bids],
            *[(bid, "FOR", lot, {}) for bid, lot in zip(bids, lots, strict=True)],
            ("company:9B", "SUBMITTED", "bid:N000/9B", {}),
            ("bid:N000/9B", "FOR", "lot:N000", {}),
            ("company:9A", "WON", "lot:N000", {}),
            ("phone:P", "GIVEN_IN", "bid:N449/9A", {}),
            ("phone:P", "GIVEN_IN", "bid:N000/9B", {}),
            ("person:O", "LEGAL_REP_OF", "company:9A", {}),
        ],
    )

    (found,) = paths(engine.reader, ["company:9A", "company:9B"])

    inner = [[n.key for n in one.path.nodes[1:-1]] for one in found.ranked]
    assert inner[0] == ["bid:N449/9A", "phone:P", "bid:N000/9B"]
    assert found.unwalked == {"company:9A": 52}
    assert "52" in found.cut


def test_a_chain_holds_as_of_its_day(asked: GraphEngine) -> None:
    (found,) = paths(asked.reader, ["company:9A", "company:9B"], day="2024-03-01")

    assert "person:O" not in {n.key for one in found.ranked for n in one.path.nodes}


def test_a_chain_goes_over_the_chosen_relations(asked: GraphEngine) -> None:
    (found,) = paths(
        asked.reader, ["company:9A", "company:9B"], types=["SUBMITTED", "FOR", "CO_BIDS"]
    )

    assert [e.type for e in found.ranked[0].path.edges] == ["SUBMITTED", "FOR", "FOR", "SUBMITTED"]


def test_a_chain_over_a_person_known_by_name_says_so(asked: GraphEngine) -> None:
    (found,) = paths(asked.reader, ["company:9A", "person:N"])

    assert found.ranked[0].weak == ("person:N",)


def test_a_hub_is_used_only_when_nothing_else_joins_or_when_asked(asked: GraphEngine) -> None:
    (only,) = paths(asked.reader, ["company:9A", "lot:U"])

    assert list(only.ranked[0].hubs) == ["company:9G"]


def test_parties_in_any_order_are_joined_by_their_best_pairs(asked: GraphEngine) -> None:
    found = paths(asked.reader, ["company:9C", "company:9A", "company:9B"], order="any")

    assert (found[0].start, found[0].end) == ("company:9A", "company:9B")
    assert len(found) == 2


def test_one_party_is_checked_against_each_other_the_most_telling_first(
    asked: GraphEngine,
) -> None:
    told: list[tuple[int, int]] = []
    others = ["company:9D", "company:9C", "company:9A"]

    found = paths(
        asked.reader, ["company:9B", *others], order="each", progress=lambda *x: told.append(x)
    )

    assert [(one.start, one.end) for one in found] == [
        ("company:9B", "company:9A"),
        ("company:9B", "company:9C"),
        ("company:9B", "company:9D"),
    ]
    assert not found[-1].ranked, "computed relations join nobody"
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_more_parties_than_can_be_read_are_refused(asked: GraphEngine) -> None:
    with pytest.raises(QueryRejected):
        paths(asked.reader, [f"company:9{x}" for x in "ABCDEF"])
    with pytest.raises(QueryRejected):
        paths(asked.reader, [f"company:{x}" for x in range(52)], order="each")


def long_way(**dates: str) -> list[Edge]:
    """A and B through two firms and three owners: six hops."""
    owners = {"person:X": "AE", "person:Y": "EF", "person:Z": "FB"}
    return [
        (owner, "SHAREHOLDER_OF", f"company:9{firm}", {"share": 0.6, **dates})
        for owner, firms in owners.items()
        for firm in firms
    ]


def test_a_long_chain_without_a_hub_goes_before_a_short_one_over_a_hub(
    engine: GraphEngine,
) -> None:
    park: list[Edge] = [(f"company:9{x}", "REACHED_AT", "address:p", {}) for x in "AB"]
    write(engine, {"address:p": {"text": "高新区创业产业园A座"}}, [*park, *long_way()])

    (found,) = paths(engine.reader, ["company:9A", "company:9B"])
    (short,) = paths(engine.reader, ["company:9A", "company:9B"], hops=5)
    (through,) = paths(engine.reader, ["company:9A", "company:9B"], through_hubs=True)

    assert [len(one.path.edges) for one in found.ranked] == [6]
    assert [list(one.hubs) for one in short.ranked] == [["address:p"]]
    assert list(through.ranked[0].hubs) == ["address:p"]


def test_a_long_chain_that_held_on_the_day_is_found_where_a_short_one_had_ended(
    engine: GraphEngine,
) -> None:
    ended: list[Edge] = [
        ("person:O", "LEGAL_REP_OF", f"company:9{x}", {"valid_to": "2020-01-01"}) for x in "AB"
    ]
    write(engine, {}, [*ended, *long_way(valid_from="2021-01-01")])

    (found,) = paths(engine.reader, ["company:9A", "company:9B"], day="2024-01-01")

    assert [len(one.path.edges) for one in found.ranked] == [6]


def test_where_nothing_joins_two_parties_it_is_said_what_to_loosen(asked: GraphEngine) -> None:
    ends = ["company:9A", "person:N"]

    (few,) = paths(asked.reader, ends, types=["SUBMITTED"])
    (early,) = paths(asked.reader, ends, day="2020-01-01")
    (near,) = paths(asked.reader, ends, hops=2)

    for found in (few, early):
        assert not found.ranked
        assert "去掉这些限定后，二者在 5 步内相连" in found.sentence
    assert "2020-01-01" in early.sentence
    assert "增加步数" in near.sentence
