"""Statistics that every subject has, as bans for ordering lists: no threshold, no index.

A list of leads ends where the thresholds end. To order what lies below them, and to be evaluated at
all, a ranking needs a value for every subject. These values stand in the scores beside the findings
and leave the smoke index alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from graph.engine import GraphReader
from graph.records import NodeKey
from leads.lead import SubjectKind
from leads.weights import Weights
from measures.markets import with_columns
from measures.standing import heard
from queries.signal import Family

LOTS = """
MATCH (lot:Lot)
WHERE lot.price_score IS NOT NULL OR lot.synchrony IS NOT NULL OR lot.closeness IS NOT NULL
RETURN lot.key AS key, coalesce(lot.price_score, 0.0) + coalesce(lot.synchrony, 0.0) AS score,
       lot.closeness AS closeness
"""
COMPANIES = """
MATCH (firm:Company) WHERE firm.exposed_share IS NOT NULL
RETURN firm.key AS key, firm.exposed_share AS share
"""
PERSONS = """
MATCH (person:Person)-[:LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF|CONTACT_OF]->(firm:Company)
WHERE firm.exposed_share IS NOT NULL
RETURN person.key AS key, max(firm.exposed_share) AS share
"""
PAIRS = """
MATCH (a:Company)-[tie:CO_BIDS]->(b:Company)
RETURN a.key AS a, b.key AS b, tie.intimacy AS intimacy
"""
RINGS = """
MATCH (ring:Ring) WHERE ring.rank_score IS NOT NULL
RETURN ring.key AS key, ring.rank_score AS score
"""
EXPERTS = """
MATCH (expert:Expert)-[lean:LEANS_TO]->(:Company)
RETURN expert.key AS key, max(lean.t) AS t
"""

# Findings of these families repeat, behind a threshold, what the graded statistics say. On proven
# cartels their sum ranked worse than the statistics alone: many weak hits outweigh a strong one.
COVERED: Mapping[SubjectKind, frozenset[Family]] = {
    SubjectKind.LOT: frozenset({Family.PRICE, Family.NETWORK}),
    SubjectKind.COMPANY: frozenset({Family.PRICE, Family.NETWORK}),
}

Graded = Mapping[tuple[NodeKey, ...], Mapping[Family, float]]


def graded(kind: SubjectKind, reader: GraphReader, weights: Weights) -> Graded:
    """The graded bans of every subject of this kind that has any, by family."""
    return _READERS[kind](reader, weights)


def _lots(reader: GraphReader, weights: Weights) -> Graded:
    unit, close = weights.price_screen.value, weights.closeness.value
    rows = with_columns(reader.frame(LOTS), ("key", "score", "closeness"))
    closeness = rows["closeness"].fillna(0).to_numpy(dtype=float)
    scores = heard(rows["score"].to_numpy(dtype=float), closeness)
    return {
        (str(key),): {Family.PRICE: unit * float(score), Family.NETWORK: close * float(near)}
        for key, score, near in zip(rows["key"], scores, closeness, strict=True)
    }


def _companies(reader: GraphReader, weights: Weights) -> Graded:
    return _exposed(COMPANIES, reader, weights)


def _persons(reader: GraphReader, weights: Weights) -> Graded:
    return _exposed(PERSONS, reader, weights)


def _exposed(statement: str, reader: GraphReader, weights: Weights) -> Graded:
    unit = weights.network_cap.value
    return {
        (str(row["key"]),): {Family.NETWORK: unit * _number(row["share"])}
        for row in reader.frame(statement).to_dict("records")
    }


def _pairs(reader: GraphReader, weights: Weights) -> Graded:
    unit = weights.closeness.value / 100
    return {
        tuple(sorted((str(row["a"]), str(row["b"])))): {
            Family.NETWORK: unit * _number(row["intimacy"])
        }
        for row in reader.frame(PAIRS).to_dict("records")
    }


def _rings(reader: GraphReader, weights: Weights) -> Graded:
    unit = weights.price_screen.value
    return {
        (str(row["key"]),): {Family.NETWORK: unit * _number(row["score"])}
        for row in reader.frame(RINGS).to_dict("records")
    }


def _experts(reader: GraphReader, weights: Weights) -> Graded:
    unit = weights.price_screen.value
    return {
        (str(row["key"]),): {Family.EXPERT: unit * _number(row["t"])}
        for row in reader.frame(EXPERTS).to_dict("records")
    }


def _number(value: object) -> float:
    """A figure of the graph; 0 where there is none."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0


_READERS: Mapping[SubjectKind, Callable[[GraphReader, Weights], Graded]] = {
    SubjectKind.LOT: _lots,
    SubjectKind.COMPANY: _companies,
    SubjectKind.PERSON: _persons,
    SubjectKind.PAIR: _pairs,
    SubjectKind.RING: _rings,
    SubjectKind.EXPERT: _experts,
}
