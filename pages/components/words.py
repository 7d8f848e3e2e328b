"""How kinds, relations, properties and grades are called on pages, and how they are drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.records import Value
from graph.vocabulary import SCHEMA
from messages import t
from queries.describe import DEVICE_KINDS


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of one kind are drawn: a colour, a shape, a size in px and one letter."""

    name: str
    color: str
    shape: str
    size: int
    glyph: str


LOOKS = {
    "Company": Look("Company", "#2f6db5", "round-rectangle", 36, "企"),
    "Person": Look("Person", "#d17a22", "ellipse", 32, "人"),
    "Lot": Look("Lot", "#1d8a6b", "hexagon", 38, "标"),
    "Bid": Look("Bid", "#7b8698", "ellipse", 24, "投"),
    "Project": Look("Project", "#3f6f55", "octagon", 36, "项"),
    "Expert": Look("Expert", "#8255b0", "octagon", 34, "专"),
    "Device": Look("Device", "#c2413b", "diamond", 40, "机"),
    "Account": Look("Account", "#a8741a", "round-diamond", 40, "账"),
    "Phone": Look("Phone", "#0f8299", "barrel", 32, "话"),
    "Email": Look("Email", "#0f8299", "round-pentagon", 34, "邮"),
    "Address": Look("Address", "#7d6550", "round-pentagon", 34, "址"),
    "Document": Look("Document", "#5c6bc0", "cut-rectangle", 32, "文"),
    "Contract": Look("Contract", "#4b7f8c", "cut-rectangle", 32, "约"),
    "Milestone": Look("Milestone", "#6b8e4e", "tag", 30, "节"),
    "Penalty": Look("Penalty", "#9b2f4f", "heptagon", 34, "罚"),
    "Complaint": Look("Complaint", "#b0566e", "heptagon", 34, "诉"),
    "Guarantee": Look("Guarantee", "#8a6d1f", "round-tag", 32, "函"),
    "Clock": Look("Clock", "#5f7d3a", "tag", 30, "限"),
    "Alias": Look("Alias", "#64748b", "ellipse", 26, "别"),
    "Ring": Look("Ring", "#b8336a", "star", 44, "团"),
    "Batch": Look("Batch", "#64748b", "rectangle", 30, "批"),
    "Measure": Look("Measure", "#64748b", "rectangle", 30, "算"),
}
WAN = 10_000
NO_LOOK = Look("Node", "#64748b", "ellipse", 28, "·")

RELATIONS = {
    "SUBMITTED": "submits the bid",
    "FOR": "bid for the lot",
    "PART_OF": "part of the project",
    "WON": "won",
    "PROCURES": "buyer",
    "AGENT_FOR": "tender agency",
    "LEGAL_REP_OF": "legal representative",
    "SHAREHOLDER_OF": "holds shares",
    "EXECUTIVE_OF": "holds a post",
    "INSURED_BY": "social insurance paid by",
    "EMPLOYED_BY": "employed by",
    "INSPECTS_FOR": "inspector of",
    "CONTACT_OF": "contact person",
    "RELATIVE_OF": "relative",
    "HANDLED": "handled the bid",
    "LEADS": "project manager",
    "MEMBER_OF": "project member",
    "CONTACT_FOR": "contact named in the bid",
    "GIVEN_IN": "given in the bid",
    "IS": "is this person",
    "EVALUATED": "evaluated",
    "SCORED": "scored",
    "AVOIDS": "declared avoidance",
    "USED_IN": "used for the bid",
    "PAID_DEPOSIT_OF": "paid the deposit",
    "REACHED_AT": "reached at",
    "BELONGS_TO": "file of the bid",
    "AWARDED_FOR": "contract of the lot",
    "PARTY_TO": "party to the contract",
    "OF": "step of the project",
    "IMPOSED_ON": "imposed on",
    "ABOUT": "complaint about",
    "CO_BIDS": "bid together",
    "HAS_MEMBER": "ring member",
    "CONTROLS": "controls",
    "LEANS_TO": "scores higher than the panel",
    "RESEMBLES": "files resemble",
    "FILED": "complained",
    "HAS_ACCOUNT": "holds the account",
    "TRANSFERRED": "transferred money",
    "SECURES": "guarantee of the bid",
    "PAID_PREMIUM_OF": "paid the premium",
    "APPLIED_FOR": "applied for the guarantee",
    "STAFFS": "works on the contract",
    "REGISTERED_AT": "certificate registered with",
    "MANAGED_BY": "managed by",
    "SERVED": "worked for the project before",
    "DRAWN_FOR": "drawn for the panel",
    "NAMES": "names another bidder",
    "TIED_TO": "perhaps under one controller",
    "EXCHANGES_STAFF": "exchanges staff",
    "PROPS_UP": "loses where the other wins",
    "MOVES_WITH": "prices move together",
    "WINS_AT": "wins concentrate here",
    "WINS_WITH": "wins follow the expert",
    "SHIFTS_BENCHMARK": "moves the benchmark",
    "CO_PANELS": "on panels together",
    "SCORES_ALIKE": "scores alike",
    "RUNS_FOR": "time limit of",
    "MAYBE_SAME": "perhaps the same",
}

