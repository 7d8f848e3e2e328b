"""What the engine's Java is told by whoever starts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.embedded_process import GraphFolder, Limits, engine_home, java_arguments


def test_options_come_from_one_variable_and_stand_after_our_own_heap(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TENDERLENS_JAVA_OPTIONS", " -Xmx1g  -XX:TieredStopAtLevel=1 ")

    given = java_arguments(GraphFolder(tmp_path), engine_home(), Limits(512, 30, 120), 7687)

    assert given[1:4] == ["-Xmx512m", "-Xmx1g", "-XX:TieredStopAtLevel=1"]
