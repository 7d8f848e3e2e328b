"""Firms whose bids move together: the test of conditional independence of Bajari and Ye (2003).

Inside a lot every bid is replaced by the normal score of its rank, so that the lot's size, cost
and benchmark drop out. What a firm does on average is subtracted, shrunk by 5 lots. Independent
firms' residuals then agree only as much as ranks of one lot must, −1 / (n − 1) on average, which is
added back. Over the c joint lots of a pair Z = Σ r·s / √Σ r²s², p is two-sided, correlation is the
mean product divided by the two standard deviations. A positive value: the two go up and down
together, as firms do that steer an average. A negative one: when one is low the other is high, as
with covering bids.

Compared are lots with at least five priced bids, and pairs with at least five such lots.

synchrony of a lot: the mean over its pairs of max(Z − 2, 0), as a normal score among the lots of
its method, above the middle one; 0 is not written. It orders lots where an average decides, which
a group steers by bidding together, and half as much under comprehensive evaluation. An edge needs
a q-value over all pairs; a lot that holds many pairs a little beyond chance stands out without one.
synchrony of a firm: the same mean over the pairs it was tested in, as a normal score among firms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr, ndtri

from graph.engine import GraphReader
from graph.records import DerivedProperties
from measures.bids import Field, read_field
from measures.cited import cited_of_pairs
from measures.measure import Derived, Measure, edges_from
from measures.meetings import (
    Together,
    benjamini_hochberg,
    by_joint_lots,
    over_joint_lots,
    together,
)
from measures.price_scores import normal_score
from messages import t

LEAST_BIDS = 5
LEAST_LOTS = 5
SHRUNK = 5.0  # lots of a firm at which its own mean counts half
MOST_Q = 0.05
BEYOND = 2.0  # standard errors that chance explains
SYNCHRONY: Mapping[str, float] = {"average_bid": 1.0, "comprehensive": 0.5}
DECIMALS = 6
WRITTEN = ("lots", "correlation", "p_value", "q_value", "lots_cited")

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Moving:
    """Pairs (first, second by firm numbers, WRITTEN), pairs tested, synchrony of lots and firms."""

    pairs: pd.DataFrame
    tested: int
    synchrony: Numbers
    of_firms: Numbers


def moving_pairs(field: Field, *, most_q: float = MOST_Q) -> Moving:
    """Pairs whose bids move together or apart, q-values at most `most_q`."""
    priced = np.isfinite(field.price) & field.alone
    bids = np.bincount(field.lot[priced], minlength=len(field.lots))
    rows = priced & (bids >= LEAST_BIDS)[field.lot]
    residual = residuals(field.firm, field.lot, field.price, rows)
    pairs = together(field, least=LEAST_LOTS, rows=rows)
    # What the ranks of one lot owe to each other, spread over both residuals of a pair.
    owed = np.where(rows, 1.0 / np.maximum(bids[field.lot] - 1, 1), 0.0)
    one = np.where(rows, 1.0, 0.0)
    square = residual**2
    product, owing, squares, own, other = over_joint_lots(
        field, pairs, (residual, residual), (owed, one), (square, square), (square, one),
        (one, square),
    )  # fmt: skip
    product = product + owing
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(squares > 0, product / np.sqrt(squares), 0.0)
        correlation = np.where(own * other > 0, product / np.sqrt(own * other), 0.0)
    p_value = 2 * ndtr(-np.abs(z))
    found = pd.DataFrame(
        {
            "first": pairs.first,
            "second": pairs.second,
            "lots": pairs.lots,
            "correlation": np.clip(correlation, -1, 1),
            "p_value": p_value,
            "q_value": benjamini_hochberg(p_value, p_value.size),
        }
    )
    found = found[found["q_value"] <= most_q].reset_index(drop=True)
    first, second = (found[name].to_numpy(dtype=np.int64) for name in ("first", "second"))
    found["lots_cited"] = cited_of_pairs(field, first, second, pairs.rows)
    beyond = mean_excess(field, pairs, z, np.where(rows, bids[field.lot], 0))
    return Moving(
        found,
        p_value.size,
        synchrony(beyond, field.lots["method"]),
        above_the_middle(excess_of_firms(pairs, z, len(field.firms))),
    )


def mean_excess(field: Field, pairs: Together, z: Numbers, bids: Codes) -> Numbers:
    """For each lot the mean over its pairs of max(z − BEYOND, 0); NaN where nobody is compared.

    `bids` has for each row the number of bids in its lot, 0 for rows that are not compared.
    """
    total = by_joint_lots(field, pairs, np.maximum(z - BEYOND, 0.0))
    count = np.zeros(len(field.lots))
    np.maximum.at(count, field.lot, bids)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count >= 2, total / (count * (count - 1) / 2), np.nan)


def excess_of_firms(pairs: Together, z: Numbers, firms: int) -> Numbers:
    """For each firm the mean over its pairs of max(z − BEYOND, 0); NaN for a firm without pairs."""
    ends = np.concatenate([pairs.first, pairs.second])
    beyond = np.tile(np.maximum(z - BEYOND, 0.0), 2)
    count = np.bincount(ends, minlength=firms)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count > 0, np.bincount(ends, beyond, minlength=firms) / count, np.nan)


def above_the_middle(excess: Numbers) -> Numbers:
    """The excess as a normal score above its middle; 0 for the lower half and what is missing."""
    score, known = normal_score(excess), np.isfinite(excess)
    middle = np.median(score[known]) if known.any() else 0.0
    return np.where(known, np.maximum(score - middle, 0.0), 0.0)


def synchrony(excess: Numbers, method: pd.Series) -> Numbers:
    """The excess as a weighted normal score above the middle of its method; 0 elsewhere."""
    result = np.zeros(excess.size)
    for name, weight in SYNCHRONY.items():
        rows = (method == name).to_numpy()
        result[rows] = weight * above_the_middle(excess[rows])
    return result


def residuals(firm: Codes, lot: Codes, price: Numbers, rows: npt.NDArray[np.bool_]) -> Numbers:
    """Normal score of the price among the marked rows of its lot, minus the firm's shrunk mean.

    0 for rows that are not marked.
    """
    marked = pd.Series(price[rows]).groupby(lot[rows])
    rank = marked.rank(method="average").to_numpy()
    count = marked.transform("size").to_numpy(dtype=float)
    score = ndtri((rank - 0.5) / count) if rank.size else rank
    own = pd.Series(score).groupby(firm[rows])
    usual = own.transform("sum").to_numpy() / (own.transform("size").to_numpy() + SHRUNK)
    result = np.zeros(price.size)
    result[rows] = score - usual
    return result


def compute(reader: GraphReader) -> Derived:
    """Test every pair that meets often enough."""
    field = read_field(reader)
    found = moving_pairs(field)
    pairs = found.pairs
    edges = edges_from(
        "MOVES_WITH",
        field.firms[pairs["first"].to_numpy(dtype=np.int64)],
        field.firms[pairs["second"].to_numpy(dtype=np.int64)],
        pairs[list(WRITTEN)],
    )
    nothing = t(
        "No two firms meet in {least} lots with {bids} priced bids: nothing to compare.",
        least=LEAST_LOTS,
        bids=LEAST_BIDS,
    )
    subjects = zip(
        (*field.lots["lot"], *field.firms),
        (*found.synchrony.tolist(), *found.of_firms.tolist()),
        strict=True,
    )
    properties = tuple(
        DerivedProperties(str(key), {"synchrony": round(value, DECIMALS)})
        for key, value in subjects
        if value > 0
    )
    return Derived(edges=edges, properties=properties, notes=() if found.tested else (nothing,))


MOVING_TOGETHER = Measure(
    name="moving_together",
    title="Bids that move together",
    summary="Pairs of firms whose bids rise and fall together beyond what the lots explain.",
    revision=5,
    requires=("Bid.price or Bid.rate_kind", "SUBMITTED", "FOR"),
    compute=compute,
)
