"""Golden graphs: a few lines of YAML, written into an engine as records.

`bids` maps a lot to its bidders (`A+C` is a consortium led by A), or to prices by bidder. `nodes`
adds properties, `edges` are [start, TYPE, end] or [start, TYPE, end, {properties}]; a list of
starts or ends stands for an edge with each of them. A node that is only named gets the end of its
key as name. Derived edges are written as a measure writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from graph.engine import GraphEngine
from graph.records import (
    BatchInfo,
    DerivedEdge,
    EdgeRecord,
    MeasureRun,
    NodeRecord,
    SourceRef,
    Value,
)
from graph.vocabulary import SCHEMA
from queries.catalogue import read_yaml

BATCH = BatchInfo("g1", "golden", "golden.yaml", "0" * 64, ("s",), "test", "2026-01-01T00:00:00")
SOURCE = SourceRef("golden.yaml", "0" * 64, "s", 1)
RUN = MeasureRun("golden", 1, "2026-01-01T00:00:00")
Edge = tuple[str, str, str, dict[str, Value]]
_READY = set[int]()  # engines whose keys are unique already


def given(engine: GraphEngine, file: Path) -> None:
    """Write the graph of a file into an engine."""
    stated = read_yaml(file.read_text(encoding="utf-8"))
    assert isinstance(stated, dict), file
    unknown = set(stated) - {"bids", "nodes", "edges"}
    assert not unknown, f"{file}: {unknown}"
    nodes: dict[str, dict[str, Value]] = {}
    edges = [*_bids(stated.get("bids", {}), nodes), *_edges(stated.get("edges", []))]
    for key, properties in stated.get("nodes", {}).items():
        nodes[key] = nodes.get(key, {}) | properties
    write(engine, nodes, edges)


def write(engine: GraphEngine, nodes: Mapping[str, Mapping[str, Value]], edges: list[Edge]) -> None:
    """Write nodes by key and edges; nodes that only edges name are added."""
    named = {key: {"name": key.split(":")[-1]} for s, _, e, _ in edges for key in (s, e)}
    everything = {key: {**_named(key, named.get(key, {})), **nodes.get(key, {})}
                  for key in sorted({*named, *nodes})}  # fmt: skip
    writer = engine.writer
    if id(engine) not in _READY:
        writer.apply_schema(SCHEMA)
        _READY.add(id(engine))
    writer.begin_batch(BATCH)
    writer.write_nodes(
        BATCH.id,
        [NodeRecord(SCHEMA.label_of(k), k, p, SOURCE) for k, p in everything.items()],
    )
    facts = [e for e in edges if not SCHEMA.edge(e[1]).derived]
    writer.write_edges(BATCH.id, [EdgeRecord(t, s, e, p, SOURCE) for s, t, e, p in facts])
    writer.finish_batch(replace(BATCH, state="loaded"))
    derived = [DerivedEdge(t, s, e, p) for s, t, e, p in edges if SCHEMA.edge(t).derived]
    if derived:
        writer.replace_derived(RUN, edges=derived)


def _named(key: str, name: Mapping[str, Value]) -> Mapping[str, Value]:
    has_name = any(p.name == "name" for p in SCHEMA.node(SCHEMA.label_of(key)).properties)
    return name if has_name else {}


def _bids(stated: Mapping[str, Any], nodes: dict[str, dict[str, Value]]) -> Iterator[Edge]:
    for lot, bidders in stated.items():
        for bidder in bidders:
            firms = str(bidder).split("+")
            bid = f"bid:{lot}/{firms[0]}"
            price = bidders[bidder] if isinstance(bidders, dict) else None
            nodes[bid] = {} if price is None else {"price": price}
            yield bid, "FOR", f"lot:{lot}", {}
            for place, firm in enumerate(firms):
                role = "sole" if len(firms) == 1 else "member" if place else "lead"
                yield f"company:{firm}", "SUBMITTED", bid, {"role": role}


def _edges(stated: list[list[Any]]) -> Iterator[Edge]:
    for start, type_, end, *rest in stated:
        for one, other in product(_each(start), _each(end)):
            yield one, type_, other, dict(rest[0]) if rest else {}


def _each(ends: str | list[str]) -> list[str]:
    return [ends] if isinstance(ends, str) else ends
