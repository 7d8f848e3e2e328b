"""Which firms meet in which lots, within bounds, and how many tests that makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from measures.bids import Field

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PairLimits:
    """What is worth a pair.

    `joint_lots`: pairs that met less often get no edge. `bidders`: lots with more bidders make no
    pairs, since an open call that everybody answers ties nobody. `meetings`: how many meetings
    (two firms in one lot) are worked on in all; if there are more, the widest lots are left out.
    """

    joint_lots: int = 3
    bidders: int = 200
    meetings: int = 40_000_000

    def __post_init__(self) -> None:
        if self.joint_lots < 1 or self.bidders < 2 or self.meetings < 1:
            raise ValueError(f"Limits of pairs must be positive, two bidders at least: {self}.")


DEFAULT_PAIR_LIMITS = PairLimits()


def distinct(first: Integers, second: Integers, width: int) -> Integers:
    """Distinct pairs of codes, as two rows, ordered."""
    keys = np.unique(first.astype(np.int64) * max(width, 1) + second)
    return np.vstack(np.divmod(keys, max(width, 1)))


def widest_lot(bidders: Integers, limits: PairLimits) -> int:
    """The largest number of bidders a lot may have so that all meetings stay within the limit."""
    sizes = np.sort(bidders[bidders <= limits.bidders])
    meetings = np.cumsum(sizes * (sizes - 1) // 2)
    within = int(np.searchsorted(meetings, limits.meetings, side="right"))
    # A width is kept or left out as a whole: which lot comes first must not matter.
    return limits.bidders if within == sizes.size else int(sizes[within]) - 1


def meetings(presence: Integers, shape: tuple[int, int]) -> tuple[Integers, Integers, Integers]:
    """(first, second, joint lots) for each pair of firms that share a lot; first < second."""
    order = np.lexsort((presence[0], presence[1]))
    firm, lot = presence[0][order], presence[1][order]
    keys = [firm[one] * shape[0] + firm[two] for one, two in _side_by_side(lot)]
    pairs, joint = np.unique(np.concatenate([firm[:0], *keys]), return_counts=True)
    first, second = np.divmod(pairs, max(shape[0], 1))
    return first, second, joint.astype(np.int64)


def benjamini_hochberg(p_values: Numbers, tests: int) -> Numbers:
    """q-values of the smallest p-values out of `tests`.

    Tests whose p-value is not listed count as p = 1, which can only raise the q-values.
    """
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * tests / np.arange(1, p_values.size + 1)
    q_values = np.empty_like(scaled)
    q_values[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(q_values, 1.0)


@dataclass(frozen=True, slots=True)
class Together:
    """Pairs of firms that met in at least so many lots: first < second, ordered.

    `rows` marks the rows of the field whose lots were counted; `met` counts all pairs that met.
    """

    first: Integers
    second: Integers
    lots: Integers
    met: int
    rows: Flags


def together(
    field: Field, *, least: int, rows: Flags | None = None, limits: PairLimits = DEFAULT_PAIR_LIMITS
) -> Together:
    """Pairs among the marked rows of the field (all without `rows`)."""
    marked = np.ones(field.firm.size, dtype=bool) if rows is None else rows
    bidders = np.bincount(field.lot[marked], minlength=len(field.lots))
    widest = widest_lot(bidders, limits)
    counted = marked & ((bidders >= 2) & (bidders <= widest))[field.lot]
    presence = np.vstack([field.firm[counted], field.lot[counted]])
    first, second, joint = meetings(presence, (len(field.firms), len(field.lots)))
    often = joint >= least
    return Together(first[often], second[often], joint[often], first.size, counted)


def over_joint_lots(
    field: Field, pairs: Together, *products: tuple[Numbers, Numbers]
) -> tuple[Numbers, ...]:
    """For each product (one, two) and each pair the sum of one · two over its joint lots.

    `one` of the first firm and `two` of the second have a value for each row of the field.
    """
    totals = tuple(np.zeros(pairs.first.size) for _ in products)
    for pair, first, second in _meetings_of(field, pairs):
        for total, (one, two) in zip(totals, products, strict=True):
            total += np.bincount(pair, one[first] * two[second], minlength=total.size)
    return totals


def by_joint_lots(field: Field, pairs: Together, weight: Numbers) -> Numbers:
    """For each lot the sum of the weights of those pairs that met in it."""
    totals = np.zeros(len(field.lots))
    for pair, first, _ in _meetings_of(field, pairs):
        totals += np.bincount(field.lot[first], weight[pair], minlength=totals.size)
    return totals


def _meetings_of(field: Field, pairs: Together) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Part by part, for each meeting of a pair: its number, and the two rows of the field."""
    width, rows = len(field.firms), np.flatnonzero(pairs.rows)
    known = pairs.first * width + pairs.second
    for one, two in _side_by_side(field.lot[rows]):
        keys = field.firm[rows[one]] * width + field.firm[rows[two]]
        at = np.minimum(np.searchsorted(known, keys), max(known.size - 1, 0))
        found = np.flatnonzero(known[at] == keys) if known.size else at[:0]
        yield at[found], rows[one[found]], rows[two[found]]


def _side_by_side(lot: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Every two rows of one lot: neighbours first, then those with one between, and so on.

    Rows of a lot stand together. A part has at most as many pairs as there are rows.
    """
    rows, apart = np.arange(lot.size), 1
    while rows.size:
        rows = rows[rows + apart < lot.size]
        rows = rows[lot[rows + apart] == lot[rows]]
        yield rows, rows + apart
        apart += 1
