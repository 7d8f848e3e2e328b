"""The generator repeats itself and the committed files are what it makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_data.generate import SEED, generate
from tests.unit.sample_data.conftest import FOLDER, Rows, read_all


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    generate(folder)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    generate(tmp_path, SEED)

    assert bytes_of(tmp_path) == bytes_of(fresh)


def test_another_seed_gives_another_market(fresh: Path, tmp_path: Path) -> None:
    generate(tmp_path, SEED + 1)

    assert (tmp_path / "投标.csv").read_bytes() != (fresh / "投标.csv").read_bytes()


def test_the_committed_files_are_what_the_generator_writes(
    fresh: Path, sample: dict[str, Rows]
) -> None:
    texts = [path for path in sorted(fresh.iterdir()) if path.suffix in (".csv", ".yaml")]

    assert read_all(fresh) == sample
    assert [p.name for p in texts if (FOLDER / p.name).read_bytes() != p.read_bytes()] == []
