"""The audit log: one chain, whatever is done to it and however many write."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from evidence.audit import GENESIS, Action, AuditLog, AuditRefused, Entry, Head, parse_anchor
from evidence.audit_report import BULK_EXPORTS, MANY_PERSONS, REPEATED_REFUSALS, oddities
from evidence.clocks import CHINA

NOON = datetime(2026, 3, 4, 12, tzinfo=CHINA)  # a Wednesday
QUERY = Entry(NOON, "甲", "analyst", Action.QUERY, detail={"query": "MATCH (n)\u2028RETURN n"})
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from evidence.audit import Action, AuditLog, Entry
log = AuditLog(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    log.append(Entry(datetime.now(UTC), sys.argv[3], "", Action.VIEW, (str(number),)))
    print(number, flush=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    made = AuditLog(tmp_path)
    for number in range(6):
        made.append(replace(QUERY, objects=(f"k{number}",)))
    return made


def lines(log: AuditLog) -> list[bytes]:
    return log.file.read_bytes().splitlines(keepends=True)


def rewritten(log: AuditLog, kept: list[bytes]) -> AuditLog:
    log.file.write_bytes(b"".join(kept))
    return log


def test_an_untouched_chain_holds_and_its_records_come_back(log: AuditLog) -> None:
    assert log.verify(log.head()).problems == ()
    assert [r.entry.objects[0] for r in log.records()] == [f"k{n}" for n in range(6)]
    assert next(log.records()).entry.detail == QUERY.detail
    assert log.head().seq == 6


def test_a_log_without_records_has_the_first_head(tmp_path: Path) -> None:
    assert AuditLog(tmp_path).head() == Head(0, GENESIS)
    assert AuditLog(tmp_path).verify().ok


def test_an_edited_record_is_named(log: AuditLog) -> None:
    kept = lines(log)
    kept[2] = kept[2].replace(b"k2", b"k9")

    assert rewritten(log, kept).verify().problems == ("记录 3 在写入之后被改动。",)


def test_an_edited_record_with_a_new_hash_breaks_the_next(log: AuditLog, tmp_path: Path) -> None:
    forged = AuditLog(tmp_path / "forged")
    for record in log.records():
        entry = record.entry
        forged.append(replace(entry, objects=("k9",)) if record.seq == 3 else entry)
    kept = lines(log)
    kept[2] = lines(forged)[2]

    assert rewritten(log, kept).verify().problems == ("记录 4 与记录 3 接不上：其中一条被换过。",)


def test_a_record_taken_out_is_named(log: AuditLog) -> None:
    kept = lines(log)
    del kept[2:4]

    assert rewritten(log, kept).verify().problems == ("缺少记录 3 至 4。",)


def test_one_record_taken_out_is_named_alone(log: AuditLog) -> None:
    kept = lines(log)
    del kept[2]

    assert rewritten(log, kept).verify().problems == ("缺少记录 3。",)


def test_records_in_another_order_are_named(log: AuditLog) -> None:
    kept = lines(log)
    kept[2], kept[3] = kept[3], kept[2]

    told = rewritten(log, kept).verify().problems

    assert "记录 3 排在记录 4 之后：次序被改动。" in told


def test_a_cut_end_shows_against_an_anchor_alone(log: AuditLog) -> None:
    anchor = log.head()
    cut = rewritten(log, lines(log)[:4])

    assert cut.verify().ok
    assert cut.verify(anchor).problems == ("日志止于记录 4，而记录 6 曾被锚定：末尾被截断。",)


def test_a_chain_that_was_computed_anew_shows_against_an_anchor(
    log: AuditLog, tmp_path: Path
) -> None:
    forged = AuditLog(tmp_path / "forged")
    for record in log.records():
        forged.append(replace(record.entry, user="乙"))

    assert forged.verify().ok
    assert forged.verify(log.head()).problems == ("记录 6 不是当时锚定的那一条。",)


def test_every_changed_byte_is_found(log: AuditLog) -> None:
    whole, anchor = log.file.read_bytes(), log.head()
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        log.file.write_bytes(bytes(changed))
        assert not log.verify(anchor).ok, place


def test_a_torn_last_line_is_kept_aside_and_said(log: AuditLog) -> None:
    torn = b'{"action":"query","at":"2026'
    log.file.write_bytes(log.file.read_bytes() + torn)

    log.append(QUERY)

    last = list(log.records())[-2:]
    assert [r.entry.action for r in last] == [Action.RECOVERED, Action.QUERY]
    assert (log.folder / last[0].entry.objects[0]).read_bytes() == torn
    assert log.verify().ok


def test_a_long_torn_line_hides_no_record(log: AuditLog) -> None:
    log.file.write_bytes(log.file.read_bytes() + b"x" * 200_000)

    assert log.append(QUERY).seq == 8
    assert log.verify().ok


def test_processes_that_write_at_once_keep_one_chain(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), "20", name], stdout=subprocess.DEVNULL
        )
        for name in ("cli", "ui", "notebook")
    ]

    assert [w.wait(60) for w in writers] == [0, 0, 0]
    check = AuditLog(tmp_path).verify()
    assert (check.records, check.problems) == (60, ())


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_writer_leaves_a_chain_that_goes_on(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), "100000", "cli"], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _ in range(5)]
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        log.append(QUERY)
        assert log.verify().ok
        assert log.head().seq >= len(acknowledged)


def test_a_log_that_cannot_be_written_refuses(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("in the way")

    with pytest.raises(AuditRefused, match="没有记录就不显示"):
        AuditLog(tmp_path).append(QUERY)


@pytest.mark.parametrize("text", ["", "7", "7:abc", "x:" + "0" * 64, "7:" + "G" * 64])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(AuditRefused, match="锚点"):
        parse_anchor(text)


def test_an_anchor_reads_as_it_is_printed(log: AuditLog) -> None:
    assert parse_anchor(str(log.head())) == log.head()


def kinds(log: AuditLog, own: dict[str, frozenset[str]] | None = None) -> list[str]:
    return [odd.kind for odd in oddities(log.records(), own or {})]


@pytest.mark.parametrize(("count", "told"), [(BULK_EXPORTS, 1), (BULK_EXPORTS - 1, 0)])
def test_exports_at_night_are_told(tmp_path: Path, count: int, told: int) -> None:
    log, night = AuditLog(tmp_path), NOON + timedelta(hours=10)
    for number in range(count):
        export = Entry(night, "甲", "approver", Action.EXPORT, (f"lead-{number}",))
        log.append(export)
        log.append(replace(export, result="written"))
        log.append(replace(export, at=NOON))

    assert kinds(log) == ["off_hours_export"] * told


def test_many_persons_are_told_and_one_person_often_is_not(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    view = Entry(NOON, "甲", "analyst", Action.VIEW_PERSON)
    for _ in range(3):
        log.append(replace(view, user="乙", objects=("person:1",)))
    log.append(replace(view, objects=tuple(f"person:{n}" for n in range(MANY_PERSONS))))

    found = oddities(log.records(), {})

    assert [(odd.kind, odd.user, odd.seqs) for odd in found] == [("many_persons", "甲", (4,))]


def test_repeated_refusals_are_told(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    for _ in range(REPEATED_REFUSALS):
        log.append(replace(QUERY, action=Action.DENIED))

    assert kinds(log) == ["repeated_refusals"]


def test_queries_about_the_own_circle_are_told(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    log.append(replace(QUERY, detail={"query": "MATCH (p:Person {name: '张丙'}) RETURN p"}))
    log.append(replace(QUERY, user="乙", action=Action.SEARCH, objects=("person:9",)))

    assert kinds(log, {"甲": frozenset({"张丙"}), "乙": frozenset({"person:1"})}) == ["own_circle"]


def test_a_line_is_json_that_others_can_read(log: AuditLog) -> None:
    row = json.loads(lines(log)[0])

    assert row["prev"] == GENESIS
    assert row["user"] == "甲"
    assert lines(log)[0].isascii()
