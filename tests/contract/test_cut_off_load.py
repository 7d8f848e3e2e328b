"""A load or a taking back that is killed half-way leaves no half of a file to be seen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from graph.embedded_server import EmbeddedServer
from graph.engine import GraphReader
from graph.errors import EngineBusy, GraphChanging, InputRefused
from graph.open_engine import EMBEDDED
from graph.records import BatchInfo, NodeRecord, SourceRef
from loaders import mapping_ahead
from loaders.load import Progress
from workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
ROWS = 12_000
HEADERS = "标段编号,投标人名称,投标人代码,投标报价"
A, B = "91350200776049653A", "91440101MA5CJQ4N59"


def bids(file: Path, code: str, lots: Sequence[int]) -> Path:
    """A table of one company's bids."""
    lines = [HEADERS, *(f"T{lot:06},甲建设有限公司,{code},{1000 + lot}" for lot in lots)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def number(reader: GraphReader, label: str) -> int:
    """How many nodes of a label a reader sees."""
    return int(str(reader.run(f"MATCH (n:{label}) RETURN count(n) AS n").rows[0][0]))


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty graph."""
    if request.param == "neo4j":
        request.getfixturevalue("neo4j_engine").writer.clear()
        yield request.getfixturevalue("neo4j_server").url_with_password
        return
    yield EMBEDDED
    EmbeddedServer(tmp_path / "w" / "graph").stop()


def program(workspace: Path, graph: str, *what: str) -> subprocess.Popen[bytes]:
    """A process that changes the graph."""
    command = [sys.executable, "cli.py", "--workspace", str(workspace), "--graph", graph, *what]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_load_that_is_killed_is_taken_back_and_can_be_repeated(
    graph: str, tmp_path: Path
) -> None:
    small = bids(tmp_path / "small.csv", A, range(10))
    large = bids(tmp_path / "large.csv", B, range(ROWS))
    mine = Workspace(tmp_path / "w", graph=graph)
    mine.load([small])
    before = number(mine.reader, "Bid")

    process = program(tmp_path / "w", graph, "load", str(large))
    while number(mine.reader, "Bid") == before:
        assert process.poll() is None
        time.sleep(0.05)
    with pytest.raises(EngineBusy):
        mine.load([small])
    for answer in (mine.leads, mine.lots, mine.counts):
        with pytest.raises(GraphChanging, match=r"large\.csv"):
            answer()
    process.kill()
    process.wait()
    seen = number(mine.engine.reader, "Bid")
    afresh = Workspace(tmp_path / "w", graph=graph)
    after = number(afresh.reader, "Bid"), [batch.file for batch in afresh.batches()]
    report = afresh.load([large])

    assert before == 10
    assert before < seen < before + ROWS, "the kill came too late to test anything"
    assert after == (10, ["small.csv"])
    assert report.files[0].loaded == ROWS
    assert number(mine.reader, "Bid") == 10 + ROWS
    mine.close()
    afresh.close()


def test_a_taking_back_that_is_killed_is_completed_when_the_graph_is_read(
    graph: str, tmp_path: Path
) -> None:
    small = bids(tmp_path / "small.csv", A, range(10))
    large = bids(tmp_path / "large.csv", B, range(ROWS))
    mine = Workspace(tmp_path / "w", graph=graph)
    mine.load([small])
    batch = mine.load([large]).files[0].batch
    named_alike = mine.names([f"company:{A}"])

    process = program(tmp_path / "w", graph, "unload", batch)
    while number(mine.reader, "Bid") == 10 + ROWS:
        assert process.poll() is None
        time.sleep(0.05)
    with pytest.raises(GraphChanging, match=r"large\.csv"):
        mine.leads()
    process.kill()
    process.wait()
    seen = number(mine.engine.reader, "Bid")
    afresh = Workspace(tmp_path / "w", graph=graph)
    after = number(afresh.reader, "Bid"), [each.file for each in afresh.batches()]

    assert 10 < seen < 10 + ROWS, "the kill came too late to test anything"
    assert after == (10, ["small.csv"])
    assert afresh.names([f"company:{A}", f"company:{B}"]) == named_alike
    assert afresh.leads() == ()
    mine.close()
    afresh.close()


def test_a_load_whose_second_process_is_killed_leaves_nothing_and_can_be_repeated(
    graph: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(_: Progress) -> None:
        for child in psutil.Process().children():
            # as_dict: one that was killed before has no command line.
            if "loaders.mapping_child" in (child.as_dict(["cmdline"])["cmdline"] or ()):
                child.kill()

    mine = Workspace(tmp_path / "w", graph=graph)
    mine.load([bids(tmp_path / "small.csv", A, range(10))])
    large = bids(tmp_path / "large.csv", B, range(ROWS))

    monkeypatch.setattr(mapping_ahead, "LEAST_ROWS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(InputRefused, match=r"large\.csv"):
        mine.load([large], progress=kill)
    assert not mine.cut_off()
    after = number(mine.reader, "Bid"), [batch.file for batch in mine.batches()]
    report = mine.load([large])

    assert after == (10, ["small.csv"])
    assert report.files[0].loaded == ROWS
    assert number(mine.reader, "Bid") == 10 + ROWS
    mine.close()


def cut_off(workspace: Workspace, batch: str) -> None:
    """What a load of another program leaves that was killed at noon."""
    noon = "2026-01-01T12:00:00"
    info = BatchInfo(batch, "bids", f"{batch}.csv", "0" * 64, ("",), "clerk", noon)
    lot = NodeRecord("Lot", f"lot:{batch}", {}, SourceRef(info.file, info.sha256, "", 2))
    workspace.engine.writer.begin_batch(info)
    workspace.engine.writer.write_nodes(batch, [lot])


def test_an_open_page_takes_back_what_its_workspace_began_and_nothing_else(
    graph: str, tmp_path: Path
) -> None:
    mine = Workspace(tmp_path / "w", graph=graph)
    mine.load([bids(tmp_path / "small.csv", A, range(10))])
    first = mine.data_version()

    cut_off(mine, "b2")
    of_another = number(mine.reader, "Lot"), mine.data_version() != first
    with pytest.raises(GraphChanging, match=r"b2\.csv.*b2"):
        mine.signal_runs()
    (tmp_path / "w" / "loading.txt").write_text("2026-01-01T12:00:00", encoding="ascii")
    own = number(mine.reader, "Lot"), mine.data_version() == first

    assert of_another == (11, True)
    assert own == (10, True)
    mine.close()
