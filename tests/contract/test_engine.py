"""Every promise of GraphEngine, kept by each engine."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from graph.engine import GraphEngine, QueryLimits
from graph.errors import QueryRejected, QueryTimedOut, RecordsRefused
from graph.overhearing import overhearing
from graph.records import (
    BatchInfo,
    DerivedEdge,
    DerivedNode,
    DerivedProperties,
    Edge,
    EdgeRecord,
    MeasureRun,
    Node,
    NodeRecord,
    Path,
    Replaced,
    SourceRef,
    Value,
)
from graph.vocabulary import SCHEMA

AT = "2026-01-02T03:04:05"


def batch(name: str) -> BatchInfo:
    return BatchInfo(name, "bids", f"{name}.csv", "0" * 64, ("",), "tester", AT)


def node(key: str, row: int = 2, *, mention: bool = False, **properties: Value) -> NodeRecord:
    source = SourceRef("a.csv", "0" * 64, "", row)
    return NodeRecord(SCHEMA.label_of(key), key, properties, source, mention)


def edge(type_: str, start: str, end: str, row: int = 2, **properties: Value) -> EdgeRecord:
    return EdgeRecord(type_, start, end, properties, SourceRef("a.csv", "0" * 64, "", row))


def load(
    engine: GraphEngine, name: str, nodes: list[NodeRecord], edges: list[EdgeRecord] | None = None
) -> tuple[int, int]:
    with engine.loading() as writer:
        writer.begin_batch(batch(name))
        made = writer.write_nodes(name, nodes), writer.write_edges(name, edges or [])
        writer.finish_batch(replace(batch(name), state="loaded"))
    return made


def dump(engine: GraphEngine) -> tuple[list[str], list[str]]:
    """Everything the graph holds, batches apart, in an order of its own."""
    nodes = engine.reader.run(
        "MATCH (n) WHERE NOT n:Batch AND NOT n:Measure RETURN labels(n)[0], properties(n)"
    )
    edges = engine.reader.run(
        "MATCH (a)-[r]->(b) RETURN a.key, type(r), b.key, properties(r)",
    )
    return sorted(map(repr, map(_sorted, nodes.rows))), sorted(map(repr, map(_sorted, edges.rows)))


def _sorted(row: tuple[object, ...]) -> list[object]:
    return [dict(sorted(c.items())) if isinstance(c, dict) else c for c in row]


def test_a_record_written_twice_is_there_once(engine: GraphEngine) -> None:
    nodes = [node("company:A", name="甲"), node("bid:T:A", price=10.0)]
    edges = [edge("SUBMITTED", "company:A", "bid:T:A", role="sole")]

    first = load(engine, "b1", nodes, edges)
    before = dump(engine)
    again = load(engine, "b1", nodes, edges)

    assert first == (2, 1)
    assert again == (0, 0)
    assert dump(engine) == before


def test_the_bulk_path_and_increments_give_the_same_graph(engine: GraphEngine) -> None:
    nodes = [
        node("lot:T", 2, mention=True, name="mentioned"),
        node("lot:T", 3, name="described", control_price=9.5),
        node("lot:T", 4, mention=True, name="other", region="110000"),
        node("bid:T:A", 2, price=10.0),
    ]
    edges = [
        edge("FOR", "bid:T:A", "lot:T", 2),
        edge("FOR", "bid:T:A", "lot:T", 3),
    ]
    load(engine, "b1", nodes, edges)  # into an empty graph
    bulk = dump(engine)

    engine.writer.clear()
    load(engine, "b0", [node("company:A", name="x")])  # so that the graph is not empty
    load(engine, "b1", nodes, edges)
    engine.writer.remove_batch("b0")

    assert dump(engine) == bulk


def test_a_row_about_a_node_wins_over_rows_that_mention_it(engine: GraphEngine) -> None:
    load(engine, "bids", [node("company:A", mention=True, name="甲公司（盖章）")])
    load(engine, "companies", [node("company:A", name="甲公司", region="110000")])
    load(engine, "traces", [node("company:A", mention=True, name="甲")])

    table = engine.reader.run("MATCH (c:Company) RETURN c.name, c.region, c.mentioned, c.sources")

    assert table.rows == (("甲公司", "110000", None, ["bids::2", "companies::2", "traces::2"]),)


def test_taking_a_batch_back_restores_what_the_others_say(engine: GraphEngine) -> None:
    load(engine, "b1", [node("company:A", name="old"), node("bid:T:A", price=1.0)])
    load(engine, "b1e", [], [edge("SUBMITTED", "company:A", "bid:T:A", role="sole")])
    before = dump(engine)
    load(
        engine,
        "b2",
        [node("company:A", name="new", region="1"), node("company:B", name="b")],
        [edge("SUBMITTED", "company:A", "bid:T:A", role="lead")],
    )

    changed = engine.reader.run("MATCH (c:Company {key: 'company:A'}) RETURN c.name").rows
    removed = engine.writer.remove_batch("b2")

    assert changed == (("new",),)
    assert removed == 1
    assert dump(engine) == before
    assert engine.reader.run("MATCH (b:Batch {key: 'batch:b2'}) RETURN b.key").rows == ()


def test_a_node_that_other_batches_point_to_stays_when_its_own_batch_goes(
    engine: GraphEngine,
) -> None:
    load(engine, "bids", [node("bid:T:A", price=1.0)])
    load(
        engine,
        "devices",
        [node("bid:T:A", mention=True), node("device:mac:1", kind="mac")],
        [edge("USED_IN", "device:mac:1", "bid:T:A", event="upload")],
    )

    engine.writer.remove_batch("bids")

    table = engine.reader.run(
        "MATCH (d:Device)-[:USED_IN]->(b:Bid) RETURN b.key, b.price, b.sources, b.mentioned"
    )
    assert table.rows == (("bid:T:A", None, ["devices::2"], True),)


def test_taking_an_unknown_batch_back_changes_nothing(engine: GraphEngine) -> None:
    load(engine, "b1", [node("company:A", name="A")])
    before = dump(engine)

    assert engine.writer.remove_batch("b") == 0
    assert dump(engine) == before


def test_identity_properties_keep_edges_apart_and_others_do_not(engine: GraphEngine) -> None:
    nodes = [node("device:mac:1", kind="mac"), node("bid:T:A", price=1.0)]
    ends = ("device:mac:1", "bid:T:A")
    load(engine, "b1", nodes, [edge("USED_IN", *ends, event="upload", at="2024-01-01T00:00:00")])
    load(
        engine,
        "b2",
        nodes,
        [
            edge("USED_IN", *ends, 2, event="upload", at="2024-01-01T00:00:09"),
            edge("USED_IN", *ends, 3, event="make"),
        ],
    )

    table = engine.reader.run(
        "MATCH (:Device)-[r:USED_IN]->(:Bid) RETURN r.event, r.at, r.sources ORDER BY r.event"
    )
    assert table.rows == (
        ("make", None, ["b2::3"]),
        ("upload", "2024-01-01T00:00:09", ["b1::2", "b2::2"]),
    )


def test_an_edge_without_its_nodes_is_refused(engine: GraphEngine) -> None:
    load(engine, "b1", [node("company:A", name="A")])

    with pytest.raises(RecordsRefused):
        engine.writer.write_edges("b1", [edge("SUBMITTED", "company:A", "bid:nowhere:A")])
    with pytest.raises(RecordsRefused):
        engine.writer.write_edges("b1", [edge("SUBMITTED", "bid:T:A", "company:A")])


def test_nothing_is_visible_of_a_first_load_that_fails(embedded_engine: GraphEngine) -> None:
    """The bulk path is the embedded engine's; elsewhere a load that broke is run again."""
    embedded_engine.writer.clear()

    def fail() -> None:
        with embedded_engine.loading() as writer:
            writer.begin_batch(batch("b1"))
            writer.write_nodes("b1", [node("company:A", name="A")])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert embedded_engine.reader.run("MATCH (n) RETURN count(n)").rows == ((0,),)


