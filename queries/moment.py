"""What held on a day: relations with a time of validity, and events that had happened by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.records import Edge, Node, NodeKey, Subgraph, Value

# When something happened, in the order of preference.
DATES = (
    "opened_at",
    "deadline",
    "submitted_at",
    "at",
    "on",
    "signed_on",
    "decided_on",
    "received_on",
    "due",
)


def day_of(properties: Mapping[str, Value]) -> str | None:
    """The ISO day on which this happened, if it says so."""
    for name in DATES:
        stored = properties.get(name)
        if isinstance(stored, str) and len(stored) >= 10:
            return stored[:10]
    return None


def in_force(properties: Mapping[str, Value], day: str) -> bool:
    """Whether a relation holds on an ISO day; without dates it always does."""
    start, end = (str(properties.get(name) or "")[:10] for name in ("valid_from", "valid_to"))
    return (not start or start <= day) and (not end or day <= end)


def had_happened(properties: Mapping[str, Value], day: str) -> bool:
    """Whether an event had happened by an ISO day; without a date it had."""
    when = day_of(properties)
    return when is None or when <= day


def as_of(
    graph: Subgraph, day: str, *, keep: Iterable[NodeKey] = (), today: str | None = None
) -> Subgraph:
    """The graph as the records describe it for this day; `keep` stays whatever its date.

    A bid without a date of its own goes with its lot. With `today`, relations that hold then stay
    too, to be compared; events since the day do not.
    """
    kept = set(keep)
    late = {n.key for n in graph.nodes if not had_happened(n.properties, day)} - kept
    late |= {e.start for e in graph.edges if e.type == "FOR" and e.end in late} - kept
    nodes = tuple(n for n in graph.nodes if n.key not in late)
    edges = tuple(
        e
        for e in graph.edges
        if not {e.start, e.end} & late
        and (in_force(e.properties, day) or (today and in_force(e.properties, today)))
        and had_happened(e.properties, day)
    )
    return Subgraph(nodes, edges, graph.omitted)


def changed_since(edge: Edge, day: str, today: str) -> str:
    """`ended` if it held on `day` and no longer does, `begun` the other way round, else nothing."""
    then, now = in_force(edge.properties, day), in_force(edge.properties, today)
    if then and not now:
        return "ended"
    return "begun" if now and not then else ""


def days_of_lots(nodes: Iterable[Node]) -> dict[NodeKey, str]:
    """The day on which the bids of each lot were opened."""
    found = {n.key: day_of(n.properties) for n in nodes if n.label == "Lot"}
    return {key: day for key, day in sorted(found.items()) if day}
