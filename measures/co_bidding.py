"""Co-bidding: pairs of firms that meet in lots more often than their shared market explains.

A pair's market is every lot of the market cells (class by region by year, see `measures.markets`)
in which both firms bid. Inside it, with N lots, a and b lots of the two firms and c joint lots:
jaccard = c / (a + b − c), confidence = max(c / a, c / b), lift = c·N / (a·b), and p_value is the
hypergeometric tail P(X ≥ c). 亲密度 intimacy = 100 · min(1, −log10(p) / 10) · √jaccard. A pair
that chance explains (p > 0.05) gets no edge; one that the correction leaves in doubt (q > 0.05)
names no bids.

Counted are lots with at least two bidders: a lot that only one firm wanted says nothing of who
meets whom, and would make every meeting look rarer. A firm that bids twice in a lot is there
once. Firms of one consortium bid declare their tie, so that lot is no meeting for them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.engine import GraphReader
from measures.bids import entries_of, read_bids
from measures.cited import MOST_Q, cited_of_pairs
from measures.markets import market_of, with_columns
from measures.measure import Derived, Measure, edges_from
from measures.meetings import (
    DEFAULT_PAIR_LIMITS,
    PairLimits,
    benjamini_hochberg,
    distinct,
    meetings,
    widest_lot,
)
from messages import t

PARTICIPATION_COLUMNS = ("company", "bid", "lot")
PAIR_COLUMNS = (
    "start",
    "end",
    "lots",
    "market_lots",
    "start_lots",
    "end_lots",
    "jaccard",
    "confidence",
    "lift",
    "p_value",
    "q_value",
    "intimacy",
)
WRITTEN = PAIR_COLUMNS[2:]
SMALLEST_P = 1e-300
MOST_P = 0.05
CHUNK = 100_000

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs with PAIR_COLUMNS, ordered by start and end; `met` counts all pairs that ever met.

    `wide_lots` were left out for having more than `widest` bidders.
    """

    pairs: pd.DataFrame
    met: int
    wide_lots: int
    widest: int


def find_pairs(
    participation: pd.DataFrame,
    lots: pd.DataFrame,
    *,
    limits: PairLimits = DEFAULT_PAIR_LIMITS,
) -> Pairs:
    """Pairs of firms from participation (company, bid, lot) and lots (LOT_COLUMNS)."""
    rows = with_columns(participation, PARTICIPATION_COLUMNS)
    firm, firms = pd.factorize(rows["company"], sort=True)
    lot, names = pd.factorize(rows["lot"], sort=True)
    presence = distinct(firm, lot, len(names))
    bidders = np.bincount(presence[1], minlength=len(names))
    widest = widest_lot(bidders, limits)
    wide = int((bidders > widest).sum())
    counted = (bidders >= 2) & (bidders <= widest)
    presence = presence[:, counted[presence[1]]]
    market = _markets(lots, names)
    first, second, joint = meetings(presence, (len(firms), len(names)))
    joint = joint - _declared(firm, lot, rows["bid"], counted, first, second)
    met = joint > 0
    often = met & (joint >= limits.joint_lots)
    found = _statistics(
        first[often], second[often], joint[often], presence, market, counted, len(firms)
    )
    found["q_value"] = benjamini_hochberg(found["p_value"].to_numpy(), int(met.sum()))
    found.insert(0, "start", np.asarray(firms, dtype=object)[first[often]])
    found.insert(1, "end", np.asarray(firms, dtype=object)[second[often]])
    return Pairs(found[list(PAIR_COLUMNS)], int(met.sum()), wide, widest)


def _markets(lots: pd.DataFrame, names: npt.ArrayLike) -> Integers:
    """The market of each named lot; 0 for a lot that `lots` does not describe."""
    known = pd.Series(market_of(lots) + 1, index=lots["lot"].astype(object))
    return known.reindex(np.asarray(names, dtype=object)).fillna(0).to_numpy(dtype=np.int64)


def _declared(
    firm: Integers,
    lot: Integers,
    bid: pd.Series,
    counted: npt.NDArray[np.bool_],
    first: Integers,
    second: Integers,
) -> Integers:
    """For each pair (first, second): lots in which the two stand together behind one bid."""
    rows = pd.DataFrame({"firm": firm, "lot": lot, "bid": bid.to_numpy()})[counted[lot]]
    rows = rows.drop_duplicates()
    rows = rows[rows.duplicated("bid", keep=False)]
    partners = rows.merge(rows, on=["bid", "lot"])
    partners = partners[partners["firm_x"] < partners["firm_y"]]
    lots = partners.drop_duplicates(["firm_x", "firm_y", "lot"]).groupby(["firm_x", "firm_y"])
    shared = lots.size()
    result = np.zeros(first.size, dtype=np.int64)
    if len(shared):
        width = int(firm.max()) + 1
        keys = first * width + second
        wanted = shared.index.get_level_values(0) * width + shared.index.get_level_values(1)
        result[np.searchsorted(keys, wanted.to_numpy())] = shared.to_numpy()
    return result


