"""The names below a map of squares are read whole."""

from __future__ import annotations

from pages.components.name_axis import SIGN, name_axis


def test_a_firm_of_usual_length_is_not_cut_and_gets_the_height_that_it_needs() -> None:
    firm = "岚川市栩瑞建筑工程集团有限责任公司"

    axis, height = name_axis(["甲", f"● {firm}"])

    assert axis.to_dict()["labelLimit"] >= len(f"● {firm}") * SIGN
    assert height > name_axis(["甲"])[1] + 100


def test_no_name_makes_no_tower() -> None:
    assert name_axis(["长" * 200])[1] < 200
    assert name_axis([])[1] > 0
