"""A folder appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.bundle import DossierRefused, write_folder


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DossierRefused, match="lot-1"):
        write_folder(tmp_path / "lot-1", {"a.txt": b"a", "no/such/folder.txt": b"b"})

    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_go_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    with pytest.raises(DossierRefused, match="out"):
        write_folder(tmp_path / "out" / "lot-1", {"a.txt": b"a"})
