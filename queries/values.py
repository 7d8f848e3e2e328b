"""What values that are words of the vocabulary are called."""

from __future__ import annotations

from messages import t
from queries.describe import DEVICE_KINDS

IDENTITIES = {
    "id": "by ID number",
    "phone": "by name and telephone",
    "scoped": "by name within one company",
}
STEPS = {
    "approval": "project approval",
    "land_permit": "land permit",
    "planning_permit": "planning permit",
    "tender_notice": "tender notice",
    "documents_from": "documents sold from",
    "documents_until": "documents sold until",
    "prequalification_deadline": "prequalification deadline",
    "prequalification_clarification": "prequalification clarified",
    "prequalification_objection": "objection to the prequalification",
    "prequalification_answer": "answer about the prequalification",
    "clarification": "clarification",
    "objection": "objection",
    "objection_answer": "answer to the objection",
    "bid_deadline": "bid deadline",
    "opening": "bid opening step",
    "evaluation_end": "end of the evaluation",
    "evaluation_report": "evaluation report",
    "candidate_notice_from": "candidates published from",
    "candidate_notice_until": "candidates published until",
    "award_decision": "award decision",
    "award_letter": "award letter",
    "award_notice": "award notice",
    "written_report": "written report",
    "contract": "contract signed",
    "contract_notice": "contract published",
    "contract_filing": "contract filed",
    "deposit_refund": "deposits refunded",
    "bid_withdrawal": "bid withdrawn",
    "withdrawal_refund": "deposit of a withdrawn bid refunded",
    "construction_application": "building permit applied for",
    "construction_permit": "building permit",
    "construction_start": "construction start",
    "completion": "completion",
    "completion_filing": "completion filed",
    "registration_application": "title registration applied for",
    "registration": "title registration",
    "other": "another step",
}
STATES = {
    "kept": "kept",
    "soon": "ends soon",
    "late": "late",
    "open_late": "open beyond its day",
    "missing": "a day is missing",
}
ROLES = {
    "buyer": "Buyer",
    "agency": "Agency",
    "supplier": "Supplier",
    "subcontractor": "subcontractor",
    "sole": "bids alone",
    "lead": "leads the consortium",
    "member": "member of the consortium",
    "authorised_agent": "authorised agent",
}
EVENTS = {
    "make": "made",
    "download": "downloaded",
    "upload": "uploaded",
    "decrypt": "decrypted",
    "price": "priced",
}
KINDS = {
    **DEVICE_KINDS,
    "community": "whole group",
    "subgroup": "close core",
    "branch": "branch office",
    "subordinate": "subordinate body",
    "trust": "held in trust",
    "text": "like texts",
    "error": "like mistakes",
    "metadata": "like properties of files",
    "boq": "like bills of quantities",
    "hash": "identical files",
    "upload_time": "uploaded at nearly one time",
    "deposit_time": "deposits paid at nearly one time",
}
WORDED = {  # by property
    "identity": IDENTITIES,
    "kind": KINDS,
    "role": ROLES,
    "event": EVENTS,
    "state": {**STATES, "loading": "being loaded", "loaded": "loaded", "removing": "being removed"},
    "unit": {"day": "days of the calendar", "working_day": "working days"},
    "node": STEPS,
    "rotation_test": {"alternation": "wins alternate", "equal_shares": "wins are shared evenly"},
    "hub": {
        "state_capital": "an organ that holds shares for the state (Company Law, art. 265)",
        "degree": "it holds shares in, or manages, more than 50 firms",
        "agency": "it acts as tendering agency for others",
        "address": "more than 50 firms share this registered address",
    },
    "exempt": {"private_network": "address of a private network, which many networks use inside"},
    "evaluation_method": {
        "lowest_price": "lowest reviewed price",
        "average_bid": "average of the bids",
        "comprehensive": "comprehensive scoring",
        "price_floor": "price floor",
        "unknown": "not told by its words",
    },
    "regime": {
        "tender": "Tendering Law",
        "government_procurement": "Government Procurement Law",
    },
    "currency": {"CNY": "renminbi"},
    "outcome": {
        "valid": "valid",
        "rejected": "bid rejected",
        "not_decrypted": "not decrypted",
        "withdrawn": "bid withdrawn",
        "absent": "bidder absent",
        "no_deposit": "no deposit paid",
    },
    "rate_kind": {"discount": "discount rate", "fee": "fee rate"},
}


def value_word(name: str, value: str) -> str | None:
    """What this value of a property is called; None: it is no word of the vocabulary."""
    words = WORDED.get(name, {})
    return t(words[value]) if value in words else None