def test_derived_facts_are_replaced_as_a_whole(engine: GraphEngine) -> None:
    load(engine, "b1", [node(f"company:{c}", name=c) for c in "ABC"] + [node("lot:T", name="T")])
    writer = engine.writer

    writer.replace_derived(
        MeasureRun("m", 1, AT),
        nodes=[DerivedNode("Ring", "ring:1", {"size": 2})],
        edges=[
            DerivedEdge("CO_BIDS", "company:A", "company:B", {"lots": 5}),
            DerivedEdge("HAS_MEMBER", "ring:1", "company:A", {}),
        ],
        properties=[DerivedProperties("lot:T", {"cv": 0.1, "skew": 0.2})],
    )
    written = writer.replace_derived(
        MeasureRun("m", 2, AT),
        edges=[DerivedEdge("CO_BIDS", "company:B", "company:C", {"lots": 6})],
        properties=[DerivedProperties("lot:T", {"cv": 0.3})],
    )

    pairs = engine.reader.run(
        "MATCH (a)-[r:CO_BIDS]->(b) RETURN a.key, b.key, r.lots, r.measure, r.revision"
    )
    lot = engine.reader.run("MATCH (l:Lot) RETURN l.cv, l.skew, l.name")
    assert written == Replaced(facts=2, changed=5)
    assert pairs.rows == (("company:B", "company:C", 6, "m", 2),)
    assert lot.rows == ((0.3, None, "T"),)
    assert engine.reader.run("MATCH (r:Ring) RETURN r.key").rows == ()


