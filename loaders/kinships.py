"""Who has declared to be related to whom (亲属申报). Kinship is declared, never inferred."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import ID_EXAMPLE
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

KINSHIPS = TableMap(
    name="kinships",
    title="亲属申报",
    columns=(
        Column(
            "name",
            ("姓名", "申报人", "申报人姓名", "本人姓名"),
            CellKind.NAME,
            required=True,
            example="张三",
        ),
        Column(
            "id_number",
            ("身份证号", "申报人身份证号", "本人身份证号", "身份证号码"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column(
            "employer",
            ("申报人单位", "工作单位", "所在单位", "单位名称"),
            CellKind.NAME,
            example="甲建设工程有限公司",
        ),
        Column("kind", ("亲属关系", "关系", "与本人关系", "称谓"), required=True, example="配偶"),
        Column(
            "relative",
            ("亲属姓名", "关系人姓名", "家庭成员姓名", "关系人"),
            CellKind.NAME,
            required=True,
            example="李四",
        ),
        Column(
            "relative_id",
            ("亲属身份证号", "关系人身份证号", "家庭成员身份证号"),
            CellKind.ID_NUMBER,
            example="440101199001010011",
        ),
        Column(
            "relative_employer",
            ("亲属工作单位", "亲属单位", "关系人单位", "亲属任职单位"),
            CellKind.NAME,
            example="乙建设有限公司",
        ),
    ),
    nodes={
        "company": NodeMap("Company", Key(keys.name_only_company_key, ("employer",)), mention=True),
        "relative_company": NodeMap(
            "Company", Key(keys.name_only_company_key, ("relative_employer",)), mention=True
        ),
        "person": NodeMap(
            "Person", Key(keys.person_key, ("name", "id_number", "company")), {"name": "name"}
        ),
        "relative_person": NodeMap(
            "Person",
            Key(keys.person_key, ("relative", "relative_id", "relative_company")),
            {"name": "relative"},
        ),
    },
    edges=(
        # (:Person)-[:RELATIVE_OF {kind}]->(:Person)
        EdgeMap("RELATIVE_OF", "person", "relative_person", {"kind": "kind"}),
        EdgeMap("EMPLOYED_BY", "person", "company", recurs=True),
        EdgeMap("EMPLOYED_BY", "relative_person", "relative_company", recurs=True),
    ),
    subject=("relative_person",),
)
