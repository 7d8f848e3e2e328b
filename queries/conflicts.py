"""Facts that two files state differently; both stay, and the newer is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.claims import Claim
from graph.engine import GraphReader, QueryLimits
from graph.records import BatchInfo, NodeKey, Value
from graph.vocabulary import SCHEMA

LIMITS = QueryLimits(seconds=120.0, rows=1_000_000)
OPEN_HEADS = """
MATCH (p:Person)-[r:LEGAL_REP_OF]->(c:Company)
WHERE r.valid_to IS NULL AND r.sources IS NOT NULL
WITH c, collect({person: p.name, source: head(r.sources), since: r.valid_from}) AS heads
WHERE size(heads) > 1
RETURN c.key AS key, c.name AS name, heads ORDER BY key
"""
BIDS = """
UNWIND $keys AS k
MATCH (c:Company)-[:SUBMITTED]->(b:Bid {key: k})-[:FOR]->(l:Lot)
WITH k, min(c.name) AS firm, min(l.name) AS lot
RETURN k AS key, firm + ' · ' + lot AS name
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one batch says, as of which day (ISO; empty: unknown)."""

    value: Value
    batch: str
    file: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One property of a node, or of an edge (`start|TYPE|end`), that batches state differently.

    The last statement is the one that is shown.
    """

    key: NodeKey
    name: str
    label: str
    property: str
    statements: tuple[Statement, ...]


def conflicts(reader: GraphReader, loaded: Iterable[BatchInfo]) -> tuple[Conflict, ...]:
    """Every conflict, by label, key and property."""
    files = {batch.id: batch.file for batch in loaded}
    found: list[Conflict] = []
    for node in SCHEMA.nodes:
        table = reader.run(
            f"MATCH (n:{node.label}) WHERE n.claims IS NOT NULL "
            "RETURN n.key AS key, n.claims AS claims ORDER BY key",
            limits=LIMITS,
        )
        for key, claims in table.rows:
            found += _of(str(key), "", node.label, _parsed(claims), files)
    for edge in SCHEMA.edges:
        if edge.derived:
            continue
        for start, end in edge.ends:
            table = reader.run(
                f"MATCH (a:{start})-[r:{edge.type}]->(b:{end}) WHERE r.claims IS NOT NULL "
                "RETURN a.key AS a, b.key AS b, r.claims AS claims ORDER BY a, b",
                limits=LIMITS,
            )
            for a, b, claims in table.rows:
                found += _of(f"{a}|{edge.type}|{b}", "", edge.type, _parsed(claims), files)
    return (*_named(reader, found), *_open_heads(reader, files))


def _parsed(claims: object) -> list[Claim]:
    return [Claim.parse(str(c)) for c in claims] if isinstance(claims, list) else []


def _of(
    key: str, name: str, label: str, claims: list[Claim], files: Mapping[str, str]
) -> Iterator[Conflict]:
    strong = sorted((c for c in claims if not c.weak), key=lambda c: c.as_of)
    for each in sorted({name for claim in strong for name in claim.properties}):
        said = [c for c in strong if c.properties.get(each) is not None]
        if len({_comparable(c.properties[each]) for c in said}) > 1:
            statements = tuple(
                Statement(c.properties[each], c.batch, files.get(c.batch, ""), c.as_of)
                for c in said
            )
            yield Conflict(key, name, label, each, statements)


def _comparable(value: Value) -> str:
    return "".join(str(value).split())


def _named(reader: GraphReader, found: list[Conflict]) -> Iterator[Conflict]:
    """With the names of nodes; a bid is called by its firm and lot, an edge by its two ends."""
    ends = {c.key: [part for part in c.key.split("|") if ":" in part] for c in found}
    keys = sorted({key for some in ends.values() for key in some})
    names: dict[str, str] = {}
    for node in SCHEMA.nodes:
        own = [key for key in keys if key.startswith(f"{node.prefix}:")]
        if own and node.label == "Bid":
            names |= _read(reader, BIDS, own)
        elif own and any(p.name == "name" for p in node.properties):
            named = f"UNWIND $keys AS k MATCH (n:{node.label} {{key: k}}) RETURN k AS key, n.name"
            names |= _read(reader, named, own)
    for each in found:
        some = [names.get(key) or key for key in ends[each.key]]
        name = " → ".join(some) if len(some) > 1 else names.get(each.key, "")
        yield Conflict(each.key, name, each.label, each.property, each.statements)


def _read(reader: GraphReader, cypher: str, keys: list[str]) -> dict[str, str]:
    table = reader.run(cypher, {"keys": list(keys)}, limits=LIMITS)
    return {str(key): str(name or "") for key, name in table.rows}


def _open_heads(reader: GraphReader, files: Mapping[str, str]) -> Iterator[Conflict]:
    """Firms with two legal representatives at once, of whom no source says that one went."""
    for row in reader.run(OPEN_HEADS, limits=LIMITS).dicts():
        heads = row["heads"]
        said = [each for each in heads if isinstance(each, dict)] if isinstance(heads, list) else []
        statements = tuple(
            Statement(
                str(each.get("person")),
                batch := str(each.get("source")).split(":", 1)[0],
                files.get(batch, ""),
                str(each.get("since") or ""),
            )
            for each in sorted(said, key=lambda e: (str(e.get("since") or ""), str(e["person"])))
        )
        yield Conflict(
            str(row["key"]), str(row["name"] or ""), "Company", "LEGAL_REP_OF", statements
        )
