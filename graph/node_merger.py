"""Two nodes that are one thing: the edges of one move to the other, and can be moved back.

The node that gives way is kept whole in an (:Alias); each edge that moved says so in `moved_from`.
An edge that both have stays one: the other is held in the alias. What later files say of the node
that gave way joins what is held of it. Derived edges of the node that
gives way are deleted: their measures run anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graph import statements
from graph.claims import Element
from graph.errors import TenderLensError
from graph.records import NodeKey, Value
from graph.schema import EdgeType, Property
from graph.touched import EVERYTHING, OWN_MERGES, all_of, note_touched
from graph.vocabulary import SCHEMA
from messages import t

AUTOMATIC = "automatic"


class Run(Protocol):
    """Runs one statement inside a transaction and returns its rows."""

    def __call__(self, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Rows as {column: value}."""


class MergeRefused(TenderLensError):
    """Two nodes cannot be one."""


@dataclass(frozen=True, slots=True)
class Merge:
    """`drop` is the same as `keep`: who says so, why and when (ISO 8601, UTC)."""

    keep: NodeKey
    drop: NodeKey
    by: str
    reason: str
    at: str

    def __post_init__(self) -> None:
        if self.keep == self.drop or SCHEMA.label_of(self.keep) != SCHEMA.label_of(self.drop):
            raise ValueError(f"'{self.drop}' cannot be merged into '{self.keep}'.")


def merge_nodes(run: Run, merges: Sequence[Merge], *, proposed_by: str = "") -> int:
    """Merge nodes that are there; returns how many were. Of each label in one transaction.

    Measures hear what was touched; the one that proposed the merges, that they are its own. No
    `keep` may be another's `drop`. Raises MergeRefused where a source ties the two together.
    """
    merged, touched = 0, {OWN_MERGES}
    for label, some in sorted(_by_label(merges).items()):
        keys = sorted({key for m in some for key in (m.keep, m.drop)})
        there = {
            str(row["key"]): dict(row["stored"])
            for row in run(statements.nodes_by_key(label), {"keys": keys})
        }
        present = [m for m in some if m.keep in there and m.drop in there]
        if not present:
            continue
        _refuse_tied(run, label, present, there)
        touched |= {label, *_types_at(run, label, present)}
        held: dict[NodeKey, list[dict[str, Any]]] = defaultdict(list)
        for arrow in _arrows(label):
            _move(run, present, arrow, held)
        filled = _keep_aliases(run, label, present, there, held)
        touched.update(all_of(label, filled))
        run(statements.delete_nodes(label), {"keys": [m.drop for m in present]})
        merged += len(present)
    if merged:
        note_touched(run, touched, but=proposed_by)
        if proposed_by:
            run(
                "MATCH (m:Measure {key: $key}) "
                "SET m.touched = [x IN coalesce(m.touched, []) WHERE x <> $name] + [$name]",
                {"key": f"measure:{proposed_by}", "name": OWN_MERGES},
            )
    return merged


def split_nodes(run: Run, drops: Iterable[NodeKey]) -> int:
    """Undo merges of these keys, the latest first; returns how many were undone."""
    wanted = [f"alias:{key}" for key in drops]
    aliases = [
        dict(row["stored"])
        for row in run(statements.nodes_by_key("Alias"), {"keys": sorted(set(wanted))})
    ]
    for label, some in sorted(_by_label_of_aliases(aliases).items()):
        _restore_nodes(run, label, some)
        back = [Merge(str(a["was"]), str(a["of"]), "", "", "") for a in some]
        for arrow in _arrows(label):
            _move_back(run, back, arrow)
        _restore_edges(run, some)
        run(statements.delete_nodes("Alias"), {"keys": [f"alias:{a['was']}" for a in some]})
    if aliases:
        note_touched(run, {EVERYTHING})
    return len(aliases)


def _restore_nodes(run: Run, label: str, aliases: Sequence[Mapping[str, Any]]) -> None:
    keys = [str(alias["was"]) for alias in aliases]
    there = {row["key"] for row in run(statements.nodes_by_key(label), {"keys": keys})}
    for alias in aliases:
        if alias["was"] not in there:
            own = json.loads(str(alias["stored"]))
            row = {"key": alias["was"], "p": {k: v for k, v in own.items() if k != "key"}}
            names = sorted(row["p"])
            flat = statements.flat_nodes([row], names)
            run(statements.create_nodes(label, names), {"rows": flat})
    gaps = [
        {"key": alias["of"], "p": dict.fromkeys(alias["filled"])}
        for alias in aliases
        if alias.get("filled")
    ]
    if gaps:
        run(statements.update_nodes(label), {"rows": gaps})


