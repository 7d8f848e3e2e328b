"""Demands that keep bidders out are found with their place; their denial is not."""

from __future__ import annotations

import pytest

from graph.document_texts import DocumentText, Passage
from measures.restrictive_clauses import clauses, wordings
from queries.catalogue import register


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("投标人须在本市设有分公司", "本地注册或者分支机构"),
        ("提供近三个月本地社保缴纳证明", "本地社保或者纳税"),
        ("具有本省范围内类似工程业绩的加2分", "特定行政区域的业绩或者奖项"),
        ("注册资本不低于5000万元", "注册资本或者企业规模"),
        ("水泵应采用指定品牌", "指定品牌、原产地或者专利"),
        ("投标人必须为国有企业", "所有制或者组织形式"),
        ("企业成立时间满五年", "成立年限"),
        ("投标人须进入本市预选库", "投标前报名、备案或者入库"),
    ],
)
def test_a_demand_is_found_with_its_place(said: str, kind: str) -> None:
    (found,) = clauses(DocumentText((Passage("第3页", f"一、总则。{said}。二、其他。"),)))

    assert found.startswith(f"第3页（{kind}，")
    assert found.endswith(said)


@pytest.mark.parametrize("said", ["不得要求投标人在本市设立分公司", "投标人应当诚信投标"])
def test_a_denial_and_ordinary_words_are_not(said: str) -> None:
    assert list(clauses(DocumentText((Passage("第1页", said),)))) == []


def test_every_wording_names_a_provision_that_is_on_record() -> None:
    assert {each.law for each in wordings()[0]} <= set(register())
