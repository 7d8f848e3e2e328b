"""Contracts (合同), who works on them (合同人员), and what was passed on (分包)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import (
    CONTRACT_NO,
    ID_EXAMPLE,
    LOT,
    PERSON_ID,
    USCC_EXAMPLE,
    optional,
    required,
)
from loaders.table_map import Column, Computed, EdgeMap, Fixed, Key, NodeMap, TableMap


def _firm(name: str, title: str, *headers: str) -> Column:
    return Column(name, (title, *headers), CellKind.NAME, example="甲建设工程有限公司")


def _code(name: str, *headers: str) -> Column:
    return Column(name, headers, CellKind.COMPANY_CODE, example=USCC_EXAMPLE)


def _day(name: str, *headers: str, example: str) -> Column:
    return Column(name, headers, CellKind.DATE, example=example)


def bound_from(starts_on: str | None, signed_on: str | None) -> str | None:
    """From when the project manager is bound: the start of works, else the signing."""
    return starts_on or signed_on


def bound_until(released_on: str | None, completed_on: str | None) -> str | None:
    """Until when: the release (解锁), else the completion."""
    return released_on or completed_on


CONTRACTS = TableMap(
    name="contracts",
    title="合同",
    columns=(
        CONTRACT_NO,
        Column("name", ("合同名称", "CONTRACT_NAME"), example="某道路改造工程施工合同"),
        optional(LOT),
        required(_firm("supplier", "承包人", "承包单位", "乙方", "供应商", "中标人", "中标单位")),
        _code(
            "supplier_code",
            *("承包人代码", "承包单位代码", "承包人统一社会信用代码", "供应商代码", "乙方代码"),
            *("中标人代码", "统一社会信用代码"),
        ),
        _firm("buyer", "发包人", "发包单位", "甲方", "采购人", "招标人", "建设单位"),
        _code(
            "buyer_code",
            *("发包人代码", "发包单位代码", "发包人统一社会信用代码", "采购人代码", "甲方代码"),
            "招标人代码",
        ),
        Column(
            "amount",
            ("合同金额", "合同价", "签约合同价", "合同总价", "CONTRACT_PRICE"),
            CellKind.AMOUNT,
            example="9876543.21",
        ),
        _day("signed_on", "签订日期", "合同签订日期", "签订时间", "签约日期", example="2024-06-01"),
        _day("starts_on", "开工日期", "实际开工日期", "合同开始日期", example="2024-06-15"),
        _day("completed_on", "竣工日期", "竣工验收日期", "合同结束日期", example="2025-06-15"),
        _day("released_on", "解锁日期", "项目经理解锁日期", example="2025-06-20"),
        Column(
            "duration", ("工期", "合同工期", "工期(日历天)"), CellKind.DAYS, example="365日历天"
        ),
        Column("change", ("变更金额", "合同变更金额"), CellKind.AMOUNT, example="120000"),
        Column(
            "settlement", ("结算价", "结算金额", "竣工结算价"), CellKind.AMOUNT, example="9990000"
        ),
        Column("bond", ("履约保证金", "履约保证金金额"), CellKind.AMOUNT, example="900000"),
        Column("manager", ("项目经理", "项目负责人", "总监"), CellKind.NAME, example="张三"),
        Column(
            "manager_id",
            ("项目经理身份证号", "项目负责人身份证号"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
    ),
    computed={
        "bound_from": Computed(bound_from, ("starts_on", "signed_on"), "starts_on"),
        "bound_until": Computed(bound_until, ("released_on", "completed_on"), "released_on"),
    },
    nodes={
        "contract_node": NodeMap(
            "Contract",
            Key(keys.contract_key, ("contract",)),
            {
                "name": "name",
                "code": "contract",
                "amount": "amount",
                "signed_on": "signed_on",
                "starts_on": "starts_on",
                "completed_on": "completed_on",
                "released_on": "released_on",
                "duration_days": "duration",
                "change_amount": "change",
                "settlement": "settlement",
                "performance_bond": "bond",
            },
            recurs=False,
        ),
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True),
        "supplier_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("supplier_code", "supplier")),
            {"name": "supplier"},
            mention=True,
        ),
        "buyer_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("buyer_code", "buyer")),
            {"name": "buyer"},
            mention=True,
        ),
        "person": NodeMap(
            "Person",
            Key(keys.person_key, ("manager", "manager_id", "supplier_firm")),
            {"name": "manager"},
        ),
    },
    edges=(
        # (:Company)-[:PARTY_TO {role, amount}]->(:Contract)-[:AWARDED_FOR]->(:Lot)
        EdgeMap("AWARDED_FOR", "contract_node", "lot_node"),
        EdgeMap(
            "PARTY_TO",
            "supplier_firm",
            "contract_node",
            {"role": Fixed("supplier"), "amount": "amount"},
        ),
        EdgeMap("PARTY_TO", "buyer_firm", "contract_node", {"role": Fixed("buyer")}),
        # (:Person)-[:STAFFS {post}]->(:Contract)
        EdgeMap(
            "STAFFS",
            "person",
            "contract_node",
            {
                "post": Fixed("项目经理"),
                "valid_from": "bound_from",
                "valid_to": "bound_until",
            },
        ),
    ),
    subject=("contract_node",),
)

STAFF = TableMap(
    name="staff",
    title="合同人员",
    columns=(
        CONTRACT_NO,
        Column("name", ("姓名", "人员姓名"), CellKind.NAME, required=True, example="张三"),
        PERSON_ID,
        Column("post", ("岗位", "职务", "工种", "班组"), required=True, example="项目经理"),
        Column(
            "employer",
            ("所属单位", "用工单位", "工作单位", "参建单位", "单位名称"),
            CellKind.NAME,
            example="甲建设工程有限公司",
        ),
        Column(
            "employer_code",
            ("所属单位代码", "用工单位代码", "统一社会信用代码"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        _day("since", "进场日期", "进场时间", "任职起始", "起始日期", example="2024-06-15"),
        Column(
            "until",
            ("退场日期", "退场时间", "任职截止", "截止日期", "解锁日期"),
            CellKind.LAST_DAY,
            example="2025-06-15",
        ),
    ),
    nodes={
        "contract_node": NodeMap("Contract", Key(keys.contract_key, ("contract",)), mention=True),
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("employer_code", "employer")),
            {"name": "employer"},
            mention=True,
        ),
        "person": NodeMap(
            "Person", Key(keys.person_key, ("name", "id_number", "company")), {"name": "name"}
        ),
    },
    edges=(
        # (:Person)-[:STAFFS {post}]->(:Contract)   (:Person)-[:EMPLOYED_BY]->(:Company)
        EdgeMap(
            "STAFFS",
            "person",
            "contract_node",
            {"post": "post", "valid_from": "since", "valid_to": "until"},
        ),
        EdgeMap("EMPLOYED_BY", "person", "company", {"valid_from": "since", "valid_to": "until"}),
    ),
    subject=("person",),
)

SUBCONTRACTS = TableMap(
    name="subcontracts",
    title="分包",
    columns=(
        CONTRACT_NO,
        Column(
            "subcontractor",
            ("分包单位", "分包人", "分包企业", "分包单位名称", "劳务分包单位", "专业分包单位"),
            CellKind.NAME,
            required=True,
            example="乙劳务有限公司",
        ),
        _code(
            "subcontractor_code",
            *("分包单位代码", "分包单位统一社会信用代码", "分包人代码", "统一社会信用代码"),
        ),
        Column("amount", ("分包金额", "分包合同金额", "金额"), CellKind.AMOUNT, example="2000000"),
    ),
    nodes={
        "contract_node": NodeMap("Contract", Key(keys.contract_key, ("contract",)), mention=True),
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("subcontractor_code", "subcontractor")),
            {"name": "subcontractor"},
            mention=True,
        ),
    },
    edges=(
        # (:Company)-[:PARTY_TO {role, amount}]->(:Contract)
        EdgeMap(
            "PARTY_TO",
            "company",
            "contract_node",
            {"role": Fixed("subcontractor"), "amount": "amount"},
        ),
    ),
    subject=("company",),
)
