"""Notices of candidates as a crawler leaves them, and the award notices beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from loaders.notices import name
from loaders.opening import open_table
from loaders.problems import Complaint
from tests.unit.loaders.mapping import edges, mapped, nodes

NOTICE: dict[str, Any] = {
    "infoid": "72b4-ed64",
    "raw_data": {"title": "某道路工程中标候选人公示", "infodate": "2025-06-13"},
    "parsed_data": {
        "project_name": "某道路工程",
        "publicity_period": "2025年06月13日 18时00分至2025年06月16日 18时00分",
        "bidders_and_prices": [
            {"bidder": "甲建设有限公司、乙设计院有限公司联合体", "price": "698万元"},
            {"bidder": "丙建设有限公司", "price": "下浮率3.0%"},
            {"bidder": "评标工作于2025年6月19日进行。第一候选人：甲", "price": "未提供"},
        ],
    },
}


def test_each_candidate_is_a_row_under_its_notice(tmp_path: Path) -> None:
    file = tmp_path / "notices.json"
    file.write_text(json.dumps([NOTICE, NOTICE], ensure_ascii=False), encoding="utf-8")

    opened = open_table(file, file.name)

    rows = [cells for sheet in opened.sheets for cells in sheet.rows()]
    assert [row[6] for row in rows[1:]] == ["1", "2", "3", "1", "2", "3"]
    assert rows[1][0] == "72b4-ed64"
    assert rows[1][4:6] == ["2025年06月13日 18时00分", "2025年06月16日 18时00分"]
    assert opened.remark is not None
    said = dict(opened.remark.fields)
    # One name is a passage of the notice; of the others one is of two firms.
    assert {name: said[name] for name in ("notices", "candidates", "spellings", "firms")} == {
        "notices": "2", "candidates": "6", "spellings": "3", "firms": "3",
    }  # fmt: skip
    assert (said["number"], said["discount"], said["none"]) == ("2", "2", "2")


def test_a_passage_of_the_notice_is_no_name() -> None:
    assert isinstance(name("评标工作于2025年6月19日9:30进行评标。"), Complaint)
    assert name("林同棪国际工程咨询（中国）有限公司") == "林同棪国际工程咨询（中国）有限公司"


def test_a_consortium_makes_one_bid_for_the_lot_of_its_notice() -> None:
    found = mapped(
        "candidate_notices",
        {
            "公示编号": "72B4-ED64",
            "招标项目名称": "某道路工程",
            "公示开始时间": "2025年06月13日 18时00分",
            "候选人排序": "1",
            "中标候选人名称": "甲建设有限公司、乙设计院有限公司联合体",
            "候选人报价": "698万元",
        },
    )

    key = "bid:notice-72b4-ed64/甲建设有限公司"
    bid = nodes(found, "Bid")[key].properties
    assert (bid["price"], bid["rank"], bid["price_form"]) == (6_980_000.0, 1, "总价")
    assert sorted((e.start, e.end) for e in edges(found, "SUBMITTED")) == [
        ("company:乙设计院有限公司", key),
        ("company:甲建设有限公司", key),
    ]
    step = nodes(found, "Milestone")["milestone:notice-72b4-ed64/candidate_notice_from"]
    assert step.properties["on"] == "2025-06-13"


def test_the_unit_in_the_header_counts() -> None:
    row = {"infoid": "n1", "buyer": "某水务公司", "winner": "甲建设有限公司"}

    award = mapped("award_notices", {**row, "中标价（万元）": "98.80"})

    assert edges(award, "WON")[0].properties["amount"] == 988_000.0


def test_award_notices_and_their_staff_meet_in_one_bid() -> None:
    award = mapped(
        "award_notices",
        {
            "infoid": "n1",
            "date": "2025-03-24",
            "buyer": "某水务公司",
            "winner": "甲建设有限公司",
            "price_cny": "100.5",
        },
    )
    staff = mapped(
        "notice_staff",
        {
            "infoid": "n1",
            "winner": "甲建设有限公司",
            "role": "项目负责人",
            "name_hash": "669dafff4dc3",
            "name_cert_hash": "",
        },
    )

    assert [(e.start, e.end) for e in edges(award, "WON")] == [
        ("company:甲建设有限公司", "lot:notice-n1")
    ]
    assert [e.end for e in edges(staff, "MEMBER_OF")] == ["bid:notice-n1/甲建设有限公司"]
