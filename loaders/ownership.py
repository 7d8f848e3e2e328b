"""Ownership statements (BODS 0.4): JSON, one statement an object, people and firms by reference.

Beneficial Ownership Data Standard 0.4, https://standard.openownership.org/en/0.4.0/. Each interest
of each relationship becomes a row, and so does a firm that no relationship is about. A direct
shareholding is a share; a post is a post; what is indirect, another kind of control, or not
disclosed stands as a warning and ties nobody. A share given as a range counts with its lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph.records import Value
from loaders import amounts, identifiers, keys
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash
from loaders.keys import Identified
from loaders.problems import Complaint
from loaders.table_map import Column, Computed, EdgeMap, Key, NodeMap, TableMap
from loaders.words import Parsed

HEADER = (
    "声明编号", "被持有企业名称", "被持有企业登记号", "持有人类型", "持有人名称", "持有人记录号",
    "权益类型", "直接或间接", "权益比例", "权益起始日期", "权益终止日期", "未披露原因", "辖区",
)  # fmt: skip
_POSTS = {
    "boardMember": "董事",
    "boardChair": "董事长",
    "seniorManagingOfficial": "高级管理人员",
    "nominee": "代持人",
}

UNDISCLOSED = Complaint(
    "names no owner ({why}).", "The register does not know the owner; nobody is tied to the firm."
)
INDIRECT = Complaint(
    "is an indirect interest, which is no share of its own.",
    "Load the statements of the firms between; they hold the direct shares.",
)
OTHER_INTEREST = Complaint(
    "is an interest that is neither a share nor a post; it ties nobody.",
    "Look at the statement if it matters.",
)
RANGE = Complaint(
    "is a range; its lower bound is taken.", "Look for the exact share if it matters."
)


def fits(first: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a BODS statement."""
    return "statementId" in first and ("recordType" in first or "statementType" in first)


def rows(items: Callable[[], Iterable[Any]]) -> Iterator[list[str] | str]:
    """A row for each interest, in the order of HEADER; what is no statement comes as its text."""
    about = {
        _word(item.get("recordId")): _details(item)
        for item in items()
        if isinstance(item, dict) and item.get("recordType") in ("entity", "person")
    }
    told: set[str] = set()
    for item in items():
        if not isinstance(item, dict) or not fits(item):
            yield str(item)[:200]
        elif item.get("recordType") == "relationship":
            told.add(_word(_details(item).get("subject")))
            yield from _relationship(item, about)
    for item in items():
        if isinstance(item, dict) and item.get("recordType") == "entity":
            record = _word(item.get("recordId"))
            if record not in told:
                yield _row(item, _firm(record, about))


def _details(item: Mapping[str, Any]) -> Mapping[str, Any]:
    details = item.get("recordDetails")
    return details if isinstance(details, dict) else {}


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _firm(record: str, about: Mapping[str, Mapping[str, Any]]) -> tuple[str, str, str]:
    """Name, number with its scheme, jurisdiction."""
    details = about.get(record, {})
    place = details.get("jurisdiction")
    region = _word(place.get("name")) if isinstance(place, dict) else ""
    return _word(details.get("name")) or record, _number(details), region


def _number(details: Mapping[str, Any]) -> str:
    listed = details.get("identifiers")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and _word(each.get("id")):
            number = _word(each["id"])
            if identifiers.uscc_is_valid(number):
                return number
            scheme = _word(each.get("scheme"))
            return f"{scheme}-{number}" if scheme else number
    return ""


def _row(item: Mapping[str, Any], firm: tuple[str, str, str], *rest: str) -> list[str]:
    name, number, region = firm
    filled = [*rest, *[""] * (9 - len(rest))]
    return [_word(item.get("statementId")), name, number, *filled, region]


def _relationship(
    item: Mapping[str, Any], about: Mapping[str, Mapping[str, Any]]
) -> Iterator[list[str]]:
    details = _details(item)
    firm = _firm(_word(details.get("subject")), about)
    party = details.get("interestedParty")
    if isinstance(party, dict):
        why = _word(party.get("reason")) or _word(party.get("description")) or "?"
        yield _row(item, firm, "unknown", "", "", "", "", "", "", "", why)
        return
    record = _word(party)
    holder = about.get(record, {})
    person = "personType" in holder or "names" in holder
    named = _person_name(holder) if person else _firm(record, about)[0]
    own = record if person else _firm(record, about)[1]
    kind = "person" if person else "entity"
    interests = details.get("interests")
    closed = _word(item.get("statementDate")) if item.get("recordStatus") == "closed" else ""
    listed = [i for i in interests if isinstance(i, dict)] if isinstance(interests, list) else []
    for interest in listed or [{}]:
        yield _row(
            item, firm, kind, named, own, _word(interest.get("type")),
            _word(interest.get("directOrIndirect")), _share(interest.get("share")),
            _word(interest.get("startDate")), _word(interest.get("endDate")) or closed, "",
        )  # fmt: skip


def _person_name(details: Mapping[str, Any]) -> str:
    listed = details.get("names")
    names = [n for n in listed if isinstance(n, dict)] if isinstance(listed, list) else []
    return next((_word(n.get("fullName")) for n in names if _word(n.get("fullName"))), "")


