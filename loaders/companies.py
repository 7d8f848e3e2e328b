"""Companies as a register describes them (企业)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.shared_columns import COMPANY_CODE, COMPANY_NAME, ID_EXAMPLE, required
from loaders.table_map import Column, Derived, EdgeMap, FullList, Key, NodeMap, TableMap

_STATE = ("国有", "国资", "全民所有", "央企", "中央企业", "事业单位", "机关")


def state_owned(nature: str | None) -> bool | None:
    """Whether 企业性质 says that the state controls the firm; None if it says nothing."""
    return None if nature is None else any(word in nature for word in _STATE)


COMPANIES = TableMap(
    name="companies",
    title="企业",
    columns=(
        required(COMPANY_NAME),
        COMPANY_CODE,
        Column("org_code", ("组织机构代码",), CellKind.COMPANY_CODE, example="776049653"),
        Column(
            "nature",
            ("企业性质", "单位性质", "企业类型", "经济类型", "BIDDER_PROPERTY"),
            example="民营",
        ),
        Column(
            "head",
            ("法定代表人", "法人代表", "法定代表人姓名", "法人姓名", "单位负责人", "负责人"),
            CellKind.NAME,
            example="张三",
        ),
        Column(
            "head_id",
            (
                *("法人身份证号", "法定代表人身份证号", "法人身份证", "法定代表人身份证"),
                *("法定代表人证件号", "法人证件号码"),
            ),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column(
            "head_from",
            ("任职起始", "任职开始日期", "任职日期"),
            CellKind.DATE,
            example="2020-01-01",
        ),
        Column("head_to", ("任职截止", "任职结束日期", "离任日期"), CellKind.LAST_DAY),
        Column("capital", ("注册资本", "注册资金"), CellKind.AMOUNT, example="5000"),
        Column(
            "established", ("成立日期", "成立时间", "注册日期"), CellKind.DATE, example="2008-05-06"
        ),
        Column("status", ("登记状态", "经营状态", "企业状态"), example="存续"),
        Column(
            "region", ("行政区划", "注册地行政区划", "所属地区", "注册地", "区域"), example="350200"
        ),
        Column(
            "address", ("注册地址", "住所", "企业地址", "地址", "通讯地址"), example="某市某路1号"
        ),
        Column(
            "phones",
            ("联系电话", "电话", "企业电话", "手机", "联系方式", "固定电话"),
            CellKind.PHONES,
            example="0592-5551234",
        ),
        Column(
            "emails",
            ("邮箱", "电子邮箱", "电子邮件", "email"),
            CellKind.EMAILS,
            example="a@example.cn",
        ),
        Column("scope", ("经营范围", "业务范围"), example="房屋建筑工程施工"),
        Column(
            "qualifications",
            ("资质", "企业资质", "资质等级", "资质类别及等级"),
            example="建筑工程施工总承包一级",
        ),
        Column(
            "insured",
            ("参保人数", "社保人数", "参保职工人数"),
            CellKind.INTEGER,
            example="56",
        ),
        Column("contact", ("联络员", "联系人", "工商联络员"), CellKind.NAME, example="王五"),
        Column("former_names", ("曾用名", "历史名称"), example="甲建筑公司"),
    ),
    nodes={
        "company": NodeMap(
            "Company",
            Key(keys.described_company_key, ("company_code", "org_code", "company_name")),
            {
                "name": "company_name",
                "region": "region",
                "address": "address",
                "status": "status",
                "registered_capital": "capital",
                "established_on": "established",
                "state_owned": Derived(state_owned, ("nature",)),
                "former_names": "former_names",
                "nature": "nature",
                "business_scope": "scope",
                "qualifications": "qualifications",
                "insured_staff": "insured",
            },
            recurs=False,
        ),
        "head_person": NodeMap(
            "Person", Key(keys.person_key, ("head", "head_id", "company")), {"name": "head"}
        ),
        "contact_person": NodeMap(
            "Person", Key(keys.contact_key, ("contact", "phones", "company")), {"name": "contact"}
        ),
        "phone": NodeMap("Phone", Key(keys.phone_key, ("phones",)), each="phones"),
        "email": NodeMap("Email", Key(keys.email_key, ("emails",)), each="emails"),
        "place": NodeMap("Address", Key(keys.address_key, ("address",))),
    },
    edges=(
        # (:Person)-[:LEGAL_REP_OF]->(:Company)
        EdgeMap(
            "LEGAL_REP_OF",
            "head_person",
            "company",
            {"valid_from": "head_from", "valid_to": "head_to"},
        ),
        EdgeMap("CONTACT_OF", "contact_person", "company"),
        # (:Company)-[:REACHED_AT]->(:Phone|:Email|:Address)
        EdgeMap("REACHED_AT", "company", "phone"),
        EdgeMap("REACHED_AT", "company", "email"),
        EdgeMap("REACHED_AT", "company", "place"),
    ),
    subject=("company",),
    full_lists=(
        FullList("LEGAL_REP_OF"),
        FullList("CONTACT_OF"),
        FullList("REACHED_AT", of="start", each_label=True),
    ),
)
