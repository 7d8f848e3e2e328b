"""Who holds a post in a company (任职) and whose social insurance it pays (社保)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.insured_months import first_day, last_day, spells
from loaders.shared_columns import COMPANY_CODE, COMPANY_NAME, ID_EXAMPLE, USCC_EXAMPLE, required
from loaders.table_map import Column, Computed, EdgeMap, FullList, Key, NodeMap, Spread, TableMap

_COMPANY = NodeMap(
    "Company",
    Key(keys.company_key, ("company_code", "company_name")),
    {"name": "company_name"},
    mention=True,
)
_PERSON = NodeMap(
    "Person", Key(keys.person_key, ("name", "id_number", "company")), {"name": "name"}
)
_ID_HEADERS = ("身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "ID_CARD_NO")

PERSONNEL = TableMap(
    name="personnel",
    title="任职",
    columns=(
        COMPANY_NAME,
        required(COMPANY_CODE),
        Column(
            "name", ("姓名", "人员姓名", "高管姓名"), CellKind.NAME, required=True, example="王五"
        ),
        Column("id_number", _ID_HEADERS, CellKind.ID_NUMBER, example=ID_EXAMPLE),
        Column("post", ("职务", "职位", "岗位", "任职职务"), required=True, example="监事"),
        Column(
            "since",
            ("任职起始", "任职开始日期", "任职日期", "起始日期"),
            CellKind.DATE,
            example="2021-01",
        ),
        Column("until", ("任职截止", "任职结束日期", "离任日期", "截止日期"), CellKind.LAST_DAY),
    ),
    nodes={"company": _COMPANY, "person": _PERSON},
    edges=(
        # (:Person)-[:EXECUTIVE_OF {post}]->(:Company)
        EdgeMap(
            "EXECUTIVE_OF",
            "person",
            "company",
            {"post": "post", "valid_from": "since", "valid_to": "until"},
        ),
    ),
    subject=("person",),
    full_lists=(FullList("EXECUTIVE_OF"),),
)

INSURANCE = TableMap(
    name="insurance",
    title="社保",
    columns=(
        Column(
            "name", ("姓名", "参保人姓名", "参保人"), CellKind.NAME, required=True, example="赵六"
        ),
        Column("id_number", _ID_HEADERS, CellKind.ID_NUMBER, required=True, example=ID_EXAMPLE),
        Column(
            "company_name",
            ("参保单位", "参保单位名称", "缴费单位", "单位名称"),
            CellKind.NAME,
            example="甲建设工程有限公司",
        ),
        Column(
            "company_code",
            ("参保单位统一社会信用代码", "参保单位代码", "缴费单位代码", "统一社会信用代码"),
            CellKind.COMPANY_CODE,
            required=True,
            example=USCC_EXAMPLE,
        ),
        Column(
            "since",
            ("参保起始", "参保开始", "缴费起始", "起始年月"),
            CellKind.DATE,
            example="2023-01",
        ),
        Column(
            "until",
            ("参保截止", "参保结束", "缴费截止", "截止年月"),
            CellKind.LAST_DAY,
            example="2023-12",
        ),
        Column(
            "months",
            ("缴费年月", "参保月份", "缴费月份", "费款所属期", "参保年月"),
            example="2023-01至2023-12",
        ),
    ),
    computed={
        "first": Computed(first_day, ("since", "months"), "months"),
        "last": Computed(last_day, ("until", "months"), "months"),
    },
    nodes={"company": _COMPANY, "person": _PERSON},
    edges=(
        # (:Person)-[:INSURED_BY]->(:Company)
        EdgeMap("INSURED_BY", "person", "company", {"valid_from": "first", "valid_to": "last"}),
    ),
    subject=("person",),
    needs_one_of=(("company_name", "since", "months"),),
    spread=Spread("months", spells),
)
