"""The pages in a real browser: the network draws, answers clicks, keeps still, asks nobody else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from math import dist
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PIL import Image

from evidence.audit import Action, AuditLog
from leads.judgements import FILE as JUDGEMENTS
from leads.trays import FILE as TRAY
from tests.browser.network_driver import (
    CY,
    SHARED_HEAD,
    camera,
    click,
    drag,
    overlapping_labels,
    places,
    settle,
    visit,
    wait_drawn,
)
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
NEAR = 600  # in the picture's own coordinates
REASON = "理由（随研判一并留存）"


@pytest.fixture(scope="module")
def workspace(embedded_sample: Workspace) -> Workspace:
    """The sample, loaded and measured."""
    return embedded_sample


@pytest.fixture(scope="module")
def app(workspace: Workspace) -> Iterator[str]:
    """The address of the running app. The first visit computes the signals."""
    with running_app(workspace.folder) as address:
        yield address


@pytest.fixture(scope="module")
def company(workspace: Workspace) -> str:
    """The key of a firm that shares its legal representative with another."""
    return str(workspace.ask(SHARED_HEAD).rows[0][0])


def test_the_network_draws_in_chinese_and_asks_nobody_else(
    chromium: Browser, app: str, company: str
) -> None:
    seen = visit(chromium, f"{app}/network?key={company}")

    wait_drawn(seen.page)

    assert company in places(seen.page)
    assert "企业" in seen.page.locator(".legend").inner_text()
    labels = seen.page.evaluate(f"() => {CY}.edges().map((e) => e.data('label'))")
    assert labels
    assert all(any("一" <= letter <= "鿿" for letter in label) for label in labels)
    assert seen.outside == []
    assert seen.errors == []


def test_a_click_opens_the_evidence_card(chromium: Browser, app: str, company: str) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)

    card = page.locator(".st-key-network-card")
    card.get_by_text("统一社会信用代码").first.wait_for()  # of the firm that was asked for
    person, name = page.evaluate(
        f"() => {CY}.nodes('[kind = \"Person\"]').map((n) => [n.id(), n.data('label')]).sort()[0]"
    )

    click(page, person)

    card.get_by_text(name, exact=True).first.wait_for()
    card.get_by_text("来源", exact=True).wait_for()
    assert card.get_by_text("事实：来源数据行原样记载。").is_visible()
    assert card.get_by_text("统一社会信用代码").count() == 0


def test_expanding_moves_no_node_and_no_camera(chromium: Browser, app: str, company: str) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)
    page.evaluate(f"() => {{ globalThis.mounted = {CY}; }}")
    before, view = places(page), camera(page)
    neighbour = page.evaluate(
        f"() => {CY}.nodes().filter((n) => n.data('more') > 0 && n.data('kind') !== 'Company')"
        ".sort((a, b) => (a.id() < b.id() ? -1 : 1))[0].id()"
    )

    click(page, neighbour, twice=True)
    page.wait_for_function(f"{CY}.nodes().length > {len(before)}")
    settle(page)

    after = places(page)
    assert {key: after[key] for key in before} == before
    assert camera(page) == view
    assert page.evaluate(f"() => globalThis.mounted === {CY}")
    fresh = [tuple(after[key]) for key in after.keys() - before.keys()]
    assert len(fresh) == len(set(fresh))


def test_the_menu_expands_along_one_relation_and_says_how_many_are_left(
    chromium: Browser, app: str, company: str
) -> None:
    page = visit(chromium, f"{app}/network?key={company}&size=60").page
    wait_drawn(page)
    before = places(page)
    bid, left = page.evaluate(
        f"() => {CY}.nodes('[kind = \"Bid\"]').filter((n) => n.data('more') > 1)"
        ".map((n) => [n.id(), n.data('more')]).sort()[0]"
    )

    click(page, bid, right=True)
    menu = page.locator(".menu.on")
    assert f"还有 {left} 个" in menu.inner_text()
    menu.get_by_role("menuitem", name="所投标段").click()
    page.wait_for_function(f"{CY}.nodes().length > {len(before)}")

    fresh = places(page).keys() - before.keys()
    assert {key.split(":")[0] for key in fresh} == {"lot"}
    page.wait_for_url("**open=**")


def test_steps_and_moves_are_undone_in_their_order(
    chromium: Browser, app: str, company: str
) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)
    beginning = places(page)
    moved, hidden = sorted(key for key in beginning if key != company)[:2]

    drag(page, moved, 60, 40)
    elsewhere = places(page)[moved]
    click(page, hidden)
    page.get_by_role("button", name="隐藏所选").click()
    page.wait_for_function(f"{CY}.getElementById('{hidden}').empty()")
    assert elsewhere != beginning[moved]

    undo, redo = (page.get_by_role("button", name=name) for name in ("撤销", "重做"))
    undo.click()
    page.wait_for_function(f"{CY}.getElementById('{hidden}').nonempty()")
    assert places(page)[moved] == elsewhere
    undo.click()
    assert places(page) == beginning
    assert undo.is_disabled()
    redo.click()
    assert places(page)[moved] == elsewhere
    redo.click()
    page.wait_for_function(f"{CY}.getElementById('{hidden}').empty()")


def test_a_pinned_node_stays_when_everything_else_is_arranged_anew(
    chromium: Browser, app: str, company: str
) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)
    drag(page, company, 90, 70)
    click(page, company)
    page.get_by_role("button", name="固定所选").click()
    page.wait_for_function(f"{CY}.getElementById('{company}').hasClass('pinned')")
    before = places(page)

    for name in ("圆形", "时间", "层级"):
        page.get_by_role("button", name="布局").click()
        stood = f"JSON.stringify({CY}.nodes().not('.box').map((n) => n.position()))"
        old = page.evaluate(stood)
        page.get_by_role("menuitem", name=name).click()
        page.wait_for_function(f"(old) => {stood} !== old", arg=old)
        after = places(page)
        assert after[company] == before[company]
        assert overlapping_labels(page) == []
        before = after


def _lasso(page: Page) -> list[str]:
    """Draw around the whole picture; returns what is chosen, and Python knows of it."""
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    page.get_by_role("button", name="套索").click()
    left, top = box["x"] + 12, box["y"] + 50
    right, bottom = box["x"] + box["width"] - 12, box["y"] + box["height"] - 90
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom)):
        page.mouse.move(x, y, steps=6)
    page.mouse.up()
    page.get_by_text("已选").first.wait_for()
    settle(page)
    chosen: list[str] = page.evaluate(f"() => {CY}.$('node:selected').map((n) => n.id())")
    return chosen


def _left(page: Page) -> dict[str, int]:
    """How many neighbours each node says that it has left."""
    found: dict[str, int] = page.evaluate(
        f"() => Object.fromEntries({CY}.nodes().map((n) => [n.id(), n.data('more')]))"
    )
    return found


def test_what_a_lasso_chose_is_expanded_together_and_undone_in_one_step(
    chromium: Browser, app: str, workspace: Workspace, company: str
) -> None:
    page = visit(chromium, f"{app}/network?key={company}&without=CO_BIDS").page
    wait_drawn(page)
    before, left = places(page), _left(page)
    chosen = _lasso(page)
    assert len(chosen) > 3
    whole = workspace.expansion(chosen, known=list(before), most=0)
    assert 0 < whole.more <= sum(left[key] for key in chosen)

    page.get_by_role("button", name="按关系展开").click()
    menu = page.locator(".menu.on")
    assert f"还有 {whole.more} 个" in menu.inner_text()
    menu.get_by_role("menuitem", name="展开全部关系").click()
    page.wait_for_function(f"{CY}.nodes().length > {len(before)}")
    after = places(page)
    fresh = after.keys() - before.keys()
    hubs = whole.more - len(fresh)
    assert hubs > 0  # else the next line tries nothing
    page.get_by_text(f"已加入 {len(fresh)} 个 · {hubs} 个枢纽未画出").wait_for()
    settle(page)
    page.get_by_role("button", name=f"已隐藏枢纽 {hubs}").wait_for()
    page.get_by_text("合计还有 0 个").wait_for()
    assert {key: after[key] for key in before} == before
    near = workspace.subgraph([*chosen, *fresh]).edges
    for key in fresh:  # each beside one of its parents
        parents = {e.start if e.end == key else e.end for e in near if key in (e.start, e.end)}
        assert min(dist(after[key], after[p]) for p in parents & set(chosen)) < NEAR

    again = visit(chromium, page.url).page
    wait_drawn(again)
    assert places(again).keys() == after.keys()

    page.get_by_role("button", name="撤销").click()
    page.wait_for_function(f"{CY}.nodes().length === {len(before)}")
    assert places(page) == before


def test_several_nodes_are_expanded_along_the_ticked_relations(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    company = str(workspace.ask(BUSIEST).rows[0][0])
    page = visit(chromium, f"{app}/network?key={company}&size=60").page
    wait_drawn(page)
    before = places(page)
    first, second = page.evaluate(
        f"() => {CY}.nodes('[kind = \"Bid\"]').filter((n) => n.data('more') > 1)"
        ".map((n) => n.id()).sort().slice(0, 2)"
    )
    click(page, first)
    page.keyboard.down("Shift")
    click(page, second)
    page.keyboard.up("Shift")
    page.get_by_text("已选 2 个").first.wait_for()
    settle(page)

    click(page, second, right=True)
    menu = page.locator(".menu.on")
    for name in ("所投标段", "投标联系人"):
        menu.get_by_role("checkbox", name=name).check()
    menu.get_by_role("menuitem", name="展开勾选的 2 种关系").click()
    page.wait_for_function(f"{CY}.nodes().length > {len(before)}")

    fresh = places(page).keys() - before.keys()
    assert {key.split(":")[0] for key in fresh} == {"lot", "person"}


def test_hubs_are_hidden_with_their_reason_and_drawn_on_demand(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    lot = str(workspace.ask("MATCH (l:Lot) RETURN l.key AS key ORDER BY key LIMIT 1").rows[0][0])
    page = visit(chromium, f"{app}/network?key={lot}").page
    wait_drawn(page)
    before = places(page)

    page.get_by_role("button", name="已隐藏枢纽").click()
    assert page.get_by_text("关联").or_(page.get_by_text("招标代理机构")).first.is_visible()
    page.get_by_text("画出枢纽", exact=True).click()
    page.wait_for_function(f"{CY}.nodes().length > {len(before)}")

    after = places(page)
    assert {key: after[key] for key in before} == before
    page.wait_for_url("**hubs=1**")
    drawn = [r.entry for r in AuditLog(workspace.folder).records() if "hubs" in r.entry.detail]
    assert drawn[-1].detail["hubs"] == 1  # who drew them is on record


def test_the_address_opens_the_same_view_again(chromium: Browser, app: str, company: str) -> None:
    page = visit(chromium, f"{app}/network?key={company}&hops=2&without=CO_BIDS").page
    wait_drawn(page)
    node = page.evaluate(
        f"() => {CY}.nodes().filter((n) => n.data('more') > 0).map((n) => n.id()).sort()[0]"
    )
    before = len(places(page))
    click(page, node, twice=True)
    page.wait_for_function(f"{CY}.nodes().length > {before}")
    page.wait_for_url("**open=**")

    again = visit(chromium, page.url).page
    wait_drawn(again)

    assert places(again).keys() == places(page).keys()
    _left_and_found_again(page)


def _left_and_found_again(page: Page) -> None:
    """Another page and back: the same places, the same camera, the same address."""
    page.locator(".canvas").focus()
    page.keyboard.press("+")
    settle(page)
    stood, view, address = places(page), camera(page), page.url
    for name in ("路径查找", "关系网络"):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
        page.get_by_role("heading", level=1, name=name).wait_for()
        settle(page)
    wait_drawn(page)
    page.wait_for_url(address)
    assert places(page) == stood
    assert camera(page) == view


BUSIEST = (
    "MATCH (c:Company)-[:SUBMITTED]->(b:Bid) WITH c.key AS key, count(b) AS bids "
    "RETURN key, bids ORDER BY bids DESC, key LIMIT 1"
)
EXPORTS = {
    "保存为图片（PNG）": (b"\x89PNG", 20_000),
    "保存为矢量图（SVG）": (b"<svg", 5_000),
    "保存为图数据（GraphML）": (b"<?xml", 5_000),
    "保存为表格（CSV）": (b"PK", 1_000),
    "保存为离线网页（HTML）": (b"<!doctype html>", 300_000),
}


def test_the_picture_is_saved_in_every_form_and_the_page_opens_offline(
    chromium: Browser, app: str, workspace: Workspace, company: str, tmp_path: Path
) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)
    names = places(page).keys()
    for name, (beginning, least) in EXPORTS.items():
        page.get_by_role("button", name="导出", exact=True).click()
        with page.expect_download() as waiting:
            page.get_by_role("menuitem", name=name).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert file.read_bytes().startswith(beginning), name
        assert file.stat().st_size > least, name
    svg = ElementTree.parse(tmp_path / "关系网络.svg")  # noqa: S314 - our own
    assert "企" in "".join(svg.getroot().itertext())
    exports = [r.entry for r in workspace.door.log.records() if r.entry.action is Action.EXPORT]
    named = {entry.objects for entry in exports if entry.result == "done"}
    assert {("关系网络.png", company), ("关系网络.svg", company)} <= named

    alone = chromium.new_context(offline=True).new_page()
    asked: list[str] = []
    alone.on("request", lambda r: asked.append(r.url))
    alone.goto((tmp_path / "关系网络.html").as_uri())
    wait_drawn(alone)

    assert places(alone).keys() == names
    click(alone, company)
    alone.locator("#card li").first.wait_for()
    assert "统一社会信用代码" in alone.locator("#card").inner_text()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def _saved(page: Page, form: str, folder: Path) -> bytes:
    """What the menu of exports saves."""
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=form).click()
    waiting.value.save_as(folder / "saved")
    return (folder / "saved").read_bytes()


def _dark(picture: bytes) -> int:
    """How many points of a picture are dark; its ground is white."""
    with Image.open(io.BytesIO(picture)) as opened:
        drawn = opened.convert("L")
    assert drawn.getpixel((2, 2)) == 255
    return sum(drawn.histogram()[:70])


def test_a_picture_saved_on_a_dark_page_is_light(
    chromium: Browser, app: str, company: str, tmp_path: Path
) -> None:
    page = visit(chromium, f"{app}/network?key={company}", dark=True).page
    wait_drawn(page)
    ground = page.evaluate(f"() => {CY}.nodes()[0].style('text-outline-color')")
    assert sum(map(int, re.findall(r"\d+", ground))) < 200  # the page is dark indeed

    plain, drawing = (_saved(page, form, tmp_path) for form in ("PNG", "SVG"))
    click(page, sorted(key for key in places(page) if key.startswith("person:"))[0])
    settle(page)
    chosen = _saved(page, "PNG", tmp_path)

    assert _dark(plain) > 500  # of names, which are dark on it
    assert _dark(chosen) > 0.8 * _dark(plain)  # nothing is faint for what is chosen
    svg = drawing.decode("utf-8")
    assert re.findall(r'<rect [^>]*fill="(#\w+)"', svg)[0] == "#ffffff"
    names = set(re.findall(r'<text [^>]*fill="(#\w+)" stroke="(#\w+)"[^>]*paint-order', svg))
    assert names == {("#1b2430", "#ffffff")}
    lines = {
        tuple(map(int, re.findall(r"\d+", found)))
        for found in re.findall(r'<path [^>]*stroke="rgb\(([^)]*)\)"', svg)
    }
    assert lines
    assert all(sum(colour) < 500 for colour in lines), lines
    after = page.evaluate(f"() => {CY}.nodes()[0].style('text-outline-color')")
    assert after == ground


def test_thousands_of_nodes_are_an_overview_that_keeps_still(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    company = str(workspace.ask(BUSIEST).rows[0][0])
    seen = visit(chromium, f"{app}/network?key={company}&hops=4&size=3000&hubs=1")
    page = seen.page
    page.set_default_timeout(300_000)  # it reads and draws some twenty thousand facts
    wait_drawn(page)
    before, view = places(page), camera(page)

    click(page, company)
    page.get_by_text("统一社会信用代码").first.wait_for()
    settle(page)

    assert len(before) == 3000
    assert places(page) == before
    assert camera(page) == view
    assert overlapping_labels(page) == []
    assert seen.outside == []
    assert seen.errors == []


def test_a_lead_opens_from_the_list_with_its_waterfall(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    lead = workspace.leads("lot")[0]
    seen = visit(chromium, f"{app}/leads")

    table = seen.page.get_by_test_id("stDataFrame").first
    table.wait_for()
    settle(seen.page)
    table.click(position={"x": 260, "y": 52})

    seen.page.get_by_role("heading", name=lead.name).wait_for()
    seen.page.locator(
        "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"
    ).first.wait_for()
    assert f"lead={lead.id}" in seen.page.url
    try:
        _judged(seen.page)
        assert workspace.judged()[lead.id].reason == "公共打印室，已核"
    finally:
        (workspace.folder / JUDGEMENTS).unlink(missing_ok=True)
    assert seen.outside == []
    assert seen.errors == []


def _judged(page: Page) -> None:
    """Judge the open lead as a person does."""
    main = page.get_by_test_id("stMain")
    settle(page)
    main.get_by_text("研判与办理", exact=True).first.click()
    settle(page)
    _decide(page)
    # In a paragraph: the field that was filled in holds the same words before they are kept.
    main.locator("p", has_text="公共打印室，已核").first.wait_for()


def _decide(page: Page) -> None:
    """Fill in the form of a judgement and send it."""
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="已有合理解释").or_(
        main.get_by_role("radio", name="已有合理解释")
    ).first.click()
    settle(page)
    main.get_by_role("textbox", name=REASON).fill("公共打印室，已核")
    main.get_by_role("button", name=re.compile("提交研判|研判 1 条线索")).click()
    settle(page)


def test_a_tick_ends_with_its_row(chromium: Browser, app: str, workspace: Workspace) -> None:
    first, second = workspace.leads("expert")[:2]
    page = visit(chromium, f"{app}/leads?kind=expert&verdict=open").page
    main, table = page.get_by_test_id("stMain"), page.get_by_test_id("stDataFrame").first
    table.wait_for()
    table.click(position={"x": 18, "y": 52})
    main.get_by_text("已勾选 1 条线索").wait_for()
    settle(page)
    try:
        _decide(page)
        settle(page)
        # The next lead stands where the judged one stood: it is not ticked, and has no reason yet.
        assert main.get_by_text("已勾选", exact=False).count() == 0
        assert set(workspace.judged()) == {first.id}
        table.click(position={"x": 18, "y": 52})
        main.get_by_text("已勾选 1 条线索").wait_for()
        assert main.get_by_role("textbox", name=REASON).input_value() == ""
        _decide(page)
        main.get_by_text("已勾选", exact=False).wait_for(state="detached")
        assert set(workspace.judged()) == {first.id, second.id}
    finally:
        (workspace.folder / JUDGEMENTS).unlink(missing_ok=True)


def test_going_back_to_the_list_stays_there(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    lead = workspace.leads("lot")[0]
    page = visit(chromium, f"{app}/leads?lead={lead.id}").page

    page.get_by_role("button", name="返回列表").click()

    page.get_by_role("heading", name="线索", exact=True).wait_for()
    page.get_by_test_id("stDataFrame").first.wait_for()
    settle(page)
    assert "lead=" not in page.url


def test_no_page_asks_another_machine_or_breaks(chromium: Browser, app: str) -> None:
    seen = visit(chromium, f"{app}/", dark=True)
    page = seen.page
    entries = page.get_by_test_id("stSidebarNavLink")
    entries.first.wait_for()

    for place in range(entries.count()):
        entries.nth(place).click()
        name = entries.nth(place).inner_text().split("\n")[-1]
        page.get_by_role("heading", level=1, name=name).wait_for()
        settle(page)
        assert page.get_by_test_id("stException").count() == 0, name

    assert entries.count() >= 10
    assert seen.outside == []
    assert seen.errors == []


def test_the_language_is_switched_everywhere_and_stays(chromium: Browser, app: str) -> None:
    page = visit(chromium, f"{app}/path").page
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.get_by_role("heading", name="Paths").wait_for()
    settle(page)

    page.get_by_test_id("stSidebarNavLink").filter(has_text="Network").click()

    page.get_by_role("heading", name="Network").wait_for()
    page.get_by_placeholder("name, former name").wait_for()
    assert "线索" not in page.get_by_test_id("stSidebarNav").inner_text()

    settle(page)
    page.reload()

    page.get_by_role("heading", name="Network").wait_for()
    page.get_by_test_id("stSidebar").get_by_text("中文").click()
    page.get_by_role("heading", name="关系网络").wait_for()


FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label") || at?.placeholder || at?.innerText || "";
}"""


