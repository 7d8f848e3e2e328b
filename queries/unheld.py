"""What a question asks for that no graph of this vocabulary holds: it would be answered by nothing.

A misspelt name or a reversed arrow is no error to an engine. It finds no rows, and no rows look
like innocence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.cypher_text import Shape, Token, clauses, items, pairs_of_neighbours, tokens
from graph.schema import EdgeType
from graph.vocabulary import SCHEMA
from messages import t

_ON_EVERYTHING = frozenset({"key", "sources", "claims"})
_NAMES = frozenset({Shape.WORD, Shape.NAME})
_JOINS = frozenset({":", "|", "&"})
_OPENS = {"(": ")", "[": "]"}
_LABELS = tuple(node.label for node in SCHEMA.nodes)
_TYPES = tuple(edge.type for edge in SCHEMA.edges)
_PROPERTIES: Mapping[str, frozenset[str]] = {
    **{node.label: frozenset(p.name for p in node.properties) for node in SCHEMA.nodes},
    **{edge.type: frozenset(p.name for p in edge.properties) for edge in SCHEMA.edges},
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A node or a relation in a pattern, from its bracket at `start` to the one at `end`."""

    start: int
    end: int
    bracket: str
    variable: str
    names: tuple[str, ...]  # labels or types; none stated, or more than a plain choice: empty
    properties: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Those of its names that the vocabulary holds for such a bracket."""
        return tuple(n for n in self.names if n in (_LABELS if self.bracket == "(" else _TYPES))


def unheld(cypher: str) -> list[str]:
    """A sentence for each name and each arrow that finds nothing; empty if all can be found."""
    pieces = tokens(cypher)
    parts = tuple(_parts(pieces))
    kinds = _kinds_of_variables(pieces, parts)
    found = [*_names(parts), *_read(pieces, parts, kinds), *_arrows(pieces, parts, kinds)]
    return list(dict.fromkeys(found))


# Patterns


def _parts(pieces: Sequence[Token]) -> Iterator[_Part]:
    for start, piece in enumerate(pieces):
        if piece.shape is not Shape.SYMBOL or piece.text not in _OPENS:
            continue
        at = start + 1
        variable = ""
        if _is_name(pieces, at):
            variable, at = pieces[at].text, at + 1
        names: list[str] = []
        plain = True
        if _is(pieces, at, ":"):
            while at < len(pieces) and (
                _is_one_of(pieces, at) or (_is_name(pieces, at) and not _is_name(pieces, at - 1))
            ):
                plain = plain and not _is(pieces, at, "!")
                names += [pieces[at].text] if _is_name(pieces, at) else []
                at += 1
        elif not (_is(pieces, at, _OPENS[piece.text]) or _is(pieces, at, "{")):
            continue  # brackets of an expression, a call or a list
        if not _is(pieces, at, "*"):
            end = _end(pieces, start)
            stated = tuple(_keys_of_map(pieces, at)) if _is(pieces, at, "{") else ()
            yield _Part(start, end, piece.text, variable, tuple(names) if plain else (), stated)


def _is_one_of(pieces: Sequence[Token], at: int) -> bool:
    return pieces[at].shape is Shape.SYMBOL and pieces[at].text in _JOINS | {"!"}


def _is_name(pieces: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(pieces) and pieces[at].shape in _NAMES


def _is(pieces: Sequence[Token], at: int, symbol: str) -> bool:
    return 0 <= at < len(pieces) and pieces[at].is_symbol(symbol)


def _end(pieces: Sequence[Token], start: int) -> int:
    """Where the bracket that opens at `start` closes."""
    depth = 0
    for at in range(start, len(pieces)):
        if pieces[at].shape is Shape.SYMBOL:
            depth += (pieces[at].text in "([{") - (pieces[at].text in ")]}")
        if depth == 0:
            return at
    return len(pieces)


def _keys_of_map(pieces: Sequence[Token], start: int) -> Iterator[str]:
    end = _end(pieces, start)
    for at in range(start + 1, end):
        begins = pieces[at - 1].is_symbol("{") or pieces[at - 1].is_symbol(",")
        if begins and _is_name(pieces, at) and _is(pieces, at + 1, ":"):
            yield pieces[at].text


def _kinds_of_variables(
    pieces: Sequence[Token], parts: Sequence[_Part]
) -> Mapping[str, tuple[str, ...]]:
    """What each variable of a pattern is; one that is later given something else is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if part.variable and part.kinds and len(part.kinds) == len(part.names):
            found[part.variable] = found.get(part.variable, ()) + part.kinds
    for name in _made(pieces):
        found.pop(name, None)
    return found


