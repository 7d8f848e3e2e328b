"""Unbalanced prices: lines that a winner priced high grew, and lines that it priced low shrank.

For each lot with a settlement bill: the winner's unit prices are set against the median of the
other bidders' (two at least price the line), and the settled quantities against those of the
winner's own bill. `rho` is Spearman's correlation of the two ratios over the lines that stand in
both bills, `p_value` its upper tail. `raised` lines are dearer than 1.5 times the median and grew
by more than 1.3, `lowered` ones cheaper than 0.67 and shrank below 0.67. `gain` is what the changed
quantities brought the winner beyond the others' prices, in yuan: Σ (price − median) · (settled −
tendered).

A line that the settlement does not list may have been dropped or been merged: it is left out. Below
20 comparable lines, or where no quantity changed, there is no figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtr

from graph.document_texts import SETTLEMENT_FILES, DocumentText, PricedLine, TextStore
from graph.engine import GraphReader
from graph.records import DerivedProperties, Value
from measures.bids import SharedReading
from measures.measure import Derived, Measure
from messages import t

SETTLED = """
MATCH (d:Document {kind: $kind})-[:BELONGS_TO]->(l:Lot)
WHERE d.sha256 IS NOT NULL
RETURN l.key AS lot, d.sha256 AS sha256
ORDER BY lot, d.key
"""
OFFERED = """
MATCH (l:Lot)<-[:FOR]-(b:Bid)<-[:BELONGS_TO]-(d:Document)
WHERE l.key IN $lots AND d.sha256 IS NOT NULL
RETURN l.key AS lot, b.key AS bid, coalesce(b.won, false) AS won, d.sha256 AS sha256
ORDER BY lot, bid, d.key
"""
LEAST_LINES = 20
FEWEST_OTHERS = 2
DEAR, CHEAP = 1.5, 0.67
GREW, SHRANK = 1.3, 0.67
SHOWN = 5
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class BillLine:
    """What a bill says of one line, its parts added up: yuan a unit, and units if stated."""

    price: float
    quantity: float | None


Bill = Mapping[str, BillLine]


@dataclass(frozen=True, slots=True)
class Shift:
    """One line: the winner's price and its ratio to the others', units before and after."""

    line: str
    price: float
    usual: float
    tendered: float
    settled: float

    @property
    def dearness(self) -> float:
        """The winner's price as a multiple of what the others ask."""
        return self.price / self.usual

    @property
    def growth(self) -> float:
        """The settled quantity as a multiple of the tendered one."""
        return self.settled / self.tendered


def bill_of(lines: Iterable[PricedLine]) -> Bill:
    """The lines by code and name. One line in several parts has their mean price and their sum."""
    parts: dict[str, list[PricedLine]] = defaultdict(list)
    for line in lines:
        parts[f"{line.code} {line.name}".strip()].append(line)
    return {name: _added(held) for name, held in parts.items()}


def _added(parts: Sequence[PricedLine]) -> BillLine:
    stated = [part.quantity for part in parts if part.quantity is not None]
    units = sum(stated)
    if len(stated) < len(parts) or units == 0:
        mean = sum(part.price for part in parts) / len(parts)
        return BillLine(mean, units if len(stated) == len(parts) else None)
    return BillLine(sum(p.price * (p.quantity or 0.0) for p in parts) / units, units)


def shifts(winner: Bill, others: Sequence[Bill], settled: Bill) -> list[Shift]:
    """The lines that can be compared, by name."""
    found = []
    for name, line in sorted(winner.items()):
        usual = [other[name].price for other in others if name in other]
        after = settled.get(name)
        if len(usual) < FEWEST_OTHERS or after is None or after.quantity is None:
            continue
        if line.quantity:
            found.append(Shift(name, line.price, median(usual), line.quantity, after.quantity))
    return found


