"""What came out: evaluation results (评标结果), candidates (中标候选人), awards (中标结果)."""

from __future__ import annotations

from loaders import keys
from loaders.bidders import BIDDER
from loaders.bids import price_amount, price_rate, price_text
from loaders.cells import CellKind
from loaders.offers import rate_kind
from loaders.outcomes import outcome_of
from loaders.plausible import far_from_ceiling
from loaders.shared_columns import (
    BIDDER_CODE,
    BIDDER_NAME,
    ID_EXAMPLE,
    LOT,
    MANAGER_CERTIFICATE,
    MANAGER_CERTIFIED,
    required,
)
from loaders.table_map import Check, Column, Derived, EdgeMap, Fixed, Key, NodeMap, TableMap

_LOT_NODE = NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True)


def _points(name: str, *headers: str) -> Column:
    return Column(name, headers, CellKind.NUMBER, example="28.5")


def outcome_by(reason: str | None) -> str | None:
    """`rejected`, or what else the reason says; None without a reason."""
    return None if reason is None else outcome_of(reason) or "rejected"


def valid_by(reason: str | None) -> bool | None:
    """False where a reason for rejection is given."""
    return None if reason is None else False


RESULTS = TableMap(
    name="results",
    title="评标结果",
    columns=(
        LOT,
        required(BIDDER_NAME),
        BIDDER_CODE,
        _points("technical", "技术得分", "技术标得分", "技术分得分", "技术分", "TECHNICAL_POINTS"),
        _points("business", "商务得分", "商务标得分", "商务分得分", "商务分", "BUSINESS_POINTS"),
        _points("price_points", "报价得分", "价格得分", "报价分", "价格分", "PRICE_POINTS"),
        _points("qualification", "资格得分", "资信得分", "资格分", "QUALIFICATION_POINTS"),
        _points("other", "其他得分", "其他分", "OTHER_POINTS"),
        Column(
            "score",
            ("总得分", "总分", "综合得分", "最终得分", "汇总得分", "得分", "TOTAL_POINTS"),
            CellKind.NUMBER,
            example="88.6",
        ),
        Column("rank", ("排名", "名次", "排序", "RANK"), CellKind.INTEGER, example="2"),
        Column(
            "reason",
            ("否决投标原因", "否决原因", "废标原因", "否决投标单位及原因", "无效投标原因"),
            example="投标文件未按要求签章",
        ),
    ),
    nodes={
        "lot_node": _LOT_NODE,
        "bidder": BIDDER,
        "bid": NodeMap(
            "Bid",
            Key(keys.bid_key, ("lot", "bidder")),
            {
                "technical_points": "technical",
                "business_points": "business",
                "price_points": "price_points",
                "qualification_points": "qualification",
                "other_points": "other",
                "score": "score",
                "rank": "rank",
                "reason": "reason",
                "outcome": Derived(outcome_by, ("reason",)),
                "valid": Derived(valid_by, ("reason",)),
            },
            recurs=False,
        ),
    },
    edges=(
        # (:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(:Lot)
        EdgeMap("SUBMITTED", "bidder", "bid", {"as_written": "bidder_name"}),
        EdgeMap("FOR", "bid", "lot_node"),
    ),
    subject=("bid",),
    titles=("lot",),
    needs_one_of=(("technical", "business", "price_points", "reason"),),
)

