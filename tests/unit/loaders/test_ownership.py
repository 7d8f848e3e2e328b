"""Ownership statements: shares, circles, posts, and owners that nobody names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graph.records import EdgeRecord
from loaders.opening import open_table
from tests.unit.loaders.mapping import edges, mapped, nodes, rules


def statement(record: str, type_: str, **details: Any) -> dict[str, Any]:
    return {
        "statementId": f"s-{record}",
        "recordId": record,
        "recordType": type_,
        "recordStatus": "new",
        "statementDate": "2026-04-17",
        "recordDetails": details,
    }


def firm(record: str, number: str) -> dict[str, Any]:
    return statement(
        record, "entity", name=record.upper(), identifiers=[{"scheme": "XX-REG", "id": number}]
    )


def owns(record: str, holder: object, subject: str, **interest: Any) -> dict[str, Any]:
    listed = [{"type": "shareholding", "directOrIndirect": "direct", **interest}]
    return statement(
        record, "relationship", subject=subject, interestedParty=holder, interests=listed
    )


def loaded(tmp_path: Path, *statements: dict[str, Any]) -> list[Any]:
    file = tmp_path / "statements.json"
    file.write_text(json.dumps(statements), encoding="utf-8")
    (sheet,) = open_table(file, file.name).sheets
    header, *rows = sheet.rows()
    return mapped("ownership", *(dict(zip(header, row, strict=True)) for row in rows))


def shares(found: list[Any]) -> list[tuple[str, str, object]]:
    def told(edge: EdgeRecord) -> tuple[str, str, object]:
        return edge.start, edge.end, edge.properties.get("share")

    return sorted(map(told, edges(found, "SHAREHOLDER_OF")))


def test_a_circle_of_owners_is_two_shares(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        firm("a", "1"),
        firm("b", "2"),
        owns("r1", "a", "b", share={"exact": 100}),
        owns("r2", "b", "a", share={"exact": 60}),
    )

    assert shares(found) == [
        ("company:XX-REG-1", "company:XX-REG-2", 1.0),
        ("company:XX-REG-2", "company:XX-REG-1", 0.6),
    ]
    assert rules(found) == []


def test_an_owner_that_nobody_names_is_a_warning_and_no_tie(tmp_path: Path) -> None:
    found = loaded(tmp_path, firm("a", "1"), owns("r", {"reason": "unknown"}, "a"))

    assert set(nodes(found, "Company")) == {"company:XX-REG-1"}
    assert shares(found) == []
    assert rules(found) == [("未披露原因", "warning")]


def test_an_indirect_interest_is_no_share(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        firm("a", "1"),
        firm("b", "2"),
        owns("r", "a", "b", directOrIndirect="indirect", share={"exact": 80}),
    )

    assert shares(found) == []
    assert rules(found) == [("权益类型", "warning")]


def test_a_range_counts_with_its_lower_bound(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        firm("a", "1"),
        firm("b", "2"),
        owns("r", "a", "b", share={"minimum": 75, "maximum": 100}),
    )

    assert shares(found) == [("company:XX-REG-1", "company:XX-REG-2", 0.75)]
    assert rules(found) == [("权益比例", "warning")]


def test_people_are_told_apart_by_their_record(tmp_path: Path) -> None:
    people = [
        statement(f"p{n}", "person", personType="knownPerson", names=[{"fullName": "Jane Roe"}])
        for n in (1, 2)
    ]
    found = loaded(
        tmp_path,
        firm("a", "1"),
        *people,
        owns("r1", "p1", "a", share={"exact": 50}),
        owns("r2", "p2", "a", type="boardMember"),
    )

    assert len(nodes(found, "Person")) == 2
    assert [e.properties["post"] for e in edges(found, "EXECUTIVE_OF")] == ["董事"]


def test_a_closed_record_ends_the_share(tmp_path: Path) -> None:
    closed = owns("r", "a", "b", share={"exact": 70}) | {"recordStatus": "closed"}

    found = loaded(tmp_path, firm("a", "1"), firm("b", "2"), closed)

    assert edges(found, "SHAREHOLDER_OF")[0].properties["valid_to"] == "2026-04-17"


def test_a_firm_that_nobody_is_said_to_own_is_there(tmp_path: Path) -> None:
    found = loaded(tmp_path, firm("a", "1"))

    assert set(nodes(found, "Company")) == {"company:XX-REG-1"}