def _restore_edges(run: Run, aliases: Sequence[Mapping[str, Any]]) -> None:
    for alias in aliases:
        for edge in json.loads(str(alias.get("held") or "[]")):
            start, end = SCHEMA.label_of(edge["s"]), SCHEMA.label_of(edge["e"])
            kind = SCHEMA.edge(edge["type"])
            names = sorted(edge["p"])
            flat = statements.flat_edges([edge], names)
            run(statements.create_edges(kind, start, end, names), {"rows": flat})


def _by_label(merges: Iterable[Merge]) -> dict[str, list[Merge]]:
    groups: dict[str, list[Merge]] = defaultdict(list)
    for merge in merges:
        groups[SCHEMA.label_of(merge.keep)].append(merge)
    return groups


def _by_label_of_aliases(
    aliases: Iterable[dict[str, Any]],
) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for alias in aliases:
        groups[SCHEMA.label_of(str(alias["was"]))].append(alias)
    return groups


@dataclass(frozen=True, slots=True)
class _Arrow:
    """Fact edges of one type that may touch a label, from it or to it."""

    edge: EdgeType
    outwards: bool
    start: str
    end: str

    def pattern(self, own: str, other: str) -> str:
        """The arrow in Cypher; `own` and `other` are node patterns without labels."""
        mine, yours = (self.start, self.end) if self.outwards else (self.end, self.start)
        arrow = f"-[r:{self.edge.type}]->" if self.outwards else f"<-[r:{self.edge.type}]-"
        return f"({own.format(label=mine)}){arrow}({other}:{yours})"

    def ends(self, own: str, other: str) -> dict[str, Any]:
        """Start and end of an edge between a node of the label and another."""
        return {"s": own, "e": other} if self.outwards else {"s": other, "e": own}


def _arrows(label: str) -> Iterator[_Arrow]:
    for edge in SCHEMA.edges:
        if edge.derived:
            continue
        for start, end in edge.ends:
            if start == label:
                yield _Arrow(edge, True, start, end)
            if end == label:
                yield _Arrow(edge, False, start, end)


def _refuse_tied(
    run: Run, label: str, merges: Sequence[Merge], there: Mapping[str, Mapping[str, Value]]
) -> None:
    rows = [{"keep": m.keep, "drop": m.drop} for m in merges]
    tied = run(
        f"UNWIND $rows AS row MATCH (a:{label} {{key: row.drop}})-[r]-(b:{label}) "
        "WHERE b.key = row.keep AND r.sources IS NOT NULL "
        "RETURN row.keep AS keep, row.drop AS drop, type(r) AS type ORDER BY keep, drop, type",
        {"rows": rows},
    )
    if tied:
        first = tied[0]
        raise MergeRefused(
            t(
                "{one} and {two} cannot be one: a source ties them to each other ({type}). "
                "Judge them as different.",
                one=there[first["drop"]].get("name") or first["drop"],
                two=there[first["keep"]].get("name") or first["keep"],
                type=first["type"],
            )
        )


def _types_at(run: Run, label: str, merges: Sequence[Merge]) -> list[str]:
    """The types of all edges, derived ones too, at what gives way."""
    rows = run(statements.types_at(label), {"keys": [m.drop for m in merges]})
    return [str(row["type"]) for row in rows]


DROPPED = "d:{label} {{key: row.drop}}"


def _found(run: Run, merges: Sequence[Merge], arrow: _Arrow, only: str) -> list[dict[str, Any]]:
    """The edges at each `drop`, which are deleted."""
    rows = [{"keep": m.keep, "drop": m.drop} for m in merges]
    match = f"UNWIND $rows AS row MATCH {arrow.pattern(DROPPED, 'o')} {only}"
    found = run(
        f"{match} RETURN row.keep AS keep, row.drop AS drop, o.key AS other, "
        "properties(r) AS stored ORDER BY keep, drop, other",
        {"rows": rows},
    )
    if found:
        run(f"{match} DELETE r", {"rows": rows})
    return found


def _move(
    run: Run,
    merges: Sequence[Merge],
    arrow: _Arrow,
    held: dict[NodeKey, list[dict[str, Any]]],
) -> None:
    """Move the edges at `drop` to `keep`; those that `keep` has too are held."""
    found = _found(run, merges, arrow, "")
    if not found:
        return
    rows = [arrow.ends(row["keep"], row["other"]) for row in found]
    taken = {
        (row["s"], row["e"], _identity(arrow.edge, row["stored"])): dict(row["stored"])
        for row in run(statements.edges_by_ends(arrow.edge, arrow.start, arrow.end), {"rows": rows})
    }
    moved, again = [], []
    for row, ends in zip(found, rows, strict=True):
        name = (ends["s"], ends["e"], _identity(arrow.edge, row["stored"]))
        there = taken.get(name)
        if there is None:
            taken[name] = {"moved_from": row["drop"], **row["stored"]}
            moved.append({**ends, "p": taken[name]})
        elif there.get("moved_from") == row["drop"]:
            identity = dict(zip(arrow.edge.identity, name[2], strict=True))
            both = _joined(arrow.edge.properties, there, row["stored"])
            again.append({**ends, "i": identity, "p": both})
        else:
            own = arrow.ends(row["drop"], row["other"])
            held[row["drop"]].append({"type": arrow.edge.type, **own, "p": row["stored"]})
    if again:
        run(statements.update_edges(arrow.edge, arrow.start, arrow.end), {"rows": again})
    _create(run, arrow, moved)


