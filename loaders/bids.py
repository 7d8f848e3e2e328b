"""Bids (投标): who offered what for which lot, alone or in a consortium, and through whom.

A consortium makes one bid, kept under its lead. The lead's row names the members in 联合体名称 as
`甲公司(代码)(牵头人)、乙公司(代码)`. A row of a member (投标人角色 联合体成员) joins the bid of the
lead that the same cell names; if that cell has no code of the lead while the row has one of the
member, the bid cannot be found and the row is rejected. Other tables (devices, deposits, members,
scores) name a consortium's bid by its lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from loaders import keys
from loaders.amounts import Price
from loaders.bidders import BIDDER, firms_in_name, first_name
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash, company_name_key
from loaders.keys import Identified
from loaders.offers import rate_kind
from loaders.outcomes import outcome_of as opening_outcome
from loaders.parties import Party
from loaders.plausible import bids_twice, far_from_ceiling, negative_fee
from loaders.problems import Complaint
from loaders.shared_columns import (
    BIDDER_CODE,
    BIDDER_NAME,
    ID_EXAMPLE,
    LOT,
    MANAGER_CERTIFICATE,
    MANAGER_CERTIFIED,
    required,
)
from loaders.table_map import (
    Check,
    Column,
    Computed,
    Derived,
    EdgeMap,
    Fixed,
    Key,
    NodeMap,
    TableMap,
)

LEADLESS = Complaint(
    "names a member of a consortium, but not the code of its lead.",
    "Write the lead with its code into 联合体名称: 甲公司(代码)(牵头人)、乙公司(代码).",
)
Firms = Sequence[Party] | None


def _is_same(party: Party, name: str | None, code: str | None) -> bool:
    if party.code is not None and code is not None:
        return party.code == code
    return name is not None and company_name_key(party.name) == company_name_key(name)


def lead(
    role: str | None, name: str | None, code: str | None, firms: Firms
) -> Party | Complaint | None:
    """The lead of the consortium that a member's row belongs to; None for a bidder's own row."""
    if role is None or "成员" not in role:
        return None
    found = next((f for f in firms or () if f.lead), None) or next(iter(firms or ()), None)
    if found is None or (found.code is None and code is not None):
        return LEADLESS
    return None if _is_same(found, name, code) else found


def others(
    role: str | None, name: str | None, code: str | None, firms: Firms
) -> tuple[Party, ...] | None:
    """The members that the lead's row names beside the bidder itself."""
    if role is not None and "成员" in role:
        return None
    listed = (*(firms or ()), *firms_in_name(name))
    own = first_name(name)
    return tuple(f for f in dict.fromkeys(listed) if not _is_same(f, own, code)) or None


def is_consortium(role: str | None, name: str | None, firms: Firms) -> bool | None:
    """Whether several firms make the bid; None if the row does not say."""
    if firms or firms_in_name(name) or (role is not None and "联合体" in role):
        return True
    return None if role is None else False


def role_in_bid(role: str | None, name: str | None, firms: Firms) -> str:
    """The part the bidder plays: `sole`, `lead` or `member`."""
    if role is not None and "成员" in role:
        return "member"
    return "lead" if is_consortium(role, name, firms) else "sole"


def lead_key(hashed: KeyedHash, party: Party | None) -> Identified | None:
    """The lead of a member's consortium."""
    return keys.party_key(hashed, party) if party else None


def price_amount(price: Price | None) -> float | None:
    """The offer as an amount."""
    return price.amount if price else None


def price_rate(price: Price | None) -> float | None:
    """The offer as a rate."""
    return price.rate if price else None


def price_text(price: Price | None) -> str | None:
    """The offer as written, where that says more than the number."""
    return price.text if price else None


def _offered(*columns: Price | None) -> Price | None:
    """The rate offered: that of its own column goes before the price's, which comes last."""
    for rate in columns:
        if rate is not None:
            return rate
    return None


def offered_rate(*columns: Price | None) -> float | None:
    """The offer as a rate."""
    return price_rate(_offered(*columns))


def offered_rate_kind(
    form: str | None,
    discount: Price | None,
    fee: Price | None,
    rate: Price | None,
    price: Price | None,
) -> str | None:
    """Which kind of rate: by its words, by the column that it stands in, by 报价方式."""
    offered = _offered(discount, fee, rate, price)
    if price_rate(offered) is None:
        return None
    told = rate_kind(offered, form if discount is fee is None else None)
    if told is not None:
        return told
    if discount is not None:
        return "discount"
    return "fee" if fee is not None else None


def offered_text(*columns: Price | None) -> str | None:
    """The offer as written: the rate's words go before the price's."""
    for price in columns:
        if price is not None and price.text:
            return price.text
    return None


def stated_status(status: str | None, remark: str | None) -> str | None:
    """投标状态, else a remark that says what became of the bid; other remarks are none."""
    if status is not None:
        return status
    return remark if opening_outcome(remark) else None


