"""What the network view is told to draw."""

from __future__ import annotations

from graph.records import Edge, Node, Subgraph
from pages.components.network import SavedFile, Tools, payload, read_action
from pages.components.network_graph import view_graph
from pages.components.network_layout import positions

A = Node("company:A", "Company", {"name": "甲公司"})
B = Node("company:B", "Company", {"name": "乙公司"})
P = Node("person:P", "Person", {"name": "张三", "identity": "scoped"})
Q = Node("person:Q", "Person", {"name": "李四", "identity": "id"})


def scored(number: int) -> Edge:
    return Edge("SCORED", "expert:X", "bid:B", {"points": number}, f"s{number}")


def test_parallel_edges_become_one_line_with_their_number() -> None:
    expert, bid = Node("expert:X", "Expert", {"name": "X"}), Node("bid:B", "Bid", {})

    view = view_graph(Subgraph((bid, expert), tuple(scored(i) for i in range(7))))

    assert [edge.label for edge in view.edges] == ["打分 ×7"]
    assert len(view.members[view.edges[0].id]) == 7


def test_a_person_known_by_name_only_is_drawn_weak_with_its_edges() -> None:
    edges = (
        Edge("LEGAL_REP_OF", P.key, A.key, {}, "1"),
        Edge("LEGAL_REP_OF", Q.key, B.key, {}, "2"),
    )

    view = view_graph(Subgraph((A, B, P, Q), edges))

    assert {node.id for node in view.nodes if node.weak} == {P.key}
    assert [edge.weak for edge in view.edges] == [True, False]


def test_computed_relations_are_told_apart_from_facts() -> None:
    edges = (Edge("CO_BIDS", A.key, B.key, {}, "1"), Edge("SHAREHOLDER_OF", A.key, B.key, {}, "2"))

    view = view_graph(Subgraph((A, B), edges))

    assert {edge.label: edge.derived for edge in view.edges} == {"共同投标": True, "持股": False}


def test_what_a_limit_left_out_is_counted_on_the_node() -> None:
    view = view_graph(Subgraph((A, B), (), {A.key: 12}))

    assert {node.id: node.more for node in view.nodes} == {A.key: 12, B.key: 0}


def test_filtered_kinds_take_their_edges_along() -> None:
    view = view_graph(Subgraph((A, P), (Edge("LEGAL_REP_OF", P.key, A.key, {}, "1"),)))

    data = payload(
        view, revision="r", near=(), pins=(), hidden=(), groups={},
        filters={"Company"}, selected=None, height=400, labels="auto",
    )  # fmt: skip

    assert [node["id"] for node in data["nodes"]] == [A.key]  # type: ignore[attr-defined]
    assert data["edges"] == []


def test_a_desk_sends_its_menus_its_steps_and_only_places_it_knows() -> None:
    view = view_graph(Subgraph((A, B)), hubs={B.key: "枢纽"})
    tools = Tools(
        arrangement="force||0", places={A.key: (1.04, 2.0)}, past=3,
        menus={A.key: [("SUBMITTED", 7)], "company:gone": [("WON", 1)]},
        file=SavedFile("1-x", "x.csv", "text/csv", b"abc"),
    )  # fmt: skip

    data = payload(
        view, revision="r", near=(), pins=(), hidden=(), groups={A.key: "企业"}, filters=None,
        selected=None, height=400, labels="auto", tools=tools,
    )  # fmt: skip

    assert data["menus"] == {A.key: [["SUBMITTED", "投标", 7]]}
    assert data["past"] == 3
    first, second = data["nodes"]  # type: ignore[misc]
    assert (first["x"], first["y"], first["parent"]) == (1.0, 2.0, "group:企业")  # type: ignore[has-type]
    assert (second["x"], second["hub"]) == (None, "枢纽")  # type: ignore[has-type]
    assert data["file"]["base64"] == "YWJj"  # type: ignore[index]


def test_what_is_as_usual_is_not_sent() -> None:
    view = view_graph(Subgraph((A, P), (Edge("LEGAL_REP_OF", P.key, A.key, {}, "1"),)))

    data = payload(
        view, revision="r", near=(), pins=(), hidden=(), groups={}, filters=None,
        selected=None, height=400, labels="auto",
    )  # fmt: skip

    (line,) = data["edges"]  # type: ignore[misc]
    assert line.keys() <= {"id", "source", "target", "label", "weak"}  # type: ignore[has-type]
    assert data["nodes"][0].keys() == {"id", "label", "kind", "x", "y"}  # type: ignore[index]
    assert {"Enter", "E"}.isdisjoint(keys for keys, _ in data["keys"])  # type: ignore[attr-defined]


def test_a_line_is_changed_when_all_it_stands_for_has_changed() -> None:
    edges = (
        Edge("SHAREHOLDER_OF", Q.key, A.key, {}, "1"),
        Edge("LEGAL_REP_OF", Q.key, A.key, {}, "2"),
    )

    both = view_graph(Subgraph((A, Q), edges), changes={"1": "ended", "2": "ended"})
    one = view_graph(Subgraph((A, Q), edges), changes={"1": "ended"})

    assert [both.edges[0].change, one.edges[0].change] == ["ended", ""]


def test_many_nodes_are_drawn_as_an_overview_and_settle_quickly() -> None:
    nodes = [f"n{i}" for i in range(1200)]
    edges = [(nodes[i], nodes[i // 3]) for i in range(1, len(nodes))]

    first, again = positions(nodes, edges), positions(nodes, edges)

    assert first == again
    assert len({(round(x), round(y)) for x, y in first.values()}) > 1100


def test_an_action_is_read_from_what_the_browser_reports() -> None:
    asked = {"type": "expand", "id": A.key, "ids": [A.key], "types": ["WON"], "view": {"zoom": 1}}
    action = read_action({"action": {**asked, "spots": {A.key: {"x": 1, "y": 2}}}})

    assert action is not None
    assert (action.ids, action.types, action.spots) == ((A.key,), ("WON",), {A.key: (1.0, 2.0)})
    assert (action.type, action.id, action.view) == ("expand", A.key, {"zoom": 1})
    assert read_action({"action": None}) is None
    assert read_action(None) is None


def test_places_are_the_same_every_time_and_never_coincide() -> None:
    names = [f"n{i}" for i in range(40)]
    links = [(names[0], name) for name in names[1:30]]

    first, again = positions(names, links), positions(list(reversed(names)), links)

    assert first == again
    spots = list(first.values())
    apart = [
        abs(x - u) > 90 or abs(y - v) > 50
        for i, (x, y) in enumerate(spots)
        for u, v in spots[i + 1 :]
    ]
    assert sum(apart) / len(apart) > 0.99


def test_no_nodes_have_no_places() -> None:
    assert positions([], []) == {}


def test_nodes_that_nothing_joins_stand_apart() -> None:
    assert len(set(positions(["a", "b", "c"], []).values())) == 3
