"""What a person does with a network: steps, filters, addresses, arrangements, files."""

from __future__ import annotations

import csv
import io
import zipfile
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Edge, Node, Subgraph
from pages.components.network import payload
from pages.components.network_arrangements import arranged, months
from pages.components.network_desk import Desk
from pages.components.network_files import GRAPHML, graphml, offline_page, tables
from pages.components.network_graph import view_graph
from pages.components.network_state import (
    LAYOUTS,
    Address,
    Canvas,
    Filters,
    Opened,
    Picture,
    filtered,
    read_address,
    rings_of,
)
from pages.components.path_question import Wanted, left_out, read_wanted
from queries.sources import SourceCell

A = Node("company:A", "Company", {"name": "甲公司", "sources": ["b:s:2"]})
B = Node("company:B", "Company", {"name": "乙公司"})
P = Node("person:P", "Person", {"name": "=1+1", "identity": "scoped"})
CHEAP = Node("bid:1", "Bid", {"price": 50_000.0, "submitted_at": "2024-05-01T08:00:00"})
DEAR = Node("bid:2", "Bid", {"price": 5_000_000.0})
LOT = Node("lot:T", "Lot", {"name": "一标段", "opened_at": "2024-05-02T09:00:00"})
STREET = "address:江岭省云桥市同和路12~14号"
HUB = Node("company:H", "Company", {"name": "代理"})
EDGES = (
    Edge("SUBMITTED", A.key, CHEAP.key, {}, "1"),
    Edge("SUBMITTED", B.key, DEAR.key, {}, "2"),
    Edge("FOR", CHEAP.key, LOT.key, {}, "3"),
    Edge("FOR", DEAR.key, LOT.key, {}, "4"),
    Edge("AGENT_FOR", HUB.key, LOT.key, {}, "5"),
    Edge("LEGAL_REP_OF", P.key, A.key, {"valid_to": "2023-12-31"}, "6"),
    Edge("CO_BIDS", A.key, B.key, {"lots": 9}, "7"),
)
WHOLE = Subgraph((CHEAP, DEAR, A, B, HUB, LOT, P), EDGES)


def left(filters: Filters, **more: object) -> set[str]:
    found = filtered(WHOLE, filters, roots=[A.key], hubs={HUB.key: "枢纽"}, **more)  # type: ignore[arg-type]
    return {node.key for node in found.graph.nodes}


def test_a_day_compared_with_today_draws_what_began_since_and_no_later_event() -> None:
    since = Edge("SHAREHOLDER_OF", P.key, A.key, {"valid_from": "2025-01-01"}, "8")
    bid = Node("bid:3", "Bid", {"submitted_at": "2025-05-01T08:00:00"})
    later = Edge("SUBMITTED", A.key, bid.key, {}, "9")
    graph = Subgraph((A, P, bid), (EDGES[5], since, later))

    def types(*, compare: bool) -> list[str]:
        filters = Filters(day="2023-06-30", compare=compare)
        found = filtered(graph, filters, roots=[A.key], hubs={}, today="2026-01-01")
        return [edge.type for edge in found.graph.edges]

    assert types(compare=False) == ["LEGAL_REP_OF"]
    assert types(compare=True) == ["LEGAL_REP_OF", "SHAREHOLDER_OF"]


def test_each_step_can_be_undone_and_done_again() -> None:
    canvas = Canvas(Picture(("a",))).add(["b"], Opened(("a",))).hide(["a"]).pin(["b"])

    back = canvas.undo().undo()

    assert back.now == Picture(("a", "b"), opened=(Opened(("a",)),))
    assert back.redo().redo() == canvas
    assert Canvas().undo() == Canvas()
    assert Canvas().redo() == Canvas()


def test_a_step_that_changes_nothing_is_none_and_a_new_one_forgets_what_was_undone() -> None:
    canvas = Canvas(Picture(("a",))).add(["b"])

    assert canvas.add(["b"]) is canvas
    assert canvas.undo().hide(["a"]).ahead == ()


def test_what_was_hidden_comes_back_when_it_is_asked_for() -> None:
    canvas = Canvas(Picture(("a", "b"))).hide(["b"])

    assert canvas.add(["b"]).now.hidden == frozenset()
    assert canvas.show_all().now.hidden == frozenset()
    assert canvas.only(["b"]).now.hidden == frozenset({"a", "b"})


def test_pins_are_set_and_let_go() -> None:
    canvas = Canvas(Picture(("a", "b"))).pin(["a"])

    assert canvas.pin(["a", "b"]).now.pinned == frozenset("ab")
    assert canvas.pin(["a"]).now.pinned == frozenset()


