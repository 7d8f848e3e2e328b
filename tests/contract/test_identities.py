"""Records that are one are merged, kept apart on a person's word, and merged again after a load."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.engine import GraphEngine
from graph.node_merger import MergeRefused
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef
from graph.vocabulary import SCHEMA
from leads.identities import IdentityRefused, Sameness, identity_judgements
from workspace import Workspace

AT = datetime(2026, 5, 6, tzinfo=UTC)
CODED, NAMED, OTHER = "company:91A", "company:虚构市大山建设工程有限公司", "company:91B"
NAME = "虚构市大山建设工程有限公司"


@pytest.fixture
def engine(one_engine: GraphEngine) -> GraphEngine:
    """What is tested here lies above the seam of the engines; test_engine.py holds them to it."""
    return one_engine


def source(row: int) -> SourceRef:
    return SourceRef("t.csv", "0" * 64, "", row)


def load(engine: GraphEngine, batch: str, firm: str, lot: str) -> None:
    info = BatchInfo(batch, "t", "t.csv", "0" * 64, ("",), "clerk", "2026-01-02T00:00:00")
    code = {"uscc": firm[8:]} if firm.startswith("company:9") else {}
    writer = engine.writer
    writer.begin_batch(info)
    writer.write_nodes(
        batch,
        [
            NodeRecord("Company", firm, {"name": NAME, **code}, source(2)),
            NodeRecord("Lot", f"lot:{lot}", {"name": lot}, source(2)),
            NodeRecord("Bid", f"bid:{lot}/{firm[8:]}", {"price": 1.0}, source(2)),
        ],
    )
    bid = f"bid:{lot}/{firm[8:]}"
    writer.write_edges(
        batch,
        [
            EdgeRecord("SUBMITTED", firm, bid, {"role": "sole"}, source(2)),
            EdgeRecord("FOR", bid, f"lot:{lot}", {}, source(2)),
        ],
    )
    writer.finish_batch(replace(info, state="loaded"))


@pytest.fixture
def workspace(engine: GraphEngine, tmp_path: Path) -> Workspace:
    engine.writer.apply_schema(SCHEMA)
    load(engine, "b1", CODED, "T")
    load(engine, "b2", NAMED, "T")
    load(engine, "b3", NAMED, "S")
    made = Workspace(tmp_path)
    made.__dict__["engine"] = engine
    return made


def firms(workspace: Workspace) -> dict[str, int]:
    table = workspace.reader.run(
        "MATCH (c:Company)-[:SUBMITTED]->(b:Bid) WITH c.key AS firm, count(b) AS bids "
        "RETURN firm, bids ORDER BY firm"
    )
    return {str(firm): int(str(bids)) for firm, bids in table.rows}


def test_a_name_without_code_joins_the_one_firm_of_that_name(workspace: Workspace) -> None:
    workspace.measure(["sameness"], at=AT)

    # Two bids: the two offers for one lot under both names are one.
    assert firms(workspace) == {CODED: 2}
    assert {record.was for record in workspace.merged_records()} == {
        NAMED,
        "bid:T/虚构市大山建设工程有限公司",
    }


def test_a_name_that_two_firms_bear_waits_for_a_person(
    engine: GraphEngine, workspace: Workspace
) -> None:
    load(engine, "b4", OTHER, "U")

    workspace.measure(["sameness"], at=AT)

    assert firms(workspace) == {CODED: 1, NAMED: 2, OTHER: 1}
    waiting = {(c.one, c.two) for c in workspace.sameness_candidates() if not c.certain}
    assert {(CODED, NAMED), (OTHER, NAMED)} <= waiting


def test_a_person_may_keep_apart_what_the_rule_merged(workspace: Workspace) -> None:
    before = firms(workspace)
    workspace.measure(["sameness"], at=AT)

    workspace.judge_identities([(CODED, NAMED)], Sameness.DIFFERENT, "two firms of one name", at=AT)
    assert firms(workspace) == before

    workspace.measure(["sameness"], at=AT)
    assert firms(workspace) == before


def test_a_person_may_merge_and_take_it_back(engine: GraphEngine, workspace: Workspace) -> None:
    load(engine, "b4", OTHER, "U")

    told = workspace.judge_identities([(OTHER, NAMED)], Sameness.SAME, "same seal", at=AT)
    assert told == (1, 0)
    assert firms(workspace) == {CODED: 1, OTHER: 3}

    told = workspace.judge_identities(
        [(OTHER, NAMED)], Sameness.UNSURE, "the seal was another's", at=AT
    )
    assert told == (0, 1)
    assert firms(workspace) == {CODED: 1, NAMED: 2, OTHER: 1}


def test_a_batch_can_be_taken_back_after_a_merge(workspace: Workspace) -> None:
    workspace.measure(["sameness"], at=AT)

    workspace.unload("b3")

    assert firms(workspace) == {CODED: 1}


def test_a_judgement_names_two_records_of_one_kind_and_a_reason(workspace: Workspace) -> None:
    with pytest.raises(IdentityRefused):
        workspace.judge_identities([(CODED, "person:1")], Sameness.SAME, "alike", at=AT)
    with pytest.raises(IdentityRefused):
        workspace.judge_identities([(CODED, NAMED)], Sameness.SAME, " ", at=AT)


def test_what_a_source_ties_together_stays_two(engine: GraphEngine, workspace: Workspace) -> None:
    engine.writer.write_edges(
        "b1", [EdgeRecord("SHAREHOLDER_OF", CODED, NAMED, {"share": 0.6}, source(3))]
    )

    workspace.measure(["sameness"], at=AT)
    assert firms(workspace) == {CODED: 1, NAMED: 2}

    with pytest.raises(MergeRefused):
        workspace.judge_identities([(CODED, NAMED)], Sameness.SAME, "alike", at=AT)
    assert workspace.sameness_candidates() == ()


def test_several_pairs_are_decided_together_or_none_is(
    engine: GraphEngine, workspace: Workspace
) -> None:
    load(engine, "b4", OTHER, "U")
    engine.writer.write_edges(
        "b1", [EdgeRecord("SHAREHOLDER_OF", CODED, OTHER, {"share": 0.6}, source(3))]
    )
    before = firms(workspace)
    both = [(CODED, NAMED), (CODED, OTHER)]

    with pytest.raises(MergeRefused):
        workspace.judge_identities(both, Sameness.SAME, "same seal", at=AT)
    assert (firms(workspace), identity_judgements(workspace.folder)) == (before, ())

    told = workspace.judge_identities(both, Sameness.DIFFERENT, "two firms", at=AT)
    assert told == (0, 0)
    assert [(j.one, j.two, j.reason) for j in identity_judgements(workspace.folder)] == [
        (CODED, NAMED, "two firms"),
        (CODED, OTHER, "two firms"),
    ]


BIDS = f"标段编号,投标人名称,投标人代码,投标报价\nL1,{NAME},91350200776049653A,100\n"
DEVICES = f"标段编号,投标人名称,网卡MAC地址\nL1,{NAME},3C-52-82-AA-BB-CC\n"
BIDS_BY_NAME = f"标段编号,投标人名称,投标报价\nL1,{NAME},100\n"
DEVICES_BY_CODE = (
    f"标段编号,投标人名称,投标人代码,网卡MAC地址\nL1,{NAME},91350200776049653A,3C-52-82-AA-BB-CC\n"
)


@pytest.mark.parametrize("files", [(BIDS, DEVICES), (DEVICES_BY_CODE, BIDS_BY_NAME)])
def test_a_bid_named_by_code_here_and_by_name_there_is_one(
    engine: GraphEngine, tmp_path: Path, files: tuple[str, str]
) -> None:
    engine.writer.apply_schema(SCHEMA)
    workspace = Workspace(tmp_path / "w")
    workspace.__dict__["engine"] = engine
    batches = {}
    for number, text in enumerate(files):
        file = tmp_path / f"{number}.csv"
        file.write_text(text, encoding="utf-8")
        (loaded,) = workspace.load([file], at=AT).files
        assert (loaded.loaded, loaded.problems) == (1, ())
        batches[text] = loaded.batch
    before = everything(workspace)
    workspace.measure(["sameness"], at=AT)

    met = workspace.reader.run(
        "MATCH (c:Company)-[:SUBMITTED]->(b:Bid)<-[:USED_IN]-(d:Device) "
        "RETURN c.key AS firm, d.value AS value"
    )
    assert met.rows == (("company:91350200776049653A", "3C5282AABBCC"),)
    assert len(workspace.merged_records()) == 2  # the firm, and its bid

    one, two = workspace.merged_records()[-1].was, workspace.merged_records()[-1].of
    workspace.judge_identities([(one, two)], Sameness.DIFFERENT, "two firms of one name", at=AT)
    assert everything(workspace) == before
    workspace.judge_identities([(one, two)], Sameness.SAME, "one firm", at=AT)
    workspace.unload(batches[files[1]])
    assert workspace.merged_records() == ()
    workspace.load([tmp_path / "1.csv"], at=AT)
    assert len(workspace.merged_records()) == 2


def everything(workspace: Workspace) -> tuple[object, ...]:
    """Nodes and edges of the loaded files, as keys."""
    return workspace.reader.run(
        "MATCH (a)-[r]->(b) WHERE NOT type(r) = 'MAYBE_SAME' "
        "RETURN a.key AS one, type(r) AS type, b.key AS two ORDER BY one, type, two"
    ).rows


def test_a_bid_of_ones_own_and_one_as_member_of_a_consortium_stay_two(
    engine: GraphEngine, workspace: Workspace
) -> None:
    load(engine, "b4", OTHER, "T")
    lead = {"role": "member"}
    bid = f"bid:T/{OTHER[8:]}"
    engine.writer.write_edges("b4", [EdgeRecord("SUBMITTED", CODED, bid, lead, source(3))])

    workspace.judge_identities([(CODED, NAMED)], Sameness.SAME, "same seal", at=AT)

    assert firms(workspace) == {CODED: 3, OTHER: 1}
