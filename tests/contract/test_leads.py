"""What leads make of findings, asked of every engine."""

from __future__ import annotations

import math

import pytest

from graph.engine import GraphEngine
from graph.records import DerivedProperties, MeasureRun
from leads.lead import Lead, SubjectKind
from leads.leads import LeadUnknown, lead_by_id, lead_id, leads_from, scores
from leads.smoke_index import index
from leads.weights import load_weights
from tests.contract.leads_world import (
    LOSER,
    MACHINE,
    NAMES,
    TIES,
    A,
    B,
    C,
    R,
    T,
    U,
    X,
    found,
    given_world,
    run_of,
    runs,
    signal,
)

WEIGHTS = load_weights()


def lead_of(leads: tuple[Lead, ...], kind: SubjectKind, *keys: str) -> Lead:
    return lead_by_id(leads, lead_id(kind, keys))


@pytest.fixture
def world(engine: GraphEngine) -> GraphEngine:
    given_world(engine)
    return engine


def test_every_subject_of_a_finding_becomes_a_lead_and_no_bystander(world: GraphEngine) -> None:
    leads = leads_from(runs(), world.reader, WEIGHTS)

    assert {(x.kind.value, x.keys) for x in leads} == {
        ("lot", (T,)),
        ("pair", (A, B)),
        ("company", (A,)),
        ("company", (B,)),
        ("ring", (R,)),
        ("expert", (X,)),
    }
    assert lead_of(leads, SubjectKind.PAIR, A, B).name == f"{NAMES[A]} — {NAMES[B]}"
    for kind in SubjectKind:  # what Workspace picks from all instead of asking again
        alone = leads_from(runs(), world.reader, WEIGHTS, kinds=[kind])
        assert alone == tuple(lead for lead in leads if lead.kind is kind)


def test_leads_are_sorted_by_index_then_ranking_then_id(world: GraphEngine) -> None:
    leads = leads_from(runs(), world.reader, WEIGHTS)

    assert list(leads) == sorted(leads, key=lambda x: (-x.smoke.value, -x.smoke.ranking, x.id))
    assert leads == leads_from(tuple(reversed(runs())), world.reader, WEIGHTS)


def test_experts_are_an_axis_of_their_own(world: GraphEngine) -> None:
    leads = leads_from(runs(), world.reader, WEIGHTS)
    lot, expert = lead_of(leads, SubjectKind.LOT, T), lead_of(leads, SubjectKind.EXPERT, X)

    assert expert.smoke.evidence == pytest.approx(2.0)
    assert lot.smoke.evidence == pytest.approx(3.0)
    assert [f.signal for f in lot.notes] == ["expert_conflict"]
    assert [f.signal for f in lot.findings] == ["same_machine"]


def test_a_pair_has_its_lots_and_its_ties(world: GraphEngine) -> None:
    pair = lead_of(leads_from(runs(), world.reader, WEIGHTS), SubjectKind.PAIR, A, B)

    assert {c.signal: c.points for c in pair.smoke.contributions} == pytest.approx(
        {"same_machine": 3.0, "cobid_intimacy": 0.5}
    )
    assert pair.smoke.ranking == pytest.approx(4.0)
    assert pair.red_flag


def test_a_firm_has_its_worst_lot_its_ties_and_what_repetition_adds(world: GraphEngine) -> None:
    firm = lead_of(leads_from(runs(), world.reader, WEIGHTS), SubjectKind.COMPANY, A)

    assert {c.signal: c.points for c in firm.smoke.contributions} == pytest.approx(
        {
            "same_machine": 3.0,
            "professional_loser": 1.0,
            "cobid_intimacy": 0.5,
            "recurrence": math.log10(2),
        }
    )
    assert firm.smoke.value == pytest.approx(index(firm.smoke.evidence, WEIGHTS))


def test_one_fact_in_two_lots_is_no_repetition(world: GraphEngine) -> None:
    def shared(lot: str, fact: str) -> float:
        again = found(MACHINE, {"lot": lot, "company_a": A, "company_b": B}, fact=fact)
        first = found(MACHINE, {"lot": T, "company_a": A, "company_b": B}, fact="device:P")
        leads = leads_from((run_of(MACHINE, first, again),), world.reader, WEIGHTS)
        return lead_of(leads, SubjectKind.COMPANY, A).smoke.families["recurrence"]

    assert shared(U, fact="device:P") == pytest.approx(math.log10(2))
    assert shared(U, fact="device:Q") == pytest.approx(math.log10(3))


