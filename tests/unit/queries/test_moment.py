"""What held on a day."""

from __future__ import annotations

import pytest

from graph.records import Edge, Node, Subgraph
from queries.moment import as_of, changed_since, day_of, days_of_lots, in_force

FIRM = Node("company:A", "Company", {})
BID = Node("bid:1", "Bid", {})
EARLY = Node("lot:1", "Lot", {"opened_at": "2024-01-10T09:00:00"})
LATE = Node("lot:2", "Lot", {"opened_at": "2025-01-10T09:00:00"})


def owner(since: str | None, until: str | None) -> Edge:
    return Edge(
        "SHAREHOLDER_OF", "person:O", "company:A", {"valid_from": since, "valid_to": until}, "1"
    )


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        ("2024-01-10", None, True),
        ("2024-01-11", None, False),
        (None, "2024-01-10", True),
        (None, "2024-01-09", False),
    ],
)
def test_a_relation_holds_from_its_first_to_its_last_day(
    since: str | None, until: str | None, holds: bool
) -> None:
    assert in_force(owner(since, until).properties, "2024-01-10") is holds


def test_what_happened_later_is_not_there_yet_and_takes_its_bids_along() -> None:
    graph = Subgraph((FIRM, BID, LATE), (Edge("FOR", BID.key, LATE.key, {}, "f"),))

    assert [n.key for n in as_of(graph, "2024-06-01").nodes] == [FIRM.key]
    assert len(as_of(graph, "2024-06-01", keep=[LATE.key, BID.key]).nodes) == 3


def test_changes_since_a_day_are_told_apart() -> None:
    assert changed_since(owner(None, "2024-12-31"), "2024-06-01", "2026-01-01") == "ended"
    assert changed_since(owner("2025-01-01", None), "2024-06-01", "2026-01-01") == "begun"
    assert changed_since(owner(None, None), "2024-06-01", "2026-01-01") == ""


def test_days_are_read_where_they_are() -> None:
    assert day_of({"submitted_at": "2024-02-03T10:00:00"}) == "2024-02-03"
    assert day_of({"name": "x"}) is None
    assert days_of_lots([EARLY, FIRM, LATE]) == {"lot:1": "2024-01-10", "lot:2": "2025-01-10"}
