"""Questions that a person writes: looked at before they run, and read only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.cypher_text import (
    Shape,
    Token,
    clauses,
    has_unicode_escape,
    is_keyword,
    is_trap,
    items,
    pairs_of_neighbours,
    tokens,
)
from graph.engine import DEFAULT_LIMITS, AdHocReader, GraphReader, QueryLimits
from graph.errors import QueryRejected
from graph.records import Cell, Edge, Node, NodeKey, Path, Subgraph, Table, Value
from graph.refused_query import not_a_count
from messages import t

MAY_OPEN = frozenset(
    ["MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL", "EXPLAIN", "PROFILE"]
)
WRITES = frozenset(
    ["CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "DROP", "FOREACH", "INSERT"]
)
# Procedures that only read, on any engine that has them.
READING_PROCEDURES = frozenset(
    [
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.schema.visualization",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
    ]
)
CLOSED_NAMESPACES = frozenset({"apoc", "dbms", "gds", "genai", "tx"})


def ask(
    reader: GraphReader,
    cypher: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    limits: QueryLimits = DEFAULT_LIMITS,
) -> Table:
    """Run a query that only reads. Raises QueryRejected, QueryTimedOut, EngineUnavailable."""
    check_read_only(cypher)
    _check_counts(cypher, parameters or {})
    return reader.run(cypher, parameters, limits=limits)


def explain(reader: AdHocReader, cypher: str, parameters: Mapping[str, Value] | None = None) -> str:
    """How the engine would answer; it is not run. Raises as `ask`."""
    check_read_only(cypher)
    _check_counts(cypher, parameters or {})
    return reader.explain(_unexplained(cypher), parameters)


def asks_for_plan(cypher: str) -> bool:
    """Whether the query begins with EXPLAIN, so that it has a plan and no rows."""
    return any(piece.word == "EXPLAIN" for piece in tokens(cypher)[:1])


def _unexplained(cypher: str) -> str:
    """The query without an EXPLAIN or PROFILE of its own."""
    pieces = tokens(cypher)
    if len(pieces) > 1 and pieces[0].word in {"EXPLAIN", "PROFILE"}:
        return cypher[pieces[1].position :]
    return cypher


def check_read_only(cypher: str) -> None:
    """Raise QueryRejected, naming the word and the reason, unless the query only reads."""
    pieces = _without_last_semicolon(tokens(cypher))
    if not pieces:
        raise QueryRejected(t("The query is empty. Write one that ends in RETURN."))
    if has_unicode_escape(cypher):
        raise QueryRejected(t("The query hides letters behind \\u escapes. Write the letters."))
    _check_single(pieces)
    _check_opening(pieces)
    for index in range(len(pieces)):
        _check_word(pieces, index)
    _check_return(pieces)


def _check_counts(cypher: str, parameters: Mapping[str, Value]) -> None:
    """Engines answer a text after SKIP or LIMIT with words of their own insides, or with none."""
    for before, piece in pairs_of_neighbours(tokens(cypher)):
        if before.word not in {"SKIP", "LIMIT"}:
            continue
        given = parameters.get(piece.text, 0) if piece.shape is Shape.PARAMETER else 0
        is_count = isinstance(given, int) and not isinstance(given, bool) and given >= 0
        is_written = piece.shape is not Shape.NUMBER or piece.text.isdecimal()
        if not is_count or not is_written or piece.shape is Shape.TEXT:
            raise QueryRejected(not_a_count())


def _without_last_semicolon(pieces: Sequence[Token]) -> Sequence[Token]:
    return pieces[:-1] if pieces and pieces[-1].is_symbol(";") else pieces


def _check_single(pieces: Sequence[Token]) -> None:
    if any(piece.is_symbol(";") for piece in pieces):
        raise QueryRejected(t("There are several statements. Ask one at a time."))


def _check_opening(pieces: Sequence[Token]) -> None:
    opening = next((p for p in pieces if p.word not in {"EXPLAIN", "PROFILE"}), pieces[0])
    if opening.word not in MAY_OPEN:
        raise QueryRejected(
            t(
                "A query may not begin with {word}: it may only read. Begin with one of {words}.",
                word=opening.text,
                words=", ".join(sorted(MAY_OPEN)),
            )
        )


def _check_return(pieces: Sequence[Token]) -> None:
    """Some engines answer a query without RETURN by nothing, or by what they hold last."""
    if not any(piece.word in {"RETURN", "CALL"} for piece in pieces):
        raise QueryRejected(
            t("The query returns nothing. End it with RETURN and what you want to see.")
        )


def _check_word(pieces: Sequence[Token], index: int) -> None:
    piece = pieces[index]
    if index and pieces[index - 1].word == "CALL":
        _check_call(pieces, index)
    if piece.text.lower() in CLOSED_NAMESPACES and _next_is(pieces, index, "."):
        raise QueryRejected(
            t("{word} functions are not for reading alone. Leave them out.", word=piece.text)
        )
    if not is_keyword(pieces, index):
        return
    if piece.word in WRITES:
        raise QueryRejected(
            t(
                "{word} would change the graph; questions may only read. "
                "If it is a name, put it in backticks.",
                word=piece.word,
            )
        )
    if piece.word == "LOAD" and _next_word(pieces, index) == "CSV":
        raise QueryRejected(t("LOAD CSV reads files of the server. Load files with 'load'."))
    if piece.word == "TRANSACTIONS" and "IN" in _words_before(pieces, index, 3):
        raise QueryRejected(t("CALL … IN TRANSACTIONS commits; questions may only read."))
    if piece.word == "USE" and pieces[index - 1].text.upper() in {"{", "UNION", "ALL"}:
        raise QueryRejected(t("USE asks another database. Ask this one."))


def _next_is(pieces: Sequence[Token], index: int, symbol: str) -> bool:
    return index + 1 < len(pieces) and pieces[index + 1].is_symbol(symbol)


def _next_word(pieces: Sequence[Token], index: int) -> str:
    return pieces[index + 1].word if 0 <= index + 1 < len(pieces) else ""


def _words_before(pieces: Sequence[Token], index: int, count: int) -> set[str]:
    return {piece.word for piece in pieces[max(0, index - count) : index]}


def _check_call(pieces: Sequence[Token], index: int) -> None:
    if pieces[index].is_symbol("{") or pieces[index].is_symbol("("):
        return
    name: list[str] = []
    for piece in pieces[index:]:
        if not piece.is_symbol(".") and (piece.is_symbol("(") or not piece.text):
            break
        if piece.word in {"YIELD", "WHERE", "RETURN"}:
            break
        name.append(piece.text)
    if "".join(name).lower() not in READING_PROCEDURES:
        raise QueryRejected(
            t(
                "CALL {name} is not among the procedures that may be called here: {names}.",
                name="".join(name),
                names=", ".join(sorted(READING_PROCEDURES)),
            )
        )


def warnings(cypher: str) -> list[str]:
    """What makes an engine answer such a query wrongly without saying so; empty if nothing does."""
    pieces = tokens(cypher)
    found = []
    if aggregate_traps(pieces):
        found.append(
            t(
                "An aggregate stands inside a predicate, a map or before a property. The embedded "
                "engine may answer wrongly. Write WITH …, aggregate AS x first and use x after it."
            )
        )
    if filters_shortest_path(pieces):
        found.append(
            t(
                "WHERE after shortestPath filters what was found already: a longer path that fits "
                "may be missed. Use a path of variable length and ORDER BY length(p)."
            )
        )
    return found


def aggregate_traps(pieces: Sequence[Token]) -> bool:
    """Whether an aggregate stands where some engines do not take it for one."""
    for clause in clauses(pieces):
        if clause.name in {"WITH", "RETURN"} and any(
            is_trap(item.expression) for item in items(clause.body)
        ):
            return True
        if clause.name == "ORDER" and is_trap(clause.body[1:]):
            return True
    return False


def filters_shortest_path(pieces: Sequence[Token]) -> bool:
    """Whether a WHERE follows a MATCH of shortestPath."""
    return any(
        match.name in {"MATCH", "OPTIONAL"}
        and where.name == "WHERE"
        and any(piece.word in {"SHORTESTPATH", "ALLSHORTESTPATHS"} for piece in match.body)
        for match, where in zip(clauses(pieces), clauses(pieces)[1:], strict=False)
    )


def graph_of(table: Table) -> Subgraph:
    """The nodes, edges and paths in an answer's cells; an edge counts if both ends are there."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    for row in table.rows:
        for part in _graph_parts(row):
            if isinstance(part, Node):
                nodes[part.key] = part
            else:
                edges[part.id or f"{part.start} {part.type} {part.end}"] = part
    kept = [edges[k] for k in sorted(edges) if {edges[k].start, edges[k].end} <= nodes.keys()]
    return Subgraph(tuple(nodes[k] for k in sorted(nodes)), tuple(kept))


def keys_of(table: Table) -> set[NodeKey]:
    """Every node in an answer's cells, also those at the ends of its edges alone."""
    found: set[NodeKey] = set()
    for row in table.rows:
        for part in _graph_parts(row):
            found |= {part.key} if isinstance(part, Node) else {part.start, part.end}
    return found - {""}


def _graph_parts(cells: Iterable[Cell]) -> Iterator[Node | Edge]:
    for cell in cells:
        if isinstance(cell, Node | Edge):
            yield cell
        elif isinstance(cell, Path):
            yield from cell.nodes
            yield from cell.edges
        elif isinstance(cell, list):
            yield from _graph_parts(cell)
        elif isinstance(cell, dict):
            yield from _graph_parts(cell.values())
