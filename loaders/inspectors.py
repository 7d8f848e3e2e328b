"""Who may be sent to inspect: the roster of inspectors (检查人员名录)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import ID_EXAMPLE, SINCE, UNTIL
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

INSPECTORS = TableMap(
    name="inspectors",
    title="检查人员",
    columns=(
        Column(
            "certificate_no",
            ("执法证号", "执法证件号", "行政执法证号", "检查人员编号"),
            CellKind.CODE,
            required=True,
            example="JG0001",
        ),
        Column(
            "name",
            ("检查人员姓名", "执法人员姓名", "姓名"),
            CellKind.NAME,
            required=True,
            example="孙八",
        ),
        Column(
            "id_number",
            ("身份证号", "身份证号码", "公民身份号码"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column(
            "unit",
            ("执法单位", "检查人员单位", "所在单位", "工作单位"),
            CellKind.NAME,
            required=True,
            example="某市公共资源交易监督管理局",
        ),
        Column("specialty", ("执法类别", "检查专业", "专业"), example="房屋建筑"),
        SINCE,
        UNTIL,
    ),
    nodes={
        "unit_node": NodeMap(
            "Company",
            Key(keys.name_only_company_key, ("unit",)),
            {"name": "unit"},
            mention=True,
        ),
        "person": NodeMap(
            "Person", Key(keys.person_key, ("name", "id_number", "unit_node")), {"name": "name"}
        ),
    },
    edges=(
        # (:Person)-[:INSPECTS_FOR {certificate_no, specialty}]->(:Company)
        EdgeMap(
            "INSPECTS_FOR",
            "person",
            "unit_node",
            {
                "certificate_no": "certificate_no",
                "specialty": "specialty",
                "valid_from": "since",
                "valid_to": "until",
            },
        ),
    ),
    subject=("person",),
)
