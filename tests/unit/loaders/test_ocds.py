"""OCDS files in their several forms, and releases as records."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.records import EdgeRecord, NodeRecord, SourceRef
from loaders.identifiers import KeyedHash
from loaders.inputs import Chunk, open_inputs
from loaders.json_stream import JsonBroken, steps
from loaders.ocds import Found, compiled_releases, open_ocds
from loaders.problems import RowProblem
from loaders.release_mapper import map_release

HASHED = KeyedHash(b"k" * 32)


def release(ocid: str = "O", **parts: Any) -> dict[str, Any]:
    """A release with these parts."""
    return {"ocid": ocid, "id": "1", "date": "2024-01-01T00:00:00Z", "tag": ["tender"], **parts}


def read(tmp_path: Path, document: Any) -> list[Found]:
    """The compiled releases of a file with this content."""
    path = tmp_path / "file.json"
    path.write_text(
        document if isinstance(document, str) else json.dumps(document), encoding="utf-8"
    )
    return list(compiled_releases(open_ocds(path, path.name)))


class Said:
    """What one release says."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.nodes: list[NodeRecord] = []
        self.edges: list[EdgeRecord] = []
        self.problems: list[RowProblem] = []
        source = SourceRef("f", "0" * 64, "releases", 1)
        map_release(data, source, HASHED, self.nodes, self.edges, self.problems)

    def node(self, key: str) -> dict[str, Any]:
        """The properties of a node, later statements over earlier."""
        return {k: v for n in self.nodes if n.key == key for k, v in n.properties.items()}

    def ends(self, type_: str) -> list[tuple[str, str]]:
        """The ends of all edges of a type."""
        return [(e.start, e.end) for e in self.edges if e.type == type_]


@pytest.mark.parametrize(
    "document",
    [
        {"uri": "x", "releases": [release("A"), release("B")]},
        {"releases": [release("A"), release("B")], "version": "1.1"},
        {
            "records": [
                {"ocid": "A", "compiledRelease": release("A")},
                {"ocid": "B", "releases": [release("B")]},
            ]
        },
        [release("A"), release("B")],
        "\n".join(json.dumps(release(o)) for o in "AB"),
        json.dumps({"releases": [release("A"), release("B")]}, indent=4),
    ],
)
def test_packages_records_lists_and_lines_hold_the_same_releases(
    tmp_path: Path, document: Any
) -> None:
    assert [found.release["ocid"] for found in read(tmp_path, document)] == ["A", "B"]


def test_a_single_release_and_a_single_record_are_read(tmp_path: Path) -> None:
    assert [f.release["ocid"] for f in read(tmp_path, release("A"))] == ["A"]
    record = {"releases": [release("A")], "compiledRelease": release("A", language="zh")}
    assert [f.release.get("language") for f in read(tmp_path, record)] == ["zh"]


def test_releases_of_one_procedure_merge_by_date(tmp_path: Path) -> None:
    late = release(
        "A", date="2024-03-01", tender={"status": "complete", "lots": [{"id": "1", "title": "new"}]}
    )
    early = release(
        "A",
        date="2024-01-01",
        tender={"status": "active", "title": "T", "lots": [{"id": "1", "status": "active"}]},
    )

    (found,) = read(tmp_path, {"releases": [late, release("B"), early]})[1:]

    assert (found.place, found.places) == (1, (3,))
    assert found.release["tender"] == {
        "status": "complete",
        "title": "T",
        "lots": [{"id": "1", "status": "active", "title": "new"}],
    }


def test_what_is_no_release_is_reported(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"releases": [release("A"), "text", {"id": "2"}, {"ocid": "B", "url": "x"}]}
    )

    assert [f.complaint is None for f in found] == [True, False, False, False]


