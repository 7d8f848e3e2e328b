"""Measures write the same derived facts on every engine, and replace what they wrote before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.engine import GraphEngine
from graph.errors import TenderLensError
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef, Value
from graph.vocabulary import SCHEMA
from measures.bids import SharedReading
from measures.catalogue import measure_states, run_measures
from measures.co_bidding import CO_BIDDING
from measures.measure import MeasureState
from tests.golden.golden_graph import write

LOADED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AFTER = datetime(2026, 1, 2, 4, tzinfo=UTC)
LATER = datetime(2026, 1, 3, 4, tzinfo=UTC)
BATCH = BatchInfo("b1", "bids", "bids.csv", "0" * 64, ("",), "clerk", LOADED.isoformat())

STATISTICAL = (
    "price_screens",
    "co_bidding",
    "moving_together",
    "win_patterns",
    "standing",
    "rings",
)
Bids = Mapping[str, Mapping[str, float | None]]  # lot → firm → price


def source(row: int) -> SourceRef:
    return SourceRef("bids.csv", "0" * 64, "", row)


def nodes_of(bids: Bids, **of_lot: Value) -> Iterator[NodeRecord]:
    for firm in sorted({firm for offers in bids.values() for firm in offers}):
        yield NodeRecord("Company", f"company:{firm}", {"name": f"Firm {firm}"}, source(2))
    for number, (lot, offers) in enumerate(sorted(bids.items())):
        properties = {"opened_at": "2024-05-06T09:30:00", **of_lot}
        yield NodeRecord("Lot", f"lot:{lot}", properties, source(number + 2))
        priced = [price for price in offers.values() if price is not None and price > 0]
        for firm, price in sorted(offers.items()):
            facts: dict[str, Value] = {"valid": True, "won": price == min(priced, default=None)}
            if price is not None:
                facts["price"] = price
            yield NodeRecord("Bid", f"bid:{lot}/{firm}", facts, source(number + 2))


def edges_of(bids: Bids) -> Iterator[EdgeRecord]:
    for lot, offers in sorted(bids.items()):
        for firm in sorted(offers):
            bid = f"bid:{lot}/{firm}"
            yield EdgeRecord("SUBMITTED", f"company:{firm}", bid, {"role": "sole"}, source(2))
            yield EdgeRecord("FOR", bid, f"lot:{lot}", {}, source(2))


def given(engine: GraphEngine, bids: Bids, **of_lot: Value) -> None:
    writer = engine.writer
    writer.apply_schema(SCHEMA)
    writer.begin_batch(BATCH)
    writer.write_nodes(BATCH.id, nodes_of(bids, **of_lot))
    writer.write_edges(BATCH.id, edges_of(bids))
    writer.finish_batch(BATCH)


def load_more(engine: GraphEngine, bids: Bids) -> None:
    """New bids of firms, for lots, that are known already."""
    writer, more = engine.writer, replace(BATCH, id="b2")
    writer.begin_batch(more)
    known = [node for node in nodes_of(bids) if node.label != "Bid"]
    offers = [node for node in nodes_of(bids) if node.label == "Bid"]
    writer.write_nodes(more.id, known)
    writer.write_nodes(more.id, [n._replace(key=f"{n.key}/2") for n in offers])
    for edge in edges_of(bids):
        ends = [f"{k}/2" if k.startswith("bid:") else k for k in (edge.start, edge.end)]
        writer.write_edges(more.id, [edge._replace(start=ends[0], end=ends[1])])
    writer.finish_batch(more)


def states(engine: GraphEngine) -> dict[str, MeasureState]:
    return {state.name: state for state in measure_states(engine.reader)}


def ring_market() -> Bids:
    """40 lots, 2 by 2 of changing firms; A, B and C meet in the first eight."""
    bids: dict[str, dict[str, float | None]] = {}
    for i in range(40):
        firms = [f"F{i % 13:02}", f"G{i % 11:02}", *("ABC" if i < 8 else "")]
        bids[f"{i:03}"] = {firm: 1000.0 + 10 * j + i for j, firm in enumerate(firms)}
    return bids


def test_the_golden_lot_carries_its_screens(engine: GraphEngine) -> None:
    offers: dict[str, float | None] = {"A": 980, "B": 1060, "C": 1065, "D": 1070, "E": 1072}
    given(engine, {"T": offers}, control_price=1000.0)

    run_measures(["price_screens"], engine, at=AFTER)

    (row,) = engine.reader.run(
        "MATCH (l:Lot {key: 'lot:T'}) RETURN l.bids AS bids, l.cv AS cv, l.rd AS rd, "
        "l.skew AS skew, l.winner_to_ceiling AS ratio, l.price_score AS score"
    ).dicts()
    assert row["bids"] == 5
    assert row["score"] is None
    assert [row["cv"], row["rd"], row["skew"], row["ratio"]] == pytest.approx(
        [0.0372, 14.877, -2.158, 0.98], abs=5e-4
    )


def test_firms_that_always_meet_become_pairs_and_a_ring(engine: GraphEngine) -> None:
    given(engine, ring_market())

    reports = run_measures(None, engine, at=AFTER)

    pairs = engine.reader.run(
        "MATCH (a:Company)-[r:CO_BIDS]->(b:Company) WHERE r.q_value <= 0.05 "
        "RETURN a.key AS start, b.key AS end, r.lots AS lots, r.market_lots AS total, "
        "r.lift AS lift ORDER BY start, end"
    )
    assert pairs.rows == (
        ("company:A", "company:B", 8, 40, 5.0),
        ("company:A", "company:C", 8, 40, 5.0),
        ("company:B", "company:C", 8, 40, 5.0),
    )
    rings = engine.reader.run(
        "MATCH (r:Ring)-[:HAS_MEMBER]->(c:Company) WITH r, c ORDER BY c.key "
        "WITH r, collect(c.key) AS members "
        "RETURN r.kind AS kind, r.size AS size, r.lots AS lots, r.joint_lots AS threes, "
        "r.p_value AS p, r.measure AS measure, members"
    )
    ((kind, size, lots, threes, p_value, measure, members),) = rings.rows
    assert (kind, size, lots, threes, measure) == ("community", 3, 8, 8, "rings")
    assert members == ["company:A", "company:B", "company:C"]
    assert isinstance(p_value, float)
    assert p_value <= 0.01
    assert [r.missing for r in reports if r.name in STATISTICAL] == [()] * len(STATISTICAL)


def test_running_again_replaces_and_adds_nothing(engine: GraphEngine) -> None:
    given(engine, ring_market())
    count = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"

    first = run_measures(None, engine, at=AFTER)
    before = engine.reader.run(count).rows
    second = run_measures(None, engine, at=AFTER)

    assert [r.facts for r in first] == [r.facts for r in second]
    assert engine.reader.run(count).rows == before


def test_firms_and_lots_are_placed_by_what_they_win_and_whom_they_meet(
    engine: GraphEngine,
) -> None:
    bids = {f"{i:03}": {"A": 100.0 + i, "B": 110.0 + i, **{f"F{i % 7}": 120.0}} for i in range(12)}
    bids |= {f"{i:03}": {f"F{i % 7}": 99.0, f"G{i % 5}": 98.0} for i in range(12, 40)}
    given(engine, bids)

    run_measures(("price_screens", "co_bidding", "win_patterns", "standing"), engine, at=AFTER)

    (firm,) = engine.reader.run(
        "MATCH (c:Company {key: 'company:B'}) RETURN c.bids_24m AS bids, c.wins_24m AS wins, "
        "c.expected_wins AS expected, c.win_p_low AS p, c.loss_winners AS winners, "
        "c.closeness AS closeness"
    ).dicts()
    assert [firm["bids"], firm["wins"], firm["winners"]] == [12, 0, 1]
    assert firm["expected"] == pytest.approx(4)
    assert firm["p"] == pytest.approx((2 / 3) ** 12)
    assert firm["closeness"] == pytest.approx(0.757506, abs=1e-5)
    props = engine.reader.run(
        "MATCH (a:Company)-[r:PROPS_UP]->(b:Company) "
        "RETURN a.key AS loser, b.key AS winner, r.lots AS lots, r.wins AS wins"
    )
    assert props.rows == ()
    (lot,) = engine.reader.run(
        "MATCH (l:Lot {key: 'lot:000'}) RETURN l.closeness AS closeness"
    ).dicts()
    assert lot["closeness"] == pytest.approx(2 / 3 * 0.757506, abs=1e-5)


def test_a_measure_without_its_data_says_what_is_missing_and_clears_its_facts(
    engine: GraphEngine,
) -> None:
    given(engine, ring_market())
    run_measures(None, engine, at=AFTER)
    engine.writer.remove_batch(BATCH.id)

    reports = run_measures(("price_screens", "co_bidding", "rings"), engine, at=AFTER)

    assert [r.missing for r in reports] == [
        ("Bid.price or Bid.rate_kind", "FOR"),
        ("SUBMITTED", "FOR"),
        ("CO_BIDS", "SUBMITTED", "FOR"),
    ]
    assert [r.facts for r in reports] == [0, 0, 0]
    assert engine.reader.run("MATCH (r:Ring) RETURN r.key AS key").rows == ()
    # Nor is it among what signals may take as computed.
    assert not engine.reader.run("MATCH (m:Measure {measure: 'rings'}) RETURN m.key AS key").rows


def test_bids_without_a_price_are_told_and_leave_no_screens(engine: GraphEngine) -> None:
    given(engine, {"T": {"A": None, "B": 0.0}, "U": {"A": 5.0}})

    (report,) = run_measures(["price_screens"], engine, at=AFTER)

    assert report.facts == 1
    assert len(report.notes) == 3
    assert engine.reader.run("MATCH (l:Lot) WHERE l.bids IS NOT NULL RETURN l.key AS k").rows == (
        ("lot:U",),
    )


def test_a_lot_of_discounts_is_screened_on_what_they_leave(engine: GraphEngine) -> None:
    left = {"A": 0.98, "B": 1.06, "C": 1.065, "D": 1.07, "E": 1.072}  # the golden lot, by 1000
    nodes: dict[str, dict[str, Value]] = {"lot:T": {"control_price": 1.0e6}}
    edges: list[tuple[str, str, str, dict[str, Value]]] = []
    for firm, paid in left.items():
        nodes[f"bid:T/{firm}"] = {"rate": 1 - paid / 2, "rate_kind": "discount"}
        nodes[f"bid:U/{firm}"] = {"rate": 1 - paid / 2}
        edges += [(f"bid:{lot}/{firm}", "FOR", f"lot:{lot}", {}) for lot in "TU"]
    nodes["bid:T/A"]["won"] = True
    write(engine, nodes, edges)

    (report,) = run_measures(["price_screens"], engine, at=AFTER)

    assert report.missing == ()
    (row,) = engine.reader.run(
        "MATCH (l:Lot) WHERE l.bids IS NOT NULL RETURN l.key AS lot, l.bids AS bids, l.cv AS cv, "
        "l.rd AS rd, l.skew AS skew, l.winner_to_ceiling AS ratio"
    ).dicts()
    assert (row["lot"], row["bids"], row["ratio"]) == ("lot:T", 5, None)
    assert [row["cv"], row["rd"], row["skew"]] == pytest.approx([0.0372, 14.877, -2.158], abs=5e-4)


def test_that_there_is_no_pair_is_a_result_for_who_looks_for_rings(engine: GraphEngine) -> None:
    given(engine, {"T": {"A": 1.0, "B": 2.0}})

    reports = run_measures(["co_bidding", "rings"], engine, at=AFTER)

    assert [report.missing for report in reports] == [(), ("CO_BIDS",)]
    computed = "MATCH (m:Measure) WHERE m.measure IS NOT NULL RETURN m.measure AS name"
    assert sorted(engine.reader.frame(computed)["name"]) == ["co_bidding", "rings"]


def test_states_tell_what_never_ran_what_is_fresh_and_what_a_load_made_stale(
    engine: GraphEngine,
) -> None:
    given(engine, ring_market())
    never = measure_states(engine.reader)
    run_measures(["hubs", "co_bidding"], engine, at=AFTER)
    fresh = states(engine)
    load_more(engine, {"000": {"A": 1.0, "B": 2.0}})

    hubs, pairs, rings = (states(engine)[n] for n in ("hubs", "co_bidding", "rings"))

    assert all(state.stale and state.computed_at is None for state in never)
    assert not any(fresh[name].stale for name in ("hubs", "co_bidding"))
    assert (hubs.stale, hubs.touched) == (False, ())
    assert (pairs.stale, pairs.revision) == (True, CO_BIDDING.revision)
    assert pairs.facts > 0
    assert set(pairs.touched) >= {"FOR", "SUBMITTED"}
    assert (rings.stale, rings.computed_at) == (True, None)


def test_a_measure_whose_data_did_not_change_is_passed_over_unless_it_is_asked_for(
    engine: GraphEngine,
) -> None:
    given(engine, ring_market())
    some = ("hubs", "co_bidding", "rings")
    first = run_measures(some, engine, at=AFTER)
    again = run_measures(some, engine, at=LATER)
    at_will = run_measures(some, engine, at=LATER, anew=True)
    load_more(engine, {"000": {"A": 1.0, "B": 2.0}})
    more = run_measures(some, engine, at=LATER)

    assert [r.outcome for r in first] == ["computed"] * 3
    assert [r.outcome for r in again] == ["unchanged"] * 3
    assert [r.facts for r in again] == [r.facts for r in first]
    assert [(r.outcome, r.changed) for r in at_will] == [("computed", 0)] * 3
    assert [r.outcome for r in more] == ["unchanged", "updated", "updated"]


def test_a_run_that_was_cut_off_is_made_good(engine: GraphEngine) -> None:
    given(engine, ring_market())
    run_measures(["co_bidding"], engine, at=AFTER)

    engine.writer.begin_measure("co_bidding")

    assert states(engine)["co_bidding"].stale
    (report,) = run_measures(["co_bidding"], engine, at=LATER)
    assert (report.outcome, report.changed) == ("updated", 0)
    assert not states(engine)["co_bidding"].stale


def test_a_file_that_is_taken_back_changes_what_it_stated(engine: GraphEngine) -> None:
    given(engine, ring_market())
    load_more(engine, {"000": {"A": 1.0, "B": 2.0}})
    run_measures(["hubs", "co_bidding"], engine, at=AFTER)

    engine.writer.remove_batch("b2")

    assert [states(engine)[name].stale for name in ("hubs", "co_bidding")] == [False, True]


def test_an_unknown_measure_is_refused_by_name_before_anything_runs(engine: GraphEngine) -> None:
    with pytest.raises(TenderLensError, match=r"nonsense.*price_screens, co_bidding"):
        run_measures(["price_screens", "nonsense"], engine, at=AFTER)

    assert engine.reader.run("MATCH (m:Measure) RETURN m.key AS key").rows == ()


def test_a_file_taken_back_and_loaded_again_leaves_no_gap(engine: GraphEngine) -> None:
    """The answers are as they were, the facts went with the nodes."""
    given(engine, ring_market())
    run_measures(["price_screens"], engine, at=AFTER)
    screened = "MATCH (l:Lot) WHERE l.cv IS NOT NULL RETURN count(l) AS n"
    before = engine.reader.run(screened).rows

    engine.writer.remove_batch(BATCH.id)
    given(engine, ring_market())
    run_measures(["price_screens"], engine, at=LATER)

    assert engine.reader.run(screened).rows == before != ((0,),)


def test_a_measure_that_is_told_the_same_ends_early(engine: GraphEngine) -> None:
    given(engine, ring_market())
    run_measures(["hidden_control"], engine, at=AFTER)

    some = ("sameness", "document_likeness", "upload_timing", "hidden_control")
    run_measures(some, engine, at=AFTER)

    load_more(engine, {"000": {"A": 1.0, "B": 2.0}})

    # A new bid has neither persons nor documents before one comes.
    assert [states(engine)[name].stale for name in some] == [False, False, True, True]
    assert set(states(engine)["hidden_control"].touched) == {"SUBMITTED"}
    (report,) = run_measures(["hidden_control"], engine, at=LATER)
    assert report.outcome == "unchanged"
    assert not states(engine)["hidden_control"].stale


def test_a_measure_is_told_every_row_of_an_answer(engine: GraphEngine) -> None:
    table = SharedReading(engine.reader).run("UNWIND range(1, 20000) AS n RETURN n")

    assert len(table.rows) == 20_000
    assert not table.truncated
