"""Running signals: what is missing, what was found, how much a finding weighs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.engine import GraphReader, QueryLimits
from graph.errors import QueryRejected, QueryTimedOut, QueryTooLarge
from graph.overhearing import overhearing
from graph.records import Cell, NodeKey, Value
from graph.vocabulary import SCHEMA
from messages import t
from queries.finding import Finding, finding_id
from queries.signal import Signal, Strength

SIGNAL_LIMITS = QueryLimits(seconds=600.0, rows=1_000_000)
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
    def note(self) -> str:
        """What a reader must know about this run, as a sentence; empty if nothing."""
        if self.missing:
            return t("Cannot be computed: {fields} missing.", fields="、".join(self.missing))
        if self.problem:
            return t("Not computed: {problem}", problem=self.problem)
        return t("The answer was cut off at the row limit.") if self.truncated else ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the graph must hold: an edge between labels, or a property, perhaps with a value."""

    text: str
    cypher: str
    value: str | None = None


def requirement(text: str) -> Requirement:
    """A line of `requires` as a question. Raises QueryRejected if the vocabulary lacks it."""
    edge, stated = _EDGE.match(text), _PROPERTY.match(text)
    if edge is not None:
        start, type_, end = edge.groups()
        known = SCHEMA.has_edge(type_) and (start, end) in SCHEMA.edge(type_).ends
        cypher = f"MATCH (:{start})-[:{type_}]->(:{end}) RETURN 1 AS found LIMIT 1"
        value = None
    elif stated is not None:
        owner, name, value = stated.groups()
        known = name in _properties_of(owner)
        pattern = f"(n:{owner})" if SCHEMA.has_node(owner) else f"()-[n:{owner}]->()"
        test = "IS NOT NULL" if value is None else "= $value"
        cypher = f"MATCH {pattern} WHERE n.{name} {test} RETURN 1 AS found LIMIT 1"
    else:
        known, cypher, value = False, "", None
    if not known:
        raise QueryRejected(
            t(
                "'{text}' is nothing the graph can hold. Write Lot.opened_at, Device.kind=mac or "
                "(:Device)-[:USED_IN]->(:Bid) with names of the vocabulary.",
                text=text,
            )
        )
    return Requirement(text, cypher, value)


def _properties_of(owner: str) -> set[str]:
    if SCHEMA.has_node(owner):
        return {p.name for p in SCHEMA.node(owner).properties}
    return {p.name for p in SCHEMA.edge(owner).properties} if SCHEMA.has_edge(owner) else set()


class _Lacks:
    """Asks once whether the graph holds something."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._held: dict[str, bool] = {}

    def missing(self, signal: Signal) -> tuple[str, ...]:
        return tuple(text for text in signal.requires if not self._holds(text))

    def _holds(self, text: str) -> bool:
        if text not in self._held:
            asked = requirement(text)
            values = {} if asked.value is None else {"value": asked.value}
            self._held[text] = bool(
                self._reader.run(asked.cypher, values, limits=SIGNAL_LIMITS).rows
            )
        return self._held[text]


def run_signal(signal: Signal, reader: GraphReader, **parameters: Value) -> SignalRun:
    """Ask the signal's question. Raises QueryRejected for a parameter that it does not have."""
    return _run(signal, reader, _Lacks(reader), parameters)


def run_signals(
    signals: Iterable[Signal],
    reader: GraphReader,
    progress: Callable[[SignalRun], None] | None = None,
) -> tuple[SignalRun, ...]:
    """Each signal with its defaults; `progress` hears of each run when it ends."""
    lacks = _Lacks(reader)
    runs = []
    with overhearing():  # answers are kept: pages name the signals themselves
        for signal in signals:
            run = _run(signal, reader, lacks, {})
            runs.append(run)
            if progress is not None:
                progress(run)
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
    return replace(best, evidence=tuple(dict.fromkeys((*best.evidence, *rest.evidence))))


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
