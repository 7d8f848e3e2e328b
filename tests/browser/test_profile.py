"""The picture of a person's posts leads to where they were read, and to the lots of their firms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.network_driver import settle, visit
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
# Somebody whose post in one firm has ended, and whose firms made bids.
MOVED = """
MATCH (p:Person)-[e:REGISTERED_AT]->(a:Company)-[:SUBMITTED]->(:Bid)
MATCH (p)-[:REGISTERED_AT]->(b:Company) WHERE e.valid_to IS NOT NULL AND a.key <> b.key
RETURN DISTINCT p.key AS key ORDER BY key LIMIT 1
"""


@pytest.fixture(scope="module")
def app(embedded_sample: Workspace) -> Iterator[str]:
    """The address of the running app."""
    with running_app(embedded_sample.folder) as address:
        yield address


def test_a_bar_opens_its_sources_and_a_bid_its_lot(
    chromium: Browser, app: str, embedded_sample: Workspace
) -> None:
    ((person,),) = embedded_sample.reader.run(MOVED).rows
    seen = visit(chromium, f"{app}/profile?key={person}")
    page = seen.page

    page.locator("[aria-roledescription=bar]").first.click()
    page.get_by_text("所选时间段的来源").wait_for()
    settle(page)
    page.locator("[aria-roledescription=point][aria-label*=标段]").first.click()

    page.wait_for_url("**key=lot**")
    assert seen.outside == []
    assert seen.errors == []
