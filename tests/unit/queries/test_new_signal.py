"""The skeleton of a signal is a signal: it can be read, and only its words are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import TenderLensError
from queries.catalogue import load_signal
from queries.checks import check_signal
from queries.new_signal import new_signal
from queries.signal import Family


def test_the_skeleton_keeps_every_rule_but_is_to_be_filled_in(
    tmp_path: Path,
) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()

    files = new_signal(Family.PRICE, "price_odd", folder=tmp_path / "signals", golden=golden)

    signal = load_signal(files[0])
    assert (signal.id, signal.family, signal.status) == ("price_odd", Family.PRICE, "draft")
    assert [problem.rule for problem in check_signal(signal)] == ["filled"]
    assert [file.name for file in files[1:]] == ["fires.yaml", "stays_silent.yaml"]


def test_what_exists_is_not_written_over_and_an_id_is_checked(tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    new_signal(Family.PRICE, "price_odd", folder=tmp_path, golden=golden)

    with pytest.raises(TenderLensError, match="price_odd"):
        new_signal(Family.MONEY, "price_odd", folder=tmp_path, golden=golden)
    with pytest.raises(TenderLensError, match="Price Odd"):
        new_signal(Family.PRICE, "Price Odd", folder=tmp_path, golden=golden)
