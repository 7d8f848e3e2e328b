"""What ends without a file that says so: by the next holder of a post, by a newer full list.

A file that names a new legal representative with the day of the change says, by that, that the one
before went. A register of a later day that lists all shareholders says so of those it leaves out.
Without a day nothing ends.

Such an end is nobody's statement about the old fact. It follows from all that is loaded, whatever
came first, and is inferred anew whenever files come or go, and whenever two records become one or
two again: then it is what it would be, had they been so from the start.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from graph.engine import GraphEngine, GraphReader, QueryLimits
from graph.records import InferredEnd
from graph.schema import EdgeType
from graph.vocabulary import SCHEMA
from loaders.table_map import FullList, TableMap
from loaders.tables import BY_NAME, TABLES

LIMITS = QueryLimits(seconds=120.0, rows=1_000_000)
HELD_BY_ONE = ("LEGAL_REP_OF",)
Stated = dict[str, Any]
End = tuple[str, str]  # the last day, and the source that it follows from


def full_lists(tables: str) -> tuple[FullList, ...]:
    """The full lists among these tables (names joined by commas)."""
    return tuple(dict.fromkeys(each for table in _named(tables) for each in table.full_lists))


def _named(tables: str) -> Iterator[TableMap]:
    return (BY_NAME[name] for name in tables.split(", ") if name in BY_NAME)


ENDING = (
    *HELD_BY_ONE,
    *sorted({each.type for table in TABLES for each in table.full_lists} - {*HELD_BY_ONE}),
)


def infer_ends(engine: GraphEngine, tables: Iterable[str] = tuple(BY_NAME)) -> int:
    """Bring the inferred ends up to date after files of these tables came or went.

    Each of `tables` is what a batch says: names joined by commas; all of them after a merge or a
    split. Returns how many ends changed.
    """
    written = {edge.type for names in tables for t in _named(names) for edge in t.edges}
    changed = [
        each
        for type_ in ENDING
        if type_ in written and _may_end(engine.reader, type_)
        for each in _changed(engine.reader, type_)
    ]
    return engine.writer.end_edges(changed)


def _may_end(reader: GraphReader, type_: str) -> bool:
    """Whether anything of a type can have an inferred end; telling costs less than inferring."""
    lists = [day for day, tables in _days(reader).values() if _lists(type_, tables)]
    dated = "r.valid_from IS NOT NULL OR " if type_ in HELD_BY_ONE else ""
    found = reader.run(
        f"MATCH ()-[r:{type_}]->() WHERE {dated}r.ended_by IS NOT NULL RETURN count(r) AS n"
    )
    held = reader.run(
        "MATCH (a:Alias) WHERE a.held CONTAINS $type RETURN count(a) AS n", {"type": f'"{type_}"'}
    )
    return bool(lists) or any(table.rows and table.rows[0][0] for table in (found, held))


def _lists(type_: str, tables: str) -> list[FullList]:
    return [each for each in full_lists(tables) if each.type == type_]


def _changed(reader: GraphReader, type_: str) -> Iterator[InferredEnd]:
    """The edges whose inferred end is not the one that they have."""
    edge, days = SCHEMA.edge(type_), _days(reader)
    rows = _edges(reader, edge)
    ends: dict[int, list[End]] = defaultdict(list)
    if type_ in HELD_BY_ONE:
        _succeeded(rows, ends)
    declared = {each for _, tables in days.values() for each in _lists(type_, tables)}
    for each in sorted(declared, key=repr):
        _left_out(each, rows, days, ends)
    for place, row in enumerate(rows):
        if "closed" in row:  # said, though not by the record that is shown
            ends[place] = [row["closed"]]
        until, by = min(ends[place]) if place in ends else (None, None)
        if (row["until"], row["by"]) != (until, by):
            identity = {name: row[name] for name in edge.identity}
            yield InferredEnd(type_, row["start"], row["end"], identity, until, by)


def _edges(reader: GraphReader, edge: EdgeType) -> list[Stated]:
    """The edges of a type that sources state: what tells them apart, and both kinds of end.

    `stated`: the last day by the files; `until`, `by`: the inferred end they have.
    """
    own = ", ".join(f"r.{name} AS {name}" for name in edge.identity)
    found = reader.frame(
        f"MATCH (a)-[r:{edge.type}]->(b) WHERE r.sources IS NOT NULL "
        "RETURN a.key AS start, b.key AS end, r.valid_to AS until, r.ended_by AS by, "
        f"r.sources AS sources, {own}"
    )
    rows = [
        {str(k): v if isinstance(v, list) or v == v else None for k, v in row.items()}
        for row in found.astype(object).to_dict("records")
    ]
    for row in rows:
        row["stated"] = row["until"] if row["by"] is None else None
        if row["by"] is None:
            row["until"] = None
    _add_held(reader, edge, rows)
    return rows


def _add_held(reader: GraphReader, edge: EdgeType, rows: Iterable[Stated]) -> None:
    """Add what merged records stated of edges that both had; see graph.node_merger.

    `closed`: the last day by such a file, where the files of the record that stays give none.
    """
    found = reader.run(
        "MATCH (a:Alias) RETURN a.was AS was, a.of AS of, a.held AS held ORDER BY was",
        limits=LIMITS,
    )
    into = {str(was): str(of) for was, of, _ in found.rows}
    held = [
        each
        for _, _, text in found.rows
        for each in json.loads(str(text or "[]"))
        if each["type"] == edge.type
    ]
    if not held:
        return
    by_name = {(row["start"], row["end"], *(row[i] for i in edge.identity)): row for row in rows}
    for each in held:
        said = each["p"]
        ends = (into.get(each["s"], each["s"]), into.get(each["e"], each["e"]))
        row = by_name.get((*ends, *(said.get(i) for i in edge.identity)))
        if row is None:
            continue
        row["sources"] = [*row["sources"], *said["sources"]]
        if said.get("valid_to") and not said.get("ended_by") and row["stated"] is None:
            row["closed"] = (said["valid_to"], min(said["sources"]))


def _day_before(day: str) -> str:
    return (date.fromisoformat(day[:10]) - timedelta(days=1)).isoformat()


def _batch(source: object) -> str:
    return str(source).partition(":")[0]


# The next holder


def _succeeded(rows: Iterable[Stated], ends: dict[int, list[End]]) -> None:
    by_firm: dict[str, list[tuple[int, Stated]]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_firm[row["end"]].append((place, row))
    for of_firm in by_firm.values():
        began = [row for _, row in of_firm if row["valid_from"]]
        for place, old in of_firm:
            since = old["valid_from"] or ""
            next_ones = [
                (str(new["valid_from"]), min(new["sources"]))
                for new in began
                if new["start"] != old["start"] and str(new["valid_from"]) > since
            ]
            if next_ones and old["stated"] is None:
                day, source = min(next_ones)
                ends[place].append((_day_before(day), source))


# Full lists


def _days(reader: GraphReader) -> dict[str, tuple[str, str]]:
    """The day whose state each batch describes, and its tables."""
    found = reader.run(
        "MATCH (b:Batch) WHERE b.as_of IS NOT NULL AND b.as_of <> '' "
        "RETURN b.key AS key, b.as_of AS as_of, b.table AS tables ORDER BY key"
    )
    return {
        str(key).removeprefix("batch:"): (str(day), str(tables)) for key, day, tables in found.rows
    }


def _left_out(
    each: FullList,
    rows: Iterable[Stated],
    days: Mapping[str, tuple[str, str]],
    ends: dict[int, list[End]],
) -> None:
    """What the list of the next later day leaves out."""
    lists = {id_: day for id_, (day, tables) in days.items() if each in full_lists(tables)}
    groups: dict[tuple[str, str], list[tuple[int, Stated]]] = defaultdict(list)
    for place, row in enumerate(rows):
        other = str(row["end" if each.of == "start" else "start"]).partition(":")[0]
        groups[str(row[each.of]), other if each.each_label else ""].append((place, row))
    for group in groups.values():
        stated = [
            (lists[_batch(source)], source)
            for _, row in group
            for source in row["sources"]
            if _batch(source) in lists
        ]
        for place, old in group:
            last_seen = _last_seen(old, days)
            newer = [(day, source) for day, source in stated if day > last_seen]
            if not last_seen or not newer or old["stated"] is not None:
                continue
            day, source = min(newer)
            if old["valid_from"] is None or str(old["valid_from"])[:10] < day:
                ends[place].append((_day_before(day), source))


def _last_seen(old: Stated, days: Mapping[str, tuple[str, str]]) -> str:
    """The last day on which a file states the fact; empty if some file says no day."""
    seen = [days.get(_batch(source), ("", ""))[0] for source in old["sources"]]
    return max(seen) if all(seen) else ""
