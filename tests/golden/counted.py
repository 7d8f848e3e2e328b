"""What signals say they count, and how much of it the records that they cite hold."""

from __future__ import annotations

from graph.engine import GraphReader
from graph.records import Value
from queries.finding import Finding

# Returned columns that the sentence states and that add up to the lots of the cited bids.
LOTS = {
    "cover_bid_gap": ("lots",),
    "missing_bids_density": ("near", "beside"),
    "ring_community": ("lots",),
    "subgroup_screens": ("lots",),
    "territory_allocation": ("lots",),
    "win_rotation": ("lots",),
}
# The same of the bids themselves.
BIDS = {
    "bid_exchangeability": ("tested",),
    "cover_bid_gap": ("cited",),
    "ring_community": ("cited",),
    "subgroup_screens": ("cited",),
    "territory_allocation": ("cited",),
    "win_rotation": ("cited",),
}
# Thresholds that let every ring and firm through for which a measure has a figure.
ANYBODY: dict[str, Value] = {"most_p": 1.0, "most_q": 1.0, "least_gap": -1.0, "most_cv": 1e9}
CITED = """
UNWIND $bids AS key
MATCH (bid:Bid {key: key})-[:FOR]->(lot:Lot)
RETURN count(DISTINCT lot.key) AS lots, count(DISTINCT bid.key) AS bids
"""


def stated(finding: Finding) -> dict[str, int]:
    """How many lots and bids the finding's sentence counts."""
    return {
        name: sum(int(str(finding.values[column])) for column in columns[finding.signal])
        for name, columns in (("lots", LOTS), ("bids", BIDS))
        if finding.signal in columns
    }


def cited(finding: Finding, reader: GraphReader) -> dict[str, int]:
    """How many lots and bids its evidence opens, of the kinds that the sentence counts."""
    keys: list[Value] = [key for key in finding.evidence if key.startswith("bid:")]
    opened = next(iter(reader.run(CITED, {"bids": keys}).dicts()))
    return {name: int(str(opened[name])) for name in stated(finding)}