def test_a_derived_edge_whose_values_change_is_altered_where_it_is(engine: GraphEngine) -> None:
    load(engine, "b1", [node(f"company:{c}", name=c) for c in ("A", "张.三", "C")])
    given: dict[str, dict[str, Value]] = {
        "A": {"lots": 5, "q_value": 0.1},
        "张.三": {"lots": 6, "lift": 2.0},
    }
    then: dict[str, dict[str, Value]] = {"A": {"lots": 5, "q_value": 0.2}, "张.三": {"lots": 6}}
    later = AT.replace("2026", "2027")
    for moment, facts in ((AT, given), (later, then)):
        edges = [DerivedEdge("CO_BIDS", f"company:{c}", "company:C", p) for c, p in facts.items()]
        still = DerivedEdge("CO_BIDS", "company:A", "company:张.三", {"lots": 7})
        other = DerivedEdge("MOVES_WITH", "company:A", "company:C", {"lots": 8})
        engine.writer.replace_derived(MeasureRun("other", 1, moment), edges=[other])
        replaced = engine.writer.replace_derived(MeasureRun("m", 1, moment), edges=[*edges, still])

    pairs = engine.reader.run(
        "MATCH (a:Company)-[r:CO_BIDS]->(b) RETURN a.name, b.name, r.lots, r.q_value, r.lift, "
        "r.computed_at ORDER BY r.lots"
    )
    assert replaced == Replaced(facts=3, changed=2)
    assert pairs.rows == (
        ("A", "C", 5, 0.2, None, later),
        ("张.三", "C", 6, None, None, later),
        ("A", "张.三", 7, None, None, AT),
    )


def test_loading_again_keeps_derived_properties(engine: GraphEngine) -> None:
    load(engine, "b1", [node("lot:T", name="T")])
    engine.writer.replace_derived(
        MeasureRun("m", 1, AT), properties=[DerivedProperties("lot:T", {"cv": 0.1})]
    )

    load(engine, "b2", [node("lot:T", name="T2")])

    assert engine.reader.run("MATCH (l:Lot) RETURN l.cv, l.name").rows == ((0.1, "T2"),)


