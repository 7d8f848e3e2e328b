"""Who stands behind the firms of a dossier (关系人员汇总), and what happened when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evidence.opening import EMPTY, moment_text
from graph.engine import GraphReader
from graph.records import Cell, NodeKey, Value
from messages import t
from queries.describe import DEVICE_KINDS, tie


@dataclass(frozen=True, slots=True)
class Related:
    """One person in one role at one firm. Numbers are masked as stored."""

    firm: str
    firm_kind: str
    name: str
    id_masked: str
    phone: str
    role: str
    named: bool  # whether a finding names this person


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a lot, with the rows that say so."""

    at: str
    lot: str
    what: str
    references: tuple[str, ...]


TO_FIRM = "LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF|CONTACT_OF"
TO_BID = "HANDLED|LEADS|MEMBER_OF|CONTACT_FOR"


def related(
    firms: Collection[NodeKey], cited: Collection[NodeKey], reader: GraphReader
) -> tuple[Related, ...]:
    """The persons of these firms, and the cited persons with the firms whose bids name them.

    Those that findings name come first.
    """
    rows: dict[tuple[str, str, str], Related] = {}
    table = reader.run(
        f"UNWIND $keys AS k MATCH (c:Company {{key: k}})<-[r:{TO_FIRM}]-(p:Person) "
        "RETURN c.name AS firm, p.key AS person, p.name AS name, p.id_masked AS id, "
        "type(r) AS type, r.post AS post",
        {"keys": list[Value](sorted(firms))},
    )
    found = list(table.rows)
    persons = sorted(key for key in cited if key.startswith("person:"))
    table = reader.run(
        f"UNWIND $keys AS k MATCH (p:Person {{key: k}})-[r:{TO_BID}]->(b:Bid)<-[:SUBMITTED]-"
        "(c:Company) RETURN DISTINCT c.name AS firm, p.key AS person, p.name AS name, "
        "p.id_masked AS id, type(r) AS type, r.post AS post",
        {"keys": list[Value](persons)},
    )
    found += table.rows
    phones = _phones({str(row[1]) for row in found}, reader)
    inside = frozenset(cited)
    for firm, person, name, id_, type_, post in found:
        role = tie(str(type_)) if post is None else f"{tie(str(type_))}·{post}"
        rows[str(firm), str(person), role] = Related(
            firm=str(firm),
            firm_kind=t("bidder"),
            name=str(name or person),
            id_masked=str(id_ or EMPTY),
            phone=phones.get(str(person), EMPTY),
            role=role,
            named=str(person) in inside,
        )
    return tuple(sorted(rows.values(), key=lambda r: (not r.named, r.firm, r.name, r.role)))


def _phones(persons: Iterable[str], reader: GraphReader) -> dict[str, str]:
    table = reader.run(
        "UNWIND $keys AS k MATCH (p:Person {key: k})-[:REACHED_AT]->(f:Phone) "
        "RETURN k AS person, f.masked AS phone ORDER BY person, phone",
        {"keys": list[Value](sorted(persons))},
    )
    phones: dict[str, list[str]] = defaultdict(list)
    for person, phone in table.rows:
        phones[str(person)].append(str(phone))
    return {person: t(", ").join(dict.fromkeys(known)) for person, known in phones.items()}


def timeline(lots: Sequence[NodeKey], reader: GraphReader) -> tuple[Event, ...]:
    """What the records date in these lots, oldest first."""
    events: list[Event] = []
    for lot in lots:
        events += _events(lot, reader)
    return tuple(sorted(events, key=lambda e: (e.at, e.lot, e.what)))


# What the lot itself or a bid states is not repeated; the step is called as its file calls it.
STEPS = """
MATCH (m:Milestone)-[:OF]->(l:Lot {key: $key})
WHERE NOT m.node IN ['bid_deadline', 'opening'] AND (m.at IS NOT NULL OR m.on IS NOT NULL)
RETURN coalesce(m.name, m.node) AS step, coalesce(m.at, m.on) AS at, m.sources AS sources
ORDER BY at, step
"""


def _events(lot: NodeKey, reader: GraphReader) -> list[Event]:
    rows = reader.run(
        "MATCH (l:Lot {key: $key}) RETURN l.name AS name, l.deadline AS deadline, "
        "l.opened_at AS opened, l.sources AS sources",
        {"key": lot},
    ).rows
    if not rows:
        return []
    name, deadline, opened, sources = rows[0]
    found: list[tuple[Cell, str, Cell]] = [
        (deadline, t("Deadline for bids"), sources),
        (opened, t("Bid opening"), sources),
    ]
    for step, at, stated in reader.run(STEPS, {"key": lot}).rows:
        found.append((at, str(step), stated))
    for what, question in _questions():
        found += _grouped(what, reader.run(question, {"key": lot}).rows)
    return [
        Event(moment_text(at), str(name or lot), what, _references(stated))
        for at, what, stated in found
        if at is not None
    ]


def _grouped(what: str, rows: Iterable[Sequence[Cell]]) -> list[tuple[Cell, str, Cell]]:
    """One event a moment and party: an upload leaves the numbers of many devices at once."""
    details: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    stated: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for at, who, detail, references in rows:
        kind = DEVICE_KINDS.get(str(detail))
        if detail is not None:
            details[str(at), str(who)][t(kind) if kind else str(detail)] = None
        stated[str(at), str(who)] += references if isinstance(references, list) else []
    return [
        (at, _said(what, who, details[at, who]), list[Cell](sorted(map(str, references))))
        for (at, who), references in sorted(stated.items())
    ]


def _references(stated: Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, stated))) if isinstance(stated, list) else ()


def _said(what: str, who: str, details: Iterable[str]) -> str:
    shown = t(", ").join(sorted(details))
    return f"{who}：{what}（{shown}）" if shown else f"{who}：{what}"


_BID = "MATCH (l:Lot {key: $key})<-[:FOR]-(b:Bid)<-[:SUBMITTED]-(c:Company)"


def _questions() -> tuple[tuple[str, str], ...]:
    used = [
        (title, f"{_BID} MATCH (d:Device)-[u:USED_IN]->(b) WHERE u.event = '{event}' AND u.at IS "
         "NOT NULL RETURN u.at AS at, c.name AS who, d.kind AS detail, u.sources AS sources")
        for event, title in (
            ("download", t("tender documents downloaded")),
            ("upload", t("bid uploaded")),
            ("decrypt", t("bid decrypted")),
        )
    ]  # fmt: skip
    return (
        (
            t("bid handed in"),
            f"{_BID} WHERE b.submitted_at IS NOT NULL RETURN b.submitted_at AS at, "
            "c.name AS who, NULL AS detail, b.sources AS sources",
        ),
        (
            t("bid deposit received"),
            f"{_BID} MATCH (a:Account)-[p:PAID_DEPOSIT_OF]->(b) WHERE p.at IS NOT NULL "
            "RETURN p.at AS at, c.name AS who, p.payer AS detail, p.sources AS sources",
        ),
        *used,
        (
            t("award"),
            "MATCH (c:Company)-[w:WON]->(l:Lot {key: $key}) WHERE w.on IS NOT NULL "
            "RETURN w.on AS at, c.name AS who, NULL AS detail, w.sources AS sources",
        ),
    )
