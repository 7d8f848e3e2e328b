"""Running signals: what is missing, what was found, how much a finding weighs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import cached_property

from graph.engine import GraphReader, QueryLimits
from graph.errors import QueryRejected, QueryTimedOut, QueryTooLarge
from graph.garbage import few_collections
from graph.overhearing import overhearing
from graph.records import Cell, NodeKey, Value
from graph.vocabulary import NODES, SCHEMA
from messages import t
from queries.finding import Finding, finding_id
from queries.signal import Signal, Strength
from queries.words import EITHER, needed

SIGNAL_LIMITS = QueryLimits(seconds=600.0, rows=1_000_000)
AT_ONCE = 2  # an engine answers a question on one core; a third would ask too much of its memory
_EDGE = re.compile(r"^\(:(\w+)\)-\[:(\w+)\]->\(:(\w+)\)$")
_PROPERTY = re.compile(r"^(\w+)\.(\w+)(?:=(.+))?$")


@dataclass(frozen=True, slots=True)
class SignalRun:
    """One run of one signal.

    `missing` names what the graph lacks: not empty means 无法计算, never nothing found.
    `truncated` says that the row limit cut the answer off; `problem` that the engine stopped it.
    """

    signal: Signal
    parameters: Mapping[str, Value]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    seconds: float
    truncated: bool = False
    problem: str = ""

    @property
    def computed(self) -> bool:
        """Whether the question could be asked and was answered."""
        return not self.missing and not self.problem

    @property
    def lacking(self) -> str:
        """What the graph lacks, in words of the records."""
        return t("; ").join(needed(line) for line in self.missing)

    @property
    def note(self) -> str:
        """What a reader must know about this run, as a sentence; empty if nothing."""
        if self.missing:
            return t("Cannot be computed: {fields} missing.", fields=self.lacking)
        if self.problem:
            return t("Not computed: {problem}", problem=self.problem)
        return t("The answer was cut off at the row limit.") if self.truncated else ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the graph must hold: an edge between labels, or a property, perhaps with a value.

    `label` is that of a node with the property; else `type` is that of the edges and `ends` are
    the pairs of labels that they may join.
    """

    text: str
    label: str = ""
    type: str = ""
    ends: tuple[tuple[str, str], ...] = ()
    name: str = ""
    value: str | None = None

    def questions(self, sizes: Mapping[str, int]) -> tuple[str, ...]:
        """Statements of which one finds something; none where there can be nothing.

        `sizes` says how many nodes of each label there are: what is not there takes a look at all
        nodes of one end, so it is asked from the end that has fewer.
        """
        test = f" WHERE n.{self.name} {'IS NOT NULL' if self.value is None else '= $value'}"
        found = f"{test if self.name else ''} RETURN 1 AS found LIMIT 1"
        if self.label:
            return (f"MATCH (n:{self.label}){found}",) if sizes.get(self.label) else ()
        return tuple(
            f"MATCH (:{start})-[n:{self.type}]->(:{end}){found}"
            if sizes[start] <= sizes[end]
            else f"MATCH (:{end})<-[n:{self.type}]-(:{start}){found}"
            for start, end in self.ends
            if sizes.get(start) and sizes.get(end)
        )


def requirements(line: str) -> tuple[Requirement, ...]:
    """A line of `requires`: `one or other` is met by either. Raises QueryRejected as below."""
    return tuple(requirement(text) for text in line.split(EITHER))


def requirement(text: str) -> Requirement:
    """What a line of `requires` names. Raises QueryRejected if the vocabulary lacks it."""
    edge, stated = _EDGE.match(text), _PROPERTY.match(text)
    if edge is not None:
        start, type_, end = edge.groups()
        if SCHEMA.has_edge(type_) and (start, end) in SCHEMA.edge(type_).ends:
            return Requirement(text, type=type_, ends=((start, end),))
    elif stated is not None:
        owner, name, value = stated.groups()
        if SCHEMA.has_node(owner) and name in {p.name for p in SCHEMA.node(owner).properties}:
            return Requirement(text, label=owner, name=name, value=value)
        if SCHEMA.has_edge(owner) and name in {p.name for p in SCHEMA.edge(owner).properties}:
            ends = SCHEMA.edge(owner).ends
            return Requirement(text, type=owner, ends=ends, name=name, value=value)
    raise QueryRejected(
        t(
            "'{text}' is nothing the graph can hold. Write Lot.opened_at, Device.kind=mac or "
            "(:Device)-[:USED_IN]->(:Bid) with names of the vocabulary.",
            text=text,
        )
    )


class _Lacks:
    """Keeps whether the graph holds something; two threads may each ask it once."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._held: dict[str, bool] = {}

    def missing(self, signal: Signal) -> tuple[str, ...]:
        return tuple(
            line for line in signal.requires if not any(map(self._holds, requirements(line)))
        )

    def _holds(self, asked: Requirement) -> bool:
        text = asked.text
        if text not in self._held:
            values = {} if asked.value is None else {"value": asked.value}
            self._held[text] = any(
                self._reader.run(cypher, values, limits=SIGNAL_LIMITS).rows
                for cypher in asked.questions(self._sizes)
            )
        return self._held[text]

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """How many nodes of each label there are; engines know, if asked for the number alone."""
        parts = [
            f"CALL () {{ MATCH (n:{x.label}) RETURN count(n) AS n }} RETURN '{x.label}' AS label, n"
            for x in NODES
        ]
        rows = self._reader.run(" UNION ALL ".join(parts), limits=SIGNAL_LIMITS).rows
        return {str(label): int(str(n)) for label, n in rows}


def run_signal(signal: Signal, reader: GraphReader, **parameters: Value) -> SignalRun:
    """Ask the signal's question. Raises QueryRejected for a parameter that it does not have."""
    return _run(signal, reader, _Lacks(reader), parameters)


