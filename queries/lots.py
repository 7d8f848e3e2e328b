"""Every lot with what it is counted by, and the course of one lot: its bids and its days."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from graph.engine import GraphReader, QueryLimits
from graph.records import Cell, NodeKey

LIMITS = QueryLimits(seconds=30.0, rows=2_000)
# Groups of lots come as lists: an engine sends them several times as fast as rows.
_PART = "substring(l.key, size(l.key) - 2) AS part"
_STATED = (
    "key", "name", "region", "class_code", "opened_at", "control_price", "winner_to_ceiling",
    "currency",
)  # fmt: skip
_LOTS = (
    f"MATCH (l:Lot) RETURN {_PART}, collect([{', '.join(f'l.{name}' for name in _STATED)}]) AS lots"
)
_BIDDERS = (
    "MATCH (b:Bid)-[:FOR]->(l:Lot) WITH l, count(b) AS bidders "
    f"RETURN {_PART}, collect([l.key, bidders]) AS lots"
)
_PARTIES = {
    "buyer": "MATCH (c:Company)-[:PROCURES]->(l:Lot)",
    "agency": "MATCH (c:Company)-[:AGENT_FOR]->(l:Lot)",
    "winner": "MATCH (c:Company)-[:WON]->(l:Lot)",
}
_CLOCKS = (
    "MATCH (k:Clock)-[:RUNS_FOR]->(l:Lot) WHERE k.state IN ['late', 'open_late'] "
    f"WITH l, count(k) AS overdue RETURN {_PART}, collect([l.key, overdue]) AS lots"
)
_BIDS = (
    "MATCH (c:Company)-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot {key: $lot}) "
    "RETURN b.key AS bid, c.key AS company, c.name AS name, b.price AS price, b.rate AS rate, "
    "b.valid AS valid, b.won AS won, b.rank AS rank, b.score AS score, "
    "b.submitted_at AS submitted_at, b.outcome AS outcome ORDER BY price, name, bid"
)
_RINGS = (
    "MATCH (r:Ring)-[:HAS_MEMBER]->(c:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(l:Lot {key: $lot}) "
    "RETURN r.key AS ring, r.name AS name, c.key AS company ORDER BY ring, company"
)
_STEPS = (
    "MATCH (m:Milestone)-[:OF]->(l:Lot {key: $lot}) RETURN m.node AS step, m.on AS day "
    "UNION ALL MATCH (m:Milestone)-[:OF]->(:Project)<-[:PART_OF]-(l:Lot {key: $lot}) "
    "RETURN m.node AS step, m.on AS day"
)


@dataclass(frozen=True, slots=True)
class LotCourse:
    """One lot as rows: `bids` by price, `rings` as (ring, its name, member), `steps` by day."""

    bids: tuple[dict[str, Cell], ...]
    rings: tuple[tuple[NodeKey, str, NodeKey], ...]
    steps: tuple[tuple[str, str], ...]


def lot_facts(reader: GraphReader) -> pd.DataFrame:
    """One row a lot, by key: what the lot states, its parties' keys and names, what is counted.

    Columns: key, name, region, class_code, opened_at, month, control_price, winner_to_ceiling,
    currency, bidders, overdue, and `<party>` with `<party>_key` for buyer, agency and winner. Of
    several buyers, agencies or winners the first by key stands for all.
    """
    lots = _listed(reader, _LOTS, _STATED)
    if lots.empty:
        return lots
    for statement, column in ((_BIDDERS, "bidders"), (_CLOCKS, "overdue")):
        counted = _listed(reader, statement, ("key", column))
        numbers = dict(zip(counted["key"], counted[column], strict=True))
        lots[column] = lots["key"].map(numbers).fillna(0).astype(int)
    for party, match in _PARTIES.items():
        named = _party(reader, party, match).astype("str")
        lots = lots.merge(named, how="left", on="key")
    lots["month"] = lots["opened_at"].map(lambda at: at[:7] if isinstance(at, str) else "")
    for column in ("region", "class_code", "name", "currency"):
        lots[column] = lots[column].map(lambda v: v if isinstance(v, str) else "")
    for column in ("control_price", "winner_to_ceiling"):
        lots[column] = pd.to_numeric(lots[column], errors="coerce")
    return lots.sort_values("key", ignore_index=True)


def _party(reader: GraphReader, party: str, match: str) -> pd.DataFrame:
    found = _listed(reader, _party_question(match), ("key", f"{party}_key", party))
    return found.sort_values([f"{party}_key"]).drop_duplicates("key")


def _party_question(match: str) -> str:
    return f"{match} RETURN {_PART}, collect([l.key, c.key, c.name]) AS lots"


def _listed(reader: GraphReader, statement: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of an answer that comes in lists."""
    found = reader.frame(statement)
    rows = [row for some in found["lots"] for row in some] if len(found) else []
    return pd.DataFrame(rows, columns=list(columns), dtype=None if rows else "str")


LOT_QUESTIONS = (_LOTS, _BIDDERS, _CLOCKS, *map(_party_question, _PARTIES.values()))
# A program that asks otherwise must not read what another kept.
LOTS_ASKED = hashlib.sha256("".join(LOT_QUESTIONS).encode()).hexdigest()


def lot_course(reader: GraphReader, lot: NodeKey) -> LotCourse:
    """The bids of a lot, the rings that its bidders belong to, and its dated steps."""
    asked = {"lot": lot}
    rings = reader.run(_RINGS, asked, limits=LIMITS).rows
    steps = {(str(a), str(b)[:10]) for a, b in reader.run(_STEPS, asked, limits=LIMITS).rows if b}
    return LotCourse(
        tuple(reader.run(_BIDS, asked, limits=LIMITS).dicts()),
        tuple((str(ring), str(name or ring), str(company)) for ring, name, company in rings),
        tuple(sorted(steps, key=lambda step: (step[1], step[0]))),
    )
