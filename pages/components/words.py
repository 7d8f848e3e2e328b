"""How kinds, relations, properties and grades are called on pages, and how they are drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.records import Value
from graph.vocabulary import SCHEMA
from loaders.tables import BY_NAME
from messages import language, t
from queries.catalogue import catalogue
from queries.describe import in_words, money, signal_title
from queries.values import STEPS, value_word

_NUMBER = r"(?:[A-Za-z]{0,3}[-‐]?[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[A-Z])"
_UNIT = r"(?:标段|合同段|标包|分包|包件|标(?![准志识牌杆])|包(?![装头括含]))"
_SECTION = re.compile(
    rf"(?:第\s*)?{_NUMBER}\s*{_UNIT}|{_UNIT}\s*{_NUMBER}|\b(?:lot|section)\s*[0-9]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of one kind are drawn: a colour, a shape, a size in px; what stands in them."""

    name: str
    color: str
    shape: str
    size: int
    chinese: str
    english: str

    @property
    def glyph(self) -> str:
        """The sign in the reader's language."""
        return self.english if language() == "en" else self.chinese


LOOKS = {
    "Company": Look("Company", "#2f6db5", "round-rectangle", 36, "企", "Co"),
    "Person": Look("Person", "#a9620f", "ellipse", 32, "人", "P"),
    "Lot": Look("Lot", "#1b8266", "hexagon", 38, "标", "L"),
    "Bid": Look("Bid", "#667085", "ellipse", 24, "投", "B"),
    "Project": Look("Project", "#3f6f55", "octagon", 36, "项", "Pr"),
    "Expert": Look("Expert", "#8255b0", "octagon", 34, "专", "Ex"),
    "Device": Look("Device", "#c2413b", "diamond", 40, "机", "D"),
    "Account": Look("Account", "#96681a", "round-diamond", 40, "账", "Ac"),
    "Phone": Look("Phone", "#0f7f95", "barrel", 32, "话", "Ph"),
    "Email": Look("Email", "#0f7f95", "round-pentagon", 34, "邮", "@"),
    "Address": Look("Address", "#7d6550", "round-pentagon", 34, "址", "Ad"),
    "Document": Look("Document", "#5c6bc0", "cut-rectangle", 32, "文", "Do"),
    "Contract": Look("Contract", "#497d8a", "cut-rectangle", 32, "约", "Ct"),
    "Milestone": Look("Milestone", "#5a7a40", "tag", 30, "节", "M"),
    "Penalty": Look("Penalty", "#9b2f4f", "heptagon", 34, "罚", "Pn"),
    "Complaint": Look("Complaint", "#b0566e", "heptagon", 34, "诉", "Cm"),
    "Guarantee": Look("Guarantee", "#8a6d1f", "round-tag", 32, "函", "G"),
    "Clock": Look("Clock", "#5f7d3a", "tag", 30, "限", "Cl"),
    "Alias": Look("Alias", "#64748b", "ellipse", 26, "别", "Al"),
    "Ring": Look("Ring", "#b8336a", "star", 44, "团", "R"),
    "Batch": Look("Batch", "#64748b", "rectangle", 30, "批", "Ba"),
    "Measure": Look("Measure", "#64748b", "rectangle", 30, "算", "Me"),
}
NO_LOOK = Look("Node", "#64748b", "ellipse", 28, "·", "·")

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
# Behind or as words; and of surfaces side by side, which differ in lightness, not in hue alone.
BAND_COLORS = {"red": "#c8372d", "orange": "#b25b10", "yellow": "#846900", "white": "#667085"}
BAND_FILLS = {"red": "#c03026", "orange": "#e0862c", "yellow": "#f5d765", "white": "#667085"}
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
PARTS = {  # of a time limit: which law, which stage, what is to be done
    "tender": "Tendering Law",
    "procurement": "Government Procurement Law",
    "bid": "for bidding",
    "prequalification": "for the prequalification",
    "withdrawn": "bid withdrawn",
    "withdrawn_procurement": "bid withdrawn, Government Procurement Law",
    "publish": "publication",
    "period": "length of the publication",
    "report": "report of the panel",
    "decide": "decision",
    "file": "submission",
    "accept": "acceptance",
    "issue": "issue of the permit",
    "start": "start of the works",
}
ORDERS = {  # which step has to be done before which
    "approval_notice": "approval>tender_notice",
    "land_permit": "land_permit>construction_permit",
    "planning_permit": "planning_permit>construction_permit",
    "award_contract": "award_letter>contract",
    "contract_start": "contract>construction_start",
    "permit_start": "construction_permit>construction_start",
    "start_completion": "construction_start>completion",
}
MONEY = frozenset(
    {
        "control_price", "estimate", "registered_capital", "investment", "amount", "price",
        "deposit_required", "settlement", "performance_bond", "premium",
    }
)  # fmt: skip
PER_CENT = frozenset({"share", "exposed_share", "rate", "winner_to_ceiling", "winner_to_estimate"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


def look(label: str) -> Look:
    """How nodes with this label are drawn; an unknown label has a plain look."""
    return LOOKS.get(label, NO_LOOK)


def kind_name(label: str) -> str:
    """What a node label is called; a label outside the vocabulary is shown as it is."""
    return t(LOOKS[label].name) if label in LOOKS else label


def step_name(step: str) -> str:
    """What a step of the life cycle is called."""
    return t(STEPS[step]) if step in STEPS else step


def part_name(part: str) -> str:
    """What a part of a time limit is called: steps by their names, one after the other."""
    if part in PARTS:
        return t(PARTS[part])
    return " → ".join(step_name(step) for step in ORDERS.get(part, part).split(">") if step)


def table_name(name: str) -> str:
    """What a kind of table is called: its Chinese title, in English its name in words."""
    if language() != "en" and name in BY_NAME:
        return BY_NAME[name].title
    return name.replace("_", " ")


def relation_name(edge_type: str) -> str:
    """What an edge type is called."""
    return t(RELATIONS[edge_type]) if edge_type in RELATIONS else edge_type


def section_first(name: str, fits: int) -> str:
    """The name of a lot behind its section, which alone tells it from others of its project.

    A name of at most `fits` signs is seen whole and stays as it is.
    """
    named = _SECTION.findall(name) if len(name) > fits else []
    return f"{named[-1]} · {name}" if named else name


def subject_name(kind: str) -> str:
    """What a kind of subject is called."""
    return t(SUBJECTS[kind])


def one_subject(kind: str) -> str:
    """What one subject of a kind is called."""
    return t("pair of companies") if kind == "pair" else kind_name(kind.capitalize())


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


def tag_name(tag: str) -> str:
    """How well a legal text is verified."""
    return t(TAGS[tag]) if tag in TAGS else tag


def in_order(label: str, properties: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """Properties in the order of the vocabulary: what a thing is before what was computed of it."""
    known = SCHEMA.node(label).properties if SCHEMA.has_node(label) else ()
    place = {each.name: number for number, each in enumerate(known)}
    return sorted(properties.items(), key=lambda item: (place.get(item[0], len(place)), item[0]))


def derived_properties(label: str) -> frozenset[str]:
    """What measures add to nodes with this label."""
    known = SCHEMA.node(label).properties if SCHEMA.has_node(label) else ()
    return frozenset(each.name for each in known if each.derived)


_CODE = re.compile(r"[A-Z]?[0-9]+")
KINDS = {"A": "works", "B": "goods", "C": "services"}  # of lots, by the first letter of the class


def code_said(text: str) -> str:
    """A code that no list here explains, with the word that it is one; a name stays as it is."""
    return t("code {code}", code=text) if _CODE.fullmatch(text) else text


def class_name(code: str) -> str:
    """A class of lots: works, goods or services by its first letter, which alone is agreed on."""
    kind = KINDS.get(code[:1]) if code[1:].isdecimal() or len(code) == 1 else None
    return f"{t(kind)} {code}" if kind else code_said(code)


def titled(text: str) -> str:
    """A word as the title of a column: it begins with a capital letter."""
    return text[:1].upper() + text[1:]


def value_name(name: str, value: object, currency: object = None) -> str:
    """A property's value as people read it; amounts are in `currency`, yuan if none is stated."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if (word := value_word(name, str(value))) is not None:
        return word
    if isinstance(value, int | float):
        return _number_name(name, value, currency)
    if isinstance(value, list) and name.endswith("_cited"):  # keys, which findings open
        return t("{count} bids", count=f"{len(value):,}")
    if isinstance(value, list):
        return t(", ").join(str(item) for item in value)
    return _text_name(name, str(value))


def _text_name(name: str, text: str) -> str:
    if name == "class_code":
        return class_name(text)
    if name == "rule":  # the signal that watches a time limit
        return next((signal_title(s) for s in catalogue() if s.id == text), text)
    if name == "part":
        return part_name(text)
    if name == "stratum":
        return _stratum_name(text)
    return text[:16].replace("T", " ") if _MOMENT.fullmatch(text) else text


def _number_name(name: str, value: float, currency: object) -> str:
    if name in MONEY:
        return money(value, currency)
    if name in PER_CENT:
        return f"{value:.1%}"
    if name.endswith("_percentile"):
        return f"{value:.0%}"
    if isinstance(value, float):
        return in_words(value) or (f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.4g}")
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def _stratum_name(stratum: str) -> str:
    """A group of comparable lots: year, region, class, method and number of bids, as far as set."""
    year, region, class_, method, band = [*stratum.split("|"), "", "", "", "", ""][:5]
    parts = [
        year,
        code_said(region),
        class_name(class_),
        value_name("evaluation_method", method),
        "" if band in {"", "*"} else t("{band} bids", band=band),
    ]
    return " · ".join(part for part in parts if part not in {"", "*"})
