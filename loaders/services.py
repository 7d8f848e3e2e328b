"""Who worked for a project before it was tendered: design, consulting, supervision (前期服务)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import COMPANY_CODE, COMPANY_NAME, INVESTMENT_CODE, PROJECT_CODE
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

SERVICES = TableMap(
    name="services",
    title="前期服务",
    columns=(
        INVESTMENT_CODE,
        PROJECT_CODE,
        Column(
            "company_name",
            ("服务单位", "前期服务单位", "设计单位", "咨询单位", *COMPANY_NAME.headers),
            CellKind.NAME,
            required=True,
            example="某设计院有限公司",
        ),
        Column(
            "company_code",
            ("服务单位代码", "服务单位统一社会信用代码", *COMPANY_CODE.headers),
            CellKind.COMPANY_CODE,
            example=COMPANY_CODE.example,
        ),
        Column(
            "service",
            ("服务内容", "服务类别", "前期服务", "服务类型"),
            required=True,
            example="初步设计",
        ),
    ),
    nodes={
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("company_code", "company_name")),
            {"name": "company_name"},
            mention=True,
        ),
        "project": NodeMap(
            "Project", Key(keys.project_key, ("investment_code", "project_code")), mention=True
        ),
    },
    edges=(
        # (:Company)-[:SERVED {service}]->(:Project)
        EdgeMap("SERVED", "company", "project", {"service": "service"}),
    ),
    subject=("project",),
    needs_one_of=(("investment_code", "project_code"),),
)
