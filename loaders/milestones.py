"""The steps of a project's life cycle (生命周期节点): one a row, or one a column.

A row names a lot or a project by its 项目代码; where it names both, the step is the lot's.
"""

from __future__ import annotations

import re

from loaders import keys
from loaders.cells import CellKind
from loaders.problems import Complaint
from loaders.shared_columns import INVESTMENT_CODE, LOT, PROJECT_CODE, optional
from loaders.table_map import Column, Derived, EdgeMap, Key, NodeMap, Pivot, TableMap
from loaders.words import Parsed

# What sources call a step. The first spelling is what the template writes.
STEPS: dict[str, tuple[str, ...]] = {
    "approval": ("立项批复", "立项", "项目审批", "可研批复", "项目核准", "项目备案"),
    "land_permit": ("用地规划许可", "建设用地规划许可证", "用地许可", "用地批准", "用地预审"),
    "planning_permit": ("工程规划许可", "建设工程规划许可证", "规划许可"),
    "tender_notice": ("招标公告", "采购公告", "招标公告发布", "投标邀请书"),
    "documents_from": (
        "招标文件发售开始",
        "文件发售开始",
        "招标文件获取开始",
        "发售开始",
        "招标文件发出",
    ),
    "documents_until": ("招标文件发售截止", "文件发售截止", "招标文件获取截止", "发售截止"),
    "prequalification_deadline": ("资格预审申请截止", "资审申请截止", "资格预审截止"),
    "prequalification_clarification": (
        "资格预审文件澄清",
        "资格预审澄清",
        "资审文件澄清",
        "资审澄清",
        "资格预审文件修改",
    ),
    "prequalification_objection": (
        "资格预审文件异议",
        "资格预审异议",
        "资审文件异议",
        "资审异议",
    ),
    "prequalification_answer": ("资格预审异议答复", "资审异议答复", "资格预审文件异议答复"),
    "clarification": ("招标文件澄清", "澄清修改", "澄清", "答疑", "招标文件修改"),
    "objection": ("提出异议", "异议", "质疑", "异议提出"),
    "objection_answer": ("异议答复", "答复异议", "质疑答复"),
    "bid_deadline": ("投标截止", "投标截止时间", "递交截止"),
    "bid_withdrawal": (
        "撤回投标",
        "撤回投标文件",
        "投标文件撤回",
        "投标撤回",
        "收到撤回投标通知",
        "收到撤回通知",
    ),
    "withdrawal_refund": (
        "撤回投标保证金退还",
        "退还撤回投标的保证金",
        "撤回投标退还保证金",
        "撤回退还保证金",
    ),
    "opening": ("开标", "开标时间"),
    "evaluation_end": ("评审结束", "评审完成", "评标结束", "评标完成"),
    "evaluation_report": ("收到评标报告", "收到评审报告", "评标报告", "评审报告"),
    "candidate_notice_from": ("候选人公示开始", "中标候选人公示开始", "中标候选人公示", "公示开始"),
    "candidate_notice_until": ("候选人公示截止", "中标候选人公示截止", "公示截止", "公示结束"),
    "award_decision": ("确定中标人", "定标", "确定成交供应商"),
    "award_letter": ("中标通知书", "中标通知书发出", "成交通知书"),
    "award_notice": ("中标结果公告", "中标公告", "结果公告", "成交公告"),
    "written_report": ("招标投标情况书面报告", "书面报告", "招投标情况报告"),
    "contract": ("合同签订", "签订合同"),
    "contract_notice": ("合同公告", "合同公开"),
    "contract_filing": ("合同备案",),
    "deposit_refund": ("保证金退还", "投标保证金退还", "退还保证金"),
    "construction_application": ("施工许可申请", "申请施工许可"),
    "construction_permit": ("施工许可", "施工许可证", "施工许可证核发"),
    "construction_start": ("开工", "实际开工", "开工日期"),
    "completion": ("竣工验收", "竣工", "验收合格"),
    "completion_filing": ("竣工验收备案", "竣工备案"),
    "registration_application": ("不动产登记申请", "不动产登记受理", "登记受理"),
    "registration": ("不动产登记", "不动产权证", "不动产权登记", "不动产权证书"),
}
_BY_WORD = {word: step for step, words in STEPS.items() for word in words}
_SUFFIX = re.compile(r"(?:发布)?(?:日期|时间|日)$")


def step_of(cell: str) -> Parsed:
    """The step that a cell or a header names."""
    plain = "".join(cell.split()).lower()
    if plain in STEPS:
        return plain
    found = _BY_WORD.get(plain) or _BY_WORD.get(_SUFFIX.sub("", plain))
    return found or Complaint(
        "is no step of the life cycle that is known here.",
        "Write one of the steps that the template lists, such as 中标通知书.",
    )


_WORDS = "|".join(sorted((re.escape(w) for w in _BY_WORD), key=len, reverse=True))


def day_of(at: str | None) -> str | None:
    """The day of a time."""
    return at[:10] if at else None


def hour_of(at: str | None) -> str | None:
    """The time, where it says more than the day."""
    return at if at and not at.endswith("T00:00:00") else None


MILESTONES = TableMap(
    name="milestones",
    title="生命周期节点",
    columns=(
        INVESTMENT_CODE,
        PROJECT_CODE,
        optional(LOT),
        Column(
            "node",
            ("节点", "节点名称", "环节", "阶段", "事项"),
            required=True,
            clean=step_of,
            example="中标通知书",
        ),
        Column(
            "at",
            ("时间", "日期", "完成时间", "办理时间", "办结时间", "实际完成时间", "节点时间"),
            CellKind.TIME,
            example="2024-05-15",
        ),
        Column(
            "due",
            ("应完成时间", "应办结时间", "截止时间", "规定时间", "法定期限"),
            CellKind.DATE,
            example="2024-06-14",
        ),
        Column("document_no", ("文号", "证号", "批准文号", "证书号"), example="虚发改〔2024〕1号"),
        Column("authority", ("办理机关", "审批部门", "主管部门", "发证机关"), example="某市发改委"),
    ),
    nodes={
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True),
        "project": NodeMap(
            "Project",
            Key(keys.project_without_lot_key, ("lot", "investment_code", "project_code")),
            mention=True,
        ),
        "step": NodeMap(
            "Milestone",
            Key(keys.milestone_key, ("lot_node", "project", "node", "at")),
            {
                "name": Derived(lambda node: STEPS[node][0] if node else None, ("node",)),
                "on": Derived(day_of, ("at",)),
                "at": Derived(hour_of, ("at",)),
                "due": "due",
                "document_no": "document_no",
                "authority": "authority",
            },
            recurs=False,
        ),
    },
    edges=(
        # (:Milestone)-[:OF]->(:Lot|:Project)
        EdgeMap("OF", "step", "lot_node"),
        EdgeMap("OF", "step", "project"),
    ),
    subject=("step",),
    needs_one_of=(("investment_code", "project_code", "lot"),),
    note="节点的写法：" + "、".join(words[0] for words in STEPS.values()) + "。",
    pivots=(Pivot(re.compile(rf"(?P<node>(?:{_WORDS})(?:发布)?(?:日期|时间|日)?)"), "at"),),
)