@given(st.lists(st.sampled_from(["add", "hide", "pin", "undo", "redo"]), max_size=30))
def test_undoing_everything_leads_back_to_the_beginning(steps: list[str]) -> None:
    canvas = Canvas(Picture(("a",)))
    for number, step in enumerate(steps):
        keys = [f"n{number % 5}"]
        acts = {"add": canvas.add, "hide": canvas.hide, "pin": canvas.pin}
        canvas = acts[step](keys) if step in acts else getattr(canvas, step)()
    while canvas.past:
        canvas = canvas.undo()

    assert canvas.now == Picture(("a",))


def test_hubs_are_left_out_with_their_reason_until_they_are_wanted() -> None:
    found = filtered(WHOLE, Filters(), roots=[A.key], hubs={HUB.key: "枢纽"})

    assert found.hubs == {HUB.key: "枢纽"}
    assert HUB.key not in left(Filters())
    assert HUB.key in left(Filters(hubs=True))


def test_what_only_a_filtered_node_joined_goes_with_it_and_is_counted() -> None:
    found = filtered(
        WHOLE, Filters(without=frozenset({"CO_BIDS", "SUBMITTED"})), roots=[A.key], hubs={}
    )

    assert {n.key for n in found.graph.nodes} == {A.key, P.key}
    assert found.loose == 5


def test_filters_by_amount_day_distance_and_hand() -> None:
    assert CHEAP.key not in left(Filters(amount=100_000))
    assert P.key not in left(Filters(day="2024-05-01"))
    assert LOT.key not in left(Filters(day="2024-05-01"))
    assert left(Filters(hops=1)) == {A.key, B.key, CHEAP.key, P.key}
    assert B.key not in left(Filters(), hidden=[B.key])


def test_hiding_by_hand_takes_nothing_else_along() -> None:
    everything = left(Filters())

    assert left(Filters(), hidden=[A.key]) == everything - {A.key}  # the root itself
    assert left(Filters(), hidden=[CHEAP.key]) == everything - {CHEAP.key}


def test_the_address_opens_the_same_view() -> None:
    address = Address(
        roots=(A.key, P.key), hops=2, size=300,
        opened=(Opened((B.key, STREET), ("WON", "FOR")), Opened((A.key,))),
        hidden=(LOT.key,), layout="timeline", grouping="ring",
        filters=Filters(frozenset({"FOR"}), "2024-05-01", True, 100_000.0, 3, True),
    )  # fmt: skip
    query = {k: [v] if isinstance(v, str) else v for k, v in address.query().items()}

    assert read_address(query) == address
    assert Address((A.key,)).query() == {"key": [A.key]}


def test_an_address_names_the_fewer_of_what_is_hidden_and_what_is_left() -> None:
    """Servers refuse an address beyond 64 KB: one with 2,900 hidden nodes opened nothing."""
    shown = tuple(f"bid:E3801000001000{i:010}/91380100MA7B7QT46N" for i in range(3000))

    def address(hidden: int) -> Address:
        picture = Picture(shown, frozenset(shown[:hidden]))
        return Desk(Address((shown[-1],)), Canvas(picture), Filters()).now

    assert address(2).hidden == shown[:2]
    assert address(2).only == ()
    assert address(2950).hidden == ()
    assert address(2950).only == shown[2950:]
    assert (address(1500).hidden, address(1500).only) == ((), ())
    assert max(len(urlencode(address(n).query(), doseq=True)) for n in (300, 2700)) < 32_000
    query = {k: [v] if isinstance(v, str) else v for k, v in address(2950).query().items()}
    assert read_address(query) == address(2950)


@pytest.mark.parametrize(
    "query",
    [
        {"hops": ["x"], "size": ["7"], "day": ["2024-13-45"], "layout": ["spiral"], "near": ["0"]},
        {"hops": ["-1"], "amount": ["much"], "group": ["colour"], "open": [""]},
        {},
    ],
)
def test_an_address_that_cannot_be_understood_is_as_usual(query: dict[str, list[str]]) -> None:
    assert read_address(query) == Address()


def test_the_address_of_paths_asks_the_same_again() -> None:
    wanted = Wanted((A.key, B.key), "any", 4, 5, ("FOR",), "2024-05-01", True)
    query = {k: [v] if isinstance(v, str) else v for k, v in wanted.query().items()}

    assert read_wanted(query) == wanted
    assert read_wanted({"order": ["each"]}) == Wanted((), "each")
    assert read_wanted(
        {"order": ["?"], "types": ["CO_BIDS"], "hops": ["99"], "day": ["?"]}
    ) == Wanted(())


def test_parties_that_an_address_names_in_vain_are_told() -> None:
    assert left_out({"party": ["company:A", "company:B"]}, "given") == ""
    assert (
        left_out({"party": ["company:A", "company:A"]}, "any")
        == "有主体被重复列出，此处只保留一次。"
    )
    six = {"party": [f"company:{i}" for i in range(6)]}
    assert "5" in left_out(six, "given")
    assert left_out(six, "each") == ""
    assert len(read_wanted(six).parties) == 6, "what waits is not lost"
    assert len(read_wanted(six).joined) == 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_arrangement_gives_each_node_a_place_of_its_own(layout: str) -> None:
    view = view_graph(WHOLE)

    places = arranged(layout, view)

    assert places.keys() == {n.key for n in WHOLE.nodes}
    assert len(set(places.values())) == len(places)
    assert arranged(layout, view_graph(Subgraph())) == {}


