"""One graph of everything that breaks arithmetic: every measure and signal answers it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from graph.engine import GraphEngine
from measures.catalogue import MEASURES, run_measures
from measures.measure import MeasureReport
from queries.catalogue import catalogue
from queries.run import SignalRun, run_signals
from tests.golden.golden_graph import Edge, write

AT = datetime(2026, 1, 2, 3, tzinfo=UTC)
CROWD, SHARED, FIRMS, LOTS = 5_000, 10_000, 200, 1_000
A, B, C = "company:A", "company:B", "company:C"


class Graph:
    """Nodes and edges as they are made."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: list[Edge] = []

    def bid(self, lot: str, firm: str, price: float | None = None, **said: Any) -> str:
        key = f"bid:{lot}/{firm}{said.pop('again', '')}"
        self.nodes[key] = said | ({} if price is None else {"price": price})
        self.nodes.setdefault(
            f"lot:{lot}",
            {
                "opened_at": "2024-05-06T09:30:00",
                "evaluation_method": "average_bid",
                "region": "380100",
                "class_code": "A08",
            },
        )
        self.edges += [
            (key, "FOR", f"lot:{lot}", {}),
            (f"company:{firm}", "SUBMITTED", key, {"role": "sole"}),
        ]
        if said.get("won"):
            self.edges.append((f"company:{firm}", "WON", f"lot:{lot}", {}))
        return key


