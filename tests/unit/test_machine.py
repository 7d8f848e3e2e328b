"""What the tests need: missing is a skip that says why, required and missing a failure."""

import pytest

from tests.machine import go_without, required
from tests.neo4j_server.start import Neo4jServer, server_from_environment


def test_what_is_required_and_missing_fails_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TENDERLENS_REQUIRE", "neo4j, browser")

    with pytest.raises(pytest.fail.Exception, match="asks for neo4j: no Java"):
        go_without("neo4j", "no Java. Install it.")


@pytest.mark.parametrize("asked", ["", "browser"])
def test_what_is_not_required_and_missing_is_skipped(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENDERLENS_REQUIRE", asked)

    with pytest.raises(pytest.skip.Exception, match="neo4j: no Java"):
        go_without("neo4j", "no Java. Install it.")


def test_a_misspelt_requirement_is_refused_with_the_known_names() -> None:
    with pytest.raises(ValueError, match="names neo4; it knows browser, data, neo4j"):
        required({"TENDERLENS_REQUIRE": "neo4,browser"})


def test_the_environment_names_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URL", "bolt://127.0.0.1:7687")
    monkeypatch.setenv("NEO4J_PASSWORD", "p@ss/word")

    server = server_from_environment()

    assert server is not None
    assert server.borrowed
    assert server.url_with_password == "bolt://neo4j:p%40ss%2Fword@127.0.0.1:7687"


@pytest.mark.parametrize("url", ["localhost:7687", "bolt://neo4j:secret@localhost:7687"])
def test_an_address_without_scheme_or_with_a_password_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must look like bolt://host:port"):
        Neo4jServer(url, "neo4j", "secret")
