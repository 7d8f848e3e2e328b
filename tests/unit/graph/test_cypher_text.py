"""Cypher as text: what is a word, what only looks like one, what each clause returns."""

from __future__ import annotations

import pytest

from graph.cypher_text import (
    Shape,
    aggregate_calls,
    clauses,
    is_trap,
    items,
    parameters_of,
    returned,
    stands_alone,
    tokens,
)


def shapes(cypher: str) -> list[tuple[str, str]]:
    return [(piece.shape.value, piece.text) for piece in tokens(cypher)]


def test_strings_comments_and_backticks_hide_words() -> None:
    cypher = "/* SET */ MATCH (n) // DELETE\n WHERE n.`DROP` = 'CREATE \\' MERGE' RETURN \"SET\""

    words = [piece.text for piece in tokens(cypher) if piece.shape is Shape.WORD]

    assert words == ["MATCH", "n", "WHERE", "n", "RETURN"]


def test_numbers_parameters_and_symbols_are_told_apart() -> None:
    assert shapes("$a>=1.5e3 [*1..4]") == [
        ("parameter", "a"),
        ("symbol", ">="),
        ("number", "1.5e3"),
        ("symbol", "["),
        ("symbol", "*"),
        ("number", "1"),
        ("symbol", ".."),
        ("number", "4"),
        ("symbol", "]"),
    ]


def test_an_unclosed_comment_or_string_swallows_the_rest() -> None:
    assert [p.word for p in tokens("RETURN 1 /* SET")] == ["RETURN", ""]
    assert [p.word for p in tokens("RETURN 'x SET n.a = 1")] == ["RETURN", ""]


def test_parameters_in_strings_are_none() -> None:
    assert parameters_of("RETURN $a, '$b', $`c`") == {"a", "c"}


def test_clauses_of_subqueries_end_with_their_braces() -> None:
    found = clauses(
        tokens("CALL () { MATCH (n) RETURN n } WITH n WHERE n.x > 1 RETURN n ORDER BY n")
    )

    assert [(c.name, c.depth) for c in found] == [
        ("CALL", 0),
        ("MATCH", 1),
        ("RETURN", 1),
        ("WITH", 0),
        ("WHERE", 0),
        ("RETURN", 0),
        ("ORDER", 0),
    ]
    assert [p.text for p in found[2].body] == ["n"]


def test_starts_with_is_no_clause() -> None:
    found = clauses(tokens("MATCH (n) WHERE n.name STARTS WITH 'a' RETURN n"))

    assert [c.name for c in found] == ["MATCH", "WHERE", "RETURN"]


def test_returned_columns_are_those_of_the_last_return() -> None:
    cypher = "CALL () { RETURN 1 AS x } RETURN DISTINCT x, x + 1 AS y, [a IN [1,2] | a] AS z, x * 2"

    assert returned(cypher) == ("x", "y", "z", "")


@pytest.mark.parametrize(
    "expression",
    ["count(*)", "collect(DISTINCT n.key)", "sum(CASE WHEN a IN b THEN 1 ELSE 0 END)"],
)
def test_a_lone_aggregate_stands_alone(expression: str) -> None:
    assert stands_alone(tokens(expression))
    assert not is_trap(tokens(expression))


@pytest.mark.parametrize(
    "expression",
    [
        "'A' IN collect(t.k)",
        "NOT count(*) > 1",
        "count(*) > 1 OR false",
        "max(t.v) IS NULL",
        "max(t.k) CONTAINS 'B'",
        "max(t.k) =~ 'B'",
        "CASE WHEN count(*) > 1 AND true THEN 1 ELSE 0 END",
        "collect({k: t.k})[0].k",
        "head(collect(t)).k",
        "{n: count(*)}",
    ],
)
def test_an_aggregate_with_company_that_misleads_an_engine_is_a_trap(expression: str) -> None:
    assert is_trap(tokens(expression))
    assert not stands_alone(tokens(expression))


@pytest.mark.parametrize("expression", ["size(collect(n))", "count(*) * 2", "count(*) > 1"])
def test_arithmetic_and_plain_comparison_have_company_and_are_no_trap(expression: str) -> None:
    assert not stands_alone(tokens(expression))
    assert not is_trap(tokens(expression))


def test_a_counted_subquery_is_no_aggregate() -> None:
    assert aggregate_calls(tokens("COUNT { (n)-->() } > 1")) == ()


def test_items_split_at_their_own_commas_only() -> None:
    assert [item.name for item in items(tokens("a, f(b, c) AS d, {x: 1, y: 2} AS e"))] == [
        "a",
        "d",
        "e",
    ]
