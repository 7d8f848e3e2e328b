"""Writing by key: look up what is there, create what is new, add to what exists."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from graph import statements
from graph.claims import Element
from graph.errors import RecordsRefused
from graph.node_merger import Merge, merge_nodes, split_nodes
from graph.records import (
    BatchInfo,
    DerivedEdge,
    EdgeRecord,
    InferredEnd,
    NodeKey,
    NodeRecord,
    Value,
)
from graph.schema import EdgeType, GraphSchema
from graph.touched import EVERYTHING, REMOVED, all_of, came, differences, note_touched
from graph.vocabulary import SCHEMA

CHUNK = 5_000
FOUND = 20 * CHUNK  # so many elements of a batch are read at once when it is taken back
T = TypeVar("T")
Item = TypeVar("Item")
Stored = dict[str, Any]


class Run(Protocol):
    """Runs one statement inside a transaction and returns its rows."""

    def __call__(self, cypher: str, parameters: Mapping[str, Any]) -> list[Stored]:
        """Rows as {column: value}."""


class WriteConnection(Protocol):
    """What a writer needs of an engine: transactions, and schema statements apart from them."""

    def write(self, work: Callable[[Run], T]) -> T:
        """Run `work` in one transaction: all of it is kept, or nothing."""

    def schema(self, cypher: str) -> None:
        """Run one schema statement."""


Group = tuple[EdgeType, str, str]
Ends = tuple[str, str, tuple[Value, ...]]


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Lists of at most `size` items."""
    stream = iter(items)
    while part := list(itertools.islice(stream, size)):
        yield part


def facts_of(properties: Iterable[Any]) -> tuple[str, ...]:
    """The names of the properties that sources state, as opposed to measures."""
    return tuple(p.name for p in properties if not p.derived)


def group_of(record: EdgeRecord | DerivedEdge | InferredEnd) -> Group:
    """The edge type and the labels it joins here; RecordsRefused if the vocabulary has it not."""
    start, end = SCHEMA.label_of(record.start), SCHEMA.label_of(record.end)
    if not SCHEMA.has_edge(record.type) or (start, end) not in SCHEMA.edge(record.type).ends:
        raise RecordsRefused(
            f"The vocabulary has no (:{start})-[:{record.type}]->(:{end}); "
            "add it to graph/vocabulary.py or correct the table map."
        )
    return SCHEMA.edge(record.type), start, end


def identity_of(edge: EdgeType, properties: Mapping[str, Value]) -> tuple[Value, ...]:
    """The values that tell edges of one type between the same ends apart; absent is ''."""
    return tuple("" if properties.get(name) is None else properties[name] for name in edge.identity)


