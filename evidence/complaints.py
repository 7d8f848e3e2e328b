"""Complaints that wait for a decision, and the time limits that run for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from evidence.clocks import CHINA, Clock, complaint_clocks
from graph.engine import GraphReader, QueryLimits
from graph.records import Cell, NodeKey
from measures.milestone_clocks import PROCUREMENT

# A stated result ends a complaint whose day of decision nobody wrote down: 不予受理, 撤回.
PENDING = (
    "(x.result IS NULL OR x.result ENDS WITH '中' OR x.result STARTS WITH '待' "
    "OR x.result STARTS WITH '未')"
)
LIMITS = QueryLimits(seconds=60.0, rows=100_000)


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint that was received and not decided; `about` are lots and firms."""

    key: NodeKey
    code: str
    about: tuple[NodeKey, ...]
    name: str
    clocks: tuple[Clock, ...]


def open_complaints(
    reader: GraphReader, about: Collection[NodeKey] | None = None
) -> tuple[OpenComplaint, ...]:
    """Complaints without decision or result, the most urgent first; about these nodes, or all."""
    # (:Complaint)-[:ABOUT]->(:Lot|:Company)
    rows = [
        row
        for label, regime in (("Lot", "o.regime"), ("Company", "NULL"))
        for row in reader.run(
            f"MATCH (x:Complaint)-[:ABOUT]->(o:{label}) "
            f"WHERE x.decided_on IS NULL AND x.received_on IS NOT NULL AND {PENDING} "
            "RETURN x.key AS key, x.code AS code, x.received_on AS received, "
            f"x.accepted_on AS accepted, o.key AS about, o.name AS name, {regime} AS regime",
            limits=LIMITS,
        ).rows
    ]
    found: dict[str, list[tuple[Cell, ...]]] = {}
    for row in sorted(rows, key=lambda row: (str(row[0]), not str(row[4]).startswith("lot:"))):
        found.setdefault(str(row[0]), []).append(tuple(row))
    wanted = [_complaint(key, named) for key, named in found.items()]
    chosen = [c for c in wanted if about is None or not set(about).isdisjoint(c.about)]
    return tuple(sorted(chosen, key=lambda c: (c.clocks[0].due, c.code)))


def _complaint(key: str, rows: list[tuple[Cell, ...]]) -> OpenComplaint:
    _, code, received, accepted, _, name, _ = rows[0]
    return OpenComplaint(
        key=key,
        code=str(code or key),
        about=tuple(str(row[4]) for row in rows),
        name=str(name or rows[0][4]),
        clocks=complaint_clocks(
            _morning(received),
            None if accepted is None else _morning(accepted),
            procurement=any(row[6] == PROCUREMENT for row in rows),
        ),
    )


def _morning(day: Cell) -> datetime:
    return datetime.combine(date.fromisoformat(str(day)[:10]), time(), CHINA)