PROPERTIES = {
    "name": "name",
    "uscc": "unified social credit code",
    "org_code": "organisation code",
    "registration_no": "registration number",
    "region": "region",
    "address": "registered address",
    "status": "status",
    "registered_capital": "registered capital",
    "established_on": "established on",
    "state_owned": "controlled by state capital",
    "former_names": "former names",
    "id_masked": "ID number (masked)",
    "identity": "how the identity is known",
    "code": "number",
    "investment_code": "investment project code",
    "class_code": "lot class code",
    "method": "procurement method",
    "regime": "legal regime",
    "evaluation_method": "evaluation method (coded)",
    "evaluation_method_text": "evaluation method",
    "control_price": "control price",
    "currency": "currency",
    "opened_at": "opened at",
    "deadline": "deadline",
    "bids": "valid priced bids",
    "cv": "coefficient of variation",
    "spd": "spread",
    "diffp": "gap between lowest and second",
    "rd": "relative distance",
    "skew": "skewness",
    "kurtosis": "excess kurtosis",
    "ks": "distance to uniform (KS)",
    "winner_to_ceiling": "winning bid / control price",
    "stratum": "group of comparable lots",
    "stratum_size": "lots in the group",
    "cv_percentile": "rank of the variation in its group",
    "diffp_percentile": "rank of the gap in its group",
    "skew_percentile": "rank of the skewness in its group",
    "price_score": "price score",
    "closeness": "closeness of the bidders",
    "exposure": "lots of unusual look",
    "kinds": "what it makes",
    "price": "bid price",
    "rate": "rate",
    "price_text": "price as written",
    "valid": "valid",
    "rank": "rank",
    "score": "score",
    "submitted_at": "submitted at",
    "consortium": "consortium",
    "won": "won the lot",
    "expert_no": "expert number",
    "specialty": "specialty",
    "title": "professional title",
    "employer": "employer as written",
    "kind": "kind",
    "value": "value",
    "exempt": "why sharing this is no clue",
    "masked": "masked form",
    "bank": "bank",
    "holder": "account holder",
    "text": "text",
    "md5": "MD5",
    "sha256": "SHA-256",
    "amount": "amount",
    "signed_on": "signed on",
    "node": "step",
    "on": "date",
    "due": "due on",
    "authority": "authority",
    "decided_on": "decided on",
    "received_on": "received on",
    "valid_from": "valid from",
    "valid_to": "valid to",
    "size": "members",
    "lots": "lots",
    "coherence": "coherence",
    "exclusivity": "exclusivity",
    "intimacy": "intimacy (0–100)",
    "role": "role",
    "as_written": "name as this source writes it",
    "post": "post",
    "share": "share",
    "certificate_no": "certificate number",
    "chair": "chair of the panel",
    "buyer_representative": "representative of the buyer",
    "item": "criterion",
    "points": "points",
    "maximum": "maximum points",
    "event": "event",
    "at": "time",
    "payer": "payer",
    "market_lots": "lots of the shared market",
    "start_lots": "lots of the first firm in that market",
    "end_lots": "lots of the second firm in that market",
    "jaccard": "joint lots / lots of either",
    "confidence": "larger share of joint lots",
    "lift": "joint lots / expected joint lots",
    "p_value": "p-value",
    "q_value": "q-value",
    "t": "t statistic",
    "measure": "computed by",
    "revision": "revision",
    "computed_at": "computed at (UTC)",
    "table": "table",
    "operator": "loaded by",
    "loaded_at": "loaded at (UTC)",
    "state": "state",
    "rows": "rows",
    "rejected": "rejected rows",
    "warned": "rows with warnings",
    "sheets": "sheets",
    "facts": "derived facts",
    "stale": "outdated",
    "properties": "derived properties",
    "source_system": "source system",
    "as_of": "as of",
    "columns": "how sheets were read",
    "of": "merged into",
    "was": "own key before the merge",
    "stored": "properties before the merge",
    "filled": "properties taken over",
    "held": "edges that both had",
    "certain": "merged automatically",
    "company": "company in the metadata",
    "people": "people who moved",
    "bytes": "bytes",
    "nature": "kind of organisation",
    "business_scope": "business scope",
    "qualifications": "qualifications",
    "insured_staff": "insured staff",
    "hub": "why ties through it say little",
    "bids_24m": "bids in 24 months",
    "wins_24m": "wins in 24 months",
    "expected_wins": "wins expected",
    "win_p_low": "probability of so few wins",
    "win_p_high": "probability of so many wins",
    "win_z": "wins against expectation (z)",
    "missing_bids_p": "p-value of missing bids",
    "loss_winners": "winners of half of its losses",
    "born_on": "date of birth",
    "investment": "total investment (yuan)",
    "estimate": "estimate",
    "unified_deal_code": "unified deal code",
    "organize_form": "form of organisation",
    "supervisor": "supervising authority",
    "deposit_required": "deposit required",
    "postponements": "postponements",
    "failed_rounds": "failed rounds before",
    "downloads": "who obtained the documents",
    "outcome": "outcome",
    "reason": "reason",
    "gave_up_on": "gave up on",
    "gave_up_reason": "reason for giving up",
    "duration_days": "duration (days)",
    "price_form": "price form",
    "technical_points": "technical points",
    "business_points": "business points",
    "price_points": "price points",
    "qualification_points": "qualification points",
    "other_points": "other points",
    "joined_on": "joined the pool on",
    "author": "author",
    "last_modified_by": "last modified by",
    "template": "template",
    "application": "program",
    "document_id": "document id",
    "created_at": "created at",
    "modified_at": "modified at",
    "pages": "pages",
    "characters": "characters",
    "clauses": "clauses to review",
    "starts_on": "starts on",
    "completed_on": "completed on",
    "released_on": "manager released on",
    "change_amount": "change amount",
    "settlement": "settlement",
    "performance_bond": "performance bond",
    "document_no": "document number",
    "restriction": "restriction",
    "repaired_on": "credit repaired on",
    "known_on": "known on",
    "accepted_on": "accepted on",
    "result": "result",
    "density": "density",
    "joint_lots": "lots with three members",
    "windows": "windows",
    "rank_score": "order among rings",
    "cover_gap": "cover gap",
    "cover_gap_cv": "variation of the cover gap",
    "rotation_p": "p-value of rotation",
    "rotation_test": "test of rotation",
    "territory_p": "p-value of territories",
    "wins_gini": "Gini of wins",
    "issuer": "issuer",
    "issued_at": "issued at",
    "premium": "premium",
    "rule": "rule",
    "from_on": "counted from",
    "days": "days used",
    "limit": "days allowed",
    "unit": "unit",
    "objective": "objective criterion",
    "invalid": "invalid scoring",
    "signed_in_at": "signed in at",
    "basic": "basic account",
    "purpose": "purpose",
    "service": "service",
    "draw_no": "draw number",
    "by": "drawn by",
    "way": "way of drawing",
    "replacement": "replacement",
    "accepted": "will attend",
    "hops": "links",
    "lean": "mean lean",
    "decisive": "lots it decides",
    "count": "number",
    "passages": "passages",
    "places": "places",
    "ways": "ways",
    "expected": "expected",
    "who": "who",
    "wins": "wins",
    "correlation": "correlation",
    "rank_drop": "ranks lost",
    "items": "items",
    "where": "where",
    "reasons": "reasons",
    "winner_to_ceiling_percentile": "rank of winning bid / control price",
    "winner_to_estimate": "winning bid / estimate",
    "altrd": "alternative relative distance",
    "rdnor": "normalised distance",
    "rd_percentile": "rank of the relative distance",
    "kurtosis_percentile": "rank of the kurtosis",
    "subgroup_cv": "smallest variation of a group",
    "benchmark_pivot_p": "p-value of benchmark groups",
    "benchmark_rank_drop": "ranks lost without the group",
    "via": "firms between",
    "other_lots": "lots before other panels",
    "other_wins": "wins before other panels",
    "records": "records behind it",
    "part": "step of the limit",
    "synchrony": "bidders that move together",
    "unbalanced_lines": "lines compared with the settlement",
    "unbalanced_rho": "correlation of prices and later quantities",
    "unbalanced_p": "p-value of that correlation",
    "unbalanced_raised": "dear lines that grew",
    "unbalanced_lowered": "cheap lines that shrank",
    "unbalanced_gain": "brought by changed quantities",
    "unbalanced_examples": "such lines",
    "exchange_bids": "members' bids tested",
    "exchange_p": "p-value of exchangeability",
    "exchange_q": "adjusted p-value of exchangeability",
    "exchange_slopes": "what cost does to prices",
    "reads": "what it read",
    "answers": "digests of what it read",
    "touched": "changed since",
    "corrects": "rows that it corrects",
}

