"""What each expert gave each bid (评分明细): a row each, or experts or items side by side.

Score sheets write 评委1 … 评委7 as columns, at times below the item that they judge: each such
column is read as a row of its own. A seat without a number is an expert of that lot alone.
"""

from __future__ import annotations

import re

from loaders import keys
from loaders.bidders import BIDDER, NAMED_BID, NAMED_BY
from loaders.cells import CellKind
from loaders.problems import Complaint
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, EXPERT_NO, LOT, Words, optional
from loaders.table_map import Column, Computed, Derived, EdgeMap, Key, NodeMap, Pivot, TableMap
from loaders.words import Parsed

_SEAT = r"(?:评委|专家|评标专家|评审专家)(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
# The columns of EVALUATION_SCORE_DETAIL.
_STANDARD_ITEMS = {
    "price_points": "报价分",
    "qualification_points": "资格分",
    "business_points": "商务分",
    "technical_points": "技术分",
    "response_points": "响应性",
    "other_points": "其他分",
}
_ITEMS = "|".join((*_STANDARD_ITEMS, *(re.escape(v) for v in _STANDARD_ITEMS.values())))
TOTAL = "总分"

OBJECTIVE = Words(
    {"客观": "objective", "主观": "subjective", "是": "objective", "否": "subjective"},
    "Write 客观 or 主观.",
)


def item_of(cell: str) -> Parsed:
    """The item; a column of the standard goes by its Chinese name."""
    return _STANDARD_ITEMS.get(cell.lower(), cell)


def item_or_total(item: str | None) -> str:
    """The item; points without one are the expert's total."""
    return item or TOTAL


def is_objective(kind: str | None) -> bool | None:
    """Whether the item leaves nothing to judge; None if the row does not say."""
    return None if kind is None else kind == "objective"


JUDGELESS = Complaint(
    "The row does not say who gave the points.", "Fill in 专家编号 or the expert's name."
)


def judge(number: str | None, seat: str | None) -> str | Complaint:
    """Who gave the points; a row that does not say is rejected."""
    return number or seat or JUDGELESS


SCORES = TableMap(
    name="scores",
    title="评分明细",
    columns=(
        LOT,
        optional(EXPERT_NO),
        Column(
            "seat",
            ("评委", "评委姓名", "专家姓名", "评标专家", "EXPERT_NAME"),
            example="评委1",
        ),
        BIDDER_NAME,
        BIDDER_CODE,
        Column(
            "item",
            ("评审因素", "评分项", "评分因素", "评审项目", "评分内容"),
            clean=item_of,
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
        Column(
            "objective",
            ("是否客观", "客观分", "是否客观评审因素", "评审因素类型"),
            clean=OBJECTIVE,
            example="主观",
        ),
    ),
    computed={
        "is_objective": Computed(is_objective, ("objective",), "objective"),
        "judge": Computed(judge, ("expert_no", "seat"), "expert_no"),
    },
    nodes={
        "bidder": BIDDER,
        "bid": NAMED_BID,
        "expert": NodeMap(
            "Expert", Key(keys.seated_expert_key, ("expert_no", "seat", "lot")), mention=True
        ),
    },
    edges=(
        # (:Expert)-[:SCORED {item, points, maximum}]->(:Bid)
        EdgeMap(
            "SCORED",
            "expert",
            "bid",
            {
                "item": Derived(item_or_total, ("item",)),
                "points": "points",
                "maximum": "maximum",
                "objective": "is_objective",
            },
        ),
    ),
    subject=("bid",),
    titles=("lot",),
    needs_one_of=(NAMED_BY, ("expert_no", "seat")),
    pivots=(
        Pivot(re.compile(rf"(?:(?P<item>.+?)[-_/:›\s]*)?(?P<seat>{_SEAT})"), "points"),
        Pivot(re.compile(rf"(?P<item>{_ITEMS})"), "points"),
    ),
)
