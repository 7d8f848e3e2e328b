"""Amounts say their currency, and what is computed is told apart from what a source states."""

from __future__ import annotations

import pandas as pd
import pytest

from graph.records import Edge, Node, Subgraph
from pages.components.evidence_card import facts_and_results
from pages.components.finding_card import without_place
from pages.components.lot_charts import lanes_of, price_axis
from pages.components.network_arrangements import STACKED, arranged
from pages.components.network_graph import view_graph
from pages.components.ring_view import SIGN, STRIP, sign_width
from pages.components.words import value_name
from pages.profile_page import round_amounts, sign_size, standing_out


def test_amounts_of_a_lot_are_in_its_currency() -> None:
    assert value_name("control_price", 1_234_500) == "123.45 万元"
    assert value_name("control_price", 1_234_500, "CNY") == "123.45 万元"
    assert value_name("control_price", 1_234_500, "AMD") == "1,234,500.00 AMD"


def test_prices_on_an_axis_are_in_ten_thousands_of_yuan_and_of_nothing_else() -> None:
    assert price_axis([]) == price_axis(["CNY", None]) == (10_000, "报价（万元）")
    assert price_axis(["AMD"]) == (1, "报价（AMD）")
    assert price_axis(["AMD", None]) == (1, "报价（AMD, CNY）")


def test_a_drawn_bid_says_its_price_as_people_do() -> None:
    bids = (
        Node("bid:T/A", "Bid", {"price": 22_904_338.0}),
        Node("bid:T/B", "Bid", {"price": 5_000_000.0, "currency": "AMD"}),
    )

    assert [n.label for n in view_graph(Subgraph(bids)).nodes] == [
        "2,290.43 万元",
        "5,000,000.00 AMD",
    ]


def test_the_card_of_a_firm_does_not_call_a_result_a_fact() -> None:
    firm = Node("company:A", "Company", {"name": "甲公司", "bids_24m": 7, "expected_wins": 1e-7})

    recorded, computed = facts_and_results(firm)

    assert recorded == [("名称", "甲公司")]
    assert computed == [("24个月投标数", "7"), ("期望中标数", "不到百万分之一")]


def test_what_a_measure_made_is_one_whole() -> None:
    ring = Node("ring:1", "Ring", {"size": 3, "rotation_test": "runs", "measure": "rings"})

    assert [name for name, _ in facts_and_results(ring)[0]] == ["成员数", "轮流检验"]
    assert facts_and_results(ring)[1] == []


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("在标段“甲楼”中，A与B同一账户。", "A与B同一账户。"),
        ("In lot 甲楼, A and B share it.", "A and B share it."),
        ("A与B在标段“甲楼”中一致，另见附表。", "A与B在标段“甲楼”中一致，另见附表。"),
        ("在标段“乙楼”中，A与B同一账户。", "在标段“乙楼”中，A与B同一账户。"),
    ],
)
def test_a_headline_does_not_repeat_the_lot_of_its_list(said: str, left: str) -> None:
    assert without_place(said, "甲楼") == left
    assert without_place(said, "") == said


def test_amounts_on_an_axis_of_powers_are_round() -> None:
    assert round_amounts(390.0, 7500.0) == [200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0]
    assert round_amounts(0.4, 0.4) == [0.2, 0.5]


def test_persons_without_a_day_stand_side_by_side_along_time() -> None:
    lot = Node("lot:T", "Lot", {"name": "T", "opened_at": "2024-05-01T09:30:00"})
    people = tuple(Node(f"person:{i:02}", "Person", {"name": f"{i}"}) for i in range(40))
    ties = tuple(Edge("MEMBER_OF", p.key, lot.key, {}, p.key) for p in people)

    places = arranged("timeline", view_graph(Subgraph((lot, *people), ties)))

    assert len(set(places.values())) == 41
    assert len({y for key, (_, y) in places.items() if key != lot.key}) == STACKED


def test_steps_of_near_days_stand_above_one_another() -> None:
    crowd = [(f"2026-01-{day:02}", "中标候选人公示") for day in range(1, 9)]

    lanes, turned = lanes_of([("2025-06-01", "立项"), *crowd, ("2026-07-01", "竣工验收")])

    assert lanes[0] == lanes[-1] == 0
    assert sorted(lanes[1:-1]) == list(range(8))
    assert "2026-01-08" < turned < "2026-07-01"


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("event", "upload", "上传"),
        ("role", "sole", "独立投标"),
        ("state", "open_late", "到期未见记录"),
        ("part", "award_letter>contract", "中标通知书 → 签订合同"),
        ("kind", "branch", "分支机构"),
        ("node", "award_letter", "中标通知书"),
        ("role", "项目经理", "项目经理"),
    ],
)
def test_codes_of_the_graph_are_words_on_a_card(name: str, code: str, text: str) -> None:
    assert value_name(name, code) == text


def test_signs_of_thousands_of_bids_leave_the_chart_to_be_read() -> None:
    assert sign_size(40) == sign_size(400) == 70
    assert 4328 * sign_size(4328) < 60_000  # of some 170 000 square pixels
    assert sign_size(100_000) >= 8


def test_signs_of_a_strip_do_not_cover_one_another() -> None:
    assert sign_width(24) == sign_width(70) == SIGN
    assert 400 * sign_width(400) <= STRIP


def test_of_many_firms_those_with_many_bids_stand_out() -> None:
    once = pd.DataFrame({"company": [f"{i}" for i in range(9)], "bids": 1, "above": 5.0})
    often = pd.DataFrame({"company": ["often", "never"], "bids": 100, "above": [4.0, -0.1]})

    shown = standing_out(pd.concat([once, often], ignore_index=True), 3)

    assert list(shown["above"]) == [5.0, 5.0, 4.0]
    assert "often" in set(shown["company"])