def test_the_desk_is_reached_by_keyboard_in_reading_order(
    chromium: Browser, app: str, workspace: Workspace, company: str
) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)
    page.get_by_placeholder("名称、曾用名").focus()

    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate(FOCUSED)))

    wanted = ["筛选", "范围", "套索", "布局", "放大", "导出"]
    places = [next((i for i, r in enumerate(reached) if w in r), -1) for w in wanted]
    assert -1 not in places, (wanted, reached)
    assert places == sorted(places), reached

    _walked_by_keys(page)
    _laid_aside_by_keys(page, workspace)
    _filled_the_screen_by_keys(page)


def _walked_by_keys(page: Page) -> None:
    """Choose, follow a relation, hide, undo, mark and be told: all without a mouse."""
    told = page.locator(".said")
    page.locator(".canvas").focus()
    page.keyboard.press("ArrowRight")
    told.filter(has_text="企业").wait_for(state="attached")
    settle(page)
    page.keyboard.press("r")
    told.filter(has_text="→").wait_for(state="attached")
    settle(page)
    page.keyboard.press("ArrowLeft")
    settle(page)
    chosen = page.evaluate(f"() => {CY}.$('node.chosen').id()")
    page.keyboard.press("h")
    page.wait_for_function(f"(id) => {CY}.getElementById(id).empty()", arg=chosen)
    settle(page)
    page.keyboard.press("Control+z")
    page.wait_for_function(f"(id) => {CY}.getElementById(id).nonempty()", arg=chosen)
    settle(page)
    page.keyboard.press("Control+a")
    page.get_by_text("已选").first.wait_for()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="鼠标与按键").get_by_text("方向").wait_for()
    page.keyboard.press("Escape")
    assert str(page.evaluate(FOCUSED)).startswith("关系网络图")


def _laid_aside_by_keys(page: Page, workspace: Workspace) -> None:
    """Add to the tray; that the picture is at work is said no longer than it is."""
    try:
        page.keyboard.press("t")
        page.get_by_text("以关系网络打开").wait_for()
        settle(page)
        page.wait_for_timeout(400)  # after which it would be said
        assert page.locator(".frame.working").count() == 0
    finally:
        (workspace.folder / TRAY).unlink(missing_ok=True)


def _filled_the_screen_by_keys(page: Page) -> None:
    """The picture on the whole screen, and back to where the camera stood."""
    view = camera(page)
    for full in ("true", "false"):
        page.keyboard.press("w")
        page.wait_for_function(f"Boolean(document.fullscreenElement) === {full}")
        page.wait_for_function(f"(wide) => ({CY}.width() > wide) === {full}", arg=1200)
    assert camera(page) == view
