"""The catalogue check rejects what it must: one small defect, one rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from queries.catalogue import SIGNALS, load_signal
from queries.checks import check_catalogue, check_signal, update_lock

SOURCE = SIGNALS / "device" / "pricing_lock_match.cypher"
GOOD = SOURCE.read_text("utf-8")
DAY = "2026-11-22"


def rules(folder: Path, old: str, new: str) -> set[str]:
    """The rules that the good file breaks when one passage of it is replaced."""
    assert old in GOOD, f"the file no longer has: {old}"
    file = folder / "device" / "pricing_lock_match.cypher"
    file.parent.mkdir(exist_ok=True)
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    return {problem.rule for problem in check_signal(load_signal(file))}


DEFECTS = [
    ("id: pricing_lock_match", "id: another_name", "id"),
    ("family: device", "family: money", "family"),
    ("firms <= $max_firms", "firms <= $most", "parameters"),
    ("AND firms <= $max_firms", "", "parameters"),
    ("firms > $pirated_from THEN", "firms > 20 THEN", "thresholds"),
    ("b.key AS b,\n", "b.key AS other,\n", "columns"),
    ("locks[0] AS machine", "locks[0]", "columns"),
    ("numbers,\n       firms, CASE", "firms, CASE", "columns"),
    ("ORDER BY lot, a, b", "", "order"),
    ("ORDER BY lot, a, b", "ORDER BY lot, a, b LIMIT 10", "limit"),
    ("MATCH (lock:Device {kind: 'lock'})", "MERGE (lock:Device {kind: 'lock'})", "read-only"),
    ("WHERE size(bids) > 1", "WHERE size(collect(bids)) > 1", "aggregates"),
    ("min(firms) AS firms", "min(firms) > 1 AS firms", "aggregates"),
    ("lock.exempt IS NULL", "elementId(lock) IS NULL", "portable"),
    ("lock.exempt IS NULL", "lock.exemptt IS NULL", "vocabulary"),
    ("[:USED_IN]", "[:USED_INN]", "vocabulary"),
    ("(lock:Device {kind", "(lock:Devise {kind", "vocabulary"),
    ("- Device.kind=lock", "- Device.colour=red", "requires"),
    ("- (:Bid)-[:FOR]->(:Lot)", "- (:Lot)-[:FOR]->(:Bid)", "requires"),
    ("title: 造价软件加密锁号雷同", "title: 认定串通的锁号", "words"),
    ("  when: spread\n", "", "weight"),
    ("title: 造价软件加密锁号雷同", "title: 待填", "filled"),
]


@pytest.mark.parametrize(("old", "new", "rule"), DEFECTS, ids=lambda text: text[:30])
def test_a_defect_breaks_its_rule(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert rule in rules(tmp_path, old, new)


def test_the_good_file_breaks_none(tmp_path: Path) -> None:
    assert rules(tmp_path, "status: trial", "status: trial") == set()


TRAPS = [
    "RETURN t.g AS g, 'A' IN collect(t.k) AS x",
    "RETURN t.g AS g, NOT count(*) > 1 AS x",
    "RETURN t.g AS g, count(*) > 1 OR false AS x",
    "RETURN t.g AS g, max(t.v) IS NULL AS x",
    "RETURN t.g AS g, max(t.k) CONTAINS 'B' AS x",
    "RETURN t.g AS g, collect({k: t.k})[0].k AS x",
    "RETURN t.g AS g, head(collect(t)).k AS x",
    "WITH t.g AS g, CASE WHEN count(*) > 1 AND true THEN 1 ELSE 0 END AS x RETURN g, x",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_every_known_wrong_answer_of_an_engine_is_rejected(tmp_path: Path, trap: str) -> None:
    start = GOOD[: GOOD.index("---*/")] + "---*/\n"
    file = tmp_path / "trap.cypher"
    file.write_text(f"{start}MATCH (t:Lot) {trap} ORDER BY g", encoding="utf-8")

    assert "aggregates" in {problem.rule for problem in check_signal(load_signal(file))}


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A catalogue of one file, with a lock that knows it."""
    folder = tmp_path / "signals" / "device"
    folder.mkdir(parents=True)
    (folder / SOURCE.name).write_text(GOOD, encoding="utf-8")
    update_lock(tmp_path / "signals", tmp_path / "lock.json")
    return tmp_path


def told(home: Path, today: str = DAY) -> list[tuple[str, str]]:
    # A fresh folder name defeats the cache of the catalogue: files of one path never change.
    moved = home.with_name(f"{home.name}-checked")
    home.rename(moved)
    found = check_catalogue(
        None, folder=moved / "signals", lock=moved / "lock.json", golden=moved, today=today
    )
    return [(problem.rule, problem.message) for problem in found]


def test_a_changed_file_needs_a_higher_revision(alone: Path) -> None:
    file = alone / "signals" / "device" / SOURCE.name
    file.write_text(GOOD.replace("default: 20", "default: 21"), encoding="utf-8")

    assert "lock" in {rule for rule, _ in told(alone)}


def test_the_lock_refuses_a_change_without_a_revision(tmp_path: Path) -> None:
    lock = tmp_path / "lock.json"
    lock.write_text(
        json.dumps({"pricing_lock_match": {"revision": 3, "sha256": "another"}}), encoding="utf-8"
    )

    assert "pricing_lock_match" in update_lock(None, lock)
    assert json.loads(lock.read_text("utf-8"))["pricing_lock_match"]["sha256"] == "another"


def test_a_provision_out_of_force_is_named(alone: Path) -> None:
    assert "law" in {rule for rule, _ in told(alone, today="2001-01-01")}


def test_a_trial_signal_needs_its_golden_graphs(alone: Path) -> None:
    assert "golden" in {rule for rule, _ in told(alone)}
