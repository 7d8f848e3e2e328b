"""What a statement reads, in the words of `graph.touched`: whether a change can alter its answer.

A node that stands in a path is found through its edges: only these, and its properties, matter. A
node that stands alone is found by its label. Of an edge is told what else its ends must have, so
that those of new nodes count that may have it. Where the text does not tell, EVERYTHING is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.cypher_text import Clause, Shape, Token, clauses, is_keyword, items, tokens
from graph.records import RESERVED
from graph.touched import EVERYTHING, of_path
from graph.vocabulary import SCHEMA

# They tell of an element what is not written in the statement.
OPAQUE = frozenset(["PROPERTIES", "KEYS", "LABELS", "NODES", "RELATIONSHIPS", "EXISTS", "CALL"])


def read_by(statements: Iterable[str]) -> frozenset[str]:
    """All that these statements read."""
    return frozenset().union(*map(names_read, statements))


@lru_cache(maxsize=500)
def names_read(cypher: str) -> frozenset[str]:
    """Labels, edge types and properties (`Label.name`, `TYPE.name`), or EVERYTHING."""
    found = _Reading(tokens(cypher)).names()
    return frozenset({EVERYTHING}) if EVERYTHING in found else frozenset(found)


# A variable, and the clause since which it is this node; one without a name: where it stands.
Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge of a pattern: its types, start and end; None where it leads either way or far."""

    types: frozenset[str]
    ends: tuple[Node, Node] | None


class _Reading:
    """One statement: its patterns first, then what is asked of their elements."""

    def __init__(self, pieces: Sequence[Token]) -> None:
        self._pieces = pieces
        self._kinds: dict[str, set[str]] = defaultdict(set)  # of each variable
        self._since: dict[str, int] = defaultdict(int)
        self._edges: list[_Edge] = []
        self._must_have: dict[Node, set[frozenset[str]]] = defaultdict(set)
        self._in_patterns: set[int] = set()
        self._found: set[str] = set()

    def names(self) -> set[str]:
        every = clauses(self._pieces)
        if any(
            piece.word in OPAQUE and is_keyword(self._pieces, i)
            for i, piece in enumerate(self._pieces)
        ):
            return {EVERYTHING}
        for number, clause in enumerate(every):
            if clause.name == "MATCH":
                self._patterns(clause, needed=not number or every[number - 1].name != "OPTIONAL")
            elif clause.name in {"WITH", "UNION", "SKIP", "LIMIT"}:
                self._pass_on(clause, number)
        for edge in self._edges:
            self._found.update(self._read_of(edge))
        self._mentioned()
        self._properties()
        for clause in every:
            if clause.name in {"WITH", "RETURN"}:
                self._handed_on(clause)
        return self._found

    def _pass_on(self, clause: Clause, number: int) -> None:
        """What is not passed on as it is, is another node where its name comes again."""
        passed = {
            item.name
            for item in (items(clause.body) if clause.name == "WITH" else ())
            if [piece.text for piece in item.expression] == [item.name]
        }
        for name in self._kinds.keys() - passed:
            self._since[name] = number

    def _patterns(self, clause: Clause, *, needed: bool) -> None:
        body = clause.body
        self._in_patterns.update(piece.position for piece in body)
        found = [*_brackets(body)]
        for number, (start, end) in enumerate(found):
            inner = body[start + 1 : end]
            variable, kinds = _variable(inner), _kinds(inner)
            node = body[start].is_symbol("(")
            if variable:
                self._kinds[variable].update(kinds)
            before = body[start - 1].text if start else ""
            after = body[end + 1].text if end + 1 < len(body) else ""
            in_path = before in {"-", ">"} or after in {"-", "<"}
            if not kinds and (not node or not (in_path or self._kinds.get(variable))):
                self._found.add(EVERYTHING)  # an edge of any type, a node of any label
            elif not node:
                ends = [self._node(body, *found[at]) for at in (number - 1, number + 1)]
                self._edge(body[start - 2 : end + 3], kinds, ends, needed=needed)
            elif not in_path:
                self._found.update(kinds)
            for name in _map_keys(inner):
                self._found.update(_property(kinds, name))
        if any(a.text == b.text == "-" for a, b in pairwise(body)):
            self._found.add(EVERYTHING)  # (a)--(b)

    def _node(self, body: Sequence[Token], start: int, end: int) -> Node:
        name = _variable(body[start + 1 : end])
        return (name, self._since[name]) if name else ("", body[start].position)

    def _edge(
        self, arrow: Sequence[Token], types: Iterable[str], ends: Sequence[Node], *, needed: bool
    ) -> None:
        """`arrow` are the pieces from one node to the next: `<-[…]-`, `)-[…]->`."""
        left, right = ends
        back, forth = arrow[0].is_symbol("<"), arrow[-1].is_symbol(">")
        if back == forth or any(piece.is_symbol("*") for piece in arrow):
            self._edges.append(_Edge(frozenset(types), None))
            return
        self._edges.append(_Edge(frozenset(types), (left, right) if forth else (right, left)))
        if needed:
            for node in ends:
                self._must_have[node].add(frozenset(types))

    def _read_of(self, edge: _Edge) -> Iterator[str]:
        for type_ in edge.types:
            at = [
                {"|".join(sorted(any_of)) for any_of in self._must_have[end] if type_ not in any_of}
                for end in edge.ends or ()
            ]
            yield of_path(type_, *at) if at else type_

    def _mentioned(self) -> None:
        """Edge types in conditions."""
        for before, after in pairwise(self._pieces):
            named = before.text in {":", "|"} and SCHEMA.has_edge(after.text)
            if named and after.position not in self._in_patterns:
                self._found.add(after.text)

    def _properties(self) -> None:
        for i, piece in enumerate(self._pieces[:-2]):
            dot, name = self._pieces[i + 1], self._pieces[i + 2]
            owned = i and self._pieces[i - 1].is_symbol(".")
            if dot.is_symbol(".") and piece.shape is Shape.WORD and not owned:
                self._found.update(_property(self._kinds.get(piece.text, set()), name.text))

    def _handed_on(self, clause: Clause) -> None:
        """A node or edge as a whole shows all that it has; counted or passed on, it does not."""
        for item in items(clause.body):
            named = clause.name == "WITH" and len(item.expression) == 1
            if not named and any(self._whole(item.expression)):
                self._found.add(EVERYTHING)

    def _whole(self, expression: Sequence[Token]) -> Iterator[bool]:
        for i, piece in enumerate(expression):
            before = [each.word or each.text for each in expression[max(i - 3, 0) : i]]
            after = expression[i + 1].text if i + 1 < len(expression) else ""
            told = before[-2:] in (["COUNT", "("], ["TYPE", "("]) or before == [
                "COUNT",
                "(",
                "DISTINCT",
            ]
            known = piece.shape is Shape.WORD and piece.text in self._kinds
            yield known and after != "." and before[-1:] != ["."] and not told


