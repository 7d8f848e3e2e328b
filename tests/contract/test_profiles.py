"""What a party's page shows is the same on both engines, and so are the counts of lots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.complaints import open_complaints
from graph.engine import GraphEngine, QueryLimits
from graph.records import EdgeRecord, NodeRecord, Value
from queries.lots import lot_course, lot_facts
from queries.ownership import ownership
from queries.profiles import (
    SECTIONS,
    ProfileUnknown,
    complaints,
    profile,
    rings,
    time_warnings,
)
from tests.contract.leads_world import BATCH, NAMES, A, B, C, R, T, U, X, given_world, source

P = "device:P"
MORE = "complaint:1"


def test_a_firm_shows_its_bids_its_partners_and_its_ring(engine: GraphEngine) -> None:
    given_world(engine)

    found = profile(engine.reader, A)

    bids = found.rows("bids").dicts()
    assert {row["key"] for row in bids} == {T, U}
    own = {T: "bid:T/A", U: "bid:U/A"}  # the rows lead to lots, their sources are the bids'
    read = {node.key: [*node.sources] for node in engine.reader.subgraph([*own.values()]).nodes}
    assert {own[str(row["key"])]: row["sources"] for row in bids} == read
    partners = found.rows("partners").dicts()
    assert {(row["key"], row["joint"]) for row in partners} == {(B, 12), (C, 5)}
    assert [row["key"] for row in found.rows("rings").dicts()] == [R]
    assert found.rows("penalties").rows == ()


def test_a_firm_shows_whom_it_met_and_a_buyer_who_wins_its_lots(engine: GraphEngine) -> None:
    given_world(engine)
    writer = engine.writer
    writer.write_nodes(BATCH.id, [NodeRecord("Bid", "bid:T/A", {"won": True}, source(90))])
    edges = [
        EdgeRecord("WON", A, T, {}, source(90)),
        EdgeRecord("PROCURES", "company:G", T, {}, source(90)),
        EdgeRecord("AGENT_FOR", "company:H", T, {}, source(90)),
    ]
    writer.write_nodes(
        BATCH.id, [NodeRecord("Company", f"company:{k}", {}, source(90)) for k in "GH"]
    )
    writer.write_edges(BATCH.id, edges)

    rivals = profile(engine.reader, B).rows("rivals").dicts()
    buyer = profile(engine.reader, "company:G")

    told = ("key", "joint", "own_wins", "other_wins")
    assert [tuple(row[n] for n in told) for row in rivals] == [(A, 2, 0, 1), (C, 2, 0, 0)]
    assert [(row["key"], row["wins"]) for row in buyer.rows("winners").dicts()] == [(A, 1)]
    (agency,) = buyer.rows("works_with").dicts()
    assert (agency["key"], agency["relation"], agency["lots"]) == ("company:H", "AGENT_FOR", 1)


def test_the_steps_of_a_project_are_in_order_and_say_whose_lot_they_are_of(
    engine: GraphEngine,
) -> None:
    given_world(engine)
    days = {"project:Q": "2025-06-01", T: "2025-03-01", U: "2025-09-01"}
    steps = [
        NodeRecord("Milestone", f"milestone:{i}", {"node": "approval", "on": day}, source(91))
        for i, day in enumerate(days.values())
    ]
    engine.writer.write_nodes(
        BATCH.id, [NodeRecord("Project", "project:Q", {}, source(91)), *steps]
    )
    engine.writer.write_edges(
        BATCH.id,
        [
            *(EdgeRecord("OF", s.key, x, {}, source(91)) for s, x in zip(steps, days, strict=True)),
            *(EdgeRecord("PART_OF", lot, "project:Q", {}, source(91)) for lot in (T, U)),
        ],
    )

    rows = profile(engine.reader, "project:Q").rows("steps").dicts()

    assert [(row["day"], row["lot_key"]) for row in rows] == [
        ("2025-03-01", T), ("2025-06-01", None), ("2025-09-01", U),
    ]  # fmt: skip
    assert [row["lot"] for row in rows] == [NAMES[T], None, NAMES[U]]


def test_an_account_shows_apart_whom_it_paid_and_who_paid_it(engine: GraphEngine) -> None:
    given_world(engine)
    accounts = [NodeRecord("Account", f"account:{k}", {"holder": k}, source(92)) for k in "PQR"]
    paid = [("P", "Q"), ("R", "P")]
    engine.writer.write_nodes(BATCH.id, accounts)
    engine.writer.write_edges(
        BATCH.id,
        [
            EdgeRecord("TRANSFERRED", f"account:{a}", f"account:{b}", {"amount": 9.0}, source(92))
            for a, b in paid
        ],
    )

    found = profile(engine.reader, "account:P")

    assert [row["name"] for row in found.rows("paid").dicts()] == ["Q"]
    assert [row["name"] for row in found.rows("received").dicts()] == ["R"]


def test_a_device_shows_in_whose_bids_it_stands(engine: GraphEngine) -> None:
    given_world(engine)

    found = profile(engine.reader, P)

    bids = found.rows("bids").dicts()
    assert {(row["key"], row["lot"]) for row in bids} == {(A, NAMES[T]), (B, NAMES[T])}


def test_the_device_of_a_firm_counts_the_other_firms(engine: GraphEngine) -> None:
    given_world(engine)

    devices = profile(engine.reader, A).rows("devices").dicts()

    assert [(row["key"], row["bids"], row["firms"]) for row in devices] == [(P, 2, 2)]


def test_a_ring_shows_its_members_and_where_they_met(engine: GraphEngine) -> None:
    given_world(engine)

    found = profile(engine.reader, R)

    assert {row["key"] for row in found.rows("members").dicts()} == {A, B}
    assert {(row["key"], row["members"]) for row in found.rows("lots").dicts()} == {
        (T, 2),
        (U, 2),
    }
    assert [row[0] for row in rings(engine.reader).rows] == [R]


def test_an_expert_is_held_against_the_mean_of_the_panel(engine: GraphEngine) -> None:
    given_world(engine)
    writer = engine.writer
    writer.write_nodes(BATCH.id, [NodeRecord("Expert", "expert:Y", {"name": "孙某"}, source(60))])
    scored = [
        EdgeRecord("SCORED", expert, "bid:T/A", {"item": item, "points": points}, source(61))
        for expert, item, points in (
            (X, "技术", 40.0),
            (X, "商务", 20.0),
            ("expert:Y", "技术", 30.0),
            ("expert:Y", "商务", 10.0),
        )
    ]
    writer.write_edges(BATCH.id, scored)

    assert profile(engine.reader, X).sizes == {"scores": 1}
    found = profile(engine.reader, X, "scores")
    (row,) = found.rows("scores").dicts()

    assert (row["key"], row["own"], row["mean"], row["above"]) == (A, 60.0, 50.0, 10.0)
    assert isinstance(row["sources"], list)
    assert [len(each) for each in row["sources"] if isinstance(each, list)] == [1] * len(scored)
    assert found.rows("by_firm").rows == ((A, NAMES[A], 1, 10.0),)


def test_a_section_that_takes_too_long_is_left_out_and_said(
    engine: GraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_world(engine)
    endless = replace(
        SECTIONS["Ring"][0],
        cypher="UNWIND range(1, 300000) AS i UNWIND "
        "range(1, 300000) AS j WITH i, j WHERE i * j = 7 AND $key <> '' RETURN count(*) AS n",
    )
    monkeypatch.setitem(SECTIONS, "Ring", (endless, *SECTIONS["Ring"][1:]))
    monkeypatch.setattr("queries.profiles.LIMITS", QueryLimits(seconds=1.0, rows=10))

    found = profile(engine.reader, R)

    assert found.left_out == (endless,)
    assert [section.id for section, _ in found.sections] == [s.id for s in SECTIONS["Ring"][1:]]


@pytest.mark.parametrize("label", sorted(SECTIONS))
def test_every_section_is_answered_where_nothing_is_on_record(
    label: str, engine: GraphEngine
) -> None:
    given_world(engine)
    key = {"Company": C, "Lot": U, "Expert": X, "Ring": R, "Device": P}.get(label)
    if key is None:
        key = f"{label.lower()}:lonely"
        engine.writer.write_nodes(BATCH.id, [NodeRecord(label, key, {}, source(70))])

    found = profile(engine.reader, key)

    assert [section.id for section, _ in found.sections] == [s.id for s in SECTIONS[label]]


def test_an_unknown_key_is_a_sentence(engine: GraphEngine) -> None:
    given_world(engine)

    with pytest.raises(ProfileUnknown, match="company:nobody"):
        profile(engine.reader, "company:nobody")


def test_complaints_name_what_they_are_about(engine: GraphEngine) -> None:
    given_world(engine)
    writer = engine.writer
    writer.write_nodes(BATCH.id, [NodeRecord("Complaint", MORE, {"code": "1"}, source(80))])
    writer.write_edges(
        BATCH.id,
        [
            EdgeRecord("ABOUT", MORE, T, {}, source(80)),
            EdgeRecord("FILED", C, MORE, {}, source(80)),
        ],
    )

    (row,) = complaints(engine.reader).dicts()

    assert (row["key"], row["about"], row["filed_by"]) == (T, NAMES[T], NAMES[C])
    ties = profile(engine.reader, MORE).rows("ties").dicts()
    assert [(x["relation"], x["key"], x["name"]) for x in ties] == [
        ("ABOUT", T, NAMES[T]), ("FILED", C, NAMES[C]),
    ]  # fmt: skip
    assert time_warnings(engine.reader).rows == ()


def test_complaints_that_wait_have_time_limits_and_those_with_a_result_do_not(
    engine: GraphEngine,
) -> None:
    given_world(engine)
    stated: dict[str, dict[str, Value]] = {
        "new": {"received_on": "2026-03-05"},
        "taken": {"received_on": "2026-03-02", "accepted_on": "2026-03-03", "result": "办理中"},
        "refused": {"received_on": "2026-03-02", "result": "不予受理"},
        "decided": {"received_on": "2026-03-02", "decided_on": "2026-03-20"},
    }
    nodes = [
        NodeRecord("Complaint", f"complaint:{code}", {"code": code, **told}, source(81))
        for code, told in stated.items()
    ]
    engine.writer.write_nodes(BATCH.id, nodes)
    about = [EdgeRecord("ABOUT", node.key, T, {}, source(81)) for node in nodes]
    engine.writer.write_edges(
        BATCH.id, [*about, EdgeRecord("ABOUT", nodes[0].key, A, {}, source(81))]
    )

    first, second = open_complaints(engine.reader)

    assert (first.code, first.about, first.name) == ("new", (T, A), NAMES[T])
    assert [str(clock.due.date()) for clock in first.clocks] == ["2026-03-10", "2026-04-22"]
    assert (second.code, [str(c.due.date()) for c in second.clocks]) == ("taken", ["2026-04-15"])
    assert open_complaints(engine.reader, [A]) == (first,)


def test_lots_are_counted_with_their_parties(engine: GraphEngine) -> None:
    given_world(engine)
    writer = engine.writer
    writer.write_edges(
        BATCH.id,
        [EdgeRecord("PROCURES", C, T, {}, source(90)), EdgeRecord("WON", A, T, {}, source(90))],
    )

    lots = lot_facts(engine.reader).set_index("key")

    assert list(lots["bidders"]) == [3, 3]
    assert lots.loc[T, "month"] == "2024-05"
    assert (lots.loc[T, "buyer"], lots.loc[T, "winner_key"]) == (NAMES[C], A)
    assert lots.loc[U, ["buyer", "winner"]].isna().all()


def test_the_course_of_a_lot_has_its_bids_and_rings(engine: GraphEngine) -> None:
    given_world(engine)

    course = lot_course(engine.reader, T)

    assert [bid["company"] for bid in course.bids] == [A, B, C]
    assert {company for _, _, company in course.rings} == {A, B}


def test_an_empty_graph_has_no_lots(engine: GraphEngine) -> None:
    assert lot_facts(engine.reader).empty
    assert rings(engine.reader).rows == ()


def test_owners_are_followed_to_the_top_and_the_day_decides_which_shares_count(
    engine: GraphEngine,
) -> None:
    firms = {"F": "子公司", "H": "控股公司", "G": "前股东"}
    nodes = [
        NodeRecord("Company", f"company:{k}", {"name": name}, source(1))
        for k, name in firms.items()
    ]
    nodes.append(NodeRecord("Person", "person:P", {"name": "持股人"}, source(1)))
    shares: list[tuple[str, str, dict[str, Value]]] = [
        ("company:H", "company:F", {"share": 0.6}),
        ("company:G", "company:F", {"share": 0.9, "valid_to": "2020-01-01"}),
        ("person:P", "company:H", {"share": 0.7}),
    ]
    engine.writer.write_nodes(BATCH.id, nodes)
    engine.writer.write_edges(
        BATCH.id, [EdgeRecord("SHAREHOLDER_OF", a, b, p, source(1)) for a, b, p in shares]
    )

    now = ownership(engine.reader, "company:F", day="2026-01-01")
    then = ownership(engine.reader, "company:F", day="2019-01-01")

    assert {n.key for n in now.graph.nodes} == {n.key for n in nodes}
    assert now.controller == "person:P"
    assert dict(now.through) == {"person:P": pytest.approx(0.42)}
    assert then.controller == "company:G"
    assert now.cut == 0
