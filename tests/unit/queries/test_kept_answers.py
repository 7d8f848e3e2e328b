"""Answers come back from disk as they were, or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from queries.kept_answers import keep_answer, keep_frame, kept_answer, kept_frame

ROWS = pd.DataFrame({"key": ["lot:1", "lot:2"], "price": [1.5, None], "buyer": ["甲", None]})


def test_an_answer_comes_back_for_its_version_alone(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "counts.json"
    keep_answer(file, "v1", {"Lot": 3})

    assert kept_answer(file, "v1") == {"Lot": 3}
    assert kept_answer(file, "v2") is None
    assert file.stat().st_mode & 0o077 == 0
    assert list(file.parent.iterdir()) == [file]


def test_rows_come_back_for_their_version_alone(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "lots.parquet"
    keep_frame(file, "v1", ROWS)
    found = kept_frame(file, "v1")

    assert found is not None
    pd.testing.assert_frame_equal(found, ROWS)
    assert found.attrs == ROWS.attrs == {}
    assert kept_frame(file, "v2") is None
    assert file.stat().st_mode & 0o077 == 0


def test_a_damaged_or_missing_file_is_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    assert kept_answer(file, "v1") is None
    assert kept_frame(file, "v1") is None
    for damage in (b"", b"{", b"[]", b"PAR1", b"PAR1 and what else PAR1"):
        file.write_bytes(damage)
        assert kept_answer(file, "v1") is None
        assert kept_frame(file, "v1") is None
