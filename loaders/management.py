"""Who manages whom without holding shares: branches, subordinate and entrusted units (管理关系)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import (
    COMPANY_CODE,
    COMPANY_NAME,
    SINCE,
    UNTIL,
    USCC_EXAMPLE,
    Words,
    required,
)
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

KINDS = Words(
    {
        "分公司": "branch",
        "分支": "branch",
        "分所": "branch",
        "下属": "subordinate",
        "隶属": "subordinate",
        "主管": "subordinate",
        "直属": "subordinate",
        "举办": "subordinate",
        "托管": "trust",
        "委托": "trust",
        "其他": "other",
        "other": "other",
    },
    "Write 分公司, 下属, 托管 or 其他.",
)

MANAGEMENT = TableMap(
    name="management",
    title="管理关系",
    columns=(
        required(COMPANY_NAME),
        COMPANY_CODE,
        Column(
            "manager",
            ("主管单位", "上级单位", "管理单位", "总公司", "隶属单位", "举办单位"),
            CellKind.NAME,
            required=True,
            example="甲集团有限公司",
        ),
        Column(
            "manager_code",
            ("主管单位代码", "主管单位统一社会信用代码", "上级单位代码", "总公司代码"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column("kind", ("管理关系", "关系类型", "隶属关系"), clean=KINDS, example="分公司"),
        SINCE,
        UNTIL,
    ),
    nodes={
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("company_code", "company_name")),
            {"name": "company_name"},
            mention=True,
        ),
        "manager_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("manager_code", "manager")),
            {"name": "manager"},
            mention=True,
        ),
    },
    edges=(
        # (:Company)-[:MANAGED_BY {kind}]->(:Company)
        EdgeMap(
            "MANAGED_BY",
            "company",
            "manager_firm",
            {"kind": "kind", "valid_from": "since", "valid_to": "until"},
        ),
    ),
    subject=("company",),
)
