"""From which accounts bid deposits were paid (保证金)."""

from __future__ import annotations

from loaders import keys
from loaders.bidders import BIDDER, NAMED_BID, NAMED_BY
from loaders.cells import CellKind
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, LOT
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

DEPOSITS = TableMap(
    name="deposits",
    title="保证金",
    columns=(
        LOT,
        BIDDER_NAME,
        BIDDER_CODE,
        Column(
            "payer",
            ("付款户名", "付款人", "付款单位", "户名", "缴款人"),
            CellKind.NAME,
            example="甲公司",
        ),
        Column(
            "account",
            (
                "付款账号",
                "付款帐号",
                "付款账户",
                "账号",
                "银行账号",
                "基本户账号",
                "MARGIN_ACCOUNT",
            ),
            CellKind.ACCOUNT,
            required=True,
            example="6222020000000001234",
        ),
        Column(
            "bank",
            ("开户行", "付款银行", "基本户银行", "开户银行", "MARGIN_BANK"),
            example="某银行某支行",
        ),
        Column(
            "amount",
            ("缴纳金额", "保证金金额", "付款金额", "金额", "投标保证金金额", "MARGIN_PAY"),
            CellKind.AMOUNT,
            example="200000",
        ),
        Column(
            "at",
            ("到账时间", "缴纳时间", "付款时间", "MARGIN_RECEIVE_TIME"),
            CellKind.TIME,
            example="2024-05-04 15:20",
        ),
    ),
    nodes={
        "bidder": BIDDER,
        "bid": NAMED_BID,
        "account_node": NodeMap(
            "Account", Key(keys.account_key, ("account",)), {"bank": "bank", "holder": "payer"}
        ),
    },
    edges=(
        # (:Account)-[:PAID_DEPOSIT_OF {amount, at, payer}]->(:Bid)
        EdgeMap(
            "PAID_DEPOSIT_OF",
            "account_node",
            "bid",
            {"amount": "amount", "at": "at", "payer": "payer"},
        ),
    ),
    subject=("bid",),
    needs_one_of=(NAMED_BY,),
)
