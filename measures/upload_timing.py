"""Upload timing: uploads, or deposits, of two bidders minutes apart, long before the deadline.

Everybody uploads in the last hours, so only uploads at least two hours before the deadline count.
What is unusual is judged by habit: p is the share of all combinations of an earlier or later lag
(time from upload to deadline) of the one with one of the other that lie as close together. A firm
with fewer than eight other lags is judged by the lags of the whole market. A lot with m early pairs
has m chances, so that 1 − (1 − p)^m is what is kept, up to 0.01. Deposits within five minutes are
judged alike, by the habits of deposits; a deposit of which the day alone is known has no time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedEdge
from measures.markets import with_columns
from measures.measure import Derived, Measure

UPLOADED = """
MATCH (d:Device)-[u:USED_IN]->(b:Bid)
WHERE u.event = 'upload' AND u.at IS NOT NULL
WITH b, max(u.at) AS at
MATCH (b)<-[s:SUBMITTED]-(c:Company)
WHERE s.role <> 'member'
MATCH (b)-[:FOR]->(l:Lot)
RETURN b.key AS bid, c.key AS company, l.key AS lot, at, coalesce(l.deadline, l.opened_at) AS due
"""
# WITH: else the embedded engine goes from every bid to its firm and lot before it looks.
HANDED_IN = """
MATCH (b:Bid) WHERE b.submitted_at IS NOT NULL
WITH b
MATCH (b)<-[s:SUBMITTED]-(c:Company)
WHERE s.role <> 'member'
MATCH (b)-[:FOR]->(l:Lot)
RETURN b.key AS bid, c.key AS company, l.key AS lot, b.submitted_at AS at,
       coalesce(l.deadline, l.opened_at) AS due
