"""One engine at one size: load, measure, ask, change, each timed; prints its readings as JSON.

Runs as a process of its own, so that its peak memory is that of this case alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

import numpy as np
import psutil

from benchmarks.memory import PeakMemory, processor_seconds
from benchmarks.pages import paint_pages
from benchmarks.reading import (
    INCREMENT,
    LOAD,
    LOAD_RATIO,
    MEASURES,
    NEIGHBOURHOOD,
    PATH,
    PYTHON_MEMORY,
    SERVER_MEMORY,
    SIGNALS,
    START,
    Reading,
    quantile,
    shown,
)
from benchmarks.world import SEED, World
from graph.embedded_server import EmbeddedServer
from graph.open_engine import EMBEDDED
from measures.measure import Outcome
from workspace import Workspace

WARM_UP = 5
COUNTS = (
    ("nodes", "MATCH (n) RETURN count(n) AS n"),
    ("edges", "MATCH ()-[r]->() RETURN count(r) AS n"),
)


def say(text: str) -> None:
    """Progress goes to standard error; standard output is for the readings."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def bulk_path_timed() -> Iterator[list[float]]:
    """Seconds that the embedded engine's own bulk load takes inside a load: the yardstick."""
    seconds: list[float] = []
    original = EmbeddedServer.replace_graph

    def timed(self: EmbeddedServer, *args: object, **kwargs: object) -> object:
        started = perf_counter()
        try:
            return original(self, *args, **kwargs)  # type: ignore[arg-type]
        finally:
            seconds.append(perf_counter() - started)

    with patch.object(EmbeddedServer, "replace_graph", timed):
        yield seconds


def load(workspace: Workspace, world: World) -> Iterator[Reading]:
    """The files of the world into an empty graph."""
    started = perf_counter()
    workspace.batches()  # starts the embedded engine, which is no part of a load
    yield Reading(START, perf_counter() - started)
    with bulk_path_timed() as bulk:
        began = processor_seconds()
        started = perf_counter()
        workspace.load(list(world.files))
        seconds = perf_counter() - started
        python, server = (b - a for a, b in zip(began, processor_seconds(), strict=True))
    counts = {name: _number(workspace, cypher) for name, cypher in COUNTS}
    yield Reading(LOAD, seconds)
    yield Reading("rows loaded", float(world.rows), "")
    yield from (Reading(f"{name} in the graph", count, "") for name, count in counts.items())
    yield Reading("load, rows a second", world.rows / seconds, "/s")
    yield Reading("load, elements a second", sum(counts.values()) / seconds, "/s")
    yield Reading("load, processor time of Python", python)
    yield Reading("load, processor time of the server", server)
    if bulk:
        yield Reading("the engine's bulk path", sum(bulk))
        yield Reading(LOAD_RATIO, seconds / sum(bulk), "×")


def _number(workspace: Workspace, cypher: str) -> float:
    value = workspace.reader.run(cypher).rows[0][0]
    return float(value) if isinstance(value, int) else 0.0


def measure(workspace: Workspace, _: World) -> Iterator[Reading]:
    """Every measure."""
    reports = workspace.measure(progress=say)
    for report in reports:
        yield Reading(f"measure {report.name}", report.seconds, note=f"{report.facts:,} facts")
    yield Reading(MEASURES, sum(report.seconds for report in reports))


def signals(workspace: Workspace, _: World) -> Iterator[Reading]:
    """Every signal, then the leads made of what they found."""
    started = perf_counter()
    runs = workspace.signal_runs()
    seconds = perf_counter() - started
    for run in runs:
        note = run.note or f"{len(run.findings):,} findings"
        yield Reading(f"signal {run.signal.id}", run.seconds, note=note)
    yield Reading(SIGNALS, seconds)
    started = perf_counter()
    found = workspace.leads()
    yield Reading("leads from findings", perf_counter() - started, note=f"{len(found):,} leads")