def _statistics(
    first: Integers,
    second: Integers,
    joint: Integers,
    presence: Integers,
    market: Integers,
    counted: npt.NDArray[np.bool_],
    firms: int,
) -> pd.DataFrame:
    """Market size, lots of either firm inside the shared market, and what follows from them."""
    # Here and not above: the module takes a second to import, which every command would wait for.
    from scipy.stats import hypergeom

    cells = int(market.max(initial=0)) + 1
    size = np.bincount(market[counted], minlength=cells)
    served = sparse.csr_array(
        (
            np.ones(presence.shape[1], dtype=np.int64),
            (presence[0], market[presence[1]]),
        ),
        shape=(firms, cells),
    )
    served.sum_duplicates()
    active = served.copy()
    active.data[:] = 1
    shares = [
        _shared_market(first[i : i + CHUNK], second[i : i + CHUNK], served, active, size)
        for i in range(0, first.size, CHUNK)
    ]
    total, own, other = np.concatenate(shares, axis=1) if shares else np.zeros((3, 0), np.int64)
    p_value = np.clip(hypergeom.sf(joint - 1, total, own, other), SMALLEST_P, 1.0)
    jaccard = joint / (own + other - joint)
    return pd.DataFrame(
        {
            "lots": joint,
            "market_lots": total,
            "start_lots": own,
            "end_lots": other,
            "jaccard": jaccard,
            "confidence": np.maximum(joint / own, joint / other),
            "lift": joint * total / (own * other),
            "p_value": p_value,
            "intimacy": intimacy(p_value, jaccard),
        }
    )


def _shared_market(
    first: Integers,
    second: Integers,
    served: sparse.csr_array,
    active: sparse.csr_array,
    size: Integers,
) -> Integers:
    """Rows: lots of the cells both serve; of these the first firm's; of these the second's."""
    one, two = active[first], active[second]
    both = one.multiply(two)
    own = served[first].multiply(two).sum(axis=1)
    other = served[second].multiply(one).sum(axis=1)
    return np.vstack([both @ size, own, other]).astype(np.int64)


def intimacy(p_value: Numbers, jaccard: Numbers) -> Numbers:
    """亲密度 I = 100 · min(1, −log10(p) / 10) · √J, from 0 to 100."""
    return np.asarray(100 * np.minimum(1, -np.log10(p_value) / 10) * np.sqrt(jaccard), dtype=float)


def _notes(found: Pairs, limits: PairLimits) -> tuple[str, ...]:
    rare = found.met - len(found.pairs)
    usual = int((found.pairs["p_value"] > MOST_P).sum())
    counted = (
        (
            found.wide_lots,
            "{count} lots with more than {widest} bidders make no pairs.",
        ),
        (rare, "{count} pairs met in fewer than {least} lots: no edge, counted in the q-values."),
        (usual, "{count} pairs met no more often than chance explains: no edge."),
    )
    return tuple(
        t(message, count=count, widest=found.widest, least=limits.joint_lots)
        for count, message in counted
        if count
    )


def compute(reader: GraphReader) -> Derived:
    """Find the pairs of the whole graph."""
    bids = read_bids(reader)
    found = find_pairs(bids.attendance, bids.lots)
    pairs = found.pairs[found.pairs["p_value"] <= MOST_P].reset_index(drop=True)
    entered = entries_of(bids)
    first, second = (
        np.searchsorted(entered.firms, pairs[side].to_numpy(dtype=object))
        for side in ("start", "end")
    )
    counted = (entered.bidders <= found.widest)[entered.lot]
    named = (pairs["q_value"] <= MOST_Q).to_numpy()
    pairs["lots_cited"] = cited_of_pairs(entered, first, second, counted, named)
    return Derived(
        edges=edges_from("CO_BIDS", pairs["start"], pairs["end"], pairs[[*WRITTEN, "lots_cited"]]),
        notes=_notes(found, DEFAULT_PAIR_LIMITS),
    )


CO_BIDDING = Measure(
    name="co_bidding",
    title="Co-bidding",
    summary="Which firms meet in lots, compared with chance inside the market they share.",
    revision=4,
    requires=("SUBMITTED", "FOR"),
    compute=compute,
)
