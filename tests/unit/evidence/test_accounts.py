"""Accounts, their rights, and the rule of two persons."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from evidence.accounts import (
    LOCKED,
    MOST_FAILURES,
    PERMISSIONS,
    SESSION,
    AccountRefused,
    Accounts,
    NotPermitted,
    Role,
    may,
)
from evidence.audit import Action
from evidence.clocks import CHINA
from evidence.two_persons import (
    DECLINED,
    HOLDS,
    RequestRefused,
    approve,
    ask_for,
    decline,
    pending,
    use,
)
from graph.errors import WorkspaceCorrupt

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PASSWORD = "three lanterns, one bridge"

# One column a role: clerk analyst reviewer approver reader | system security audit
TABLE = """
login        x x x x x x x x
query        . x . . . . . .
search       . x x x . . . .
view         . x x x x . . .
view_person  . x x x . . . .
unmask       . x . . . . . .
load         x . . . . . . .
unload       x . . . . . . .
measure      x x . . . . . .
judgement    . x x . . . . .
export       . x . . . . . .
setting      . . . . . x . .
grant        . . . . . . x .
request      . x . . . . . .
approve      . . x x . . . .
decline      . . x x . . . .
read_log     . . . . . . . x
purge        . . . x . . . .
backup       . . . . . x . .
restore      . . . . . x . .
denied       . . . . . . . .
recovered    . . . . . . . .
"""
CELLS = [
    (role, Action(line.split()[0]), sign == "x")
    for line in TABLE.strip().splitlines()
    for role, sign in zip(Role, line.split()[1:], strict=True)
]


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    """With fewer rounds: a test checks the rules, not the machine."""
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    made = Accounts(tmp_path)
    made.add("secadmin", PASSWORD, Role.SECURITY)
    return made


@pytest.mark.parametrize(("role", "action", "allowed"), CELLS)
def test_each_role_may_what_the_table_says(role: Role, action: Action, allowed: bool) -> None:
    assert may(role, action) is allowed


def test_the_table_has_every_role_and_action() -> None:
    assert {(role, action) for role, action, _ in CELLS} == {(r, a) for r in Role for a in Action}


def test_administrators_share_nothing_but_the_door() -> None:
    system, security, audit = (PERMISSIONS[r] for r in (Role.SYSTEM, Role.SECURITY, Role.AUDIT))

    assert system & security == security & audit == system & audit == {Action.LOGIN}


def test_the_right_password_opens_a_session_that_ends(accounts: Accounts) -> None:
    session = accounts.authenticate("secadmin", PASSWORD, NOON)

    session.require([Action.GRANT], NOON)
    with pytest.raises(NotPermitted, match="不允许"):
        session.require([Action.QUERY], NOON)
    with pytest.raises(NotPermitted, match="会话已结束"):
        session.require([Action.GRANT], NOON + SESSION)


def test_an_unknown_name_is_refused_like_a_wrong_password(accounts: Accounts) -> None:
    said = set()
    for name in ("secadmin", "nobody"):
        with pytest.raises(AccountRefused) as refused:
            accounts.authenticate(name, "wrong", NOON)
        said.add(str(refused.value))

    assert len(said) == 1


def test_five_failures_lock_for_a_quarter_of_an_hour(accounts: Accounts) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(AccountRefused, match="不正确"):
            accounts.authenticate("secadmin", "wrong", NOON)

    until = f"{(NOON + LOCKED).astimezone(CHINA):%H:%M:%S}"
    with pytest.raises(AccountRefused, match=f"锁定至 {until}（北京时间）"):
        accounts.authenticate("secadmin", PASSWORD, NOON + LOCKED - timedelta(seconds=1))
    assert accounts.authenticate("secadmin", PASSWORD, NOON + LOCKED).user == "secadmin"


def test_a_closed_account_stays_out(accounts: Accounts) -> None:
    accounts.add("甲", PASSWORD, Role.ANALYST)
    accounts.change("甲", disabled=True)

    with pytest.raises(AccountRefused, match="不正确"):
        accounts.authenticate("甲", PASSWORD, NOON)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "my-zhang-password"])
def test_weak_passwords_are_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccountRefused, match="12"):
        accounts.add("zhang", password, Role.ANALYST)


def test_the_first_account_grants_and_one_such_account_stays(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    with pytest.raises(AccountRefused, match="第一个账号"):
        accounts.add("甲", PASSWORD, Role.ANALYST)
    accounts.add("secadmin", PASSWORD, Role.SECURITY)
    for change in ({"role": Role.AUDIT}, {"disabled": True}):
        with pytest.raises(AccountRefused, match="必须保留"):
            accounts.change("secadmin", **change)

    assert [a.role for a in accounts.all()] == [Role.SECURITY]


def test_no_password_is_kept_or_shown(accounts: Accounts) -> None:
    assert PASSWORD not in accounts.file.read_text(encoding="utf-8")
    assert "argon2id" not in repr(accounts.all())
    assert accounts.file.stat().st_mode & 0o077 == 0


def test_a_spoilt_file_opens_no_door(accounts: Accounts) -> None:
    accounts.file.write_text("[{}]")

    with pytest.raises(WorkspaceCorrupt):
        accounts.authenticate("secadmin", PASSWORD, NOON)


def test_an_export_needs_another_person_and_one_approval_serves_once(tmp_path: Path) -> None:
    asked = ask_for(tmp_path, Action.EXPORT, "lead-1", "移送", "甲", NOON)
    with pytest.raises(NotPermitted):
        use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON)
    with pytest.raises(RequestRefused, match="不能批准"):
        approve(tmp_path, asked.request, "甲", NOON)

    approve(tmp_path, asked.request, "乙", NOON)

    for action, subject, by in (
        (Action.UNMASK, "lead-1", "甲"),
        (Action.EXPORT, "lead-2", "甲"),
        (Action.EXPORT, "lead-1", "丙"),
    ):
        with pytest.raises(NotPermitted):
            use(tmp_path, action, subject, by, NOON)
    assert use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON).by == "乙"
    with pytest.raises(NotPermitted):
        use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON)


def test_a_request_is_declined_with_a_reason_that_whoever_asked_is_told(tmp_path: Path) -> None:
    asked = ask_for(tmp_path, Action.EXPORT, "lead-1", "移送", "甲", NOON)
    with pytest.raises(RequestRefused, match="理由"):
        decline(tmp_path, asked.request, " ", "乙", NOON)
    with pytest.raises(RequestRefused, match="不能"):
        decline(tmp_path, asked.request, "撤回", "甲", NOON)

    decline(tmp_path, asked.request, "未写明接收单位", "乙", NOON)

    (one,) = pending(tmp_path, NOON)
    assert (one.state, one.by, one.answer) == (DECLINED, "乙", "未写明接收单位")
    assert one.asked.reason == "移送"
    with pytest.raises(NotPermitted, match="R1 未获批准（乙）：未写明接收单位"):
        use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON)
    with pytest.raises(RequestRefused, match="已有决定"):
        approve(tmp_path, asked.request, "乙", NOON)

    again = ask_for(tmp_path, Action.EXPORT, "lead-1", "移送住建局", "甲", NOON)
    with pytest.raises(NotPermitted, match="须经另一人批准"):  # asked anew: the refusal is history
        use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON)
    approve(tmp_path, again.request, "乙", NOON)
    assert use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON).request == again.request
    assert [one.state for one in pending(tmp_path, NOON)] == ["used", DECLINED]


def test_an_approved_request_is_not_declined_afterwards(tmp_path: Path) -> None:
    asked = ask_for(tmp_path, Action.EXPORT, "lead-1", "移送", "甲", NOON)
    approve(tmp_path, asked.request, "乙", NOON)

    with pytest.raises(RequestRefused, match="已有决定"):
        decline(tmp_path, asked.request, "改变主意", "丙", NOON)


def test_two_that_use_one_approval_at_once_do_not_both_get_it(tmp_path: Path) -> None:
    asked = ask_for(tmp_path, Action.EXPORT, "lead-1", "移送", "甲", NOON)
    approve(tmp_path, asked.request, "乙", NOON)
    start = Barrier(8)

    def take(_: int) -> bool:
        start.wait()
        try:
            use(tmp_path, Action.EXPORT, "lead-1", "甲", NOON)
        except NotPermitted:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_requests_made_at_once_have_numbers_of_their_own(tmp_path: Path) -> None:
    start = Barrier(8)

    def ask(number: int) -> str:
        start.wait()
        subject = f"lead-{number}"
        return ask_for(tmp_path, Action.EXPORT, subject, "移送", "甲", NOON).request

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {f"R{n}" for n in range(1, 9)}


def test_an_approval_ends(tmp_path: Path) -> None:
    asked = ask_for(tmp_path, Action.UNMASK, "person:1", "核对身份", "甲", NOON)
    approve(tmp_path, asked.request, "乙", NOON)

    with pytest.raises(NotPermitted):
        use(tmp_path, Action.UNMASK, "person:1", "甲", NOON + HOLDS + timedelta(seconds=1))


def test_requests_need_a_reason_and_a_known_number(tmp_path: Path) -> None:
    with pytest.raises(RequestRefused, match="理由"):
        ask_for(tmp_path, Action.EXPORT, "lead-1", " ", "甲", NOON)
    with pytest.raises(RequestRefused, match="R7"):
        approve(tmp_path, "R7", "乙", NOON)
