"""The pool of experts (专家库) and the panels they sat on (评标委员会)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import EXPERT_NO, ID_EXAMPLE, LOT, USCC_EXAMPLE, optional
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

_ID_HEADERS = ("身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "ID_CARD")


EXPERTS = TableMap(
    name="experts",
    title="专家库",
    columns=(
        EXPERT_NO,
        Column(
            "name", ("姓名", "专家姓名", "评委姓名"), CellKind.NAME, required=True, example="钱七"
        ),
        Column("id_number", _ID_HEADERS, CellKind.ID_NUMBER, example=ID_EXAMPLE),
        Column(
            "employer",
            ("工作单位", "单位名称", "所在单位", "单位"),
            CellKind.NAME,
            example="某设计院",
        ),
        Column(
            "employer_code",
            ("单位统一社会信用代码", "工作单位统一社会信用代码", "单位代码", "统一社会信用代码"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column(
            "specialty", ("专业类别", "专业", "评标专业", "专业类别（代码）"), example="房屋建筑"
        ),
        Column("title", ("职称", "技术职称"), example="高级工程师"),
        Column("joined_on", ("入库时间", "入库日期"), CellKind.DATE, example="2019-05-06"),
        Column("status", ("状态", "专家状态", "在库状态"), example="正常"),
        Column(
            "avoided",
            ("回避单位", "回避企业", "回避企业名称", "应回避单位"),
            CellKind.PARTIES,
            example="乙建设有限公司；丙工程有限公司",
        ),
    ),
    nodes={
        "expert": NodeMap(
            "Expert",
            Key(keys.expert_key, ("expert_no",)),
            {
                "name": "name",
                "expert_no": "expert_no",
                "specialty": "specialty",
                "title": "title",
                "employer": "employer",
                "joined_on": "joined_on",
                "status": "status",
            },
            recurs=False,
        ),
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("employer_code", "employer")),
            {"name": "employer"},
            mention=True,
        ),
        "person": NodeMap(
            "Person", Key(keys.person_key, ("name", "id_number", "company")), {"name": "name"}
        ),
        "avoided_firm": NodeMap(
            "Company", Key(keys.party_key, ("avoided",)), mention=True, each="avoided"
        ),
    },
    edges=(
        # (:Expert)-[:IS]->(:Person)-[:EMPLOYED_BY]->(:Company)   (:Expert)-[:AVOIDS]->(:Company)
        EdgeMap("IS", "expert", "person"),
        EdgeMap("EMPLOYED_BY", "person", "company"),
        EdgeMap("AVOIDS", "expert", "avoided_firm"),
    ),
    subject=("expert",),
)

PANELS = TableMap(
    name="panels",
    title="评标委员会",
    columns=(
        LOT,
        optional(EXPERT_NO),
        Column("name", ("专家姓名", "评委姓名", "姓名", "EXPERT_NAME"), example="钱七"),
        Column("id_number", _ID_HEADERS, CellKind.ID_NUMBER, example=ID_EXAMPLE),
        Column(
            "chair",
            ("是否评标组长", "是否组长", "评标组长", "IS_CHAIR_MAN"),
            CellKind.YES_NO,
            example="是",
        ),
        Column(
            "buyer_representative",
            ("是否招标人代表", "是否采购人代表", "招标人代表", "IS_TENDER_AGENT"),
            CellKind.YES_NO,
            example="否",
        ),
        Column(
            "invalid",
            ("是否无效评分", "无效评分", "IS_INVALID_SCORE"),
            CellKind.YES_NO,
            example="否",
        ),
        Column(
            "signed_in_at",
            ("签到时间", "EXPERT_CHECK_IN_TIME"),
            CellKind.TIME,
            example="2024-05-06 09:45",
        ),
    ),
    nodes={
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True),
        "expert": NodeMap(
            "Expert",
            Key(keys.seated_expert_key, ("expert_no", "name", "lot")),
            {"name": "name"},
            mention=True,
        ),
        "person": NodeMap(
            "Person", Key(keys.identified_person_key, ("name", "id_number")), {"name": "name"}
        ),
    },
    edges=(
        # (:Expert)-[:EVALUATED {chair, buyer_representative}]->(:Lot)
        EdgeMap(
            "EVALUATED",
            "expert",
            "lot_node",
            {
                "chair": "chair",
                "buyer_representative": "buyer_representative",
                "invalid": "invalid",
                "signed_in_at": "signed_in_at",
            },
        ),
        EdgeMap("IS", "expert", "person", recurs=True),
    ),
    subject=("expert",),
    needs_one_of=(("name", "chair", "buyer_representative"),),
)