def test_a_ring_takes_what_ties_two_members_and_nothing_else(world: GraphEngine) -> None:
    inside = found(TIES, {"company_a": A, "company_b": B}, fact="pair:A,B")
    outside = found(TIES, {"company_a": A, "company_b": C}, fact="pair:A,C")
    alone = found(LOSER, {"company": B}, fact="loser:B")

    leads = leads_from(
        (run_of(TIES, inside, outside), run_of(LOSER, alone)),
        world.reader,
        WEIGHTS,
        kinds=(SubjectKind.RING,),
    )

    (ring,) = leads
    assert {f.id for f in ring.findings} == {inside.id, alone.id}
    assert not ring.red_flag


def test_a_finding_without_firms_concerns_those_whose_bids_it_cites(world: GraphEngine) -> None:
    spaced = found(MACHINE, {"lot": U}, fact="spaced:U", evidence=("bid:U/B", "bid:U/C"))

    leads = leads_from((run_of(MACHINE, spaced),), world.reader, WEIGHTS)

    assert {x.keys for x in leads if x.kind is SubjectKind.COMPANY} == {(B,), (C,)}


def test_coverage_counts_the_families_whose_data_the_lot_has(world: GraphEngine) -> None:
    leads = leads_from(runs(), world.reader, WEIGHTS)

    lot = lead_of(leads, SubjectKind.LOT, T).smoke
    assert lot.coverage == pytest.approx(5 / 8)
    assert lot.missing == ("money",)
    assert lead_of(leads, SubjectKind.EXPERT, X).smoke.coverage == 1.0


def test_scores_list_every_lot_also_those_without_a_finding(world: GraphEngine) -> None:
    frame = scores(SubjectKind.LOT, runs(), world.reader, WEIGHTS)

    assert frame["key"].tolist() == [T, U]
    assert frame["evidence_bans"].tolist() == [3.0, 0.0]
    assert frame["device_bans"].tolist() == [3.0, 0.0]
    assert frame["smoke_index"].tolist() == pytest.approx([87.5766, 0.7])
    assert frame["coverage"].tolist() == pytest.approx([5 / 8, 2 / 8])
    assert list(frame.columns[:4]) == ["key", "name", "smoke_index", "evidence_bans"]
    assert "expert_bans" not in frame.columns


def test_price_screens_order_lots_and_leave_the_index_alone(world: GraphEngine) -> None:
    screened = MeasureRun("price_screens", 1, "2026-01-02T04:00:00Z")
    world.writer.replace_derived(
        screened, properties=[DerivedProperties(U, {"price_score": 2.0, "bids": 3.0})]
    )

    frame = scores(SubjectKind.LOT, runs(), world.reader, WEIGHTS)

    screens = frame.loc[frame["key"] == U, ["price_bans", "evidence_bans", "smoke_index"]]
    assert screens.to_numpy().tolist() == [pytest.approx([0.5, 0.5, 0.7])]

    equal = signal("price_identical", "price", "presumptive", 1.0)
    findings = [found(equal, {"lot": T}, fact=f"price:{number}") for number in range(9)]
    frame = scores(SubjectKind.LOT, [run_of(equal, *findings)], world.reader, WEIGHTS)

    ordered = frame.set_index("key")["price_bans"]
    assert ordered.to_dict() == {T: 0.0, U: 0.5}, "a lot without graded prices is ordered as others"
    assert frame.set_index("key")["smoke_index"][T] > 0.7


def test_scores_of_pairs_hold_every_pair_that_bids_together(world: GraphEngine) -> None:
    frame = scores(SubjectKind.PAIR, runs(), world.reader, WEIGHTS)

    assert frame["key"].tolist() == [f"{A}|{B}", f"{A}|{C}"]


def test_the_parts_of_a_score_are_its_whole(world: GraphEngine) -> None:
    for kind in SubjectKind:
        frame = scores(kind, runs(), world.reader, WEIGHTS)
        parts = frame.filter(regex="_bans$").drop(columns="evidence_bans").sum(axis=1)

        assert frame["evidence_bans"].tolist() == pytest.approx(parts.tolist())


def test_an_empty_graph_has_no_leads_and_empty_scores(engine: GraphEngine) -> None:
    none = (run_of(MACHINE, missing=("Bid.price",)),)

    assert leads_from(none, engine.reader, WEIGHTS) == ()
    assert scores(SubjectKind.LOT, none, engine.reader, WEIGHTS).empty


def test_an_unknown_lead_is_named(world: GraphEngine) -> None:
    leads = leads_from(runs(), world.reader, WEIGHTS)

    with pytest.raises(LeadUnknown, match="lot-000000000000"):
        lead_by_id(leads, "lot-000000000000")
