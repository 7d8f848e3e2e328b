"""Loading: files in, records to the engine, a report of every row that broke a rule."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.document_texts import TextStore
from graph.engine import BatchWriter, GraphEngine, GraphReader
from graph.errors import TenderLensError
from graph.garbage import few_collections
from graph.records import BatchInfo, Scalar
from loaders.chunk_writer import ChunkWriter
from loaders.documents import open_documents
from loaders.earlier_states import REPLACES, earlier_states
from loaders.evidence_store import EvidenceStore
from loaders.identifiers import KeyedHash
from loaders.inputs import ROWS_AT_A_TIME, Chunk, Input, TableInput, open_inputs
from loaders.mapping_ahead import mapped_ahead
from loaders.problem_book import ProblemBook, problem_book
from loaders.problems import RowProblem, Severity
from loaders.profiles import Profile
from loaders.readers import refused
from loaders.succession import infer_ends
from loaders.understanding import DOCUMENTS, Corrections
from loaders.where import sheets_read

PROBLEMS_KEPT = 20_000  # of one file; more are counted


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file is.

    `total` is an estimate of its rows, where there is one, and their number at its end.
    """

    file: str
    table: str
    rows: int
    total: int | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: `loaded` + `rejected` = `rows`.

    Header, title, total and blank rows are no rows; `left_out` counts totals, notes and repeated
    headers, `blank_cells` cells with a sign for nothing (/, 无). `nodes` and `edges` are how many
    were new (in a dry run: how many records there are). `problems_omitted` were counted and not
    kept. `encoding`, `delimiter` and `profiles` say how the file was read. A file that was
    `already_loaded` is not read again.
    """

    file: str
    table: str
    batch: str
    sha256: str
    rows: int = 0
    loaded: int = 0
    warned: int = 0
    rejected: int = 0
    nodes: int = 0
    edges: int = 0
    problems: tuple[RowProblem, ...] = ()
    seconds: float = 0.0
    already_loaded: bool = False
    left_out: int = 0
    blank_cells: int = 0
    ignored_columns: tuple[str, ...] = ()
    problems_omitted: int = 0
    encoding: str = ""
    delimiter: str = ""
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who loads, when (UTC), and where the files come from.

    `document_no` is the 调取文号; `as_of` the day whose state the files describe (ISO), empty where
    nobody says so.
    """

    operator: str
    at: datetime
    source_system: str = ""
    document_no: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of all files, in the order in which they were loaded."""

    files: tuple[FileReport, ...]

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """All problems, file by file, row by row."""
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def clean(self) -> bool:
        """Whether there was nothing to complain of."""
        return not any(f.problems or f.problems_omitted for f in self.files)


def load_files(
    paths: Sequence[Path],
    engine: GraphEngine,
    *,
    identity_key: bytes,
    origin: Origin,
    store: EvidenceStore | None = None,
    texts: TextStore | None = None,
    corrections: Corrections | None = None,
    profiles: Sequence[Profile] = (),
    problems: Path | None = None,
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
    take_batch_back: Callable[[str], object] | None = None,
) -> LoadReport:
    """Load files, folders and archives, one batch a file; loading a file again changes nothing.

    Every file is opened, recognised and its headers checked before anything is written: if that
    raises InputRefused (one sentence: file, rule, remedy), nothing was. `identity_key` makes the
    keyed hashes of persons, telephones and accounts. The files themselves are kept in `store`, what
    bid files say (table `documents`) in `texts`.
    Rejected and warned rows are written to the workbook `problems`, to be corrected there and
    loaded again. An earlier state of such a workbook is taken back first, by `take_batch_back`
    where records that are one were merged.
    """
    hashed = KeyedHash(identity_key)
    with TemporaryDirectory(prefix="tenderlens-") as scratch:
        inputs: Sequence[Input]
        if corrections is not None and corrections.table == DOCUMENTS:
            inputs = open_documents(
                paths,
                hashed=hashed,
                scratch=Path(scratch),
                texts=None if dry_run else texts,
                reader=None if dry_run else engine.reader,
            )
        else:
            inputs = open_inputs(
                paths,
                hashed=hashed,
                scratch=Path(scratch),
                corrections=corrections,
                profiles=profiles,
            )
        with problem_book(problems, hashed, origin.as_of) as book:
            tell = progress or (lambda _: None)
            said = corrections or Corrections()
            return _load(inputs, engine, origin, store, dry_run, tell, book, said, take_batch_back)


def _load(
    inputs: Sequence[Input],
    engine: GraphEngine,
    origin: Origin,
    store: EvidenceStore | None,
    dry_run: bool,
    tell: Callable[[Progress], None],
    book: ProblemBook | None,
    said: Corrections,
    take_batch_back: Callable[[str], object] | None,
) -> LoadReport:
    before = {} if dry_run else _batches(engine.reader, _named_batches(inputs))
    if dry_run:
        with mapped_ahead(inputs):
            return LoadReport(
                tuple(_run(each, None, _info(each, origin), tell, book) for each in inputs)
            )
    _compare(inputs, before, origin, said)
    fresh = _new(inputs, before)
    for state in earlier_states(inputs, fresh, engine.reader):
        (take_batch_back or partial(take_back, engine))(state.batch)
        state.later.note(REPLACES.with_fields(file=state.file, batch=state.batch))
    for each in fresh:
        if before.get(each.batch, {}).get("state") == "removing":
            engine.writer.remove_batch(each.batch)
    if store is not None:
        for each in fresh:
            store.keep(each.path, each.sha256)
    done = _write(fresh, engine, origin, tell, book) if fresh else {}
    infer_ends(engine, [each.table for each in fresh])
    reports = []
    for each in inputs:
        report = done.pop(each.batch, None)
        reports.append(report or _already(each, before.get(each.batch, {})))
    return LoadReport(tuple(reports))


def _named_batches(inputs: Sequence[Input]) -> list[str]:
    """The batches of these files, and of the files whose rows they correct."""
    named = {each.batch for each in inputs}
    return sorted(named.union(*(i.corrected.batches for i in inputs if isinstance(i, TableInput))))


def _compare(
    inputs: Sequence[Input],
    before: Mapping[str, Mapping[str, Scalar]],
    origin: Origin,
    said: Corrections,
) -> None:
    """Hold files against what is loaded: themselves, and the files whose rows they correct."""
    loaded = frozenset(id_ for id_, batch in before.items() if batch["state"] == "loaded")
    for each in inputs:
        _check_repeated(each, before.get(each.batch), origin, said)
        if isinstance(each, TableInput):
            each.in_graph = each.corrected.batches & loaded


def _check_repeated(
    each: Input, known: Mapping[str, Scalar] | None, origin: Origin, said: Corrections
) -> None:
    """InputRefused if a loaded file is to be read, or described, in another way than it was."""
    if known is None or known["state"] != "loaded":
        return
    asked = said != Corrections() and sheets_read(str(known["columns"] or "")) != sheets_read(
        each.columns
    )
    told = {
        "source_system": origin.source_system,
        "document_no": origin.document_no,
        "as_of": origin.as_of,
    }
    if asked or any(text and text != (known[name] or "") for name, text in told.items()):
        raise refused(
            each.name,
            "The file is loaded already (batch {batch}), and was read or described in another way.",
            "Take it back with `unload {batch}`, then load it again.",
            batch=each.batch,
        )


def take_back(engine: GraphEngine, batch: str) -> int:
    """Take a loaded file back: the graph is as if it had never been loaded.

    Returns how many nodes and edges went.
    """
    found = engine.reader.run(
        "MATCH (b:Batch {key: $key}) RETURN b.table AS tables", {"key": f"batch:{batch}"}
    )
    removed = engine.writer.remove_batch(batch)
    infer_ends(engine, [str(tables) for (tables,) in found.rows])
    return removed


# What is written


def _new(inputs: Sequence[Input], before: Mapping[str, Mapping[str, object]]) -> list[Input]:
    """Each batch once, without those that are loaded. One left unfinished is loaded again."""
    once = {each.batch: each for each in reversed(inputs)}
    return [
        each
        for each in inputs
        if once[each.batch] is each and before.get(each.batch, {}).get("state") != "loaded"
    ]


def _write(
    inputs: Sequence[Input],
    engine: GraphEngine,
    origin: Origin,
    tell: Callable[[Progress], None],
    book: ProblemBook | None,
) -> dict[str, FileReport]:
    done: dict[str, FileReport] = {}
    current = ""
    try:
        with few_collections(), mapped_ahead(inputs), engine.loading() as writer:
            for each in inputs:
                current = each.batch
                done[current] = _run(each, writer, _info(each, origin), tell, book)
    except TenderLensError:
        engine.writer.remove_batch(current)  # a file is loaded as a whole or not at all
        infer_ends(engine, [each.table for each in inputs])
        raise
    return done


def time_of_loading(at: datetime) -> str:
    """The moment of a load (UTC) as its batches keep it."""
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


def _info(each: Input, origin: Origin) -> BatchInfo:
    return BatchInfo(
        id=each.batch,
        table=each.table,
        file=each.name,
        sha256=each.sha256,
        sheets=each.sheets,
        operator=origin.operator,
        loaded_at=time_of_loading(origin.at),
        source_system=origin.source_system,
        document_no=origin.document_no,
        as_of=origin.as_of or (each.corrected.as_of if isinstance(each, TableInput) else ""),
        columns=each.columns,
    )


def _run(
    each: Input,
    writer: BatchWriter | None,
    info: BatchInfo,
    tell: Callable[[Progress], None],
    book: ProblemBook | None,
) -> FileReport:
    """Read one file to its end; write it unless there is no writer."""
    started = time.perf_counter()
    if writer is not None:
        writer.begin_batch(info)
    with nullcontext() if writer is None else ChunkWriter(writer, info.id) as chunks:
        tally = _Tally(each, info, chunks, book)
        chunk = Chunk(problems=each.remarks())
        tally.keep(chunk.problems)
        stream = each.rows(chunk)
        while accepted := list(islice(stream, ROWS_AT_A_TIME)):
            tally.add(accepted, chunk)
            tell(Progress(each.name, each.table, tally.rows, each.total))
        tell(Progress(each.name, each.table, tally.rows, tally.rows))
        if chunks is not None:
            tally.nodes, tally.edges = chunks.written()
    if writer is not None:
        writer.finish_batch(tally.finished())
    if book is not None:
        book.add_left_out(each.left_out_rows, each.name)
    return tally.report(time.perf_counter() - started)


class _Tally:
    """Counts, and hands chunks over to be written."""

    def __init__(
        self,
        each: Input,
        info: BatchInfo,
        chunks: ChunkWriter | None,
        book: ProblemBook | None,
    ) -> None:
        self._each = each
        self._info = info
        self._chunks = chunks
        self._book = book
        self._kept: list[RowProblem] = []
        self._omitted = 0
        self.rows = self.loaded = self.warned = self.nodes = self.edges = 0

    def add(self, accepted: Sequence[bool], chunk: Chunk) -> None:
        """Count one chunk, hand it over, and empty it."""
        self.rows += len(accepted)
        self.loaded += sum(accepted)
        rejected = {p.source for p in chunk.problems if p.severity is Severity.REJECTED}
        self.warned += len({p.source for p in chunk.problems if p.source.row} - rejected)
        if self._book is not None:
            self._book.add(chunk.wrong_rows, chunk.problems)
        chunk.wrong_rows.clear()
        self.keep(chunk.problems)
        if self._chunks is None:
            self.nodes += len(chunk.nodes)
            self.edges += len(chunk.edges)
        else:
            self._chunks.write([*chunk.nodes], [*chunk.edges])
        chunk.nodes.clear()
        chunk.edges.clear()

    def keep(self, problems: list[RowProblem]) -> None:
        """Keep problems as long as there is room; count the rest."""
        room = max(PROBLEMS_KEPT - len(self._kept), 0)
        self._kept += problems[:room]
        self._omitted += len(problems[room:])
        problems.clear()

    def finished(self) -> BatchInfo:
        """The batch with its counts."""
        return replace(
            self._info,
            state="loaded",
            rows=self.loaded,
            rejected=self.rows - self.loaded,
            warned=self.warned,
            corrects=tuple(self._each.corrects) if isinstance(self._each, TableInput) else (),
        )

    def report(self, seconds: float) -> FileReport:
        """What became of the file."""
        return FileReport(
            file=self._each.name,
            table=self._each.table,
            batch=self._info.id,
            sha256=self._each.sha256,
            rows=self.rows,
            loaded=self.loaded,
            warned=self.warned,
            rejected=self.rows - self.loaded,
            nodes=self.nodes,
            edges=self.edges,
            problems=tuple(self._kept),
            seconds=round(seconds, 3),
            left_out=self._each.left_out,
            blank_cells=self._each.blank_cells,
            ignored_columns=self._each.ignored_columns,
            problems_omitted=self._omitted,
            encoding=self._each.encoding,
            delimiter=self._each.delimiter,
            profiles=self._each.profiles,
        )


def _batches(reader: GraphReader, ids: Sequence[str]) -> dict[str, dict[str, Scalar]]:
    """State and counts of those batches that the graph holds."""
    found = reader.run(
        "MATCH (b:Batch) WHERE b.key IN $keys RETURN b.key AS key, b.state AS state, "
        "b.rows AS rows, b.rejected AS rejected, b.warned AS warned, b.columns AS columns, "
        "b.source_system AS source_system, b.document_no AS document_no, b.as_of AS as_of "
        "ORDER BY key",
        {"keys": [f"batch:{each}" for each in ids]},
    )
    rows = [
        {k: v for k, v in row.items() if isinstance(v, str | int | float | None)}
        for row in found.dicts()
    ]
    return {str(row["key"]).removeprefix("batch:"): row for row in rows}


def _already(each: Input, known: Mapping[str, Scalar]) -> FileReport:
    loaded, rejected = (int(known.get(name) or 0) for name in ("rows", "rejected"))
    return FileReport(
        file=each.name,
        table=each.table,
        batch=each.batch,
        sha256=each.sha256,
        rows=loaded + rejected,
        loaded=loaded,
        warned=int(known.get("warned") or 0),
        rejected=rejected,
        already_loaded=True,
        ignored_columns=each.ignored_columns,
    )
