"""The Neo4j server of the tests is the edition and series the product promises to work with."""

import os

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.neo4j_server.start import Neo4jServer


@pytest.mark.skipif("NEO4J_URL" in os.environ, reason="NEO4J_URL names a server of its own kind.")
def test_the_server_is_neo4j_community_of_the_long_term_series(neo4j_server: Neo4jServer) -> None:
    with GraphDatabase.driver(
        neo4j_server.url, auth=(neo4j_server.user, neo4j_server.password)
    ) as driver:
        found = driver.execute_query("CALL dbms.components() YIELD versions, edition").records[0]

    assert found["edition"] == "community"
    assert found["versions"][0].startswith("5.26.")


@pytest.mark.skipif("NEO4J_URL" in os.environ, reason="NEO4J_URL names a server of its own kind.")
def test_the_server_refuses_another_password(neo4j_server: Neo4jServer) -> None:
    with (
        GraphDatabase.driver(neo4j_server.url, auth=("neo4j", "not-the-password")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()
