"""How close firms are, and how much of what they bid for looks collusive: for ordering lists.

closeness of a firm: the largest lower confidence bound (Wilson, 95 %) of the jaccard of its pairs,
among pairs that meet more often than their shared market explains (q ≤ 0.05); 0 without such a
pair. That two firms share most of what they bid for is told apart from that they share one trade:
specialists of one trade have many partners and so a small jaccard with each. closeness of a lot:
the mean over its bidders, half of it where an average decides: among dozens of bidders it tells
small markets from large ones rather than a ring from its rivals.

Prices of a lot that look competitive speak against collusion the less, the closer its bidders are,
and not at all where they share half of what they bid for: what those agree on may be cover bids as
far apart as they like (`heard`).

exposure of a firm: the expected number of its lots that look collusive, Σ 1 / (1 + exp(−1.5 S)),
S = price_score + synchrony (as heard) + 4 · closeness of the lot; where an average decides, half of
the firm's own synchrony is added, since dozens who bid in a lot share it with a ring of few.
exposed_share: the lower bound of the share of its lots that this is, as if four of its lots told as
much as one independent lot. With equal shares the firm with more lots stands higher; a firm that
bids for everything stands below one whose lots all look alike. Both order lists and carry next to
no evidence: a firm that bids often meets a ring often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedProperties
from measures.bids import Field, read_field
from measures.gathered import gathered
from measures.markets import with_columns
from measures.measure import Derived, Measure

PAIRS = """
MATCH (a:Company)-[r:CO_BIDS]->(b:Company)
WHERE r.q_value <= $most_q
RETURN a.key AS start, b.key AS end, r.lots AS lots, r.start_lots AS start_lots,
       r.end_lots AS end_lots
"""
SCORES = """
MATCH (l:Lot) WHERE l.price_score IS NOT NULL OR l.synchrony IS NOT NULL
WITH right(l.key, 2) AS part,
     collect([l.key, coalesce(l.price_score, 0.0) + coalesce(l.synchrony, 0.0)]) AS rows
RETURN rows
"""
FIRMS = """
MATCH (c:Company) WHERE c.synchrony IS NOT NULL
WITH right(c.key, 2) AS part, collect([c.key, c.synchrony]) AS rows
RETURN rows
"""
MOST_Q = 0.05
CONFIDENCE = 1.96
CLOSENESS_UNITS = 4.0  # closeness 0.5 weighs as much as prices two robust deviations off
STEEPNESS = 1.5
SILENT_FROM = 0.5  # closeness of a lot at which its prices no longer speak against collusion
AVERAGED = "average_bid"
OF_AVERAGED = 0.5  # closeness of a lot and synchrony of a firm, where an average decides
ALIKE = 4.0  # lots of one firm that tell as much as one independent lot
LEAST_CLOSENESS = 0.1  # less counts as none: it orders next to nothing and would be everywhere
DECIMALS = 6

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def heard(score: Numbers, closeness: Numbers) -> Numbers:
    """The scores of lots; what speaks against collusion fades with the closeness of the bidders."""
    left = np.maximum(1 - closeness / SILENT_FROM, 0.0)
    return np.where(score < 0, score * left, score)


def lower_bound(hits: Numbers, trials: Numbers) -> Numbers:
    """Wilson's lower confidence bound of a share; 0 without trials."""
    z2 = CONFIDENCE**2
    n = np.maximum(trials, 1)
    share = np.clip(hits / n, 0, 1)
    middle = share + z2 / (2 * n)
    margin = CONFIDENCE * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return np.where(trials > 0, np.maximum((middle - margin) / (1 + z2 / n), 0.0), 0.0)


def closeness_of_firms(pairs: pd.DataFrame, firms: npt.NDArray[np.object_]) -> Numbers:
    """For each firm the largest lower bound among its pairs (start, end, lots, …_lots)."""
    rows = with_columns(pairs, ("start", "end", "lots", "start_lots", "end_lots"))
    lots = rows["lots"].to_numpy(dtype=float)
    either = rows["start_lots"].to_numpy(dtype=float) + rows["end_lots"].to_numpy(dtype=float)
    bound = lower_bound(lots, either - lots)
    known = pd.Index(firms)
    result = np.zeros(len(firms) + 1)
    for side in ("start", "end"):
        np.maximum.at(result, known.get_indexer(pd.Index(rows[side])), bound)
    return result[:-1]


