"""What a statement reads is told from its text; what cannot be told is everything."""

import pytest

from measures.reads import names_read, read_by


@pytest.mark.parametrize(
    ("cypher", "names"),
    [
        # A node on a path is found through its edge, one that stands alone by its label.
        ("MATCH (c:Company)-[:WON]->(l:Lot) RETURN c.key AS c, l.cv AS cv", {"WON", "Lot.cv"}),
        ("MATCH (c:Company) RETURN c.key AS key, c.name AS name", {"Company", "Company.name"}),
        (
            "MATCH (l:Lot) OPTIONAL MATCH (l)-[:PART_OF]->(p:Project) RETURN l.key, p.name",
            {"Lot", "PART_OF", "Project.name"},
        ),
        (
            "MATCH (d:Device)-[u:USED_IN]->(b:Bid) WHERE u.at IS NOT NULL WITH b, max(u.at) AS at "
            "MATCH (b)-[:FOR]->(l:Lot) RETURN b.key AS bid, at, l.deadline AS due",
            {"USED_IN//FOR", "USED_IN.at", "FOR/USED_IN/", "Lot.deadline"},
        ),
        (
            "MATCH (n:Person)-[:REACHED_AT]->(c:Phone|Email) WHERE c.exempt IS NULL RETURN c.key",
            {"REACHED_AT", "Phone.exempt", "Email.exempt"},
        ),
        (
            "MATCH (l:Lot {key: $k})<-[:FOR]-(b:Bid {valid: true}) RETURN count(b) AS n",
            {"FOR", "Bid.valid"},
        ),
        ("MATCH (:Bid)-[:FOR]->(l:Lot) WITH l RETURN count(DISTINCT l) AS n", {"FOR"}),
        ("MATCH (p:Person)-[r:LEADS|HANDLED]->(:Bid) RETURN type(r) AS t", {"LEADS", "HANDLED"}),
        (
            "MATCH (l:Lot) WHERE NOT (l)<-[:FOR]-(:Bid) RETURN l.key AS key",
            {"Lot", "FOR"},
        ),
        # What else the ends of an edge must have; not what they may have.
        (
            "MATCH (p:Person)-[:LEADS|HANDLED]->(:Bid)<-[:SUBMITTED]-(c:Company) RETURN c.key",
            {"LEADS//SUBMITTED", "HANDLED//SUBMITTED", "SUBMITTED//HANDLED|LEADS"},
        ),
        (
            "MATCH (b:Bid)-[:FOR]->(:Lot) OPTIONAL MATCH (b)<-[:SUBMITTED]-(c:Company) "
            "RETURN c.key AS key",
            {"FOR", "SUBMITTED//FOR"},
        ),
        (
            "MATCH (a:Bid)-[:FOR]->(l:Lot)<-[:FOR]-(b:Bid) RETURN a.key AS a, b.key AS b",
            {"FOR"},
        ),
        # Another node of the same name: not passed on, cut off, of another part.
        (
            "MATCH (b:Bid)-[:FOR]->(:Lot) WITH count(b) AS n "
            "MATCH (b:Bid)<-[:SUBMITTED]-(:Company) RETURN n, b.key AS key",
            {"FOR", "SUBMITTED"},
        ),
        (
            "MATCH (b:Bid)-[:FOR]->(:Lot) WITH b ORDER BY b.key LIMIT 5 "
            "MATCH (b)<-[:SUBMITTED]-(:Company) RETURN b.key AS key",
            {"FOR", "SUBMITTED"},
        ),
        (
            "MATCH (b:Bid)-[:FOR]->(:Lot) RETURN b.key AS key "
            "UNION ALL MATCH (b:Bid)<-[:SUBMITTED]-(:Company) RETURN b.key AS key",
            {"FOR", "SUBMITTED"},
        ),
        # Either way, or over several edges.
        (
            "MATCH (b:Bid)-[:FOR]-(:Lot) MATCH (b)<-[:SUBMITTED]-(:Company) RETURN b.key AS key",
            {"FOR", "SUBMITTED"},
        ),
        (
            "MATCH (a:Company)-[:CONTROLS*1..3]->(c:Company)-[:SUBMITTED]->(b:Bid) RETURN b.key",
            {"CONTROLS", "SUBMITTED"},
        ),
        # What the text does not tell.
        ("MATCH (n) RETURN n.key AS key", {"*"}),
        ("MATCH (a:Lot)-[r]-(b) RETURN b.key AS key", {"*"}),
        ("MATCH (a:Lot)--(b:Bid) RETURN b.key AS key", {"*"}),
        ("MATCH (:Company)<-[s:SHAREHOLDER_OF]-(o) RETURN o.name AS name", {"*"}),
        ("MATCH (c:Company) RETURN properties(c) AS all", {"*"}),
        ("MATCH (c:Company) RETURN c", {"*"}),
        ("MATCH (c:Company) WITH collect(c) AS all RETURN all", {"*"}),
        ("MATCH (c:Company) WITH c AS firm RETURN firm.name AS name", {"*"}),
        ("MATCH (c:Company) RETURN c.sources AS sources", {"*"}),
        ("MATCH (l:Lot) WHERE EXISTS { (l)<-[:FOR]-(:Bid) } RETURN l.key AS key", {"*"}),
    ],
)
def test_what_a_statement_reads(cypher: str, names: set[str]) -> None:
    assert names_read(cypher) == names


def test_several_statements_read_what_each_of_them_does() -> None:
    statements = ("MATCH (l:Lot) RETURN l.key", "MATCH (:Bid)-[:FOR]->(:Lot) RETURN count(*) AS n")

    assert read_by(statements) == {"Lot", "FOR"}
