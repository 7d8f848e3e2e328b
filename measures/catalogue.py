"""All measures, in the order in which they build on each other, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from graph.document_texts import TextStore
from graph.engine import GraphEngine, GraphReader
from graph.errors import TenderLensError
from graph.garbage import few_collections
from graph.overhearing import MOST, Questions, overhearing
from graph.records import MeasureRun
from graph.touched import EVERYTHING, OWN_MERGES, REMOVED, touched_names
from graph.vocabulary import SCHEMA
from measures.answers import Answers, SameAnswers
from measures.benchmark_pivot import BENCHMARK_PIVOT
from measures.bids import TEXTS, SharedReading
from measures.co_bidding import CO_BIDDING
from measures.concentration import CONCENTRATION
from measures.control import CONTROL
from measures.document_likeness import DOCUMENT_LIKENESS
from measures.exchangeability import EXCHANGEABILITY
from measures.expert_panels import EXPERT_PANELS
from measures.expert_scores import EXPERT_SCORES
from measures.hidden_control import HIDDEN_CONTROL
from measures.hubs import HUBS
from measures.measure import Derived, Measure, MeasureReport, MeasureState, Outcome, alternatives
from measures.milestone_clocks import MILESTONE_CLOCKS
from measures.moving_together import MOVING_TOGETHER
from measures.price_screens import PRICE_SCREENS
from measures.reads import read_by
from measures.restrictive_clauses import RESTRICTIVE_CLAUSES
from measures.rings import RINGS
from measures.sameness import SAMENESS
from measures.staff_exchange import STAFF_EXCHANGE
from measures.standing import STANDING
from measures.unbalanced_prices import UNBALANCED_PRICES
from measures.upload_timing import UPLOAD_TIMING
from measures.win_patterns import WIN_PATTERNS
from messages import t

MEASURES: tuple[Measure, ...] = (
    SAMENESS,
    HUBS,
    CONTROL,
    HIDDEN_CONTROL,
    STAFF_EXCHANGE,
    UPLOAD_TIMING,
    DOCUMENT_LIKENESS,
    RESTRICTIVE_CLAUSES,
    UNBALANCED_PRICES,
    PRICE_SCREENS,
    CO_BIDDING,
    MOVING_TOGETHER,
    WIN_PATTERNS,
    CONCENTRATION,
    BENCHMARK_PIVOT,
    STANDING,
    RINGS,
    EXCHANGEABILITY,
    MILESTONE_CLOCKS,
    EXPERT_SCORES,
    EXPERT_PANELS,
)

RUNS = """
MATCH (m:Measure)
RETURN m.key AS key, m.revision AS revision, m.computed_at AS computed_at, m.facts AS facts,
       m.reads AS reads, m.answers AS answers, m.touched AS touched
"""


@few_collections()
def run_measures(
    names: Sequence[str] | None,
    engine: GraphEngine,
    *,
    at: datetime,
    texts: TextStore | None = None,
    progress: Callable[[str], None] | None = None,
    anew: bool = False,
) -> tuple[MeasureReport, ...]:
    """Run these measures (None: all) in catalogue order; what each wrote before is replaced.

    A measure is passed over if nothing that its last run read was touched since, and ends early if
    it is told what it was told then; `anew` runs it nevertheless. `texts` holds what bid files say.
    `progress` hears what is being done. A measure whose requirements are not in the graph writes
    nothing and reports them; what it wrote earlier is taken away, since its ground is gone.
    Raises TenderLensError for an unknown name, before anything runs.
    """
    chosen = _chosen(names)
    say = progress or (lambda _: None)
    reader = SharedReading(engine.reader, texts)
    reports = []
    for measure in chosen:
        # Asked each time: the measure before may have touched what this one reads.
        last = None if anew else _last_runs(engine.reader).get(measure.name)
        if last is not None and _holds(last, measure, texts_read(texts)):
            say(t("{title}: unchanged", title=t(measure.title)))
            reports.append(_unchanged(measure, last, reader, 0.0))
        else:
            reports.append(_run(measure, engine, reader, at=at, say=say, last=last))
    return tuple(reports)


def _chosen(names: Sequence[str] | None) -> tuple[Measure, ...]:
    known = {measure.name for measure in MEASURES}
    for name in names or ():
        if name not in known:
            raise TenderLensError(
                t(
                    "There is no measure '{name}'. The measures are: {known}.",
                    name=name,
                    known=", ".join(measure.name for measure in MEASURES),
                )
            )
    return tuple(m for m in MEASURES if names is None or m.name in names)


def _run(
    measure: Measure,
    engine: GraphEngine,
    reader: SharedReading,
    *,
    at: datetime,
    say: Callable[[str], None],
    last: _LastRun | None,
) -> MeasureReport:
    started = perf_counter()
    title = t(measure.title)
    say(t("{title}: reading and computing", title=title))
    engine.writer.begin_measure(measure.name)
    state = texts_read(reader.kept_texts)  # before they are read
    reader.answers = Answers(_told(last, measure, state))
    found: Derived | None = None
    missing = missing_requirements(measure, engine.reader)
    with overhearing() as heard, suppress(SameAnswers):
        found = Derived() if missing else measure.compute(reader)
    run = MeasureRun(
        measure.name,
        measure.revision,
        at.astimezone(UTC).isoformat(),
        reads=tuple(sorted(_reads(heard, state) | _reads_of_missing(missing))),
        answers=reader.answers.kept,
        computed=all(_is_derived(name) for name in missing),
    )
    reader.answers = Answers()
    if found is None and last is not None:
        engine.writer.keep_derived(run)
        return _unchanged(measure, last, reader, perf_counter() - started)
    found = found or Derived()
    total = len(found.nodes) + len(found.edges) + len(found.properties)
    say(t("{title}: writing {count} facts", title=title, count=total))
    replaced = engine.writer.replace_derived(
        run, nodes=found.nodes, edges=found.edges, properties=found.properties
    )
    first = last is None or last.revision != measure.revision
    return MeasureReport(
        name=measure.name,
        revision=measure.revision,
        facts=replaced.facts,
        seconds=perf_counter() - started,
        missing=missing,
        notes=found.notes,
        outcome=Outcome.COMPUTED if first else Outcome.UPDATED,
        changed=replaced.changed,
    )


def _reads(heard: Questions, texts: str) -> frozenset[str]:
    """What was read by these statements; EVERYTHING where too many were asked to be kept."""
    if len(heard) >= MOST:
        return frozenset({EVERYTHING})
    asked = read_by(statement for statement in heard if statement != TEXTS)
    return asked | {texts} if TEXTS in heard else asked


def _reads_of_missing(missing: Sequence[str]) -> frozenset[str]:
    """What must come before the measure can run; what is there already takes nothing away."""
    return read_by(statement for name in missing for statement in _asking(name))


def texts_read(texts: TextStore | None) -> str:
    """The texts of bid files, as one name that changes with them."""
    return f"{TEXTS}:{texts.state() if texts is not None else ''}"


def missing_requirements(measure: Measure, reader: GraphReader) -> tuple[str, ...]:
    """Which of the measure's requirements nothing in the graph meets."""
    return tuple(name for name in measure.requires if not _present(name, reader))


