"""Every trap of the loaders, each named: what stands in the files, and what must come of it.

The traps were seen in real exports or in the code that reads them. They are numbered by kind:
1 signs for nothing; 2 units and rates; 3 one bidder in many spellings, several in one cell;
4 layouts and numbers that spreadsheets spoil; 5 facts that hold for a time; 6 the way back to the
cell; 7 keys that make loading twice the same as loading once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph.records import EdgeRecord, NodeRecord
from tests.unit.loaders.mapping import A, B, C, edges, mapped, nodes, rules
from tests.unit.loaders.test_inputs import dry

Stated = NodeRecord | EdgeRecord
BID = {"标段编号": "L1", "投标人名称": "甲公司"}
SIGNS = (
    "-", "/", "无", "—", "详见公告", "详见正文", "详细请见正文", "详细见正文", "详细见公告内容",
    "详见中标结果公告",
)  # fmt: skip
ID = "11010519491231002X"
FIRM = {"企业名称": "甲公司", "统一社会信用代码": A}


@dataclass(frozen=True)
class Trap:
    """A row of a table; the properties that its nodes and edges must have, None for none.

    `warned` and `rejected` name the columns that are complained of.
    """

    name: str
    table: str
    row: Mapping[str, str]
    gives: Mapping[str, Any] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


TRAPS = [
    *(
        Trap(f"1 {sign} says nothing", "bids",
             BID | {"投标报价": sign, "是否中标": sign, "排名": sign, "联系电话": sign},
             {"Bid.price": None, "Bid.price_text": None, "Bid.won": None, "Bid.rank": None,
              "Phone.masked": None})
        for sign in SIGNS
    ),
    *(
        Trap(f"1 a formula that failed: {shown}", "bids",
             BID | {"投标报价": shown, "投标文件递交时间": shown, "项目经理": shown},
             {"Bid.price": None, "Bid.price_text": None, "Bid.submitted_at": None,
              "Person.name": None},
             ("投标报价", "项目经理", "投标文件递交时间"))
        for shown in ("#VALUE!", "#N/A", "#DIV/0!", "#REF!", "#NAME?", "########", "Err:502")
    ),
    Trap("1 a key that a failed formula should give", "bids", BID | {"标段编号": "#REF!"}, {},
         rejected=("标段编号",)),
    Trap("2 yuan", "bids", BID | {"投标报价": "9,876,543.21"}, {"Bid.price": 9876543.21}),
    Trap("2 ten thousands by the header", "bids", BID | {"投标报价（万元）": "987.654321"},
         {"Bid.price": 9876543.21, "Bid.price_text": "987.654321"}),
    Trap("2 ten thousands by the cell", "bids", BID | {"投标报价": "987.654321万元"},
         {"Bid.price": 9876543.21, "Bid.price_text": "987.654321万元"}),
    Trap("2 ten thousands by the standard", "awards",
         {"标段编号": "L1", "WIN_BIDDER_NAME": "甲公司", "BID_AMOUNT": "12.5"},
         {"WON.amount": 125000.0}),
    Trap("2 a rate is no amount", "bids", BID | {"投标报价": "费率 1.2%"},
         {"Bid.price": None, "Bid.rate": 0.012, "Bid.rate_kind": "fee",
          "Bid.price_text": "费率 1.2%"}),
    Trap("2 a discount is a rate", "bids", BID | {"投标报价": "下浮率5%"},
         {"Bid.price": None, "Bid.rate": 0.05, "Bid.rate_kind": "discount",
          "Bid.price_text": "下浮率5%"}),
    Trap("2 a column of discounts", "bids", BID | {"下浮率(%)": "5"},
         {"Bid.price": None, "Bid.rate": 0.05, "Bid.rate_kind": "discount"}),
    Trap("2 a column of fees", "bids", BID | {"费率": "1.2%"},
         {"Bid.price": None, "Bid.rate": 0.012, "Bid.rate_kind": "fee"}),
    Trap("2 a bare fraction among discounts is 5 % or 0.05 %", "bids", BID | {"下浮率": "0.05"},
         {"Bid.rate": None, "Bid.price": None, "Bid.price_text": "0.05"}, ("下浮率",)),
    Trap("2 a fraction under a header that says percent", "bids", BID | {"下浮率(%)": "0.5"},
         {"Bid.rate": 0.005, "Bid.rate_kind": "discount"}),
    Trap("2 a discount in a column of fees", "bids", BID | {"费率": "下浮率5%"},
         {"Bid.rate": 0.05, "Bid.rate_kind": "discount"}),
    Trap("2 an offer above the base is a discount below zero", "bids", BID | {"下浮率": "-2%"},
         {"Bid.price": None, "Bid.rate": -0.02, "Bid.rate_kind": "discount"}),
    Trap("2 a bare discount below zero", "bids", BID | {"下浮率(%)": "－2.5"},
         {"Bid.price": None, "Bid.rate": -0.025, "Bid.rate_kind": "discount"}),
    Trap("2 a discount that nobody offers", "bids", BID | {"下浮率": "-98%"},
         {"Bid.rate": -0.98, "Bid.rate_kind": "discount"}, warned=("下浮率",)),
    Trap("2 a fee below zero", "bids", BID | {"费率": "-1.2%"},
         {"Bid.rate": -0.012, "Bid.rate_kind": "fee"}, warned=("费率",)),
    Trap("2 a discount below zero in a column of fees", "bids", BID | {"费率": "下浮率-5%"},
         {"Bid.rate": -0.05, "Bid.rate_kind": "discount"}),
    Trap("2 an amount among discounts", "bids", BID | {"下浮率": "9876543.21"},
         {"Bid.rate": None, "Bid.price": None, "Bid.price_text": "9876543.21"}, ("下浮率",)),
    Trap("2 a rate by the form of the offer", "bids",
         BID | {"费率或其它类型报价": "5", "报价方式": "下浮率"},
         {"Bid.rate": 0.05, "Bid.rate_kind": "discount"}),
    Trap("2 a rate of an untold kind", "bids",
         BID | {"费率或其它类型报价": "5", "报价方式": "费率"},
         {"Bid.rate": 0.05, "Bid.rate_kind": None}),
    Trap("2 far above the ceiling", "bids",
         BID | {"投标报价（万元）": "9876543", "最高限价": "10000000"},
         {"Bid.price": 98765430000.0}, warned=("投标报价（万元）",)),
    Trap("2 far below the ceiling", "bids", BID | {"投标报价": "987.6", "最高限价": "10000000"},
         {"Bid.price": 987.6}, warned=("投标报价",)),
    Trap("2 words go before figures", "bids",
         BID | {"投标报价": "1,234,567.00元 大写：壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"},
         {"Bid.price": 1234567.89}, warned=("投标报价",)),
    Trap("3 brackets, widths, spaces", "bids",
         {"标段编号": "L1", "投标人名称": " Ｂ (集团)  有限责任公司 ", "投标报价": "1"},
         {"Company.key": "company:B(集团)有限公司"}),
    Trap("3 a branch is not its parent", "bids",
         {"标段编号": "L1", "投标人名称": "B（集团）有限责任公司厦门分公司", "投标报价": "1"},
         {"Company.key": "company:B(集团)有限公司厦门分公司"}),
    *(
        Trap(f"3 a consortium told apart by {sign}", "bids",
             {"标段编号": "L1", "投标人名称": f"甲公司{sign}乙公司", "投标报价": "1"},
             {"Bid.consortium": True, "SUBMITTED.count": 2})
        for sign in "、；;/，"
    ),
    Trap("3 a consortium by its roles", "bids",
         {"标段编号": "L1", "投标人名称": "甲公司（牵头人）、乙公司（成员）", "投标报价": "1"},
         {"Bid.key": "bid:L1/甲公司", "Bid.consortium": True, "SUBMITTED.count": 2}),
    Trap("4 a day as a spreadsheet counts it", "companies", FIRM | {"成立日期": "45418"},
         {"Company.established_on": "2024-05-06"}),
    Trap("4 a time as a spreadsheet counts it", "bids", BID | {"投标文件递交时间": "45418.375"},
         {"Bid.submitted_at": "2024-05-06T09:00:00"}),
    Trap("4 digits of full width", "bids", BID | {"投标报价": "９９０万元", "排名": "２"},
         {"Bid.price": 9.9e6, "Bid.rank": 2}),
    Trap("4 an identity number that lost digits", "bids",
         BID | {"项目负责人": "张三", "项目负责人身份证号": "1.10105E+17"},
         {"Person.id_masked": None, "Person.identity": "scoped"}, warned=("项目负责人身份证号",)),
    Trap("4 a company code that lost digits", "bids",
         BID | {"投标人代码": "9.13502E+17"}, {"Company.key": "company:甲公司"},
         warned=("投标人代码",)),
    Trap("4 an account that lost digits", "deposits",
         BID | {"投标人代码": A, "付款账号": "6.22202E+18", "缴纳金额": "100"},
         {"Account.masked": None}, rejected=("付款账号",)),
    Trap("4 a lot number that lost digits", "bids",
         {"标段编号": "3.50100E+17", "投标人名称": "甲公司"}, rejected=("标段编号",)),
    Trap("4 an identity number of a slip", "bids",
         BID | {"项目负责人": "张三", "项目负责人身份证号": "110105194912310021"},
         {"Person.identity": "id"}, warned=("项目负责人身份证号",)),
    Trap("4 a company code of a slip is in use", "bids",
         BID | {"投标人代码": "91350203M0001QAY9B"},
         {"Company.key": "company:91350203M0001QAY9B"}, warned=("投标人代码",)),
    Trap("5 the legal representative's time", "companies",
         FIRM | {"法定代表人": "张三", "任职起始": "2020-01-01", "任职截止": "2023-12"},
         {"LEGAL_REP_OF.valid_from": "2020-01-01", "LEGAL_REP_OF.valid_to": "2023-12-31"}),
    Trap("5 a shareholder's time", "shareholders",
         FIRM | {"股东名称": "李四", "起始日期": "2019年3月", "截止日期": "长期"},
         {"SHAREHOLDER_OF.valid_from": "2019-03-01", "SHAREHOLDER_OF.valid_to": None}),
    Trap("5 an executive's time", "personnel",
         FIRM | {"姓名": "王五", "职务": "监事", "任职起始": "2021-01", "任职截止": "2022-06"},
         {"EXECUTIVE_OF.valid_from": "2021-01-01", "EXECUTIVE_OF.valid_to": "2022-06-30"}),
    Trap("5 an employer's time", "insurance",
         {"姓名": "赵六", "身份证号": ID, "统一社会信用代码": A, "缴费年月": "2023-01至2023-12"},
         {"INSURED_BY.valid_from": "2023-01-01", "INSURED_BY.valid_to": "2023-12-31"}),
    Trap("5 a contract's time", "contracts",
         {"合同编号": "H1", "标段编号": "L1", "承包人": "甲公司", "签订日期": "2024/5/6"},
         {"Contract.signed_on": "2024-05-06"}),
    Trap("7 a firm by its code", "bids", BID | {"投标人代码": f" {A[:8]} {A[8:].lower()} "},
         {"Company.key": f"company:{A}"}),
    Trap("7 a person by the identity number", "bids",
         BID | {"项目负责人": "张三", "项目负责人身份证号": ID},
         {"Person.identity": "id", "Person.id_masked": "110105********002X"}),
    Trap("7 a person by name and telephone, which is weak", "bids",
         BID | {"联系人": "张三", "联系电话": "13800138000"}, {"Person.identity": "phone"}),
    Trap("7 a person inside a firm, which is weaker", "bids", BID | {"项目负责人": "张三"},
         {"Person.identity": "scoped"}),
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: str(trap.name))
def test_a_trap_in_a_row(trap: Trap) -> None:
    found = mapped(trap.table, trap.row)

    said = rules(found)
    assert said == [
        *((column, "warning") for column in trap.warned),
        *((column, "rejected") for column in trap.rejected),
    ]
    stated: list[Stated] = [node for row in found for node in row.nodes]
    stated += [edge for row in found for edge in row.edges]
    for name, value in trap.gives.items():
        kind, _, wanted = name.partition(".")
        assert _value([s for s in stated if _kind(s) == kind], wanted) == value, name


def _kind(stated: Stated) -> str:
    return stated.label if isinstance(stated, NodeRecord) else stated.type


def _value(stated: list[Stated], wanted: str) -> Any:
    if wanted == "count":
        return len(stated)
    if wanted == "key":
        return next((s.key for s in stated if isinstance(s, NodeRecord)), None)
    return next((s.properties[wanted] for s in stated if wanted in s.properties), None)


def test_trap_1_signs_for_nothing_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    lines = [f"L1,甲公司{n},{sign}" for n, sign in enumerate(SIGNS)]
    path.write_text("标段编号,投标人名称,投标报价\n" + "\n".join(lines) + "\n", encoding="utf-8")

    (file,) = dry(path).files

    assert (file.rows, file.loaded, file.blank_cells) == (len(SIGNS), len(SIGNS), len(SIGNS))


def test_trap_3_a_firm_that_bids_alone_and_in_a_consortium_is_named() -> None:
    alone = {"标段编号": "L1", "投标人名称": "乙公司", "投标人代码": "", "投标报价": "2"}
    together = alone | {"投标人名称": "甲公司、乙公司"}

    assert rules(mapped("bids", together, alone)) == [("投标人名称", "warning")]


# 4: merged cells, headers of several rows, titles, totals and hidden sheets are held by
# tests/golden/workbooks, which has all of them in one workbook of each kind.


def test_trap_6_every_record_names_file_sheet_and_row_and_the_files_hash() -> None:
    found = mapped("bids", BID | {"投标人代码": B, "联系人": "张三", "联系电话": "13800138000"})

    stated: list[Stated] = [node for row in found for node in row.nodes]
    stated += [edge for row in found for edge in row.edges]
    assert len(stated) > 5
    assert {(s.source.file, s.source.sha256, s.source.row) for s in stated} == {("f", "0" * 64, 2)}


def test_trap_7_one_device_is_one_node_whatever_its_spelling() -> None:
    found = mapped(
        "devices",
        BID | {"投标人代码": B, "网卡MAC地址": "0C-9D-92-11-22-33"},
        BID | {"投标人代码": C, "网卡MAC地址": "0c9d.9211.2233"},
    )

    assert len(nodes(found, "Device")) == 1
    assert len({edge.end for edge in edges(found, "USED_IN")}) == 2
