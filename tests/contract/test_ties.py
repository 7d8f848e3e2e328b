"""Measures of ties write what their signals read, on every engine."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.engine import GraphEngine
from graph.records import Value
from measures.catalogue import run_measures
from queries.catalogue import catalogue
from queries.run import run_signal
from tests.golden.golden_graph import Edge, write

AT = datetime(2026, 1, 2, tzinfo=UTC)
SIGNALS = {signal.id: signal for signal in catalogue()}
BIDS = ("A", "B", "C", "D")


def usual(lot: int, firm: int) -> str:
    """Each firm and lot at its own time, days before the deadline."""
    day, hour, minute = 1 + (lot + firm) % 4, 8 + (lot * 5 + firm * 3) % 9, lot * 4 + firm % 4
    return f"2024-05-0{day}T{hour:02}:{minute:02}:00"


def given(engine: GraphEngine) -> None:
    """A and B share an owner by two links and staff, A and D a telephone; the state owns C, D."""
    edges: list[Edge] = []
    uploads = {"A": "2024-05-05T09:30:00", "B": "2024-05-05T09:30:40"}
    deposits = {"C": "2024-05-05T09:30:00", "D": "2024-05-05T09:33:00"}
    for lot in range(12):
        for firm in BIDS:
            bid = f"bid:{lot}/{firm}"
            edges.append((f"company:{firm}", "SUBMITTED", bid, {"role": "sole"}))
            edges.append((bid, "FOR", f"lot:{lot}", {}))
        for firm, first in uploads.items():
            at = usual(lot, ord(firm)) if lot else first
            used: dict[str, Value] = {"event": "upload", "at": at}
            edges.append((f"device:mac:{firm}", "USED_IN", f"bid:{lot}/{firm}", used))
        for firm, first in deposits.items():
            paid: dict[str, Value] = {"at": usual(lot, ord(firm)) if lot else first}
            edges.append((f"account:{firm}", "PAID_DEPOSIT_OF", f"bid:{lot}/{firm}", paid))
    edges += [
        ("person:X", "SHAREHOLDER_OF", "company:P", {"share": 0.8}),
        ("company:P", "SHAREHOLDER_OF", "company:A", {"share": 0.6, "valid_from": "2020-01-01"}),
        ("person:X", "SHAREHOLDER_OF", "company:B", {"share": 0.51}),
        ("company:S", "SHAREHOLDER_OF", "company:C", {"share": 1.0}),
        ("company:S", "SHAREHOLDER_OF", "company:D", {"share": 1.0}),
        ("company:A", "REACHED_AT", "phone:1", {}),
        ("company:D", "REACHED_AT", "phone:1", {}),
        ("person:Y", "EXECUTIVE_OF", "company:A", {"post": "监事"}),
        ("person:Y", "EXECUTIVE_OF", "company:D", {"post": "监事"}),
    ]
    for i in range(120):
        edges.append((f"person:s{i}", "INSURED_BY", f"company:F{i}", {"valid_from": "2020-01-01"}))
    for i in range(3):
        edges.append((f"person:m{i}", "INSURED_BY", "company:A", {"valid_from": "2020-01-01"}))
        edges.append((f"person:m{i}", "INSURED_BY", "company:B", {"valid_from": "2024-04-20"}))
    times: dict[str, Value] = {
        "opened_at": "2024-05-06T09:30:00",
        "deadline": "2024-05-06T09:00:00",
    }
    nodes: dict[str, dict[str, Value]] = {
        f"lot:{lot}": {"name": str(lot), **times} for lot in range(12)
    }
    nodes["company:S"] = {"name": "某市人民政府国有资产监督管理委员会"}
    persons = {
        key for start, _, end, _ in edges for key in (start, end) if key.startswith("person")
    }
    nodes |= {key: {"name": key[7:], "identity": "id"} for key in persons}
    nodes |= {f"device:mac:{firm}": {"kind": "mac", "value": firm} for firm in BIDS}
    write(engine, nodes, edges)


def test_the_signals_on_ties_find_what_the_measures_wrote(engine: GraphEngine) -> None:
    given(engine)

    reports = run_measures(
        ["hubs", "control", "hidden_control", "staff_exchange", "upload_timing"], engine, at=AT
    )

    assert [(report.name, report.missing) for report in reports if report.missing] == []
    found = {
        name: sorted({(f.subjects["a"], f.subjects["b"]) for f in run.findings})
        for name in ("control_relation", "hidden_common_control", "personnel_churn")
        if (run := run_signal(SIGNALS[name], engine.reader)).computed
    }
    assert found == {
        "control_relation": [("company:A", "company:B")],
        "hidden_common_control": [("company:A", "company:D")],
        "personnel_churn": [("company:A", "company:B")],
    }
    hubs = engine.reader.run("MATCH (c:Company) WHERE c.hub IS NOT NULL RETURN c.key, c.hub").rows
    assert [list(row) for row in hubs] == [["company:S", "state_capital"]]
    close = engine.reader.run(
        "MATCH (a:Bid)-[r:RESEMBLES]->(b:Bid) RETURN r.kind, a.key, b.key ORDER BY r.kind"
    ).rows
    assert [list(row) for row in close] == [
        ["deposit_time", "bid:0/C", "bid:0/D"],
        ["upload_time", "bid:0/A", "bid:0/B"],
    ]


def test_without_any_control_the_question_was_asked_all_the_same(engine: GraphEngine) -> None:
    lot: dict[str, Value] = {"opened_at": "2024-05-06T09:30:00"}
    write(engine, {"lot:T": lot}, [("person:X", "SHAREHOLDER_OF", "company:A", {"share": 0.3})])

    before = run_signal(SIGNALS["control_relation"], engine.reader)
    run_measures(["control"], engine, at=AT)
    after = run_signal(SIGNALS["control_relation"], engine.reader)

    assert before.missing == ("Measure.measure=control",)
    assert (after.missing, after.findings) == ((), ())
