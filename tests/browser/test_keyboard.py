"""Who has no pointer passes through a table, and opens what they choose in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.network_driver import settle, visit
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
STOPS = 60
CELLS_AT = """[...document.querySelectorAll('[data-testid=stDataFrame] canvas')]
    .findIndex((cells) => cells.contains(document.activeElement))"""
SELECTED = 600  # ms until a table has told which cell is chosen
FIRMS = "MATCH (c:Company)-[:SUBMITTED]->() RETURN DISTINCT c.key AS firm ORDER BY firm LIMIT 3"


@pytest.fixture(scope="module")
def app(embedded_sample: Workspace) -> Iterator[str]:
    """The address of the running app."""
    with running_app(embedded_sample.folder) as address:
        yield address


def lead_of(page: Page) -> str | None:
    """Which lead the address names."""
    return parse_qs(urlsplit(page.url).query).get("lead", [None])[0]


def tab_into_table(page: Page, *, past: int = -1) -> int:
    """Press Tab until a cell of the next table has the focus; returns which table that is."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if (at := page.evaluate(CELLS_AT)) not in (past, -1):
            break
    else:
        raise AssertionError(f"No table within {STOPS} stops.")
    page.wait_for_timeout(SELECTED)
    settle(page)
    return int(at)


def test_tab_leads_past_a_table_and_enter_opens_a_row(
    chromium: Browser, app: str, embedded_sample: Workspace
) -> None:
    second = embedded_sample.leads("lot")[1]
    page = visit(chromium, f"{app}/leads").page

    tab_into_table(page)
    assert lead_of(page) is None
    page.get_by_text("按 Enter 打开所选的一格").wait_for()
    page.keyboard.press("Tab")
    page.wait_for_timeout(SELECTED)
    assert lead_of(page) is None

    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(SELECTED)
    settle(page)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**lead={second.id}**")


def test_enter_opens_what_is_chosen_in_its_own_table(
    chromium: Browser, app: str, embedded_sample: Workspace
) -> None:
    ring = str(embedded_sample.rings().dicts()[0]["key"])
    page = visit(chromium, f"{app}/profile?key={ring}").page
    tab_into_table(page, past=tab_into_table(page))

    page.keyboard.press("Enter")

    page.wait_for_url("**key=lot**")


def test_a_click_opens_a_row_after_the_keyboard_was_in_the_table(
    chromium: Browser, app: str, embedded_sample: Workspace
) -> None:
    third = embedded_sample.leads("lot")[2]
    page = visit(chromium, f"{app}/leads").page
    tab_into_table(page)

    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 300, box["y"] + 35 * 3.5)  # below the row of titles

    page.wait_for_url(f"**lead={third.id}**")


@pytest.mark.parametrize(
    ("place", "name"), [("rings", "key"), ("trends?by=month&figure=lots", "group")]
)
def test_keys_change_nothing_below_until_enter(
    chromium: Browser, app: str, place: str, name: str
) -> None:
    def chosen() -> str | None:
        return parse_qs(urlsplit(page.url).query).get(name, [None])[0]

    page = visit(chromium, f"{app}/{place}").page
    before = chosen()
    tab_into_table(page)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(SELECTED)
    settle(page)
    assert chosen() == before

    page.keyboard.press("Enter")
    page.wait_for_url(f"**{name}=**")
    settle(page)
    picked = chosen()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(SELECTED)
    settle(page)

    assert picked not in (None, before)
    assert chosen() == picked


def test_enter_shows_a_cell_whole_where_it_opens_nothing(chromium: Browser, app: str) -> None:
    page = visit(chromium, f"{app}/").page
    tab_into_table(page, past=tab_into_table(page))
    whole = page.locator("#portal .gdg-style")
    assert whole.count() == 0

    page.keyboard.press("Enter")

    whole.first.wait_for()


def test_keys_pass_the_pairs_of_one_with_each_and_enter_chooses_the_one_to_read(
    chromium: Browser, app: str, embedded_sample: Workspace
) -> None:
    firms = [str(row[0]) for row in embedded_sample.ask(FIRMS).rows]
    found = embedded_sample.paths(firms, order="each")
    names = embedded_sample.names(firms)

    def read() -> str:
        shown = page.get_by_test_id("stMain").get_by_test_id("stMarkdown")
        return shown.filter(has_text=" — ").first.inner_text()

    page = visit(chromium, f"{app}/path?order=each&" + "&".join(f"party={k}" for k in firms)).page
    tab_into_table(page)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(SELECTED)
    settle(page)
    assert read().endswith(names[found[0].end])

    page.keyboard.press("Enter")

    page.get_by_test_id("stMarkdown").filter(
        has_text=f"{names[firms[0]]} — {names[found[1].end]}"
    ).first.wait_for()
