"""What is kept beside the graph may be lost, and never takes an answer with it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from queries.kept_answers import keep_answer, keep_frame, kept_answer, kept_frame
from queries.kept_runs import keep_runs

ROWS = pd.DataFrame({"key": ["lot:a", "lot:b"]})


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    keep_answer(tmp_path / "cache" / "counts.json", "1", {"Lot": 2})
    keep_frame(tmp_path / "cache" / "lots.parquet", "1", ROWS)

    assert kept_answer(tmp_path / "cache" / "counts.json", "1") == {"Lot": 2}
    rows = kept_frame(tmp_path / "cache" / "lots.parquet", "1")
    assert rows is not None
    pd.testing.assert_frame_equal(rows, ROWS)


def test_a_disk_that_takes_nothing_keeps_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder belongs", encoding="utf-8")
    keep_answer(tmp_path / "cache" / "counts.json", "1", {})
    keep_frame(tmp_path / "cache" / "lots.parquet", "1", ROWS)
    keep_runs(tmp_path / "cache" / "signal_runs.json", "1", ())

    assert kept_answer(tmp_path / "cache" / "counts.json", "1") is None


def test_what_was_half_written_leaves_nothing_behind(tmp_path: Path) -> None:
    for name in ("counts.json", "lots.parquet"):
        (tmp_path / name / "in the way").mkdir(parents=True)

    keep_answer(tmp_path / "counts.json", "1", {})
    keep_frame(tmp_path / "lots.parquet", "1", ROWS)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["counts.json", "lots.parquet"]
