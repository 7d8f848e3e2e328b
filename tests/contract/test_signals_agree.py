"""Every signal finds the same in the sample on the embedded engine and on Neo4j."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from graph.records import Value
from queries.catalogue import catalogue
from queries.finding import Finding
from queries.run import SignalRun, run_signal, run_signals
from tests.golden.counted import ANYBODY, COUNTED, cited, stated
from workspace import Workspace

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample_data"
NAMES = [signal.id for signal in catalogue()]
Runs = Mapping[str, SignalRun]


def sample_runs(workspace: Workspace) -> Runs:
    """What every signal finds in the sample."""
    return {run.signal.id: run for run in run_signals(catalogue(), workspace.reader)}


@pytest.fixture(scope="module")
def embedded(embedded_sample: Workspace) -> Runs:
    """What the signals find on the embedded engine."""
    return sample_runs(embedded_sample)


@pytest.fixture(scope="module")
def neo4j(neo4j_sample: Workspace) -> Runs:
    """What the signals find on Neo4j."""
    return sample_runs(neo4j_sample)


def told(finding: Finding) -> tuple[object, ...]:
    """A finding with its numbers as far as two engines can agree on them."""
    values = {name: plain(value) for name, value in finding.values.items()}
    return (finding.id, dict(finding.subjects), finding.evidence, finding.root_fact, values)


def plain(value: Value) -> object:
    """A number to nine digits; sums differ in the last ones with the order of adding."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return [plain(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_find_the_same(embedded: Runs, neo4j: Runs, name: str) -> None:
    one, other = embedded[name], neo4j[name]

    assert (one.missing, one.problem) == (other.missing, other.problem)
    assert one.problem == ""
    assert [told(f) for f in one.findings] == [told(f) for f in other.findings]


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_a_number_in_a_sentence_opens_as_many_records(
    embedded_sample: Workspace, name: str
) -> None:
    signal = next(one for one in catalogue() if one.id == name)
    chosen = {key: value for key, value in ANYBODY.items() if key in signal.parameters}

    found = run_signal(signal, embedded_sample.reader, **chosen).findings

    reader = embedded_sample.reader
    assert [cited(one, reader) for one in found] == [stated(one) for one in found]


def test_every_signal_that_the_sample_plants_finds_something(embedded: Runs) -> None:
    stories = yaml.safe_load((SAMPLE / "planted.yaml").read_text("utf-8"))["stories"]
    planted = {signal for story in stories for signal in story["signals"]}

    assert sorted(name for name in planted if not embedded[name].findings) == []
