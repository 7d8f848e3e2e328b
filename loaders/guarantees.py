"""Letters of guarantee and insurances that stand in for deposits (保函)."""

from __future__ import annotations

from loaders import keys
from loaders.bidders import BIDDER, NAMED_BID, NAMED_BY
from loaders.cells import CellKind
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, ID_EXAMPLE, LOT
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

GUARANTEES = TableMap(
    name="guarantees",
    title="保函",
    columns=(
        Column(
            "code",
            ("保函编号", "保单号", "保函号", "保险单号", "LETTER_OF_GUARANTEE"),
            CellKind.CODE,
            required=True,
            example="BH202405060017",
        ),
        LOT,
        BIDDER_NAME,
        BIDDER_CODE,
        Column(
            "issuer",
            ("开立机构", "保函机构", "担保机构", "保险公司", "出函机构", "保证人"),
            example="某担保有限公司",
        ),
        Column(
            "issued_at",
            ("开立时间", "出函时间", "保函开立时间", "签发时间", "出单时间", "开立日期"),
            CellKind.TIME,
            example="2024-05-03 15:20:33",
        ),
        Column("amount", ("保函金额", "担保金额", "保险金额"), CellKind.AMOUNT, example="200000"),
        Column("premium", ("保费", "担保费", "手续费"), CellKind.AMOUNT, example="600"),
        Column(
            "account",
            ("保费付款账号", "付款账号", "缴费账号", "保费账号"),
            CellKind.ACCOUNT,
            example="6222020000000001234",
        ),
        Column(
            "payer",
            ("保费付款户名", "付款户名", "缴费人", "保费付款人"),
            CellKind.NAME,
            example="甲公司",
        ),
        Column(
            "applicant",
            ("经办人", "申请人", "投保经办人", "申请经办人"),
            CellKind.NAME,
            example="李四",
        ),
        Column(
            "applicant_id",
            ("经办人身份证号", "申请人身份证号", "经办人证件号"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column(
            "phones",
            ("经办人电话", "联系电话", "申请人电话", "经办人手机"),
            CellKind.PHONES,
            example="13800138000",
        ),
    ),
    nodes={
        "bidder": BIDDER,
        "bid": NAMED_BID,
        "guarantee": NodeMap(
            "Guarantee",
            Key(keys.guarantee_key, ("code",)),
            {
                "code": "code",
                "issuer": "issuer",
                "issued_at": "issued_at",
                "amount": "amount",
                "premium": "premium",
            },
            recurs=False,
        ),
        "account_node": NodeMap(
            "Account", Key(keys.account_key, ("account",)), {"holder": "payer"}
        ),
        "person": NodeMap(
            "Person",
            Key(keys.person_key, ("applicant", "applicant_id", "bidder")),
            {"name": "applicant"},
        ),
        "phone": NodeMap("Phone", Key(keys.phone_key, ("phones",)), each="phones"),
    },
    edges=(
        # (:Guarantee)-[:SECURES]->(:Bid)   (:Account)-[:PAID_PREMIUM_OF]->(:Guarantee)
        EdgeMap("SECURES", "guarantee", "bid"),
        EdgeMap("PAID_PREMIUM_OF", "account_node", "guarantee"),
        # (:Person)-[:APPLIED_FOR]->(:Guarantee)<-[:GIVEN_IN]-(:Phone)
        EdgeMap("APPLIED_FOR", "person", "guarantee"),
        EdgeMap("GIVEN_IN", "phone", "guarantee"),
    ),
    subject=("bid",),
    needs_one_of=(NAMED_BY,),
)
