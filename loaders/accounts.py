"""Whose bank account is whose (账户), and what went from one to another (资金流水)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash
from loaders.keys import Identified
from loaders.shared_columns import COMPANY_CODE, ID_EXAMPLE, SINCE, UNTIL, USCC_EXAMPLE
from loaders.table_map import Column, Computed, EdgeMap, Key, NodeMap, TableMap

_BASIC = ("基本",)


def is_basic(kind: str | None) -> bool | None:
    """Whether 账户类型 says 基本账户; None if it says nothing."""
    return None if kind is None else any(word in kind for word in _BASIC)


def holding_firm_key(
    hashed: KeyedHash, id_number: str | None, code: str | None, name: str | None
) -> Identified | None:
    """The firm that holds the account, unless the row gives a person's number."""
    return None if id_number else keys.company_key(hashed, code, name)


ACCOUNTS = TableMap(
    name="accounts",
    title="账户",
    columns=(
        Column(
            "holder",
            ("户名", "账户名称", "开户单位", "单位名称", "企业名称", "存款人名称"),
            CellKind.NAME,
            required=True,
            example="甲建设工程有限公司",
        ),
        Column(
            "code",
            ("开户单位统一社会信用代码", "存款人代码", *COMPANY_CODE.headers),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column(
            "id_number",
            ("户主身份证号", "开户人身份证号", "身份证号"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column(
            "account",
            ("账号", "帐号", "银行账号", "基本户账号", "账户号"),
            CellKind.ACCOUNT,
            required=True,
            example="6222020000000001234",
        ),
        Column("bank", ("开户行", "开户银行", "基本户银行"), example="某银行某支行"),
        Column("kind", ("账户类型", "账户性质", "是否基本户"), required=True, example="基本账户"),
        Column("since", ("开户日期", *SINCE.headers), CellKind.DATE, example="2018-05-06"),
        Column("until", ("销户日期", *UNTIL.headers), CellKind.LAST_DAY, example="2025-05-06"),
    ),
    computed={"basic": Computed(is_basic, ("kind",), "kind")},
    nodes={
        "company": NodeMap(
            "Company",
            Key(holding_firm_key, ("id_number", "code", "holder")),
            {"name": "holder"},
            mention=True,
        ),
        "person": NodeMap(
            "Person", Key(keys.identified_person_key, ("holder", "id_number")), {"name": "holder"}
        ),
        "account_node": NodeMap(
            "Account", Key(keys.account_key, ("account",)), {"bank": "bank", "holder": "holder"}
        ),
    },
    edges=(
        # (:Company|:Person)-[:HAS_ACCOUNT {basic}]->(:Account)
        *(
            EdgeMap(
                "HAS_ACCOUNT",
                holder,
                "account_node",
                {"basic": "basic", "valid_from": "since", "valid_to": "until"},
            )
            for holder in ("company", "person")
        ),
    ),
    subject=("account_node",),
)

TRANSFERS = TableMap(
    name="transfers",
    title="资金流水",
    columns=(
        Column(
            "payer", ("付款户名", "付款人", "付款方", "转出户名"), CellKind.NAME, example="甲公司"
        ),
        Column(
            "from_account",
            ("付款账号", "付款帐号", "转出账号", "付方账号"),
            CellKind.ACCOUNT,
            required=True,
            example="6222020000000001234",
        ),
        Column("from_bank", ("付款银行", "付款开户行", "转出银行"), example="某银行某支行"),
        Column(
            "payee", ("收款户名", "收款人", "收款方", "转入户名"), CellKind.NAME, example="乙公司"
        ),
        Column(
            "to_account",
            ("收款账号", "收款帐号", "转入账号", "对方账号", "收方账号"),
            CellKind.ACCOUNT,
            required=True,
            example="6222020000000005678",
        ),
        Column("to_bank", ("收款银行", "收款开户行", "转入银行"), example="某银行某支行"),
        Column(
            "amount",
            ("交易金额", "金额", "转账金额", "发生额"),
            CellKind.AMOUNT,
            required=True,
            example="50000",
        ),
        Column(
            "at",
            ("交易时间", "交易日期", "转账时间", "记账日期"),
            CellKind.TIME,
            required=True,
            example="2024-05-20 10:12:00",
        ),
        Column("purpose", ("摘要", "用途", "附言", "交易摘要"), example="往来款"),
    ),
    nodes={
        "from_node": NodeMap(
            "Account",
            Key(keys.account_key, ("from_account",)),
            {"bank": "from_bank", "holder": "payer"},
        ),
        "to_node": NodeMap(
            "Account",
            Key(keys.account_key, ("to_account",)),
            {"bank": "to_bank", "holder": "payee"},
        ),
    },
    edges=(
        # (:Account)-[:TRANSFERRED {amount, at, purpose}]->(:Account)
        EdgeMap(
            "TRANSFERRED",
            "from_node",
            "to_node",
            {"amount": "amount", "at": "at", "purpose": "purpose"},
        ),
    ),
    subject=("to_node",),
    note="只有依法调取的银行流水才可以载入：载入时写明调取文号和操作人，不得使用来源不明的流水。",
)
