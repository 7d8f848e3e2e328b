"""Signing in by password in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from evidence.accounts import Role
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "three lanterns, one bridge"
FAINT = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
# The request that brings the cookie is on its way for four seconds.
SLOW_COOKIE = """
const ask = window.fetch;
window.fetch = (address, how) => String(address).endsWith('_seat')
    ? new Promise(later => setTimeout(() => later(ask(address, how)), 4000))
    : ask(address, how);
"""


def test_whoever_is_shown_as_signed_in_is_so_at_every_address(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    workspace = Workspace(tmp_path / "w")
    workspace.add_account("secadmin", PASSWORD, Role.SECURITY)
    workspace.login("secadmin", PASSWORD).add_account("审计员", PASSWORD, Role.AUDIT)
    with running_app(workspace.folder) as address, chromium.new_context() as browser:
        page = browser.new_page()
        page.add_init_script(SLOW_COOKIE)
        page.goto(address)
        page.get_by_label("账号").fill("审计员")
        page.get_by_role("textbox", name="口令").fill(PASSWORD)
        page.get_by_role("textbox", name="口令").press("Enter")
        page.get_by_role("button", name="退出").wait_for()

        page.goto(f"{address}/account")

        page.get_by_role("heading", name="我的账号").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_where_one_signs_in(
    chromium: Browser, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    Workspace(tmp_path / "w").add_account("secadmin", PASSWORD, Role.SECURITY)
    with running_app(tmp_path / "w") as address:
        page = chromium.new_page(color_scheme=scheme)
        page.goto(address)
        page.get_by_role("textbox", name="口令").wait_for()
        page.wait_for_timeout(1000)

        found = page.evaluate(FAINT)
        page.close()

    assert found["texts"] > 5
    assert found["faint"] == []