def _share(share: object) -> str:
    if not isinstance(share, dict):
        return ""
    if isinstance(share.get("exact"), int | float):
        return f"{share['exact']}%"
    low = share.get("minimum", share.get("exclusiveMinimum"))
    high = share.get("maximum", share.get("exclusiveMaximum"))
    return (
        f"{'' if low is None else low}–{'' if high is None else high}%"
        if (low, high)
        != (
            None,
            None,
        )
        else ""
    )


# Cells


def share(cell: str) -> Parsed:
    """A share; of a range its lower bound, with a warning."""
    low, dash, _ = cell.partition("–")
    if not dash:
        return amounts.share(cell)
    found = amounts.share(f"{low}%") if low else None
    return found if isinstance(found, Complaint) else Complaint(
        RANGE.rule, RANGE.advice, value=found
    )  # fmt: skip


def undisclosed(cell: str) -> Parsed:
    """Why no owner is named."""
    return UNDISCLOSED.with_fields(why=cell)


def held_share(
    interest: str | None, direct: str | None, kind: str | None
) -> bool | Complaint | None:
    """Whether the interest is a direct share; a Complaint where it is one that ties nobody."""
    if kind in (None, "unknown"):
        return None
    if direct == "indirect":
        return Complaint(INDIRECT.rule, INDIRECT.advice, value=False)
    if interest in (None, "shareholding"):
        return True
    known = interest in _POSTS and kind == "person"
    return False if known else Complaint(OTHER_INTEREST.rule, OTHER_INTEREST.advice, value=False)


def post(interest: str | None, kind: str | None) -> str | None:
    """The post that a person's interest is."""
    return _POSTS.get(interest or "") if kind == "person" else None


def has_post(interest: str | None, kind: str | None) -> bool:
    """Whether the interest is a post."""
    return post(interest, kind) is not None


def listed_company_key(_: KeyedHash, number: str | None, name: str | None) -> Identified | None:
    """A firm by its number with scheme, as in releases; else by its name."""
    if not number:
        return keys.company_key(_, None, name)
    properties: dict[str, Value] = (
        {"uscc": number} if identifiers.uscc_is_valid(number) else {"registration_no": number}
    )
    return f"company:{number}", properties


def holder_firm_key(
    hashed: KeyedHash, kind: str | None, number: str | None, name: str | None
) -> Identified | None:
    """The holder, if a firm."""
    return listed_company_key(hashed, number, name) if kind == "entity" else None


def holder_person_key(
    hashed: KeyedHash, kind: str | None, record: str | None, name: str | None
) -> Identified | None:
    """The holder, if a person: the register's record number tells people of one name apart."""
    if kind != "person" or not record or not name:
        return None
    return f"person:{hashed.digest('register-record', record)}", {"identity": "id"}


OWNERSHIP = TableMap(
    name="ownership",
    title="权益声明",
    columns=(
        Column("statement", ("声明编号",), CellKind.CODE, required=True, example="F01-R1"),
        Column("company_name", ("被持有企业名称",), CellKind.NAME, required=True, example="甲公司"),
        Column("company_code", ("被持有企业登记号",), example="GB-COH-10000010"),
        Column("holder_kind", ("持有人类型",), example="entity"),
        Column("holder_name", ("持有人名称",), CellKind.NAME, example="乙公司"),
        Column("holder_record", ("持有人记录号",), example="GB-COH-10000011"),
        Column("interest", ("权益类型",), example="shareholding"),
        Column("direct", ("直接或间接",), example="direct"),
        Column("share", ("权益比例",), clean=share, example="75%"),
        Column("since", ("权益起始日期",), CellKind.DATE, example="2019-03-01"),
        Column("until", ("权益终止日期",), CellKind.LAST_DAY, example="2024-03-01"),
        Column("undisclosed", ("未披露原因",), clean=undisclosed, example=""),
        Column("region", ("辖区",), example="虚构国"),
    ),
    computed={
        "is_share": Computed(held_share, ("interest", "direct", "holder_kind"), "interest"),
        "post": Computed(post, ("interest", "holder_kind"), "interest"),
        "is_post": Computed(has_post, ("interest", "holder_kind"), "interest"),
    },
    nodes={
        "company": NodeMap(
            "Company",
            Key(listed_company_key, ("company_code", "company_name")),
            {"name": "company_name", "region": "region"},
        ),
        "firm": NodeMap(
            "Company",
            Key(holder_firm_key, ("holder_kind", "holder_record", "holder_name")),
            {"name": "holder_name"},
            mention=True,
        ),
        "person": NodeMap(
            "Person",
            Key(holder_person_key, ("holder_kind", "holder_record", "holder_name")),
            {"name": "holder_name"},
        ),
    },
    edges=(
        # (:Person|:Company)-[:SHAREHOLDER_OF {share}]->(:Company)<-[:EXECUTIVE_OF {post}]-(:Person)
        *(
            EdgeMap(
                "SHAREHOLDER_OF",
                holder,
                "company",
                {"share": "share", "valid_from": "since", "valid_to": "until"},
                when="is_share",
            )
            for holder in ("firm", "person")
        ),
        EdgeMap(
            "EXECUTIVE_OF",
            "person",
            "company",
            {"post": "post", "valid_from": "since", "valid_to": "until"},
            when="is_post",
        ),
    ),
    subject=("company",),
)
