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
    ("text", "said"),
    [
        ("heap_mb = 1", "heap_mb 最小为 256"),
        ("heap_mb = 300.5", "heap_mb 应为整数"),
        ("query_rows = 0", "query_rows 最小为 1"),
        ("query_seconds = 0", "query_seconds 应大于 0"),
        ('query_seconds = "x"', "query_seconds 应为数字"),
        ("operator = 1", "operator 应为引号内的文字"),
        ('language = "fr"', "language 应为下列之一：zh_CN / en"),
        ("unknown = 1", "没有 unknown 这项设置；可用的设置有：graph、"),
        ("= 1", "第 1 行第 1 个字符处不符合 TOML 格式"),
        ('operator = "', "内容不完整"),
        ("\udcff", "编码不是 UTF-8"),
    ],
)
def test_a_wrong_line_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(WorkspaceCorrupt, match=r"settings\.toml.*" + said):
        load_settings(tmp_path, {})
