"""What is drawn of posts: days as they are on record, open ends as open, and nothing undated."""

from __future__ import annotations

from graph.records import Cell, Table
from pages.components.posts_over_time import bids_drawn, periods

COLUMNS = ("key", "company", "relation", "post", "valid_from", "valid_to", "sources")
UNTIL = "2026-11-20"


def posts(*rows: tuple[str, str | None, str | None]) -> Table:
    """Posts as manager: the letter of a firm, its first day and its last."""
    told: list[tuple[Cell, ...]] = [
        (f"company:{firm}", firm, "EXECUTIVE_OF", "经理", first, last, None)
        for firm, first, last in rows
    ]
    return Table(COLUMNS, tuple(told))


def test_an_open_end_is_drawn_up_to_the_last_day_and_said_to_be_open() -> None:
    drawn, undated = periods(posts(("A", "2020-01-01", None), ("B", None, "2023-05-01")), UNTIL)

    assert [(p["begins"], p["ends"], p["open"]) for p in drawn] == [
        ("2020-01-01", UNTIL, "end"),
        ("2020-01-01", "2023-05-01", "begin"),
    ]
    assert undated == []


def test_a_post_that_ends_after_the_last_day_widens_the_picture() -> None:
    drawn, _ = periods(posts(("A", "2020-01-01", None), ("B", "2026-01-01", "2027-02-01")), UNTIL)

    assert [p["ends"] for p in drawn] == ["2027-02-01", "2027-02-01"]


def test_what_has_no_day_is_not_drawn_but_named() -> None:
    drawn, undated = periods(posts(("A", None, None), ("B", "2020-01-01", "2021-01-01")), UNTIL)

    assert [p["firm"] for p in drawn] == ["B"]
    assert [row["company"] for row in undated] == ["A"]


def test_posts_of_one_firm_that_overlap_lie_below_one_another() -> None:
    drawn, _ = periods(
        posts(
            ("A", "2018-10-12", "2026-05-07"),
            ("A", "2019-06-10", None),
            ("A", "2026-06-17", None),
            ("B", "2019-01-01", None),
        ),
        UNTIL,
    )

    assert [(p["firm"], p["lane"]) for p in drawn] == [("A", 0), ("B", 0), ("A", 1), ("A", 0)]


def test_two_firms_of_one_name_have_a_row_each() -> None:
    two = Table(
        COLUMNS,
        tuple(
            (f"company:{code}", "岚川一建", "EXECUTIVE_OF", "经理", "2020-01-01", None, [])
            for code in ("9138A", "9138B")
        ),
    )

    drawn, _ = periods(two, UNTIL)

    assert [p["firm"] for p in drawn] == ["岚川一建 9138A", "岚川一建 9138B"]


def test_a_bid_is_marked_at_its_firm_and_only_within_the_days_of_the_picture() -> None:
    drawn, _ = periods(posts(("A", "2020-01-01", None)), UNTIL)
    bids = Table(
        ("key", "lot", "opened_at", "company_key", "won"),
        (
            ("lot:1", "甲", "2019-12-31T09:00:00", "company:A", True),
            ("lot:2", "乙", "2021-03-04T09:00:00", "company:A", False),
            ("lot:3", "丙", "2021-03-05T09:00:00", "company:C", True),
        ),
    )

    marked = bids_drawn(bids, drawn)

    assert [(m["firm"], m["day"], m["lot"]) for m in marked] == [("A", "2021-03-04", "乙")]
