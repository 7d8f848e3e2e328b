"""What is shown or changed has its record before; without a record, nothing is shown or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence.accounts import NotPermitted, Role
from evidence.audit import Action, AuditLog, AuditRefused, Entry, Head
from graph.errors import TenderLensError
from leads.judgements import Verdict
from workspace import EVIDENCE_STORE, Workspace

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PASSWORD = "three lanterns, one bridge"
NUMBERS = """
MATCH (p:Person) WHERE p.id_masked IS NOT NULL RETURN p.key AS key ORDER BY key LIMIT 1
"""


@dataclass(frozen=True)
class Desk:
    """A workspace of its own over the sample's graph and originals, which are only read."""

    workspace: Workspace
    person: str
    lead: str


@pytest.fixture
def desk(embedded_sample: Workspace, tmp_path: Path) -> Desk:
    workspace = Workspace(tmp_path / "w")
    workspace.__dict__["engine"] = embedded_sample.engine
    workspace.folder.mkdir()
    (workspace.folder / EVIDENCE_STORE).symlink_to(embedded_sample.folder / EVIDENCE_STORE)
    ((person,),) = embedded_sample.reader.run(NUMBERS).rows
    return Desk(workspace, str(person), embedded_sample.leads("lot")[0].id)


def with_accounts(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> dict[str, Workspace]:
    """The workspace as an analyst and as an approver see it."""
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    workspace.add_account("secadmin", PASSWORD, Role.SECURITY)
    admin = workspace.login("secadmin", PASSWORD)
    admin.add_account("甲", PASSWORD, Role.ANALYST)
    admin.add_account("乙", PASSWORD, Role.APPROVER)
    return {name: workspace.login(name, PASSWORD) for name in ("甲", "乙")}


DOORS: dict[str, Callable[[Desk], object]] = {
    "login": lambda d: d.workspace.login("甲", PASSWORD),
    "query": lambda d: d.workspace.ask("RETURN 1 AS one"),
    "search": lambda d: d.workspace.search("公司"),
    "view of a person": lambda d: d.workspace.profile(d.person),
    "cells": lambda d: d.workspace.where(d.person),
    "unmask": lambda d: d.workspace.unmask(d.person, "核查"),
    "load": lambda d: d.workspace.load([Path("missing.csv")]),
    "unload": lambda d: d.workspace.unload("no-such-batch"),
    "measure": lambda d: d.workspace.measure([]),
    "judgement": lambda d: d.workspace.judge([d.lead], Verdict.PURSUE, "核查", at=NOON),
    "dossier": lambda d: d.workspace.dossier(d.lead, d.workspace.folder / "out"),
    "file of a page": lambda d: d.workspace.take_out("answer.csv", lambda: b"1"),
    "scores": lambda d: d.workspace.scores("lot"),
    "reading for notebooks": lambda d: d.workspace.hand_out_reading(),
    "grant": lambda d: d.workspace.add_account("secadmin", PASSWORD, Role.SECURITY),
    "request": lambda d: d.workspace.request(Action.EXPORT, d.lead, "移送"),
    "approve": lambda d: d.workspace.approve("R1"),
    "decline": lambda d: d.workspace.decline("R1", "用途不明"),
    "reading the log": lambda d: d.workspace.audit_records(),
    "purge": lambda d: d.workspace.purge_dismissed(1),
}


@pytest.mark.parametrize("door", DOORS)
def test_without_a_record_nothing_is_shown_and_nothing_changed(
    door: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_log: AuditLog, _entry: Entry) -> Head:
        raise AuditRefused("The disk is full.")

    monkeypatch.setattr(AuditLog, "append", full)

    with pytest.raises(AuditRefused):
        DOORS[door](desk)

    assert {file.name for file in desk.workspace.folder.iterdir()} <= {EVIDENCE_STORE}


def test_a_query_is_recorded_with_its_text_and_how_many_rows_it_gave(desk: Desk) -> None:
    desk.workspace.ask("UNWIND [1, 2, 3] AS n RETURN n")

    asked, answered = list(desk.workspace.door.log.records())[-2:]
    assert asked.entry.action is answered.entry.action is Action.QUERY
    assert asked.entry.detail["query"] == "UNWIND [1, 2, 3] AS n RETURN n"
    assert answered.entry.detail["rows"] == 3


def test_own_weights_that_change_are_told_before_what_they_show(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "settings.toml").write_text('weights = "own.toml"\n', encoding="utf-8")
    for text in ("one", "two"):
        (folder / "own.toml").write_text(text, encoding="utf-8")
        Workspace(folder).audit_records()

    changes = [r for r in AuditLog(folder).records() if r.entry.action is Action.SETTING]
    assert "signals_sha256" in changes[0].entry.objects
    assert changes[1].entry.objects == ("weights_sha256",)
    assert changes[1].seq < AuditLog(folder).head().seq


def test_unmasking_shows_the_cell_as_the_file_has_it_and_the_log_does_not(desk: Desk) -> None:
    masked = [cell for cell in desk.workspace.where(desk.person) if cell.personal]
    shown = desk.workspace.unmask(desk.person, "核查围标线索")

    assert masked
    assert all("*" in cell.cell for cell in masked)
    assert shown
    numbers = {cell.cell for cell in shown}
    assert {f"{n[:6]}********{n[14:]}" for n in numbers} == {cell.cell for cell in masked}
    log = AuditLog(desk.workspace.folder).file.read_text(encoding="ascii")
    assert not any(number in log for number in numbers)
    before, after = list(desk.workspace.door.log.records())[-2:]
    assert before.entry.action is after.entry.action is Action.UNMASK
    assert (before.entry.reason, before.entry.objects) == ("核查围标线索", (desk.person,))


def test_unmasking_needs_a_reason_and_with_accounts_another_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TenderLensError, match="理由"):
        desk.workspace.unmask(desk.person, " ")
    people = with_accounts(desk.workspace, monkeypatch)
    with pytest.raises(NotPermitted, match="另一人批准"):
        people["甲"].unmask(desk.person, "核查")
    asked = people["甲"].request(Action.UNMASK, desk.person, "核查")
    assert [p.asked.request for p in people["乙"].requests()] == [asked.request]
    people["乙"].approve(asked.request)

    assert people["甲"].unmask(desk.person, "核查")

    used = [r.entry for r in desk.workspace.door.log.records() if r.entry.action is Action.UNMASK]
    assert used[-2].detail["approver"] == "乙"
    with pytest.raises(NotPermitted, match="另一人批准"):
        people["甲"].unmask(desk.person, "再看一次")
    with pytest.raises(NotPermitted):
        people["甲"].hand_out_reading()