@lru_cache(maxsize=1 << 12)
def outcome_of(
    status: str | None, reason: str | None, valid: bool | None, remark: str | None
) -> str | None:
    """What became of the bid, by its status and the reason given; None if nothing says so."""
    stated = opening_outcome(stated_status(status, remark), reason)
    if stated == "valid" and valid is False:
        return "rejected"
    return stated or ("rejected" if valid is False else None)


def amount_won(stated: float | None, price: Price | None) -> float | None:
    """中标金额, else the bidder's own price."""
    return stated if stated is not None else price_amount(price)


_OFFER = ("discount", "fee", "rate", "price")  # what goes before what
_PARTY = ("role", "bidder_name", "bidder_code", "firms")

BIDS = TableMap(
    name="bids",
    title="投标",
    columns=(
        LOT,
        required(BIDDER_NAME),
        BIDDER_CODE,
        Column(
            "role",
            ("投标人角色", "投标人类型", "是否联合体", "投标形式", "BIDDER_ROLE"),
            example="独立",
        ),
        Column(
            "firms",
            ("联合体名称", "联合体成员", "联合体单位", "UNION_ENTERPRISE_NAME"),
            CellKind.PARTIES,
            example="甲公司(91350200776049653A)(牵头人)、乙公司(913502000728319549)",
        ),
        Column(
            "price",
            (
                *("投标报价", "投标报价金额", "投标总价", "报价", "投标价", "投标总报价"),
                "BID_PRICE",
            ),
            CellKind.PRICE,
            example="9876543.21",
        ),
        Column(
            "discount",
            ("下浮率", "投标下浮率", "报价下浮率", "优惠率", "投标优惠率"),
            CellKind.RATE,
            example="5%",
        ),
        Column("fee", ("费率", "投标费率", "报价费率"), CellKind.RATE, example="1.2%"),
        Column(
            "rate",
            ("费率或其它类型报价", "OTHER_BID_PRICE"),
            CellKind.RATE,
            example="下浮率5%",
        ),
        Column(
            "price_form", ("报价方式", "价款形式", "报价形式", "PRICE_FORM_CODE"), example="总价"
        ),
        Column(
            "duration",
            ("投标工期", "工期", "工期(日历天)", "交货期", "TIME_LIMIT"),
            CellKind.DAYS,
            example="365日历天",
        ),
        Column(
            "ceiling",
            ("最高投标限价", "招标控制价", "拦标价", "最高限价", "预算金额", "CONTROL_PRICE"),
            CellKind.AMOUNT,
            example="12000000",
        ),
        Column(
            "manager",
            (
                *("项目负责人", "投标单位项目负责人", "项目经理", "拟派项目经理", "总监"),
                *("拟派项目负责人", "项目负责人姓名", "BID_MANAGER"),
            ),
            CellKind.NAME,
            example="张三",
        ),
        Column(
            "manager_id",
            ("项目负责人身份证号", "项目经理身份证号", "项目负责人身份证", "项目负责人证件号"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        MANAGER_CERTIFICATE,
        Column(
            "handler",
            (
                *("委托代理人", "授权委托人", "授权代表", "被授权人", "经办人", "投标操作人员"),
                *("办理人", "BIDDER_OPERATION_PERSON"),
            ),
            CellKind.NAME,
            example="李四",
        ),
        Column(
            "handler_id",
            (
                *("委托代理人身份证号", "授权委托人身份证号", "授权代表身份证号"),
                *("经办人身份证号", "被授权人身份证号", "委托代理人身份证"),
            ),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column("contact", ("联系人", "投标联系人", "联系人姓名"), CellKind.NAME, example="王五"),
        Column(
            "phones",
            ("联系电话", "联系人电话", "手机", "电话", "联系方式", "手机号码"),
            CellKind.PHONES,
            example="13800138000",
        ),
        Column(
            "emails",
            ("邮箱", "电子邮箱", "电子邮件", "email"),
            CellKind.EMAILS,
            example="a@b.example",
        ),
        Column(
            "ca",
            ("投标CA证书编号", "签章CA证书编号", "签章证书编号", "CA证书编号", "CA锁号"),
            CellKind.DEVICE_CODES,
            example="CA053D310C50",
        ),
        Column(
            "submitted_at",
            ("投标文件递交时间", "标书上传时间", "上传时间", "递交时间", "CHECKIN_TIME"),
            CellKind.TIME,
            example="2024-05-06 08:45:12",
        ),
        Column(
            "valid",
            ("是否有效", "有效投标", "是否有效投标", "是否通过初步评审", "是否入围评审"),
            CellKind.YES_NO,
            example="是",
        ),
        Column("won", ("是否中标", "中标", "中标情况"), CellKind.YES_NO, example="否"),
        Column(
            "won_amount", ("中标金额", "中标价", "成交金额"), CellKind.AMOUNT, example="9876543.21"
        ),
        Column("rank", ("排名", "名次", "排序", "中标候选人排序"), CellKind.INTEGER, example="2"),
        Column(
            "score",
            ("得分", "总分", "综合得分", "评标得分", "汇总得分"),
            CellKind.NUMBER,
            example="86.5",
        ),
        Column("status", ("投标状态", "评审结果"), example="有效"),
        Column(
            "reason",
            ("否决原因", "否决投标原因", "废标原因", "无效原因", "未中标原因"),
            example="投标文件未按要求签章",
        ),
        Column("remark", ("备注",), example="未解密"),
    ),
    computed={
        "lead": Computed(lead, _PARTY, "firms"),
        "others": Computed(others, _PARTY, "firms"),
        "consortium": Computed(is_consortium, ("role", "bidder_name", "firms"), "firms"),
        "role_in_bid": Computed(role_in_bid, ("role", "bidder_name", "firms"), "firms"),
    },
    nodes={
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True),
        "bidder": BIDDER,
        "lead_firm": NodeMap("Company", Key(lead_key, ("lead",)), mention=True),
        "other_firms": NodeMap(
            "Company", Key(keys.party_key, ("others",)), mention=True, each="others"
        ),
        "bid": NodeMap(
            "Bid",
            Key(keys.bid_key, ("lot", "bidder", "lead_firm")),
            {
                "price": Derived(price_amount, ("price",)),
                "rate": Derived(offered_rate, _OFFER, first=True),
                "rate_kind": Derived(offered_rate_kind, ("price_form", *_OFFER)),
                "price_text": Derived(offered_text, _OFFER),
                "price_form": "price_form",
                "duration_days": "duration",
                "valid": "valid",
                "outcome": Derived(outcome_of, ("status", "reason", "valid", "remark")),
                "reason": "reason",
                "status": Derived(stated_status, ("status", "remark")),
                "rank": "rank",
                "score": "score",
                "submitted_at": "submitted_at",
                "consortium": "consortium",
                "won": "won",
            },
            recurs=False,
        ),
        "manager_person": NodeMap(
            "Person", Key(keys.person_key, ("manager", "manager_id", "bidder")), {"name": "manager"}
        ),
        "handler_person": NodeMap(
            "Person", Key(keys.person_key, ("handler", "handler_id", "bidder")), {"name": "handler"}
        ),
        "contact_person": NodeMap(
            "Person", Key(keys.contact_key, ("contact", "phones", "bidder")), {"name": "contact"}
        ),
        "phone": NodeMap("Phone", Key(keys.phone_key, ("phones",)), each="phones"),
        "ca_device": NodeMap("Device", Key(keys.ca_key, ("ca",)), each="ca"),
        "email": NodeMap("Email", Key(keys.email_key, ("emails",)), each="emails"),
    },
    edges=(
        # (:Company)-[:SUBMITTED {role, as_written}]->(:Bid)-[:FOR]->(:Lot)
        # (:Company)-[:WON {amount}]->(:Lot)
        EdgeMap("SUBMITTED", "bidder", "bid", {"role": "role_in_bid", "as_written": "bidder_name"}),
        EdgeMap("SUBMITTED", "other_firms", "bid", {"role": Fixed("member")}),
        EdgeMap("FOR", "bid", "lot_node"),
        EdgeMap(
            "WON",
            "bidder",
            "lot_node",
            {"amount": Derived(amount_won, ("won_amount", "price"), first=True)},
            when="won",
        ),
        EdgeMap("WON", "other_firms", "lot_node", when="won"),
        # (:Person)-[:LEADS|HANDLED|CONTACT_FOR]->(:Bid)<-[:GIVEN_IN]-(:Phone|:Email)
        EdgeMap("LEADS", "manager_person", "bid"),
        # (:Person)-[:MEMBER_OF {post, certificate_no}]->(:Bid)   as a row of the team states it
        EdgeMap("MEMBER_OF", "manager_person", "bid", MANAGER_CERTIFIED, when="certificate_no"),
        EdgeMap("HANDLED", "handler_person", "bid", {"role": Fixed("authorised_agent")}),
        EdgeMap("CONTACT_FOR", "contact_person", "bid"),
        EdgeMap("GIVEN_IN", "phone", "bid"),
        EdgeMap("GIVEN_IN", "email", "bid"),
        # (:Device)-[:USED_IN]->(:Bid)   the certificate that it was signed with
        EdgeMap("USED_IN", "ca_device", "bid"),
    ),
    subject=("bid",),
    checks=(
        Check(far_from_ceiling, ("price", "ceiling"), "price"),
        Check(negative_fee, ("fee",), "fee"),
        Check(
            bids_twice,
            ("lot", "bidder_code", "bidder_name", "lead", "others", "consortium"),
            "bidder_name",
        ),
    ),
    needs_one_of=(
        (
            *("price", "discount", "fee", "rate", "won", "valid", "manager", "submitted_at"),
            *("contact", "handler"),
        ),
    ),
)