def _brackets(body: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where nodes and edges begin and end in patterns."""
    closes = {"(": ")", "[": "]"}
    start = None
    for i, piece in enumerate(body):
        if piece.word in {"WHERE", "ORDER"}:
            return
        if start is None and piece.shape is Shape.SYMBOL and piece.text in closes:
            start = i
        elif start is not None and piece.is_symbol(closes[body[start].text]):
            yield start, i
            start = None


def _variable(inner: Sequence[Token]) -> str:
    return inner[0].text if inner and inner[0].shape in {Shape.WORD, Shape.NAME} else ""


def _kinds(inner: Sequence[Token]) -> set[str]:
    """The labels or types between the variable and the map."""
    end = next((i for i, piece in enumerate(inner) if piece.is_symbol("{")), len(inner))
    return {
        after.text
        for before, after in pairwise(inner[:end])
        if before.shape is Shape.SYMBOL and before.text in {":", "|", "&"}
    }


def _map_keys(inner: Sequence[Token]) -> Iterator[str]:
    start = next((i for i, piece in enumerate(inner) if piece.is_symbol("{")), len(inner))
    for before, after in pairwise(inner[start:]):
        if after.is_symbol(":"):
            yield before.text


def _property(kinds: Iterable[str], name: str) -> Iterator[str]:
    """A property of these; of something unknown, or kept by the writer itself, anything."""
    if name == "key":
        return
    some = [*kinds]
    if not some or name in RESERVED:
        yield EVERYTHING
    yield from (f"{kind}.{name}" for kind in some)
