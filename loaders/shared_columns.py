"""Columns that several tables have, and the words that stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from loaders.cells import CellKind
from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.table_map import Column, Derived, Fixed, PropertySource
from loaders.words import Parsed

USCC_EXAMPLE = "91350200776049653A"
ID_EXAMPLE = "11010519491231002X"

LOT = Column(
    "lot",
    (
        *("标段编号", "标段（包）编号", "标段号", "标包编号", "标段代码"),
        *("分包编号", "分包号", "包号", "BID_SECTION_CODE", "BID_SECTION_CODES", "lot"),
    ),
    CellKind.CODE,
    required=True,
    example="E3501000001000001001001",
)
BIDDER_NAME = Column(
    "bidder_name",
    (
        *("投标人名称", "投标单位名称", "投标单位", "投标企业", "投标人", "供应商名称"),
        *("供应商", "投标供应商", "单位名称", "企业名称", "BIDDER_NAME", "bidder"),
    ),
    CellKind.NAME,
    example="甲建设工程有限公司",
)
BIDDER_CODE = Column(
    "bidder_code",
    (
        *("投标人代码", "投标人统一社会信用代码", "投标单位代码", "投标单位统一社会信用代码"),
        *("供应商统一社会信用代码", "供应商代码", "统一社会信用代码", "社会信用代码", "信用代码"),
        *("组织机构代码", "BIDDER_ORG_CODE", "bidder_code"),
    ),
    CellKind.COMPANY_CODE,
    example=USCC_EXAMPLE,
)
# Of a bid's or a candidate's 项目负责人; whose certificate 证书编号 alone would be is open there.
MANAGER_CERTIFICATE = Column(
    "certificate_no",
    (
        *("注册证书编号", "注册证书号", "注册建造师证书编号", "建造师证书编号", "注册编号"),
        *("项目负责人证书编号", "项目经理证书编号", "执业证书编号", "注册证书类别及注册证书号"),
        "REGIST_CERTIFICATE",
    ),
    CellKind.CODE,
    example="闽1352020202012345",
)
_NUMBER = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?[0-9A-Z]*[0-9]{5}[0-9A-Z-]*"
)


def certificate_number(stated: str | None) -> str | None:
    """The number of a certificate, where the cell names its kind too (一级注册建造师 闽135…)."""
    named = stated is not None and ("师" in stated or "级" in stated)
    found = _NUMBER.search(stated) if stated is not None and named else None
    return found.group() if found else stated


CERTIFICATE_NO = Derived(certificate_number, ("certificate_no",))
MANAGER_CERTIFIED: Mapping[str, PropertySource] = {
    "post": Fixed("项目负责人"),
    "certificate_no": CERTIFICATE_NO,
}

COMPANY_NAME = Column(
    "company_name",
    ("企业名称", "单位名称", "公司名称", "机构名称", "名称", "company"),
    CellKind.NAME,
    example="甲建设工程有限公司",
)
COMPANY_CODE = Column(
    "company_code",
    ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "企业代码", "uscc"),
    CellKind.COMPANY_CODE,
    example=USCC_EXAMPLE,
)
PERSON_ID = Column(
    "id_number",
    (
        *("身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "ID_CARD", "ID_CARD_NO"),
        "公民身份证号码",
    ),
    CellKind.ID_NUMBER,
    example=ID_EXAMPLE,
)
CONTRACT_NO = Column(
    "contract",
    ("合同编号", "合同号", "合同备案编号", "CONTRACT_CODE", "contract"),
    CellKind.CODE,
    required=True,
    example="HT-2024-0117",
)
PROJECT_CODE = Column(
    "project_code",
    (
        *("项目编号", "招标项目编号", "招标编号", "采购项目编号", "工程编号"),
        *("TENDER_PROJECT_CODE", "PROJECT_CODE"),
    ),
    CellKind.CODE,
    example="E3501000001000001",
)
INVESTMENT_CODE = Column(
    "investment_code",
    ("项目代码", "投资项目统一代码", "投资项目代码", "赋码"),
    CellKind.CODE,
    example="2301-350100-04-01-123456",
)
SINCE = Column(
    "since",
    ("起始日期", "开始日期", "起始", "有效期起", "生效日期"),
    CellKind.DATE,
    example="2021-01-01",
)
UNTIL = Column(
    "until",
    ("截止日期", "结束日期", "截止", "有效期止", "失效日期", "有效期至"),
    CellKind.LAST_DAY,
    example="2026-12-31",
)
EXPERT_NO = Column(
    "expert_no",
    ("专家编号", "评委编号", "专家代码", "专家证号", "EXPERT_CODE", "expert"),
    CellKind.CODE,
    required=True,
    example="ZJ0001",
)


def required(column: Column) -> Column:
    """The same column, but a row must fill it."""
    return replace(column, required=True)


def optional(column: Column) -> Column:
    """The same column, but a row may leave it empty."""
    return replace(column, required=False)


class Words:
    """A `clean` that knows a fixed set of words, by what they contain; others are complained of."""

    def __init__(self, meanings: Mapping[str, str], advice: str) -> None:
        self._meanings = dict(meanings)
        self._advice = advice

    def __call__(self, cell: str) -> Parsed:
        plain = "".join(half_width(cell).lower().split())
        if plain in self._meanings.values():
            return plain
        for word, meaning in self._meanings.items():
            if word in plain:
                return meaning
        return Complaint("is not a word that is known here.", self._advice)
