"""Calibration: what labels teach the factors, and what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from leads.calibrate import (
    CalibrationRefused,
    calibrate,
    calibrated_weights,
    read_labels,
    write_weights,
)
from leads.weights import load_weights
from queries.signal import Family

WEIGHTS = load_weights()


def labelled(count: int, *, dated: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Half the lots are labelled 1; device facts tell them apart, people facts say nothing."""
    chance = np.random.default_rng(11)
    label = np.arange(count) % 2
    keys = [f"lot:{i:03}" for i in range(count)]
    days = [f"2024-{1 + i * 12 // count:02}-01" if dated else None for i in range(count)]
    bans = pd.DataFrame(
        {
            "device": np.where(label == 1, 3.0, 0.0) * (chance.random(count) < 0.9),
            "people": 1.5 * (chance.random(count) < 0.5),
            "money": 0.0,
        },
        index=keys,
    )
    return pd.DataFrame({"key": keys, "label": label, "on": days}), bans


def test_a_family_that_tells_nothing_loses_its_factor_and_predictions_improve() -> None:
    labels, bans = labelled(200)

    found = calibrate(labels, bans)

    assert found.factors["people"] < 0.3 < 0.5 < found.factors["device"]
    assert "money" not in found.factors
    assert found.after.brier < found.before.brier
    assert (found.split_on, found.fitted, found.held_back) == ("2024-09-01", 134, 66)
    assert sum(b.lots for b in found.after.reliability) == 66


def test_without_dates_the_figures_are_about_the_fitted_rows() -> None:
    found = calibrate(*labelled(60, dated=False))

    assert (found.split_on, found.fitted, found.held_back) == (None, 60, 0)


def test_too_few_labels_are_refused() -> None:
    labels, bans = labelled(18)

    with pytest.raises(CalibrationRefused, match="10"):
        calibrate(labels, bans)


def test_fitted_weights_are_a_new_version_that_loads_again(tmp_path: Path) -> None:
    found = calibrate(*labelled(200))
    fitted = calibrated_weights(WEIGHTS, found, on=date(2026, 3, 4))
    file = tmp_path / "weights.toml"

    write_weights(fitted, file)

    again = load_weights(file)
    assert again == fitted
    assert again.version == f"{WEIGHTS.version}+20260304"
    assert again.factor_of(Family.DEVICE) == found.factors["device"]
    assert again.factor_of(Family.MONEY) == 1.0


def test_a_file_is_never_overwritten_without_being_told(tmp_path: Path) -> None:
    file = tmp_path / "weights.toml"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(CalibrationRefused, match=r"weights\.toml"):
        write_weights(WEIGHTS, file)

    assert file.read_text(encoding="utf-8") == "mine"
    write_weights(WEIGHTS, file, overwrite=True)
    assert load_weights(file) == WEIGHTS


def test_labels_are_read_by_their_words(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(
        "标段,结论,日期\nlot:1,判决,2024-05-06\nlot:2,否,2024-06-01\n", encoding="utf-8"
    )

    assert read_labels(file).values.tolist() == [
        ["lot:1", 1, "2024-05-06"],
        ["lot:2", 0, "2024-06-01"],
    ]


def test_labels_as_a_spreadsheet_writes_them_are_read(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("标段,结论,日期\nlot:1,属实,2024/5/6\nlot:2,不属实,2024年11月1日\n", "gb18030")

    assert read_labels(file)["on"].tolist() == ["2024-05-06", "2024-11-01"]


def test_why_rows_are_not_split_by_time_is_known() -> None:
    labels, bans = labelled(60)
    labels.loc[3, "on"] = None

    found = calibrate(labels, bans)

    assert (found.split_on, found.undated) == (None, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("key,label\nlot:1,maybe\n", "maybe"),
        ("lot,label\na,1\n", "key"),
        ("", "labels"),
        ("key,label,on\nlot:1,1,soon\n", "soon"),
        ("key,label\nlot:1,1\nlot:2,0\nlot:1,0\n", "lot:1"),
    ],
)
def test_labels_that_say_nothing_are_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CalibrationRefused, match=says):
        read_labels(file)


@pytest.mark.parametrize("data", [b"\0\1\2PK", b"PK\3\4\xff\xff\n"])
def test_a_file_that_is_no_text_is_no_table(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "labels.xlsx"
    file.write_bytes(data)

    with pytest.raises(CalibrationRefused, match="不是表格"):
        read_labels(file)


def test_labels_that_are_not_there_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CalibrationRefused, match="文件或文件夹不存在。请指定"):
        read_labels(tmp_path / "labels.csv")
    with pytest.raises(CalibrationRefused, match="这是文件夹"):
        read_labels(tmp_path)
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CalibrationRefused, match="不是表格。请写成 CSV"):
        read_labels(tmp_path / "empty.csv")
