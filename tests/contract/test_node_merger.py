"""Two nodes become one and two again, on every engine, without losing an edge or a source."""

from __future__ import annotations

import pytest

from graph.engine import GraphEngine
from graph.node_merger import Merge, MergeRefused
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef
from graph.vocabulary import SCHEMA

BATCH = BatchInfo("b1", "t", "t.csv", "0" * 64, ("",), "clerk", "2026-01-02T00:00:00")
AT = "2026-01-03T00:00:00"


def source(row: int) -> SourceRef:
    return SourceRef("t.csv", "0" * 64, "", row)


@pytest.fixture
def two_records_of_one_firm(engine: GraphEngine) -> GraphEngine:
    writer = engine.writer
    writer.apply_schema(SCHEMA)
    writer.begin_batch(BATCH)
    writer.write_nodes(
        BATCH.id,
        [
            NodeRecord("Company", "company:A", {"name": "甲公司", "uscc": "A"}, source(2)),
            NodeRecord("Company", "company:甲", {"name": "甲公司", "region": "虚构市"}, source(3)),
            NodeRecord("Company", "company:O", {"name": "乙公司"}, source(4)),
            NodeRecord("Person", "person:p", {"name": "王伟"}, source(3)),
            NodeRecord("Bid", "bid:T/甲", {"price": 1.0}, source(3)),
        ],
    )
    writer.write_edges(
        BATCH.id,
        [
            EdgeRecord("LEGAL_REP_OF", "person:p", "company:甲", {}, source(3)),
            EdgeRecord("SUBMITTED", "company:甲", "bid:T/甲", {"role": "sole"}, source(3)),
            EdgeRecord("SHAREHOLDER_OF", "company:A", "company:O", {"share": 0.6}, source(2)),
        ],
    )
    writer.finish_batch(BATCH)
    return engine


MERGE = Merge("company:A", "company:甲", "clerk", "same seal", AT)


def edges(engine: GraphEngine) -> list[tuple[object, ...]]:
    table = engine.reader.run(
        "MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS t, b.key AS b, r.sources AS s, "
        "r.share AS share, r.moved_from AS m ORDER BY a, t, b"
    )
    return [tuple(row) for row in table.rows]


def node(engine: GraphEngine, key: str) -> dict[str, object]:
    found = engine.reader.subgraph([key]).nodes
    return dict(found[0].properties) if found else {}


def test_a_merge_moves_every_edge_and_fills_gaps(two_records_of_one_firm: GraphEngine) -> None:
    engine = two_records_of_one_firm

    merged = engine.writer.merge_nodes([MERGE])

    assert merged == 1
    assert edges(engine) == [
        ("company:A", "SHAREHOLDER_OF", "company:O", ["b1::2"], 0.6, None),
        ("company:A", "SUBMITTED", "bid:T/甲", ["b1::3"], None, "company:甲"),
        ("person:p", "LEGAL_REP_OF", "company:A", ["b1::3"], None, "company:甲"),
    ]
    assert node(engine, "company:甲") == {}
    assert node(engine, "company:A")["region"] == "虚构市"


def test_a_split_gives_back_what_the_merge_took(two_records_of_one_firm: GraphEngine) -> None:
    engine = two_records_of_one_firm
    before = edges(engine), node(engine, "company:A"), node(engine, "company:甲")

    engine.writer.merge_nodes([MERGE])
    split = engine.writer.split_nodes(["company:甲"])

    assert split == 1
    assert (edges(engine), node(engine, "company:A"), node(engine, "company:甲")) == before
    assert engine.reader.run("MATCH (n:Alias) RETURN n.key AS key").rows == ()


def test_a_node_that_a_later_file_names_again_is_merged_again(
    two_records_of_one_firm: GraphEngine,
) -> None:
    engine = two_records_of_one_firm
    engine.writer.merge_nodes([MERGE])
    later = BatchInfo("b2", "t", "u.csv", "1" * 64, ("",), "clerk", "2026-01-04T00:00:00")
    engine.writer.begin_batch(later)
    engine.writer.write_nodes(
        "b2",
        [
            NodeRecord("Company", "company:甲", {"name": "甲公司"}, source(9)),
            NodeRecord("Bid", "bid:S/甲", {}, source(9)),
        ],
    )
    engine.writer.write_edges(
        "b2", [EdgeRecord("SUBMITTED", "company:甲", "bid:S/甲", {"role": "sole"}, source(9))]
    )
    engine.writer.finish_batch(later)

    engine.writer.merge_nodes([MERGE])
    assert ("company:A", "SUBMITTED", "bid:S/甲", ["b2::9"], None, "company:甲") in edges(engine)

    engine.writer.split_nodes(["company:甲"])
    assert ("company:甲", "SUBMITTED", "bid:S/甲", ["b2::9"], None, None) in edges(engine)
    assert node(engine, "company:A").get("region") is None


def test_what_a_later_file_says_again_of_a_merged_record_is_its_own_after_the_split(
    two_records_of_one_firm: GraphEngine,
) -> None:
    engine = two_records_of_one_firm
    engine.writer.merge_nodes([MERGE])
    later = BatchInfo("b2", "t", "u.csv", "1" * 64, ("",), "clerk", "2026-01-04T00:00:00")
    engine.writer.begin_batch(later)
    again = NodeRecord("Company", "company:甲", {"name": "甲公司"}, source(9), mention=True)
    engine.writer.write_nodes("b2", [again])
    head = EdgeRecord("LEGAL_REP_OF", "person:p", "company:甲", {}, source(9))
    engine.writer.write_edges("b2", [head])
    engine.writer.finish_batch(later)

    engine.writer.merge_nodes([MERGE])
    assert (
        "person:p",
        "LEGAL_REP_OF",
        "company:A",
        ["b1::3", "b2::9"],
        None,
        "company:甲",
    ) in edges(engine)
    engine.writer.split_nodes(["company:甲"])

    assert [e for e in edges(engine) if e[1] == "LEGAL_REP_OF"] == [
        ("person:p", "LEGAL_REP_OF", "company:甲", ["b1::3", "b2::9"], None, None)
    ]
    split = node(engine, "company:甲")
    assert (split["region"], split["sources"]) == ("虚构市", ["b1::3", "b2::9"])
    assert engine.writer.remove_batch("b2") == 0
    assert node(engine, "company:甲")["sources"] == ["b1::3"]


def test_what_a_source_ties_together_is_not_one(two_records_of_one_firm: GraphEngine) -> None:
    engine = two_records_of_one_firm
    before = edges(engine)

    with pytest.raises(MergeRefused):
        engine.writer.merge_nodes([Merge("company:A", "company:O", "clerk", "alike", AT)])

    assert edges(engine) == before


def test_keys_that_are_not_there_are_passed_over(two_records_of_one_firm: GraphEngine) -> None:
    engine = two_records_of_one_firm

    assert engine.writer.merge_nodes([Merge("company:A", "company:none", "c", "r", AT)]) == 0
    assert engine.writer.split_nodes(["company:none"]) == 0
