"""All measures, in the order in which they build on each other, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from time import perf_counter

from graph.document_texts import TextStore
from graph.engine import GraphEngine, GraphReader
from graph.errors import TenderLensError
from graph.records import MeasureRun
from graph.vocabulary import SCHEMA
from measures.benchmark_pivot import BENCHMARK_PIVOT
from measures.bids import SharedReading
from measures.co_bidding import CO_BIDDING
from measures.concentration import CONCENTRATION
from measures.control import CONTROL
from measures.document_likeness import DOCUMENT_LIKENESS
from measures.exchangeability import EXCHANGEABILITY
from measures.expert_panels import EXPERT_PANELS
from measures.expert_scores import EXPERT_SCORES
from measures.hidden_control import HIDDEN_CONTROL
from measures.hubs import HUBS
from measures.measure import Derived, Measure, MeasureReport, MeasureState
from measures.milestone_clocks import MILESTONE_CLOCKS
from measures.moving_together import MOVING_TOGETHER
from measures.price_screens import PRICE_SCREENS
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
RETURN m.name AS name, m.measure AS measure, m.revision AS revision,
       m.computed_at AS computed_at, m.facts AS facts, m.stale AS stale
"""
LAST_LOAD = "MATCH (b:Batch) RETURN max(b.loaded_at) AS loaded_at"


def run_measures(
    names: Sequence[str] | None,
    engine: GraphEngine,
    *,
    at: datetime,
    texts: TextStore | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[MeasureReport, ...]:
    """Run these measures (None: all) in catalogue order; what each wrote before is replaced.

    `texts` holds what bid files say. `progress` hears what is being done. A measure whose
    requirements are not in the graph writes nothing and reports them; what it wrote earlier is
    taken away, since its ground is gone.
    Raises TenderLensError for an unknown name, before anything runs.
    """
    chosen = _chosen(names)
    say = progress or (lambda _: None)
    reader = SharedReading(engine.reader, texts)
    return tuple(_run(measure, engine, reader, at=at, say=say) for measure in chosen)


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
    reader: GraphReader,
    *,
    at: datetime,
    say: Callable[[str], None],
) -> MeasureReport:
    started = perf_counter()
    title = t(measure.title)
    say(t("{title}: reading and computing", title=title))
    missing = missing_requirements(measure, reader)
    found = Derived() if missing else measure.compute(reader)
    total = len(found.nodes) + len(found.edges) + len(found.properties)
    say(t("{title}: writing {count} facts", title=title, count=total))
    facts = engine.writer.replace_derived(
        MeasureRun(measure.name, measure.revision, at.astimezone(UTC).isoformat()),
        nodes=found.nodes,
        edges=found.edges,
        properties=found.properties,
    )
    return MeasureReport(
        name=measure.name,
        revision=measure.revision,
        facts=facts,
        seconds=perf_counter() - started,
        missing=missing,
        notes=found.notes,
    )


def missing_requirements(measure: Measure, reader: GraphReader) -> tuple[str, ...]:
    """Which of the measure's requirements nothing in the graph meets."""
    return tuple(name for name in measure.requires if not _present(name, reader))


def _present(requirement: str, reader: GraphReader) -> bool:
    label, _, name = requirement.partition(".")
    if SCHEMA.has_edge(label):
        statements = [
            f"MATCH (a:{start})-[r:{label}]->(b:{end}) RETURN a.key AS key LIMIT 1"
            for start, end in SCHEMA.edge(label).ends
        ]
    elif name:
        statements = [f"MATCH (n:{label}) WHERE n.{name} IS NOT NULL RETURN n.key AS key LIMIT 1"]
    else:
        statements = [f"MATCH (n:{label}) RETURN n.key AS key LIMIT 1"]
    return any(len(reader.run(statement).rows) > 0 for statement in statements)


def measure_states(reader: GraphReader) -> tuple[MeasureState, ...]:
    """For each measure of the catalogue: when it ran last, and whether the graph has moved on."""
    runs = {str(row["measure"] or row["name"]): row for row in reader.run(RUNS).dicts()}
    loads = reader.run(LAST_LOAD).rows
    loaded_at = _moment(loads[0][0]) if loads else None
    return tuple(_state(measure, runs.get(measure.name), loaded_at) for measure in MEASURES)


def _state(
    measure: Measure, run: Mapping[str, object] | None, loaded_at: datetime | None
) -> MeasureState:
    if run is None:
        return MeasureState(measure.name, measure.title, None, None, 0, stale=True)
    computed_at = _moment(run["computed_at"])
    newer_load = loaded_at is not None and (computed_at is None or loaded_at > computed_at)
    return MeasureState(
        name=measure.name,
        title=measure.title,
        revision=_integer(run["revision"]),
        computed_at=None if run["computed_at"] is None else str(run["computed_at"]),
        facts=_integer(run["facts"]) or 0,
        stale=newer_load or run["stale"] is True or run["revision"] != measure.revision,
    )


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _moment(value: object) -> datetime | None:
    """An ISO time; without a zone it is UTC."""
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
