"""A declaration that contradicts the vocabulary or itself is an error when it is made."""

from typing import Any

import pytest

from loaders import keys
from loaders.table_map import Column, Computed, EdgeMap, Fixed, Key, NodeMap, TableMap

LOT = NodeMap("Lot", Key(keys.lot_key, ("lot",)))
BID = NodeMap("Bid", Key(keys.bid_key, ("lot", "lot_node")))


def table(**changes: Any) -> TableMap:
    """A valid table with one part exchanged."""
    parts: dict[str, Any] = {
        "name": "t",
        "title": "t",
        "columns": (Column("lot", ("标段编号",)), Column("points", ("得分",))),
        "nodes": {"lot_node": LOT, "bid": BID},
        "edges": (EdgeMap("FOR", "bid", "lot_node"),),
        "subject": ("bid",),
    }
    return TableMap(**(parts | changes))


def test_a_valid_declaration_is_accepted() -> None:
    assert table().column("lot").headers == ("标段编号",)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"columns": (Column("lot", ("a",)), Column("lot", ("b",)))}, "unique"),
        ({"nodes": {"lot_node": NodeMap("Lott", LOT.key), "bid": BID}}, "no label 'Lott'"),
        ({"nodes": {"lot_node": NodeMap("Lot", LOT.key, {"colour": "lot"}), "bid": BID}}, "colour"),
        ({"nodes": {"lot_node": NodeMap("Lot", LOT.key, {"cv": "points"}), "bid": BID}}, "cv"),
        (
            {"nodes": {"lot_node": NodeMap("Lot", Key(keys.lot_key, ("nothing",))), "bid": BID}},
            "nothing",
        ),
        ({"nodes": {"bid": BID, "lot_node": LOT}}, "not declared before"),
        (
            {
                "nodes": {
                    "lot_node": NodeMap("Lot", LOT.key, {"code": "lot"}, mention=True),
                    "bid": BID,
                }
            },
            "mention",
        ),
        ({"edges": (EdgeMap("FOR", "lot_node", "bid"),)}, "no \\(:Lot\\)-\\[:FOR\\]->\\(:Bid\\)"),
        ({"edges": (EdgeMap("LIKES", "bid", "lot_node"),)}, "LIKES"),
        ({"edges": (EdgeMap("FOR", "bid", "lot_node", {"when": Fixed(1)}),)}, "when"),
        ({"edges": (EdgeMap("FOR", "bid", "lot_node", when="nothing"),)}, "nothing"),
        ({"subject": ("nothing",)}, "nothing"),
        ({"needs_one_of": (("nothing",),)}, "nothing"),
        ({"computed": {"x": Computed(lambda a: a, ("nothing",), "lot")}}, "nothing"),
    ],
)
def test_a_contradiction_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table(**changes)