class KeyWriter:
    """A GraphWriter over any engine with transactions."""

    waits = True

    def __init__(self, connection: WriteConnection) -> None:
        self._connection = connection
        self._batch = ""
        self._fresh: set[str] = set()  # nodes that this batch created: no edge can be there yet
        self._made: set[tuple[str, Ends]] = set()
        self._as_of = ""

    def apply_schema(self, schema: GraphSchema) -> None:
        """See GraphWriter.apply_schema."""
        for node in schema.nodes:
            self._connection.schema(statements.unique_key(node.label))

    def begin_batch(self, batch: BatchInfo) -> None:
        """See GraphWriter.begin_batch."""
        self._batch, self._fresh, self._made = batch.id, set(), set()
        self._as_of = batch.as_of
        self._merge_batch(batch)

    def finish_batch(self, batch: BatchInfo) -> None:
        """See GraphWriter.finish_batch."""
        self._merge_batch(batch)
        self._fresh, self._made = set(), set()

    def _merge_batch(self, batch: BatchInfo) -> None:
        row: Stored = {"key": f"batch:{batch.id}", "p": batch_properties(batch)}

        def work(run: Run) -> None:
            run(
                "UNWIND $rows AS row MERGE (n:Batch {key: row.key}) SET n += row.p", {"rows": [row]}
            )
            note_touched(run, {"Batch", *all_of("Batch", row["p"])})

        self._connection.write(work)

    # Nodes

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        """See GraphWriter.write_nodes."""
        return sum(self._write_nodes(batch, part) for part in chunks(nodes))

    def _write_nodes(self, batch: str, nodes: Sequence[NodeRecord]) -> int:
        groups: dict[str, list[NodeRecord]] = defaultdict(list)
        for node in nodes:
            groups[node.label].append(node)

        def work(run: Run) -> list[str]:
            touched: set[str] = set()
            keys = [
                key
                for label, some in sorted(groups.items())
                for key in _put_nodes(run, batch, label, some, self._as_of, touched)
            ]
            note_touched(run, touched)
            return keys

        created = self._connection.write(work)
        if batch == self._batch:
            self._fresh.update(created)
        return len(created)

    # Edges

    def write_edges(self, batch: str, edges: Iterable[EdgeRecord]) -> int:
        """See GraphWriter.write_edges."""
        return sum(self._write_edges(batch, part) for part in chunks(edges))

    def _write_edges(self, batch: str, edges: Sequence[EdgeRecord]) -> int:
        groups: dict[tuple[str, str, str], dict[Ends, list[EdgeRecord]]] = {}
        for record in edges:
            edge, start, end = group_of(record)
            ends = (record.start, record.end, identity_of(edge, record.properties))
            groups.setdefault((edge.type, start, end), {}).setdefault(ends, []).append(record)

        def work(run: Run) -> int:
            touched: set[str] = set()
            made = sum(
                self._put_edges(run, batch, (SCHEMA.edge(name[0]), name[1], name[2]), some, touched)
                for name, some in sorted(groups.items())
            )
            note_touched(run, touched)
            return made

        written = self._connection.write(work)
        if batch == self._batch:
            self._made.update((name[0], ends) for name, some in groups.items() for ends in some)
        return written

    def _put_edges(
        self,
        run: Run,
        batch: str,
        group: Group,
        records: dict[Ends, list[EdgeRecord]],
        touched: set[str],
    ) -> int:
        edge, start, end = group
        old = [ends for ends in records if not self._surely_new(edge, ends)]
        there = _find_edges(run, group, old)
        new: list[Stored] = []
        changed: list[Stored] = []
        for ends, some in records.items():
            element = there.get(ends, Element())
            known, before = ends in there, element.properties
            hits = [
                element.fold(
                    batch, r.source.compact(batch), r.properties, weak=False, as_of=self._as_of
                )
                for r in some
            ]
            if not any(hits):
                continue
            row = {"s": ends[0], "e": ends[1], "p": element.stored()}
            if known:
                changed.append(row | {"i": dict(zip(edge.identity, ends[2], strict=True))})
                touched.update(differences(edge.type, before, element.properties))
            else:
                new.append(row)
                touched.add(self._came(edge, ends))
        if changed:
            run(statements.update_edges(edge, start, end), {"rows": changed})
        create_edges(run, group, new)
        return len(new)

    def _surely_new(self, edge: EdgeType, ends: Ends) -> bool:
        fresh = ends[0] in self._fresh or ends[1] in self._fresh
        return fresh and (edge.type, ends) not in self._made

    def _came(self, edge: EdgeType, ends: Ends) -> str:
        return came(edge.type, new_start=ends[0] in self._fresh, new_end=ends[1] in self._fresh)

    def end_edges(self, ends: Iterable[InferredEnd]) -> int:
        """See GraphWriter.end_edges."""
        return sum(self._end_edges(part) for part in chunks(ends))

    def _end_edges(self, ends: Sequence[InferredEnd]) -> int:
        groups: dict[Group, list[Stored]] = defaultdict(list)
        for each in ends:
            row = {"s": each.start, "e": each.end, "i": dict(each.identity)}
            row["p"] = {"valid_to": each.until, "ended_by": each.by}
            groups[group_of(each)].append(row)

        def work(run: Run) -> None:
            for group, rows in groups.items():
                run(statements.update_edges(*group), {"rows": rows})
            note_touched(run, {f"{edge.type}.valid_to" for edge, _, _ in groups})

        self._connection.write(work)
        return len(ends)

    # Taking back

    def remove_batch(self, batch: str) -> int:
        """See GraphWriter.remove_batch."""
        write, key = self._connection.write, f"batch:{batch}"
        going = [{"key": key, "p": {"state": "removing"}}]
        write(lambda run: run(statements.update_nodes("Batch"), {"rows": going}))
        removed = 0
        for edge in SCHEMA.edges:
            for start, end in () if edge.derived else edge.ends:
                find = statements.edges_of_batch(edge, start, end, FOUND)
                removed += self._unstate(batch, find, partial(_unstate_edges, (edge, start, end)))
        for node in SCHEMA.nodes:
            find = statements.nodes_of_batch(node.label, FOUND)
            removed += self._unstate(batch, find, partial(_unstate_nodes, node.label))

        def work(run: Run) -> None:
            gone = run(statements.delete_nodes("Batch"), {"keys": [key]})
            if gone and gone[0]["n"]:
                note_touched(run, {"Batch"})

        write(work)
        return removed

    def _unstate(
        self, batch: str, find: str, act: Callable[[str, Sequence[Stored], Run], int]
    ) -> int:
        """Take back what is found, a transaction a chunk: engines hold changes in memory."""
        removed = 0
        while True:
            found = self._connection.write(lambda run: run(find, {"prefix": f"{batch}:"}))
            for part in chunks(found):
                removed += self._connection.write(partial(act, batch, part))
            if len(found) < FOUND:
                return removed

    # Merging

    def merge_nodes(self, merges: Sequence[Merge], *, proposed_by: str = "") -> int:
        """See GraphWriter.merge_nodes."""
        if not merges:
            return 0
        return self._connection.write(lambda run: merge_nodes(run, merges, proposed_by=proposed_by))

    def split_nodes(self, keys: Sequence[NodeKey]) -> int:
        """See GraphWriter.split_nodes."""
        return self._connection.write(lambda run: split_nodes(run, keys)) if keys else 0

    def forget_node(self, key: NodeKey) -> int:
        """See GraphWriter.forget_node."""
        label = SCHEMA.label_of(key)

        def work(run: Run) -> int:
            of = {"key": key}
            aliases = run("MATCH (a:Alias {of: $key}) RETURN a.key AS key", of)
            edges = run(f"MATCH (n:{label} {{key: $key}})-[r]-() RETURN count(DISTINCT r) AS n", of)
            gone = run(statements.delete_nodes(label), {"keys": [key]})
            if not gone or not gone[0]["n"]:
                return 0
            run(statements.delete_nodes("Alias"), {"keys": [row["key"] for row in aliases]})
            note_touched(run, {EVERYTHING})
            return int(gone[0]["n"]) + int(edges[0]["n"]) + len(aliases)

        return self._connection.write(work)

    def clear(self) -> None:
        """See GraphWriter.clear."""
        for label in self._connection.write(_labels_there):
            while self._connection.write(partial(_clear_some, label=label)):
                pass


