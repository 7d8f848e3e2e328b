"""Every signal finds the same in the sample on the embedded engine and on Neo4j."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graph.embedded_server import EmbeddedServer
from graph.engine import GraphEngine
from graph.records import Value
from queries.catalogue import catalogue
from queries.finding import Finding
from queries.run import SignalRun, run_signals
from tests.neo4j_server.start import Neo4jServer
from workspace import IDENTITY_KEY, Workspace

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample_data"
NAMES = [signal.id for signal in catalogue()]
Runs = Mapping[str, SignalRun]


def sample_runs(folder: Path, graph: str) -> Runs:
    """What every signal finds in the sample. Both workspaces hash with one key."""
    key = folder / IDENTITY_KEY
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_text("5e" * 32, encoding="ascii")
    workspace = Workspace(folder, graph=graph)
    try:
        workspace.load([SAMPLE])
        workspace.measure()
        return {run.signal.id: run for run in run_signals(catalogue(), workspace.reader)}
    finally:
        workspace.close()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """What the signals find on the embedded engine."""
    folder = tmp_path_factory.mktemp("agree-embedded")
    try:
        yield sample_runs(folder, "embedded:")
    finally:
        EmbeddedServer(folder / "graph").stop()


@pytest.fixture(scope="module")
def neo4j(
    tmp_path_factory: pytest.TempPathFactory,
    neo4j_server: Neo4jServer,
    neo4j_engine: GraphEngine,
) -> Iterator[Runs]:
    """What the signals find on Neo4j."""
    neo4j_engine.writer.clear()
    folder = tmp_path_factory.mktemp("agree-neo4j")
    yield sample_runs(folder, neo4j_server.url_with_password)
    neo4j_engine.writer.clear()


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

    assert (one.missing, one.problem) == (other.missing, other.problem) == ((), "")
    assert [told(f) for f in one.findings] == [told(f) for f in other.findings]


def test_every_signal_finds_something_in_the_sample(embedded: Runs) -> None:
    silent = [name for name, run in embedded.items() if not run.findings]

    assert silent == []
