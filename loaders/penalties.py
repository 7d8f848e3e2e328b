"""Published penalties and lists of dishonest parties (信用处罚)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import COMPANY_CODE, COMPANY_NAME, PERSON_ID, SINCE, UNTIL
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

PENALTIES = TableMap(
    name="penalties",
    title="信用处罚",
    columns=(
        Column(
            "company_name",
            ("被处罚单位", "当事人", "行政相对人名称", "失信主体", *COMPANY_NAME.headers),
            CellKind.NAME,
            example="甲建设工程有限公司",
        ),
        Column(
            "company_code",
            ("被处罚单位代码", "行政相对人代码", *COMPANY_CODE.headers),
            CellKind.COMPANY_CODE,
            example=COMPANY_CODE.example,
        ),
        Column(
            "person", ("被处罚人", "责任人", "自然人姓名", "姓名"), CellKind.NAME, example="张三"
        ),
        PERSON_ID,
        Column(
            "code",
            ("处罚文号", "处罚决定书文号", "文号", "案号", "决定文书号"),
            CellKind.CODE,
            required=True,
            example="虚建罚〔2026〕1号",
        ),
        Column(
            "authority",
            ("处罚机关", "认定机关", "决定机关", "列入机关"),
            example="虚构市住房和城乡建设局",
        ),
        Column(
            "decided_on",
            ("决定日期", "处罚日期", "列入日期", "认定日期"),
            CellKind.DATE,
            example="2026-03-02",
        ),
        Column(
            "kind",
            ("名单类别", "处罚种类", "名单", "处罚类别", "失信类别"),
            example="政府采购严重违法失信行为记录名单",
        ),
        Column("reason", ("事由", "处罚事由", "违法事实", "列入事由"), example="提供虚假材料"),
        Column(
            "restriction",
            ("限制行为", "处罚结果", "处罚内容", "限制措施"),
            example="一年内禁止参加政府采购活动",
        ),
        Column("amount", ("罚款金额", "处罚金额"), CellKind.AMOUNT, example="50000"),
        Column(
            "since",
            ("限制起始", "执行起始日期", *SINCE.headers),
            CellKind.DATE,
            example="2026-03-02",
        ),
        Column(
            "until",
            ("限制截止", "执行截止日期", *UNTIL.headers),
            CellKind.LAST_DAY,
            example="2027-03-01",
        ),
        Column(
            "repaired_on",
            ("信用修复日期", "修复日期", "移出日期"),
            CellKind.DATE,
            example="2026-09-01",
        ),
    ),
    nodes={
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("company_code", "company_name")),
            {"name": "company_name"},
            mention=True,
        ),
        "person_node": NodeMap(
            "Person", Key(keys.person_key, ("person", "id_number", "company")), {"name": "person"}
        ),
        "penalty": NodeMap(
            "Penalty",
            Key(keys.penalty_key, ("code",)),
            {
                "code": "code",
                "authority": "authority",
                "decided_on": "decided_on",
                "kind": "kind",
                "reason": "reason",
                "restriction": "restriction",
                "amount": "amount",
                "repaired_on": "repaired_on",
                "valid_from": "since",
                "valid_to": "until",
            },
            recurs=False,
        ),
    },
    edges=(
        # (:Penalty)-[:IMPOSED_ON]->(:Company|:Person)
        EdgeMap("IMPOSED_ON", "penalty", "company"),
        EdgeMap("IMPOSED_ON", "penalty", "person_node"),
    ),
    subject=("company", "person_node"),
    needs_one_of=(("kind", "authority", "restriction", "decided_on"),),
)
