"""中标候选人公示 as a crawler leaves them: JSON, a notice an object, its candidates a list inside.

    [{"infoid": …, "raw_data": {"title", "infodate"},
      "parsed_data": {"project_name", "publicity_period", "bidders_and_prices": [{bidder, price}]}}]

Each candidate becomes a row, numbered through the file; its place in the list is its rank. Such
notices name the first candidates only, never all who bid, and prices as people write them: an
amount, a 费率, a 下浮率, several of these, or words. All are kept as written; what is no single
number is kept as words alone, and how many there are of each kind is said with the file.

The award notices of the same source (`AWARD_NOTICES`, CSV) and their staff (`NOTICE_STAFF`, CSV,
names and certificates already hashed by whoever published them) join them by the notice number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from loaders import amounts, cells, keys
from loaders.amounts import Price
from loaders.bids import (
    bidder_key,
    is_consortium,
    others,
    price_amount,
    price_rate,
    price_text,
    role_in_bid,
)
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash, half_width
from loaders.keys import Identified
from loaders.problems import Complaint
from loaders.table_map import Column, Computed, Derived, EdgeMap, Fixed, Key, NodeMap, TableMap
from loaders.words import Parsed

HEADER = (
    "公示编号", "公示标题", "招标项目名称", "公示发布日期", "公示开始时间", "公示截止时间",
    "候选人排序", "中标候选人名称", "候选人报价",
)  # fmt: skip
_PERIOD = re.compile(r"^(?P<start>.+?)\s*(?:至|到|~|—|－)\s*(?P<end>.+)$")
_NARRATIVE = re.compile(r"评标工作于|评标过程|评标委员会|[。！？]")
_LONGEST_NAME = 250
_DISCOUNT = re.compile(r"下浮|优惠率|让利")
_PARTLY = re.compile(r"(?:下浮|折扣)[^。；;]*?\d\s*[%％]|[%％][^。；;]*?(?:计取|下浮|折扣)")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?\s*(?:%|元|万)|[壹贰叁肆伍陆柒捌玖][^，,。；;]*元")

NO_NAME = Complaint(
    "is a passage of the notice, not the name of a candidate.",
    "Look into the notice and enter the candidate.",
)
NO_NUMBER = Complaint(
    "is no single amount or rate; it is kept as words.",
    "Nothing need be done; price screens leave the offer out.",
)
OFFER_KINDS = ("amount", "rate", "discount", "several", "words", "none")
OFFERS = Complaint(
    "Offers by kind: {amount} amounts, {rate} rates, {discount} discounts (下浮率), {several} of "
    "several parts, {words} in words, {none} not given.",
    "Nothing need be done; amounts alone enter the price screens.",
)


def fits(first: Mapping[str, Any]) -> bool:
    """Whether a JSON object is such a notice."""
    parsed = first.get("parsed_data")
    return isinstance(parsed, dict) and "bidders_and_prices" in parsed


def rows(items: Callable[[], Iterable[Any]]) -> Iterator[list[str] | str]:
    """A row for each candidate, in the order of HEADER; what is no notice comes as its text."""
    for item in items():
        if not isinstance(item, dict) or not fits(item):
            yield str(item)[:200]
            continue
        parsed, raw = item["parsed_data"], item.get("raw_data")
        about = raw if isinstance(raw, dict) else {}
        start, end = _period(_word(parsed.get("publicity_period")))
        head = [
            _word(item.get("infoid")), _word(about.get("title")),
            _word(parsed.get("project_name")), _word(about.get("infodate")), start, end,
        ]  # fmt: skip
        listed = parsed["bidders_and_prices"]
        for place, each in enumerate(listed if isinstance(listed, list) else [], 1):
            offer = each if isinstance(each, dict) else {}
            yield [*head, str(place), _word(offer.get("bidder")), _word(offer.get("price"))]


def remark(items: Callable[[], Iterable[Any]]) -> Complaint:
    """How many offers of each kind the file holds."""
    kinds = Counter(offer_kind(row[8]) for row in rows(items) if isinstance(row, list))
    return OFFERS.with_fields(**{kind: kinds[kind] for kind in OFFER_KINDS})


def _word(value: object) -> str:
    return "" if value is None else str(value).replace("\xa0", " ").strip()


def _period(text: str) -> tuple[str, str]:
    found = _PERIOD.match(text)
    return (found["start"], found["end"]) if found else (text, "")


# Offers


def offer(cell: str) -> Parsed:
    """An offer as a Price; words that hold no single number keep their text, with a warning."""
    found = amounts.price(cell)
    amount = found.amount if isinstance(found, Price) else None
    if amount is not None and _PARTLY.search(cell):
        found = NO_NUMBER
    if isinstance(found, Complaint):
        kept = found.value if isinstance(found.value, Price) else None
        if kept is not None and kept.amount is not None:
            return Complaint(found.rule, found.advice, value=kept)
        return Complaint(NO_NUMBER.rule, NO_NUMBER.advice, value=Price(None, None, cell.strip()))
    return found  # type: ignore[return-value]


def offer_kind(cell: str) -> str:
    """Which of OFFER_KINDS an offer is."""
    if cells.READERS[CellKind.TEXT](cell) is None:
        return "none"
    found = offer(cell)
    price = found.value if isinstance(found, Complaint) else found
    if isinstance(price, Price) and price.amount is not None:
        return "amount"
    if isinstance(price, Price) and price.rate is not None:
        return "discount" if _DISCOUNT.search(cell) else "rate"
    return "several" if len(_NUMBERS.findall(half_width(cell))) > 1 else "words"


def price_form(price: Price | None) -> str | None:
    """What kind of offer it is, in the words of Bid.price_form."""
    if price is None:
        return None
    if price.amount is not None:
        return "总价"
    if price.rate is not None:
        return "下浮率" if _DISCOUNT.search(price.text or "") else "费率"
    return "文字"


def name(cell: str) -> Parsed:
    """A candidate's name; a passage of the notice that slipped into the cell is refused."""
    if len(cell) > _LONGEST_NAME or _NARRATIVE.search(cell):
        return NO_NAME
    return cell


