"""Who holds a post that one person holds at a time: the next holder's first day ends the last's.

A file that names a new legal representative with the day of the change says, by that, that the one
before went. This is written as a statement of the new file about the old fact: taking the file back
opens the old interval again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from graph.engine import GraphEngine, QueryLimits
from graph.records import BatchInfo, EdgeRecord, SourceRef
from loaders.tables import BY_NAME

HELD_BY_ONE = ("LEGAL_REP_OF",)
LIMITS = QueryLimits(seconds=120.0, rows=1_000_000)
HOLDERS = """
MATCH (a:Person)-[r:LEGAL_REP_OF]->(b:Company) WHERE r.sources IS NOT NULL
RETURN a.key AS holder, b.key AS of, r.valid_from AS since, r.valid_to AS until,
       r.sources AS sources
"""


def states_succession(tables: str) -> bool:
    """Whether any of these tables (names joined by commas) states a post that one holds."""
    return any(
        edge.type in HELD_BY_ONE
        for name in tables.split(", ")
        if name in BY_NAME
        for edge in BY_NAME[name].edges
    )


def close_intervals(engine: GraphEngine, loaded: Iterable[BatchInfo]) -> int:
    """End what the next holder's first day ended; returns how many intervals were closed."""
    batches = {batch.id: batch for batch in loaded if states_succession(batch.table)}
    if not batches:
        return 0
    by_firm: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.reader.run(HOLDERS, limits=LIMITS).dicts():
        by_firm[str(row["of"])].append(dict(row))
    ended: dict[str, list[EdgeRecord]] = defaultdict(list)
    for rows in by_firm.values():
        for batch, record in _ended(rows, batches):
            ended[batch].append(record)
    for batch, records in sorted(ended.items()):
        engine.writer.begin_batch(batches[batch])
        engine.writer.write_edges(batch, records)
        engine.writer.finish_batch(batches[batch])
    return sum(map(len, ended.values()))


def _ended(
    rows: list[dict[str, Any]], batches: Mapping[str, BatchInfo]
) -> Iterable[tuple[str, EdgeRecord]]:
    dated = sorted((r for r in rows if r["since"]), key=lambda r: (str(r["since"]), r["holder"]))
    for new in dated:
        source = next((s for s in new["sources"] if s.split(":", 1)[0] in batches), None)
        if source is None:
            continue
        batch, _, rest = str(source).partition(":")
        sheet, _, number = rest.rpartition(":")
        info = batches[batch]
        place = SourceRef(info.file, info.sha256, sheet, int(number) if number.isdigit() else 0)
        last = (date.fromisoformat(str(new["since"])[:10]) - timedelta(days=1)).isoformat()
        for old in rows:
            earlier = old["since"] is None or str(old["since"]) < str(new["since"])
            if old["holder"] != new["holder"] and old["until"] is None and earlier:
                properties = {"valid_from": old["since"], "valid_to": last}
                yield (
                    batch,
                    EdgeRecord(
                        "LEGAL_REP_OF", str(old["holder"]), str(old["of"]), properties, place
                    ),
                )
                old["until"] = last
