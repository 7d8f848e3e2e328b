"""Settings: defaults, the file, the environment, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import WorkspaceCorrupt
from settings import Settings, load_settings


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()


def test_the_environment_names_the_graph_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('graph = "bolt://a"\noperator = "李"', "utf-8")

    stated = load_settings(tmp_path, {"TENDERLENS_GRAPH": "bolt://b"})

    assert (stated.graph, stated.user) == ("bolt://b", "李")


@pytest.mark.parametrize(
    "text", ["heap_mb = 1", "query_rows = 0", 'language = "fr"', "unknown = 1", "= 1", "\udcff"]
)
def test_a_wrong_line_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(WorkspaceCorrupt, match=r"settings\.toml"):
        load_settings(tmp_path, {})
