"""What holds for every signal file, one case a file, and for the register of law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident

import pytest

from graph.engine import GraphEngine
from graph.errors import QueryRejected
from graph.records import Value
from graph.schema import Kind
from graph.vocabulary import SCHEMA
from measures.catalogue import run_measures
from queries.catalogue import SIGNALS, catalogue, load_signal, register
from queries.checks import check_catalogue, check_signal
from queries.run import requirements, run_signal, run_signals
from queries.signal_page import signal_page
from tests.golden.golden_graph import Edge, write

FILES = sorted(SIGNALS.rglob("*.cypher"))
FIRST_TEN = {
    "upload_hw_triple_match",
    "pricing_lock_match",
    "shared_project_member",
    "shared_contact_person",
    "deposit_same_account",
    "same_principal",
    "price_arithmetic_geometric",
    "cobid_intimacy",
    "professional_loser",
    "expert_conflict",
}
FOUND_BY_MEASURES = {
    "upload_time_cluster",
    "cobid_intimacy",
    "cover_ring_in_section",
    "fixed_loser_winner_pair",
    "professional_loser",
    "ring_community",
    "serial_winner",
    "territory_allocation",
    "win_rotation",
    "bajari_ye_tests",
    "benchmark_manipulation",
    "bid_exchangeability",
    "cover_bid_gap",
    "subgroup_screens",
    "stage_gap",
}
WRITTEN_ON = "2026-11-22"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_signal_file_keeps_every_rule(file: Path) -> None:
    assert [str(problem) for problem in check_signal(load_signal(file))] == []


def test_the_catalogue_as_a_whole_keeps_every_rule() -> None:
    assert [str(problem) for problem in check_catalogue(None, today=WRITTEN_ON)] == []


def test_the_first_ten_signals_are_there() -> None:
    assert {signal.id for signal in catalogue()} >= FIRST_TEN


def test_each_provision_that_is_cited_is_registered() -> None:
    cited = {key for signal in catalogue() for key in signal.legal_basis}

    assert cited <= set(register())


def test_only_texts_that_were_read_in_full_are_quoted() -> None:
    unread = {key for key, p in register().items() if not p.quotable}

    assert unread >= {
        "PW12",
        "FJ-LT",
        "DQ-LT",
        "BZ5",
        "SG46",
        "SG47",
        "SG48",
        "ZJ26",
        "ZS68",
        "JZ66",
    }
    pages = {signal.id: signal_page(signal, register()) for signal in catalogue()}
    for key in unread:
        assert not [id_ for id_, page in pages.items() if f"> {register()[key].text}" in page], key


def test_every_engine_explains_every_signal(engine: GraphEngine) -> None:
    engine_problems = [
        problem for problem in check_catalogue(engine.reader, today=WRITTEN_ON)
        if problem.rule == "engine"
    ]  # fmt: skip

    assert engine_problems == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_signal_runs_as_it_is_in_the_file(engine: GraphEngine, file: Path) -> None:
    """Pasted as a whole, comment and all, as into Neo4j Browser."""
    signal = load_signal(file)

    table = engine.reader.run(file.read_text("utf-8"), dict(signal.defaults))  # type: ignore[arg-type]

    assert table.rows == ()
    assert run_signal(signal, engine.reader).missing == tuple(signal.requires)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_signal_is_computed_once_the_graph_holds_what_it_requires(
    one_engine: GraphEngine, file: Path
) -> None:
    signal = load_signal(file)
    nodes, edges = least(signal.requires)
    write(one_engine, nodes, edges)

    run = run_signal(signal, one_engine.reader)

    assert (run.missing, run.problem) == ((), "")


def test_a_measure_that_found_nothing_leaves_no_signal_without_data(
    one_engine: GraphEngine,
) -> None:
    nodes, edges = least(
        [
            *("(:Company)-[:SUBMITTED]->(:Bid)", "(:Bid)-[:FOR]->(:Lot)"),
            *("(:Company)-[:WON]->(:Lot)", "Company.region", "Lot.region", "Bid.submitted_at"),
            "Lot.opened_at",
        ]
    )
    nodes["lot:1"] |= {"evaluation_method": "average_bid", "deadline": "2026-03-04T09:00:00"}
    nodes["bid:1"] |= {"price": 100.0, "won": True}
    write(one_engine, nodes, edges)
    run_measures(None, one_engine, at=datetime(2026, 3, 5, tzinfo=UTC))

    runs = run_signals(
        [signal for signal in catalogue() if signal.id in FOUND_BY_MEASURES], one_engine.reader
    )

    assert len(runs) == len(FOUND_BY_MEASURES)
    assert [(run.signal.id, run.missing) for run in runs if run.missing] == []


def test_signals_asked_side_by_side_are_told_in_order_in_the_thread_that_asked(
    one_engine: GraphEngine,
) -> None:
    told: list[tuple[str, int]] = []

    runs = run_signals(
        catalogue(), one_engine.reader, lambda run: told.append((run.signal.id, get_ident()))
    )

    here = get_ident()
    assert told == [(signal.id, here) for signal in catalogue()]
    assert [run.signal.id for run in runs] == [signal.id for signal in catalogue()]


def test_a_question_that_fails_ends_the_run_with_its_error(one_engine: GraphEngine) -> None:
    first, second, *_ = catalogue()
    broken = first.model_copy(update={"requires": [], "cypher": "MATCH"})

    with pytest.raises(QueryRejected):
        run_signals([broken, second], one_engine.reader)


def least(requires: Iterable[str]) -> tuple[dict[str, dict[str, Value]], list[Edge]]:
    """The smallest graph that holds these; of two that are as good, the first."""
    nodes: dict[str, dict[str, Value]] = defaultdict(dict)
    edges: dict[tuple[str, str, str], dict[str, Value]] = defaultdict(dict)
    for asked, *_ in map(requirements, requires):
        owner = SCHEMA.node(asked.label) if asked.label else SCHEMA.edge(asked.type)
        kinds = {p.name: p.kind for p in owner.properties}
        number = kinds.get(asked.name) in (Kind.NUMBER, Kind.INTEGER, Kind.FLAG)
        facts: dict[str, Value] = {}
        if asked.name:
            facts = {asked.name: asked.value or (1 if number else "2026-03-04T09:30:00")}
        if asked.label:
            nodes[f"{SCHEMA.node(asked.label).prefix}:{asked.value or 1}"] |= facts
        else:
            start, end = (SCHEMA.node(label).prefix for label in asked.ends[0])
            edges[f"{start}:1", asked.type, f"{end}:{2 if start == end else 1}"] |= facts
    return dict(nodes), [(*ends, facts) for ends, facts in edges.items()]
