"""Each signal on its golden graphs, on both engines: one that must fire, one that must not.

A folder of `signals/` is a test. TENDERLENS_GOLDEN=rewrite writes expected.json anew; review the
difference before you keep it.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph.engine import GraphEngine
from leads.subjects import entries
from leads.weights import load_weights
from measures.catalogue import run_measures
from queries.catalogue import catalogue
from queries.describe import finding_sentence
from queries.finding import Finding
from queries.run import bans, run_signal
from queries.signal import Signal
from tests.golden.counted import COUNTED, cited, stated
from tests.golden.golden_graph import given

HOME = Path(__file__).parent / "signals"
SIGNALS = {signal.id: signal for signal in catalogue()}
FOLDERS = sorted(folder.name for folder in HOME.iterdir() if folder.is_dir())


def told(signal: Signal, finding: Finding) -> dict[str, Any]:
    """What is fixed about a finding."""
    return {
        "subjects": dict(finding.subjects),
        "grade": finding.grade,
        "bans": bans(signal, finding),
        "root_fact": finding.root_fact,
        "evidence": list(finding.evidence),
        "sentence": finding_sentence(signal, finding),
    }


@pytest.mark.parametrize("name", FOLDERS)
def test_a_signal_fires_where_it_must_and_says_what_it_found(
    engine: GraphEngine, name: str
) -> None:
    given(engine, HOME / name / "fires.yaml")

    run = run_signal(SIGNALS[name], engine.reader)

    found = [told(run.signal, finding) for finding in run.findings]
    expected = HOME / name / "expected.json"
    if os.environ.get("TENDERLENS_GOLDEN") == "rewrite":
        text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
        expected.write_text(f"{text}\n", encoding="utf-8")
    assert run.missing == ()
    assert expected.is_file(), f"TENDERLENS_GOLDEN=rewrite writes {expected}; then review it."
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_a_number_in_the_sentence_opens_as_many_records(engine: GraphEngine, name: str) -> None:
    given(engine, HOME / name / "fires.yaml")

    found = run_signal(SIGNALS[name], engine.reader).findings

    assert found
    assert [cited(one, engine.reader) for one in found] == [stated(one) for one in found]


@pytest.mark.parametrize(
    ("name", "firms"),
    [
        ("award_deviation", {"B"}),
        ("price_arithmetic_geometric", {"A", "B", "C", "D", "E", "G"}),
        ("score_winner_lead", {"A"}),
        ("tender_manipulation", {"A"}),
    ],
)
def test_a_firm_that_is_merely_counted_is_not_concerned(
    one_engine: GraphEngine, name: str, firms: set[str]
) -> None:
    given(one_engine, HOME / name / "fires.yaml")

    found = entries(
        [run_signal(SIGNALS[name], one_engine.reader)], one_engine.reader, load_weights()
    )

    assert {key for one in found for key in one.companies} == {f"company:{f}" for f in firms}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_signal_stays_silent_where_there_is_an_innocent_reason(
    engine: GraphEngine, name: str
) -> None:
    given(engine, HOME / name / "stays_silent.yaml")

    run = run_signal(SIGNALS[name], engine.reader)

    assert run.missing == ()  # it was asked, and found nothing
    assert [told(run.signal, finding) for finding in run.findings] == []


@pytest.mark.parametrize("name", ["below_cost_bid", "price_arithmetic_geometric"])
def test_what_is_measured_of_prices_only_spares_looking(one_engine: GraphEngine, name: str) -> None:
    given(one_engine, HOME / name / "fires.yaml")
    before = run_signal(SIGNALS[name], one_engine.reader).findings
    run_measures(["price_screens"], one_engine, at=datetime(2026, 1, 2, tzinfo=UTC))

    after = run_signal(SIGNALS[name], one_engine.reader).findings

    assert before
    assert after == before


def test_a_signal_says_what_is_missing_when_the_graph_is_empty(engine: GraphEngine) -> None:
    runs = {name: run_signal(SIGNALS[name], engine.reader) for name in FOLDERS}

    assert {name: run.findings for name, run in runs.items() if run.findings} == {}
    assert {name: run.missing for name, run in runs.items()} == {
        name: tuple(SIGNALS[name].requires) for name in FOLDERS
    }
