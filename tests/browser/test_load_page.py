"""A clerk's file with a header nobody knows: corrected, loaded, asked about, taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evidence.accounts import Role
from graph.embedded_server import EmbeddedServer
from pages.components.seat_cookie import COOKIE
from tests.browser.network_driver import settle, visit
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FIRMS = ("青禾安立", "青禾恒越", "青禾远方")
QUESTION = "MATCH (c:Company) RETURN c.name AS firm ORDER BY firm"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace of the test's own."""
    workspace = Workspace(tmp_path / "own", graph="embedded:")
    workspace.counts()
    yield workspace
    workspace.close()
    EmbeddedServer(workspace.folder / "graph").stop()


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a select box of the page."""
    box = page.get_by_role("combobox", name=label)
    box.last.fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()
    settle(page)


def give_column(page: Page, row: int, column: str) -> None:
    """In the editor of headers, choose the column of one row by keyboard."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 30, "y": 18 + 35 * row})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    choice = page.locator("#portal")
    choice.locator("input").first.fill(column)
    choice.get_by_text(column, exact=True).last.click()
    page.keyboard.press("Escape")


def test_a_wrong_header_is_corrected_loaded_asked_about_and_exported(
    chromium: Browser, own: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "往来户.csv"
    rows = "".join(f"{n},{firm},很好\n" for n, firm in enumerate(FIRMS, start=1))
    file.write_bytes(f"流水,往来户,印象\n{rows}".encode("gb18030"))

    with running_app(own.folder) as address:
        seen = visit(chromium, f"{address}/load")
        page = seen.page
        page.locator("input[type=file]").first.set_input_files(file)
        page.get_by_text("整表统一取值").or_(
            page.get_by_text("未能识别为任何数据表")
        ).first.wait_for()
        settle(page)
        choose(page, "数据表", "企业")
        page.get_by_text("缺少必填列").wait_for()
        give_column(page, 2, "企业名称")
        page.get_by_text("缺少必填列").wait_for(state="hidden")
        settle(page)
        page.get_by_role("button", name="载入", exact=True).first.click()
        page.get_by_text("已载入", exact=True).first.wait_for()
        loaded = sorted(str(row[0]) for row in own.ask(QUESTION).rows)

        page.goto(f"{address}/ask?cypher={QUESTION}")
        page.get_by_role("button", name="执行", exact=True).wait_for()
        settle(page)
        page.get_by_role("button", name="执行", exact=True).click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="下载 CSV").click()
        waiting.value.save_as(tmp_path / "answer.csv")
        page.close()

    assert loaded == sorted(FIRMS)
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8-sig").split() == ["firm", *loaded]
    assert seen.outside == []
    assert seen.errors == []


def test_a_seat_outlives_a_reload_opens_its_pages_alone_and_ends(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    password = "three lanterns, one bridge"
    workspace = Workspace(tmp_path / "w")
    workspace.add_account("secadmin", password, Role.SECURITY)
    workspace.login("secadmin", password).add_account("审计员", password, Role.AUDIT)
    with running_app(workspace.folder) as address, chromium.new_context() as browser:
        page = browser.new_page()
        page.goto(f"{address}/audit?day=1")
        page.get_by_label("账号").fill("审计员")
        page.locator("input[type=password]").fill(password)
        with page.expect_response("**/_seat") as seated:
            page.get_by_role("button", name="登录系统").click()
        page.get_by_role("heading", name="审计日志").wait_for()
        assert seated.value.status == 204
        assert [c["httpOnly"] for c in browser.cookies() if c["name"] == COOKIE] == [True]
        settle(page)
        assert page.url.endswith("/audit?day=1")

        page.goto(f"{address}/ask")
        page.get_by_text("角色 审计管理员 不允许此操作（查询）").wait_for()
        assert [r.entry.objects for r in workspace.door.log.records()][-1] == ("ask",)
        page.get_by_role("button", name="退出").click()
        page.get_by_role("heading", name="登录系统").wait_for()
        page.goto(f"{address}/audit")
        page.get_by_role("heading", name="登录系统").wait_for()
