"""What pages show first is kept beside the graph: the next program reads it, until data change."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.world import World, build_world
from graph.engine import GraphEngine
from leads.lead import Lead
from leads.leads import leads_from
from leads.weights import DEFAULT_FILE
from queries.lots import lot_facts
from queries.overview import Counts, counts
from queries.run import run_signals
from workspace import Workspace

Answers = tuple[tuple[Lead, ...], pd.DataFrame, Counts]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A market of a thousand bids, and 50 more."""
    (tmp_path / "world").mkdir()
    return build_world(tmp_path / "world", 1_000, more=50)


def opened(engine: GraphEngine, folder: Path) -> Workspace:
    """The workspace as a program sees it that has just begun."""
    workspace = Workspace(folder)
    workspace.__dict__["engine"] = engine
    return workspace


def shown(workspace: Workspace) -> Answers:
    return workspace.leads(), workspace.lots(), workspace.counts()


def worked_out(workspace: Workspace) -> Answers:
    """The same from the graph itself."""
    runs = run_signals(workspace.signals(), workspace.reader)
    leads = leads_from(runs, workspace.reader, workspace.weights)
    return leads, lot_facts(workspace.reader), counts(workspace.reader)


def assert_same(one: Answers, other: Answers) -> None:
    assert one[0] == other[0]
    pd.testing.assert_frame_equal(one[1], other[1])
    assert one[2] == other[2]


def test_kept_answers_are_those_of_the_graph_after_each_change(
    one_engine: GraphEngine, tmp_path: Path, world: World
) -> None:
    folder = tmp_path / "workspace"
    pages = opened(one_engine, folder)
    pages.load(list(world.files))
    pages.measure()
    pages.keep_answers()
    first = shown(pages)
    assert_same(first, worked_out(pages))

    loading = opened(one_engine, folder)  # another program changes the data
    known = {batch.id for batch in loading.batches()}
    loading.load(list(world.increment))
    second = shown(pages)
    assert len(second[1]) > len(first[1])
    assert_same(second, worked_out(pages))

    for batch in [b.id for b in loading.batches() if b.id not in known]:
        loading.unload(batch)
    loading.measure()
    third = shown(pages)
    pd.testing.assert_frame_equal(third[1], first[1])
    assert third[2].nodes == first[2].nodes
    assert_same(third, worked_out(pages))


def test_the_next_program_reads_what_was_kept(
    one_engine: GraphEngine, tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "workspace"
    before = opened(one_engine, folder)
    before.load(list(world.files))
    before.measure()
    before.keep_answers()

    def worked_out_anew(*_: object, **__: object) -> None:
        raise AssertionError("This was kept.")

    for name in ("run_signals", "leads_from", "lot_facts", "counts"):
        monkeypatch.setattr(f"workspace.{name}", worked_out_anew)

    assert_same(shown(opened(one_engine, folder)), shown(before))


def test_other_weights_form_the_leads_anew(
    one_engine: GraphEngine, tmp_path: Path, world: World
) -> None:
    folder = tmp_path / "workspace"
    before = opened(one_engine, folder)
    before.load(list(world.files))
    before.measure()
    usual = before.leads()
    stated = DEFAULT_FILE.read_text(encoding="utf-8")
    other = stated.replace("[prior]\nvalue = 0.007", "[prior]\nvalue = 0.07")
    (folder / "weights.toml").write_text(other, encoding="utf-8")
    (folder / "settings.toml").write_text('weights = "weights.toml"\n', encoding="utf-8")

    after = opened(one_engine, folder)

    assert after.weights != before.weights
    assert after.leads() == leads_from(after.signal_runs(), after.reader, after.weights)
    assert after.leads() != usual