def figures(found: Sequence[Shift]) -> dict[str, Value] | None:
    """What is written on the winning bid; None where support is too small."""
    if len(found) < LEAST_LINES:
        return None
    dearness = np.array([shift.dearness for shift in found])
    growth = np.array([shift.growth for shift in found])
    if np.ptp(dearness) == 0 or np.ptp(growth) == 0:
        return None
    rho, p_value = _spearman(dearness, growth)
    raised = [s for s in found if s.dearness > DEAR and s.growth > GREW]
    lowered = [s for s in found if s.dearness < CHEAP and s.growth < SHRANK]
    shown: list[Value] = [_said(s) for s in sorted((*raised, *lowered), key=_weight)[:SHOWN]]
    return {
        "unbalanced_lines": len(found),
        "unbalanced_rho": round(rho, DECIMALS),
        "unbalanced_p": p_value,
        "unbalanced_raised": len(raised),
        "unbalanced_lowered": len(lowered),
        "unbalanced_gain": round(sum(_gain(s) for s in found), 2),
        "unbalanced_examples": shown,
    }


def _spearman(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The rank correlation and its upper tail by Student's t."""
    first, second = (pd.Series(each).rank().to_numpy(dtype=float) for each in (one, two))
    rho = float(np.clip(np.corrcoef(first, second)[0, 1], -1, 1))
    freedom = one.size - 2
    t_value = rho * np.sqrt(freedom / max(1 - rho * rho, 1e-15))
    return rho, float(stdtr(freedom, -t_value))


def _gain(shift: Shift) -> float:
    return (shift.price - shift.usual) * (shift.settled - shift.tendered)


def _weight(shift: Shift) -> tuple[float, str]:
    return -_gain(shift), shift.line


def _said(shift: Shift) -> str:
    return (
        f"{shift.line}：单价{shift.price:.2f}，其他投标人中位数{shift.usual:.2f}；"
        f"工程量由{shift.tendered:g}变为{shift.settled:g}"
    )


def compute(reader: GraphReader) -> Derived:
    """Compare the bills of every lot that has a settlement."""
    texts = reader.texts if isinstance(reader, SharedReading) else None
    if texts is None:
        return Derived(notes=(t("There are no texts: no bill was compared with a settlement."),))
    settled: dict[str, list[DocumentText]] = defaultdict(list)
    for lot, sha256 in reader.run(SETTLED, {"kind": SETTLEMENT_FILES}).rows:
        settled[str(lot)] += _texts(texts, [str(sha256)])
    rows = reader.run(OFFERED, {"lots": [*sorted(settled)]}).dicts()
    by_lot: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for row in rows:
        by_lot[str(row["lot"])].append(row)
    properties: list[DerivedProperties] = []
    without = 0
    for lot in sorted(settled):
        after = bill_of(line for text in settled[lot] for line in text.lines)
        computed = [*_of_lot(by_lot[lot], after, texts)]
        without += not computed
        properties += computed
    note = t(
        "{count} lots with a settlement have no winner, or too few lines that several bidders "
        "price and the settlement lists: no figure.",
        count=without,
    )
    return Derived(properties=tuple(properties), notes=(note,) if without else ())


def _of_lot(
    rows: Sequence[Mapping[str, object]], settled: Bill, texts: TextStore
) -> Iterator[DerivedProperties]:
    files: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        files[str(row["bid"])].append(str(row["sha256"]))
    winners = sorted({str(row["bid"]) for row in rows if row["won"]})
    if len(winners) != 1:
        return
    bills = {
        bid: bill_of(line for text in _texts(texts, names) for line in text.lines)
        for bid, names in files.items()
    }
    others = [bill for bid, bill in bills.items() if bid != winners[0] and bill]
    found = figures(shifts(bills[winners[0]], others, settled))
    if found is not None:
        yield DerivedProperties(winners[0], found)


def _texts(texts: TextStore, names: Iterable[str]) -> list[DocumentText]:
    found = (texts.find(name.lower()) for name in dict.fromkeys(names))
    return [text for text in found if text is not None]


UNBALANCED_PRICES = Measure(
    name="unbalanced_prices",
    title="Unbalanced prices",
    summary="Whether the lines that a winner priced high grew, and those priced low shrank.",
    revision=1,
    requires=("Document.kind", "BELONGS_TO", "Bid.won"),
    compute=compute,
)
