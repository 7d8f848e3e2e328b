"""Draws the pictures of the README: `make screenshots`. Sample data, every name is invented."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser.network_driver import CY, on_screen, visit, wait_drawn
from tests.conftest import CHROMIUM_FLAGS
from tests.machine import chromium_path
from tests.running_app import ROOT, loaded_sample, running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = ROOT / "docs" / "images"
COLORS = 256
STILL = 1500  # ms until fonts, charts and spinners have settled


def main() -> None:
    """Load the sample into a folder of its own, open every page, take its picture."""
    from playwright.sync_api import sync_playwright

    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as name,
        loaded_sample(Path(name)) as folder,
        running_app(folder) as app,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), headless=True, args=CHROMIUM_FLAGS
        )
        draw(browser, app, Workspace(folder, graph="embedded:"))
        browser.close()


def draw(browser: Browser, app: str, workspace: Workspace) -> None:
    """The four pages, and the network of a lead in the dark."""
    lots = workspace.leads("lot")
    richest = max(lots[:5], key=lambda lead: (len(lead.findings), lead.id))
    firms = workspace.leads("pair")[0].keys
    page = visit(browser, f"{app}/").page
    page.get_by_text("已导入文件").wait_for()
    _save(page, "overview")
    page = visit(browser, f"{app}/leads?lead={richest.id}").page
    page.get_by_text("法律依据").first.wait_for()
    _save(page, "lead")
    _network(browser, f"{app}/network?key={firms[0]}", firms[0])
    _ask(browser, f"{app}/ask")
    page = visit(browser, f"{app}/leads?lead={richest.id}", dark=True, height=1180).page
    page.get_by_text("关系网络", exact=True).last.click()
    wait_drawn(page)
    _save(page, "lead-network-dark")


def _network(browser: Browser, address: str, firm: str) -> None:
    page = visit(browser, address).page
    wait_drawn(page)
    neighbour = page.evaluate(
        f"(id) => {CY}.getElementById(id).neighborhood('node[kind=\"Person\"]')"
        ".max((n) => n.degree()).ele.id()",
        firm,
    )
    x, y = on_screen(page, neighbour)
    page.mouse.click(x, y)
    page.get_by_text("来源", exact=True).wait_for()
    page.mouse.move(20, 700)
    _save(page, "network")


def _ask(browser: Browser, address: str) -> None:
    page = visit(browser, address).page
    page.get_by_role("combobox").first.click()
    page.get_by_text("在多家企业任职或持股的人员").click()
    page.wait_for_timeout(STILL)
    page.get_by_role("button", name="执行").click()
    wait_drawn(page)
    page.mouse.move(20, 700)
    _save(page, "ask")


def _save(page: Page, name: str) -> None:
    page.wait_for_timeout(STILL)
    file = OUT / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB\n")
    page.close()


if __name__ == "__main__":
    main()