def mean_by_lot(field: Field, of_firm: Numbers) -> Numbers:
    """For each lot the mean over its bidders, halved where an average decides.

    0 for a lot with fewer than two, and where it is below LEAST_CLOSENESS.
    """
    count = np.bincount(field.lot, minlength=len(field.lots))
    total = np.bincount(field.lot, of_firm[field.firm], minlength=len(field.lots))
    mean = np.where(count >= 2, total / np.maximum(count, 1), 0.0)
    mean = np.where(_averaged(field), OF_AVERAGED * mean, mean)
    return np.where(mean >= LEAST_CLOSENESS, mean, 0.0)


def _averaged(field: Field) -> npt.NDArray[np.bool_]:
    return np.asarray(field.lots["method"] == AVERAGED, dtype=bool)


@dataclass(frozen=True, slots=True)
class Exposure:
    """For each firm: its lots with rivals that look collusive, expected, and `share` of them."""

    lots: Numbers
    share: Numbers


def exposure_of_firms(
    field: Field, price_score: Numbers, closeness: Numbers, synchrony: Numbers
) -> Exposure:
    """How exposed each firm is; `share` is a lower bound.

    `price_score` (NaN where unknown) and `closeness` have a value for each lot, `synchrony` for
    each firm.
    """
    total = heard(np.nan_to_num(price_score, nan=0.0), closeness) + CLOSENESS_UNITS * closeness
    own = np.where(_averaged(field)[field.lot], OF_AVERAGED * synchrony[field.firm], 0.0)
    chance = 1 / (1 + np.exp(-STEEPNESS * (total[field.lot] + own)))
    rivals = (np.bincount(field.lot, minlength=len(field.lots)) >= 2)[field.lot]
    firms = len(field.firms)
    lots = np.bincount(field.firm, np.where(rivals, chance, 0.0), minlength=firms).astype(float)
    contested = np.bincount(field.firm, rivals, minlength=firms).astype(float)
    return Exposure(lots, lower_bound(lots / ALIKE, contested / ALIKE))


def compute(reader: GraphReader) -> Derived:
    """Place every lot that holds a tied firm, and every firm that bids."""
    field = read_field(reader)
    of_firm = closeness_of_firms(reader.frame(PAIRS, {"most_q": MOST_Q}), field.firms)
    of_lot = mean_by_lot(field, of_firm)
    scores = gathered(reader, SCORES, ("lot", "score")).set_index("lot")["score"]
    known = scores.reindex(field.lots["lot"]).to_numpy(dtype=float)
    moving = gathered(reader, FIRMS, ("firm", "synchrony")).set_index("firm")["synchrony"]
    synchrony = moving.reindex(field.firms).fillna(0).to_numpy(dtype=float)
    exposure = exposure_of_firms(field, known, of_lot, synchrony)
    firms = zip(
        field.firms, of_firm.tolist(), exposure.lots.tolist(), exposure.share.tolist(), strict=True
    )
    lots = zip(field.lots["lot"], of_lot.tolist(), strict=True)
    return Derived(
        properties=(
            *(
                DerivedProperties(str(lot), {"closeness": round(close, DECIMALS)})
                for lot, close in lots
                if close > 0
            ),
            *(
                DerivedProperties(
                    str(firm),
                    {"exposure": round(seen, DECIMALS), "exposed_share": round(share, DECIMALS)}
                    | ({"closeness": round(close, DECIMALS)} if close >= LEAST_CLOSENESS else {}),
                )
                for firm, close, seen, share in firms
                if seen > 0
            ),
        )
    )


STANDING = Measure(
    name="standing",
    title="Standing",
    summary="How close firms are to each other, and how much of what they bid for looks collusive.",
    revision=5,
    requires=("SUBMITTED", "FOR"),
    compute=compute,
)
