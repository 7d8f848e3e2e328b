"""What a measure is: a whole-graph computation whose result is written back as derived facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedEdge, DerivedNode, DerivedProperties
from graph.vocabulary import SCHEMA


@dataclass(frozen=True, slots=True)
class Derived:
    """What a measure found. `notes` says, in sentences, what was left out and why."""

    nodes: tuple[DerivedNode, ...] = ()
    edges: tuple[DerivedEdge, ...] = ()
    properties: tuple[DerivedProperties, ...] = ()
    notes: tuple[str, ...] = ()


def edges_from(
    type_: str, start: Iterable[object], end: Iterable[object], values: pd.DataFrame
) -> tuple[DerivedEdge, ...]:
    """One edge a row of `values`, whose columns become its properties."""
    names = [str(name) for name in values.columns]
    rows = zip(*(values[name].tolist() for name in names), strict=True)
    return tuple(
        DerivedEdge(type_, str(one), str(two), dict(zip(names, row, strict=True)))
        for one, two, row in zip(start, end, rows, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """One whole-graph computation.

    `title` and `summary` are message ids for `messages.t`. `requires` names what must be in the
    graph: `Label`, `Label.property` or `EDGE_TYPE`, and of `one or other` either. A change of the
    arithmetic raises `revision`.
    """

    name: str
    title: str
    summary: str
    revision: int
    requires: tuple[str, ...]
    compute: Callable[[GraphReader], Derived]

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or self.name != self.name.lower():
            raise ValueError(f"Measure '{self.name}' must be a lower-case identifier.")
        if self.revision < 1:
            raise ValueError(f"Measure '{self.name}' has revision {self.revision}; the first is 1.")
        named = (name for either in self.requires for name in alternatives(either))
        unknown = [name for name in named if not _in_vocabulary(name)]
        if unknown:
            raise ValueError(f"Measure '{self.name}' requires {unknown}: not in the vocabulary.")


def alternatives(requirement: str) -> list[str]:
    """The needs of which one meets this requirement."""
    return requirement.split(" or ")


def _in_vocabulary(requirement: str) -> bool:
    label, _, name = requirement.partition(".")
    if not name:
        return SCHEMA.has_node(label) or SCHEMA.has_edge(label)
    return SCHEMA.has_node(label) and name in {p.name for p in SCHEMA.node(label).properties}


class Outcome(StrEnum):
    """What became of a measure that was to run."""

    COMPUTED = "computed"  # for the first time, or in a new revision
    UPDATED = "updated"  # what it reads has changed since its last run
    UNCHANGED = "unchanged"  # nothing that it reads has: it was not run


@dataclass(frozen=True, slots=True)
class MeasureReport:
    """How one run went. `missing` names what the graph lacks; then nothing was computed.

    `changed` counts the facts that were written, altered or taken away.
    """

    name: str
    revision: int
    facts: int
    seconds: float
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outcome: Outcome = Outcome.COMPUTED
    changed: int = 0


@dataclass(frozen=True, slots=True)
class MeasureState:
    """The last run of a measure, as the graph records it.

    `computed_at` is None if it never ran. `touched` names what it reads and what has changed since.
    `stale`: it never ran, was cut off, ran in another revision, or something was touched.
    """

    name: str
    title: str
    revision: int | None
    computed_at: str | None
    facts: int
    stale: bool
    touched: tuple[str, ...] = ()
