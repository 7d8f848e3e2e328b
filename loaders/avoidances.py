"""Which firms an expert must not judge (回避名单)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import EXPERT_NO, USCC_EXAMPLE
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

AVOIDANCES = TableMap(
    name="avoidances",
    title="回避名单",
    columns=(
        EXPERT_NO,
        Column("name", ("专家姓名", "姓名", "EXPERT_NAME"), CellKind.NAME, example="钱七"),
        Column(
            "company_name",
            ("回避企业名称", "回避单位", "回避单位名称", "AVOID_ENTERPRISE_NAME"),
            CellKind.NAME,
            required=True,
            example="乙建设有限公司",
        ),
        Column(
            "company_code",
            ("回避企业代码", "回避单位代码", "回避单位统一社会信用代码", "AVOID_ENTERPRISE_CODE"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
    ),
    nodes={
        "expert": NodeMap(
            "Expert", Key(keys.expert_key, ("expert_no",)), {"name": "name"}, mention=True
        ),
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("company_code", "company_name")),
            {"name": "company_name"},
            mention=True,
        ),
    },
    edges=(
        # (:Expert)-[:AVOIDS]->(:Company)
        EdgeMap("AVOIDS", "expert", "company"),
    ),
    subject=("expert",),
)
