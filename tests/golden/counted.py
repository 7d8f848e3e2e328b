"""What signals say they count, and how much of it the records that they cite hold."""

from __future__ import annotations

from dataclasses import dataclass

from graph.engine import GraphReader
from graph.records import Value
from queries.finding import Finding


@dataclass(frozen=True, slots=True)
class Count:
    """Returned columns that a sentence states, and the cited column whose keys add up to them.

    `of` says what is counted behind the keys: the distinct lots, the distinct bids, those that won,
    or the nodes themselves.
    """

    stated: tuple[str, ...]
    behind: str = "bids"
    of: str = "lots"


WINS = Count(("wins",), of="won")
LOTS_AND_BIDS = (Count(("lots",)), Count(("cited",), of="bids"))
COUNTED = {
    "agency_winner_concentration": LOTS_AND_BIDS,
    "bajari_ye_tests": LOTS_AND_BIDS,
    "below_cost_bid": (Count(("others",), "rivals", of="bids"),),
    "bid_exchangeability": (Count(("tested",), of="bids"),),
    "benchmark_manipulation": (Count(("count",), of="bids"),),
    "buyer_winner_concentration": LOTS_AND_BIDS,
    "cobid_intimacy": LOTS_AND_BIDS,
    "cover_bid_gap": LOTS_AND_BIDS,
    "cover_ring_in_section": (
        Count(("count",), of="bids"),
        Count(("total",), "all_bids", of="bids"),
        Count(("outside",), "outside_bids", of="bids"),
    ),
    "cross_section_device_reuse": (Count(("lots",)),),
    "cv_screen": (Count(("count",), of="bids"),),
    "expert_co_panels": (Count(("lots",), "lots_where"),),
    "expert_draw_frequency": (Count(("listed",), "pool_experts", of="nodes"),),
    "expert_panel_composition": (Count(("size",), "experts", of="nodes"),),
    "expert_score_bias": (Count(("lots",)), Count(("decisive",), "turned_bids")),
    "expert_winner_lift": (
        Count(("lots", "other_lots")),
        Count(("lots", "other_lots"), "lots_where"),
        Count(("cited",), of="bids"),
    ),
    "expert_identical_scores": (Count(("lots",), "lots_where"), Count(("lots",))),
    "fixed_loser_winner_pair": LOTS_AND_BIDS,
    "hidden_common_control": (Count(("ways",), "between", of="nodes"),),
    "intentional_invalid_bid": (
        Count(("with_winner",), of="bids"),
        Count(("failed",), "failed_bids", of="bids"),
        Count(("bids_count",), "all_bids", of="bids"),
    ),
    "ip_match": (Count(("firms",), "users", of="nodes"),),
    "missing_bids_density": (Count(("near", "beside")),),
    "panel_agreement": (
        Count(("count",), of="bids"),
        Count(("experts",), "panel", of="nodes"),
    ),
    "personnel_churn": (Count(("count",), "people", of="nodes"),),
    "price_arithmetic_geometric": (
        Count(("count",), of="bids"),
        Count(("total",), "all_bids", of="bids"),
    ),
    "prior_collusion_penalty": (Count(("times",), "penalties", of="nodes"),),
    "professional_loser": (Count(("entered",)), Count(("lost_to_few",), "lots"), WINS),
    "rd_skew_screen": (Count(("count",), of="bids"),),
    "ring_community": LOTS_AND_BIDS,
    "score_anomaly": (Count(("count",), of="bids"),),
    "score_winner_lead": (Count(("others",), "rivals", of="bids"),),
    "serial_winner": (
        Count(("entered",)),
        Count(("won",), "lots"),
        Count(("accompanied",), "companions_bids"),
        WINS,
    ),
    "split_to_evade": (Count(("count",), "lots"),),
    "subgroup_screens": LOTS_AND_BIDS,
    "tender_manipulation": (
        Count(("bids_count",), "all_bids", of="bids"),
        Count(("valid",), "valid_bids", of="bids"),
    ),
    "territory_allocation": LOTS_AND_BIDS,
    "threshold_bunching": (Count(("below",), "lots"), Count(("above",), "lots_above")),
    "win_rotation": LOTS_AND_BIDS,
}
# Thresholds that let everything through for which a measure has a figure.
ANYBODY: dict[str, Value] = {
    "least_confidence": 0.0,
    "least_correlation": -1.0,
    "least_gap": -1.0,
    "least_lift": 0.0,
    "least_ratio": 0.0,
    "most_cv": 1e9,
    "most_p": 1.0,
}
BEHIND = """
UNWIND $keys AS k
OPTIONAL MATCH (bid:Bid {key: k})-[:FOR]->(of:Lot)
OPTIONAL MATCH (lot:Lot {key: k})
WITH bid.key AS bid, coalesce(of.key, lot.key) AS one, CASE WHEN bid.won THEN of.key END AS won
RETURN count(DISTINCT one) AS lots, count(DISTINCT bid) AS bids, count(DISTINCT won) AS won
"""


def stated(finding: Finding) -> list[int]:
    """What the finding's sentence counts."""
    return [
        sum(int(str(finding.values[column])) for column in count.stated)
        for count in COUNTED[finding.signal]
    ]


def cited(finding: Finding, reader: GraphReader) -> list[int]:
    """How many lots or bids its evidence opens for each of these counts."""
    found = []
    for count in COUNTED[finding.signal]:
        keys = finding.values[count.behind]
        assert isinstance(keys, list)
        named = {*map(str, keys)}
        assert named <= {*finding.evidence, *finding.counted}
        if count.of == "nodes":
            found.append(len(reader.subgraph(named).nodes))
            continue
        (opened,) = reader.run(BEHIND, {"keys": keys}).dicts()
        found.append(int(str(opened[count.of])))
    return found
