"""Regions are called by their names, and a code that is of none stays a code."""

from __future__ import annotations

import csv

from messages import set_language
from pages.components.regions import (
    PREFECTURES,
    PROVINCES,
    prefecture_name,
    prefecture_tiles,
    region_name,
    tiles,
    unplaced,
)
from pages.components.words import class_name, code_said

DIRECT = "90"  # counties that the province governs itself


def test_the_file_holds_every_prefecture_once() -> None:
    with PREFECTURES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    own = [row for row in rows if not row["code"].endswith(DIRECT)]

    assert len(own) == 333
    assert len({row["name"] for row in own}) == 333
    assert {row["code"][:2] for row in rows} <= set(PROVINCES)
    assert [row["code"] for row in rows] == sorted({row["code"] for row in rows})
    assert all(0 < len(row["short"]) <= 4 for row in rows)


def test_a_region_is_called_by_province_prefecture_and_code() -> None:
    assert region_name("350203") == "福建厦门市 350203"
    assert region_name("110105") == "北京 110105"
    assert region_name("380100") == "代码 380100"
    assert region_name("岚川市") == "岚川市"
    assert prefecture_name("3801") == "3801"


def test_an_english_map_says_provinces_in_english() -> None:
    assert tiles({})["name"].str.fullmatch(r"[^A-Za-z]+").all()
    set_language("en")
    assert tiles({})["name"].str.fullmatch(r"[A-Za-z ]+").all()
    assert tiles({})["name"].is_unique


def test_a_code_of_no_province_has_a_tile_and_is_named_as_not_on_the_map() -> None:
    values = {"35": 2.0, "38": 1.0}
    other = tiles(values).set_index("code").loc["38"]

    assert unplaced(values) == ["38"]
    assert (other["name"], other["value"]) == ("代码 38", 1.0)
    assert (code_said("38"), code_said("施工")) == ("代码 38", "施工")


def test_of_a_class_the_first_letter_is_said_and_the_rest_stays_a_code() -> None:
    assert [class_name(code) for code in ("A08", "C", "D01", "0801", "施工", "")] == [
        "工程 A08", "服务 C", "代码 D01", "代码 0801", "施工", "",
    ]  # fmt: skip


def test_a_tile_bears_the_short_name_and_tells_the_whole() -> None:
    tile = prefecture_tiles({"5334": 1.0, "3801": 2.0})

    assert list(zip(tile["name"], tile["whole"], strict=True)) == [
        ("3801", "3801"),
        ("迪庆", "迪庆藏族自治州"),
    ]
