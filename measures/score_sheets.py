"""What experts gave: the rows of score sheets, lot by lot, as shares of the points to be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.engine import GraphReader
from graph.records import Value
from measures.markets import with_columns

LOTS = "MATCH (:Expert)-[:SCORED]->(:Bid)-[:FOR]->(l:Lot) RETURN DISTINCT l.key AS lot"
SCORES = """
UNWIND $lots AS lot
MATCH (l:Lot {key: lot})<-[:FOR]-(b:Bid)<-[s:SCORED]-(e:Expert)
RETURN lot, b.key AS bid, e.key AS expert, s.item AS item, s.points AS points,
       s.maximum AS maximum, s.objective AS objective
"""
BIDDERS = """
UNWIND $lots AS lot
MATCH (l:Lot {key: lot})<-[:FOR]-(b:Bid)<-[:SUBMITTED]-(c:Company)
RETURN lot, b.key AS bid, c.key AS company, b.score AS score, l.opened_at AS opened_at
"""
SCORE_COLUMNS = ("lot", "bid", "expert", "item", "points", "maximum", "objective")
BIDDER_COLUMNS = ("lot", "bid", "company", "score", "opened_at")
SLICE = 500  # lots read at once


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of some lots: `scores` with SCORE_COLUMNS, weight and share; `bidders`.

    `unusable` rows had no number, no points to be had, or more points than could be had.
    """

    scores: pd.DataFrame
    bidders: pd.DataFrame
    unusable: int = 0


def read_sheets(reader: GraphReader) -> Iterator[Sheets]:
    """The sheets of the graph, SLICE lots at a time, so that memory stays bounded."""
    lots = sorted(str(row[0]) for row in reader.run(LOTS).rows)
    for start in range(0, len(lots), SLICE):
        chosen: dict[str, Value] = {"lots": [*lots[start : start + SLICE]]}
        yield sheets_of(reader.frame(SCORES, chosen), reader.frame(BIDDERS, chosen))


def sheets_of(scores: pd.DataFrame, bidders: pd.DataFrame) -> Sheets:
    """Clean rows, ordered by lot, expert, bid and item.

    `weight` is the points to be had: stated, else the highest that anybody got for the item.
    """
    rows = with_columns(scores, SCORE_COLUMNS).copy()
    points = pd.to_numeric(rows["points"], errors="coerce")
    stated = pd.to_numeric(rows["maximum"], errors="coerce")
    rows["points"], rows["item"] = points, rows["item"].fillna("").astype(str)
    best = points.groupby([rows["lot"], rows["item"]]).transform("max")
    rows["weight"] = stated.where(stated > 0, best)
    rows["share"] = rows["points"] / rows["weight"].where(rows["weight"] > 0)
    rows["objective"] = rows["objective"].map(lambda said: said is True).astype(bool)
    usable = np.isfinite(rows["share"].to_numpy(dtype=float))
    usable &= (rows["share"] >= 0).to_numpy() & (rows["share"] <= 1 + 1e-9).to_numpy()
    order = ["lot", "expert", "bid", "item"]
    clean = rows[usable].drop_duplicates(order).sort_values(order, ignore_index=True)
    known = with_columns(bidders, BIDDER_COLUMNS).sort_values(
        ["lot", "bid", "company"], ignore_index=True
    )
    return Sheets(clean, known, int((~usable).sum()))
