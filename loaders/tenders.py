"""Projects and the lots they are tendered in (项目标段)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import INVESTMENT_CODE, LOT, PROJECT_CODE, USCC_EXAMPLE, Words, required
from loaders.table_map import Column, Derived, EdgeMap, Key, NodeMap, TableMap

_REGIMES = (
    ("政府采购", "government_procurement"),
    ("招标投标", "tender"),
    ("招投标", "tender"),
)
# The first words found decide. 综合 may use an average inside, but 综合单价 is how works are
# priced; 最低限价 is a floor under the bids, also where the lowest above it wins; 合理低价 goes by
# the average.
_EVALUATIONS = (
    (("综合评", "综合打分", "综合得分", "comprehensive"), "comprehensive"),
    (("最低限", "下限", "成本警戒", "floor"), "price_floor"),
    (("合理低价",), "average_bid"),
    (
        (
            "最低投标价", "最低评标价", "最低评审价", "评审最低", "最低价", "最低报价", "价格最低",
            "报价最低", "低价优先", "低价中标", "lowest",
        ),
        "lowest_price",
    ),
    (
        ("平均", "均值", "均价", "基准价", "K值", "抽取系数", "复合", "合成", "average"),
        "average_bid",
    ),
    (("综合", "最优", "性价比", "打分"), "comprehensive"),
)  # fmt: skip


def regime_of(law: str | None, method: str | None) -> str | None:
    """Which law governs, by its name, else by a method that only one law knows."""
    for words, regime in _REGIMES:
        if law is not None and words in law:
            return regime
    procurement = ("竞争性磋商", "竞争性谈判", "询价", "单一来源", "框架协议")
    if law is None and method is not None and any(word in method for word in procurement):
        return "government_procurement"
    return None


def evaluation_of(text: str | None) -> str:
    """The kind of 评标办法; `unknown` where the words say nothing about how price counts."""
    if text is not None:
        for words, kind in _EVALUATIONS:
            if any(word in text or word in text.casefold() for word in words):
                return kind
    return "unknown"


def yuan(control_price: float | None, estimate: float | None) -> str | None:
    """The currency of a control price or an estimate: these tables are in yuan."""
    return None if control_price is None and estimate is None else "CNY"


ORGANISED = Words(
    {"自行": "自行", "委托": "委托"},
    "Write 自行 or 委托.",
)


TENDERS = TableMap(
    name="tenders",
    title="项目标段",
    columns=(
        INVESTMENT_CODE,
        required(PROJECT_CODE),
        Column(
            "project_name",
            ("项目名称", "招标项目名称", "工程名称", "TENDER_PROJECT_NAME"),
            example="某道路改造工程",
        ),
        LOT,
        Column(
            "lot_name",
            ("标段名称", "标段（包）名称", "包名称", "标包名称", "BID_SECTION_NAME"),
            required=True,
            example="施工一标段",
        ),
        Column(
            "class_code",
            (
                "标段分类代码",
                "标段（包）分类代码",
                "工程类别",
                "采购类别",
                "品目",
                "TENDER_PROJECT_CLASSIFY_CODE",
            ),
            CellKind.CODE,
            example="A08",
        ),
        Column(
            "region",
            ("行政区划", "项目所在地区", "行政区域", "区县", "REGION_CODE"),
            example="350100",
        ),
        Column(
            "buyer",
            (
                "招标人",
                "招标单位",
                "招标人名称",
                "采购人",
                "采购单位",
                "建设单位",
                "业主",
                "TENDERER_NAME",
            ),
            CellKind.NAME,
            example="某市城市建设投资有限公司",
        ),
        Column(
            "buyer_code",
            ("招标人代码", "招标人统一社会信用代码", "采购人代码", "TENDERER_CODE"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column(
            "agency",
            (
                "招标代理",
                "招标代理机构",
                "招标代理机构名称",
                "采购代理机构",
                "代理机构",
                "TENDER_AGENCY_NAME",
            ),
            CellKind.NAME,
            example="某招标代理有限公司",
        ),
        Column(
            "agency_code",
            ("招标代理代码", "招标代理机构代码", "代理机构代码", "TENDER_AGENCY_CODE"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column("method", ("招标方式", "采购方式"), example="公开招标"),
        Column("law", ("适用法律", "法律依据"), example="招标投标法"),
        Column(
            "evaluation",
            ("评标办法", "评标方法", "评审方法", "EVALUATING_METHOD"),
            example="综合评估法",
        ),
        Column(
            "control_price",
            ("最高投标限价", "招标控制价", "拦标价", "最高限价", "预算金额", "CONTROL_PRICE"),
            CellKind.AMOUNT,
            example="12000000",
        ),
        Column(
            "opened_at",
            ("开标时间", "开标日期", "BID_OPEN_TIME"),
            CellKind.TIME,
            example="2024-05-06 09:30",
        ),
        Column(
            "deadline",
            ("投标截止时间", "递交截止时间", "截标时间", "BID_DOC_REFER_END_TIME"),
            CellKind.TIME,
            example="2024-05-06 09:30",
        ),
        Column(
            "estimate",
            ("标底", "工程估算价", "估算价", "工程概算", "概算金额"),
            CellKind.AMOUNT,
            example="11800000",
        ),
        Column(
            "investment", ("总投资", "项目总投资", "投资总额"), CellKind.AMOUNT, example="30000000"
        ),
        Column(
            "unified_deal_code",
            ("统一交易标识码", "相关统一交易标识码", "UNIFIED_DEAL_CODE", "UNIFIED_DEAL_CODES"),
            CellKind.CODE,
            example="A01-91350200776049653A-20240506-000001-X",
        ),
        Column(
            "organize_form",
            ("招标组织形式", "组织形式", "TENDER_ORGANIZE_FORM"),
            clean=ORGANISED,
            example="委托招标",
        ),
        Column(
            "supervisor", ("行政监督部门", "监督部门", "监管部门"), example="某市住房和城乡建设局"
        ),
        Column(
            "margin",
            ("投标保证金金额", "投标保证金", "保证金金额", "MARGIN_AMOUNT"),
            CellKind.AMOUNT,
            example="200000",
        ),
        Column("postponements", ("延期次数", "开标延期次数"), CellKind.INTEGER, example="1"),
        Column(
            "failed_rounds", ("流标次数", "废标次数", "招标失败次数"), CellKind.INTEGER, example="1"
        ),
        Column(
            "downloads",
            ("下载家数", "招标文件下载家数", "获取招标文件家数", "购买文件家数", "报名家数"),
            CellKind.INTEGER,
            example="12",
        ),
        Column("status", ("项目状态", "标段状态", "交易状态"), example="已完成"),
    ),
    nodes={
        "lot_node": NodeMap(
            "Lot",
            Key(keys.lot_key, ("lot",)),
            {
                "name": "lot_name",
                "code": "lot",
                "class_code": "class_code",
                "region": "region",
                "method": "method",
                "regime": Derived(regime_of, ("law", "method")),
                "evaluation_method": Derived(evaluation_of, ("evaluation",)),
                "evaluation_method_text": "evaluation",
                "control_price": "control_price",
                "estimate": "estimate",
                "unified_deal_code": "unified_deal_code",
                "organize_form": "organize_form",
                "supervisor": "supervisor",
                "deposit_required": "margin",
                "postponements": "postponements",
                "failed_rounds": "failed_rounds",
                "downloads": "downloads",
                "currency": Derived(yuan, ("control_price", "estimate")),
                "opened_at": "opened_at",
                "deadline": "deadline",
                "status": "status",
            },
            recurs=False,
        ),
        "project": NodeMap(
            "Project",
            Key(keys.project_key, ("investment_code", "project_code")),
            {
                "name": "project_name",
                "code": "project_code",
                "investment_code": "investment_code",
                "region": "region",
                "investment": "investment",
            },
        ),
        "buyer_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("buyer_code", "buyer")),
            {"name": "buyer"},
            mention=True,
        ),
        "agency_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("agency_code", "agency")),
            {"name": "agency"},
            mention=True,
        ),
    },
    edges=(
        # (:Lot)-[:PART_OF]->(:Project)   (:Company)-[:PROCURES|AGENT_FOR]->(:Lot)
        EdgeMap("PART_OF", "lot_node", "project"),
        EdgeMap("PROCURES", "buyer_firm", "lot_node"),
        EdgeMap("AGENT_FOR", "agency_firm", "lot_node"),
    ),
    subject=("lot_node",),
)
