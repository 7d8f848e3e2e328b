"""A statistic of many lots opens what it says it counts, also where records are untidy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from graph.engine import GraphEngine
from graph.records import Value
from measures.catalogue import run_measures
from measures.cited import MOST_Q
from queries.catalogue import catalogue
from queries.run import run_signal
from tests.golden.counted import ANYBODY, COUNTED, cited, stated
from tests.golden.golden_graph import Edge, write

AT = datetime(2026, 1, 2, tzinfo=UTC)
MEASURES = (
    "price_screens", "co_bidding", "win_patterns", "rings", "exchangeability", "moving_together",
    "concentration", "expert_panels",
)  # fmt: skip
REGIONS = ("350203", "350582")
HOMES = {"A": REGIONS[0], "B": REGIONS[1], "C": REGIONS[0], "F": "350203", "G": "350500"}
CLOSE = ("H0", "H1", "H2")
# Golden graphs, the sample and the tests of their measures hold these.
OTHERWISE = {
    "below_cost_bid",
    "benchmark_manipulation",
    "cover_ring_in_section",
    "cross_section_device_reuse",
    "expert_draw_frequency",
    "expert_identical_scores",
    "expert_panel_composition",
    "expert_score_bias",
    "hidden_common_control",
    "intentional_invalid_bid",
    "ip_match",
    "panel_agreement",
    "personnel_churn",
    "price_arithmetic_geometric",
    "prior_collusion_penalty",
    "rd_skew_screen",
    "score_anomaly",
    "score_winner_lead",
    "split_to_evade",
    "tender_manipulation",
    "threshold_bunching",
}
STEP = 0.004  # of the ceiling: no two prices are closer, but those of these three


def market() -> tuple[dict[str, Mapping[str, Value]], list[Edge]]:
    """240 lots: A, B and C share half of them, H0, H1 and H2 are close in ten of the others."""
    chance = np.random.default_rng(11)
    nodes: dict[str, Mapping[str, Value]] = {
        f"company:{firm}": {"name": firm, "region": region} for firm, region in HOMES.items()
    }
    nodes |= {
        f"company:H{i}": {"name": f"H{i}", "region": ("350203", "350582", "110101")[i % 3]}
        for i in range(9)
    }
    edges: list[Edge] = []
    for number in range(240):
        lot, ring = f"{number:03}", number % 4 < 2
        known = {} if number == 12 else {"region": REGIONS[number % 2]}
        nodes[f"lot:{lot}"] = {
            "opened_at": f"{date(2023, 1, 2) + timedelta(days=3 * number)}T09:30:00",
            "evaluation_method": "lowest_price",
            "control_price": 1000.0,
            **known,
        }
        close = number % 4 == 3 and number < 40
        others = [f"H{i}" for i in chance.permutation(9)]
        others.sort(key=lambda firm: close and firm not in CLOSE)
        firms = ["F", "G", *("ABC" if ring else ""), *others][:7]
        steps = chance.choice(40, len(firms), replace=False)
        prices = {f: 1000 * (0.8 + STEP * s) for f, s in zip(firms, steps.tolist(), strict=True)}
        if close:
            prices |= dict(zip(CLOSE, (901.0, 901.01, 901.02), strict=True))
        winner = "AB"[number % 2] if ring else min(prices, key=lambda f: prices[f])
        if ring:
            prices[winner] = min(prices.values()) - 1000 * STEP * (1 + number % 3)
        if number % 8 == 0:
            prices["L"] = 999.0 - number / 1000
        edges += around(lot, "AB"[number % 2] if ring else "", number)
        edges.append((f"company:{winner}", "WON", f"lot:{lot}", {}))
        for firm, price in prices.items():
            nodes[f"bid:{lot}/{firm}"] = {"price": price, "won": firm == winner}
            edges += bid_of(firm, lot)
    untidy(nodes, edges)
    return nodes, edges


def around(lot: str, favoured: str, number: int) -> Iterator[Edge]:
    """Buyer, agency and panel of a lot: where A wins they are always the same."""
    same = favoured == "A"
    yield "company:O" if same else "company:P", "PROCURES", f"lot:{lot}", {}
    yield "company:Q" if same else "company:R", "AGENT_FOR", f"lot:{lot}", {}
    for expert in ("X", "Y") if same else (f"E{number % 7}", f"E{number % 11}"):
        yield f"expert:{expert}", "EVALUATED", f"lot:{lot}", {}
    if number % 10 == 0:  # the buyer's own, by duty
        yield "expert:E0", "EVALUATED", f"lot:{lot}", {"buyer_representative": True}


def bid_of(firm: str, lot: str, name: str = "") -> list[Edge]:
    bid = f"bid:{lot}/{name or firm}"
    return [(f"company:{firm}", "SUBMITTED", bid, {}), (bid, "FOR", f"lot:{lot}", {})]


def untidy(nodes: dict[str, Mapping[str, Value]], edges: list[Edge]) -> None:
    """A consortium, a firm with two bids, one that is rejected, one without a price."""
    edges += bid_of("B", "000", "A")[:1]
    nodes["bid:004/A2"] = {"price": 999.0, "won": False}
    edges += bid_of("A", "004", "A2")
    nodes["bid:008/B"] = {**nodes["bid:008/B"], "valid": False}
    for lot in ("016", "017"):
        nodes[f"bid:{lot}/C"] = {"won": False}


@pytest.fixture
def measured(one_engine: GraphEngine) -> GraphEngine:
    """The market with what the measures found in it."""
    write(one_engine, *market())
    run_measures(MEASURES, one_engine, at=AT)
    return one_engine


def test_every_number_opens_as_many_records(measured: GraphEngine) -> None:
    for signal in (one for one in catalogue() if one.id in {*COUNTED} - OTHERWISE):
        loose = {name: value for name, value in ANYBODY.items() if name in signal.parameters}

        found = run_signal(signal, measured.reader, **loose).findings

        assert found, signal.id
        opened = [(one.id, cited(one, measured.reader)) for one in found]
        assert opened == [(one.id, stated(one)) for one in found], signal.id


def test_what_the_correction_leaves_in_doubt_is_found_but_names_no_bids(
    measured: GraphEngine,
) -> None:
    for name in ("cobid_intimacy", "expert_winner_lift"):
        signal = next(one for one in catalogue() if one.id == name)
        loose = dict.fromkeys(("most_p", "most_q"), 1.0)
        least = {one: 0 for one in signal.parameters if one.startswith("least_")}

        found = run_signal(signal, measured.reader, **loose, **least).findings

        listed = [(float(str(one.values["q_value"])), one.values["cited"]) for one in found]
        assert all(cited for q_value, cited in listed if q_value <= MOST_Q), name
        assert {cited for q_value, cited in listed if q_value > MOST_Q} == {0}, name