def test_values_come_back_as_they_were_written(engine: GraphEngine) -> None:
    text = "围标 'quoted' \\ \"x\" \n ‮ <script> // /* */"
    load(engine, "b1", [node("company:A", name=text, registered_capital=1.5, state_owned=True)])

    table = engine.reader.run(
        "MATCH (c:Company) RETURN c.name, c.registered_capital, c.state_owned, c.uscc, $p AS p",
        {"p": {"list": [1, "二", None], "map": {"k": 2.5}}},
    )

    assert table.rows == ((text, 1.5, True, None, {"list": [1, "二", None], "map": {"k": 2.5}}),)


def test_nodes_edges_and_paths_come_back_with_their_keys(engine: GraphEngine) -> None:
    load(
        engine,
        "b1",
        [node("company:A", name="A"), node("bid:T:A", price=1.0), node("lot:T", name="T")],
        [edge("SUBMITTED", "company:A", "bid:T:A", role="sole"), edge("FOR", "bid:T:A", "lot:T")],
    )

    alone = engine.reader.run("MATCH (:Company)-[r:SUBMITTED]->(b) RETURN r").rows[0][0]
    path = engine.reader.run("MATCH p = (:Company)-[*2]->(:Lot) RETURN p").rows[0][0]

    assert isinstance(alone, Edge)
    assert (alone.start, alone.end, alone.sources) == ("company:A", "bid:T:A", ("b1::2",))
    assert isinstance(path, Path)
    assert [n.key for n in path.nodes] == ["company:A", "bid:T:A", "lot:T"]
    assert [e.type for e in path.edges] == ["SUBMITTED", "FOR"]
    assert isinstance(path.nodes[0], Node)
    assert path.nodes[0].label == "Company"


def test_a_row_limit_is_reported(engine: GraphEngine) -> None:
    cut = engine.reader.run("UNWIND range(1, 9) AS i RETURN i", limits=QueryLimits(rows=4))
    whole = engine.reader.run("UNWIND range(1, 4) AS i RETURN i", limits=QueryLimits(rows=4))

    assert (len(cut.rows), cut.truncated) == (4, True)
    assert (len(whole.rows), whole.truncated) == (4, False)


def test_a_query_that_runs_too_long_is_stopped(engine: GraphEngine) -> None:
    slow = (
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
        "WITH a * b * c AS x RETURN sum(x)"
    )
    with pytest.raises(QueryTimedOut):
        engine.reader.run(slow, limits=QueryLimits(seconds=1))


def test_a_query_under_way_is_stopped_from_outside(engine: GraphEngine) -> None:
    slow = (
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
        "WITH a * b * c AS x RETURN sum(x) // mine"
    )
    ended = threading.Event()

    def stop_until_ended() -> None:
        while not ended.wait(0.2):
            engine.reader.stop(slow)

    stopper = threading.Thread(target=stop_until_ended)
    stopper.start()
    try:
        with pytest.raises(QueryTimedOut):
            engine.reader.run(slow, limits=QueryLimits(seconds=120))
    finally:
        ended.set()
        stopper.join()


def test_a_plan_is_told_without_running_the_query(engine: GraphEngine) -> None:
    assert "Company" in engine.reader.explain("MATCH (c:Company) RETURN c.name")
    with pytest.raises(QueryRejected):
        engine.reader.explain("MATCH (n RETURN n")


