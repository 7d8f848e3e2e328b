"""Which experts were drawn for which panel, when, and by whom (专家抽取)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import EXPERT_NO, LOT, Words
from loaders.table_map import Column, Computed, EdgeMap, Key, NodeMap, TableMap

ANSWERS = Words(
    {
        "拒绝": "refused",
        "不参加": "refused",
        "不能": "refused",
        "未接": "refused",
        "请假": "refused",
        "未通知": "refused",
        "否": "refused",
        "参加": "accepted",
        "同意": "accepted",
        "接受": "accepted",
        "确认": "accepted",
        "是": "accepted",
        "已通知": "accepted",
    },
    "Write 参加 or 拒绝.",
)


def accepted(answer: str | None) -> bool | None:
    """Whether the expert will attend; None if the row does not say."""
    return None if answer is None else answer == "accepted"


DRAWS = TableMap(
    name="draws",
    title="专家抽取",
    columns=(
        Column(
            "draw_no",
            ("抽取编号", "抽取单号", "抽取批次", "抽取号"),
            CellKind.CODE,
            required=True,
            example="CQ20240505001",
        ),
        LOT,
        EXPERT_NO,
        Column("name", ("专家姓名", "姓名", "评委姓名"), CellKind.NAME, example="钱七"),
        Column(
            "at", ("抽取时间", "抽取日期"), CellKind.TIME, required=True, example="2024-05-05 15:00"
        ),
        Column("by", ("抽取人", "抽取操作人", "操作人", "经办人"), CellKind.NAME, example="孙八"),
        Column("way", ("抽取方式", "产生方式"), example="随机抽取"),
        Column("specialty", ("抽取专业", "专业", "专业类别"), example="房屋建筑"),
        Column("replacement", ("是否补抽", "补抽"), CellKind.YES_NO, example="否"),
        Column(
            "answer",
            ("通知结果", "是否参加", "通知情况", "专家答复"),
            clean=ANSWERS,
            example="参加",
        ),
    ),
    computed={"accepted": Computed(accepted, ("answer",), "answer")},
    nodes={
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True),
        "expert": NodeMap(
            "Expert", Key(keys.expert_key, ("expert_no",)), {"name": "name"}, mention=True
        ),
    },
    edges=(
        # (:Expert)-[:DRAWN_FOR {draw_no, at, by, …}]->(:Lot)
        EdgeMap(
            "DRAWN_FOR",
            "expert",
            "lot_node",
            {
                "draw_no": "draw_no",
                "at": "at",
                "by": "by",
                "way": "way",
                "specialty": "specialty",
                "replacement": "replacement",
                "accepted": "accepted",
            },
        ),
    ),
    subject=("expert",),
)
