"""What a bulk load hands over to the engine, line by line."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph import bulk_writer
from graph.bulk_writer import BulkWriter, _Fingerprints
from graph.errors import RecordsRefused
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef, Value


class Server:
    """Takes what is handed over, in the place of the engine."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []

    def replace_graph(self, vertices: Iterable[bytes], edges: Iterable[bytes], **_: object) -> None:
        """Keep the lines."""
        self.nodes = [json.loads(line) for line in b"".join(vertices).splitlines()]
        self.edges = [json.loads(line) for line in b"".join(edges).splitlines()]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def writer(server: Server, tmp_path: Path) -> Iterator[BulkWriter]:
    with closing(BulkWriter(server, tmp_path)) as writer:  # type: ignore[arg-type]
        yield writer


def company(key: str, row: int, *, mention: bool = False, **properties: Value) -> NodeRecord:
    source = SourceRef("f", "0" * 64, "", row)
    return NodeRecord("Company", f"company:{key}", properties, source, mention)


def owns(start: str, end: str, row: int, **properties: Value) -> EdgeRecord:
    source = SourceRef("f", "0" * 64, "", row)
    return EdgeRecord("SHAREHOLDER_OF", f"company:{start}", f"company:{end}", properties, source)


def test_an_edge_names_its_ends_by_position(server: Server, writer: BulkWriter) -> None:
    writer.write_nodes("b1", [company("A", 2), company("B", 3), company("A", 4, name="甲")])
    assert writer.write_edges("b1", [owns("B", "A", 5, share=0.6, capital=None)]) == 1

    writer.finish()

    assert [node["key"] for node in server.nodes] == ["company:A", "company:B"]
    assert server.nodes[0]["name"] == "甲"
    assert server.edges == [
        {
            "@type": "edge",
            "@class": "SHAREHOLDER_OF",
            "@from": 1,
            "@to": 0,
            "share": 0.6,
            "sources": ["b1::5"],
        }
    ]


def test_an_edge_stated_again_is_put_together(
    server: Server, writer: BulkWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_writer, "FOLDED_AT_A_TIME", 1)
    writer.write_nodes("b1", [company(key, 2) for key in "ABC"])
    first = [owns("A", "B", 2, share=0.6), owns("B", "C", 3, share=0.1), owns("A", "C", 4)]

    assert writer.write_edges("b1", [*first, owns("A", "B", 9, share=0.6)]) == 3
    assert writer.write_edges("b2", [owns("A", "B", 7, share=0.7), owns("A", "C", 8)]) == 0
    writer.finish()

    found = {(edge["@from"], edge["@to"]): edge for edge in server.edges}
    assert len(server.edges) == len(found) == 3
    assert found[1, 2]["sources"] == ["b1::3"]
    assert found[0, 1]["sources"] == ["b1::2", "b2::7"]
    assert found[0, 1]["share"] == 0.7
    assert [claim[:5] for claim in found[0, 1]["claims"]] == ["b1|s|", "b2|s|"]
    assert found[0, 2]["sources"] == ["b1::4", "b2::8"]


def test_a_node_stated_again_is_put_together_in_its_place(
    server: Server, writer: BulkWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_writer, "FOLDED_AT_A_TIME", 2)
    writer.begin_batch(BatchInfo("b1", "t", "f", "0" * 64, ("",), "甲", "2026-01-01"))
    first = [company(key, row, name=key) for row, key in enumerate("ABCDEF", 2)]
    assert writer.write_nodes("b1", [*first, company("E", 9, name="E")]) == 6
    writer.begin_batch(BatchInfo("b2", "t", "g", "1" * 64, ("",), "甲", "2026-01-01"))
    again = [company("F", 2, name="己"), company("A", 3, name="乙", mention=True)]
    assert writer.write_nodes("b2", [*again, company("B", 4), company("G", 5)]) == 1
    writer.finish()

    assert [node["key"][-1] for node in server.nodes] == [*"ABCDEFG"]
    found = {node["key"][-1]: node for node in server.nodes}
    assert found["A"]["name"] == "A"
    assert found["A"]["sources"] == ["b1::2", "b2::3"]
    assert found["F"]["name"] == "己"
    assert [claim[:5] for claim in found["F"]["claims"]] == ["b1|s|", "b2|s|"]
    assert found["E"] == {
        "@type": "vertex",
        "@class": "Company",
        "key": "company:E",
        "name": "E",
        "sources": ["b1::6"],
    }


def test_what_is_written_together_is_handed_over_by_label_and_by_type(
    server: Server, writer: BulkWriter
) -> None:
    source = SourceRef("f", "0" * 64, "", 2)
    lots = [NodeRecord("Lot", f"lot:{number}", {}, source) for number in (1, 2)]
    wins = [EdgeRecord("WON", "company:A", f"lot:{number}", {}, source) for number in (1, 2)]
    writer.write_nodes("b1", [lots[0], company("B", 2), lots[1], company("A", 3)])
    writer.write_edges("b1", [wins[0], owns("A", "B", 2), wins[1]])
    writer.write_edges("b1", [owns("B", "A", 2)])

    writer.finish()

    assert [node["key"] for node in server.nodes] == ["company:B", "company:A", "lot:1", "lot:2"]
    assert [(edge["@class"], edge["@from"], edge["@to"]) for edge in server.edges] == [
        ("SHAREHOLDER_OF", 1, 0),
        ("SHAREHOLDER_OF", 0, 1),
        ("WON", 1, 2),
        ("WON", 1, 3),
    ]


def test_an_edge_of_a_node_that_is_not_there_is_refused(writer: BulkWriter) -> None:
    writer.write_nodes("b1", [company("A", 2)])

    with pytest.raises(RecordsRefused, match="company:B"):
        writer.write_edges("b1", [owns("A", "B", 3)])


def test_an_arrow_that_the_vocabulary_lacks_is_refused(writer: BulkWriter) -> None:
    lot = NodeRecord("Lot", "lot:1", {}, SourceRef("f", "0" * 64, "", 2))
    writer.write_nodes("b1", [company("A", 2), lot])
    wrong = EdgeRecord("SHAREHOLDER_OF", "company:A", "lot:1", {}, lot.source)

    with pytest.raises(RecordsRefused, match="SHAREHOLDER_OF"):
        writer.write_edges("b1", [wrong])


def test_fingerprints_count_each_number_once() -> None:
    chance = np.random.default_rng(1)
    met = _Fingerprints()
    seen: set[int] = set()

    for _ in range(200):
        numbers = chance.integers(-500, 500, size=int(chance.integers(1, 60)))
        assert met.add(numbers) == len({*numbers.tolist()} - seen)
        seen |= {*numbers.tolist()}