def _joined(
    declared: Iterable[Property], before: Mapping[str, Value], now: Mapping[str, Value]
) -> dict[str, Any]:
    """What is stored of an element, and what later files stated of it anew, as one."""
    facts = [each.name for each in declared if not each.derived]
    both = Element.read(before, facts).joined(Element.read(now, facts)).stored()
    gone = dict.fromkeys((*facts, *statements.BOOKKEEPING))
    return {k: v for k, v in {**before, **gone, **both}.items() if v is not None or k in before}


def _move_back(run: Run, merges: Sequence[Merge], arrow: _Arrow) -> None:
    """Move the edges at `drop` that came from `keep` back to it."""
    found = _found(run, merges, arrow, "WHERE r.moved_from = row.keep")
    rows = []
    for row in found:
        stored = {name: value for name, value in row["stored"].items() if name != "moved_from"}
        rows.append({**arrow.ends(row["keep"], row["other"]), "p": stored})
    _create(run, arrow, rows)


def _create(run: Run, arrow: _Arrow, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = sorted({name for row in rows for name in row["p"]})
        flat = statements.flat_edges(rows, names)
        run(statements.create_edges(arrow.edge, arrow.start, arrow.end, names), {"rows": flat})


def _identity(edge: EdgeType, stored: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple("" if stored.get(name) is None else stored[name] for name in edge.identity)


def _keep_aliases(
    run: Run,
    label: str,
    merges: Sequence[Merge],
    there: Mapping[str, Mapping[str, Value]],
    held: Mapping[NodeKey, list[dict[str, Any]]],
) -> set[str]:
    """Keep what gives way; returns the properties that it filled in what stays."""
    facts = {p.name for p in SCHEMA.node(label).properties if not p.derived} - {"identity"}
    shown = {m.keep: dict(there[m.keep]) for m in merges}
    before = {
        str(row["stored"]["was"]): dict(row["stored"])
        for row in run(
            statements.nodes_by_key("Alias"), {"keys": [f"alias:{m.drop}" for m in merges]}
        )
    }
    aliases, gaps = [], []
    for merge in merges:
        own = there[merge.drop]
        filled = {
            name: own[name]
            for name in sorted(facts)
            if own.get(name) is not None and shown[merge.keep].get(name) is None
        }
        shown[merge.keep] |= filled
        if filled:
            gaps.append({"key": merge.keep, "p": filled})
        known = before.get(merge.drop, {})
        row: dict[str, Value] = {
            "name": own.get("name"),
            "of": merge.keep,
            "was": merge.drop,
            "stored": json.dumps(_together(label, known, own), ensure_ascii=False, sort_keys=True),
            "held": json.dumps(
                _held([*json.loads(str(known.get("held") or "[]")), *held.get(merge.drop, [])]),
                ensure_ascii=False,
                sort_keys=True,
            ),
            "filled": sorted({*filled, *(known.get("filled") or ())}),
            "by": merge.by,
            "reason": merge.reason,
            "at": merge.at,
            "sources": own.get("sources"),
        }
        aliases.append({"key": f"alias:{merge.drop}", "p": row})
    if gaps:
        run(statements.update_nodes(label), {"rows": gaps})
    run(
        "UNWIND $rows AS row MERGE (n:Alias {key: row.key}) SET n += row.p",
        {"rows": aliases},
    )
    return {name for row in gaps for name in row["p"]}


def _together(
    label: str, known: Mapping[str, Value], own: Mapping[str, Value]
) -> Mapping[str, Value]:
    """The node that gives way with what the alias keeps of it from before."""
    if "stored" not in known:
        return own
    before: dict[str, Value] = json.loads(str(known["stored"]))
    declared = SCHEMA.node(label).properties
    return {k: v for k, v in _joined(declared, before, own).items() if v is not None}


def _held(edges: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Held edges, each once, however many files came after the merge."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in edges:
        edge = SCHEMA.edge(each["type"])
        name = (each["type"], each["s"], each["e"], _identity(edge, each["p"]))
        if name in kept:
            both = _joined(edge.properties, kept[name]["p"], each["p"])
            each = {**each, "p": {k: v for k, v in both.items() if v is not None}}
        kept[name] = each
    return [*kept.values()]
