"""How two parties hang together: the shortest chain of recorded facts between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.engine import GraphReader, QueryLimits
from graph.errors import QueryRejected
from graph.records import NodeKey, Path
from graph.vocabulary import FACT_TYPES, SCHEMA
from messages import t
from queries.describe import walk

FARTHEST = 15
# One of the shortest: naming all of them takes seconds where one takes milliseconds. No WHERE may
# follow: an engine would filter after the search.
LIMITS = QueryLimits(seconds=30.0, rows=1)


@dataclass(frozen=True, slots=True)
class PathFound:
    """The way from `start` to `end`, or None, and a sentence about it."""

    start: NodeKey
    end: NodeKey
    path: Path | None
    sentence: str


def paths(reader: GraphReader, keys: Sequence[NodeKey], *, hops: int = 6) -> tuple[PathFound, ...]:
    """A path between each key and the next, over recorded facts only: nothing derived.

    Raises QueryRejected for fewer than two keys, a key with an unknown prefix, too many hops.
    """
    if len(keys) < 2:
        raise QueryRejected(t("A path needs two parties or more. Name another one."))
    if not 1 <= hops <= FARTHEST:
        raise QueryRejected(
            t("{hops} hops cannot be searched. Choose 1 to {most}.", hops=hops, most=FARTHEST)
        )
    return tuple(_path(reader, a, b, hops) for a, b in zip(keys, list(keys)[1:], strict=False))


def _path(reader: GraphReader, start: NodeKey, end: NodeKey, hops: int) -> PathFound:
    if start == end:
        return PathFound(start, end, None, t("{key} is the same party twice.", key=start))
    types = "|".join(FACT_TYPES)
    cypher = (
        f"MATCH (a:{_label(start)} {{key: $start}}), (b:{_label(end)} {{key: $end}}), "
        f"p = shortestPath((a)-[:{types}*..{hops}]-(b)) RETURN p"
    )
    table = reader.run(cypher, {"start": start, "end": end}, limits=LIMITS)
    found = [row[0] for row in table.rows if isinstance(row[0], Path)]
    if not found:
        return PathFound(start, end, None, _none(reader, start, end, hops))
    return PathFound(start, end, found[0], walk(found[0].nodes, found[0].edges))


def _label(key: NodeKey) -> str:
    try:
        return SCHEMA.label_of(key)
    except KeyError as error:
        raise QueryRejected(
            t("'{key}' is no key of the graph. Search for the party and use its key.", key=key)
        ) from error


def _none(reader: GraphReader, start: NodeKey, end: NodeKey, hops: int) -> str:
    present = {node.key for node in reader.subgraph([start, end]).nodes}
    absent = [key for key in (start, end) if key not in present]
    if absent:
        return t("{key} is not in the graph.", key=absent[0])
    return t(
        "No recorded facts join {start} and {end} within {hops} hops.",
        start=start,
        end=end,
        hops=hops,
    )