# Tables


def notice_lot_key(_: KeyedHash, notice: str | None) -> Identified | None:
    """The lot that a notice is about; a notice number is unlike any lot number."""
    return (f"lot:notice-{notice.lower()}", {}) if notice else None


def notice_bid_key(hashed: KeyedHash, notice: str | None, bidder: str | None) -> Identified | None:
    """A candidate's bid."""
    return keys.bid_key(hashed, f"notice-{notice.lower()}", bidder) if notice else None


def staff_key(
    hashed: KeyedHash, hashed_name: str | None, hashed_certificate: str | None, bidder: str | None
) -> Identified | None:
    """A person whose name and certificate were hashed by the publisher: both, else in one firm."""
    if hashed_certificate:
        own = f"{hashed_name}|{hashed_certificate}"
        return f"person:{hashed.digest('published-hash', own)}", {"identity": "phone"}
    return keys.person_key(hashed, hashed_name, None, bidder)


_NOTICE = Column(
    "notice", ("公示编号", "infoid"), CellKind.CODE, required=True, example="72B452DF-F8C2-44D5"
)
_STEP = {"candidate_notice_from": "public_from", "candidate_notice_until": "public_until"}


def _step_key(node: str) -> Callable[..., Identified | None]:
    def step_key(_: KeyedHash, notice: str | None, at: str | None) -> Identified | None:
        return (
            (f"milestone:notice-{notice.lower()}/{node}", {"node": node}) if at and notice else None
        )

    return step_key


