"""The relation picture: the same everywhere, with Chinese text on a machine without such fonts."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, ImageFont

from evidence.picture import FONT, MOST_THINGS, draw, relations
from graph.records import Edge, Node, Subgraph

A, B = (Node(f"company:{k}", "Company", {"name": f"云江{k}公司"}) for k in "AB")
BIDS = tuple(Node(f"bid:T/{k}", "Bid", {"price": 1.0}) for k in "AB")
P = Node("device:P", "Device", {"kind": "lock", "value": "L-1"})
GRAPH = Subgraph(
    (A, B, *BIDS, P),
    (
        *(Edge("SUBMITTED", f"company:{k}", f"bid:T/{k}", {}) for k in "AB"),
        *(Edge("USED_IN", "device:P", f"bid:T/{k}", {"event": "upload"}) for k in "AB"),
        Edge("CO_BIDS", "company:A", "company:B", {}),
    ),
)


def test_bids_are_drawn_as_ties_of_their_firms() -> None:
    drawn = relations(GRAPH)

    assert [node.key for node in drawn.firms] == ["company:A", "company:B"]
    assert [node.key for node in drawn.things] == ["device:P"]
    assert {(x.start, x.end) for x in drawn.ties} == {
        ("company:A", "device:P"),
        ("company:B", "device:P"),
        ("company:A", "company:B"),
    }


def test_the_same_graph_gives_the_same_bytes() -> None:
    one, two = draw(relations(GRAPH)), draw(relations(GRAPH))

    assert one == two
    assert Image.open(BytesIO(one.png)).size[0] == 1680


def test_names_are_text_whatever_they_contain() -> None:
    name = "<script>alert(1)</script>&\u202e甲\x00"
    graph = Subgraph((Node("company:X", "Company", {"name": name}), B), ())

    svg = draw(relations(graph)).svg

    ElementTree.fromstring(svg)  # noqa: S314 - our own text
    assert "<script" not in svg


def test_what_has_no_room_is_counted() -> None:
    things = [Node(f"device:{i:03d}", "Device", {"value": str(i)}) for i in range(30)]
    uses = [Edge("USED_IN", thing.key, "bid:T/A", {}) for thing in things]
    graph = Subgraph((*GRAPH.nodes, *things), (*GRAPH.edges, *uses))

    assert relations(graph).left_out == 31 - MOST_THINGS


def test_nothing_to_draw_is_an_empty_picture() -> None:
    drawn = relations(Subgraph())

    assert drawn.firms == ()
    assert draw(drawn).png


def test_the_shipped_font_writes_what_officials_write() -> None:
    font = ImageFont.truetype(str(FONT), 20)
    unknown = font.getmask("\ue000").getbbox()

    drawn = {sign: bytes(font.getmask(sign)) for sign in "疑似串通投标线索喆玥镕堃（）《》—·×Aa1"}

    assert unknown is not None  # a box where a sign is missing
    assert len(set(drawn.values())) == len(drawn)
