"""Cypher as text: words, strings and symbols told apart, clauses and returned columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Shape(StrEnum):
    """What a piece of Cypher is. Comments and white space are left out."""

    WORD = "word"
    NAME = "name"  # `quoted in backticks`
    TEXT = "text"
    NUMBER = "number"
    PARAMETER = "parameter"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece; `text` is without backticks, without quotes, without the dollar sign."""

    shape: Shape
    text: str
    position: int

    @property
    def word(self) -> str:
        """The word in upper case; empty for everything that is no bare word."""
        return self.text.upper() if self.shape is Shape.WORD else ""

    def is_symbol(self, text: str) -> bool:
        """Whether this is that symbol."""
        return self.shape is Shape.SYMBOL and self.text == text


# A string or backtick that never closes runs to the end, as the engines take it.
_PATTERN = re.compile(
    r"""
      (?P<skip>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<text>'(?:\\.|[^'\\])*(?:'|\Z)|"(?:\\.|[^"\\])*(?:"|\Z))
    | `(?P<name>(?:``|[^`])*)(?:`|\Z)
    | \$(?:`(?P<quoted>(?:``|[^`])*)`|(?P<parameter>\w+))
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
    | (?P<word>[^\W\d]\w*)
    | (?P<symbol><=|>=|<>|=~|\|\||\.\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(cypher: str) -> tuple[Token, ...]:
    """The pieces of a query, in order."""
    return tuple(_tokens(cypher))


def _tokens(cypher: str) -> Iterator[Token]:
    for match in _PATTERN.finditer(cypher):
        group, value = str(match.lastgroup), match.group()
        if group == "skip":
            continue
        if group == "text":
            yield Token(Shape.TEXT, value[1:-1], match.start())
        elif group in ("parameter", "quoted"):
            yield Token(Shape.PARAMETER, match.group(group), match.start())
        elif group == "name":
            yield Token(Shape.NAME, match.group("name").replace("``", "`"), match.start())
        else:
            yield Token(Shape(group), value, match.start())


def has_unicode_escape(cypher: str) -> bool:
    """Whether `\\uXXXX` stands outside strings: some engines read it as a letter."""
    return any(
        a.is_symbol("\\") and b.word.startswith("U") for a, b in pairs_of_neighbours(tokens(cypher))
    )


def pairs_of_neighbours(pieces: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each piece with the one after it."""
    return itertools.pairwise(pieces)


OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


def depths(pieces: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Each piece with how many brackets are open around it (a bracket counts as outside)."""
    depth = 0
    for piece in pieces:
        if piece.shape is Shape.SYMBOL and piece.text in CLOSING:
            depth -= 1
        yield piece, depth
        if piece.shape is Shape.SYMBOL and piece.text in OPENING:
            depth += 1


def is_keyword(pieces: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` can be a keyword: no property, label, type or key of a map."""
    before = pieces[index - 1] if index else None
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    named = before is not None and before.shape is Shape.SYMBOL and before.text in {".", ":", "&"}
    key = after is not None and after.is_symbol(":")
    return pieces[index].shape is Shape.WORD and not named and not key


CLAUSES = frozenset(
    [
        "MATCH",
        "OPTIONAL",
        "WHERE",
        "WITH",
        "RETURN",
        "ORDER",
        "SKIP",
        "LIMIT",
        "UNWIND",
        "CALL",
        "UNION",
        "CREATE",
        "MERGE",
        "SET",
        "DELETE",
        "DETACH",
        "REMOVE",
        "FOREACH",
    ]
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its first word and what follows up to the next clause of the same depth."""

    name: str
    body: tuple[Token, ...]
    depth: int


def clauses(pieces: Sequence[Token]) -> tuple[Clause, ...]:
    """All clauses, those of subqueries too, in the order in which they begin."""
    found: list[Clause] = []
    told = list(depths(pieces))
    starts = [
        (i, depth)
        for i, (piece, depth) in enumerate(told)
        if piece.word in CLAUSES
        and is_keyword(pieces, i)
        and not _after(pieces, i, "STARTS", "ENDS")
    ]
    for start, depth in starts:
        end = next(
            (
                i
                for i, (piece, d) in enumerate(told)
                if i > start and (d < depth or (d == depth and (i, d) in starts))
            ),
            len(pieces),
        )
        found.append(Clause(pieces[start].word, tuple(pieces[start + 1 : end]), depth))
    return tuple(found)


def _after(pieces: Sequence[Token], index: int, *words: str) -> bool:
    return index > 0 and pieces[index - 1].word in words


@dataclass(frozen=True, slots=True)
class Item:
    """One item of WITH or RETURN: the expression and the name it gets."""

    expression: tuple[Token, ...]
    name: str


def items(body: Sequence[Token]) -> tuple[Item, ...]:
    """The items of a WITH or RETURN clause."""
    pieces = list(body[1:] if body and body[0].word == "DISTINCT" else body)
    parts: list[list[Token]] = [[]]
    for piece, depth in depths(pieces):
        if depth == 0 and piece.is_symbol(","):
            parts.append([])
        else:
            parts[-1].append(piece)
    return tuple(_item(part) for part in parts if part)


def _item(part: Sequence[Token]) -> Item:
    if len(part) > 2 and part[-2].word == "AS":
        return Item(tuple(part[:-2]), part[-1].text)
    return Item(tuple(part), part[0].text if len(part) == 1 else "")


@lru_cache(maxsize=256)  # a long text takes longer to read than its answer
def returned(cypher: str) -> tuple[str, ...]:
    """The columns of the outermost RETURN; an item without a name gives ''."""
    ends = [c for c in clauses(tokens(cypher)) if c.name == "RETURN" and c.depth == 0]
    return tuple(item.name for item in items(ends[-1].body)) if ends else ()


def parameters_of(cypher: str) -> frozenset[str]:
    """The names of all parameters that a query uses."""
    return frozenset(piece.text for piece in tokens(cypher) if piece.shape is Shape.PARAMETER)


AGGREGATES = frozenset(
    [
        "COUNT",
        "COLLECT",
        "SUM",
        "AVG",
        "MIN",
        "MAX",
        "STDEV",
        "STDEVP",
        "PERCENTILECONT",
        "PERCENTILEDISC",
    ]
)


def aggregate_calls(expression: Sequence[Token]) -> tuple[int, ...]:
    """Where aggregate functions are called in an expression, outside subqueries in braces."""
    return tuple(
        i
        for i, (a, b) in enumerate(pairs_of_neighbours(expression))
        if a.word in AGGREGATES
        and b.is_symbol("(")
        and not (i and expression[i - 1].is_symbol("."))
    )


def stands_alone(expression: Sequence[Token]) -> bool:
    """Whether the expression is one aggregate call and nothing beside it."""
    if not expression or expression[0].word not in AGGREGATES or len(expression) < 3:
        return False
    inner = [piece for piece, depth in depths(expression[1:]) if depth == 0]
    return len(inner) == 2 and inner[1].is_symbol(")")


_PREDICATES = frozenset(
    ["IN", "NOT", "AND", "OR", "XOR", "IS", "CONTAINS", "STARTS", "ENDS", "CASE"]
)


def is_trap(expression: Sequence[Token]) -> bool:
    """Whether an aggregate stands where some engines do not take it for one.

    That is inside a predicate (`'A' IN collect(x)`, `NOT count(*) > 1`, `max(x) IS NULL`), inside a
    map, or before a property (`head(collect(n)).name`). Inside the aggregate's own brackets
    anything may stand.
    """
    calls = aggregate_calls(expression)
    if not calls or stands_alone(expression):
        return False
    outside = _outside_aggregates(expression, calls)
    return any(p.word in _PREDICATES or p.text in {"=~", ".", "{"} for p in outside)


def _outside_aggregates(expression: Sequence[Token], calls: Sequence[int]) -> list[Token]:
    inside: set[int] = set()
    for call in calls:
        level = 0
        for i in range(call + 1, len(expression)):
            level += expression[i].is_symbol("(") - expression[i].is_symbol(")")
            inside.add(i)
            if level == 0:
                break
    return [piece for i, piece in enumerate(expression) if i not in inside]
