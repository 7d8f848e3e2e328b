"""The field of a parameter takes what the question compares it with."""

from __future__ import annotations

import pytest

from queries.library import KINDS
from queries.parameter_kinds import parameter_kinds


@pytest.mark.parametrize(
    ("cypher", "kinds"),
    [
        ("MATCH (b:Bid) WHERE b.price > $least RETURN b", {"least": "number"}),
        ("MATCH (b:Bid) WHERE $most >= b.price RETURN b", {"most": "number"}),
        ("MATCH (d:Document {pages: $n}) RETURN $w", {"n": "integer", "w": "text"}),
        ("MATCH (n) WHERE n.key IN $keys RETURN n LIMIT $x", {"keys": "list", "x": "integer"}),
        ("MATCH (l:Lot) WHERE l.lots IN $sizes RETURN l", {"sizes": "json"}),
        ("MATCH (b) WHERE b.valid = $y AND b.price < $x RETURN b", {"y": "json", "x": "number"}),
        ("MATCH (l:Lot) WHERE l.opened_at >= $day RETURN l", {"day": "text"}),
        ("MATCH (b:Bid) WHERE $x <> '' AND b.price > $x RETURN b", {"x": "number"}),
        ("RETURN $one AS one", {"one": "text"}),
        ("$alone", {"alone": "text"}),
    ],
)  # fmt: skip
def test_a_kind_is_read_off_the_property(cypher: str, kinds: dict[str, str]) -> None:
    assert parameter_kinds(cypher) == kinds
    assert set(kinds.values()) <= set(KINDS)
