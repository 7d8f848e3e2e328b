"""Rows of `search` and `conflicts` speak the reader's language, as the pages do."""

from __future__ import annotations

import pytest

from commands.asking import hit_row
from commands.loading import conflict_row
from messages import set_language
from queries.conflicts import Conflict, Statement
from queries.search import SearchHit

DEFEAT = Conflict(
    "bid:1",
    "甲公司",
    "Bid",
    "outcome",
    (
        Statement("valid", "b1", "投标.csv", ""),
        Statement("rejected", "b2", "开标.csv", "2024-05-06"),
    ),
)
HEADS = Conflict(
    "company:1",
    "甲公司",
    "Company",
    "LEGAL_REP_OF",
    (Statement("张三", "b1", "企业.csv", ""), Statement("李四", "b2", "企业二.csv", "")),
)


@pytest.mark.parametrize(
    ("language", "found", "row"),
    [
        (
            "zh_CN",
            DEFEAT,
            [
                "甲公司\nbid:1",
                "投标结果状态",
                "有效（投标.csv）\n被否决（开标.csv 2024-05-06）",
            ],
        ),
        (
            "en",
            DEFEAT,
            [
                "甲公司\nbid:1",
                "outcome",
                "valid (投标.csv)\nbid rejected (开标.csv 2024-05-06)",
            ],
        ),
        (
            "zh_CN",
            HEADS,
            ["甲公司\ncompany:1", "任法定代表人", "张三（企业.csv）\n李四（企业二.csv）"],
        ),
    ],
)
def test_a_conflict_is_told_in_words(language: str, found: Conflict, row: list[str]) -> None:
    set_language(language)
    assert conflict_row(found) == row


@pytest.mark.parametrize(("language", "kind"), [("zh_CN", "企业"), ("en", "Company")])
def test_a_hit_names_its_kind(language: str, kind: str) -> None:
    set_language(language)
    hit = SearchHit("company:1", "Company", "甲公司", "甲公司", "名称")
    assert hit_row(hit) == ["company:1", kind, "甲公司", "名称"]
