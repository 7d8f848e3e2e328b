"""What nodes, edges, paths and values are called."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from graph.records import Edge, Node, Value
from graph.vocabulary import SCHEMA
from messages import catalogue as messages
from messages import set_language
from queries.catalogue import catalogue
from queries.describe import (
    display_name,
    edge_sentence,
    finding_sentence,
    readable,
    tie,
    walk,
)
from queries.finding import Finding
from queries.signal import Signal

A = Node("company:A", "Company", {"name": "甲公司"})
B = Node("company:B", "Company", {"name": "乙公司"})
HOLDS = Edge("SHAREHOLDER_OF", A.key, B.key, {"share": 0.6, "valid_from": "2020-01-01"})


@pytest.mark.parametrize(
    ("node", "name"),
    [
        (A, "甲公司"),
        (Node("company:91X", "Company", {}), "91X"),
        (Node("phone:5e", "Phone", {"masked": "138****0001"}), "138****0001"),
        (Node("device:mac:04E9", "Device", {"kind": "mac", "value": "04E9"}), "MAC 地址 04E9"),
        (Node("bid:T/A", "Bid", {"price": 1234567.5}), "投标（报价 123.46 万元）"),
        (Node("clock:deadline_x/-/lot:T", "Clock", {"due": "2026-03-01"}), "时限（至 2026-03-01）"),
        (Node("clock:deadline_x/-/lot:T", "Clock", {}), "时限事项"),
        (Node("bid:T/A", "Bid", {"price": 9500}), "投标（报价 9,500.00 元）"),
        (
            Node("bid:T/A", "Bid", {"price": 1234567.5, "currency": "AMD"}),
            "投标（报价 1,234,567.50 AMD）",
        ),
        (Node("bid:T/A", "Bid", {}), "投标 T/A"),
    ],
)
def test_a_node_is_called_what_people_call_it(node: Node, name: str) -> None:
    assert display_name(node) == name


def test_a_path_reads_along_the_facts_whichever_way_they_run() -> None:
    assert walk([A, B], [HOLDS]) == "甲公司 —持股→ 乙公司"
    assert walk([B, A], [HOLDS]) == "乙公司 ←持股— 甲公司"


def test_an_edge_says_its_share_and_its_time() -> None:
    said = edge_sentence(HOLDS, {A.key: "甲公司", B.key: "乙公司"})

    assert said == "甲公司 持股 乙公司（60.00%，2020-01-01 – …）"


@pytest.mark.parametrize("type_", [kind.type for kind in SCHEMA.edges])
def test_every_edge_type_has_words_in_chinese(type_: str) -> None:
    assert tie(type_) in messages("zh_CN").values()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ([1, "b", None], "1、b、—"),
        (0.0, "0"),
        (1234.5, "1,234.5"),
        (0.00002, "不到万分之一"),
        (0.00001, "不到万分之一"),
        (1.5e-22, "不到十亿分之一"),
        (0.0001, "0.0001"),
        (-0.00002, "0"),
        (True, "是"),
        ("2025-11-25T19:10:19", "2025-11-25 19:10:19"),
    ],
)
def test_values_are_readable(value: Value, text: str) -> None:
    assert readable(value) == text


def test_a_number_is_said_as_its_place_asks_and_what_is_missing_as_a_dash() -> None:
    [signal] = [s for s in catalogue() if s.id == "winner_withdrawal"]
    finding = Finding("f", signal.id, 1, {"lot": "lot:T"}, (), 1.0, "", {"rise": 0.0625})

    assert "相差+6.25%；" in finding_sentence(signal, finding)
    assert "（理由：—）" in finding_sentence(signal, finding)


@pytest.mark.parametrize("signal", catalogue(), ids=lambda signal: signal.id)
def test_a_number_is_said_alike_in_both_languages(signal: Signal) -> None:
    zh, en = (
        {name: spec for _, name, spec, _ in Formatter().parse(text) if name and spec}
        for text in (signal.sentence, signal.english.sentence)
    )

    assert zh.keys() == en.keys()
    for spec in (*zh.values(), *en.values()):
        assert format(0.5, spec)


def test_codes_that_an_english_sentence_names_have_words() -> None:
    for signal in catalogue():
        named = set(re.findall(r"{(\w+)[:}]", signal.english.sentence))
        codes = set(signal.weight.cases) if signal.weight.when in named else set()

        assert codes <= set(signal.english.words), signal.id


def test_an_english_sentence_words_codes_and_lists_of_them() -> None:
    set_language("en")
    [signal] = [s for s in catalogue() if s.id == "expert_panel_composition"]
    found: dict[str, Value] = {"lot_name": "T", "size": 4, "buyers": 2, "faults": ["few", "even"]}
    finding = Finding("f", signal.id, 1, {"lot": "lot:T"}, (), 1.0, "", found)

    assert finding_sentence(signal, finding) == (
        "The panel of lot T has 4 members, 2 of the buyer: too few members, an even number."
    )