def test_owners_stand_above_and_time_runs_to_the_right() -> None:
    view = view_graph(WHOLE)

    above, along = arranged("hierarchy", view), arranged("timeline", view)

    assert above[P.key][1] < above[A.key][1] < above[CHEAP.key][1] < above[LOT.key][1]
    assert along[CHEAP.key][0] < along[LOT.key][0]
    assert [label for label, _, _ in months(view)] == ["2024-05"]


def test_a_circle_of_thousands_is_no_wider_than_can_be_drawn() -> None:
    many = view_graph(Subgraph(tuple(Node(f"lot:{i:04}", "Lot", {}) for i in range(3000))))

    places = arranged("circle", many)

    assert len(set(places.values())) == 3000
    assert max(x for x, _ in places.values()) < 6000


def test_groups_stand_apart() -> None:
    view = view_graph(WHOLE)
    places = arranged("force", view, {n.key: n.label for n in WHOLE.nodes})
    firms = [places[k] for k in (A.key, B.key, HUB.key)]
    bids = [places[k] for k in (CHEAP.key, DEAR.key)]

    def span(spots: list[tuple[float, float]], axis: int) -> tuple[float, float]:
        return min(s[axis] for s in spots), max(s[axis] for s in spots)

    apart = [
        span(firms, i)[1] < span(bids, i)[0] or span(bids, i)[1] < span(firms, i)[0] for i in (0, 1)
    ]
    assert any(apart)


def test_what_is_in_no_group_stands_around_the_groups_and_not_within() -> None:
    members = {A.key: "团", B.key: "团", HUB.key: "团"}

    places = arranged("force", view_graph(WHOLE), members)

    inside = [places[key] for key in members]
    (left, right), (top, bottom) = ((min(s), max(s)) for s in zip(*inside, strict=True))
    around = {k: p for k, p in places.items() if k not in members}
    assert around.keys() | members.keys() == {n.key for n in WHOLE.nodes}
    assert not [k for k, (x, y) in around.items() if left < x < right and top < y < bottom]
    assert len(set(places.values())) == len(places)


def test_the_ring_of_a_firm_is_the_one_that_has_it() -> None:
    ring = Node("ring:1", "Ring", {"name": "团伙"})

    assert rings_of([ring, A], [Edge("HAS_MEMBER", ring.key, A.key, {}, "1")]) == {A.key: ring.key}


CELLS = (SourceCell("b:s:2", "b", "企业.xlsx", "0" * 64, "s", 2, "companies"),)


def test_graphml_holds_every_node_edge_property_and_place() -> None:
    root = ET.fromstring(graphml(WHOLE, {A.key: (1.0, 2.0)}))  # noqa: S314 - our own
    names = {k.get("id"): k.get("attr.name") for k in root.iter(f"{{{GRAPHML}}}key")}
    nodes = {n.get("id"): n for n in root.iter(f"{{{GRAPHML}}}node")}

    stated = {names[d.get("key")]: d.text for d in nodes[A.key]}
    assert stated["label"] == "甲公司"
    assert (stated["x"], stated["sources"]) == ("1.0", "b:s:2")
    assert len(nodes) == len(WHOLE.nodes)
    natures = [
        d.text
        for e in root.iter(f"{{{GRAPHML}}}edge")
        for d in e
        if names[d.get("key")] == "nature"
    ]
    assert natures.count("derived") == 1


def test_tables_hold_nodes_relations_and_source_rows_and_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(tables(WHOLE, CELLS))) as packed:
        texts = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
    rows = {name: list(csv.reader(io.StringIO(text))) for name, text in texts.items()}

    assert [len(found) for found in rows.values()] == [8, 8, 2]
    assert ["person:P", "人员", "'=1+1"] in [row[:3] for row in rows["节点.csv"]]
    assert tables(WHOLE, CELLS) == tables(WHOLE, CELLS)


def test_the_offline_page_holds_everything_and_names_no_other_address() -> None:
    view = view_graph(WHOLE)
    data = payload(
        view, revision="r", near=(), pins=(), hidden=(), groups={}, filters=None, selected=None,
        height=0, labels="auto",
    )  # fmt: skip

    page = offline_page(data, WHOLE, view, CELLS, title="<甲>", made="今天").decode()

    assert "&lt;甲&gt;" in page
    assert "企业.xlsx" in page
    assert "default-src 'none'" in page
    assert "<link" not in page
    assert "<script src" not in page
    assert "%%data%%" not in page
