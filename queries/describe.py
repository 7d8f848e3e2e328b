"""What a person calls a node, an edge, a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.records import Edge, Node, NodeKey, Value
from messages import language, t
from queries.finding import Finding
from queries.signal import Signal

# The first of these that a node has is its name; most have `name`.
_NAMED_BY = ("name", "text", "masked", "code", "node", "expert_no", "md5")
WAN = 10_000
_MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")
DEVICE_KINDS = {
    "mac": "MAC address",
    "cpu": "CPU number",
    "disk": "Disk number",
    "mainboard": "Mainboard number",
    "memory": "Memory number",
    "lock": "Pricing software lock",
    "ca": "CA certificate",
    "ip": "IP address",
    "creation_id": "File creation id",
    "machine": "Machine code",
}
_TIES = {
    "SUBMITTED": "submitted",
    "FOR": "is for",
    "PART_OF": "is part of",
    "WON": "won",
    "PROCURES": "procures",
    "AGENT_FOR": "is the agency of",
    "LEGAL_REP_OF": "is the legal representative of",
    "SHAREHOLDER_OF": "holds shares of",
    "EXECUTIVE_OF": "holds a post in",
    "INSURED_BY": "is insured by",
    "EMPLOYED_BY": "is employed by",
    "INSPECTS_FOR": "inspects for",
    "CONTACT_OF": "is the contact of",
    "RELATIVE_OF": "is a relative of",
    "HANDLED": "handled",
    "LEADS": "is the project manager in",
    "MEMBER_OF": "is on the project team in",
    "CONTACT_FOR": "is the contact in",
    "GIVEN_IN": "is given in",
    "IS": "is the person",
    "EVALUATED": "evaluated",
    "SCORED": "scored",
    "AVOIDS": "declared to avoid",
    "USED_IN": "was used in",
    "PAID_DEPOSIT_OF": "paid the deposit of",
    "REACHED_AT": "is reached at",
    "BELONGS_TO": "belongs to",
    "AWARDED_FOR": "was awarded for",
    "PARTY_TO": "is party to",
    "OF": "is a step of",
    "IMPOSED_ON": "was imposed on",
    "ABOUT": "is about",
    "CO_BIDS": "bids together with",
    "HAS_MEMBER": "has the member",
    "CONTROLS": "controls",
    "LEANS_TO": "leans to",
    "RESEMBLES": "resembles",
    "FILED": "filed",
    "HAS_ACCOUNT": "holds",
    "TRANSFERRED": "transferred money to",
    "SECURES": "secures",
    "PAID_PREMIUM_OF": "paid the premium of",
    "APPLIED_FOR": "applied for",
    "STAFFS": "works on",
    "REGISTERED_AT": "has a certificate registered with",
    "MANAGED_BY": "is managed by",
    "SERVED": "worked before for",
    "DRAWN_FOR": "was drawn for",
    "NAMES": "names",
    "TIED_TO": "is tied in several ways to",
    "EXCHANGES_STAFF": "exchanges staff with",
    "PROPS_UP": "always loses to",
    "MOVES_WITH": "prices in step with",
    "WINS_AT": "wins often at",
    "WINS_WITH": "wins more often before",
    "SHIFTS_BENCHMARK": "moves the benchmark of",
    "CO_PANELS": "sits on panels with",
    "SCORES_ALIKE": "scores like",
    "RUNS_FOR": "runs for",
    "MAYBE_SAME": "may be the same as",
}
# Powers of ten are read by few: a small probability is said as the next bound above it.
_BOUNDS = {
    1e-9: "less than 1 in a billion",
    1e-8: "less than 1 in 100 million",
    1e-7: "less than 1 in 10 million",
    1e-6: "less than 1 in a million",
    1e-5: "less than 1 in 100,000",
    1e-4: "less than 1 in 10,000",
}


def display_name(node: Node) -> str:
    """What a person calls this node. Numbers of persons and accounts stay masked."""
    stored = node.properties
    if node.label == "Device":
        kind = DEVICE_KINDS.get(str(stored.get("kind")), "Device")
        return f"{t(kind)} {stored.get('value') or _tail(node.key)}"
    if node.label == "Bid":
        return _bid_name(node)
    if node.label == "Clock":
        due = stored.get("due")
        return t("Time limit until {day}", day=str(due)[:10]) if due else t("Time limit")
    for name in _NAMED_BY:
        if stored.get(name):
            return str(stored[name])
    return _tail(node.key)


def _bid_name(node: Node) -> str:
    price = node.properties.get("price")
    if isinstance(price, int | float):
        return t("Bid of {price}", price=money(price, node.properties.get("currency")))
    return t("Bid {key}", key=_tail(node.key))


def money(amount: object, currency: object = None) -> str:
    """An amount as people read it; a dash for none.

    Yuan in 10,000 yuan from there on; any other currency (ISO 4217) in full, with its code.
    """
    if isinstance(amount, bool) or not isinstance(amount, int | float) or amount != amount:  # NaN
        return "—"
    if currency not in (None, "", "CNY"):
        return f"{amount:,.2f} {currency}"
    if abs(amount) >= WAN:
        return t("{amount} × 10,000 yuan", amount=f"{amount / WAN:,.2f}")
    return t("{amount} yuan", amount=f"{amount:,.2f}")


def _tail(key: NodeKey) -> str:
    return key.split(":", 1)[-1]


def tie(type_: str) -> str:
    """An edge type in words: what its start does to its end."""
    return t(_TIES[type_]) if type_ in _TIES else type_


def edge_sentence(edge: Edge, names: Mapping[NodeKey, str]) -> str:
    """One edge as a sentence, with its share, post and time of validity."""
    said = f"{names.get(edge.start, edge.start)} {tie(edge.type)} {names.get(edge.end, edge.end)}"
    details = _details(edge.properties)
    return f"{said}（{details}）" if details else said


def _details(stored: Mapping[str, Value]) -> str:
    parts: list[str] = []
    share, post = stored.get("share"), stored.get("post")
    if isinstance(share, int | float):
        parts.append(f"{share:.2%}")
    if post:
        parts.append(str(post))
    if stored.get("valid_from") or stored.get("valid_to"):
        parts.append(f"{stored.get('valid_from') or '…'} – {stored.get('valid_to') or '…'}")
    return "，".join(parts)


def walk(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """A path in one line: names with what ties each to the next, arrows as the facts run."""
    said = display_name(nodes[0])
    for edge, before, after in zip(edges, nodes, nodes[1:], strict=False):
        forward = edge.start == before.key
        arrow = f" —{tie(edge.type)}→ " if forward else f" ←{tie(edge.type)}— "
        said += arrow + display_name(after)
    return said


@dataclass(frozen=True, slots=True)
class _Said:
    """A value in a sentence: as text, and a number as its place there asks (`{share:.1%}`)."""

    value: Value

    def __format__(self, spec: str) -> str:
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return format(self.value, spec) if number and spec else readable(self.value)


@dataclass(frozen=True, slots=True)
class _Readable:
    """Values as a sentence asks for them; a dash for those that are not there."""

    values: Mapping[str, Value]

    def __getitem__(self, name: str, /) -> _Said:
        return _Said(self.values.get(name))


def signal_title(signal: Signal) -> str:
    """The title of a signal in the current language."""
    return signal.english.title if language() == "en" else signal.title


def finding_sentence(signal: Signal, finding: Finding) -> str:
    """What the records show, as one sentence in the current language."""
    if language() != "en":
        return signal.sentence.format_map(_Readable(finding.values))
    words = signal.english.words
    said = {name: _worded(value, words) for name, value in finding.values.items()}
    return signal.english.sentence.format_map(_Readable(said))


def _worded(value: Value, words: Mapping[str, str]) -> Value:
    """A code as the signal's words call it, and so each of a list; what is no code stays."""
    if isinstance(value, list):
        return [_worded(item, words) for item in value]
    return words.get(value, value) if isinstance(value, str) else value


def readable(value: Value) -> str:
    """A returned value as text: lists joined, numbers short, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return t(", ").join(readable(item) for item in value)
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float):
        tiny = in_words(value)
        return tiny or f"{round(value, 4) + 0.0:,.4f}".rstrip("0").rstrip(".")
    return _MOMENT.sub(r"\1 \2", str(value))


def in_words(value: float) -> str:
    """A probability below one in ten thousand as a bound in words; nothing for any other number."""
    below = next((words for bound, words in _BOUNDS.items() if 0 < value < bound), "")
    return t(below) if below else ""
