"""Search, paths, sources, counts and free questions on a small graph, on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.engine import GraphEngine, QueryLimits
from graph.errors import QueryRejected
from graph.records import Cell, Node, Value
from graph.records import Path as GraphPath
from loaders.identifiers import KeyedHash
from loaders.keys import account_key, email_key, keys_of_number, phone_key
from pages.components.question_desk import EXAMPLES
from queries.ask import ask, graph_of
from queries.overview import counts
from queries.path import paths
from queries.search import LISTED, search
from queries.search_list import open_list, write_list
from queries.sources import sources, sources_of
from tests.golden.golden_graph import Edge, write

EDGES: list[Edge] = [
    ("company:91A", "SUBMITTED", "bid:T/91A", {}),
    ("company:91B", "SUBMITTED", "bid:T/91B", {}),
    ("bid:T/91A", "FOR", "lot:T", {}),
    ("bid:T/91B", "FOR", "lot:T", {}),
    ("phone:P", "GIVEN_IN", "bid:T/91A", {}),
    ("company:91A", "CO_BIDS", "company:91C", {"lots": 9}),
    ("person:X", "LEGAL_REP_OF", "company:91B", {}),
]


@pytest.fixture
def asked(engine: GraphEngine) -> GraphEngine:
    """Two rivals in one lot, a third firm that only a derived edge reaches, a person, a phone."""
    write(
        engine,
        {
            "company:91A": {"name": "江岭建设有限公司", "uscc": "91A", "former_names": "岚川一建"},
            "company:91B": {"name": "江岭建设第二有限公司"},
            "company:91C": {"name": "Third Works"},
            "person:X": {"name": "赵一", "id_masked": "380101********002X"},
            "phone:P": {"masked": "138****0001"},
            "device:mac:04E90000AAAA": {"kind": "mac", "value": "04E90000AAAA"},
            "device:ip:203.0.113.7": {"kind": "ip", "value": "203.0.113.7"},
            "lot:T": {"name": "一标段", "code": "T"},
        },
        EDGES,
    )
    return engine


TYPED = {
    "江岭建设": "company:91A",  # of two that fit, the shorter name
    "江岭建设第二有限公司": "company:91B",
    "岚川一建": "company:91A",
    "third works": "company:91C",
    "91b": "company:91B",
    "T": "lot:T",
    "company:91C": "company:91C",
    "赵一": "person:X",
    "38010119800101002x": "person:X",
    "13800000001": "phone:P",
    "04:e9:00:00:aa:aa": "device:mac:04E90000AAAA",
    "203.0.113.7": "device:ip:203.0.113.7",
    "0.113": "device:ip:203.0.113.7",
    "０．１１３": "device:ip:203.0.113.7",
    "建设　江岭": "company:91A",
    "works third": "company:91C",
    "江岭第二": "company:91B",  # the characters in order, as in a short name
    "岚一建": "company:91A",
}


@pytest.mark.parametrize(("text", "first"), TYPED.items())
def test_search_finds_by_what_people_type(asked: GraphEngine, text: str, first: str) -> None:
    assert search(asked.reader, text)[0].key == first


def test_a_kept_list_finds_what_the_engine_finds_until_nodes_come(
    asked: GraphEngine, tmp_path: Path
) -> None:
    reader, file = asked.reader, tmp_path / "search.txt"
    assert open_list(file, reader, LISTED) is None

    write_list(file, reader, LISTED)
    kept = open_list(file, reader, LISTED)

    assert kept is not None
    for text in [*TYPED, "江", "岭建", "1", "e", "公司", "0", "无此名称", "one\x1ftwo", "a\nb"]:
        for limit in (1, 50):
            found = search(reader, text, limit=limit, kept=kept)
            assert found == search(reader, text, limit=limit), text
    write(asked, {"company:91D": {"name": "江岭新"}}, [])
    assert open_list(file, reader, LISTED) is None
    file.write_bytes(b"torn")
    assert open_list(file, reader, LISTED) is None


def test_a_number_typed_in_full_finds_its_own_node_and_none_that_looks_alike(
    asked: GraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENDERLENS_LANG", "en")
    hashed = KeyedHash(b"k" * 32)
    full = {"13800000001": phone_key, "a@b.example": email_key, "6222000011112222": account_key}
    for number, key in full.items():
        found = key(hashed, number)
        assert found is not None
        write(asked, {found[0]: found[1]}, [])

        hits = search(asked.reader, number, numbers=keys_of_number(hashed, number))

        assert [(hit.key, hit.why) for hit in hits] == [(found[0], "same number")]
    (other,) = search(asked.reader, "13811110001", numbers=keys_of_number(hashed, "13811110001"))[
        :1
    ]
    assert other.why == "same masked form; it may be another number"


def test_search_says_why_and_keeps_to_its_limit(
    asked: GraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENDERLENS_LANG", "en")

    hits = search(asked.reader, "江岭", limit=1)

    assert [(h.label, h.name, h.why) for h in hits] == [("Company", "江岭建设有限公司", "name")]
    assert [(h.matched, h.why) for h in search(asked.reader, "91a")] == [
        ("91A", "unified social credit code")
    ]
    assert [(h.matched, h.why) for h in search(asked.reader, "江二")] == [
        ("江岭建设第二有限公司", "short name")
    ]
    assert search(asked.reader, "二江") == ()
    assert search(asked.reader, "   ") == ()
    assert search(asked.reader, "无此名称") == ()


def test_a_path_goes_over_recorded_facts_only(asked: GraphEngine) -> None:
    near, far = paths(asked.reader, ["company:91A", "person:X", "company:91C"])

    assert near.path is not None
    assert [node.key for node in near.path.nodes] == [
        "company:91A",
        "bid:T/91A",
        "lot:T",
        "bid:T/91B",
        "company:91B",
        "person:X",
    ]
    assert "江岭建设第二有限公司" in near.sentence
    assert far.path is None  # a derived edge leads there, and it is no fact
    assert "Third Works" in far.sentence


def test_a_path_has_at_most_the_hops_that_were_asked_for(asked: GraphEngine) -> None:
    (found,) = paths(asked.reader, ["company:91A", "person:X"], hops=4)

    assert found.path is None


def test_a_path_needs_two_known_parties(asked: GraphEngine) -> None:
    with pytest.raises(QueryRejected):
        paths(asked.reader, ["company:91A"])
    with pytest.raises(QueryRejected):
        paths(asked.reader, ["company:91A", "nonsense"])
    (absent,) = paths(asked.reader, ["company:91A", "company:91Z"])
    assert "company:91Z" in absent.sentence


def test_sources_lead_to_file_sheet_and_row(asked: GraphEngine) -> None:
    cells = sources_of(asked.reader, ["company:91A", "bid:T/91A"])

    assert [(c.file, c.sheet, c.row, c.table) for c in cells] == [("golden.yaml", "s", 1, "golden")]
    (gone,) = sources(asked.reader, ["unloaded:表:12"])
    assert (gone.batch, gone.file, gone.sheet, gone.row) == ("unloaded", "", "表", 12)


def test_counts_name_every_label_and_type(asked: GraphEngine) -> None:
    seen = counts(asked.reader)

    assert seen.nodes["Company"] == 3
    assert seen.nodes["Contract"] == 0
    assert seen.edges["SUBMITTED"] == 2
    assert [batch.file for batch in seen.batches] == ["golden.yaml"]


def test_an_empty_graph_counts_nothing(engine: GraphEngine) -> None:
    assert counts(engine.reader).empty


def test_a_question_answers_with_a_table_and_its_graph(asked: GraphEngine) -> None:
    table = ask(
        asked.reader,
        "MATCH p = (c:Company {key: $key})-[:SUBMITTED]->(:Bid) RETURN p, c.name AS name",
        {"key": "company:91A"},
        limits=QueryLimits(rows=10),
    )

    assert [node.key for node in graph_of(table).nodes] == ["bid:T/91A", "company:91A"]
    assert [edge.type for edge in graph_of(table).edges] == ["SUBMITTED"]


def test_a_question_that_writes_never_reaches_the_engine(asked: GraphEngine) -> None:
    with pytest.raises(QueryRejected):
        ask(asked.reader, "MATCH (n) SET n.name = 'x' RETURN n", limits=QueryLimits())


@pytest.mark.parametrize(
    ("rows", "given"),
    [
        ("LIMIT 'a'", None),
        ("SKIP 'a'", None),
        ('LIMIT "LIMIT 1"', None),
        ("LIMIT -1", None),
        ("SKIP 1 - 3", None),
        ("LIMIT 2.0", None),
        ("LIMIT 1.5", None),
        ("LIMIT null", None),
        ("SKIP true", None),
        ("LIMIT n", None),
        ("LIMIT count(n)", None),
        ("LIMIT $rows", "a"),
        ("SKIP $rows", "2"),
        ("LIMIT $rows", -1),
        ("LIMIT $rows", 1.5),
        ("LIMIT $rows", True),
    ],
)
def test_a_count_of_rows_that_is_none_is_told_alike(
    asked: GraphEngine, rows: str, given: Value
) -> None:
    with pytest.raises(QueryRejected, match=r"^SKIP 和 LIMIT 之后应为不小于 0 的整数") as refused:
        ask(asked.reader, f"UNWIND [1, 2] AS n RETURN n {rows}", {"rows": given})

    assert "\n" not in str(refused.value)


def test_a_count_of_rows_is_a_number_or_a_parameter(asked: GraphEngine) -> None:
    rows = "UNWIND [1, 2, 3] AS limit WITH limit ORDER BY limit SKIP $from LIMIT 1 + 1 RETURN limit"

    assert ask(asked.reader, rows, {"from": 1}).rows == ((2,), (3,))
    with pytest.raises(QueryRejected, match="缺少参数值：from"):
        ask(asked.reader, rows)
    with pytest.raises(QueryRejected, match="64 位"):
        ask(asked.reader, "UNWIND [1, 2] AS n RETURN n LIMIT 99999999999999999999")


@pytest.mark.parametrize(
    ("title", "of", "found"),
    [
        ("share", "company:91A", [["江岭建设第二有限公司", 1, ["钱二"]]]),
        ("met", "company:91A", [["江岭建设第二有限公司", 1, 0, 0]]),
        ("post", "person:X", [[["赵一", "江岭建设第二有限公司"]]]),
        ("one device", "device:ip:203.0.113.7", [["江岭建设有限公司", "一标段", None, None]]),
    ],
)
def test_examples_ask_of_one_node(
    asked: GraphEngine, title: str, of: str, found: list[list[object]]
) -> None:
    both: list[Edge] = [("person:Y", "CONTACT_FOR", f"bid:T/91{firm}", {}) for firm in "AB"]
    used: Edge = ("device:ip:203.0.113.7", "USED_IN", "bid:T/91A", {})
    write(asked, {"person:Y": {"name": "钱二"}}, [*both, used])
    cypher = next(cypher for name, cypher in EXAMPLES if "$key" in cypher and title in name)

    rows = ask(asked.reader, cypher, {"key": of}).rows

    assert [[_named(cell) for cell in row] for row in rows] == found


def _named(cell: Cell) -> object:
    if isinstance(cell, GraphPath):
        return [_named(node) for node in cell.nodes]
    if isinstance(cell, list):
        return [_named(each) for each in cell]
    return cell.properties["name"] if isinstance(cell, Node) else cell
