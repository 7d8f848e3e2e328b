"""One OCDS release as records: the procedure, its lots, bids, awards, contracts, and who took part.

Keys: project:<ocid>; lot:<ocid>, or lot:<ocid>/<lot id> where the release has lots;
bid:<lot>/<bid id>; contract:<ocid>/<contract id>; milestone:<ocid>/<place>/<milestone id>;
company:<scheme>-<number> (AM-TIN-01000825), a Chinese firm by its 统一社会信用代码, a firm
without a number by its normalised name. Times keep the wall clock of the source. Prices stay in
the lot's currency. Of planning the number of the project and its milestones are read; a budget in
another currency than yuan is not. A plan without a procedure is a project without a lot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.records import EdgeRecord, NodeRecord, SourceRef, Value
from loaders import amounts, days, identifiers, keys, registered_numbers
from loaders.identifiers import KeyedHash
from loaders.problems import Complaint, RowProblem, Severity

# https://org-id.guide: country or XI, then the register: AM-TIN-…, GB-COH-….
_LISTED_NUMBER = re.compile(r"([A-Z]{2})-([A-Z0-9_]+)-\s*(\S.*)", re.DOTALL)
_VALID = frozenset({"valid", "qualified", "active", "pending", "shortlisted"})
_INVALID = frozenset(
    {"disqualified", "not-qualified", "unqualified", "withdrawn", "unsuccessful", "invalid"}
    | {"rejected", "cancelled", "deleted"}
)
_LOWEST = frozenset({"lowestcost", "priceonly", "costonly", "lowestprice"})
_COMPREHENSIVE = frozenset(
    {"bestproposal", "bestvaluetogovernment", "ratedcriteria", "qualityonly"}
)
_PROCEDURE = frozenset({"tender", "bids", "awards", "contracts"})
_NO_AWARD = frozenset({"cancelled", "unsuccessful", "pending"})
# What OCDS calls a kind of milestone, where it is a step of the life cycle; else it is `other`.
_STEPS = {"approval": "approval", "assessment": "evaluation_report"}
_MANY = 200  # of the odd places in one release are reported

NUMBERLESS = Complaint(
    "has no number, so its name stands for it.",
    "Add the identifier of the organisation at the source.",
)
NAMELESS = Complaint(
    "names no organisation that can be told from others.", "Add name or identifier."
)
UNKNOWN_LOT = Complaint(
    "is no lot of this tender.", "Compare relatedLot with the lots of the tender."
)
ONE_OBJECT = Complaint(
    "is one object where a list is expected; it is read as a list of one.",
    "Nothing need be done; the standard asks for a list.",
)
NO_LIST = Complaint("is not a list of objects and is not read.", "Compare it with the OCDS schema.")
OTHER_CURRENCY = Complaint(
    "is not in the currency of the lot; the price is left out.",
    "Convert the price at the source or leave it as text.",
)
SHARED_AMOUNT = Complaint(
    "is one amount for several lots, so no lot's own is known; it is left out.",
    "Nothing need be done; split the amount by lot at the source if it matters.",
)
NUMBERLESS_CONTRACT = Complaint(
    "has no id and is not read.", "Add the id of the contract at the source."
)
NO_AMOUNT = Complaint("is not an amount.", "Write a number.")
NO_TIME = Complaint("is not a time.", "Write the time as 2024-05-06T09:30:00Z.")

Object = Mapping[str, Any]


@dataclass(slots=True)
class _Release:
    """One release while it is being mapped."""

    data: Object
    source: SourceRef
    hashed: KeyedHash
    nodes: list[NodeRecord]
    edges: list[EdgeRecord]
    problems: list[RowProblem]
    parties: dict[str, Object] = field(default_factory=dict)
    lots: dict[str, str] = field(default_factory=dict)  # lot id to node key
    currencies: dict[str, str] = field(default_factory=dict)  # lot key to currency
    winners: set[tuple[str, str]] = field(default_factory=set)  # lot key, company key
    said: int = 0

    @property
    def ocid(self) -> str:
        """The number of the contracting process, without spaces."""
        return "".join(str(self.data["ocid"]).split())

    def node(
        self, label: str, key: str, facts: Mapping[str, Value], *, mention: bool = False
    ) -> str:
        known = {name: value for name, value in facts.items() if value is not None}
        self.nodes.append(NodeRecord(label, key, known, self.source, mention))
        return key

    def edge(self, type_: str, start: str, end: str, **facts: Value) -> None:
        known = {name: value for name, value in facts.items() if value is not None}
        self.edges.append(EdgeRecord(type_, start, end, known, self.source))

    def complain(self, place: str, value: object, complaint: Complaint) -> None:
        self.said += 1
        if self.said <= _MANY:
            rule, advice = complaint.said()
            shown = "" if value is None else str(value)[:80]
            self.problems.append(
                RowProblem(self.source, place, shown, rule, advice, Severity.WARNING)
            )

    def objects(
        self, owner: Object, name: str, place: str, *, one: bool = False
    ) -> Iterator[tuple[str, Object]]:
        """The objects in a list, each with its place; what is none is reported.

        With `one` the standard has an object there, and some sources a list.
        """
        found = owner.get(name)
        if found is None:
            return
        if isinstance(found, dict):
            if not one:
                self.complain(place, "", ONE_OBJECT)
            found = [found]
        if not isinstance(found, list):
            self.complain(place, type(found).__name__, NO_LIST)
            return
        for index, item in enumerate(found):
            if isinstance(item, dict):
                yield f"{place}/{index}", item
            elif item is not None:
                self.complain(f"{place}/{index}", item, NO_LIST)

    def amount(self, value: object, place: str) -> tuple[float | None, str | None]:
        """Amount and currency of an OCDS value."""
        if not isinstance(value, dict) or value.get("amount") is None:
            return None, _text(_object(value).get("currency"))
        stated = value["amount"]
        found = amounts.number(str(stated)) if not isinstance(stated, bool) else None
        if not isinstance(found, float):
            self.complain(place, stated, NO_AMOUNT)
            return None, _text(value.get("currency"))
        return found, _text(value.get("currency"))

    def time(self, value: object, place: str) -> str | None:
        """The wall clock of a time."""
        found = days.moment(str(value)) if value is not None else None
        if isinstance(found, Complaint):
            self.complain(place, value, NO_TIME)
            return None
        return found if isinstance(found, str) else None


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    return None


def map_release(
    data: Object,
    source: SourceRef,
    hashed: KeyedHash,
    nodes: list[NodeRecord],
    edges: list[EdgeRecord],
    problems: list[RowProblem],
) -> None:
    """Append what one release says. Odd places are reported as problems; nothing is raised."""
    release = _Release(data, source, hashed, nodes, edges, problems)
    tender = _object(data.get("tender"))
    _map_parties(release)
    _map_procedure(release, tender)
    awards = list(release.objects(data, "awards", "awards"))
    _map_awards(release, awards)
    _map_bids(release, tender)
    _map_contracts(release, awards)
    _map_milestones(release, tender, "tender")


# Organisations


def _map_parties(release: _Release) -> None:
    for place, party in release.objects(release.data, "parties", "parties"):
        if party.get("id") is not None:
            release.parties[str(party["id"])] = party
        key = _company_key(party)
        if key is None:
            continue  # reported where it takes part
        name = _name(party)
        address = _address(_object(party.get("address")))
        release.node(
            "Company",
            key,
            {
                "name": name,
                "uscc": key[8:] if identifiers.uscc_is_valid(key[8:]) else None,
                "registration_no": _number(party),
                "region": _text(_object(party.get("address")).get("region")),
                "address": address,
            },
        )
        _map_contacts(release, key, party, address, place)


def _map_contacts(
    release: _Release, key: str, party: Object, address: str | None, place: str
) -> None:
    contact = _object(party.get("contactPoint"))
    reached: list[tuple[str, keys.Identified | None]] = []
    for field_name, label, read, make in (
        ("telephone", "Phone", registered_numbers.phones, keys.phone_key),
        ("email", "Email", registered_numbers.emails, keys.email_key),
    ):
        stated = _text(contact.get(field_name))
        found: object = read(stated) if stated is not None else None
        if isinstance(found, Complaint):
            shown = identifiers.mask_phone(str(stated)) if label == "Phone" else stated
            release.complain(f"{place}/contactPoint/{field_name}", shown, found)
            found = found.value
        if isinstance(found, tuple):
            reached += [(label, make(release.hashed, str(number))) for number in found]
    reached.append(("Address", keys.address_key(release.hashed, address)))
    for label, identified in reached:
        if identified is not None:
            release.edge("REACHED_AT", key, release.node(label, identified[0], identified[1]))


def _address(address: Object) -> str | None:
    street = _text(address.get("streetAddress"))
    if street is None:
        return None
    town = _text(address.get("locality"))
    return street if town is None or town in street else f"{town} {street}"


def _name(organisation: Object) -> str | None:
    return _text(organisation.get("name")) or _text(
        _object(organisation.get("identifier")).get("legalName")
    )


def _number(organisation: Object) -> str | None:
    """`AM-TIN-01000825`: scheme and number, else an id that has both, else a bare number."""
    identifier = _object(organisation.get("identifier"))
    number = "".join((_text(identifier.get("id")) or "").split()).upper()
    scheme = (_text(identifier.get("scheme")) or "").upper()
    if number:
        return f"{scheme}-{number}" if scheme and not number.startswith(f"{scheme}-") else number
    listed = _LISTED_NUMBER.fullmatch(_text(organisation.get("id")) or "")
    if listed is None:
        return None
    rest = "".join(listed.group(3).split()).upper()
    return f"{listed.group(1)}-{listed.group(2)}-{rest}"


def _company_key(organisation: Object) -> str | None:
    number = _number(organisation)
    if number is not None:
        bare = number.rpartition("-")[2]
        return f"company:{bare if identifiers.uscc_is_valid(bare) else number}"
    name = _name(organisation)
    spelled = identifiers.company_name_key(name) if name else ""
    return f"company:{spelled}" if spelled else None


def _mentioned(release: _Release, reference: Object, place: str) -> str | None:
    """The key of an organisation that is referred to; None, reported, if nobody can be told."""
    party = release.parties.get(str(reference.get("id")), {})
    whole = {**party, **{k: v for k, v in reference.items() if v not in (None, "")}}
    key = _company_key(whole)
    if key is None:
        release.complain(place, reference.get("id"), NAMELESS)
        return None
    name = _name(reference) or _name(party)
    if _number(whole) is None:
        release.complain(place, name, NUMBERLESS)
    return release.node("Company", key, {"name": name}, mention=True)


# Procedure and lots


def _map_procedure(release: _Release, tender: Object) -> None:
    plan, place = _plan(release)
    budget = _object(plan.get("budget"))
    amount, currency = release.amount(budget.get("amount"), f"{place}/budget/amount")
    project = release.node(
        "Project",
        f"project:{release.ocid}",
        {
            "name": _text(tender.get("title"))
            or _text(release.data.get("title"))
            or _text(plan.get("project")),
            "code": _text(tender.get("tenderId")) or _text(tender.get("id")) or release.ocid,
            "investment_code": _text(budget.get("projectID")),
            "investment": amount if currency == "CNY" else None,
        },
    )
    _map_milestones(release, plan, place)
    common = _common_facts(release, tender)
    lots = list(release.objects(tender, "lots", "tender/lots"))
    for place, lot in lots:
        if lot.get("id") is None:
            continue
        lot_id = str(lot["id"])
        release.lots[lot_id] = _map_lot(release, f"/{lot_id}", lot, common, place)
    if not release.lots and not _is_plan_alone(release.data):
        release.lots[""] = _map_lot(release, "", {}, common, "tender")
    buyers = [
        ("buyer", release.data.get("buyer")),
        ("tender/procuringEntity", tender.get("procuringEntity")),
    ]
    found = [_mentioned(release, o, p) for p, o in buyers if isinstance(o, dict) and o]
    for key in release.lots.values():
        release.edge("PART_OF", key, project)
        for buyer in dict.fromkeys(filter(None, found)):
            release.edge("PROCURES", buyer, key)


def _is_plan_alone(data: Object) -> bool:
    return "planning" in data and not data.keys() & _PROCEDURE


def _plan(release: _Release) -> tuple[Object, str]:
    """The planning of the procedure and its place; nothing where there are several plans."""
    plans = list(release.objects(release.data, "planning", "planning", one=True))
    return (plans[0][1], plans[0][0]) if len(plans) == 1 else ({}, "planning")


def _common_facts(release: _Release, tender: Object) -> dict[str, Value]:
    period = _object(tender.get("tenderPeriod"))
    opening = _object(tender.get("bidOpening"))
    criteria = _text(tender.get("awardCriteria"))
    ceiling, currency = release.amount(tender.get("value"), "tender/value")
    return {
        "name": _text(tender.get("title")),
        "code": _text(tender.get("id")) or release.ocid,
        "class_code": _text(tender.get("mainProcurementCategory")),
        "method": _text(tender.get("procurementMethod")),
        "evaluation_method": _evaluation(criteria),
        "evaluation_method_text": criteria,
        "control_price": ceiling or None,
        "currency": currency,
        "opened_at": release.time(opening.get("date"), "tender/bidOpening/date"),
        "deadline": release.time(period.get("endDate"), "tender/tenderPeriod/endDate"),
        "status": _text(tender.get("status")) or _stage(release.data),
    }


def _stage(data: Object) -> str | None:
    """What a release without a tender is about: its first tag."""
    tags = data.get("tag")
    return _text(tags[0]) if isinstance(tags, list) and tags else _text(tags)


def _evaluation(criteria: str | None) -> str:
    word = (criteria or "").replace(" ", "").lower()
    if word in _LOWEST:
        return "lowest_price"
    return "comprehensive" if word in _COMPREHENSIVE else "unknown"


def _map_lot(
    release: _Release, suffix: str, lot: Object, common: dict[str, Value], place: str
) -> str:
    facts = dict(common)
    if suffix:
        ceiling, currency = release.amount(lot.get("value"), f"{place}/value")
        ended = _text(lot.get("status")) in ("cancelled", "unsuccessful", "withdrawn")
        facts |= {
            "name": _text(lot.get("title")) or _text(lot.get("description")) or common["name"],
            "code": suffix[1:],
            "control_price": ceiling or None,
            "currency": currency or common["currency"],
            "status": _text(lot.get("status")) if ended else common["status"],
        }
    key = f"lot:{release.ocid}{suffix}"
    if facts["currency"] is not None:
        release.currencies[key] = str(facts["currency"])
    return release.node("Lot", key, facts)


def _lots_of(release: _Release, item: Object, place: str) -> list[str]:
    """The lots that a bid or an award names; the only lot if it names none."""
    named = [item.get("relatedLot"), item.get("lotID"), item.get("lotId")]
    several = item.get("relatedLots")
    named += several if isinstance(several, list) else [several]
    ids = [_lot_id(each) for each in named]
    if not any(ids):
        parts = release.objects(item, "items", f"{place}/items")
        ids = [_lot_id(part.get("relatedLot")) for _, part in parts]
    found: list[str] = []
    for lot_id in dict.fromkeys(filter(None, ids)):
        if lot_id not in release.lots:
            release.complain(f"{place}/relatedLot", lot_id, UNKNOWN_LOT)
            key = release.node("Lot", f"lot:{release.ocid}/{lot_id}", {}, mention=True)
            release.edge("PART_OF", key, f"project:{release.ocid}")
            release.lots[lot_id] = key
        found.append(release.lots[lot_id])
    if not found and len(release.lots) == 1:
        found = list(release.lots.values())
    return found


def _lot_id(reference: object) -> str | None:
    if isinstance(reference, dict):
        return _lot_id(reference.get("lotId") or reference.get("id") or reference.get("lotID"))
    return str(reference) if isinstance(reference, str | int) and str(reference) else None


# Awards and bids


def _map_awards(release: _Release, awards: list[tuple[str, Object]]) -> None:
    for place, award in awards:
        if _text(award.get("status")) in _NO_AWARD:
            continue
        lots = _lots_of(release, award, place)
        winners = [
            _mentioned(release, supplier, where)
            for where, supplier in release.objects(award, "suppliers", f"{place}/suppliers")
        ]
        if not lots:
            release.complain(f"{place}/relatedLots", award.get("id"), UNKNOWN_LOT)
        amount, _ = release.amount(award.get("value"), f"{place}/value")
        if len(lots) > 1 and amount is not None:
            release.complain(f"{place}/value", amount, SHARED_AMOUNT)
            amount = None
        won_on = release.time(award.get("date"), f"{place}/date")
        for lot in lots:
            for winner in dict.fromkeys(filter(None, winners)):
                alone = amount if len(winners) == 1 else None
                on = won_on[:10] if won_on else None
                release.winners.add((lot, winner))
                release.edge("WON", winner, lot, amount=alone, on=on)


def _map_bids(release: _Release, tender: Object) -> None:
    details = list(release.objects(_object(release.data.get("bids")), "details", "bids/details"))
    for place, bid in details:
        _map_bid(release, bid, place)
    if details:
        return
    # Who took part is known, though not what they offered.
    for place, tenderer in release.objects(tender, "tenderers", "tender/tenderers"):
        company = _mentioned(release, tenderer, place)
        if company is not None and len(release.lots) == 1:
            _put_bid(release, [company], list(release.lots.values()), company[8:], {})


def _map_bid(release: _Release, bid: Object, place: str) -> None:
    companies = [
        _mentioned(release, tenderer, where)
        for where, tenderer in release.objects(bid, "tenderers", f"{place}/tenderers")
    ]
    known = list(dict.fromkeys(c for c in companies if c is not None))
    lots = _lots_of(release, bid, place)
    if not known or not lots:
        release.complain(place, bid.get("id"), NAMELESS if not known else UNKNOWN_LOT)
        return
    price, currency = release.amount(bid.get("value"), f"{place}/value")
    if price is not None and len(lots) > 1:
        release.complain(f"{place}/value", price, SHARED_AMOUNT)
        price = None
    wanted = release.currencies.setdefault(lots[0], currency) if currency else None
    text = None
    if price is not None and wanted is not None and currency != wanted:
        text = f"{price:g} {currency}"
        release.complain(f"{place}/value/currency", currency, OTHER_CURRENCY)
        price = None
    status = _text(bid.get("status"))
    facts: dict[str, Value] = {
        "price": price,
        "currency": currency if price is not None else None,
        "price_text": text,
        "status": status,
        "valid": True if status in _VALID else False if status in _INVALID else None,
        "submitted_at": release.time(bid.get("date"), f"{place}/date"),
    }
    number = _text(bid.get("id")) or known[0][8:]
    _put_bid(release, known, lots, number, facts)


def _put_bid(
    release: _Release,
    companies: list[str],
    lots: list[str],
    number: str,
    facts: dict[str, Value],
) -> None:
    facts["consortium"] = len(companies) > 1
    if release.winners:
        facts["won"] = any((lot, c) in release.winners for lot in lots for c in companies)
    key = release.node("Bid", f"bid:{lots[0][4:]}/{number}", facts)
    for lot in lots:
        release.edge("FOR", key, lot)
    role = "member" if len(companies) > 1 else "sole"
    for company in companies:
        release.edge("SUBMITTED", company, key, role=role)


# Contracts and milestones


def _map_contracts(release: _Release, awards: list[tuple[str, Object]]) -> None:
    by_id = {str(a["id"]): (place, a) for place, a in awards if a.get("id") is not None}
    for place, contract in release.objects(release.data, "contracts", "contracts"):
        if _text(contract.get("status")) == "cancelled":
            continue
        number = _text(contract.get("id")) or _text(contract.get("contractID"))
        if number is None:
            release.complain(f"{place}/id", None, NUMBERLESS_CONTRACT)
            continue
        award_place, award = by_id.get(str(contract.get("awardID")), (place, {}))
        lots = _lots_of(release, contract, place) if len(release.lots) == 1 else []
        lots = lots or _lots_of(release, award, award_place) or _lots_of(release, contract, place)
        amount, currency = release.amount(contract.get("value"), f"{place}/value")
        known = release.currencies.get(lots[0]) if lots else None
        if amount is not None and known is not None and currency not in (None, known):
            release.complain(f"{place}/value/currency", currency, OTHER_CURRENCY)
            amount = None
        key = _put_contract(release, contract, number, (amount, currency or known), place)
        for lot in lots:
            release.edge("AWARDED_FOR", key, lot)
        owner = contract if contract.get("suppliers") else award
        at = place if owner is contract else award_place
        suppliers = release.objects(owner, "suppliers", f"{at}/suppliers")
        firms = {_company_of(release, supplier) for _, supplier in suppliers} - {None}
        for firm in sorted(filter(None, firms)):
            alone = amount if len(firms) == 1 else None
            release.edge("PARTY_TO", firm, key, role="supplier", amount=alone)
        buyer = _company_of(release, _object(release.data.get("buyer")))
        if buyer is not None:
            release.edge("PARTY_TO", buyer, key, role="buyer")


def _company_of(release: _Release, reference: Object) -> str | None:
    """The key of an organisation that was mentioned before: as award or buyer, say."""
    party = release.parties.get(str(reference.get("id")), {})
    whole = {**party, **{k: v for k, v in reference.items() if v not in (None, "")}}
    key = _company_key(whole)
    if key is not None:
        release.node("Company", key, {"name": _name(reference) or _name(party)}, mention=True)
    return key


def _put_contract(
    release: _Release,
    contract: Object,
    number: str,
    value: tuple[float | None, str | None],
    place: str,
) -> str:
    period = _object(contract.get("period"))
    length = period.get("durationInDays")
    key = release.node(
        "Contract",
        f"contract:{release.ocid}/{number}",
        {
            "name": _text(contract.get("title")) or _text(contract.get("description")),
            "code": _text(contract.get("contractNumber")) or number,
            "amount": value[0],
            "currency": value[1] if value[0] is not None else None,
            "signed_on": _day(release, contract.get("dateSigned"), f"{place}/dateSigned"),
            "starts_on": _day(release, period.get("startDate"), f"{place}/period/startDate"),
            "duration_days": length if isinstance(length, int) and length > 0 else None,
        },
    )
    for owner, where in (
        (contract, place),
        (_object(contract.get("implementation")), f"{place}/implementation"),
    ):
        _map_milestones(release, owner, where)
    return key


def _map_milestones(release: _Release, owner: Object, place: str) -> None:
    for where, milestone in release.objects(owner, "milestones", f"{place}/milestones"):
        number = _text(milestone.get("id")) or where.rpartition("/")[2]
        key = release.node(
            "Milestone",
            f"milestone:{release.ocid}/{place}/{number}",
            {
                "node": _STEPS.get((_text(milestone.get("type")) or "").lower(), "other"),
                "name": _text(milestone.get("title")) or _text(milestone.get("description")),
                "on": _day(release, milestone.get("dateMet"), f"{where}/dateMet"),
                "due": _day(release, milestone.get("dueDate"), f"{where}/dueDate"),
            },
        )
        release.edge("OF", key, f"project:{release.ocid}")


def _day(release: _Release, value: object, place: str) -> str | None:
    found = release.time(value, place)
    return found[:10] if found else None