def batch_properties(batch: BatchInfo) -> dict[str, Value]:
    """A batch as properties of its (:Batch) node."""
    return {
        "name": batch.file,
        "table": batch.table,
        "sha256": batch.sha256,
        "sheets": list(batch.sheets),
        "operator": batch.operator,
        "loaded_at": batch.loaded_at,
        "state": batch.state,
        "rows": batch.rows,
        "rejected": batch.rejected,
        "warned": batch.warned,
        "source_system": batch.source_system or None,
        "document_no": batch.document_no or None,
        "as_of": batch.as_of or None,
        "columns": batch.columns or None,
        "corrects": list(batch.corrects) or None,
    }


def _put_nodes(
    run: Run,
    batch: str,
    label: str,
    records: Sequence[NodeRecord],
    as_of: str,
    touched: set[str],
) -> list[str]:
    facts = facts_of(SCHEMA.node(label).properties)
    keys = list(dict.fromkeys(r.key for r in records))
    there = {
        str(row["key"]): Element.read(row["stored"], facts)
        for row in run(statements.nodes_by_key(label), {"keys": keys})
    }
    elements = dict(there)
    before = {key: element.properties for key, element in there.items()}
    changed: set[str] = set()
    for record in records:
        element = elements.setdefault(record.key, Element())
        source = record.source.compact(batch)
        if element.fold(batch, source, record.properties, weak=record.mention, as_of=as_of):
            changed.add(record.key)
    rows = {k: {"key": k, "p": elements[k].stored()} for k in elements if k in changed}
    updates = [_with_gaps(rows[k]) for k in rows if k in there]
    if updates:
        run(statements.update_nodes(label), {"rows": updates})
    for key in rows.keys() & before.keys():
        touched.update(differences(label, before[key], elements[key].properties))
    new = [row for k, row in rows.items() if k not in there]
    if new:
        touched.add(label)
        names = sorted({name for row in new for name in row["p"]})
        run(statements.create_nodes(label, names), {"rows": statements.flat_nodes(new, names)})
    return [str(row["key"]) for row in new]


def _with_gaps(row: dict[str, Any]) -> dict[str, Any]:
    """A strong statement ends `mentioned`; the engines drop a property that is set to null."""
    return row | {"p": dict.fromkeys(statements.BOOKKEEPING) | row["p"]}


