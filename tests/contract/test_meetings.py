"""In how many lots firms met: counted from bids, two by two."""

from __future__ import annotations

from graph.engine import GraphEngine
from queries.meetings import Meeting, meetings
from tests.contract.leads_world import A, B, C, T, given_world


def test_firms_meet_in_the_lots_in_which_both_bid(one_engine: GraphEngine) -> None:
    given_world(one_engine)
    bids = one_engine.reader.run(
        "MATCH (c:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(l:Lot) RETURN c.key AS c, l.key AS l"
    ).rows
    lots = {firm: {lot for key, lot in bids if key == firm} for firm in (A, B, C)}

    found = meetings(one_engine.reader, [A, B, C, A])

    assert T in lots[A]
    assert found.lots == {firm: len(some) for firm, some in lots.items() if some}
    assert found.left_out == 0
    pairs = {(m.a, m.b): m.lots for m in found.pairs}
    assert pairs == {
        (a, b): len(lots[a] & lots[b]) for a in found.lots for b in found.lots if a < b
    }
    assert all(isinstance(m, Meeting) and m.intimacy is None for m in found.pairs)
