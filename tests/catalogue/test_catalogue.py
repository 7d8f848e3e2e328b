"""What holds for every signal file, one case a file, and for the register of law."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.engine import GraphEngine
from queries.catalogue import SIGNALS, catalogue, load_signal, register
from queries.checks import check_catalogue, check_signal
from queries.run import run_signal
from queries.signal_page import signal_page

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
