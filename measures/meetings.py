"""Which firms meet in which lots, within bounds, and how many tests that makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

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
    ones = np.ones(presence.shape[1], dtype=np.int32)
    attended = sparse.csr_array((ones, (presence[0], presence[1])), shape=shape)
    together = sparse.coo_array(sparse.triu(attended @ attended.T, k=1))
    first, second = (axis.astype(np.int64) for axis in together.coords)
    order = np.lexsort((second, first))
    return first[order], second[order], together.data[order].astype(np.int64)


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


def over_joint_lots(field: Field, pairs: Together, one: Numbers, two: Numbers) -> Numbers:
    """For each pair the sum over its joint lots of `one` of the first times `two` of the second.

    `one` and `two` have a value for each row of the field.
    """
    shape = (len(field.firms), len(field.lots))
    at = (field.firm[pairs.rows], field.lot[pairs.rows])
    left = sparse.csr_array((one[pairs.rows], at), shape=shape)
    right = sparse.csr_array((two[pairs.rows], at), shape=shape)
    totals = np.empty(pairs.first.size)
    for i in range(0, pairs.first.size, CHUNK):
        part = slice(i, i + CHUNK)
        products = left[pairs.first[part]].multiply(right[pairs.second[part]])
        totals[part] = products.sum(axis=1)
    return totals


def by_joint_lots(field: Field, pairs: Together, chosen: Integers, weight: Numbers) -> Numbers:
    """For each lot the sum of the weights of those chosen pairs that met in it."""
    attended = sparse.csr_array(
        (np.ones(int(pairs.rows.sum())), (field.firm[pairs.rows], field.lot[pairs.rows])),
        shape=(len(field.firms), len(field.lots)),
    )
    totals = np.zeros(len(field.lots))
    for i in range(0, chosen.size, CHUNK):
        part = chosen[i : i + CHUNK]
        both = attended[pairs.first[part]].multiply(attended[pairs.second[part]])
        totals += np.asarray(both.T @ weight[i : i + CHUNK], dtype=float)
    return totals


CHUNK = 50_000