CANDIDATES = TableMap(
    name="candidates",
    title="中标候选人",
    columns=(
        LOT,
        Column(
            "rank",
            ("中标候选人排序", "候选人排序", "候选人名次", "排序", "名次", "WIN_CANDIDATE_ORDER"),
            CellKind.INTEGER,
            required=True,
            example="1",
        ),
        Column(
            "bidder_name",
            ("中标候选人名称", "中标候选人", "候选人名称", "成交候选人", *BIDDER_NAME.headers),
            CellKind.NAME,
            required=True,
            example="甲建设工程有限公司",
        ),
        Column(
            "bidder_code",
            ("中标候选人代码", "WIN_CANDIDATE_CODE", *BIDDER_CODE.headers),
            CellKind.COMPANY_CODE,
            example=BIDDER_CODE.example,
        ),
        Column(
            "price",
            ("投标报价", "报价", "投标总价", "候选人报价"),
            CellKind.PRICE,
            example="9876543.21",
        ),
        Column("score", ("评标得分", "得分", "综合得分", "总分"), CellKind.NUMBER, example="88.6"),
        Column(
            "duration",
            ("工期", "工期(日历天)", "交货期", "TIME_LIMIT"),
            CellKind.DAYS,
            example="365日历天",
        ),
        Column(
            "manager",
            ("项目负责人", "项目经理", "项目负责人姓名", "总监"),
            CellKind.NAME,
            example="张三",
        ),
        Column(
            "manager_id",
            ("项目负责人身份证号", "项目经理身份证号"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        MANAGER_CERTIFICATE,
        Column(
            "gave_up_on",
            ("放弃日期", "放弃中标日期", "退出日期"),
            CellKind.DATE,
            example="2024-05-20",
        ),
        Column(
            "gave_up_reason", ("放弃原因", "放弃中标原因", "退出原因"), example="因自身原因放弃"
        ),
    ),
    nodes={
        "lot_node": _LOT_NODE,
        "bidder": BIDDER,
        "bid": NodeMap(
            "Bid",
            Key(keys.bid_key, ("lot", "bidder")),
            {
                "rank": "rank",
                "score": "score",
                "price": Derived(price_amount, ("price",)),
                "rate": Derived(price_rate, ("price",)),
                "rate_kind": Derived(rate_kind, ("price",)),
                "price_text": Derived(price_text, ("price",)),
                "duration_days": "duration",
                "gave_up_on": "gave_up_on",
                "gave_up_reason": "gave_up_reason",
            },
            recurs=False,
        ),
        "person": NodeMap(
            "Person", Key(keys.person_key, ("manager", "manager_id", "bidder")), {"name": "manager"}
        ),
    },
    edges=(
        # (:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(:Lot)   (:Person)-[:LEADS]->(:Bid)
        EdgeMap("SUBMITTED", "bidder", "bid", {"as_written": "bidder_name"}),
        EdgeMap("FOR", "bid", "lot_node"),
        EdgeMap("LEADS", "person", "bid"),
        # (:Person)-[:MEMBER_OF {post, certificate_no}]->(:Bid)   as a row of the team states it
        EdgeMap("MEMBER_OF", "person", "bid", MANAGER_CERTIFIED, when="certificate_no"),
    ),
    subject=("bid",),
    titles=("lot",),
)


AWARDS = TableMap(
    name="awards",
    title="中标结果",
    columns=(
        LOT,
        Column(
            "bidder_name",
            ("中标人名称", "中标人", "中标单位", "成交供应商", "中标供应商", "WIN_BIDDER_NAME"),
            CellKind.NAME,
            required=True,
            example="甲建设工程有限公司",
        ),
        Column(
            "bidder_code",
            (
                *("中标人代码", "中标人统一社会信用代码", "中标单位代码", "成交供应商代码"),
                *("WIN_BIDDER_CODE", *BIDDER_CODE.headers),
            ),
            CellKind.COMPANY_CODE,
            example=BIDDER_CODE.example,
        ),
        Column(
            "amount",
            ("中标金额", "中标价", "成交金额", "BID_AMOUNT"),
            CellKind.AMOUNT,
            example="9876543.21",
            in_wan=("BID_AMOUNT",),
        ),
        Column(
            "ceiling",
            ("最高投标限价", "招标控制价", "预算金额", "CONTROL_PRICE"),
            CellKind.AMOUNT,
            example="12000000",
        ),
        Column(
            "on",
            (
                *("中标日期", "中标通知书日期", "定标日期", "公告发布时间", "发布时间"),
                *("公告日期", "成交日期"),
            ),
            CellKind.DATE,
            example="2024-05-15",
        ),
    ),
    nodes={
        "lot_node": _LOT_NODE,
        "bidder": BIDDER,
        "bid": NodeMap("Bid", Key(keys.bid_key, ("lot", "bidder")), {"won": Fixed(True)}),
    },
    edges=(
        # (:Company)-[:WON {amount, on}]->(:Lot)   (:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(:Lot)
        EdgeMap("WON", "bidder", "lot_node", {"amount": "amount", "on": "on"}),
        EdgeMap("SUBMITTED", "bidder", "bid", {"as_written": "bidder_name"}),
        EdgeMap("FOR", "bid", "lot_node"),
    ),
    subject=("bid",),
    titles=("lot",),
    checks=(Check(far_from_ceiling, ("amount", "ceiling"), "amount"),),
)
