"""Real OCDS releases, end to end: every release is in the graph or among the problems.

The source has 900 releases in 9 packages, 343 of them with bids, 1,468 bids, 1,347 of them with a
value, by 411 different tenderers' ids. One of these ids is `AM-TIN-` without a number: 410
tenderers are known by tax number, that one by name.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.engine import GraphEngine
from loaders.load import LoadReport, Origin, load_files

AT = datetime(2024, 1, 1, tzinfo=UTC)
KEY = b"a key for tests, 32 bytes long.."


@pytest.fixture
def engine(one_engine: GraphEngine) -> GraphEngine:
    """What is tested here lies above the seam of the engines; test_engine.py holds them to it."""
    return one_engine


def load(folder: Path, engine: GraphEngine) -> LoadReport:
    """Load a folder of the real data."""
    return load_files([folder], engine, identity_key=KEY, origin=Origin("test", AT))


def count(engine: GraphEngine, cypher: str) -> object:
    """The single number that a query returns."""
    return engine.reader.run(cypher).rows[0][0]


def test_every_release_of_armenia_is_loaded_with_the_counts_of_the_source(
    engine: GraphEngine, shared_data: Path
) -> None:
    report = load(shared_data / "ocds" / "armenia", engine)

    assert len(report.files) == 9
    assert sum(f.rows for f in report.files) == sum(f.loaded for f in report.files) == 900
    assert sum(f.rejected for f in report.files) == 0
    asked = {
        "MATCH (p:Project) RETURN count(p)": 900,
        "MATCH (:Bid)-[:FOR]->(:Lot)-[:PART_OF]->(p:Project) RETURN count(DISTINCT p)": 343,
        "MATCH (b:Bid) RETURN count(b)": 1468,
        "MATCH (b:Bid) WHERE b.price IS NOT NULL RETURN count(b)": 1347,
        "MATCH (:Company)-[s:SUBMITTED]->(:Bid) RETURN count(s)": 1468,
        "MATCH (c:Company)-[:SUBMITTED]->(:Bid) RETURN count(DISTINCT c)": 411,
        "MATCH (c:Company)-[:SUBMITTED]->(:Bid) WHERE c.key STARTS WITH 'company:AM-TIN-' "
        "RETURN count(DISTINCT c)": 410,
        # 472 releases plan a purchase and have no tender yet: projects without a lot.
        "MATCH (l:Lot) RETURN count(l)": 962,
        # 424 awards of a lot, and three that name none where the tender has a single lot.
        "MATCH (:Company)-[w:WON]->(:Lot) RETURN count(w)": 424 + 3,
    }
    assert {cypher: count(engine, cypher) for cypher in asked} == asked


def test_odd_places_of_armenia_are_named(engine: GraphEngine, shared_data: Path) -> None:
    report = load(shared_data / "ocds" / "armenia", engine)

    kinds = {p.column.rpartition("/")[2] for p in report.problems}
    assert kinds == {"telephone", "email", "value", "0"}
    nameless = [p for p in report.problems if p.column.endswith("/tenderers/0")]
    assert [p.value for p in nameless] == ["ԱՁ Արմեն Իվանյան Սլավիկի"]


@pytest.mark.parametrize(("country", "files", "bids"), [("ukraine", 22, 12), ("taiwan", 31, 30)])
def test_other_dialects_are_read_without_a_crash(
    engine: GraphEngine, shared_data: Path, country: str, files: int, bids: int
) -> None:
    report = load(shared_data / "ocds" / country, engine)

    assert len(report.files) == files
    assert sum(f.loaded for f in report.files) == files
    assert count(engine, "MATCH (b:Bid) RETURN count(b)") == bids
