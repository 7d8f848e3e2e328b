"""With which firm a person's professional certificate is registered (注册证书)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import (
    CERTIFICATE_NO,
    COMPANY_CODE,
    COMPANY_NAME,
    PERSON_ID,
    SINCE,
    UNTIL,
)
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

REGISTRATIONS = TableMap(
    name="registrations",
    title="注册证书",
    columns=(
        Column(
            "name", ("姓名", "人员姓名", "持证人"), CellKind.NAME, required=True, example="张三"
        ),
        PERSON_ID,
        Column(
            "certificate_no",
            (
                *("注册证书编号", "证书编号", "注册编号", "注册证书号", "执业证书编号", "注册号"),
                *("CERTIFICATE_NO", "REGIST_CERTIFICATE"),
            ),
            CellKind.CODE,
            required=True,
            example="闽1352020202012345",
        ),
        Column(
            "company_name",
            ("注册单位", "聘用企业", "注册单位名称", "执业单位", *COMPANY_NAME.headers),
            CellKind.NAME,
            required=True,
            example="甲建设工程有限公司",
        ),
        Column(
            "company_code",
            ("注册单位统一社会信用代码", "注册单位代码", *COMPANY_CODE.headers),
            CellKind.COMPANY_CODE,
            example=COMPANY_CODE.example,
        ),
        Column(
            "since",
            ("注册日期", "注册时间", "发证日期", *SINCE.headers),
            CellKind.DATE,
            example="2021-03-01",
        ),
        Column(
            "until",
            ("注销日期", "变更日期", "转出日期", "注册有效期", *UNTIL.headers),
            CellKind.LAST_DAY,
            example="2024-03-01",
        ),
    ),
    nodes={
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("company_code", "company_name")),
            {"name": "company_name"},
            mention=True,
        ),
        "person": NodeMap(
            "Person", Key(keys.person_key, ("name", "id_number", "company")), {"name": "name"}
        ),
    },
    edges=(
        # (:Person)-[:REGISTERED_AT {certificate_no}]->(:Company)
        EdgeMap(
            "REGISTERED_AT",
            "person",
            "company",
            {"certificate_no": CERTIFICATE_NO, "valid_from": "since", "valid_to": "until"},
        ),
    ),
    subject=("person",),
)