def test_large_lists_are_read_item_by_item(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    items = [{"ocid": str(n), "text": "字" * 9_000} for n in range(200)]
    path.write_text(json.dumps({"releases": items, "n": 12}, ensure_ascii=False), encoding="utf-8")

    found = list(steps(path, ["releases"]))

    assert [key for key, _ in found] == ["releases[]"] * 200 + ["n"]
    assert [item["ocid"] for _, item in found[:-1]] == [str(n) for n in range(200)]


@pytest.mark.parametrize(
    "text", ['{"a": 1', '{"a" 1}', "[1, 2", '{"a": 1} x', "{1: 2}", '{"releases": [1,]}']
)
def test_broken_json_is_said_to_be_broken(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(JsonBroken):
        list(steps(path, ["releases"]))


def test_a_procedure_with_lots_bids_and_an_award() -> None:
    said = Said(
        release(
            buyer={"id": "AM-TIN-02", "name": "Ministry"},
            tender={
                "title": "T",
                "lots": [{"id": "1", "value": {"amount": 10, "currency": "AMD"}}, {"id": "2"}],
                "awardCriteria": "lowestCost",
            },
            bids={
                "details": [
                    {
                        "id": "b1",
                        "relatedLot": "1",
                        "tenderers": [{"id": "AM-TIN- 01 ", "name": "F"}],
                        "value": {"amount": "7.5", "currency": "AMD"},
                        "status": "valid",
                        "date": "2024-01-01T10:00:00+04:00",
                    },
                    {
                        "id": "b2",
                        "relatedLot": "1",
                        "tenderers": [{"id": "AM-TIN-03", "name": "L"}],
                        "status": "disqualified",
                    },
                ]
            },
            awards=[
                {
                    "id": "a",
                    "status": "active",
                    "suppliers": [{"id": "AM-TIN-01"}],
                    "relatedLots": [{"lotId": "1"}],
                    "value": {"amount": 7.5, "currency": "AMD"},
                    "date": "2024-02-01T00:00:00Z",
                }
            ],
        )
    )

    assert said.ends("PROCURES") == [
        ("company:AM-TIN-02", "lot:O/1"),
        ("company:AM-TIN-02", "lot:O/2"),
    ]
    assert said.ends("SUBMITTED") == [
        ("company:AM-TIN-01", "bid:O/1/b1"),
        ("company:AM-TIN-03", "bid:O/1/b2"),
    ]
    assert said.ends("WON") == [("company:AM-TIN-01", "lot:O/1")]
    assert said.node("bid:O/1/b1") == {
        "price": 7.5,
        "currency": "AMD",
        "status": "valid",
        "valid": True,
        "submitted_at": "2024-01-01T10:00:00",
        "consortium": False,
        "won": True,
    }
    assert said.node("bid:O/1/b2")["valid"] is False
    assert said.node("lot:O/1")["evaluation_method"] == "lowest_price"
    assert said.problems == []


def test_a_supplier_without_a_bid_wins_all_the_same() -> None:
    said = Said(
        release(
            awards=[{"suppliers": [{"name": "F", "identifier": {"scheme": "XX-A", "id": "1"}}]}]
        )
    )

    assert said.ends("WON") == [("company:XX-A-1", "lot:O")]


def test_an_award_that_was_cancelled_is_not_won() -> None:
    said = Said(release(awards=[{"status": "cancelled", "suppliers": [{"id": "XX-A-1"}]}]))

    assert said.ends("WON") == []


def test_an_amount_for_several_lots_is_no_lots_own() -> None:
    said = Said(
        release(
            tender={"lots": [{"id": "1"}, {"id": "2"}]},
            awards=[
                {"suppliers": [{"id": "XX-A-1"}], "relatedLots": ["1", "2"], "value": {"amount": 9}}
            ],
        )
    )

    assert [dict(e.properties) for e in said.edges if e.type == "WON"] == [{}, {}]
    assert [p.column for p in said.problems] == ["awards/0/value"]


def test_who_took_part_is_kept_though_no_bid_is_published() -> None:
    said = Said(
        release(
            tender={"tenderers": [{"id": "XX-A-1", "name": "F"}, {"id": "XX-A-2", "name": "L"}]}
        )
    )

    assert said.ends("FOR") == [("bid:O/XX-A-1", "lot:O"), ("bid:O/XX-A-2", "lot:O")]
    assert "price" not in said.node("bid:O/XX-A-1")


def test_a_firm_without_a_number_is_known_by_its_name_and_reported() -> None:
    said = Said(
        release(
            bids={"details": [{"id": "b", "tenderers": [{"id": "AM-TIN-", "name": "Acme ltd"}]}]}
        )
    )

    assert said.ends("SUBMITTED") == [("company:ACME LTD", "bid:O/b")]
    assert len(said.problems) == 1


def test_a_chinese_firm_has_the_key_of_the_chinese_tables() -> None:
    said = Said(
        release(
            buyer={"name": "甲", "identifier": {"scheme": "CN-USCC", "id": "91350200776049653A"}}
        )
    )

    assert said.ends("PROCURES") == [("company:91350200776049653A", "lot:O")]


def test_a_price_in_another_currency_is_text() -> None:
    said = Said(
        release(
            tender={"value": {"amount": 10, "currency": "CNY"}},
            bids={
                "details": [
                    {
                        "id": "b",
                        "tenderers": [{"id": "XX-A-1"}],
                        "value": {"amount": 5, "currency": "USD"},
                    }
                ]
            },
        )
    )

    assert said.node("bid:O/b")["price_text"] == "5 USD"
    assert "price" not in said.node("bid:O/b")


@pytest.mark.parametrize(
    "parts",
    [
        {"tender": [], "bids": [], "awards": {}, "parties": {}, "buyer": []},
        {"bids": {"details": {}}, "awards": [None, 5], "parties": ["x", {"id": None}]},
        {"tender": {"lots": [{"id": None}, {}, 3], "value": 5, "tenderPeriod": []}},
        {"bids": {"details": [{"tenderers": None}, {"tenderers": [{}]}, {}]}},
        {
            "awards": [
                {"suppliers": [{"id": 5}], "value": {"amount": True}, "date": 7, "relatedLots": 4}
            ]
        },
        {
            "parties": [
                {"id": 1, "name": ["x"], "identifier": "AM", "contactPoint": 7, "address": "x"}
            ]
        },
        {
            "awards": [{"id": {}}],
            "contracts": [
                None,
                {"id": []},
                {
                    "id": 1,
                    "awardID": {},
                    "period": [],
                    "implementation": 3,
                    "suppliers": {"id": None},
                    "value": [],
                    "dateSigned": {},
                    "milestones": [5, {}],
                },
            ],
            "planning": [{"budget": 7, "milestones": {"type": []}}, 4],
        },
    ],
)
def test_odd_types_are_reported_or_passed_over_and_never_raise(parts: dict[str, Any]) -> None:
    said = Said(release(**parts))

    assert said.node("project:O")


def test_a_contract_follows_from_its_award_and_names_both_parties() -> None:
    said = Said(
        release(
            buyer={"id": "AM-TIN-02", "name": "Ministry"},
            tender={"lots": [{"id": "1"}, {"id": "2"}], "value": {"amount": 9, "currency": "AMD"}},
            awards=[{"id": "a", "suppliers": [{"id": "AM-TIN-01"}], "relatedLots": ["2"]}],
            contracts=[
                {
                    "id": "c1",
                    "awardID": "a",
                    "title": "C",
                    "dateSigned": "2024-03-01T00:00:00+04:00",
                    "value": {"amount": 7.5, "currency": "AMD"},
                    "period": {"startDate": "2024-03-02", "durationInDays": 30},
                    "implementation": {
                        "milestones": [
                            {"id": "m", "title": "Delivered", "type": "delivery",
                             "dueDate": "2024-04-01T00:00:00Z", "dateMet": "2024-04-05T00:00:00Z"}
                        ]
                    },
                },
                {"id": "c2", "awardID": "a", "status": "cancelled"},
                {"awardID": "a"},
            ],
        )
    )  # fmt: skip

    assert said.ends("AWARDED_FOR") == [("contract:O/c1", "lot:O/2")]
    assert said.ends("PARTY_TO") == [
        ("company:AM-TIN-01", "contract:O/c1"),
        ("company:AM-TIN-02", "contract:O/c1"),
    ]
    assert said.node("contract:O/c1") == {
        "name": "C",
        "code": "c1",
        "amount": 7.5,
        "currency": "AMD",
        "signed_on": "2024-03-01",
        "starts_on": "2024-03-02",
        "duration_days": 30,
    }
    step = "milestone:O/contracts/0/implementation/m"
    assert said.ends("OF") == [(step, "project:O")]
    assert said.node(step) == {
        "node": "other", "name": "Delivered", "on": "2024-04-05", "due": "2024-04-01",
    }  # fmt: skip
    assert [p.column for p in said.problems] == ["contracts/2/id"]


def test_a_plan_is_a_project_without_a_lot() -> None:
    said = Said(
        release(
            planning={
                "project": "Bridge",
                "budget": {"projectID": "P-1", "amount": {"amount": 5, "currency": "CNY"}},
                "milestones": [{"id": "1", "type": "approval", "dateMet": "2024-01-02"}],
            }
        )
    )

    assert said.ends("PART_OF") == []
    assert said.node("project:O") == {
        "name": "Bridge", "code": "O", "investment_code": "P-1", "investment": 5.0,
    }  # fmt: skip
    assert said.node("milestone:O/planning/0/1")["node"] == "approval"


def counted(folder: Path) -> dict[str, int]:
    """What the releases of a folder hold, counted in the files themselves."""
    found: Counter[str] = Counter()
    merged: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.rglob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        records = content.get("records", [content] if "compiledRelease" in content else [])
        releases = [r["compiledRelease"] for r in records] or content.get("releases") or [content]
        found["rows"] += len(releases)
        for each in releases:
            whole = merged.setdefault(each["ocid"], {"bids": {}, "contracts": {}, "lots": {}})
            whole["tender"] = whole.get("tender") or each.keys() & {"tender", "awards"}
            details = (each.get("bids") or {}).get("details") or []
            whole["bids"] |= {str(bid["id"]): bid for bid in details if bid.get("tenderers")}
            whole["contracts"] |= {str(c["id"]): c for c in each.get("contracts") or []}
            whole["lots"] |= {x["id"]: x for x in (each.get("tender") or {}).get("lots") or []}
    for whole in merged.values():
        found["Project"] += 1
        found["Bid"] += len(whole["bids"])
        found["Contract"] += len(whole["contracts"])
        found["Lot"] += len(whole["lots"]) or bool(whole["tender"])
    return dict(found)


@pytest.mark.parametrize("name", ["armenia", "ukraine", "taiwan"])
def test_real_releases_are_loaded_as_many_as_there_are(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    folder = shared_data / "ocds" / name
    keys: dict[str, set[str]] = {}
    rows = 0
    for opened in open_inputs([folder], hashed=HASHED, scratch=tmp_path):
        chunk = Chunk()
        rows += sum(opened.rows(chunk))
        for node in chunk.nodes:
            keys.setdefault(node.label, set()).add(node.key)

    wanted = counted(folder)
    found = {label: len(keys.get(label, ())) for label in wanted} | {"rows": rows}
    if name == "taiwan":  # bids are not published there: who took part is
        wanted["Bid"] = found["Bid"]
    assert found == wanted
