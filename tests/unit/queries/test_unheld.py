"""A question that can only find nothing says so before it is asked."""

from __future__ import annotations

import pytest

from pages.components.question_desk import EXAMPLES
from queries.unheld import unheld

NOTHING_FOUND = [
    ("MATCH (c:Comapny) RETURN c", ["Comapny", "Company"]),
    ("MATCH (c:企业) RETURN c", ["企业"]),
    ("MATCH (:Company)-[:SUBMITED]->(b) RETURN b", ["SUBMITED", "SUBMITTED"]),
    ("MATCH (c:Company) WHERE c.nmae = 'A' RETURN c", ["Company", "nmae", "name"]),
    ("MATCH (c:Company {nmae: 'A'}) RETURN c", ["nmae"]),
    ("MATCH (b:Bid) RETURN b.amount AS a", ["Bid", "amount", "PARTY_TO"]),
    ("MATCH ()-[w:WON]->() RETURN w.ammount AS a", ["WON", "amount"]),
    ("MATCH (b:Bid)-[:SUBMITTED]->(c:Company) RETURN c", ["(Company)→(Bid)"]),
    ("MATCH (c:Company)<-[:SUBMITTED]-(b) RETURN b", ["(Company)→(Bid)"]),
    ("MATCH (c:Company) MATCH (c)-[:FOR]->(l:Lot) RETURN l", ["(Bid)→(Lot)"]),
    ("MATCH (p:Person)-[:WON|FOR]-(b:Bid) RETURN p", ["WON / FOR"]),
]
ANSWERED = [
    "MATCH (n) RETURN n.whatever",
    "MATCH (c:Company) RETURN c.key, c.sources",
    "MATCH (a:Company)-[r]->(b) RETURN r.amount",
    "MATCH (p:Person)-[:LEGAL_REP_OF|WON]->(c:Company) RETURN c",
    "MATCH (b:Bid)-[:SUBMITTED]-(c:Company) RETURN c",
    "MATCH (p:Person)-[:SHAREHOLDER_OF*1..3]->(b:Bid) RETURN b",
    "MATCH (b:Bid) WITH {sum: b.price} AS b RETURN b.sum",
    "UNWIND $rows AS c MATCH (x:Company {key: c.firm}) RETURN x",
    "MATCH (c:!Person) RETURN c.masked",
    "MATCH (c:Company) RETURN [x IN collect(c) | x.odd]",
    "MATCH (c:Company) RETURN count(c), (c.name), 'it says (c:Nothing)'",
    "MATCH (c:Company)-[",
    "MATCH (c:Company RETURN c",
    "RETURN 1 AS one",
    *(cypher for _, cypher in EXAMPLES),
]


@pytest.mark.parametrize(("cypher", "named"), NOTHING_FOUND)
def test_what_finds_nothing_is_named(cypher: str, named: list[str]) -> None:
    sentences = unheld(cypher)

    assert len(sentences) == 1
    assert all(name in sentences[0] for name in named)


@pytest.mark.parametrize("cypher", ANSWERED)
def test_what_can_be_found_is_not(cypher: str) -> None:
    assert unheld(cypher) == []
