"""Who stands at the end of a chain of owners, and what its links come to."""

from __future__ import annotations

import pytest

from graph.records import Edge
from queries.ownership import controller, through


def held(owner: str, firm: str, share: float | None) -> Edge:
    return Edge("SHAREHOLDER_OF", owner, firm, {"share": share})


def test_the_chain_is_followed_while_each_link_is_more_than_half() -> None:
    links = [held("B", "A", 0.6), held("P", "B", 0.51), held("Q", "P", 0.5), held("C", "A", 0.4)]

    assert controller("A", links) == "P"
    assert controller("P", links) is None


def test_management_is_a_link_and_a_larger_share_goes_before_it() -> None:
    managed = Edge("MANAGED_BY", "A", "M", {})

    assert controller("A", [managed]) == "M"
    assert controller("A", [managed, held("B", "A", 0.9)]) == "B"


def test_a_circle_of_owners_ends_where_it_would_close() -> None:
    links = [held("B", "A", 0.9), held("A", "B", 0.9)]

    assert controller("A", links) == "B"
    assert through("A", links) == {}


def test_shares_are_multiplied_along_chains_and_added_up() -> None:
    links = [held("B", "A", 0.6), held("P", "B", 0.5), held("P", "A", 0.1), held("C", "A", None)]

    assert through("A", links) == {"P": pytest.approx(0.4)}
