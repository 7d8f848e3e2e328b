"""Real notices and ownership statements: every row is accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.engine import GraphEngine
from loaders.load import FileReport, LoadReport, Origin, load_files
from loaders.notices import HELD
from messages import t

AT = datetime(2026, 1, 1, tzinfo=UTC)
KEY = b"a key for tests, 32 bytes long.."


@pytest.fixture
def engine(one_engine: GraphEngine) -> GraphEngine:
    """What is tested here lies above the seam of the engines; test_engine.py holds them to it."""
    return one_engine


def load(path: Path, engine: GraphEngine) -> LoadReport:
    return load_files([path], engine, identity_key=KEY, origin=Origin("test", AT))


def count(engine: GraphEngine, cypher: str) -> object:
    return engine.reader.run(cypher).rows[0][0]


def accounted_for(file: FileReport) -> bool:
    return file.rows == file.loaded + file.rejected


def test_the_notices_of_yichang(engine: GraphEngine, shared_data: Path) -> None:
    (file,) = load(shared_data / "cn_yichang" / "hx_parsed.json", engine).files

    # 1,966 notices with 6,254 candidates, 51 of which are passages of the notice.
    assert (file.rows, file.loaded, file.rejected) == (6254, 6203, 51)
    assert count(engine, "MATCH (l:Lot) RETURN count(l)") == 1966
    kinds = engine.reader.run(
        "MATCH (b:Bid) RETURN coalesce(b.price_form, '') AS form, count(b) AS n ORDER BY form"
    )
    bids = {str(form): int(str(n)) for form, n in kinds.rows}
    # Nine notices name a candidate twice.
    assert bids == {"": 84, "下浮率": 15, "总价": 5196, "文字": 616, "费率": 283}
    assert sum(bids.values()) == 6203 - 9
    # Consortia are split, brackets and widths unified.
    firms = "MATCH (c:Company)-[:SUBMITTED]->(:Bid) RETURN count(DISTINCT c)"
    assert count(engine, firms) == 2188
    # 5,095 and 48 make the 5,143 cells that hold one number alone; 48 of them cannot be yuan.
    assert file.problems[0].rule == t(
        HELD.rule, notices=1966, candidates=6254, spellings=2704, firms=2188,
        number=5095, worded=101, unmarked=48, rate=283, discount=15, several=328, words=240,
        none=144,
    )  # fmt: skip


def test_award_notices_and_staff_of_yichang(engine: GraphEngine, shared_data: Path) -> None:
    awards = load(shared_data / "cn_yichang" / "awards.csv", engine).files[0]
    staff = load(shared_data / "cn_yichang" / "award_persons_pseudonymised.csv", engine).files[0]

    assert (awards.rows, awards.loaded) == (1679, 1679)
    assert (staff.rows, staff.loaded) == (7922, 7922)
    assert count(engine, "MATCH (l:Lot) RETURN count(l)") == 1679


def test_ownership_statements_with_their_circle(engine: GraphEngine, shared_data: Path) -> None:
    report = load(shared_data / "bods_fixtures", engine)

    assert all(accounted_for(file) for file in report.files)
    shares = engine.reader.run(
        "MATCH (a)-[s:SHAREHOLDER_OF]->(b:Company) RETURN a.name AS a, s.share AS s, b.name AS b "
        "ORDER BY a"
    )
    assert shares.rows == (
        ("Alpha Corp Ltd", 1.0, "Beta Corp Ltd"),
        ("Beta Corp Ltd", 1.0, "Alpha Corp Ltd"),
        ("Jane Smith", 0.75, "Acme Holdings Ltd"),
    )
    rules = Counter(p.column for p in report.problems)
    assert rules == {"权益类型": 1, "未披露原因": 1}
