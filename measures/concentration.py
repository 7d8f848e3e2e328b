"""Firms that win at one buyer, or through one agency, more often than elsewhere.

For a firm and a buyer: with m lots there in which it bid, the expected wins are m times the larger
of its chance by numbers (mean 1 / bids of those lots) and its own rate at all other buyers, shrunk
by one lot towards that chance. p is the binomial tail P(X ≥ wins). A strong firm that wins
everywhere is not concentrated; a firm that bids nowhere else is compared with the numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedEdge, Value
from measures.bids import Field, read_field
from measures.cited import cited
from measures.markets import with_columns
from measures.measure import Derived, Measure, edges_from
from measures.meetings import benjamini_hochberg
from measures.win_patterns import Contest, contests
from messages import t

SIDES = {
    "buyer": "MATCH (c:Company)-[:PROCURES]->(l:Lot) "
    "RETURN c.key AS company, collect(l.key) AS lots",
    "agency": "MATCH (c:Company)-[:AGENT_FOR]->(l:Lot) "
    "RETURN c.key AS company, collect(l.key) AS lots",
}
LEAST_LOTS, LEAST_WINS, MOST_P = 4, 3, 0.05
WRITTEN = ("role", "lots", "wins", "expected", "p_value", "q_value", "lots_cited")

Codes = npt.NDArray[np.int64]


def concentrated(contest: Contest, partner: Codes) -> pd.DataFrame:
    """Firms and partners (firm, partner, lots, wins, expected, p_value, q_value).

    `partner` numbers the buyer or agency of each row of the contest, −1 for none.
    """
    from scipy.stats import binom

    known = partner >= 0
    rows = pd.DataFrame(
        {
            "firm": contest.firm[known],
            "partner": partner[known],
            "won": contest.won[known].astype(np.int64),
            "chance": contest.chance[known],
        }
    )
    pairs = rows.groupby(["firm", "partner"], sort=True).agg(
        lots=("won", "size"), wins=("won", "sum"), chance=("chance", "mean")
    )
    pairs = pairs.reset_index()
    whole = pairs.groupby("firm")[["lots", "wins"]].transform("sum")
    elsewhere = whole - pairs[["lots", "wins"]]
    rate = (elsewhere["wins"] + pairs["chance"]) / (elsewhere["lots"] + 1)
    expected_rate = np.clip(np.maximum(rate, pairs["chance"]), 0, 1)
    pairs["expected"] = pairs["lots"] * expected_rate
    pairs = pairs[pairs["lots"] >= LEAST_LOTS].copy()
    rate_kept = expected_rate[pairs.index]
    pairs["p_value"] = binom.sf(pairs["wins"] - 1, pairs["lots"], rate_kept)
    pairs["q_value"] = benjamini_hochberg(pairs["p_value"].to_numpy(dtype=float), len(pairs))
    kept = pairs[(pairs["wins"] >= LEAST_WINS) & (pairs["p_value"] <= MOST_P)]
    return kept.drop(columns="chance").reset_index(drop=True)


def partner_of(field: Field, contest: Contest, found: pd.DataFrame) -> tuple[Codes, list[str]]:
    """The number of each contest row's buyer or agency, and their keys; the first of several."""
    table = with_columns(found, ("company", "lots")).sort_values("company", ignore_index=True)
    keys = [str(key) for key in table["company"]]
    lots = table.explode("lots").reset_index(names="number").drop_duplicates("lots")
    number = pd.Series(lots["number"].to_numpy(dtype=np.int64), index=lots["lots"].astype(object))
    of_lot = number.reindex(field.lots["lot"].astype(object)).fillna(-1).to_numpy(dtype=np.int64)
    return of_lot[contest.lot], keys


def _edges(reader: GraphReader, field: Field, contest: Contest) -> Iterator[DerivedEdge]:
    for role, statement in SIDES.items():
        partner, keys = partner_of(field, contest, reader.frame(statement))
        found = concentrated(contest, partner)
        firms = field.firms[found["firm"].to_numpy(dtype=np.int64)]
        partners = np.asarray(keys, dtype=object)[found["partner"].to_numpy(dtype=np.int64)]
        others = firms != partners  # a buyer that bids in its own lots is another matter
        bids = [*_bids(field, contest, partner, found)]
        values = found.assign(role=role, lots_cited=pd.Series(bids, dtype=object))[others]
        yield from edges_from("WINS_AT", firms[others], partners[others], values[list(WRITTEN)])


def _bids(
    field: Field, contest: Contest, partner: Codes, found: pd.DataFrame
) -> Iterator[list[Value]]:
    """For each firm and partner found the firm's bids there."""
    width = int(partner.max(initial=0)) + 1
    known = np.flatnonzero(partner >= 0)
    pair = contest.firm[known] * width + partner[known]
    order = np.argsort(pair, kind="stable")
    wanted = (found["firm"] * width + found["partner"]).to_numpy(dtype=np.int64)
    at = [np.searchsorted(pair[order], wanted, side=side) for side in ("left", "right")]
    for since, until in zip(*(places.tolist() for places in at), strict=True):
        yield cited(field, contest.row[known[order[since:until]]])


def compute(reader: GraphReader) -> Derived:
    """Compare every firm's wins at a buyer or agency with its wins elsewhere."""
    field = read_field(reader)
    contest = contests(field)
    edges = tuple(_edges(reader, field, contest))
    nothing = t("No lot with two bids names its winner: wins cannot be compared.")
    return Derived(edges=edges, notes=() if contest.firm.size else (nothing,))


CONCENTRATION = Measure(
    name="concentration",
    title="Wins at one buyer or agency",
    summary="Firms that win at one buyer or through one agency more often than elsewhere.",
    revision=2,
    requires=("Bid.won", "SUBMITTED", "PROCURES"),
    compute=compute,
)
