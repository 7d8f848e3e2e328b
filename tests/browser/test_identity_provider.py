"""Signing in through an identity provider: a real one, small, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evidence.accounts import Role
from evidence.audit import Action
from tests.browser.network_driver import settle
from tests.identity_provider import running_provider
from tests.running_app import free_port, running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PEOPLE = {
    "known": {"sub": "1", "email": "jia@example.test", "email_verified": True},
    "unknown": {"sub": "2", "email": "yi@example.test", "email_verified": True},
}


def test_who_has_an_account_comes_in_a_stranger_gets_a_sentence_and_both_can_leave(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    password = "three lanterns, one bridge"
    workspace = Workspace(tmp_path / "w")
    workspace.add_account("secadmin", password, Role.SECURITY)
    admin = workspace.login("secadmin", password)
    admin.add_account("审计员", "", Role.AUDIT, identity="jia@example.test")
    port = free_port()
    with running_provider(PEOPLE) as provider, chromium.new_context() as browser:
        stated = tmp_path / ".streamlit" / "secrets.toml"
        stated.parent.mkdir()
        stated.write_text(provider.secrets_toml.replace("APP", f"http://127.0.0.1:{port}"))
        home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "NO_PROXY": "127.0.0.1"}
        with running_app(workspace.folder, port=port, **home) as address:
            page = browser.new_page()
            page.goto(f"{address}/audit")
            page.get_by_role("button", name="单位统一认证登录").click()
            page.get_by_role("link", name="unknown").click()
            page.get_by_text("没有与之对应的有效账号").wait_for()
            settle(page)
            page.get_by_role("button", name="换一个账号登录").click()

            page.get_by_role("button", name="单位统一认证登录").click()
            page.get_by_role("link", name="known", exact=True).click()
            page.get_by_role("button", name="退出").wait_for()
            page.get_by_text("审计管理员").first.wait_for()
            settle(page)
            page.get_by_role("button", name="退出").click()
            page.get_by_role("button", name="单位统一认证登录").wait_for()
            page.goto(f"{address}/audit")
            page.get_by_role("button", name="单位统一认证登录").wait_for()

    records = [r.entry for r in workspace.door.log.records()]
    logins = [(e.user, e.result) for e in records if e.action is Action.LOGIN][-3:]
    assert logins[1:] == [("审计员", "done"), ("审计员", "left")]
    assert any(e.action is Action.DENIED and "yi@example.test" in e.user for e in records)
    assert provider.asked.count("/leave") == 2