def _is_derived(requirement: str) -> bool:
    """Whether measures make it: that there is none of it is itself a result."""
    return SCHEMA.has_edge(requirement) and SCHEMA.edge(requirement).derived


def _present(requirement: str, reader: GraphReader) -> bool:
    return any(len(reader.run(statement).rows) > 0 for statement in _asking(requirement))


def _asking(requirement: str) -> list[str]:
    return [statement for name in alternatives(requirement) for statement in _asking_for(name)]


def _asking_for(requirement: str) -> list[str]:
    label, _, name = requirement.partition(".")
    if SCHEMA.has_edge(label):
        return [
            f"MATCH (a:{start})-[r:{label}]->(b:{end}) RETURN a.key AS key LIMIT 1"
            for start, end in SCHEMA.edge(label).ends
        ]
    if name:
        return [f"MATCH (n:{label}) WHERE n.{name} IS NOT NULL RETURN n.key AS key LIMIT 1"]
    return [f"MATCH (n:{label}) RETURN n.key AS key LIMIT 1"]


@dataclass(frozen=True, slots=True)
class _LastRun:
    """What the graph records of a run. `reads` is None if it was cut off, or of another program."""

    revision: int | None
    computed_at: str | None
    facts: int
    reads: frozenset[str] | None
    answers: frozenset[str]
    touched: frozenset[str]

    def outdated_by(self) -> frozenset[str]:
        """What it read and what was touched since."""
        return touched_names(self.touched, self.reads or ())


def _last_runs(reader: GraphReader) -> dict[str, _LastRun]:
    return {
        str(row["key"]).removeprefix("measure:"): _LastRun(
            revision=_integer(row["revision"]),
            computed_at=None if row["computed_at"] is None else str(row["computed_at"]),
            facts=_integer(row["facts"]) or 0,
            reads=_texts(row["reads"]) if row["reads"] is not None else None,
            answers=_texts(row["answers"]),
            touched=_texts(row["touched"]),
        )
        for row in reader.run(RUNS).dicts()
    }


def _comparable(last: _LastRun, measure: Measure, texts: str) -> bool:
    """Whether a run that reads the same would find the same."""
    if last.reads is None or last.revision != measure.revision:
        return False
    return all(name == texts for name in last.reads if name.startswith(f"{TEXTS}:"))


def _holds(last: _LastRun, measure: Measure, texts: str) -> bool:
    """Whether nothing was touched that a run would read."""
    comparable = _comparable(last, measure, texts)
    return comparable and not last.outdated_by() and OWN_MERGES not in last.touched


def _told(last: _LastRun | None, measure: Measure, texts: str) -> frozenset[str]:
    """The answers of a run whose facts are all there still: with a node, what it bore goes."""
    if last is None or not _comparable(last, measure, texts):
        return frozenset()
    return frozenset() if last.touched & {REMOVED, EVERYTHING, OWN_MERGES} else last.answers


def _unchanged(
    measure: Measure, last: _LastRun, reader: SharedReading, seconds: float
) -> MeasureReport:
    since = (last.computed_at or "")[:19].replace("T", " ")
    return MeasureReport(
        name=measure.name,
        revision=measure.revision,
        facts=last.facts,
        seconds=seconds,
        missing=() if last.facts else missing_requirements(measure, reader),
        notes=(t("Nothing that it reads has changed since {moment} (UTC).", moment=since),),
        outcome=Outcome.UNCHANGED,
    )


def measure_states(reader: GraphReader) -> tuple[MeasureState, ...]:
    """For each measure of the catalogue: when it ran last, and whether the graph has moved on."""
    runs = _last_runs(reader)
    return tuple(_state(measure, runs.get(measure.name)) for measure in MEASURES)


def _state(measure: Measure, last: _LastRun | None) -> MeasureState:
    if last is None:
        return MeasureState(measure.name, measure.title, None, None, 0, stale=True)
    touched = last.outdated_by()
    return MeasureState(
        name=measure.name,
        title=measure.title,
        revision=last.revision,
        computed_at=last.computed_at,
        facts=last.facts,
        stale=last.reads is None or bool(touched) or last.revision != measure.revision,
        touched=tuple(sorted(touched)),
    )


def _texts(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) else None
