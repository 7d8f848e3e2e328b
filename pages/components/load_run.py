"""A load, or a taking back, beside the pages: one a workspace, seen from every page and session."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import EngineBusy, TenderLensError, answerable
from loaders.load import LoadReport, Progress
from loaders.understanding import Corrections
from messages import language, set_language, t
from workspace import Workspace


class State(StrEnum):
    """How far it is."""

    LOADING = "loading"
    FINISHED = "finished"
    FAILED = "failed"


class LoadCancelled(TenderLensError):
    """A person ended a load."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that a person handed over, and what that person says about it."""

    path: Path
    said: Corrections = field(default_factory=Corrections)


@dataclass(frozen=True, slots=True)
class Stated:
    """Where the files come from; `as_of` is a day (ISO) or empty."""

    source_system: str = ""
    document_no: str = ""
    as_of: str = ""


@dataclass(slots=True)
class LoadRun:
    """One load, written by its thread and read by pages.

    `reports` and `books` (workbooks of problems) are of the parts that are done: files of which
    the same is said are loaded together. `keeps` holds the folder in which the files lie.
    `taking_back` names the file that is taken back where nothing is loaded; `removed` counts the
    nodes and edges that went with it.
    """

    files: int
    dry_run: bool
    began: datetime
    keeps: TemporaryDirectory[str] | None = None
    taking_back: str = ""
    removed: int = 0
    state: State = State.LOADING
    progress: dict[str, Progress] = field(default_factory=dict)
    reports: list[LoadReport] = field(default_factory=list)
    books: list[Path] = field(default_factory=list)
    error: TenderLensError | None = None
    cancelled: bool = False
    thread: threading.Thread | None = None

    @property
    def reading(self) -> bool:
        """Whether rows are still read, so that it can be cancelled; what follows cannot."""
        told = [*self.progress.values()]
        return len(told) < self.files or any(each.rows != each.total for each in told)

    def tell(self, progress: Progress) -> None:
        """Note how far a file is. Raises LoadCancelled once somebody wishes so."""
        self.progress[progress.file] = progress
        if self.cancelled:
            raise LoadCancelled(
                t(
                    "The load was cancelled. The file that was being read was taken back; files "
                    "that were finished before it stay, and are listed under “Loaded batches”."
                )
            )


_runs: dict[Path, LoadRun] = {}
_lock = threading.Lock()


def current_run(workspace: Workspace) -> LoadRun | None:
    """The load of this workspace that is under way, or the last one until it is put away."""
    return _runs.get(workspace.folder)


def put_away(workspace: Workspace) -> None:
    """Forget the load of this workspace, unless it is under way."""
    with _lock:
        run = _runs.get(workspace.folder)
        if run is not None and run.state is not State.LOADING:
            del _runs[workspace.folder]


def start_load(
    workspace: Workspace,
    dropped: Sequence[Dropped],
    stated: Stated,
    scratch: TemporaryDirectory[str],
    *,
    dry_run: bool,
    at: datetime,
) -> LoadRun:
    """Load in a thread of its own. Raises EngineBusy while something else is under way."""
    run = LoadRun(len(dropped), dry_run, at.astimezone(UTC), scratch)
    folder = Path(scratch.name)
    return _begin(workspace, run, lambda: _load_all(workspace, dropped, stated, run, folder))


def start_taking_back(workspace: Workspace, batch: str, name: str, *, at: datetime) -> LoadRun:
    """Take a batch back in a thread of its own. Raises EngineBusy while something is under way."""
    run = LoadRun(0, False, at.astimezone(UTC), taking_back=name)

    def work() -> None:
        run.removed = workspace.unload(batch)

    return _begin(workspace, run, work)


def _begin(workspace: Workspace, run: LoadRun, work: Callable[[], None]) -> LoadRun:
    with _lock:
        before = _runs.get(workspace.folder)
        if before is not None and before.state is State.LOADING:
            raise EngineBusy(t("Files are being loaded already. Wait until that is finished."))
        _runs[workspace.folder] = run
    run.thread = threading.Thread(target=_work, args=(run, work, language()), daemon=True)
    run.thread.start()
    return run


def _work(run: LoadRun, work: Callable[[], None], spoken: str) -> None:
    set_language(spoken)
    ended = State.FAILED
    try:
        work()
        ended = State.FINISHED
    except (TenderLensError, OSError) as problem:
        run.error = answerable(problem)
    finally:
        run.state = ended


def _load_all(
    workspace: Workspace,
    dropped: Sequence[Dropped],
    stated: Stated,
    run: LoadRun,
    folder: Path,
) -> None:
    for number, (said, paths) in enumerate(_alike(dropped), start=1):
        book = folder / f"problems-{number}" / _book_name(paths)
        book.parent.mkdir(exist_ok=True)
        report = workspace.load(
            paths,
            corrections=said,
            problems=book,
            dry_run=run.dry_run,
            progress=run.tell,
            at=run.began,
            source_system=stated.source_system,
            document_no=stated.document_no,
            as_of=stated.as_of,
        )
        run.reports.append(report)
        if not report.clean:
            run.books.append(book)


def _book_name(paths: Sequence[Path]) -> str:
    """The name of a workbook of problems: of the file that it is of, or the first of several."""
    first = paths[0].stem[:80]
    if len(paths) == 1:
        return t("{file}, rows to correct", file=first) + ".xlsx"
    return t("{file} and {n} more, rows to correct", file=first, n=len(paths) - 1) + ".xlsx"


def _alike(dropped: Sequence[Dropped]) -> list[tuple[Corrections, list[Path]]]:
    """Files of which the same is said, together: within one load tables come in their order."""
    groups: list[tuple[Corrections, list[Path]]] = []
    for each in dropped:
        together = next((paths for said, paths in groups if said == each.said), None)
        if together is None:
            groups.append((each.said, [each.path]))
        else:
            together.append(each.path)
    return groups