def hostile() -> Graph:
    graph = Graph()
    shared = [graph.bid("crowd", f"K{i}", 100.0 + i % 7, won=i == 0) for i in range(CROWD)]
    for number in range(SHARED - CROWD):
        lot, firm = divmod(number, (SHARED - CROWD) // LOTS)
        bidder = f"K{(lot * 7 + firm * 31) % FIRMS}"
        shared.append(graph.bid(f"L{lot}", bidder, 90.0 + number % 13, won=firm == 0))
    graph.nodes["device:shared"] = {"kind": "machine", "value": "shared"}
    graph.edges += [("device:shared", "USED_IN", bid, {"event": "upload"}) for bid in shared]
    graph.bid("alone", "A", 10.0, won=True)
    for name in "ABCD":
        graph.bid("equal", name, 55.0)
        graph.bid("rates", name, None if name == "A" else 0.0, rate=0.9)
        graph.bid("discounts", name, rate="ABCD".index(name) / 3, rate_kind="discount")
        graph.bid("fees", name, rate=0.012, rate_kind="fee" if name < "D" else "discount")
        graph.bid("mixed", name, 1.0e6 if name < "C" else 0.93, rate=0.93)
        graph.bid("below", name, {"A": 0.0, "B": -5.0}.get(name, 7.0))
        graph.bid("unwon", name, 20.0 + ord(name))
    graph.bid("itself", "A", 5.0)
    graph.bid("itself", "A", 6.0, again="2", won=True)
    for owner, owned in ((A, B), (B, C), (C, A), (A, A)):
        graph.edges.append((owner, "SHAREHOLDER_OF", owned, {"share": 0.6}))
    join(graph, shared[:CROWD])
    return graph


def join(graph: Graph, bids: list[str]) -> None:
    """One person, relative, account, telephone, machine and agency behind every bid of a crowd."""
    one, kin, paying, source = "person:one", "person:kin", "account:paying", "account:source"
    graph.nodes |= {
        one: {"name": "某甲", "identity": "id"},
        kin: {"name": "某乙", "identity": "id"},
        paying: {"holder": "某担保服务有限公司"},
        "device:mac": {"kind": "mac", "value": "mac"},
    }
    graph.edges += [
        (one, "RELATIVE_OF", kin, {"kind": "夫妻"}),
        (one, "INSURED_BY", "company:K1", {}),
        ("company:agency", "AGENT_FOR", "lot:crowd", {}),
        ("device:mac", "USED_IN", graph.bid("agency", "agency", 11.0), {"event": "upload"}),
        ("company:K0", "HAS_ACCOUNT", source, {}),
    ]
    for number, bid in enumerate(bids):
        firm, own, key = f"company:K{number}", f"account:{number}", f"device:ca:{number}"
        hour, minute = divmod(number // 9, 60)
        issued = f"2024-03-04T{hour:02}:{minute:02}:30"
        graph.nodes[key] = {"kind": "ca", "value": str(number), "issued_at": issued}
        graph.edges += [
            (one, "EXECUTIVE_OF", firm, {"post": "董事"}),
            (kin, "EXECUTIVE_OF", firm, {"post": "董事"}),
            (key, "USED_IN", bid, {"event": "upload"}),
            ("device:mac", "USED_IN", bid, {"event": "upload"}),
            (one, "HANDLED", bid, {}),
            (firm, "REACHED_AT", "phone:shared", {}),
            (paying, "PAID_DEPOSIT_OF", bid, {"at": "2024-05-04T10:00:00"}),
        ]
        if number < LOTS:
            graph.edges.append((firm, "HAS_ACCOUNT", own, {}))
            paid: dict[str, Any] = {"amount": 5.0, "at": "2024-05-03T10:00:00"}
            graph.edges.append((source, "TRANSFERRED", own, paid))


@pytest.fixture(scope="module")
def answered(
    embedded_engine: GraphEngine,
) -> tuple[dict[str, MeasureReport], dict[str, SignalRun], GraphEngine]:
    """What all measures and all signals say of it."""
    embedded_engine.writer.clear()
    graph = hostile()
    write(embedded_engine, graph.nodes, graph.edges)
    reports = run_measures(None, embedded_engine, at=AT)
    runs = run_signals(catalogue(), embedded_engine.reader)
    return {r.name: r for r in reports}, {r.signal.id: r for r in runs}, embedded_engine


Answered = tuple[dict[str, MeasureReport], dict[str, SignalRun], GraphEngine]


def test_every_measure_and_every_signal_answers(answered: Answered) -> None:
    reports, runs, _ = answered

    assert set(reports) == {measure.name for measure in MEASURES}
    assert {name: run.problem for name, run in runs.items() if run.problem} == {}


def test_the_crowd_makes_no_pairs(answered: Answered) -> None:
    reports, runs, _ = answered

    bids = CROWD + SHARED
    assert {name: r.facts for name, r in reports.items() if r.facts > 4 * bids} == {}
    assert {name: len(r.findings) for name, r in runs.items() if len(r.findings) > bids} == {}
    assert {f.subjects.get("lot") for f in runs["upload_hw_triple_match"].findings} <= {None}


def test_what_cannot_be_measured_is_absent_not_zero(answered: Answered) -> None:
    engine = answered[2]
    table = engine.reader.run(
        "MATCH (l:Lot) WHERE l.key IN $lots RETURN l.key AS lot, l.bids AS bids, l.cv AS cv, "
        "l.skew AS skew, l.rd AS rd, l.kurtosis AS kurtosis ORDER BY lot",
        {"lots": [f"lot:{name}" for name in ("alone", "below", "equal", "rates")]},
    )
    found = {str(row["lot"]): row for row in table.dicts()}

    assert found["lot:alone"]["bids"] == 1
    assert found["lot:alone"]["cv"] is None
    assert found["lot:below"]["bids"] == 2  # zero and negative prices are none
    assert (found["lot:equal"]["cv"], found["lot:equal"]["rd"]) == (0, None)
    assert found["lot:equal"]["skew"] is None
    assert found["lot:rates"]["bids"] is None


def test_numbers_are_numbers(answered: Answered) -> None:
    _, runs, _ = answered

    strange = {
        (name, key)
        for name, run in runs.items()
        for finding in run.findings[:200]
        for key, value in finding.values.items()
        if isinstance(value, float) and not abs(value) < 1e300
    }
    assert strange == set()


def test_nobody_is_a_rival_of_itself(answered: Answered) -> None:
    _, runs, _ = answered

    pairs = [
        (name, finding.subjects)
        for name, run in runs.items()
        for finding in run.findings
        if "a" in finding.subjects and finding.subjects["a"] == finding.subjects.get("b")
    ]
    assert pairs == []