SUBJECTS = {
    "lot": "lots",
    "company": "companies",
    "pair": "pairs of companies",
    "ring": "rings",
    "person": "persons",
    "expert": "experts",
}
FAMILIES = {
    "device": "devices",
    "document": "documents",
    "people": "people",
    "money": "money",
    "equity": "equity",
    "price": "prices",
    "network": "co-bidding",
    "expert": "experts (family)",
    "process": "process",
    "recurrence": "repetition over lots",
}
STRENGTHS = {
    "deemed": "deemed by regulation",
    "presumptive": "presumptive",
    "statistical": "statistical",
    "procedural": "procedural",
    "context": "context",
}
BANDS = {
    "red": "check advised",
    "orange": "watch closely",
    "yellow": "attention",
    "white": "keep on file",
}
BAND_COLORS = {"red": "#c8372d", "orange": "#d9822b", "yellow": "#b8930a", "white": "#7b8698"}
TAGS = {
    "V": "full text read",
    "V-s": "secondary copy, check the official text",
    "P": "practice",
    "memory": "text not verified, not to be quoted",
}
VERDICTS = {
    "pursue": "worth pursuing",
    "explained": "explained",
    "dismissed": "set aside",
    "needs_data": "needs data",
}
OPEN = "open"  # no verdict yet
IDENTITIES = {
    "id": "by ID number",
    "phone": "by name and telephone",
    "scoped": "by name within one company",
}
WORDED = {  # values that are words of the vocabulary, by property
    "identity": IDENTITIES,
    "kind": DEVICE_KINDS,
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
}
MONEY = frozenset(
    {
        "control_price", "estimate", "registered_capital", "investment", "amount", "price",
        "deposit_required", "settlement", "performance_bond", "premium",
    }
)  # fmt: skip
PER_CENT = frozenset({"share", "rate", "winner_to_ceiling", "winner_to_estimate"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


def look(label: str) -> Look:
    """How nodes with this label are drawn; an unknown label has a plain look."""
    return LOOKS.get(label, NO_LOOK)


def kind_name(label: str) -> str:
    """What a node label is called; a label outside the vocabulary is shown as it is."""
    return t(LOOKS[label].name) if label in LOOKS else label


def relation_name(edge_type: str) -> str:
    """What an edge type is called."""
    return t(RELATIONS[edge_type]) if edge_type in RELATIONS else edge_type


def property_name(name: str) -> str:
    """What a property is called."""
    return t(PROPERTIES[name]) if name in PROPERTIES else name


def subject_name(kind: str) -> str:
    """What a kind of subject is called."""
    return t(SUBJECTS[kind])


def family_name(family: str) -> str:
    """What a family of signals is called."""
    return t(FAMILIES[family]) if family in FAMILIES else family


def strength_name(strength: str) -> str:
    """What a strength is called."""
    return t(STRENGTHS[strength])


def band_name(band: str) -> str:
    """What a band of the index advises."""
    return t(BANDS[band])


def verdict_name(verdict: str) -> str:
    """What a person decided about a lead, or that nobody did yet."""
    return t(VERDICTS[verdict]) if verdict in VERDICTS else t("not judged")


def wan(yuan: object) -> str:
    """An amount as people read it: in 10,000 yuan from there on, else in yuan; a dash for none."""
    if isinstance(yuan, bool) or not isinstance(yuan, int | float) or yuan != yuan:  # NaN too
        return "—"
    if abs(yuan) >= WAN:
        return t("{amount} × 10,000 yuan", amount=f"{yuan / WAN:,.2f}")
    return t("{amount} yuan", amount=f"{yuan:,.2f}")


def tag_name(tag: str) -> str:
    """How well a legal text is verified."""
    return t(TAGS[tag]) if tag in TAGS else tag


def in_order(label: str, properties: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """Properties in the order of the vocabulary: what a thing is before what was computed of it."""
    known = SCHEMA.node(label).properties if SCHEMA.has_node(label) else ()
    place = {each.name: number for number, each in enumerate(known)}
    return sorted(properties.items(), key=lambda item: (place.get(item[0], len(place)), item[0]))


def value_name(name: str, value: object) -> str:
    """A property's value as people read it."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if str(value) in WORDED.get(name, {}):
        return t(WORDED[name][str(value)])
    if isinstance(value, int | float):
        return _number_name(name, value)
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    if name == "stratum":
        return _stratum_name(str(value))
    return str(value)[:16].replace("T", " ") if _MOMENT.fullmatch(str(value)) else str(value)


def _number_name(name: str, value: float) -> str:
    if name in MONEY:
        return wan(value)
    if name in PER_CENT:
        return f"{value:.1%}"
    if name.endswith("_percentile"):
        return f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def _stratum_name(stratum: str) -> str:
    """A group of comparable lots: year, region, class, method and number of bids, as far as set."""
    year, region, class_, method, band = [*stratum.split("|"), "", "", "", "", ""][:5]
    parts = [
        year,
        region,
        class_,
        value_name("evaluation_method", method),
        "" if band in {"", "*"} else t("{band} bids", band=band),
    ]
    return " · ".join(part for part in parts if part not in {"", "*"})
