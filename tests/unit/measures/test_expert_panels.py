"""Panels: who sits together, who scores alike, who wins before whom."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from measures.expert_panels import Alike, add_alike, co_panels, wins_with
from measures.score_sheets import sheets_of

EMPTY = pd.DataFrame({"lot": [], "bid": [], "company": [], "score": []}, dtype=object)


def lots(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lot": [f"T{i:03}" for i in range(count)], "class_code": "A08", "region": "350100",
            "opened_at": "2024-05-06", "method": None, "control_price": None,
        }
    )  # fmt: skip


def test_two_who_always_sit_together_stand_out_of_a_random_draw() -> None:
    chance = np.random.default_rng(1)
    rows = []
    for i in range(120):
        panel = [f"E{n:02}" for n in chance.choice(40, 5, replace=False)]
        panel += ["X", "Y"] if i % 12 == 0 else []
        rows += [(expert, f"T{i:03}") for expert in panel]
    seats = pd.DataFrame(rows, columns=["expert", "lot"])

    found = co_panels(seats, lots(120))

    best = found.sort_values("p_value").iloc[0]
    assert (best["start"], best["end"], best["lots"]) == ("X", "Y", 10)
    assert best["expected"] == pytest.approx(10 * 10 / 120)
    assert best["q_value"] < 1e-6
    assert (found["q_value"] < 0.05).sum() == 1


def scores(
    table: dict[str, list[float]], *, items: int = 2, objective: bool = False
) -> pd.DataFrame:
    """Each expert's points, bid by bid and item by item."""
    rows = [
        {
            "lot": "T", "bid": f"T/{i // items}", "expert": expert, "item": f"c{i % items}",
            "points": value, "maximum": 20.0, "objective": objective,
        }
        for expert, values in table.items()
        for i, value in enumerate(values)
    ]  # fmt: skip
    return sheets_of(pd.DataFrame(rows), EMPTY).scores


def alike(frame: pd.DataFrame) -> list[dict[str, object]]:
    found = Alike()
    add_alike(frame, found)
    return [{"pair": (e.start, e.end), **e.properties} for e in found.edges()]


COPIED = [11.0, 12.0, 13.5, 9.0, 16.0, 17.5, 8.0, 14.0]


def test_two_equal_sheets_of_four_bids_are_found_with_their_chance() -> None:
    frame = scores(
        {"X": COPIED, "Y": COPIED, "Z": [v + 1 for v in COPIED], "W": [v - 1.5 for v in COPIED]}
    )

    (found,) = alike(frame)

    # Five other pairs never agree in four bids an item: (0 + 1) / (20 + 2), eight times.
    assert found["pair"] == ("X", "Y")
    assert (found["lots"], found["items"], found["where"]) == (1, 8, ["T"])
    assert found["p_value"] == pytest.approx((1 / 22) ** 8)


def test_a_panel_that_agrees_in_everything_says_nothing() -> None:
    assert alike(scores({"X": COPIED, "Y": COPIED, "Z": COPIED})) == []


def test_equal_sheets_on_objective_items_are_right() -> None:
    frame = scores({"X": COPIED, "Y": COPIED, "Z": [v + 1 for v in COPIED]}, objective=True)

    assert alike(frame) == []


def test_items_on_which_everybody_agrees_are_no_cells() -> None:
    price = [20.0, 18.0, 16.0, 14.0]
    frame = scores({"X": price, "Y": price, "Z": price}, items=1)

    assert alike(frame) == []


def test_two_bids_are_too_few() -> None:
    frame = scores({"X": COPIED[:4], "Y": COPIED[:4], "Z": [v + 1 for v in COPIED[:4]]})

    assert alike(frame) == []


def pairs(rows: list[tuple[str, str]], name: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[name, "lot"])


def test_a_firm_that_wins_before_one_expert_only_is_tested_exactly() -> None:
    every = [f"T{i:02}" for i in range(30)]
    seats = pairs([("X", lot) for lot in every[:10]] + [("Y", lot) for lot in every], "expert")
    part = pairs([("A", lot) for lot in every] + [("B", lot) for lot in every], "company")
    won = pairs([("A", lot) for lot in every[:8]] + [("B", lot) for lot in every[8:]], "company")

    found = wins_with(seats, part, won)

    (row,) = found[found["company"] == "A"].to_dict("records")
    assert (row["expert"], row["lots"], row["wins"], row["other_lots"], row["other_wins"]) == (
        "X", 10, 8, 20, 0,
    )  # fmt: skip
    assert row["p_value"] == pytest.approx(
        fisher_exact(np.array([[8, 2], [0, 20]]), alternative="greater").pvalue
    )


def test_lots_without_a_winner_or_with_a_crowd_do_not_count() -> None:
    every = [f"T{i:02}" for i in range(10)]
    seats = pairs([("X", lot) for lot in every], "expert")
    part = pairs([("A", lot) for lot in every], "company")

    assert wins_with(seats, part, pairs([("A", every[0])], "company")).empty


def test_an_empty_graph_has_no_pairs() -> None:
    nothing = pairs([], "expert"), pairs([], "company"), pairs([], "company")

    assert wins_with(*nothing).empty
    assert co_panels(nothing[0], lots(0)).empty
