"""Writing what measures derive: what is there already stays, the difference is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from graph import statements
from graph.key_reader import by_label
from graph.key_writer import Group, KeyWriter, Run, Stored, chunks, create_edges, group_of
from graph.records import (
    DerivedEdge,
    DerivedNode,
    DerivedProperties,
    MeasureRun,
    NodeKey,
    Properties,
    Replaced,
    Value,
)
from graph.touched import REMOVED, all_of, differences, note_touched
from graph.vocabulary import SCHEMA

# The moment at which a fact was computed is that of its last change.
UNCOMPARED = frozenset({"key", "computed_at"})
# Where more than this part of the edges of a type differ, all of them are written anew.
MOST_BY_ENDS = 0.5
Ends = tuple[NodeKey, NodeKey]


@dataclass(frozen=True, slots=True)
class _LastRun:
    """The node properties that a measure set, the kinds it made; node properties of others."""

    properties: frozenset[str]
    kinds: frozenset[str]
    others: frozenset[str]


@dataclass(slots=True)
class _Job:
    """One run, and how many facts it has changed so far."""

    run: MeasureRun
    last: _LastRun
    changed: int = 0


class DerivedWriter(KeyWriter):
    """A KeyWriter that also writes what measures derive."""

    def begin_measure(self, measure: str) -> None:
        """See GraphWriter.begin_measure."""
        self._fresh, self._made = set(), set()  # to this run they are not new
        record: Stored = {"name": measure, "reads": None, "touched": []}
        self._connection.write(lambda do: _record(do, measure, record))

    def keep_derived(self, run: MeasureRun) -> None:
        """See GraphWriter.keep_derived."""
        self._connection.write(lambda do: _record(do, run.measure, _read_by(run)))

    def replace_derived(
        self,
        run: MeasureRun,
        *,
        nodes: Sequence[DerivedNode] = (),
        edges: Sequence[DerivedEdge] = (),
        properties: Sequence[DerivedProperties] = (),
        progress: Callable[[int], None] | None = None,
    ) -> Replaced:
        """See GraphWriter.replace_derived."""
        last = self._connection.write(lambda do: _last_run(do, run.measure))
        names = {name for p in properties for name in p.properties}
        kinds = {*(node.label for node in nodes), *(edge.type for edge in edges)}
        # What a run that is cut off has written must be found by the next one.
        plan: Stored = {
            "properties": sorted(names | last.properties),
            "kinds": sorted(kinds | last.kinds),
        }
        self._connection.write(lambda do: _record(do, run.measure, plan))
        job, tell = _Job(run, last), progress or (lambda _: None)
        gone = self._derive_nodes(job, nodes)
        tell(len(nodes))
        self._derive_properties(job, properties, names | last.properties)
        tell(len(nodes) + len(properties))
        self._derive_edges(job, edges)
        for label, keys in gone.items():
            self._drop_nodes(job, label, keys)
        facts = len(nodes) + len(properties) + len(edges)
        tell(facts)
        record: Stored = _stamp(run) | {
            "name": run.measure,
            "measure": run.measure if run.computed else None,
            "facts": facts,
            "properties": sorted(names),
            "kinds": sorted(kinds),
            **_read_by(run),
        }
        self._connection.write(lambda do: _record(do, run.measure, record))
        return Replaced(facts, job.changed)

    def _ask(self, cypher: str, **parameters: Value) -> list[Stored]:
        return self._connection.write(lambda do: do(cypher, parameters))

    def _change(self, job: _Job, touched: Collection[str], work: Callable[[Run], object]) -> None:
        """Do this, and tell the other measures what it touches, in one transaction."""

        def both(do: Run) -> None:
            work(do)
            note_touched(do, touched, but=job.run.measure)

        self._connection.write(both)

    # Nodes

    def _derive_nodes(self, job: _Job, nodes: Sequence[DerivedNode]) -> dict[str, list[NodeKey]]:
        """Write new and changed nodes; returns by label those whose time is over."""
        wanted: dict[str, list[DerivedNode]] = defaultdict(list)
        for node in nodes:
            wanted[node.label].append(node)
        labels = {*wanted, *filter(SCHEMA.has_node, job.last.kinds)}
        return {label: self._derive_label(job, label, wanted[label]) for label in sorted(labels)}

    def _derive_label(self, job: _Job, label: str, nodes: Sequence[DerivedNode]) -> list[NodeKey]:
        stored: dict[NodeKey, Stored] = {}
        if label in job.last.kinds:
            cypher = f"MATCH (n:{label}) WHERE n.measure = $m RETURN properties(n) AS stored"
            rows = self._ask(cypher, m=job.run.measure)
            stored = {row["stored"]["key"]: row["stored"] for row in rows}
        new: list[Stored] = []
        changed: list[Stored] = []
        touched: set[str] = set()
        for node in nodes:
            row: Stored = {"key": node.key, "p": {**node.properties, **_stamp(job.run)}}
            before = stored.pop(node.key, None)
            if before is None:
                new.append(row)
                continue
            own = {k: v for k, v in before.items() if k not in job.last.others}
            if _compared(own) != _compared(row["p"]):
                changed.append(row | {"p": dict.fromkeys(own.keys() - {"key"}) | row["p"]})
                touched.update(differences(label, _compared(own), _compared(row["p"])))
        job.changed += len(new) + len(changed) + len(stored)
        for part in chunks(new):
            self._change(job, {label}, partial(_create_nodes, label=label, rows=part))
        for part in chunks(changed):
            update = partial(_update_nodes, label=label, rows=part)
            self._change(job, touched, update)
        return sorted(stored)

    def _drop_nodes(self, job: _Job, label: str, keys: Sequence[NodeKey]) -> None:
        for part in chunks(keys):
            found = self._ask(statements.types_at(label), keys=[*part])
            types = {str(row["type"]) for row in found}
            self._change(
                job, {label, REMOVED, *types}, partial(_delete_nodes, label=label, keys=part)
            )

    # Properties

    def _derive_properties(
        self,
        job: _Job,
        properties: Sequence[DerivedProperties],
        names: Collection[str],
    ) -> None:
        wanted = {item.key: item.properties for item in properties}
        by = by_label(wanted)
        for node in SCHEMA.nodes:
            own = [p.name for p in node.properties if p.derived and p.name in names]
            stored = self._stored_properties(
                node.label, [n for n in own if n in job.last.properties]
            )
            rows = [
                (tuple(sorted(which)), key)
                for key in {**dict.fromkeys(by.get(node.label, ())), **stored}
                if (which := _differing(stored.get(key, {}), wanted.get(key, {})))
            ]
            job.changed += len(rows)
            # What differs in the same properties stands together, so that little is written.
            for part in chunks(sorted(rows)):
                some = sorted({name for which, _ in part for name in which})
                flat = [[key, *map(wanted.get(key, {}).get, some)] for _, key in part]
                update = partial(_set_properties, label=node.label, names=some, rows=flat)
                self._change(job, {*all_of(node.label, some)}, update)

    def _stored_properties(self, label: str, names: Sequence[str]) -> dict[NodeKey, Properties]:
        """The values of these properties on all nodes that have one of them."""
        if not names:
            return {}
        test = " OR ".join(f"n.{name} IS NOT NULL" for name in names)
        values = ", ".join(f"n.{name}" for name in names)
        parts = self._ask(
            f"MATCH (n:{label}) WHERE {test} "
            f"WITH right(n.key, 2) AS part, collect([n.key, {values}]) AS rows RETURN rows"
        )
        return {
            key: {n: v for n, v in zip(names, values, strict=True) if v is not None}
            for part in parts
            for key, *values in part["rows"]
        }

    # Edges

    def _derive_edges(self, job: _Job, edges: Sequence[DerivedEdge]) -> None:
        wanted: dict[tuple[str, str, str], dict[Ends, list[Stored]]] = {}
        for edge in edges:
            kind, start, end = group_of(edge)
            of_kind = wanted.setdefault((kind.type, start, end), defaultdict(list))
            of_kind[edge.start, edge.end].append({**edge.properties, **_stamp(job.run)})
        before = {
            (edge.type, start, end)
            for edge in SCHEMA.edges
            if edge.type in job.last.kinds
            for start, end in edge.ends
        }
        for type_, start, end in sorted({*wanted, *before}):
            group = (SCHEMA.edge(type_), start, end)
            stored = self._stored_edges(job, group) if type_ in job.last.kinds else {}
            self._derive_group(job, group, wanted.get((type_, start, end), {}), stored)

    def _stored_edges(self, job: _Job, group: Group) -> dict[Ends, list[Stored]]:
        stored: dict[Ends, list[Stored]] = defaultdict(list)
        cypher = f"{_edges_of(group)} RETURN a.key AS s, b.key AS e, properties(r) AS stored"
        for row in self._ask(cypher, m=job.run.measure):
            stored[row["s"], row["e"]].append(row["stored"])
        return stored

    def _derive_group(
        self,
        job: _Job,
        group: Group,
        wanted: Mapping[Ends, list[Stored]],
        stored: Mapping[Ends, list[Stored]],
    ) -> None:
        type_ = group[0].type
        altered: list[Ends] = []
        gone: list[Ends] = []
        new: list[Ends] = []
        for ends in {**stored, **wanted}:
            before, now = stored.get(ends, ()), wanted.get(ends, ())
            if _same(before, now):
                continue
            job.changed += max(len(before), len(now))
            if len(before) == len(now) == 1:
                altered.append(ends)
            else:
                gone += [ends] if before else []
                new += [ends] if now else []
        if len(gone) > MOST_BY_ENDS * len(stored):
            self._change(job, {type_}, partial(_delete_edges, group=group, measure=job.run.measure))
            new, altered = [*wanted], []
        else:
            for part in chunks(gone):
                delete = partial(_delete_edges_at, group=group, measure=job.run.measure, ends=part)
                self._change(job, {type_}, delete)
        self._alter(job, group, [(ends, stored[ends][0], wanted[ends][0]) for ends in altered])
        rows = ({"s": s, "e": e, "p": p} for s, e in new for p in wanted[s, e])
        for some in chunks(rows):
            self._change(job, {type_}, partial(create_edges, group=group, rows=some))

    def _alter(
        self, job: _Job, group: Group, altered: Sequence[tuple[Ends, Stored, Stored]]
    ) -> None:
        """Set what differs on edges that stay: (ends, what it has, what it is to have)."""
        for part in chunks(sorted(altered, key=itemgetter(0))):
            names = {
                name
                for _, before, now in part
                for name in before.keys() | now.keys()
                if before.get(name) != now.get(name)
            }
            values: dict[NodeKey, dict[NodeKey, list[Value]]] = defaultdict(dict)
            for (start, end), _, now in part:
                values[start][end] = [now.get(name) for name in sorted(names)]
            update = partial(
                _alter_edges, group=group, measure=job.run.measure, names=sorted(names), rows=values
            )
            self._change(job, {*all_of(group[0].type, names - UNCOMPARED)}, update)


def _stamp(run: MeasureRun) -> dict[str, Value]:
    return {"measure": run.measure, "revision": run.revision, "computed_at": run.computed_at}


def _read_by(run: MeasureRun) -> Stored:
    return {"reads": sorted(run.reads), "answers": [*run.answers]}


def _compared(properties: Mapping[str, Value]) -> dict[str, Value]:
    return {k: v for k, v in properties.items() if v is not None and k not in UNCOMPARED}


def _differing(before: Properties, now: Properties) -> list[str]:
    if before == now:  # nearly always
        return []
    return [name for name in {**before, **now} if before.get(name) != now.get(name)]


def _same(stored: Sequence[Stored], wanted: Sequence[Stored]) -> bool:
    """Whether edges between the same ends are equal, in any order."""
    if len(stored) == len(wanted) == 1:
        return _compared(stored[0]) == _compared(wanted[0])
    one, two = (
        sorted((_compared(edge) for edge in edges), key=lambda edge: repr(sorted(edge.items())))
        for edges in (stored, wanted)
    )
    return one == two


def _edges_of(group: Group) -> str:
    edge, start, end = group
    return f"MATCH (a:{start})-[r:{edge.type}]->(b:{end}) WHERE r.measure = $m"


def _record(do: Run, measure: str, record: Mapping[str, Value]) -> None:
    do(
        "UNWIND $rows AS row MERGE (n:Measure {key: row.key}) SET n += row.p",
        {"rows": [{"key": f"measure:{measure}", "p": dict(record)}]},
    )


def _last_run(do: Run, measure: str) -> _LastRun:
    found = do("MATCH (m:Measure) RETURN m.key AS key, m.properties AS names, m.kinds AS kinds", {})
    runs = {row["key"]: row for row in found}
    own = runs.pop(f"measure:{measure}", {"names": [], "kinds": []})
    return _LastRun(
        frozenset(own["names"] or ()),
        frozenset(own["kinds"] or ()),
        frozenset(name for row in runs.values() for name in row["names"] or ()),
    )


def _create_nodes(do: Run, label: str, rows: Sequence[Stored]) -> None:
    names = sorted({name for row in rows for name in row["p"]})
    do(statements.create_nodes(label, names), {"rows": statements.flat_nodes(rows, names)})


def _update_nodes(do: Run, label: str, rows: Sequence[Stored]) -> None:
    do(statements.update_nodes(label), {"rows": [*rows]})


def _delete_nodes(do: Run, label: str, keys: Sequence[NodeKey]) -> None:
    do(statements.delete_nodes(label), {"keys": [*keys]})


def _set_properties(do: Run, label: str, names: Sequence[str], rows: Sequence[list[Value]]) -> None:
    do(statements.set_properties(label, names), {"rows": [*rows]})


def _alter_edges(
    do: Run,
    group: Group,
    measure: str,
    names: Sequence[str],
    rows: Mapping[NodeKey, Mapping[NodeKey, list[Value]]],
) -> None:
    flat = [[start, dict(ends)] for start, ends in rows.items()]
    do(statements.alter_derived_edges(*group, names), {"rows": flat, "m": measure})


def _delete_edges(do: Run, group: Group, measure: str) -> None:
    do(f"{_edges_of(group)} DELETE r", {"m": measure})


def _delete_edges_at(do: Run, group: Group, measure: str, ends: Sequence[Ends]) -> None:
    rows = [{"s": s, "e": e} for s, e in ends]
    do(statements.delete_derived_edges(*group), {"rows": rows, "m": measure})
