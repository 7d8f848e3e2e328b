"""The way of an investigator: find, expand, pin, follow a path, lay aside, take along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from leads.trays import FILE
from tests.browser.network_driver import CY, SHARED_HEAD, click, places, settle, visit, wait_drawn
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
OTHERS = (  # a firm that never bid, and a name that several persons have
    "MATCH (c:Company) WHERE NOT (c)-[:SUBMITTED]->() RETURN c.name ORDER BY c.key",
    "MATCH (p:Person) WITH p.name AS name, count(*) AS n WHERE n > 1 RETURN name ORDER BY name",
)


@pytest.fixture(scope="module")
def app(embedded_sample: Workspace) -> Iterator[str]:
    """The address of the running app."""
    with running_app(embedded_sample.folder) as address:
        yield address


@pytest.fixture
def pair(embedded_sample: Workspace) -> Iterator[tuple[str, str]]:
    """The keys of two firms with one legal representative; the tray is emptied afterwards."""
    first, second = embedded_sample.ask(SHARED_HEAD).rows[0][:2]
    yield str(first), str(second)
    (embedded_sample.folder / FILE).unlink(missing_ok=True)


def test_find_expand_pin_path_lay_aside_and_export(
    chromium: Browser, app: str, embedded_sample: Workspace, pair: tuple[str, str], tmp_path: Path
) -> None:
    names = {n.key: str(n.properties["name"]) for n in embedded_sample.subgraph(pair).nodes}
    seen = visit(chromium, f"{app}/network")
    page = seen.page

    page.get_by_placeholder("名称、曾用名").fill(names[pair[0]])
    page.get_by_placeholder("名称、曾用名").press("Enter")  # the only hit is opened
    wait_drawn(page)
    drawn = len(places(page))
    click(page, pair[0])
    page.get_by_role("button", name="按关系展开").click()
    page.get_by_role("menuitem").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="固定所选").click()
    page.wait_for_function(f"{CY}.nodes('.pinned').length === 1")
    neighbour = page.evaluate(
        f"() => {CY}.nodes().filter((n) => n.data('more') > 0).map((n) => n.id()).sort()[0]"
    )
    click(page, neighbour, twice=True)
    page.wait_for_function(f"{CY}.nodes().length > {drawn}")

    page.goto(f"{app}/path?party={pair[0]}")
    page.get_by_placeholder("名称、曾用名").wait_for()
    settle(page)
    page.get_by_placeholder("名称、曾用名").fill(names[pair[1]])
    page.get_by_placeholder("名称、曾用名").press("Enter")
    page.get_by_text("排序分").first.wait_for()
    wait_drawn(page)
    chain = page.get_by_test_id("stMain").inner_text()
    assert names[pair[0]] in chain
    assert names[pair[1]] in chain
    assert page.evaluate(f"() => {CY}.edges('.focus').length") > 0
    assert f"party={pair[1]}".replace(":", "%3A") in page.url

    page.get_by_role("button", name="入篮").first.click()
    page.get_by_text("以关系网络打开").wait_for()
    assert {pair[0], pair[1]} <= {item.ref for item in embedded_sample.tray()}

    page.get_by_role("button", name="以关系网络打开").click()
    page.get_by_role("button", name="撤销").wait_for()  # the desk, not the path's picture
    wait_drawn(page)
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="GraphML").click()
    waiting.value.save_as(tmp_path / "kept.graphml")
    assert pair[1] in (tmp_path / "kept.graphml").read_text(encoding="utf-8")
    assert seen.outside == []
    assert seen.errors == []


def test_the_address_of_a_path_opens_it_and_another_chain_is_drawn_on_demand(
    chromium: Browser, app: str, pair: tuple[str, str]
) -> None:
    seen = visit(chromium, f"{app}/path?party={pair[0]}&party={pair[1]}&most=5", dark=True)
    page = seen.page
    page.get_by_text("排序分").first.wait_for()
    wait_drawn(page)
    marked = page.evaluate(f"() => {CY}.edges('.focus').map((e) => e.id()).sort()")

    page.get_by_role("button", name="画出").nth(1).click()

    page.wait_for_function(
        f"(old) => {CY}.edges('.focus').map((e) => e.id()).sort().join() !== old",
        arg=",".join(marked),
    )
    page.get_by_text("事实与来源").first.click()
    page.get_by_test_id("stDataFrame").first.wait_for()
    assert seen.outside == []
    assert seen.errors == []


def test_one_firm_is_checked_against_each_of_a_pasted_list(
    chromium: Browser, app: str, embedded_sample: Workspace, pair: tuple[str, str], tmp_path: Path
) -> None:
    names = embedded_sample.names(pair)
    stranger, alike = (str(embedded_sample.ask(f"{text} LIMIT 1").rows[0][0]) for text in OTHERS)
    page = visit(chromium, f"{app}/profile?key={pair[0]}").page
    page.get_by_role("button", name="与名单逐一核查").click()
    page.get_by_role("heading", name="路径查找").wait_for()
    settle(page)
    page.get_by_text("粘贴名单").click()
    field = page.get_by_label("每行一个名称、代码或键")
    row = f"2\t\u3000{names[pair[1]]}\t{pair[1].partition(':')[2].lower()}\t{alike}"
    cut = stranger[:-4]  # alike is not the same: nobody looks at each line of a list
    field.fill(f"序号\t企业名称\n\ufeff{stranger}\n{row}\n{cut}\n\n{alike}\n{stranger}")
    field.press("Control+Enter")
    settle(page)
    page.get_by_role("button", name="加入所列各方").click()

    page.get_by_text("其余 2 方中").wait_for()
    page.get_by_text(f"完全一致的对象：序号 企业名称、{cut}。").wait_for()
    page.get_by_text(f"不止一个对象符合：{alike}。").wait_for()
    settle(page)
    page.get_by_text("粘贴名单").click()
    assert field.input_value() == f"序号\t企业名称\n{cut}\n{alike}"
    page.keyboard.press("Escape")
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="保存为表格").click()
    waiting.value.save_as(tmp_path / "each.csv")
    rows = pd.read_csv(tmp_path / "each.csv")
    assert list(rows["对方"]) == [names[pair[1]], stranger]
    assert rows["排序分"][0] > rows["排序分"][1]
    assert "order=each" in page.url

    page.goto(f"{app}/profile?key={pair[1]}")
    page.get_by_role("button", name="与名单逐一核查").click()
    page.get_by_role("heading", name="路径查找").wait_for()
    settle(page)
    assert page.get_by_text("完全一致的对象：").count() == 0


def test_back_leads_to_what_was_seen_before_and_each_act_is_one_step(
    chromium: Browser, app: str, pair: tuple[str, str]
) -> None:
    page = visit(chromium, f"{app}/profile?key={pair[0]}").page
    page.get_by_role("button", name="与名单逐一核查").click()
    page.get_by_role("heading", name="路径查找").wait_for()
    settle(page)
    page.goto(f"{app}/path?party={pair[0]}&party={pair[1]}")
    page.get_by_text("事实与来源").first.wait_for()
    settle(page)
    page.get_by_role("button", name="在关系网络中打开").click()
    page.get_by_role("button", name="撤销").wait_for()
    wait_drawn(page)

    page.go_back()

    page.get_by_text("事实与来源").first.wait_for()
    settle(page)
    page.go_back()  # to the check against a list
    page.get_by_text("粘贴名单").wait_for()
    settle(page)
    page.go_back()
    page.get_by_role("button", name="与名单逐一核查").wait_for()


def test_the_question_behind_a_view_is_changed_with_the_words_on_offer(
    chromium: Browser, app: str, pair: tuple[str, str]
) -> None:
    seen = visit(chromium, f"{app}/profile?key={pair[0]}&section=chain")
    page = seen.page
    wait_drawn(page)
    assert page.get_by_text("穿透持股比例").count() == 1
    page.get_by_text("显示本视图背后的 Cypher 查询").click()
    settle(page)
    asked = page.get_by_role("combobox", name="本视图共执行")
    asked.click()  # as a person does: the list opens first, then it is narrowed
    asked.press_sequentially("<-[e:SHAREHOLDER_OF]-(o)")
    page.get_by_role("option", name="<-[e:SHAREHOLDER_OF]-(o)").first.click()
    page.get_by_test_id("stCode").filter(has_text="<-[e:SHAREHOLDER_OF]-(o)").wait_for()
    settle(page)
    page.get_by_role("button", name="在“查询”页打开").click()
    editor = page.get_by_role("textbox", name="Cypher 查询（只读）")
    editor.wait_for()
    settle(page)
    assert pair[0] in page.get_by_label("$key", exact=True).input_value()

    editor.press("Control+a")
    editor.press_sequentially("MATCH (c:Compa")
    page.get_by_role("option", name="Company 企业").wait_for()
    editor.press("Enter")
    editor.press_sequentially(" {key: $key}) RETURN c.nam")
    page.get_by_role("option", name="name 名称").wait_for()
    editor.press("Tab")
    editor.press_sequentially(" AS firm")
    editor.press("Control+Enter")
    page.get_by_role("button", name="下载 CSV").wait_for()

    assert editor.input_value() == "MATCH (c:Company {key: $key}) RETURN c.name AS firm"
    page.wait_for_url("**parameters=**")
    assert seen.outside == []
    assert seen.errors == []


def test_ticked_rows_of_a_list_and_of_an_answer_are_laid_aside(
    chromium: Browser, app: str, embedded_sample: Workspace, pair: tuple[str, str]
) -> None:
    page = visit(chromium, f"{app}/watch").page
    _lay_aside_first_row(page, 64)
    page.goto(f"{app}/ask?cypher=MATCH (n:Company {{key: '{pair[0]}'}}) RETURN n.key AS firm")
    page.get_by_role("button", name="执行", exact=True).wait_for()
    settle(page)
    page.get_by_role("button", name="执行", exact=True).click()
    page.get_by_role("button", name="下载 CSV").wait_for()
    settle(page)
    _lay_aside_first_row(page, 35)

    kept = embedded_sample.tray()
    assert [item.kind for item in kept] == ["node", "finding", "node"]
    assert kept[2].ref == pair[0]


def _lay_aside_first_row(page: Page, height: int) -> None:
    """Tick the first row of the page's table, and add it to the tray."""
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 35 + height // 2})
    page.get_by_role("button", name="把勾选的 1 行加入线索篮").click()
    page.get_by_text("已加入线索篮", exact=False).first.wait_for()
    settle(page)


def test_an_address_without_a_page_and_the_signs_of_a_table_speak_chinese(
    chromium: Browser, app: str
) -> None:
    page = visit(chromium, f"{app}/nowhere").page
    page.get_by_text("地址 /nowhere 没有对应页面").wait_for()
    page.get_by_role("heading", name="总览", exact=True).wait_for()
    page.get_by_test_id("stDataFrame").first.hover()
    page.get_by_role("button", name="全屏").first.wait_for()

    page = visit(chromium, f"{app}/overview").page
    page.get_by_role("heading", name="总览", exact=True).wait_for()
    page.get_by_test_id("stDataFrame").first.wait_for()
    settle(page)
    assert page.get_by_text("没有对应页面").count() == 0
    assert page.get_by_role("dialog").count() == 0
