"""Draws the pictures of the README: `make screenshots`. Sample data, every name is invented."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser.network_driver import on_screen, visit, wait_drawn
from tests.conftest import CHROMIUM_FLAGS
from tests.machine import chromium_path
from tests.running_app import ROOT, loaded_sample, running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = ROOT / "docs" / "images"
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
    evidence = [key for finding in richest.findings for key in finding.subjects.values()]
    firm = next(key for key in evidence if key.startswith("company:"))
    page = visit(browser, f"{app}/").page
    page.get_by_text("已导入文件").wait_for()
    _save(page, "overview")
    page = visit(browser, f"{app}/leads?lead={richest.id}").page
    page.get_by_text("法律依据").first.wait_for()
    _save(page, "lead")
    _network(browser, f"{app}/network?key={firm}", firm)
    _ask(browser, f"{app}/ask")
    page = visit(browser, f"{app}/leads?lead={richest.id}", dark=True, height=1180).page
    page.get_by_test_id("stMain").get_by_text("关系网络", exact=True).click()
    wait_drawn(page)
    _save(page, "lead-network-dark")


def _network(browser: Browser, address: str, firm: str) -> None:
    page = visit(browser, address).page
    wait_drawn(page)
    page.mouse.click(*on_screen(page, firm))
    page.get_by_text("来源", exact=True).wait_for()
    _save(page, "network")


def _ask(browser: Browser, address: str) -> None:
    page = visit(browser, address, height=1080).page
    page.get_by_role("combobox").first.click()
    page.get_by_text("在多家企业任职或持股的人员").click()
    page.wait_for_timeout(STILL)
    page.get_by_test_id("stBaseButton-primary").click()
    wait_drawn(page)
    _save(page, "ask")


def _save(page: Page, name: str) -> None:
    page.mouse.move(1430, 890)  # where no tip and no button answers
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    page.wait_for_timeout(STILL)
    file = OUT / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB\n")
    page.close()


if __name__ == "__main__":
    main()
