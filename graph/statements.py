"""The Cypher that reading and writing by key needs, made from the vocabulary.

Labels, types and property names come from the vocabulary alone; every value is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.schema import EdgeType

BOOKKEEPING = ("sources", "claims", "mentioned", "ended_by")
# What a row of several statements together tells of, where it is not a label.
INCOMING, OUTGOING, COUNTED = "in", "out", "counted"


def unique_key(label: str) -> str:
    """Make `key` unique for a label, and fast to find."""
    return (
        f"CREATE CONSTRAINT {label.lower()}_key IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.key IS UNIQUE"
    )


def nodes_by_key(label: str) -> str:
    """Parameters: keys. Columns: key, properties."""
    return (
        f"UNWIND $keys AS k MATCH (n:{label} {{key: k}}) RETURN k AS key, properties(n) AS stored"
    )


def flat_nodes(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[list[Any]]:
    """Rows of {key, p} as lists: the key, then the values of p by these names; absent is null.

    Lists are sent, read and written a third faster than maps of maps.
    """
    return [[row["key"], *map(row["p"].get, names)] for row in rows]


def flat_edges(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[list[Any]]:
    """Rows of {s, e, p} as lists: both keys, then the values of p by these names."""
    return [[row["s"], row["e"], *map(row["p"].get, names)] for row in rows]


def _literal(names: Sequence[str], first: int) -> str:
    return ", ".join(f"{name}: row[{at}]" for at, name in enumerate(names, first))


def create_nodes(label: str, names: Sequence[str]) -> str:
    """Parameters: rows, see flat_nodes. A literal map is the engines' fastest form."""
    return f"UNWIND $rows AS row CREATE (:{label} {{{_literal(('key', *names), 0)}}})"


