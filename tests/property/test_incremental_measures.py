"""Measuring after each small change of the graph comes to what measuring all of it once does."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from graph.engine import GraphEngine
from graph.overhearing import overhearing
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef, Value
from graph.touched import touched_names
from graph.vocabulary import SCHEMA
from measures.bids import TEXTS, SharedReading
from measures.catalogue import MEASURES, run_measures
from measures.reads import names_read

AT = datetime(2026, 1, 2, 4, tzinfo=UTC)
PROBE = "MATCH (m:Measure {key: 'measure:probe'}) RETURN m.touched AS touched"
LOTS, FIRMS, PEOPLE = 36, 12, 8
SOURCE = SourceRef("made.csv", "0" * 64, "", 2)
CHANGES = 4


@dataclass(slots=True)
class Batch:
    """The records of one file."""

    id: str
    nodes: list[NodeRecord] = field(default_factory=list)
    edges: list[EdgeRecord] = field(default_factory=list)

    def node(self, label: str, number: object, /, **facts: Value) -> str:
        key = f"{SCHEMA.node(label).prefix}:{number}"
        mention = not facts
        self.nodes.append(NodeRecord(label, key, facts, SOURCE, mention))
        return key

    def edge(self, type_: str, start: str, end: str, **facts: Value) -> None:
        self.edges.append(EdgeRecord(type_, start, end, facts, SOURCE))


def lots_and_bids(batch: Batch, lots: Sequence[int], chance: random.Random) -> None:
    """Lots of two trades and methods, in which A, B and C meet more often than others."""
    for lot in lots:
        key = batch.node(
            "Lot",
            lot,
            class_code="A0801" if lot % 3 else "B0101",
            region="350200",
            opened_at=f"2024-0{1 + lot % 6}-{1 + lot % 27:02}T09:30:00",
            evaluation_method="lowest_price" if lot % 4 else "average_bid",
            control_price=2000.0,
        )
        firms = [f"F{i}" for i in chance.sample(range(FIRMS), 4)] + list("ABC" if lot % 4 else "A")
        prices = {firm: round(chance.uniform(900, 1100), 2) for firm in firms}
        for firm, price in prices.items():
            won = price == min(prices.values())
            bid = batch.node("Bid", f"{lot}/{firm}", price=price, valid=True, won=won)
            company = batch.node("Company", firm)
            batch.edge("SUBMITTED", company, bid, role="sole")
            batch.edge("FOR", bid, key)
            if won:
                batch.edge("WON", company, key, on=f"2024-0{1 + lot % 6}-28")


def more_lots(batch: Batch, chance: random.Random) -> None:
    lots_and_bids(batch, [chance.randrange(LOTS, 2 * LOTS) for _ in range(2)], chance)


def corrected_price(batch: Batch, chance: random.Random) -> None:
    firm, lot = "A", chance.randrange(LOTS)
    batch.node("Bid", f"{lot}/{firm}", price=round(chance.uniform(500, 1500), 2), valid=True)


def register(batch: Batch, chance: random.Random) -> None:
    """Names, regions, heads, owners and telephones of firms that are known, and of new ones."""
    for firm in (*chance.sample("ABC", 2), f"F{chance.randrange(2 * FIRMS)}"):
        company = batch.node(
            "Company", firm, name=f"{firm}第{chance.randrange(3)}建设有限公司", region="350203"
        )
        people = [chance.randrange(PEOPLE) for _ in range(2)]
        head, owner = (batch.node("Person", who, name=f"张{who}", identity="id") for who in people)
        batch.edge("LEGAL_REP_OF", head, company, valid_from=f"2024-0{1 + people[0]}-01")
        batch.edge("SHAREHOLDER_OF", owner, company, share=0.6)
        batch.edge("REACHED_AT", company, batch.node("Phone", people[0]))


def panel(batch: Batch, chance: random.Random) -> None:
    for lot in chance.sample(range(LOTS), 6):
        key = batch.node("Lot", lot)
        for expert in range(3):
            seat = batch.node("Expert", expert, name=f"专家{expert}")
            batch.edge("EVALUATED", seat, key, chair=expert == 0)
            bid = batch.node("Bid", f"{lot}/A")
            points = float(chance.randrange(60, 100))
            batch.edge("SCORED", seat, bid, item="技术", points=points, maximum=100.0)


def uploads(batch: Batch, chance: random.Random) -> None:
    for lot in chance.sample(range(LOTS), 4):
        for firm in "AF":
            bid = batch.node("Bid", f"{lot}/{firm if firm == 'A' else 'F1'}")
            device = batch.node("Device", f"mac-{chance.randrange(4)}", kind="mac")
            at = f"2024-01-01T0{chance.randrange(3)}:00:00"
            batch.edge("USED_IN", device, bid, event="upload", at=at)


def steps(batch: Batch, chance: random.Random) -> None:
    for lot in chance.sample(range(LOTS), 3):
        step = batch.node(
            "Milestone", f"{lot}/letter", node="award_letter", on=f"2024-07-{1 + lot % 27:02}"
        )
        batch.edge("OF", step, batch.node("Lot", lot))
        contract = batch.node("Contract", lot, signed_on=f"2024-0{8 + lot % 2}-11")
        batch.edge("AWARDED_FOR", contract, f"lot:{lot}")


def whole_lot(batch: Batch, chance: random.Random) -> None:
    """A new lot, or one that came before, with what its bids were made with, on some of them."""
    lot = chance.randrange(LOTS, 2 * LOTS)
    lots_and_bids(batch, [lot], chance)
    for firm in chance.sample("ABC", 2) if lot % 4 else "A":
        bid = batch.node("Bid", f"{lot}/{firm}")
        if chance.random() < 0.5:
            batch.edge("LEADS", batch.node("Person", chance.randrange(PEOPLE)), bid)
        if chance.random() < 0.5:
            device = batch.node("Device", f"mac-{chance.randrange(4)}", kind="mac")
            batch.edge("USED_IN", device, bid, event="upload", at="2024-01-01T01:00:00")


KINDS: tuple[Callable[[Batch, random.Random], None], ...] = (
    more_lots, corrected_price, register, panel, uploads, steps, whole_lot,
)  # fmt: skip


def load(engine: GraphEngine, batch: Batch) -> None:
    info = BatchInfo(batch.id, "made", "made.csv", "0" * 64, ("",), "clerk", AT.isoformat())
    engine.writer.begin_batch(info)
    engine.writer.write_nodes(batch.id, batch.nodes)
    engine.writer.write_edges(batch.id, batch.edges)
    engine.writer.finish_batch(info)


def derived(engine: GraphEngine) -> list[str]:
    """All derived facts, without the moment at which they were computed."""
    return sorted(_derived(engine))


def _derived(engine: GraphEngine) -> Iterator[str]:
    for node in SCHEMA.nodes:
        own = {p.name for p in node.properties if p.derived}
        for row in engine.reader.frame(
            f"MATCH (n:{node.label}) RETURN n.key AS key, properties(n) AS stored"
        ).to_dict("records"):
            whole = node.label in {"Ring", "Clock"}
            told = {k: v for k, v in row["stored"].items() if whole or k in own}
            if told and node.label != "Measure":
                yield _text(row["key"], told)
    for edge in SCHEMA.edges:
        if edge.derived:
            for row in engine.reader.frame(
                f"MATCH (a)-[r:{edge.type}]->(b) "
                "RETURN a.key AS start, b.key AS end, properties(r) AS stored"
            ).to_dict("records"):
                yield _text(f"{row['start']} {edge.type} {row['end']}", row["stored"])


def _text(what: str, facts: Mapping[str, object]) -> str:
    told = {k: v for k, v in facts.items() if k != "computed_at" and v is not None}
    return f"{what} {sorted(told.items())!r}"


def test_no_answer_changes_unless_something_that_is_read_was_touched(
    one_engine: GraphEngine,
) -> None:
    """Every question of every measure, asked after each change of a graph."""
    chance = random.Random(7)
    first = Batch("b0")
    lots_and_bids(first, range(LOTS), chance)
    panel(first, chance)
    register(first, chance)
    uploads(first, chance)
    whole_lot(first, chance)
    load(one_engine, first)
    run_measures(None, one_engine, at=AT)
    with overhearing() as heard:
        for measure in MEASURES:
            measure.compute(SharedReading(one_engine.reader))
    asked = [question for question in heard.values() if question.cypher != TEXTS]
    passed = changed = 0

    def answers() -> list[str]:
        return [
            repr(sorted(map(repr, one_engine.reader.run(q.cypher, q.parameters).rows)))
            for q in asked
        ]

    before = answers()
    for number in range(5):
        one_engine.writer.begin_measure("probe")
        batch = Batch(f"c{number}")
        for kind in chance.sample(KINDS, 1 + number % 2):
            kind(batch, chance)
        load(one_engine, batch)
        if number % 3 == 2:
            one_engine.writer.remove_batch(f"c{number - 1}")
        told = one_engine.reader.frame(PROBE)
        after = answers()
        for question, was, now in zip(asked, before, after, strict=True):
            names = touched_names(told["touched"][0], names_read(question.cypher))
            assert was == now or names, question.cypher
            passed += not names
            changed += was != now
        before = after

    assert len(asked) > 40
    assert passed > changed > 30


@pytest.mark.parametrize("seed", [1])
def test_measuring_bit_by_bit_comes_to_the_same(one_engine: GraphEngine, seed: int) -> None:
    chance = random.Random(seed)
    first = Batch("b0")
    lots_and_bids(first, range(LOTS), chance)
    there = {first.id: first}
    load(one_engine, first)
    run_measures(None, one_engine, at=AT)
    passed_over = 0

    for number, kind in enumerate(chance.sample(KINDS, CHANGES), 1):
        batch = Batch(f"b{number}")
        kind(batch, chance)
        there[batch.id] = batch
        load(one_engine, batch)
        if number == CHANGES // 2:
            gone = chance.choice([id_ for id_ in there if id_ != first.id])
            one_engine.writer.remove_batch(gone)
            del there[gone]
        reports = run_measures(None, one_engine, at=AT)
        passed_over += sum(report.outcome == "unchanged" for report in reports)
    bit_by_bit = derived(one_engine)
    one_engine.writer.clear()
    for batch in there.values():
        load(one_engine, batch)
    run_measures(None, one_engine, at=AT)

    assert passed_over > CHANGES * 5
    assert len(bit_by_bit) > LOTS
    assert bit_by_bit == derived(one_engine)
