"""中标候选人公示 as a crawler leaves them: JSON, a notice an object, its candidates a list inside.

    [{"infoid": …, "raw_data": {"title", "infodate"},
      "parsed_data": {"project_name", "publicity_period", "bidders_and_prices": [{bidder, price}]}}]

Each candidate becomes a row, numbered through the file; its place in the list is its rank. Such
notices name the first candidates only, never all who bid, and prices as people write them: an
amount, a 费率, a 下浮率, several of these, or words. All are kept as written; what is no single
number is kept as words alone (`loaders.offers`), and how many there are of each kind is said with
the file.

The award notices of the same source (`AWARD_NOTICES`, CSV) and their staff (`NOTICE_STAFF`, CSV,
names and certificates already hashed by whoever published them) join them by the notice number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from loaders import keys, offers, words
from loaders.bidders import bidder_key, first_name
from loaders.bids import (
    is_consortium,
    others,
    price_amount,
    price_rate,
    price_text,
    role_in_bid,
)
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash, company_name_key
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

NO_NAME = Complaint(
    "is a passage of the notice, not the name of a candidate.",
    "Look into the notice and enter the candidate.",
)
HELD = Complaint(
    "{notices} notices with {candidates} candidates, whose names in {spellings} spellings are of "
    "{firms} firms (consortia split, spellings unified). Offers by kind: {number} amounts written "
    "as one number, {worded} amounts with their parts or in words, {unmarked} numbers without a "
    "unit and too small for yuan, {rate} rates, {discount} discounts (下浮率), {several} of "
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
            one = each if isinstance(each, dict) else {}
            yield [*head, str(place), _word(one.get("bidder")), _word(one.get("price"))]


def remark(items: Callable[[], Iterable[Any]]) -> Complaint:
    """How many notices, candidates and offers of each kind the file holds."""
    kinds: Counter[str] = Counter()
    spellings: set[str] = set()
    for row in rows(items):
        if isinstance(row, list):
            kinds[offers.kind(row[8])] += 1
            spellings.add(row[7])
    firms = {firm for spelling in spellings for firm in _firms(spelling)}
    return HELD.with_fields(
        notices=sum(isinstance(item, dict) and fits(item) for item in items()),
        candidates=kinds.total(),
        spellings=len(spellings),
        firms=len(firms),
        **{kind: kinds[kind] for kind in offers.KINDS},
    )


def _firms(spelling: str) -> Iterator[str]:
    """The firms that one spelling of a candidate names, each in its unified spelling."""
    own = first_name(spelling)
    if own is None or isinstance(name(spelling), Complaint) or words.is_blank(own):
        return
    yield company_name_key(own)
    for firm in others(None, spelling, None, None) or ():
        yield company_name_key(firm.name)


def _word(value: object) -> str:
    return "" if value is None else str(value).replace("\xa0", " ").strip()


def _period(text: str) -> tuple[str, str]:
    found = _PERIOD.match(text)
    return (found["start"], found["end"]) if found else (text, "")


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
        Column("price", ("候选人报价",), CellKind.OFFER, example="下浮率3.0%"),
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
                "rate_kind": Derived(offers.rate_kind, ("price",)),
                "price_text": Derived(price_text, ("price",)),
                "price_form": Derived(offers.form, ("price",)),
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
        Column("price", ("中标价", "price_cny"), CellKind.OFFER, example="9876543.21"),
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
    needs_one_of=(("buyer", "agency"),),
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