def update_nodes(label: str) -> str:
    """Parameters: rows of {key, p}; a null in p removes the property."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{key: row.key}}) SET n += row.p"


def set_properties(label: str, names: Sequence[str]) -> str:
    """Parameters: rows, see flat_nodes; a null removes the property."""
    values = ", ".join(f"n.{name} = row[{at}]" for at, name in enumerate(names, 1))
    return f"UNWIND $rows AS row MATCH (n:{label} {{key: row[0]}}) SET {values}"


def delete_nodes(label: str) -> str:
    """Parameters: keys. Columns: n, how many were deleted."""
    return f"UNWIND $keys AS k MATCH (n:{label} {{key: k}}) DETACH DELETE n RETURN count(*) AS n"


def _ends(edge: EdgeType, start: str, end: str) -> str:
    first, second = (f"(a:{start} {{key: row.s}})", f"(b:{end} {{key: row.e}})")
    if edge.lookup_from == "start":
        return f"MATCH {first} MATCH (a)-[r:{edge.type}]->(b:{end}) WHERE b.key = row.e"
    return f"MATCH {second} MATCH (b)<-[r:{edge.type}]-(a:{start}) WHERE a.key = row.s"


def edges_by_ends(edge: EdgeType, start: str, end: str) -> str:
    """Parameters: rows of {s, e}. Columns: s, e, stored."""
    return (
        f"UNWIND $rows AS row {_ends(edge, start, end)} "
        "RETURN row.s AS s, row.e AS e, properties(r) AS stored"
    )


def create_edges(edge: EdgeType, start: str, end: str, names: Sequence[str]) -> str:
    """Parameters: rows, see flat_edges. Columns: n, how many were created."""
    properties = f" {{{_literal(names, 2)}}}" if names else ""
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{key: row[0]}}), (b:{end} {{key: row[1]}}) "
        f"CREATE (a)-[:{edge.type}{properties}]->(b) RETURN count(*) AS n"
    )


def _same_identity(edge: EdgeType) -> str:
    return "".join(
        f" AND coalesce(r.{name}, '') = coalesce(row.i.{name}, '')" for name in edge.identity
    )


def update_edges(edge: EdgeType, start: str, end: str) -> str:
    """Parameters: rows of {s, e, i, p}; i holds the identity properties."""
    return f"UNWIND $rows AS row {_ends(edge, start, end)}{_same_identity(edge)} SET r += row.p"


def delete_edges(edge: EdgeType, start: str, end: str) -> str:
    """Parameters: rows of {s, e, i}. Columns: n, how many were deleted."""
    return (
        f"UNWIND $rows AS row {_ends(edge, start, end)}{_same_identity(edge)} "
        "DELETE r RETURN count(*) AS n"
    )


def delete_derived_edges(edge: EdgeType, start: str, end: str) -> str:
    """Parameters: rows of {s, e}, m. Deletes what a measure derived between these ends."""
    return f"UNWIND $rows AS row {_ends(edge, start, end)} AND r.measure = $m DELETE r"


def alter_derived_edges(edge: EdgeType, start: str, end: str, names: Sequence[str]) -> str:
    """Parameters: rows of [start key, {end key: values of these names}], m; a null removes."""
    values = ", ".join(f"r.{name} = row[1][b.key][{at}]" for at, name in enumerate(names))
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{key: row[0]}})-[r:{edge.type}]->(b:{end}) "
        f"WHERE r.measure = $m AND row[1][b.key] IS NOT NULL SET {values}"
    )


def nodes_of_batch(label: str, most: int) -> str:
    """Parameters: prefix. Columns: key, stored; so many of the nodes that the batch states."""
    return (
        f"MATCH (n:{label}) WHERE any(s IN n.sources WHERE s STARTS WITH $prefix) "
        f"RETURN n.key AS key, properties(n) AS stored LIMIT {most}"
    )


def edges_of_batch(edge: EdgeType, start: str, end: str, most: int) -> str:
    """Parameters: prefix. Columns: s, e, stored; so many of the edges that the batch states."""
    return (
        f"MATCH (a:{start})-[r:{edge.type}]->(b:{end}) "
        "WHERE any(s IN r.sources WHERE s STARTS WITH $prefix) "
        f"RETURN a.key AS s, b.key AS e, properties(r) AS stored LIMIT {most}"
    )


def sources_of_edges_at(label: str) -> str:
    """Parameters: keys. Columns: key, source: of one fact edge at each node that has any."""
    return (
        f"UNWIND $keys AS k MATCH (n:{label} {{key: k}})-[r]-() "
        "WHERE r.sources IS NOT NULL "
        "WITH k, head(r.sources) AS source WITH k, min(source) AS source "
        "RETURN k AS key, source"
    )


def types_at(label: str) -> str:
    """Parameters: keys. Columns: type, of all edges at these nodes, derived ones too."""
    return f"UNWIND $keys AS k MATCH (n:{label} {{key: k}})-[r]-() RETURN DISTINCT type(r) AS type"


def together(parts: Sequence[str]) -> str:
    """One statement for several labels: a round trip costs more than what it asks."""
    return " UNION ALL ".join(parts)


def whole_nodes(label: str) -> str:
    """Parameters: keys, by label. Columns: part (the label), found, a list of properties(n)."""
    return (
        f"UNWIND $keys.{label} AS k MATCH (n:{label} {{key: k}}) "
        f"WITH collect(properties(n)) AS found RETURN '{label}' AS part, found"
    )


def edges_at(label: str, types: Sequence[str], *, outgoing: bool) -> str:
    """Parameters: keys, by label, all. Columns: part, found, lists of key, other key, type, r.

    The edges of these types that lead from (or to) a node of this label, where both ends are in the
    map `all`. A list is read several times as fast as so many rows, a map faster than a list.
    """
    named = "|".join(types)
    arrow = f"-[r:{named}]->" if outgoing else f"<-[r:{named}]-"
    return (
        f"UNWIND $keys.{label} AS k MATCH (a:{label} {{key: k}}){arrow}(b) "
        "WHERE $all[b.key] IS NOT NULL "
        "WITH collect([k, b.key, type(r), properties(r)]) AS found "
        f"RETURN '{OUTGOING if outgoing else INCOMING}' AS part, found"
    )


def neighbours(label: str) -> str:
    """Parameters: keys, by label. Columns: key, found, the keys of its neighbours in any order.

    Engines sort a hub's neighbours slowly.
    """
    return (
        f"UNWIND $keys.{label} AS k MATCH (a:{label} {{key: k}})-[]-(b) "
        "RETURN k AS key, collect(DISTINCT b.key) AS found"
    )


def neighbour_counts(label: str) -> str:
    """Parameters: counted, by label. Columns: part, found, pairs of key and number of others."""
    return (
        f"UNWIND $counted.{label} AS k MATCH (a:{label} {{key: k}})-[]-(b) "
        "WITH k, count(DISTINCT b) AS n "
        f"WITH collect([k, n]) AS found RETURN '{COUNTED}' AS part, found"
    )


def ties(label: str) -> str:
    """Parameters: keys, by label. Columns: key, type, n: how many nodes each relation leads to."""
    return (
        f"UNWIND $keys.{label} AS k MATCH (a:{label} {{key: k}})-[r]-(b) "
        "WITH k, type(r) AS type, count(DISTINCT b) AS n RETURN k AS key, type, n"
    )


def degrees(label: str) -> str:
    """Parameters: keys, by label. Columns: key, n: how many nodes all relations lead to."""
    return (
        f"UNWIND $keys.{label} AS k MATCH (a:{label} {{key: k}})-[]-(b) "
        "RETURN k AS key, count(DISTINCT b) AS n"
    )


def neighbours_by_type(label: str, types: Sequence[str] = ()) -> str:
    """Parameters: keys, by label. Columns: key, type, found, keys of neighbours in any order."""
    named = ":" + "|".join(types) if types else ""
    return (
        f"UNWIND $keys.{label} AS k MATCH (a:{label} {{key: k}})-[r{named}]-(b) "
        "WITH k, type(r) AS type, collect(DISTINCT b.key) AS found RETURN k AS key, type, found"
    )
