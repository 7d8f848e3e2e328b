"""Words and signs are told from what they stand on: on pages, in charts, in the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.network_driver import settle, visit
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
CHART = "[data-testid=stVegaLiteChart]"
FAINT = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def app(embedded_sample: Workspace) -> Iterator[str]:
    """The address of the running app."""
    with running_app(embedded_sample.folder) as address:
        yield address


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_and_signs_stand_out(
    chromium: Browser, app: str, embedded_sample: Workspace, *, dark: bool
) -> None:
    lead = embedded_sample.leads("lot")[0]
    firm = next(key for one in lead.findings for key in one.subjects.values() if "company" in key)
    cypher = "MATCH (c:Company) RETURN c.name AS name // a note"
    places = {
        "": CHART,
        f"leads?lead={lead.id}&section=course": CHART,
        "trends?by=province&figure=lots": CHART,
        "rings": CHART,
        f"profile?key={firm}": CHART,
        f"network?key={firm}": ".entry",
        f"ask?cypher={cypher}": ".editor",
    }
    page = visit(chromium, f"{app}/", dark=dark).page
    faint: dict[str, list[str]] = {}
    for place, shows in places.items():
        page.goto(f"{app}/{place}")
        page.locator(shows).first.wait_for()
        settle(page)
        page.wait_for_timeout(1000)  # charts and networks are drawn after the script
        found = page.evaluate(FAINT)
        assert found["texts"] > 40, place
        faint |= {place: found["faint"]} if found["faint"] else {}
    assert faint == {}
