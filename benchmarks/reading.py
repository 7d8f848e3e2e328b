"""One measured value, the budgets, and where a value misses its budget."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BUDGET_SIZE = 1_000_000  # the budgets are meant for this many bids, on the embedded engine
BUDGET_ENGINE = "embedded"

START = "start of the engine"
LOAD = "load from CSV"
LOAD_RATIO = "load / bulk path"
MEASURES = "all measures"
SIGNALS = "all signals"
INCREMENT = "increment of 10,000 bids"
NEIGHBOURHOOD = "neighbourhood, 2 hops, 300 nodes, p95"
PATH = "path, 6 hops, p95"
PAGE = "first paint of page"
PYTHON_MEMORY = "memory of Python, peak"
SERVER_MEMORY = "memory of the server, peak"

BUDGETS: Mapping[str, float] = {
    START: 8.0,
    LOAD: 180.0,
    LOAD_RATIO: 2.0,
    MEASURES: 120.0,
    SIGNALS: 60.0,
    NEIGHBOURHOOD: 100.0,
    PATH: 200.0,
    INCREMENT: 10.0,
    PAGE: 3.0,
    PYTHON_MEMORY: 2048.0,
    SERVER_MEMORY: 3072.0,
}
GROWING = (LOAD, MEASURES, SIGNALS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured; `value` is None where it could not be, and `note` says why."""

    name: str
    value: float | None
    unit: str = "s"
    note: str = ""

    @property
    def budget(self) -> float | None:
        """The limit that applies, in the unit of the value."""
        return BUDGETS.get(PAGE if self.name.startswith(PAGE) else self.name)


@dataclass(frozen=True, slots=True)
class Case:
    """All readings of one engine at one size."""

    engine: str
    bids: int
    readings: tuple[Reading, ...]

    def value(self, name: str) -> float | None:
        """What was measured under this name, if it was."""
        return next((r.value for r in self.readings if r.name == name), None)


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("There is no quantile of nothing.")
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def verdicts(cases: Sequence[Case]) -> list[str]:
    """One line for each budget that is missed, at any size; and for growth beyond n · log n."""
    lines = [
        f"{case.engine}, {case.bids:,} bids: {r.name} is {shown(r)}, the budget is {r.budget:g}"
        for case in cases
        for r in case.readings
        if r.budget is not None and r.value is not None and r.value > r.budget
    ]
    return lines + [line for line, within in growth(cases) if not within]


def growth(cases: Sequence[Case]) -> list[tuple[str, bool]]:
    """How times grow from the smallest to the largest size, and whether n · log n allows it."""
    lines = []
    for engine in sorted({case.engine for case in cases}):
        own = sorted((c for c in cases if c.engine == engine), key=lambda c: c.bids)
        small, large = own[0], own[-1]
        if small.bids == large.bids:
            continue
        allowed = large.bids * math.log(large.bids) / (small.bids * math.log(small.bids))
        for name in GROWING:
            before, after = small.value(name), large.value(name)
            if before and after:
                line = (
                    f"{engine}: {name} grows {after / before:.0f} times from {small.bids:,} to "
                    f"{large.bids:,} bids; n · log n allows {allowed:.0f} times"
                )
                lines.append((line, after / before <= allowed))
    return lines


def shown(reading: Reading) -> str:
    """The value with its unit, or why there is none."""
    if reading.value is None:
        return f"— ({reading.note})" if reading.note else "—"
    digits = 0 if reading.value >= 100 else 1 if reading.value >= 10 else 2
    return f"{reading.value:,.{digits}f} {reading.unit}".rstrip()
