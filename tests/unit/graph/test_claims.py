"""Statements of several batches about one element: folded, stored, taken back."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import example, given
from hypothesis import strategies as st

from graph.claims import Element

NAMES = ("name", "region", "status")


@dataclass(frozen=True)
class Said:
    """One row's statement."""

    batch: str
    row: int
    properties: dict[str, str]
    weak: bool


def statements(batches: str) -> st.SearchStrategy[list[Said]]:
    properties = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["甲", "乙"]))
    one = st.builds(Said, st.sampled_from(batches), st.integers(1, 3), properties, st.booleans())
    return st.lists(one, max_size=6)


def folded(said: list[Said], element: Element | None = None) -> Element:
    element = element or Element()
    for s in said:
        element.fold(s.batch, f"{s.batch}::{s.row}", s.properties, weak=s.weak)
    return element


def kept(element: Element) -> Element:
    """The element after a stay in the graph."""
    return Element.read(element.stored(), NAMES)


@given(statements("ab"), statements("c"))
def test_taking_the_last_batch_back_restores_what_was_there(
    before: list[Said], last: list[Said]
) -> None:
    was = folded(before).stored()
    now = folded(last, kept(folded(before)))

    rest = now.without("c")

    if was["sources"]:
        assert rest is not None
        assert rest.stored() == was
    else:
        assert rest is None


@given(statements("abc"), st.sampled_from("abc"))
@example(
    [
        Said("b", 1, {}, False),
        Said("c", 1, {}, True),
        Said("a", 1, {"name": "乙"}, True),
        Said("c", 1, {"name": "甲"}, True),
    ],
    "b",
)
def test_taking_any_batch_back_leaves_what_the_others_say(said: list[Said], gone: str) -> None:
    rest = folded([s for s in said if s.batch != gone])
    if not rest.properties:
        return

    left = folded(said).without(gone)

    assert left is not None
    assert (left.properties, left.mentioned) == (rest.properties, rest.mentioned)


@given(statements("abc"))
def test_an_element_survives_its_stay_in_the_graph(said: list[Said]) -> None:
    element = folded(said)

    assert kept(element) == element


@given(statements("abc"))
def test_saying_everything_again_changes_nothing_but_what_contradicts_itself(
    said: list[Said],
) -> None:
    # A batch that contradicts itself shows its last row; without contradictions order is nothing.
    said = [s for s in said if all(v == "甲" for v in s.properties.values())]
    once = folded(said).stored()

    assert folded(said, folded(said)).stored() == once


@given(statements("abc"))
def test_every_shown_value_was_said_and_every_batch_that_added_is_named(said: list[Said]) -> None:
    element = folded(said)

    for name, value in element.properties.items():
        assert any(s.properties.get(name) == value for s in said)
    assert element.batches() <= {s.batch for s in said}


def test_a_mention_fills_gaps_and_a_statement_replaces() -> None:
    element = folded(
        [
            Said("bids", 2, {"name": "甲公司（章）"}, True),
            Said("firms", 9, {"name": "甲公司", "region": "1"}, False),
            Said("more", 4, {"name": "甲", "status": "存续"}, True),
        ]
    )

    assert element.properties == {"name": "甲公司", "region": "1", "status": "存续"}
    assert element.sources == ["bids::2", "firms::9", "more::4"]
    assert not element.mentioned


def test_what_two_files_mention_alike_is_kept_of_each() -> None:
    element = folded(
        [Said(batch, row, {"name": "甲公司"}, True) for batch in "ab" for row in (2, 3)]
    )

    assert element.sources == ["a::2", "b::2"]
    rest = element.without("a")
    assert rest is not None
    assert rest.properties == {"name": "甲公司"}


def test_a_later_statement_wins_and_the_earlier_stays_recorded() -> None:
    element = folded([Said("a", 1, {"name": "旧"}, False), Said("b", 1, {"name": "新"}, False)])

    assert element.properties == {"name": "新"}
    assert [c.text() for c in element.claims] == ['a|s|{"name":"旧"}', 'b|s|{"name":"新"}']
