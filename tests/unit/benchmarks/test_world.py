"""The benchmark's market: the same for the same seed, skewed, with rings, with valid codes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.world import World, build_world, credit_codes, id_numbers
from loaders.identifiers import id_number_is_valid, uscc_is_valid


def bids_of(world: World) -> pd.DataFrame:
    return pd.read_csv(next(file for file in world.files if file.name == "投标.csv"), dtype=str)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    one = build_world(tmp_path / "one", 2_000)
    two = build_world(tmp_path / "two", 2_000)

    assert [f.read_bytes() for f in one.files] == [f.read_bytes() for f in two.files]
    assert one.codes == two.codes


def test_a_company_bids_once_a_lot_and_lots_have_about_five_bidders(tmp_path: Path) -> None:
    bids = bids_of(build_world(tmp_path, 5_000))

    assert not bids.duplicated(["标段编号", "投标人代码"]).any()
    assert len(bids) == pytest.approx(5_000, rel=0.02)


def test_activity_is_skewed_and_the_busiest_companies_are_asked_about_first(tmp_path: Path) -> None:
    world = build_world(tmp_path, 20_000)
    activity = Counter(bids_of(world)["投标人代码"])

    assert world.codes[0] == activity.most_common(1)[0][0]
    assert activity[world.codes[0]] > 10 * np.median(list(activity.values()))


def test_some_five_firms_are_all_bidders_of_many_lots(tmp_path: Path) -> None:
    bids = bids_of(build_world(tmp_path, 20_000))

    fields = bids.groupby("标段编号")["投标人代码"].agg(frozenset).value_counts()

    assert fields.iloc[0] >= 5


def test_credit_codes_carry_valid_check_characters() -> None:
    codes = credit_codes(np.arange(10_000_000, 10_000_500))

    assert len(set(codes)) == 500
    assert all(uscc_is_valid(code) for code in codes)


def test_id_numbers_carry_valid_check_characters_and_differ() -> None:
    numbers = id_numbers(np.arange(0, 7_999_999, 7_919))

    assert len(set(numbers)) == len(numbers)
    assert all(id_number_is_valid(number) for number in numbers)


def test_a_world_is_read_as_it_was_written(tmp_path: Path) -> None:
    world = build_world(tmp_path, 1_000)
    world.write(tmp_path / "world.json")

    assert World.read(tmp_path / "world.json") == world