CANDIDATE_NOTICES = TableMap(
    name="candidate_notices",
    title="中标候选人公示",
    columns=(
        _NOTICE,
        Column("title", ("公示标题",), example="虚构市某道路工程中标候选人公示"),
        Column("project_name", ("招标项目名称",), CellKind.NAME, example="虚构市某道路工程"),
        Column("published_on", ("公示发布日期",), CellKind.DATE, example="2025-06-13"),
        Column("public_from", ("公示开始时间",), CellKind.TIME, example="2025年06月13日 18时00分"),
        Column("public_until", ("公示截止时间",), CellKind.TIME, example="2025年06月16日 18时00分"),
        Column("rank", ("候选人排序",), CellKind.INTEGER, required=True, example="1"),
        Column(
            "bidder_name",
            ("中标候选人名称",),
            CellKind.NAME,
            required=True,
            clean=name,
            example="甲建设工程有限公司、乙设计院有限公司联合体",
        ),
        Column("price", ("候选人报价",), clean=offer, example="下浮率3.0%"),
    ),
    computed={
        "others": Computed(
            lambda firm: others(None, firm, None, None), ("bidder_name",), "bidder_name"
        ),
        "consortium": Computed(
            lambda firm: is_consortium(None, firm, None), ("bidder_name",), "bidder_name"
        ),
        "role_in_bid": Computed(
            lambda firm: role_in_bid(None, firm, None), ("bidder_name",), "bidder_name"
        ),
        "no_code": Computed(lambda _: None, ("bidder_name",), "bidder_name"),
    },
    nodes={
        "lot": NodeMap("Lot", Key(notice_lot_key, ("notice",)), {"name": "project_name"}),
        "bidder": NodeMap("Company", Key(bidder_key, ("no_code", "bidder_name")), mention=True),
        "other_firms": NodeMap(
            "Company", Key(keys.party_key, ("others",)), mention=True, each="others"
        ),
        "bid": NodeMap(
            "Bid",
            Key(notice_bid_key, ("notice", "bidder")),
            {
                "rank": "rank",
                "price": Derived(price_amount, ("price",)),
                "rate": Derived(price_rate, ("price",)),
                "price_text": Derived(price_text, ("price",)),
                "price_form": Derived(price_form, ("price",)),
                "consortium": "consortium",
            },
            recurs=False,
        ),
        **{
            f"step_{node}": NodeMap(
                "Milestone",
                Key(_step_key(node), ("notice", column)),
                {"on": Derived(lambda at: at[:10] if at else None, (column,)), "at": column},
            )
            for node, column in _STEP.items()
        },
    },
    edges=(
        # (:Company)-[:SUBMITTED {role}]->(:Bid)-[:FOR]->(:Lot)<-[:OF]-(:Milestone)
        EdgeMap("SUBMITTED", "bidder", "bid", {"role": "role_in_bid", "as_written": "bidder_name"}),
        EdgeMap("SUBMITTED", "other_firms", "bid", {"role": Fixed("member")}),
        EdgeMap("FOR", "bid", "lot"),
        *(EdgeMap("OF", f"step_{node}", "lot", recurs=True) for node in _STEP),
    ),
    subject=("bid",),
)