def _find_edges(run: Run, group: Group, wanted: Sequence[Ends]) -> dict[Ends, Element]:
    if not wanted:
        return {}
    edge, start, end = group
    rows = [{"s": s, "e": e} for s, e in sorted({(s, e) for s, e, _ in wanted})]
    facts = tuple(p.name for p in edge.properties)
    return {
        (row["s"], row["e"], identity_of(edge, row["stored"])): Element.read(row["stored"], facts)
        for row in run(statements.edges_by_ends(edge, start, end), {"rows": rows})
    }


def create_edges(run: Run, group: Group, rows: list[Stored]) -> None:
    if not rows:
        return
    edge, start, end = group
    names = sorted({name for row in rows for name in row["p"]})
    flat = statements.flat_edges(rows, names)
    made = run(statements.create_edges(edge, start, end, names), {"rows": flat})
    count = made[0]["n"] if made else 0
    if count != len(rows):
        raise RecordsRefused(
            f"{len(rows) - count} edges (:{start})-[:{edge.type}]->(:{end}) name a node that was "
            "not written before them. Write both ends first."
        )


def _unstate_nodes(label: str, batch: str, rows: Sequence[Stored], run: Run) -> int:
    facts = facts_of(SCHEMA.node(label).properties)
    touched: set[str] = set()
    gone: list[str] = []
    kept: list[Stored] = []
    for row in rows:
        rest = Element.read(row["stored"], facts).without(batch)
        if rest is None:
            gone.append(row["key"])
        else:
            kept.append({"key": row["key"], "p": _restored(row["stored"], rest, facts)})
            touched.update(_changed_facts(label, row["stored"], rest, facts))
    if kept:
        run(statements.update_nodes(label), {"rows": kept})
    if gone:
        touched.update((label, REMOVED, *all_of(label, facts)))
    note_touched(run, touched)
    return _delete_unless_used(run, label, gone)


def _delete_unless_used(run: Run, label: str, keys: Sequence[str]) -> int:
    """Delete nodes; one that other batches' edges still touch stays, as named in passing."""
    if not keys:
        return 0
    nothing: Stored = dict.fromkeys(facts_of(SCHEMA.node(label).properties))
    used = {
        row["key"]: row["source"]
        for row in run(statements.sources_of_edges_at(label), {"keys": keys})
    }
    bare = [
        {"key": k, "p": nothing | {"sources": [s], "mentioned": True, "claims": None}}
        for k, s in sorted(used.items())
    ]
    if bare:
        run(statements.update_nodes(label), {"rows": bare})
    free = [k for k in keys if k not in used]
    if free:
        run(statements.delete_nodes(label), {"keys": free})
    return len(free)


def _restored(stored: Stored, rest: Element, facts: Sequence[str]) -> Stored:
    names = [name for name in (*facts, *statements.BOOKKEEPING) if name in stored]
    return dict.fromkeys(names) | rest.stored()


def _changed_facts(
    owner: str, stored: Stored, rest: Element, facts: Sequence[str]
) -> Iterator[str]:
    return differences(owner, Element.read(stored, facts).properties, rest.properties)


def _unstate_edges(group: Group, batch: str, rows: Sequence[Stored], run: Run) -> int:
    edge, start, end = group
    facts = tuple(p.name for p in edge.properties)
    touched: set[str] = set()
    gone: list[Stored] = []
    kept: list[Stored] = []
    for row in rows:
        identity = dict(zip(edge.identity, identity_of(edge, row["stored"]), strict=True))
        ends: Stored = {"s": row["s"], "e": row["e"], "i": identity}
        rest = Element.read(row["stored"], facts).without(batch)
        if rest is None:
            gone.append(ends)
        else:
            kept.append(ends | {"p": _restored(row["stored"], rest, facts)})
            touched.update(_changed_facts(edge.type, row["stored"], rest, facts))
    if gone:
        touched.add(edge.type)
    if kept:
        run(statements.update_edges(edge, start, end), {"rows": kept})
    if gone:
        run(statements.delete_edges(edge, start, end), {"rows": gone})
    note_touched(run, touched)
    return len(gone)


def _labels_there(run: Run) -> list[str]:
    rows = run("MATCH (n) RETURN DISTINCT labels(n) AS labels", {})
    return sorted({str(label) for row in rows for label in row["labels"]})


def _clear_some(run: Run, label: str) -> int:
    rows = run(f"MATCH (n:{label}) WITH n LIMIT {CHUNK} DETACH DELETE n RETURN count(*) AS n", {})
    return int(rows[0]["n"]) if rows else 0
