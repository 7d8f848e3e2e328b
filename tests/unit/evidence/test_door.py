"""What the door of a workspace lets in, and what it writes down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence.accounts import SESSION, Accounts, NotPermitted, Role, Session
from evidence.audit import Action, Record
from evidence.door import SAME_VIEW, Door, recorded
from evidence.two_persons import approve, ask_for
from graph.errors import TenderLensError
from workspace import Workspace

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PASSWORD = "three lanterns, one bridge"

# What is open to whoever opens the workspace, and why.
OPEN = {
    "signals": "the catalogue, not data",
    "register": "the law, not data",
    "data_version": "a stamp",
    "ask_warnings": "about the text of a query",
    "release": "words for a dossier that is recorded when written",
    "may": "asks about rights",
    "through": "makes a workspace for who stands in the door",
    "login": "records itself",
    "recognise": "records itself",
    "leave": "records itself",
    "cut_off": "whether a file is in the folder",
    "take_back_cut_off": "records itself",
    "close": "lets go of connections",
}
# What needs a right and no record: totals, names of files, bookmarks, one's own requests,
# the graph's server.
UNRECORDED = {
    "audit_head", "batches", "clocks", "counts", "drop_view", "explain", "keep_answers",
    "keep_view", "mark_leads_seen", "measures", "note_visit", "profiles", "purposes", "requests",
    "retired_keys", "seen_leads", "server", "settled", "signing_key_made", "stop_asking",
    "understand", "views", "visit_before", "withheld",
}  # fmt: skip


@dataclass
class Desk:
    """Something with a door."""

    door: Door

    @recorded(Action.QUERY)
    def ask(self, cypher: str) -> tuple[int, ...]:
        """Two rows, unless the query is wrong."""
        if cypher == "wrong":
            raise TenderLensError("no such query")
        return self.look("company:1", "company:2")

    @recorded(Action.VIEW, "keys")
    def look(self, *keys: str) -> tuple[int, ...]:
        """As many numbers as keys."""
        return tuple(range(len(keys)))

    @recorded(Action.EXPORT, "subject")
    def export(self, subject: str) -> int:
        """One file."""
        return len(subject[:1])


class Clock:
    """A clock that stands still until it is set."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return Desk(Door(tmp_path, "甲", clock=clock))


def told(desk: Desk) -> Iterator[Record]:
    assert desk.door.log.verify().ok
    return desk.door.log.records()


def actions(desk: Desk) -> list[tuple[Action, str]]:
    return [(r.entry.action, r.entry.result) for r in told(desk)]


def test_every_door_of_a_workspace_is_recorded_or_says_why_not() -> None:
    methods = {n: m for n, m in vars(Workspace).items() if callable(m) and not n.startswith("_")}
    doors = {name for name, method in methods.items() if hasattr(method, "audited")}
    unrecorded = {name for name, method in methods.items() if hasattr(method, "permitted")}

    assert unrecorded == UNRECORDED
    assert set(methods) - doors - unrecorded == set(OPEN)


def test_a_query_is_recorded_before_it_runs_and_with_its_rows(desk: Desk) -> None:
    desk.ask("MATCH (p {id: '110105194912310021'}) RETURN p")

    first, second = told(desk)
    assert first.entry.detail["query"] == "MATCH (p {id: '110105********0021'}) RETURN p"
    assert (first.entry.result, second.entry.result) == ("", "done")
    assert second.entry.detail == {"of": 1, "count": 2}


def test_a_query_that_fails_leaves_both_records(desk: Desk) -> None:
    with pytest.raises(TenderLensError):
        desk.ask("wrong")

    assert actions(desk) == [(Action.QUERY, ""), (Action.QUERY, "refused")]


def test_a_view_drawn_again_is_one_record_for_some_minutes(desk: Desk, clock: Clock) -> None:
    desk.look("company:1")
    desk.look("company:1")
    desk.look("person:1", "company:1")
    clock.now += SAME_VIEW
    desk.look("company:1")

    assert actions(desk) == [
        (Action.VIEW, "shown"),
        (Action.VIEW_PERSON, "shown"),
        (Action.VIEW, "shown"),
    ]


def test_the_log_keeps_no_number_that_was_searched(desk: Desk) -> None:
    desk.door.record(Action.SEARCH, ["6222 0202 0011 2233 445"])

    assert [r.entry.objects for r in told(desk)] == [("622****3445",)]


def test_settings_that_changed_are_recorded_once(tmp_path: Path) -> None:
    for limit in ("10", "10", "20"):
        Door(tmp_path, "甲", settings={"query_rows": limit}).record(Action.VIEW)

    records = Door(tmp_path, "甲").log.records()
    changes = [r.entry.detail for r in records if r.entry.action is Action.SETTING]
    assert changes == [{"query_rows": " -> 10"}, {"query_rows": "10 -> 20"}]


def session_of(folder: Path, role: Role, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    accounts = Accounts(folder)
    accounts.add("secadmin", PASSWORD, Role.SECURITY)
    accounts.add("甲", PASSWORD, role)
    return accounts.authenticate("甲", PASSWORD, NOON)


def test_with_accounts_nobody_comes_in_without_a_session(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_of(tmp_path, Role.ANALYST, monkeypatch)

    with pytest.raises(NotPermitted, match="已设账号"):
        desk.ask("RETURN 1")

    assert actions(desk) == [(Action.DENIED, "denied")]


def test_a_role_without_the_right_is_refused_and_recorded(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(tmp_path, Role.READER, monkeypatch)
    desk = Desk(Door(tmp_path, "", session, clock=clock))

    with pytest.raises(NotPermitted):
        desk.ask("RETURN 1")
    desk.look("company:1")

    assert actions(desk) == [(Action.DENIED, "denied"), (Action.VIEW, "shown")]
    assert {(r.entry.user, r.entry.role) for r in told(desk)} == {("甲", "reader")}


def test_a_session_ends_with_time_and_with_its_account(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Door(tmp_path, "", session_of(tmp_path, Role.READER, monkeypatch), clock=clock))
    Accounts(tmp_path).change("甲", disabled=True)
    with pytest.raises(NotPermitted):
        desk.look("company:1")
    Accounts(tmp_path).change("甲", disabled=False)
    desk.look("company:1")
    clock.now += SESSION + timedelta(seconds=1)
    with pytest.raises(NotPermitted):
        desk.look("company:2")


def test_an_export_needs_an_approval_and_names_who_gave_it(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Door(tmp_path, "", session_of(tmp_path, Role.ANALYST, monkeypatch), clock=clock))
    with pytest.raises(NotPermitted, match="另一人批准"):
        desk.export("lead-1")
    request = ask_for(tmp_path, Action.EXPORT, "lead-1", "移送", "甲", NOON)
    approve(tmp_path, request.request, "乙", NOON)

    desk.export("lead-1")

    intent = list(told(desk))[-2].entry
    assert (intent.detail["approver"], intent.detail["purpose"]) == ("乙", "移送")
