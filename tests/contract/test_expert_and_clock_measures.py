"""Time limits and experts' leans are written alike on every engine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.engine import GraphEngine
from graph.records import Value
from measures.catalogue import run_measures
from queries.catalogue import catalogue
from queries.run import run_signal
from tests.golden.counted import cited, stated
from tests.golden.golden_graph import Edge, write

AT = datetime(2026, 1, 2, tzinfo=UTC)
SIGNALS = {signal.id: signal for signal in catalogue()}


def test_a_late_contract_is_a_clock_and_then_a_finding(engine: GraphEngine) -> None:
    nodes: dict[str, dict[str, Value]] = {
        "lot:T": {"name": "T", "regime": "tender"},
        "milestone:1": {"node": "award_letter", "on": "2024-05-06"},
        "contract:1": {"name": "K", "signed_on": "2024-07-01"},
        "project:P": {"name": "P"},
        "milestone:2": {"node": "construction_permit", "on": "2024-08-01"},
        "milestone:3": {"node": "construction_start", "on": "2024-07-15"},
    }
    edges: list[Edge] = [
        ("milestone:1", "OF", "lot:T", {}),
        ("contract:1", "AWARDED_FOR", "lot:T", {}),
        ("lot:T", "PART_OF", "project:P", {}),
        ("milestone:2", "OF", "project:P", {}),
        ("milestone:3", "OF", "project:P", {}),
    ]
    write(engine, nodes, edges)

    (report,) = run_measures(["milestone_clocks"], engine, at=AT)

    late = run_signal(SIGNALS["deadline_contract"], engine.reader).findings
    order = run_signal(SIGNALS["order_violation"], engine.reader).findings
    assert report.missing == ()
    assert [(f.values["days"], f.values["due"]) for f in late] == [(56, "2024-06-05")]
    assert late[0].evidence == ("lot:T", "milestone:1", "contract:1")
    steps = [(f.subjects["lot"], f.values["step"]) for f in order]
    assert steps == [("lot:T", "work began before the building permit")]


def test_bids_are_due_at_the_opening_where_only_other_lots_state_a_deadline(
    engine: GraphEngine,
) -> None:
    nodes: dict[str, dict[str, Value]] = {
        "lot:T": {"name": "T", "opened_at": "2024-05-20T09:30:00"},
        "lot:U": {"name": "U", "deadline": "2024-05-20T09:30:00"},
        "milestone:1": {"node": "tender_notice", "on": "2024-05-10"},
    }
    write(engine, nodes, [("milestone:1", "OF", "lot:T", {})])

    run_measures(["milestone_clocks"], engine, at=AT)

    found = engine.reader.run(
        "MATCH (c:Clock {rule: 'deadline_bid_prep', state: 'late'})-[:RUNS_FOR]->(l:Lot) "
        "RETURN l.key AS lot, c.days AS days"
    ).dicts()
    assert found == [{"lot": "lot:T", "days": 10}]


def panel(lots: int) -> tuple[dict[str, dict[str, Value]], list[Edge]]:
    """Lots of four bids; X gives A ten points more than the others do, Y and Z copy each other."""
    nodes: dict[str, dict[str, Value]] = {}
    edges: list[Edge] = []
    for n in range(lots):
        lot = f"lot:T{n}"
        nodes[lot] = {"name": f"T{n}", "opened_at": "2024-05-06T09:30:00", "class_code": "A08"}
        for place, firm in enumerate("ABCD"):
            bid = f"bid:T{n}/{firm}"
            nodes[bid] = {}
            edges += [
                (f"company:{firm}", "SUBMITTED", bid, {"role": "sole"}),
                (bid, "FOR", lot, {}),
            ]
            for who, expert in enumerate("VWXYZ"):
                points = 60 + 5 * place + (7 * n + 3 * place + 5 * min(who, 3)) % 4
                points += 10 if (expert, firm) == ("X", "A") else 0
                for item in ("技术", "服务"):
                    given = {"item": item, "points": float(points), "maximum": 100.0}
                    edges.append((f"expert:{expert}", "SCORED", bid, {**given}))
        edges += [(f"expert:{expert}", "EVALUATED", lot, {}) for expert in "VWXYZ"]
        edges.append(("company:A" if n else "company:B", "WON", lot, {}))
    return nodes, edges


def test_a_leaning_expert_and_two_that_copy_are_found(engine: GraphEngine) -> None:
    write(engine, *panel(8))

    run_measures(["expert_scores", "expert_panels"], engine, at=AT)

    leans = engine.reader.run(
        "MATCH (e:Expert)-[r:LEANS_TO]->(c:Company) WHERE r.t IS NOT NULL "
        "RETURN e.key AS expert, c.key AS company, r.lots AS lots, r.lean AS lean, r.t AS t "
        "ORDER BY r.t DESC"
    ).dicts()
    alike = engine.reader.run(
        "MATCH (a:Expert)-[r:SCORES_ALIKE]->(b:Expert) "
        "RETURN a.key AS a, b.key AS b, r.lots AS lots, size(r.where) AS places"
    ).dicts()
    assert (leans[0]["expert"], leans[0]["company"], leans[0]["lots"]) == (
        "expert:X",
        "company:A",
        8,
    )
    assert leans[0]["lean"] == pytest.approx(0.1 * 3 / 4, abs=0.02)
    assert alike == [{"a": "expert:Y", "b": "expert:Z", "lots": 8, "places": 8}]


def test_a_lean_opens_the_bids_that_it_counts(one_engine: GraphEngine) -> None:
    nodes, edges = panel(8)
    # A panel of two, and a lot that nobody else entered: nothing to compare with.
    edges += [("company:A", "SUBMITTED", "bid:S/A", {}), ("bid:S/A", "FOR", "lot:S", {})]
    for expert in "VX":
        edges.append((f"expert:{expert}", "SCORED", "bid:S/A", {"item": "技术", "points": 9.0}))
    write(one_engine, nodes, edges)
    run_measures(["expert_scores"], one_engine, at=AT)

    found = run_signal(SIGNALS["expert_score_bias"], one_engine.reader).findings

    (lean,) = [one for one in found if one.subjects["company"] == "company:A"]
    assert stated(lean)[0] == 8
    assert cited(lean, one_engine.reader) == stated(lean)
    assert "bid:S/A" not in lean.evidence
