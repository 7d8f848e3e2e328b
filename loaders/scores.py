"""What each expert gave each bid (评分明细)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, EXPERT_NO, LOT, required
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

SCORES = TableMap(
    name="scores",
    title="评分明细",
    columns=(
        LOT,
        EXPERT_NO,
        BIDDER_NAME,
        required(BIDDER_CODE),
        Column(
            "item",
            ("评审因素", "评分项", "评分因素", "评审项目", "评分内容"),
            required=True,
            example="技术分",
        ),
        Column("maximum", ("分值", "满分", "标准分", "最高分"), CellKind.NUMBER, example="40"),
        Column(
            "points",
            ("得分", "评分", "打分", "分数"),
            CellKind.NUMBER,
            required=True,
            example="36.5",
        ),
    ),
    nodes={
        "bid": NodeMap(
            "Bid", Key(keys.stated_bid_key, ("lot", "bidder_code", "bidder_name")), mention=True
        ),
        "expert": NodeMap("Expert", Key(keys.expert_key, ("expert_no",)), mention=True),
    },
    edges=(
        # (:Expert)-[:SCORED {item, points, maximum}]->(:Bid)
        EdgeMap(
            "SCORED",
            "expert",
            "bid",
            {"item": "item", "points": "points", "maximum": "maximum"},
        ),
    ),
    subject=("bid",),
)