"""
PAID = """
MATCH (:Account)-[p:PAID_DEPOSIT_OF]->(b:Bid)
WHERE p.at IS NOT NULL AND NOT p.at CONTAINS 'T00:00:00'
WITH b, max(p.at) AS at
MATCH (b)<-[s:SUBMITTED]-(c:Company)
WHERE s.role <> 'member'
MATCH (b)-[:FOR]->(l:Lot)
RETURN b.key AS bid, c.key AS company, l.key AS lot, at, coalesce(l.deadline, l.opened_at) AS due
"""
COLUMNS = ("bid", "company", "lot", "at", "due")

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Timing:
    """What counts.

    `early`: seconds before the deadline from which on uploads count. `close`: seconds apart that
    make a candidate. `history`: lags that make a habit. `largest`: lots with more early uploads are
    left out. `pool`: as many lags stand for the market. `resolution`: closer is as close.
    """

    early: float = 7200.0
    close: float = 600.0
    history: int = 8
    largest: int = 200
    pool: int = 2000
    resolution: float = 60.0
    most_p: float = 0.01


DEFAULT_TIMING = Timing()
DEPOSIT_TIMING = replace(DEFAULT_TIMING, close=300.0)


def close_uploads(rows: pd.DataFrame, *, timing: Timing = DEFAULT_TIMING) -> pd.DataFrame:
    """Pairs with one, two (bids), at_one, at_two, p_value; ordered by bid."""
    found = with_columns(rows, COLUMNS).drop_duplicates("bid")
    at = pd.to_datetime(found["at"], errors="coerce", format="ISO8601", utc=True)
    due = pd.to_datetime(found["due"], errors="coerce", format="ISO8601", utc=True)
    lag = (due - at).dt.total_seconds().to_numpy(dtype=float)
    found = found.assign(lag=lag)[np.isfinite(lag) & (lag >= timing.early)]
    found = found.sort_values(["lot", "lag", "bid"], kind="stable").reset_index(drop=True)
    habits = _habits(found)
    everybody = _sample(np.sort(found["lag"].to_numpy(dtype=float)), timing.pool)
    sizes = found.groupby("lot")["bid"].transform("size").to_numpy(dtype=np.int64)
    bid, moment = found["bid"].to_numpy(), found["at"].to_numpy()
    table = []
    for i, j in _neighbours(found, sizes, timing):
        chances = sizes[i] * (sizes[i] - 1) // 2
        alone = _probability(found, i, j, habits, everybody, timing)
        p_value = float(-np.expm1(chances * np.log1p(-min(alone, 1 - 1e-12))))
        if p_value <= timing.most_p:
            first, second = (i, j) if bid[i] < bid[j] else (j, i)
            table.append((bid[first], bid[second], moment[first], moment[second], p_value))
    columns = ["one", "two", "at_one", "at_two", "p_value"]
    return pd.DataFrame(sorted(table), columns=columns)


def _habits(found: pd.DataFrame) -> dict[str, Numbers]:
    grouped = found.sort_values(["company", "lag"], kind="stable").groupby("company", sort=False)
    return {str(firm): lags.to_numpy(dtype=float) for firm, lags in grouped["lag"]}


def _sample(lags: Numbers, most: int) -> Numbers:
    """At most so many of the sorted lags, evenly spaced."""
    if lags.size <= most:
        return lags
    return lags[np.linspace(0, lags.size - 1, most).astype(np.int64)]


def _neighbours(
    found: pd.DataFrame, sizes: npt.NDArray[np.int64], timing: Timing
) -> Iterator[tuple[int, int]]:
    """Rows of two firms in one lot that lie close together."""
    lot, lag = found["lot"].to_numpy(), found["lag"].to_numpy(dtype=float)
    firm = found["company"].to_numpy()
    step, rows = 1, np.flatnonzero(sizes <= timing.largest)
    while rows.size:
        rows = rows[rows + step < lot.size]
        near = (lot[rows + step] == lot[rows]) & (lag[rows + step] - lag[rows] <= timing.close)
        rows = rows[near]
        for i in rows[firm[rows] != firm[rows + step]].tolist():
            yield i, i + step
        step += 1


def _probability(
    found: pd.DataFrame,
    i: int,
    j: int,
    habits: dict[str, Numbers],
    everybody: Numbers,
    timing: Timing,
) -> float:
    lag = found["lag"].to_numpy(dtype=float)
    firm = found["company"].to_numpy()
    one, two = (_others(habits[str(firm[k])], lag[k], everybody, timing.history) for k in (i, j))
    apart = max(lag[j] - lag[i], timing.resolution)
    low = np.searchsorted(two, one - apart, side="left")
    high = np.searchsorted(two, one + apart, side="right")
    # The pair itself counts as one more combination, so that p is never 0.
    return float(((high - low).sum() + 1) / (one.size * two.size + 1))


def _others(habit: Numbers, own: float, everybody: Numbers, least: int) -> Numbers:
    """A firm's lags without this one, or those of everybody where they are too few."""
    rest = np.delete(habit, np.searchsorted(habit, own))
    return rest if rest.size >= least else everybody


def compute(reader: GraphReader) -> Derived:
    """Find the pairs of the whole graph; a bid's upload goes before what it states itself."""
    frames = [with_columns(reader.frame(query), COLUMNS) for query in (UPLOADED, HANDED_IN)]
    uploads = close_uploads(pd.concat(frames, ignore_index=True))
    deposits = close_uploads(reader.frame(PAID), timing=DEPOSIT_TIMING)
    return Derived(edges=(*_edges("upload_time", uploads), *_edges("deposit_time", deposits)))


def _edges(kind: str, found: pd.DataFrame) -> Iterator[DerivedEdge]:
    for row in found.to_dict("records"):
        yield DerivedEdge(
            "RESEMBLES",
            str(row["one"]),
            str(row["two"]),
            {
                "kind": kind,
                "score": 1 - float(row["p_value"]),
                "p_value": float(row["p_value"]),
                "passages": [str(row["at_one"]), str(row["at_two"])],
            },
        )


UPLOAD_TIMING = Measure(
    name="upload_timing",
    title="Upload timing",
    summary="Uploads or deposits of two bidders minutes apart, long before the deadline.",
    revision=2,
    requires=("SUBMITTED", "FOR", "USED_IN or Bid.submitted_at or PAID_DEPOSIT_OF"),
    compute=compute,
)
