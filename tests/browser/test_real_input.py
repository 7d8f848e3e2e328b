"""Real releases, from the files to the network of a real tenderer in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.embedded_server import EmbeddedServer
from tests.browser.network_driver import places, visit, wait_drawn
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BUSIEST = """
MATCH (c:Company)-[:SUBMITTED]->(b:Bid)
WITH c, count(b) AS bids
RETURN c.key AS key, bids
ORDER BY bids DESC, key
LIMIT 1
"""


@pytest.fixture(scope="module")
def armenia(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The Armenian releases, loaded and measured as the command line does it."""
    folder = tmp_path_factory.mktemp("armenia")
    workspace = Workspace(folder, graph="embedded:")
    try:
        workspace.load([shared_data / "ocds" / "armenia"])
        workspace.measure()
        yield workspace
    finally:
        workspace.close()
        EmbeddedServer(folder / "graph").stop()


def test_measures_and_leads_are_computed_or_say_what_is_missing(armenia: Workspace) -> None:
    screens = armenia.ask("MATCH (l:Lot) WHERE l.cv IS NOT NULL RETURN count(l) AS n").rows[0][0]
    runs = {run.signal.id: run for run in armenia.signal_runs()}

    assert screens > 100  # type: ignore[operator]
    # The releases hold neither devices nor persons: that is said, and is no silent zero.
    assert runs["pricing_lock_match"].missing
    assert runs["shared_project_member"].missing
    assert runs["cobid_intimacy"].missing == ()
    assert all(0 <= lead.smoke.value <= 100 for lead in armenia.leads())
    assert len(armenia.scores("lot")) == armenia.counts().nodes["Lot"]


def test_the_network_of_a_real_tenderer_draws(armenia: Workspace, chromium: Browser) -> None:
    tenderer = str(armenia.ask(BUSIEST).rows[0][0])

    with running_app(armenia.folder) as address:
        seen = visit(chromium, f"{address}/network?key={tenderer}")
        wait_drawn(seen.page)
        drawn = places(seen.page)

    assert tenderer in drawn
    assert len(drawn) > 5
    assert seen.outside == []
    assert seen.errors == []
