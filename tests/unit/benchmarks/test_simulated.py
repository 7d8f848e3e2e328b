"""The invented markets: what they promise of rings, bids and labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.collusion.simulated import SIZES, make_world, write_world


def test_a_world_is_the_same_again_and_keeps_its_labels_to_itself(tmp_path: Path) -> None:
    world, again = (make_world("price_floor", 5) for _ in range(2))

    labels = write_world(world, "price_floor", tmp_path)

    assert world.bids.equals(again.bids)
    assert {"标段编号", "投标人名称", "投标报价", "是否中标"} == {
        *pd.read_csv(tmp_path / "投标.csv").columns
    }
    assert labels.firms is not None
    assert labels.lots["label"].sum() == (world.lots["ring"] >= 0).sum()
    assert 0.1 < labels.lots["label"].mean() < 0.4
    for ring in world.rings:
        assert SIZES[0] <= ring.size <= SIZES[1]
        assert len({*world.cell[ring].tolist()}) == 1


def test_the_number_of_bids_does_not_give_a_ring_away() -> None:
    world = make_world("lowest_price", 5)

    bids = world.bids.groupby("lot").size()
    rigged = (world.lots["ring"] >= 0).to_numpy()[bids.index]

    assert abs(bids[rigged].mean() - bids[~rigged].mean()) < 0.3
    assert np.array_equal(world.bids.groupby("lot")["won"].sum().unique(), [1])
