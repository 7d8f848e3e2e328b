"""A draw follows from its seed alone, and its record can be drawn again by anybody."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import WorkspaceCorrupt
from leads.inspection import (
    FOLDER,
    DrawLot,
    DrawPerson,
    DrawRecord,
    DrawRefused,
    DrawRules,
    assigned,
    differences,
    drawn_lots,
    keep_record,
    kept_records,
    lots_to_draw,
    record_from,
    record_text,
    recorded_draw,
)

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
PEOPLE = tuple(DrawPerson(f"person:{n}", f"检查员{n}", "监管局") for n in range(5))
LOTS = tuple(DrawLot(f"lot:T{n:02}", f"标段{n}", "A08" if n % 2 else "B01") for n in range(20))


def rules(ratios: dict[str, str] | None = None, seed: str = "2026134") -> DrawRules:
    return DrawRules(seed, "某彩票第2026134期", "class", ratios or {"*": "0.1"})


def drawn() -> DrawRecord:
    away = {lot.key: {"person:0": "一条关联路径"} for lot in LOTS}
    return recorded_draw(LOTS, PEOPLE, away, rules(), user="监督员甲", at=AT, attempt=1)


def test_a_third_party_finds_the_same_lots_with_a_hash_and_a_sort() -> None:
    keys = [lot.key for lot in LOTS if lot.stratum == "A08"]
    by_hand = sorted(keys, key=lambda k: hashlib.sha256(f"2026134\nlot\n{k}".encode()).hexdigest())

    found = drawn_lots(LOTS, rules({"A08": "0.25"}))

    assert [lot.key for lot in found] == by_hand[:3]  # a quarter of ten, rounded up


def test_a_class_without_a_ratio_is_not_drawn_and_the_star_is_for_the_others() -> None:
    assert {lot.stratum for lot in drawn_lots(LOTS, rules({"B01": "1"}))} == {"B01"}
    both = drawn_lots(LOTS, rules({"B01": "0", "*": "1"}))
    assert {lot.stratum for lot in both} == {"A08"}


def test_who_is_tied_to_a_party_is_not_sent_and_the_work_is_shared_evenly() -> None:
    how = rules({"*": "1"})
    lots = drawn_lots(LOTS, how)

    going = assigned(lots, PEOPLE, {lots[0].key: {"person:1": "任职"}}, how)

    assert "person:1" not in going[lots[0].key]
    loads = [sum(p.key in some for some in going.values()) for p in PEOPLE]
    assert max(loads) - min(loads) <= 1


def test_too_few_inspectors_are_said_and_not_made_up() -> None:
    away = {lot.key: {p.key: "任职" for p in PEOPLE[1:]} for lot in LOTS}

    found = recorded_draw(LOTS, PEOPLE, away, rules({"*": "1"}), user="甲", at=AT, attempt=1)

    assert len(found.short) == len(LOTS)
    assert {one.inspectors for one in found.drawn} == {("person:0",)}


@given(st.randoms(use_true_random=False), st.text(alphabet="0123456789", min_size=1, max_size=9))
def test_the_order_of_the_rows_never_matters(shuffle: object, seed: str) -> None:
    lots, people = list(LOTS), list(PEOPLE)
    shuffle.shuffle(lots)  # type: ignore[attr-defined]
    shuffle.shuffle(people)  # type: ignore[attr-defined]
    how = rules(seed=seed)

    found = drawn_lots(lots, how)

    assert found == drawn_lots(LOTS, how)
    assert assigned(found, people, {}, how) == assigned(found, PEOPLE, {}, how)


@given(st.decimals(0, 1, places=3), st.integers(0, 60))
def test_as_many_as_the_ratio_says_rounded_up(ratio: object, number: int) -> None:
    lots = [DrawLot(f"lot:{n}", "", "A08") for n in range(number)]

    found = drawn_lots(lots, rules({"A08": str(ratio)}))

    assert len(found) - 1 < float(str(ratio)) * number + 1e-9
    assert len(found) >= float(str(ratio)) * number - 1e-9
    assert len({lot.key for lot in found}) == len(found)


def test_a_record_is_drawn_again_from_its_file(tmp_path: Path) -> None:
    record = drawn()

    keep_record(tmp_path, record)
    (again,) = kept_records(tmp_path).records

    assert again == record
    assert differences(again) == ()
    assert again.drawn[0].barred == {"person:0": "一条关联路径"}
    with pytest.raises(DrawRefused):
        keep_record(tmp_path, record)
    assert [file.name for file in (tmp_path / FOLDER).iterdir()] == [f"{record.id}.json"]


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        record_text(drawn()).encode()[:900],
        record_text(drawn()).replace('"2026-03-04', '"2026-33-04').encode(),
        record_text(replace(drawn(), drawn=())).encode(),
        record_text(replace(drawn(), people=())).encode(),
        record_text(drawn()).replace('"0.1"', '"many"').encode(),
    ],
)
def test_a_damaged_record_is_named_and_hides_no_other(damaged: bytes, tmp_path: Path) -> None:
    record = drawn()
    keep_record(tmp_path, record)
    other = tmp_path / FOLDER / "inspection-20260101-0badf00d.json"
    other.write_bytes(damaged)

    kept = kept_records(tmp_path)

    assert kept.records == (record,)
    assert kept.damaged == (other,)


def test_every_change_of_a_record_shows() -> None:
    record = drawn()
    first = record.drawn[0]

    other_lot = replace(record, drawn=record.drawn[1:])
    other_person = replace(first, inspectors=("person:0",))
    fewer = replace(record, population=record.population[1:])

    assert differences(other_lot)
    assert differences(replace(record, drawn=(other_person, *record.drawn[1:])))
    assert differences(fewer)
    assert differences(replace(record, rules=rules(seed="another")))
    assert differences(replace(record, method="by hand"))


def test_a_file_that_is_no_record_is_a_sentence(tmp_path: Path) -> None:
    for text in ("[]", "{}", "no json", json.dumps({"rules": {}})):
        with pytest.raises(WorkspaceCorrupt):
            record_from(text, file=tmp_path)
    assert record_text(drawn()).endswith("}\n")


@pytest.mark.parametrize(
    "change",
    [{"seed": " "}, {"seed": "a\nb"}, {"seed_source": ""}, {"ratios": {}},
     {"ratios": {"A08": "2"}}, {"ratios": {"A08": "ein Zehntel"}}, {"ratios": {"*": "NaN"}},
     {"inspectors_a_lot": 11}],
)  # fmt: skip
def test_a_draw_that_nobody_could_repeat_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(DrawRefused):
        replace(rules(), **change)  # type: ignore[arg-type]


def test_lots_are_taken_from_a_span_and_a_region() -> None:
    lots = pd.DataFrame(
        {
            "key": ["lot:1", "lot:2", "lot:3"],
            "name": ["甲", "乙", "丙"],
            "region": ["350100", "350200", "110100"],
            "class_code": ["A080100", "", "B01"],
            "opened_at": ["2026-01-31T09:00:00", "2026-02-01T09:00:00", None],
        }
    )

    spring = lots_to_draw(lots, {}, by="class", since="2026-01", until="2026-02-01", region="35")
    banded = lots_to_draw(lots, {"lot:3": "red"}, by="band")

    assert [(lot.key, lot.stratum) for lot in spring] == [("lot:1", "A08"), ("lot:2", "-")]
    assert [lot.stratum for lot in banded] == ["-", "-", "red"]
    with pytest.raises(DrawRefused):
        lots_to_draw(lots, {}, by="colour")
