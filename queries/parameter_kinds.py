"""What each parameter of a question probably takes: read off the property it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.cypher_text import Shape, Token, tokens
from graph.schema import Kind
from graph.vocabulary import SCHEMA

_COMPARES = frozenset({"=", "<>", "<", ">", "<=", ">="})
_TAKES = {Kind.NUMBER: "number", Kind.INTEGER: "integer", Kind.FLAG: "json"}
_HELD = (*(n.properties for n in SCHEMA.nodes), *(e.properties for e in SCHEMA.edges))
_KINDS = {each.name: each.kind for held in _HELD for each in held}


def parameter_kinds(cypher: str) -> Mapping[str, str]:
    """One of `library.KINDS` for each parameter; text where nothing says otherwise."""
    pieces = tokens(cypher)
    found: dict[str, str] = {}
    for at, piece in enumerate(pieces):
        if piece.shape is Shape.PARAMETER and found.get(piece.text, "text") == "text":
            found[piece.text] = _kind(pieces, at)
    return found


def _kind(pieces: Sequence[Token], at: int) -> str:
    before = pieces[at - 1] if at else None
    if before is None:
        return "text"
    if before.word in {"LIMIT", "SKIP"}:
        return "integer"
    if before.word == "IN":
        return "list" if _property_before(pieces, at - 1) == "text" else "json"
    if before.is_symbol(":"):  # a key of a map before it
        return _takes(pieces[at - 2].text)
    if before.shape is Shape.SYMBOL and before.text in _COMPARES:
        return _property_before(pieces, at - 1)
    return _property_after(pieces, at + 1)


def _property_before(pieces: Sequence[Token], at: int) -> str:
    dotted = at > 1 and pieces[at - 2].is_symbol(".")
    return _takes(pieces[at - 1].text) if dotted else "text"


def _property_after(pieces: Sequence[Token], at: int) -> str:
    compared = pieces[at : at + 4]
    if len(compared) < 4 or compared[0].text not in _COMPARES or not compared[2].is_symbol("."):
        return "text"
    return _takes(compared[3].text)


def _takes(name: str) -> str:
    return _TAKES.get(_KINDS.get(name, Kind.TEXT), "text")
