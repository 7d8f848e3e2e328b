"""The pages in a real browser: the network draws, answers clicks, keeps still, asks nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.network_driver import CY, camera, on_screen, places, visit, wait_drawn
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


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
    """The key of the firm with the highest index."""
    return workspace.leads("company")[0].keys[0]


def click(page: Page, node: str, *, twice: bool = False) -> None:
    x, y = on_screen(page, node)
    if twice:
        page.mouse.dblclick(x, y)
    else:
        page.mouse.click(x, y)


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

    click(page, company)

    page.get_by_text("统一社会信用代码").or_(page.get_by_text("来源", exact=True)).first.wait_for()
    assert page.get_by_text("事实：来源数据行原样记载。").is_visible()


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
    page.wait_for_timeout(600)

    after = places(page)
    assert {key: after[key] for key in before} == before
    assert camera(page) == view
    assert page.evaluate(f"() => globalThis.mounted === {CY}")
    fresh = [tuple(after[key]) for key in after.keys() - before.keys()]
    assert len(fresh) == len(set(fresh))


def test_a_path_between_two_parties_is_drawn_and_said(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    first, second = workspace.leads("pair")[0].name.split(" — ")
    page = visit(chromium, f"{app}/network").page

    for number, (label, name) in enumerate((("搜索", first), ("查找路径至（可选）", second))):
        page.get_by_label(label).fill(name)
        page.get_by_label(label).press("Enter")
        page.get_by_role("combobox").nth(number).wait_for()
    page.get_by_role("button", name="查找路径").click()
    wait_drawn(page)

    said = page.get_by_test_id("stAlertContentSuccess").inner_text()
    assert first in said
    assert second in said
    assert page.evaluate(f"() => {CY}.edges('.focus').length") > 0


def test_a_lead_opens_from_the_list_with_its_waterfall(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    lead = workspace.leads("lot")[0]
    seen = visit(chromium, f"{app}/leads")

    table = seen.page.get_by_test_id("stDataFrame").first
    table.wait_for()
    table.click(position={"x": 260, "y": 52})

    seen.page.get_by_role("heading", name=lead.name).wait_for()
    seen.page.locator(
        "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"
    ).first.wait_for()
    assert f"lead={lead.id}" in seen.page.url
    assert seen.outside == []
    assert seen.errors == []


def test_going_back_to_the_list_stays_there(
    chromium: Browser, app: str, workspace: Workspace
) -> None:
    lead = workspace.leads("lot")[0]
    page = visit(chromium, f"{app}/leads?lead={lead.id}").page

    page.get_by_role("button", name="返回列表").click()

    page.get_by_role("heading", name="线索", exact=True).wait_for()
    page.get_by_test_id("stDataFrame").first.wait_for()
    page.wait_for_timeout(800)
    assert "lead=" not in page.url


def test_the_picture_is_saved_as_png(
    chromium: Browser, app: str, company: str, tmp_path: Path
) -> None:
    page = visit(chromium, f"{app}/network?key={company}").page
    wait_drawn(page)

    with page.expect_download() as waiting:
        page.get_by_role("button", name="保存为图片（PNG）").click()
    file = tmp_path / "network.png"
    waiting.value.save_as(file)

    assert file.read_bytes().startswith(b"\x89PNG")
    assert file.stat().st_size > 20_000


@pytest.mark.parametrize("page", ["", "leads", "network", "ask"])
def test_no_page_asks_another_machine_or_breaks(chromium: Browser, app: str, page: str) -> None:
    seen = visit(chromium, f"{app}/{page}", dark=True)
    seen.page.wait_for_timeout(1500)

    assert seen.outside == []
    assert seen.errors == []
    assert seen.page.get_by_test_id("stException").count() == 0