@few_collections()
def run_signals(
    signals: Iterable[Signal],
    reader: GraphReader,
    progress: Callable[[SignalRun], None] | None = None,
) -> tuple[SignalRun, ...]:
    """Each signal with its defaults, AT_ONCE at a time; the runs in the order of `signals`.

    `progress` hears of them in that order and in this thread. What ends this early (an error, a
    person) waits for the questions under way and asks no more.
    """
    lacks = _Lacks(reader)
    runs = []
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="signal")
    try:
        with overhearing():  # answers are kept: pages name the signals themselves
            asked = [
                pool.submit(copy_context().run, _run, signal, reader, lacks, {})
                for signal in signals
            ]
        for run in (one.result() for one in asked):
            runs.append(run)
            if progress is not None:
                progress(run)
    finally:
        pool.shutdown(cancel_futures=True)
    return tuple(runs)


def _run(
    signal: Signal, reader: GraphReader, lacks: _Lacks, chosen: Mapping[str, Value]
) -> SignalRun:
    values = parameters_for(signal, chosen)
    began = time.monotonic()
    missing = lacks.missing(signal)
    if missing:
        return SignalRun(signal, values, (), missing, time.monotonic() - began)
    try:
        table = reader.run(signal.cypher, values, limits=SIGNAL_LIMITS)
    except (QueryTimedOut, QueryTooLarge) as error:
        seconds = time.monotonic() - began
        return SignalRun(signal, values, (), (), seconds, problem=str(error))
    findings = findings_of(signal, table.dicts())
    return SignalRun(signal, values, findings, (), time.monotonic() - began, table.truncated)


def parameters_for(signal: Signal, chosen: Mapping[str, Value]) -> dict[str, Value]:
    """The defaults with what was chosen instead. Raises QueryRejected for an unknown name."""
    unknown = sorted(set(chosen) - set(signal.parameters))
    if unknown:
        raise QueryRejected(
            t(
                "Signal '{signal}' has no parameter '{name}'. It has: {names}.",
                signal=signal.id,
                name=unknown[0],
                names=", ".join(sorted(signal.parameters)) or "-",
            )
        )
    defaults: dict[str, Value] = {k: _value(v) for k, v in signal.defaults.items()}
    return defaults | dict(chosen)


def _value(default: float | int | str | bool | Sequence[str] | Sequence[float]) -> Value:
    return default if isinstance(default, str | int | float) else list(default)


def findings_of(signal: Signal, rows: Iterable[Mapping[str, Cell]]) -> tuple[Finding, ...]:
    """One finding an identity: where rows share it, the highest grade stands, evidence adds up."""
    found: dict[str, Finding] = {}
    for row in rows:
        finding = _finding(signal, row)
        other = found.get(finding.id)
        found[finding.id] = finding if other is None else _joined(other, finding)
    return tuple(sorted(found.values(), key=lambda f: (*f.subjects.values(), f.id)))


def _joined(one: Finding, other: Finding) -> Finding:
    best, rest = (one, other) if one.grade >= other.grade else (other, one)
    return replace(
        best,
        evidence=tuple(dict.fromkeys((*best.evidence, *rest.evidence))),
        counted=tuple(dict.fromkeys((*best.counted, *rest.counted))),
    )


def _finding(signal: Signal, row: Mapping[str, Cell]) -> Finding:
    values = {name: _plain(cell) for name, cell in row.items()}
    grade = values.get("grade")
    return Finding(
        id=finding_id(signal.id, [values[name] for name in signal.identity]),
        signal=signal.id,
        revision=signal.revision,
        subjects={name: str(values[name]) for name in signal.subjects},
        evidence=_keys(values[name] for name in signal.evidence),
        grade=1.0 if grade is None else float(str(grade)),
        root_fact=signal.root_fact.format_map({k: str(v) for k, v in values.items()}),
        values=values,
        counted=_keys(values[name] for name in signal.counted),
    )


def _plain(cell: Cell) -> Value:
    """A cell without graph parts: a node is its key."""
    if cell is None or isinstance(cell, str | int | float | bool):
        return cell
    if isinstance(cell, list):
        return [_plain(part) for part in cell]
    if isinstance(cell, dict):
        return {name: _plain(part) for name, part in cell.items()}
    return str(getattr(cell, "key", cell))


def _keys(cells: Iterable[Value]) -> tuple[NodeKey, ...]:
    flat: dict[str, None] = {}
    for cell in cells:
        for key in cell if isinstance(cell, list) else [cell]:
            if key is not None:
                flat[str(key)] = None
    return tuple(flat)


def deemed(signal: Signal, finding: Finding) -> bool:
    """Whether the law itself names this fact, so that it raises the red flag."""
    weight = signal.weight
    if weight.when is None or weight.deemed_when is None:
        return signal.strength is Strength.DEEMED
    return str(finding.values.get(weight.when)) in weight.deemed_when


def bans(signal: Signal, finding: Finding) -> float:
    """The weight of this finding in bans, before its grade."""
    weight = signal.weight
    if weight.when is None:
        return weight.bans
    return weight.cases.get(str(finding.values.get(weight.when)), weight.bans)
