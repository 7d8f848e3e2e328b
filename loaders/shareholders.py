"""Who holds shares in a company (股东)."""

from __future__ import annotations

from dataclasses import dataclass

from loaders import identifiers, keys
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash
from loaders.keys import Identified
from loaders.shared_columns import COMPANY_CODE, COMPANY_NAME, ID_EXAMPLE, required
from loaders.table_map import Column, Computed, EdgeMap, Fixed, FullList, Key, NodeMap, TableMap

_PERSON_WORDS = ("自然人", "个人", "职工", "员工")
_STATE_WORDS = ("国资", "国有", "财政", "政府")
_FIRM_WORDS = (
    *("公司", "企业", "集团", "合伙", "中心", "银行", "基金", "委员会", "政府", "财政局", "院"),
    *("厂", "社", "局", "事务所", "协会", "工会", "联营", "委"),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A shareholder: name and number of its document."""

    name: str
    number: str | None


def _is_person(kind: str | None, name: str, number: str | None) -> bool:
    """By the declared kind, else by the number, else by the name."""
    if kind is not None and kind not in _FIRM_WORDS:
        if any(word in kind for word in _PERSON_WORDS):
            return True
        if any(word in kind for word in (*_STATE_WORDS, *_FIRM_WORDS, "法人", "机构")):
            return False
    if number is not None and identifiers.id_number_is_valid(number):
        return True
    if number is not None and identifiers.uscc_is_valid(number):
        return False
    return not any(word in name for word in _FIRM_WORDS)


def person_holder(name: str | None, kind: str | None, number: str | None) -> Holder | None:
    """The holder, if a natural person."""
    return Holder(name, number) if name and _is_person(kind, name, number) else None


def firm_holder(name: str | None, kind: str | None, number: str | None) -> Holder | None:
    """The holder, if a firm or a public body."""
    return Holder(name, number) if name and not _is_person(kind, name, number) else None


def state_holder(name: str | None, kind: str | None, number: str | None) -> Holder | None:
    """The holder, if declared to be the state or a firm that the state controls."""
    held_by_state = kind is not None and any(word in kind for word in _STATE_WORDS)
    return firm_holder(name, kind, number) if held_by_state else None


def person_holder_key(
    hashed: KeyedHash, holder: Holder | None, company: str | None
) -> Identified | None:
    """A natural person who holds shares."""
    if holder is None:
        return None
    return keys.person_key(hashed, holder.name, holder.number, company)


def firm_holder_key(hashed: KeyedHash, holder: Holder | None) -> Identified | None:
    """A firm that holds shares."""
    return keys.company_key(hashed, holder.number, holder.name) if holder else None


_HOLDER = ("holder_name", "holder_kind", "holder_number")

SHAREHOLDERS = TableMap(
    name="shareholders",
    title="股东",
    columns=(
        COMPANY_NAME,
        required(COMPANY_CODE),
        Column(
            "holder_name",
            ("股东名称", "股东姓名", "股东", "出资人", "股东（发起人）", "投资人", "holder"),
            CellKind.NAME,
            required=True,
            example="李四",
        ),
        Column("holder_kind", ("股东类型", "股东性质", "出资人类型"), example="自然人"),
        Column(
            "holder_number",
            (
                *("股东证件号", "股东证件号码", "证件号码", "股东身份证号", "股东代码"),
                *("股东统一社会信用代码", "证照号码"),
            ),
            CellKind.CERTIFICATE,
            example=ID_EXAMPLE,
        ),
        Column(
            "share",
            ("持股比例", "出资比例", "股权比例", "持股比例(%)"),
            CellKind.SHARE,
            example="35%",
        ),
        Column("amount", ("出资额", "认缴出资额", "实缴出资额"), CellKind.AMOUNT, example="350"),
        Column(
            "since",
            ("起始日期", "开始日期", "入股日期", "持股起始"),
            CellKind.DATE,
            example="2019-03-01",
        ),
        Column("until", ("截止日期", "结束日期", "退出日期", "持股截止"), CellKind.LAST_DAY),
    ),
    computed={
        "person": Computed(person_holder, _HOLDER, "holder_name"),
        "firm": Computed(firm_holder, _HOLDER, "holder_name"),
        "state_firm": Computed(state_holder, _HOLDER, "holder_name"),
    },
    nodes={
        "company": NodeMap(
            "Company",
            Key(keys.company_key, ("company_code", "company_name")),
            {"name": "company_name"},
            mention=True,
        ),
        "person_node": NodeMap(
            "Person", Key(person_holder_key, ("person", "company")), {"name": "holder_name"}
        ),
        "firm_node": NodeMap(
            "Company", Key(firm_holder_key, ("firm",)), {"name": "holder_name"}, mention=True
        ),
        "state_node": NodeMap(
            "Company", Key(firm_holder_key, ("state_firm",)), {"state_owned": Fixed(True)}
        ),
    },
    edges=(
        # (:Person|:Company)-[:SHAREHOLDER_OF {share, amount}]->(:Company)
        *(
            EdgeMap(
                "SHAREHOLDER_OF",
                holder,
                "company",
                {"share": "share", "amount": "amount", "valid_from": "since", "valid_to": "until"},
            )
            for holder in ("person_node", "firm_node")
        ),
    ),
    subject=("company",),
    full_lists=(FullList("SHAREHOLDER_OF"),),
)