def _made(pieces: Sequence[Token]) -> Iterator[str]:
    for clause in clauses(pieces):
        if clause.name == "UNWIND" and clause.body:
            yield clause.body[-1].text
        if clause.name in {"WITH", "RETURN"}:
            yield from (item.name for item in items(clause.body) if len(item.expression) > 1)
    yield from (a.text for a, b in pairs_of_neighbours(pieces) if b.word == "IN")


# What nothing bears


def _names(parts: Sequence[_Part]) -> Iterator[str]:
    for part in parts:
        known = _LABELS if part.bracket == "(" else _TYPES
        for name in part.names:
            if name not in known:
                yield _unknown(name, known)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = _near(name, known)
    if near:
        return t("The graph holds no '{name}'. Near it: {near}.", name=name, near=near)
    return t("The graph holds no '{name}'.", name=name)


def _near(name: str, known: Sequence[str]) -> str:
    folded = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), folded, n=3, cutoff=0.7)
    return ", ".join(folded[one] for one in found)


def _read(
    pieces: Sequence[Token], parts: Sequence[_Part], kinds: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    for part in parts:
        for name in part.properties:
            yield from _property(name, part.kinds)
    for at in range(len(pieces) - 2):
        dotted = _is_name(pieces, at) and _is(pieces, at + 1, ".") and _is_name(pieces, at + 2)
        if dotted and not _is(pieces, at - 1, "."):
            yield from _property(pieces[at + 2].text, kinds.get(pieces[at].text, ()))


def _property(name: str, owners: Sequence[str]) -> Iterator[str]:
    if not owners or name in _ON_EVERYTHING or any(name in _PROPERTIES[o] for o in owners):
        return
    said = {"owner": " / ".join(dict.fromkeys(owners)), "name": name}
    near = _near(name, sorted({each for owner in owners for each in _PROPERTIES[owner]}))
    others = ", ".join(sorted(owner for owner, held in _PROPERTIES.items() if name in held)[:5])
    if near:
        yield t("{owner} has no property '{name}'. Near it: {near}.", **said, near=near)
    elif others:
        yield t("{owner} has no property '{name}'; {others} have it.", **said, others=others)
    else:
        yield t("{owner} has no property '{name}'.", **said)


# Arrows that lead nowhere


def _arrows(
    pieces: Sequence[Token], parts: Sequence[_Part], kinds: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    begins = {part.start: part for part in parts if part.bracket == "("}
    ends = {part.end: part for part in parts if part.bracket == "("}
    for part in parts:
        if part.bracket != "[" or not part.names or len(part.kinds) < len(part.names):
            continue
        back, forth = _is(pieces, part.start - 2, "<"), _is(pieces, part.end + 2, ">")
        left = ends.get(part.start - (3 if back else 2))
        right = begins.get(part.end + (3 if forth else 2))
        if left is None or right is None:
            continue
        a, b = (kinds.get(p.variable, ()) if p.variable else p.kinds for p in (left, right))
        ways = (
            [(a, b)] if forth and not back else [(b, a)] if back and not forth else [(a, b), (b, a)]
        )
        edges = [SCHEMA.edge(name) for name in part.kinds]
        if not any(_joins(edge, start, end) for edge in edges for start, end in ways):
            yield t(
                "No {type} leads this way. It leads {ends}.",
                type=" / ".join(part.kinds),
                ends=", ".join(f"({s})→({e})" for edge in edges for s, e in edge.ends),
            )


def _joins(edge: EdgeType, start: Sequence[str], end: Sequence[str]) -> bool:
    return any((not start or s in start) and (not end or e in end) for s, e in edge.ends)
