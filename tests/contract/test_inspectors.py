"""Who may be sent to inspect a lot, and who is kept from it by a tie to one of its parties."""

from __future__ import annotations

from graph.engine import GraphEngine
from graph.records import DerivedProperties, EdgeRecord, MeasureRun, NodeRecord
from graph.vocabulary import SCHEMA
from queries.inspectors import barred, inspectors, parties_of
from tests.contract.leads_world import BATCH, source

T, U = "lot:T", "lot:U"
A, B, OFFICE, STATE = "company:A", "company:B", "company:OFFICE", "company:STATE"
HOLDS, KIN, COLLEAGUE, FREE, PANEL, GONE = (f"person:{n}" for n in range(6))
BOSS = "person:boss"
X = "expert:X"


def given_roster(engine: GraphEngine) -> None:
    """A bids for T and B for U. The state owns B and the office that everybody inspects for.

    One inspector held a post in A, one is kin of A's head, one sat on T's panel; a colleague of
    theirs has no tie of his own.
    """
    at = source(1)
    people = (HOLDS, KIN, COLLEAGUE, FREE, PANEL, GONE, BOSS)
    nodes = [NodeRecord("Company", key, {"name": key[8:]}, at) for key in (A, B, OFFICE, STATE)]
    nodes += [
        NodeRecord("Person", key, {"name": key[7:], "identity": "id"}, at)
        for key in people
        if key != COLLEAGUE
    ]
    nodes.append(NodeRecord("Person", COLLEAGUE, {"name": "2", "identity": "scoped"}, at))
    nodes += [NodeRecord("Lot", key, {"name": key[4:]}, at) for key in (T, U)]
    nodes += [NodeRecord("Bid", key, {}, at) for key in ("bid:A", "bid:B")]
    nodes.append(NodeRecord("Expert", X, {"name": "X"}, at))
    edges = [
        EdgeRecord("SUBMITTED", A, "bid:A", {}, at),
        EdgeRecord("FOR", "bid:A", T, {}, at),
        EdgeRecord("SUBMITTED", B, "bid:B", {}, at),
        EdgeRecord("FOR", "bid:B", U, {}, at),
        EdgeRecord("EXECUTIVE_OF", HOLDS, A, {"post": "监事"}, at),
        EdgeRecord("RELATIVE_OF", BOSS, KIN, {"kind": "兄弟"}, at),
        EdgeRecord("LEGAL_REP_OF", BOSS, A, {}, at),
        EdgeRecord("SHAREHOLDER_OF", STATE, OFFICE, {}, at),
        EdgeRecord("SHAREHOLDER_OF", STATE, B, {}, at),
        EdgeRecord("EVALUATED", X, T, {}, at),
        EdgeRecord("IS", X, PANEL, {}, at),
    ]
    for number, key in enumerate(people[:-1]):
        until = {"valid_to": "2025-12-31"} if key == GONE else {}
        told = {"certificate_no": f"JG{number}", **until}
        edges.append(EdgeRecord("INSPECTS_FOR", key, OFFICE, told, at))
    writer = engine.writer
    writer.apply_schema(SCHEMA)
    writer.begin_batch(BATCH)
    writer.write_nodes(BATCH.id, nodes)
    writer.write_edges(BATCH.id, edges)
    writer.finish_batch(BATCH)
    run = MeasureRun("hubs", 1, "2026-01-02T04:00:00Z")
    writer.replace_derived(run, properties=[DerivedProperties(STATE, {"hub": "state_capital"})])


def test_only_those_with_a_tie_of_their_own_are_kept_from_a_lot(one_engine: GraphEngine) -> None:
    given_roster(one_engine)

    roster = inspectors(one_engine.reader, day="2026-03-04")
    away = barred(one_engine.reader, [who.key for who in roster], [T, U])

    assert [who.key for who in roster] == [HOLDS, KIN, COLLEAGUE, FREE, PANEL]
    assert [who.key for who in roster if not who.certain] == [COLLEAGUE]
    assert parties_of(one_engine.reader, [T]) == {T: frozenset({A, X})}
    assert set(away[T]) == {HOLDS, KIN, PANEL}
    assert away[U] == {}  # the state owns the office and the bidder: no tie of a person
    assert away[T][KIN].startswith("1 ")
    assert away[T][KIN].endswith(" A")
