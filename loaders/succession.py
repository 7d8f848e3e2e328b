"""What a newer file ends: the next holder of a post, and what a newer full list leaves out.

A file that names a new legal representative with the day of the change says, by that, that the one
before went. A register of a later day that lists all shareholders says so of those it leaves out.
Either is written as a statement of the new file about the old fact: taking the file back opens the
old interval again. Without a day nothing ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from graph.engine import GraphEngine
from graph.records import BatchInfo, EdgeRecord, SourceRef
from graph.vocabulary import SCHEMA
from loaders.table_map import FullList
from loaders.tables import BY_NAME

HELD_BY_ONE = ("LEGAL_REP_OF",)
Stated = dict[str, Any]
Ended = tuple[str, EdgeRecord]  # the batch that says so


def states_succession(tables: str) -> bool:
    """Whether any of these tables (names joined by commas) states a post that one holds."""
    return any(edge.type in HELD_BY_ONE for table in _named(tables) for edge in table.edges)


def full_lists(tables: str) -> tuple[FullList, ...]:
    """The full lists among these tables (names joined by commas)."""
    return tuple(dict.fromkeys(each for table in _named(tables) for each in table.full_lists))


def _named(tables: str) -> Iterator[Any]:
    return (BY_NAME[name] for name in tables.split(", ") if name in BY_NAME)


def close_intervals(engine: GraphEngine, loaded: Iterable[BatchInfo]) -> int:
    """End what these files ended; returns how many intervals were closed."""
    batches = {batch.id: batch for batch in loaded}
    holding = {id_: b for id_, b in batches.items() if states_succession(b.table)}
    closed = 0
    if holding:
        for type_ in HELD_BY_ONE:
            rows = _edges(engine, type_)
            closed += _write(engine, batches, _succeeded(type_, rows, holding))
    dated = {id_: b for id_, b in batches.items() if b.as_of}
    lists = {each for batch in dated.values() for each in full_lists(batch.table)}
    days = _days(engine) if lists else {}
    for each in sorted(lists, key=lambda one: one.type):
        ended = _left_out(each, _edges(engine, each.type), days, dated)
        closed += _write(engine, batches, ended)
    return closed


def _edges(engine: GraphEngine, type_: str) -> list[Stated]:
    """The edges of a type that sources state, with what tells them apart."""
    own = ", ".join(f"r.{name} AS {name}" for name in SCHEMA.edge(type_).identity)
    found = engine.reader.frame(
        f"MATCH (a)-[r:{type_}]->(b) WHERE r.sources IS NOT NULL "
        f"RETURN a.key AS start, b.key AS end, r.valid_to AS until, r.sources AS sources, {own}"
    )
    return [
        {str(k): v if isinstance(v, list) or v == v else None for k, v in row.items()}
        for row in found.astype(object).to_dict("records")
    ]


def _write(engine: GraphEngine, batches: Mapping[str, BatchInfo], ended: Iterable[Ended]) -> int:
    by_batch: dict[str, list[EdgeRecord]] = defaultdict(list)
    for batch, record in ended:
        by_batch[batch].append(record)
    for batch, records in sorted(by_batch.items()):
        engine.writer.begin_batch(batches[batch])
        engine.writer.write_edges(batch, records)
        engine.writer.finish_batch(batches[batch])
    return sum(map(len, by_batch.values()))


def _record(type_: str, old: Stated, until: str, place: SourceRef) -> EdgeRecord:
    own = {name: old[name] for name in SCHEMA.edge(type_).identity}
    return EdgeRecord(type_, str(old["start"]), str(old["end"]), own | {"valid_to": until}, place)


def _place(source: str, info: BatchInfo) -> SourceRef:
    sheet, _, number = source.partition(":")[2].rpartition(":")
    return SourceRef(info.file, info.sha256, sheet, int(number) if number.isdigit() else 0)


def _day_before(day: str) -> str:
    return (date.fromisoformat(day[:10]) - timedelta(days=1)).isoformat()


def _batch(source: object) -> str:
    return str(source).partition(":")[0]


# The next holder


def _succeeded(
    type_: str, rows: Iterable[Stated], batches: Mapping[str, BatchInfo]
) -> Iterator[Ended]:
    by_firm: dict[str, list[Stated]] = defaultdict(list)
    for row in rows:
        by_firm[str(row["end"])].append(row)
    for of_firm in by_firm.values():
        began = sorted(
            (r for r in of_firm if r["valid_from"]),
            key=lambda r: (str(r["valid_from"]), r["start"]),
        )
        for new in began:
            source = next((s for s in new["sources"] if _batch(s) in batches), None)
            if source is None:
                continue
            last = _day_before(str(new["valid_from"]))
            for old in of_firm:
                since = old["valid_from"]
                earlier = since is None or str(since) < str(new["valid_from"])
                if old["start"] != new["start"] and old["until"] is None and earlier:
                    old["until"] = last
                    batch = _batch(source)
                    yield batch, _record(type_, old, last, _place(source, batches[batch]))


# Full lists


def _days(engine: GraphEngine) -> dict[str, tuple[str, str]]:
    """The day whose state each batch describes, and its tables."""
    found = engine.reader.frame(
        "MATCH (b:Batch) WHERE b.as_of IS NOT NULL AND b.as_of <> '' "
        "RETURN b.key AS key, b.as_of AS as_of, b.table AS tables"
    )
    return {
        str(row["key"]).removeprefix("batch:"): (str(row["as_of"]), str(row["tables"]))
        for row in found.to_dict("records")
    }


def _left_out(
    each: FullList,
    rows: Iterable[Stated],
    days: Mapping[str, tuple[str, str]],
    batches: Mapping[str, BatchInfo],
) -> Iterator[Ended]:
    """What the list of the next later day leaves out, whichever was loaded first.

    Where the older list comes later, the end is its own statement, which goes with it.
    """
    lists = {id_: day for id_, (day, tables) in days.items() if each in full_lists(tables)}
    groups: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for row in rows:
        other = str(row["end" if each.of == "start" else "start"]).partition(":")[0]
        groups[str(row[each.of]), other if each.each_label else ""].append(row)
    for group in groups.values():
        stated = [(lists[_batch(s)], s) for r in group for s in r["sources"] if _batch(s) in lists]
        for old in group:
            last_seen = _last_seen(old, days)
            newer = [(day, s) for day, s in stated if day > last_seen] if last_seen else []
            if not newer or old["until"] is not None:
                continue
            day, source = min(newer)
            mine = next((s for s in (source, *old["sources"]) if _batch(s) in batches), None)
            began = old["valid_from"]
            if mine is not None and (began is None or str(began)[:10] < day):
                info = batches[_batch(mine)]
                yield info.id, _record(each.type, old, _day_before(day), _place(mine, info))


def _last_seen(old: Stated, days: Mapping[str, tuple[str, str]]) -> str:
    """The last day on which a file states the fact; empty if some file says no day."""
    seen = [days.get(_batch(source), ("", ""))[0] for source in old["sources"]]
    return max(seen) if all(seen) else ""
