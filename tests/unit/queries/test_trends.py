"""Figures of lots by group: what is counted, over which lots."""

from __future__ import annotations

import pandas as pd
import pytest

from queries.trends import figures, grouped_by, quartiles

LOTS = pd.DataFrame(
    {
        "key": ["lot:1", "lot:2", "lot:3", "lot:4"],
        "month": ["2025-01", "2025-01", "2025-02", ""],
        "region": ["R", "R", "S", "S"],
        "class_code": ["A080100", "A0802", "B01", ""],
        "buyer": ["甲", None, "乙", "乙"],
        "agency": [None, None, None, None],
        "bidders": [1, 5, 3, 0],
        "winner_to_ceiling": [0.9, 0.8, None, None],
        "winner_key": ["company:A", "company:A", "company:B", None],
        "lot_leads": [1, 0, 0, 0],
        "judged": [1, 0, 0, 0],
        "pursued": [0, 0, 0, 0],
        "overdue": [2, 0, 1, 0],
    }
)


def test_each_figure_counts_the_lots_that_state_it() -> None:
    table = figures(grouped_by(LOTS, "region")).set_index("group")

    assert list(table["lots"]) == [2, 2]
    assert table.loc["R", "bidders_a_lot"] == 3.0
    assert table.loc["R", "single_bid_share"] == 0.5
    assert table.loc["S", "bidders_a_lot"] == 3.0  # the lot without bids on record is no zero
    assert table.loc["R", "discount"] == pytest.approx(0.15)
    assert table["discount"].isna()["S"]
    assert table.loc["R", "top_winner_share"] == 1.0
    assert list(table["overdue"]) == [2, 1]


def test_classes_are_cut_to_their_first_signs() -> None:
    assert list(grouped_by(LOTS, "class")["group"]) == ["A08", "A08", "B01", ""]


def test_lots_that_do_not_state_it_form_a_group_of_their_own() -> None:
    table = figures(grouped_by(LOTS, "buyer")).set_index("group")

    assert table.loc["", "lots"] == 1
    assert list(figures(grouped_by(LOTS, "agency"))["group"]) == [""]


def test_no_lots_have_no_figures() -> None:
    assert figures(grouped_by(LOTS.head(0), "month")).empty


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(ValueError, match="'colour'"):
        grouped_by(LOTS, "colour")


def test_the_spread_is_over_what_is_known() -> None:
    assert quartiles(pd.Series([1.0, None, 3.0])) == (1.5, 2.0, 2.5)
    assert quartiles(pd.Series([None, None])) is None