AWARD_NOTICES = TableMap(
    name="award_notices",
    title="中标结果公告",
    columns=(
        _NOTICE,
        Column("on", ("公告日期", "date"), CellKind.DATE, example="2025-03-24"),
        Column("buyer", ("招标人", "buyer"), CellKind.NAME, example="虚构市城建局"),
        Column("agency", ("招标代理", "agency"), CellKind.NAME, example="虚构招标代理有限公司"),
        Column("lot_code", ("标段编号", "lot_id"), CellKind.CODE, example="XSA070002-202402-01"),
        Column("lot_name", ("标段名称", "lot_name"), CellKind.NAME, example="某道路工程施工"),
        Column(
            "bidder_name",
            ("中标人", "winner"),
            CellKind.NAME,
            required=True,
            clean=name,
            example="甲建设工程有限公司",
        ),
        Column("price", ("中标价", "price_cny"), clean=offer, example="9876543.21"),
        Column("duration", ("工期", "days"), example="365"),
    ),
    computed={
        "others": Computed(
            lambda firm: others(None, firm, None, None), ("bidder_name",), "bidder_name"
        ),
        "no_code": Computed(lambda _: None, ("bidder_name",), "bidder_name"),
    },
    nodes={
        "lot": NodeMap(
            "Lot", Key(notice_lot_key, ("notice",)), {"name": "lot_name", "code": "lot_code"}
        ),
        "bidder": NodeMap("Company", Key(bidder_key, ("no_code", "bidder_name")), mention=True),
        "other_firms": NodeMap(
            "Company", Key(keys.party_key, ("others",)), mention=True, each="others"
        ),
        "bid": NodeMap(
            "Bid", Key(notice_bid_key, ("notice", "bidder")), {"won": Fixed(True)}, recurs=False
        ),
        "buyer_firm": NodeMap(
            "Company", Key(keys.company_key, ("no_code", "buyer")), {"name": "buyer"}, mention=True
        ),
        "agency_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("no_code", "agency")),
            {"name": "agency"},
            mention=True,
        ),
    },
    edges=(
        # (:Company)-[:WON {amount, on}]->(:Lot)<-[:PROCURES|AGENT_FOR]-(:Company)
        EdgeMap(
            "WON",
            "bidder",
            "lot",
            {"amount": Derived(price_amount, ("price",)), "on": "on"},
        ),
        EdgeMap("WON", "other_firms", "lot", {"on": "on"}),
        EdgeMap("SUBMITTED", "bidder", "bid", {"as_written": "bidder_name"}),
        EdgeMap("SUBMITTED", "other_firms", "bid", {"role": Fixed("member")}),
        EdgeMap("FOR", "bid", "lot"),
        EdgeMap("PROCURES", "buyer_firm", "lot"),
        EdgeMap("AGENT_FOR", "agency_firm", "lot"),
    ),
    subject=("bid",),
    needs_one_of=("buyer", "agency"),
)

NOTICE_STAFF = TableMap(
    name="notice_staff",
    title="中标公告人员",
    columns=(
        _NOTICE,
        Column(
            "bidder_name",
            ("中标人", "winner"),
            CellKind.NAME,
            required=True,
            clean=name,
            example="甲建设工程有限公司",
        ),
        Column("post", ("岗位", "role"), required=True, example="项目负责人"),
        Column(
            "hashed_name",
            ("姓名摘要", "name_hash"),
            CellKind.CODE,
            required=True,
            example="669DAFFF4DC3",
        ),
        Column(
            "hashed_certificate",
            ("姓名证书摘要", "name_cert_hash"),
            CellKind.CODE,
            example="1AEC26D4AFC8",
        ),
    ),
    computed={"no_code": Computed(lambda _: None, ("bidder_name",), "bidder_name")},
    nodes={
        "bidder": NodeMap("Company", Key(bidder_key, ("no_code", "bidder_name")), mention=True),
        "lot": NodeMap("Lot", Key(notice_lot_key, ("notice",)), mention=True),
        "bid": NodeMap("Bid", Key(notice_bid_key, ("notice", "bidder")), mention=True),
        "person": NodeMap(
            "Person",
            Key(staff_key, ("hashed_name", "hashed_certificate", "bidder")),
            {"name": "hashed_name"},
        ),
    },
    edges=(
        # (:Person)-[:MEMBER_OF {post}]->(:Bid)
        EdgeMap("MEMBER_OF", "person", "bid", {"post": "post"}),
        EdgeMap("SUBMITTED", "bidder", "bid", {"as_written": "bidder_name"}, recurs=True),
        EdgeMap("FOR", "bid", "lot", recurs=True),
    ),
    subject=("person", "bid"),
)
