"""What an open engine does when its embedded server goes away."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psutil
import pytest

from graph.embedded_server import EmbeddedServer
from graph.errors import EngineRefused, EngineUnavailable
from graph.open_engine import open_engine
from tests.contract.test_engine import load, node


def test_a_question_after_the_server_was_killed_is_answered(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    with closing(open_engine("embedded:", folder=tmp_path)) as engine:
        try:
            load(engine, "b1", [node("company:A", name="A")])
            load(engine, "b2", [node("company:B", name="B")])
            killed = psutil.Process(server.ensure().pid)
            killed.kill()
            killed.wait(10)

            table = engine.reader.run("MATCH (c:Company) RETURN c.name ORDER BY c.name")

            assert table.rows == (("A",), ("B",))
        finally:
            server.stop()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:7687", "bolt://", "bolt:127.0.0.1", "bolt://h:99999999", "nonsense"]
)
def test_an_address_that_cannot_be_one_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(EngineUnavailable, match=r"embedded:"):
        open_engine(url, folder=tmp_path)


def test_a_silent_address_is_named(tmp_path: Path) -> None:
    with (
        closing(open_engine("bolt://127.0.0.1:9", folder=tmp_path)) as engine,
        pytest.raises(EngineUnavailable, match=r"bolt://127\.0\.0\.1:9"),
    ):
        engine.reader.run("RETURN 1")


def test_a_wrong_password_is_named_and_never_shown(embedded_folder: Path, tmp_path: Path) -> None:
    endpoint = EmbeddedServer(embedded_folder).ensure()
    url = endpoint.url.replace("bolt://", "bolt://reader:wrong-secret@")
    with (
        closing(open_engine(url, folder=tmp_path)) as engine,
        pytest.raises(EngineRefused, match="reader") as refused,
    ):
        engine.reader.run("RETURN 1")
    assert "wrong-secret" not in str(refused.value)
    assert "wrong-secret" not in engine.name
