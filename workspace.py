"""One investigation: a folder, a graph, and the one door through which both are used."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pandas as pd

from evidence.dossier import DossierFiles, compile_dossier
from graph.embedded_process import FileLock
from graph.engine import GraphEngine, GraphReader, QueryLimits
from graph.errors import EngineBusy, TenderLensError, WorkspaceCorrupt
from graph.open_engine import EngineSettings, open_engine
from graph.records import BatchInfo, NodeKey, Subgraph, Table, Value
from leads.lead import Lead, SubjectKind
from leads.leads import lead_by_id, leads_from, scores
from leads.weights import Weights, load_weights
from leads.trays import TrayItem, add_to_tray, remove_from_tray, tray
from loaders.load import LoadReport, Progress, load_files
from measures.catalogue import measure_states, run_measures
from measures.measure import MeasureReport, MeasureState
from messages import t
from queries.ask import ask, warnings
from queries.catalogue import Provision, catalogue, register
from queries.kept_runs import keep_runs, kept_runs
from queries.overview import Counts, batches, counts
from queries.path import PathFound, paths
from queries.run import SignalRun, run_signals
from queries.search import SearchHit, search
from queries.signal import Signal
from queries.sources import SourceCell, sources
from queries.surroundings import Surroundings, expansion, surroundings, ties_of
from settings import VERSION, Settings, load_settings

IDENTITY_KEY = Path("keys") / "identity.key"
KEPT_RUNS = Path("cache") / "signal_runs.json"


class Workspace:
    """A folder with settings, keys and the embedded graph; or keys and a graph elsewhere.

    `graph` overrides the address in the settings. Opening is cheap: the engine is contacted when
    first asked. Raises WorkspaceCorrupt if the folder's files cannot be understood.
    """

    def __init__(self, folder: Path, *, graph: str | None = None) -> None:
        self.folder = folder.resolve()
        self.settings: Settings = load_settings(self.folder)
        self.graph = graph or self.settings.graph
        self._runs: tuple[str, tuple[SignalRun, ...]] | None = None
        self._leads: dict[tuple[str, str], tuple[Lead, ...]] = {}

    # What it is made of

    @cached_property
    def engine(self) -> GraphEngine:
        """The graph; the embedded server is started when it is first asked something."""
        self._make_folder()
        own = EngineSettings(self.settings.heap_mb, self.settings.idle_minutes)
        return open_engine(self.graph, folder=self.folder / "graph", settings=own)

    @property
    def reader(self) -> GraphReader:
        """The read-only door of the graph."""
        return self.engine.reader

    @property
    def weights(self) -> Weights:
        """The weights of the smoke index that this workspace uses."""
        own = self.settings.weights
        return load_weights(self.folder / own if own else None)

    @cached_property
    def identity_key(self) -> bytes:
        """The secret under which ID numbers, phones and accounts are hashed; made on first use."""
        file = self.folder / IDENTITY_KEY
        self._make_folder()
        if not file.exists():
            file.parent.mkdir(mode=0o700, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(made, "w", encoding="ascii") as stream:
                    stream.write(secrets.token_hex(32) + "\n")
        try:
            key = bytes.fromhex(file.read_text(encoding="ascii"))
        except (ValueError, OSError) as error:
            raise WorkspaceCorrupt(_bad_key(file)) from error
        if len(key) != 32:
            raise WorkspaceCorrupt(_bad_key(file))
        return key

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceCorrupt(
                t(
                    "The workspace folder {folder} cannot be made: {reason}. "
                    "Choose another with --workspace.",
                    folder=self.folder,
                    reason=error.strerror or error,
                )
            ) from error

    # Data in

    def load(
        self,
        paths_: Sequence[Path],
        *,
        table: str | None = None,
        dry_run: bool = False,
        progress: Callable[[Progress], None] | None = None,
        at: datetime | None = None,
    ) -> LoadReport:
        """Load files and folders; see loaders.load.load_files. One load at a time."""
        with self._alone():
            return load_files(
                paths_,
                self.engine,
                identity_key=self.identity_key,
                operator=self.settings.user,
                at=at or datetime.now(UTC),
                table=table,
                dry_run=dry_run,
                progress=progress,
            )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self._make_folder()
        lock = FileLock(self.folder / "writing.lock")
        if not lock.acquire(seconds=0):
            raise EngineBusy(
                t(
                    "Another program is changing the graph of {folder}. Wait until it has "
                    "finished, then run this again.",
                    folder=self.folder,
                )
            )
        try:
            yield
        finally:
            lock.release()

    def unload(self, batch: str) -> int:
        """Take a batch back; returns how many nodes and edges went. Raises for an unknown batch."""
        known = {b.id for b in self.batches()}
        if batch not in known:
            raise TenderLensError(
                t(
                    "There is no batch '{batch}'. `tenderlens batches` lists the loaded ones.",
                    batch=batch,
                )
            )
        with self._alone():
            return self.engine.writer.remove_batch(batch)

    def batches(self) -> tuple[BatchInfo, ...]:
        """The loaded files, in the order of loading."""
        return batches(self.reader)

    # Computing

    def measure(
        self,
        names: Sequence[str] | None = None,
        *,
        progress: Callable[[str], None] | None = None,
        at: datetime | None = None,
    ) -> tuple[MeasureReport, ...]:
        """Run measures and write their derived facts; all of them without names."""
        with self._alone():
            return run_measures(names, self.engine, at=at or datetime.now(UTC), progress=progress)

    def measures(self) -> tuple[MeasureState, ...]:
        """Which measures ran, when, and whether data came after them."""
        return measure_states(self.reader)

    def signals(self) -> tuple[Signal, ...]:
        """The catalogue."""
        return catalogue()

    def register(self) -> Mapping[str, Provision]:
        """The legal register."""
        return register()

    def signal_runs(
        self, progress: Callable[[SignalRun], None] | None = None
    ) -> tuple[SignalRun, ...]:
        """Every signal, run on the graph as it is; kept until the data changes."""
        version = self.data_version()
        if self._runs is None or self._runs[0] != version:
            file = self.folder / KEPT_RUNS
            runs = kept_runs(file, version, self.signals())
            if runs is None:
                runs = run_signals(self.signals(), self.reader, progress=progress)
                if all(not run.problem for run in runs):
                    keep_runs(file, version, runs)
            self._runs = (version, runs)
            self._leads = {}
        return self._runs[1]

    def data_version(self) -> str:
        """Changes whenever a batch or a measure does, and with the graph that is asked."""
        table = self.reader.run(
            "MATCH (b:Batch) RETURN b.key AS key, b.loaded_at AS at, b.state AS state "
            "UNION ALL MATCH (m:Measure) RETURN m.key AS key, m.computed_at AS at, "
            "CASE WHEN m.stale THEN 'stale' ELSE '' END AS state"
        )
        return json.dumps([self.engine.name, *sorted(table.rows)], ensure_ascii=False)

    # Answers

    def leads(
        self, kind: SubjectKind | str | None = None, *, minimum: float = 0.0
    ) -> tuple[Lead, ...]:
        """Leads, highest index first; of one kind, at or above a minimum."""
        runs = self.signal_runs()
        chosen = None if kind is None else SubjectKind(kind)
        key = (self.data_version(), chosen.value if chosen else "")
        if key not in self._leads:
            kinds = None if chosen is None else [chosen]
            self._leads[key] = leads_from(runs, self.reader, self.weights, kinds=kinds)
        return tuple(lead for lead in self._leads[key] if lead.smoke.value >= minimum)

    def lead(self, lead_id: str) -> Lead:
        """One lead by its id; raises LeadUnknown."""
        return lead_by_id(self.leads(), lead_id)

    def scores(self, kind: SubjectKind | str) -> pd.DataFrame:
        """Every subject of a kind with its index, no threshold; see leads.leads.scores."""
        return scores(SubjectKind(kind), self.signal_runs(), self.reader, self.weights)

    def counts(self) -> Counts:
        """How much of what the graph holds."""
        return counts(self.reader)

    def search(self, text: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Nodes by name, code or masked number."""
        return search(self.reader, text, limit=limit)

    def subgraph(self, keys: Iterable[NodeKey]) -> Subgraph:
        """These nodes and the edges among them."""
        return self.reader.subgraph(keys)

    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """What lies around a node."""
        return self.reader.neighbourhood(key, hops=hops, max_nodes=max_nodes)

    def paths(
        self,
        keys: Sequence[NodeKey],
        *,
        hops: int = 6,
        most: int = 3,
        types: Sequence[str] = (),
        day: str | None = None,
        through_hubs: bool = False,
        ordered: bool = True,
    ) -> tuple[PathFound, ...]:
        """How parties are connected: pair after pair, or as a tree in any order."""
        return paths(
            self.reader, keys, hops=hops, most=most, types=types, day=day,
            through_hubs=through_hubs, ordered=ordered,
        )  # fmt: skip

    def surroundings(
        self, roots: Sequence[NodeKey], *, hops: int = 1, most: int = 60, through_hubs: bool = False
    ) -> Surroundings:
        """What lies around some nodes, hubs told apart and not walked through."""
        return surroundings(self.reader, roots, hops=hops, most=most, through_hubs=through_hubs)

    def expansion(
        self,
        key: NodeKey,
        *,
        types: Sequence[str] = (),
        known: Collection[NodeKey] = (),
        most: int = 30,
    ) -> tuple[NodeKey, ...]:
        """The next neighbours of a node along some relations, without those already known."""
        return expansion(self.reader, key, types=types, known=known, most=most)

    def ties(self, keys: Iterable[NodeKey]) -> dict[NodeKey, dict[str, int]]:
        """How many neighbours each relation of these nodes leads to."""
        return ties_of(self.reader, keys)

    def tray(self) -> tuple[TrayItem, ...]:
        """What was laid aside in this workspace."""
        return tray(self.folder)

    def add_to_tray(self, items: Iterable[TrayItem]) -> int:
        """Lay items aside; returns how many were new."""
        return add_to_tray(self.folder, items)

    def remove_from_tray(self, refs: Iterable[str]) -> None:
        """Take items out of the tray."""
        remove_from_tray(self.folder, refs)

    def ask(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        limits: QueryLimits | None = None,
    ) -> Table:
        """Ad-hoc Cypher, read-only and limited."""
        own = QueryLimits(self.settings.query_seconds, self.settings.query_rows)
        return ask(self.reader, cypher, parameters, limits=limits or own)

    def ask_warnings(self, cypher: str) -> list[str]:
        """What an engine would answer wrongly in this query."""
        return warnings(cypher)

    def sources(self, references: Iterable[str]) -> tuple[SourceCell, ...]:
        """The rows behind source references."""
        return sources(self.reader, references)

    def dossier(self, lead_id: str, out: Path, *, at: datetime | None = None) -> DossierFiles:
        """Write the dossier of a lead below `out`."""
        return compile_dossier(
            self.lead(lead_id),
            self.signal_runs(),
            self.reader,
            weights=self.weights,
            out=out,
            prepared_by=self.settings.user,
            at=at or datetime.now(UTC),
            program_version=VERSION,
        )

    def close(self) -> None:
        """Let go of the graph's connections; the embedded server keeps running."""
        if "engine" in self.__dict__:
            self.engine.close()


def _bad_key(file: Path) -> str:
    return t(
        "{file} is not the key of this workspace: 64 hexadecimal digits are expected. Restore it "
        "from a backup; without it, persons already loaded cannot be matched again.",
        file=file,
    )


def open_workspace(folder: Path | None = None, *, graph: str | None = None) -> Workspace:
    """The workspace in `folder`, else in TENDERLENS_WORKSPACE, else in ./workspace."""
    return Workspace(
        folder or Path(os.environ.get("TENDERLENS_WORKSPACE", "workspace")), graph=graph
    )