def reads(workspace: Workspace, world: World) -> Iterator[Reading]:
    """What a person waits for: neighbourhoods, paths, searches."""
    keys = [f"company:{code}" for code in world.codes]
    chance = np.random.default_rng(SEED)
    others = [keys[i] for i in chance.permutation(len(keys))]
    pairs = [(a, b) for a, b in zip(keys, others, strict=True) if a != b]
    around = _milliseconds(
        [partial(workspace.neighbourhood, key, hops=2, max_nodes=300) for key in keys]
    )
    between = _milliseconds([partial(workspace.paths, pair, hops=6) for pair in pairs])
    found = _milliseconds([partial(workspace.search, name[:3]) for name in world.names[:40]])
    yield Reading(NEIGHBOURHOOD.replace("p95", "p50"), quantile(around, 0.5), "ms")
    yield Reading(NEIGHBOURHOOD, quantile(around, 0.95), "ms", f"{len(around)} companies")
    yield Reading(PATH.replace("p95", "p50"), quantile(between, 0.5), "ms")
    yield Reading(PATH, quantile(between, 0.95), "ms", f"{len(between)} pairs")
    yield Reading("search, p50", quantile(found, 0.5), "ms")
    yield Reading("search, p95", quantile(found, 0.95), "ms", f"{len(found)} texts")


def _milliseconds(questions: Sequence[Callable[[], object]]) -> list[float]:
    """How long each question takes; the first few are asked once before, as a used server is."""
    for question in questions[:WARM_UP]:
        question()
    times = []
    for question in questions:
        started = perf_counter()
        question()
        times.append(1000 * (perf_counter() - started))
    return times


def increment(workspace: Workspace, world: World) -> Iterator[Reading]:
    """10,000 further bids and their lots, into a graph in use, and what has to be measured anew."""
    started = perf_counter()
    workspace.load(world.increment)
    yield Reading(INCREMENT, perf_counter() - started)
    reports = workspace.measure(progress=say)
    ran = sum(report.outcome is not Outcome.UNCHANGED for report in reports)
    yield Reading(
        "measures after the increment",
        sum(report.seconds for report in reports),
        note=f"{ran} of {len(reports)} had to run",
    )


def pages(workspace: Workspace, _: World, *, graph: str) -> Iterator[Reading]:
    """The pages in a browser, on this workspace."""
    yield from paint_pages(workspace.folder, graph)


def run_case(world: World, *, graph: str, folder: Path) -> list[Reading]:
    """All readings of one engine; a stage that fails is reported and the next one runs."""
    workspace = Workspace(folder, graph=graph)
    readings: list[Reading] = []

    def stage(name: str, work: Callable[[], Iterator[Reading]]) -> None:
        say(name)
        try:
            for reading in work():
                say(f"  {reading.name}: {shown(reading)}")  # kept though the case be stopped
                readings.append(reading)
        except Exception as error:  # an hour of measuring must not be lost to its last minute
            readings.append(Reading(name, None, note=f"{type(error).__name__}: {error}"))

    with PeakMemory() as peak:
        busy = psutil.getloadavg()[0]
        readings.append(Reading("load average before", busy, "", "figures need an idle machine"))
        stage("load", lambda: load(workspace, world))
        readings.append(Reading("memory of Python, while loading", peak.python, "MiB"))
        readings.append(Reading("memory of the server, while loading", peak.server, "MiB"))
        loading = (peak.python, peak.server)
        peak.restart()
        stage("measures", lambda: measure(workspace, world))
        stage("signals", lambda: signals(workspace, world))
        stage("reads", lambda: reads(workspace, world))
        stage("pages", lambda: pages(workspace, world, graph=graph))
        stage("increment", lambda: increment(workspace, world))
        readings.append(Reading(PYTHON_MEMORY, max(peak.python, loading[0]), "MiB"))
        server = max(peak.server, loading[1])
        readings.append(
            Reading(SERVER_MEMORY, server, "MiB")
            if server
            else Reading(SERVER_MEMORY, None, note="the server is not on this machine")
        )
    workspace.close()
    return readings


@contextlib.contextmanager
def graph_of(engine: str, folder: Path) -> Iterator[str]:
    """The address of an empty graph of this engine, for as long as the block lasts."""
    if engine == "embedded":
        try:
            yield EMBEDDED
        finally:
            EmbeddedServer(folder / "graph").stop()
        return
    from tests.neo4j_server.start import running_neo4j

    with running_neo4j(heap="2g") as server:
        yield server.url_with_password


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the case that the arguments describe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("embedded", "neo4j"), required=True)
    parser.add_argument("--world", type=Path, required=True, help="world.json of build_world")
    chosen = parser.parse_args(arguments)
    world = World.read(chosen.world)
    with tempfile.TemporaryDirectory(prefix="tenderlens-bench-") as temporary:
        folder = Path(temporary)
        with graph_of(chosen.engine, folder) as graph:
            readings = run_case(world, graph=graph, folder=folder)
    print(json.dumps([asdict(reading) for reading in readings], ensure_ascii=False))


if __name__ == "__main__":
    main()
