"""Two nodes that are one thing: the edges of one move to the other, and can be moved back.

The node that gives way is kept whole in an (:Alias); each edge that moved says so in `moved_from`.
Derived edges of the node that gives way are deleted: their measures run anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graph import statements
from graph.errors import TenderLensError
from graph.records import NodeKey, Value
from graph.schema import EdgeType
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


def merge_nodes(run: Run, merges: Sequence[Merge]) -> int:
    """Merge nodes that are there; returns how many were. Of each label in one transaction.

    No `keep` may be another's `drop`. Raises MergeRefused where a source ties the two together.
    """
    merged = 0
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
        for edge, outwards, start, end in _arrows(label):
            _move(run, present, edge, outwards=outwards, start=start, end=end)
        _keep_aliases(run, label, present, there)
        run(statements.delete_nodes(label), {"keys": [m.drop for m in present]})
        merged += len(present)
    if merged:
        run("MATCH (m:Measure) SET m.stale = true", {})
    return merged


def split_nodes(run: Run, drops: Iterable[NodeKey]) -> int:
    """Undo merges of these keys, the latest first; returns how many were undone."""
    wanted = [f"alias:{key}" for key in drops]
    aliases = [
        dict(row["stored"])
        for row in run(statements.nodes_by_key("Alias"), {"keys": sorted(set(wanted))})
    ]
    for label, some in sorted(_by_label_of_aliases(aliases).items()):
        drops_ = [str(a["was"]) for a in some]
        there = {row["key"] for row in run(statements.nodes_by_key(label), {"keys": drops_})}
        for alias in some:
            if alias["was"] not in there:
                own = json.loads(str(alias["stored"]))
                row = {"key": alias["was"], "p": {k: v for k, v in own.items() if k != "key"}}
                run(statements.create_nodes(label, sorted(row["p"])), {"rows": [row]})
        gaps = [
            {"key": alias["of"], "p": dict.fromkeys(alias["filled"])}
            for alias in some
            if alias.get("filled")
        ]
        if gaps:
            run(statements.update_nodes(label), {"rows": gaps})
        back = [Merge(str(a["was"]), str(a["of"]), "", "", "") for a in some]
        for edge, outwards, start, end in _arrows(label):
            _move(run, back, edge, outwards=outwards, start=start, end=end, returning=True)
        run(statements.delete_nodes("Alias"), {"keys": [f"alias:{key}" for key in drops_]})
    if aliases:
        run("MATCH (m:Measure) SET m.stale = true", {})
    return len(aliases)


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


def _arrows(label: str) -> Iterator[tuple[EdgeType, bool, str, str]]:
    """Fact edges that may touch the label: type, whether it is the start, labels of the ends."""
    for edge in SCHEMA.edges:
        if edge.derived:
            continue
        for start, end in edge.ends:
            if start == label:
                yield edge, True, start, end
            if end == label:
                yield edge, False, start, end


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


def _move(
    run: Run,
    merges: Sequence[Merge],
    edge: EdgeType,
    *,
    outwards: bool,
    start: str,
    end: str,
    returning: bool = False,
) -> None:
    """Move the edges of one kind from `drop` to `keep`; returning: those that came from `keep`."""
    own, other = (start, end) if outwards else (end, start)
    arrow = f"-[r:{edge.type}]->" if outwards else f"<-[r:{edge.type}]-"
    only = "WHERE r.moved_from = row.keep " if returning else ""
    found = run(
        f"UNWIND $rows AS row MATCH (d:{own} {{key: row.drop}}){arrow}(o:{other}) {only}"
        "RETURN row.keep AS keep, row.drop AS drop, o.key AS other, properties(r) AS stored",
        {"rows": [{"keep": m.keep, "drop": m.drop} for m in merges]},
    )
    if not found:
        return
    rows = []
    for row in found:
        stored = {k: v for k, v in row["stored"].items() if not (returning and k == "moved_from")}
        if not returning:
            stored.setdefault("moved_from", row["drop"])
        ends = (row["keep"], row["other"]) if outwards else (row["other"], row["keep"])
        rows.append({"s": ends[0], "e": ends[1], "p": stored})
    names = sorted({name for row in rows for name in row["p"]})
    run(
        f"UNWIND $rows AS row MATCH (d:{own} {{key: row.drop}}){arrow}(:{other}) {only}DELETE r",
        {"rows": [{"keep": m.keep, "drop": m.drop} for m in merges]},
    )
    run(statements.create_edges(edge, start, end, names), {"rows": rows})


def _keep_aliases(
    run: Run,
    label: str,
    merges: Sequence[Merge],
    there: Mapping[str, Mapping[str, Value]],
) -> None:
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
            "stored": json.dumps(own, ensure_ascii=False, sort_keys=True),
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