def test_a_syntax_error_and_a_missing_parameter_are_rejected(engine: GraphEngine) -> None:
    for wrong in ("MATCH (n RETURN n", "RETURN $absent", "NONSENSE"):
        with pytest.raises(QueryRejected):
            engine.reader.run(wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("RETURN\n// a mark", "末尾缺少内容"),
        ("MATCH (c:Company) RETURN count(c", "末尾缺少内容"),
        ("MATCH (c:Company RETURN c", "第 1 行第 18 个字符“RETURN”"),
        ("MATCH (c)\nWHERE c.a = = 1 RETURN c", "第 2 行第 13 个字符“=”"),
        ("MATCH (c) RETRN c", "第 1 行第 11 个字符“RETRN”"),
        ("MATCH (c) RETURN m", "“m”未定义"),
        ("RETURN nosuch(1)", "没有函数“nosuch”"),
        ("RETURN 1/0", "除以零"),
        ("RETURN $absent", "absent"),
        ("RETURN 1 AS a UNION RETURN 2 AS b", "UNION 的每一段"),
        ("RETURN date('2026-13-01') AS d", "不是日期或时间"),
        ("RETURN date('soon') AS d", "不是日期或时间"),
        ("RETURN datetime('2026-01-99T00:00') AS d", "不是日期或时间"),
        ("RETURN 'a' - 1 AS x", "值的类型不合"),
        ("RETURN toUpper(5) AS x", "值的类型不合"),
        ("WITH 'a' AS n RETURN n.x AS x", "值的类型不合"),
        ("RETURN [1, 2]['a'] AS x", "值的类型不合"),
        ("UNWIND ['a', 'b'] AS n RETURN sum(n) AS x", "值的类型不合"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_alike(
    engine: GraphEngine, wrong: str, said: str
) -> None:
    with pytest.raises(QueryRejected) as refused:
        engine.reader.run(wrong)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 250


def test_a_number_beyond_64_bits_is_refused_and_a_duration_is_told_whole(
    engine: GraphEngine,
) -> None:
    with pytest.raises(QueryRejected, match="64 位"):
        engine.reader.run("RETURN $n AS n", {"n": 10**20})
    assert engine.reader.run("RETURN duration({days: 3}) AS d").rows == (("P3D",),)


def test_a_frame_streams_all_rows(engine: GraphEngine) -> None:
    frame = engine.reader.frame("UNWIND range(1, 45000) AS i RETURN i AS n, i % 7 AS m")

    assert list(frame.columns) == ["n", "m"]
    assert int(frame["n"].sum()) == 45_000 * 45_001 // 2


def test_an_empty_frame_has_its_columns(engine: GraphEngine) -> None:
    assert list(engine.reader.frame("MATCH (n:Lot) RETURN n.key AS key").columns) == ["key"]


def star(engine: GraphEngine, arms: int) -> None:
    """Company A with `arms` bids for as many lots."""
    nodes = [node("company:A", name="A")]
    edges = []
    for i in range(arms):
        nodes += [node(f"bid:T{i:03}:A", price=1.0), node(f"lot:T{i:03}", name=str(i))]
        edges += [
            edge("SUBMITTED", "company:A", f"bid:T{i:03}:A", role="sole"),
            edge("FOR", f"bid:T{i:03}:A", f"lot:T{i:03}"),
        ]
    load(engine, "b1", nodes, edges)


def test_a_neighbourhood_grows_by_hops_and_says_what_it_leaves_out(engine: GraphEngine) -> None:
    star(engine, 30)

    one = engine.reader.neighbourhood("company:A", hops=1)
    two = engine.reader.neighbourhood("company:A", hops=2)
    cut = engine.reader.neighbourhood("company:A", hops=2, max_nodes=11)

    assert (len(one.nodes), len(one.edges)) == (31, 30)
    assert one.omitted == {f"bid:T{i:03}:A": 1 for i in range(30)}
    assert (len(two.nodes), len(two.edges), two.omitted) == (61, 60, {})
    assert len(cut.nodes) == 11
    assert cut.omitted["company:A"] == 20
    assert [n.key for n in cut.nodes][:2] == ["bid:T000:A", "bid:T001:A"]


def test_a_cut_neighbourhood_takes_the_first_by_key_from_each_in_turn(
    engine: GraphEngine,
) -> None:
    nodes = [node("company:HUB"), node("company:A"), node("lot:T")]
    nodes += [node(f"bid:T{i:03}:HUB") for i in range(40)] + [node("bid:T:A")]
    edges = [edge("SUBMITTED", "company:HUB", f"bid:T{i:03}:HUB") for i in reversed(range(40))]
    edges += [edge("FOR", f"bid:T{i:03}:HUB", "lot:T") for i in range(40)]
    edges += [edge("SUBMITTED", "company:A", "bid:T:A"), edge("FOR", "bid:T:A", "lot:T")]
    edges += [edge("WON", "company:HUB", "lot:T"), edge("WON", "company:A", "lot:T")]
    load(engine, "b1", nodes, edges)

    found = engine.reader.neighbourhood("company:A", hops=2, max_nodes=8)
    again = engine.reader.neighbourhood("company:A", hops=2, max_nodes=8)

    first = [f"bid:T{i:03}:HUB" for i in range(5)]
    assert [n.key for n in found.nodes] == [*first, "bid:T:A", "company:A", "lot:T"]
    assert found.omitted == {**dict.fromkeys(first, 1), "lot:T": 36}
    assert "company:A|WON|lot:T" in {e.id for e in found.edges}
    assert len(found.edges) == 8
    assert again == found


def test_a_subgraph_holds_just_these_nodes_and_the_edges_among_them(engine: GraphEngine) -> None:
    star(engine, 3)

    some = engine.reader.subgraph(["company:A", "bid:T001:A", "lot:T001", "lot:T002", "lot:none"])
    typed = engine.reader.subgraph(["company:A", "bid:T001:A", "lot:T001"], edge_types=["FOR"])

    assert [n.key for n in some.nodes] == ["bid:T001:A", "company:A", "lot:T001", "lot:T002"]
    assert [e.id for e in some.edges] == [
        "bid:T001:A|FOR|lot:T001",
        "company:A|SUBMITTED|bid:T001:A",
    ]
    assert [e.type for e in typed.edges] == ["FOR"]


def test_the_text_of_a_question_does_not_depend_on_the_labels_that_it_meets(
    one_engine: GraphEngine,
) -> None:
    """A server takes half a second to plan a text that it has not seen."""
    star(one_engine, 1)

    with overhearing() as heard:
        one_engine.reader.subgraph(["company:A", "bid:T000:A"])
        one_engine.reader.subgraph(["lot:T000", "bid:T000:A", "company:A", "phone:1"])
        one_engine.reader.subgraph([f"phone:{i}" for i in range(12)] + ["lot:T000"])

    assert len(heard) == 1


def test_an_unknown_node_has_an_empty_neighbourhood(engine: GraphEngine) -> None:
    assert engine.reader.neighbourhood("company:nobody").nodes == ()
    assert engine.reader.neighbourhood("no-such-prefix:1").nodes == ()


WRITES = (
    "CREATE (:Company {key: 'company:evil'})",
    "MERGE (:Company {key: 'company:evil'})",
    "MATCH (c:Company) SET c.name = 'evil'",
    "MATCH (c:Company) SET c += {name: 'evil'}",
    "MATCH (c:Company) SET c:Lot",
    "MATCH (c:Company) REMOVE c.name",
    "MATCH (c:Company) DETACH DELETE c",
    "MATCH (a:Company), (b:Company) CREATE (a)-[:CO_BIDS]->(b)",
    "MATCH (a:Company) FOREACH (x IN [1] | SET a.name = 'evil')",
    "MATCH (c:Company) CALL (c) { SET c.name = 'evil' } RETURN c",
    "UNWIND [1] AS x CREATE (n:Company) RETURN n",
    "CREATE INDEX evil FOR (c:Company) ON (c.evil)",
    "CREATE CONSTRAINT evil FOR (c:Company) REQUIRE c.evil IS UNIQUE",
    "DROP CONSTRAINT company_key",
    "CALL db.createLabel('Evil')",
    "CALL db.createProperty('evil')",
    "CALL db.createRelationshipType('EVIL')",
    "LOAD CSV FROM 'file:///etc/passwd' AS row CREATE (:Company {key: row[0]})",
)


@pytest.mark.parametrize("write", WRITES)
def test_a_reader_cannot_write(engine: GraphEngine, write: str) -> None:
    load(engine, "b1", [node("company:A", name="A")])
    schema = "SHOW CONSTRAINTS YIELD name RETURN count(*) AS n"
    before = dump(engine), engine.reader.run(schema).rows

    with pytest.raises(QueryRejected):
        engine.reader.run(write)

    assert (dump(engine), engine.reader.run(schema).rows) == before
