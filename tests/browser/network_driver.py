"""What tests do with a drawn network: find a node on the screen, read positions, watch requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CY = "[...tenderlensViews.values()].filter((v) => v.cy && !v.cy.destroyed()).at(-1).cy"
DRAWN = f"globalThis.tenderlensViews?.size > 0 && {CY}.nodes().length > 0"
NOTHING_PENDING = "!document.querySelector('[data-testid=stSkeleton]')"  # tables come later
TIMEOUT = 120_000
# Two firms with one legal representative, who made bids.
SHARED_HEAD = """
MATCH (a:Company)<-[:LEGAL_REP_OF]-(p:Person)-[:LEGAL_REP_OF]->(b:Company)
WHERE a.key < b.key
MATCH (a)-[:SUBMITTED]->(x:Bid) MATCH (b)-[:SUBMITTED]->(y:Bid)
WITH a.key AS first, b.key AS second, count(DISTINCT x.key) AS bids
RETURN first, second, bids ORDER BY bids DESC, first, second LIMIT 1
"""


@dataclass(slots=True)
class Visit:
    """A page and everything that it asked of other machines, or that broke in it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def visit(browser: Browser, address: str, *, dark: bool = False, height: int = 900) -> Visit:
    """Open an address; requests to anywhere else are recorded and refused."""
    page = browser.new_page(
        viewport={"width": 1440, "height": height}, color_scheme="dark" if dark else "light"
    )
    page.set_default_timeout(TIMEOUT)
    seen = Visit(page)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda r: seen.outside.append(r.url) if _leaves(r.url) else None)
    page.route(_leaves, lambda route: route.abort())
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)
    return seen


def _leaves(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def wait_drawn(page: Page) -> None:
    """Until a network stands on the page and its instance answers."""
    page.wait_for_function(DRAWN)
    if page.url.startswith("http"):  # a saved page has no script
        settle(page)


def settle(page: Page) -> None:
    """Until what was done is answered and drawn: nothing moves under the next click or key."""
    page.wait_for_timeout(250)  # what was done reaches the server
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_function(NOTHING_PENDING)


def on_screen(page: Page, node: str) -> tuple[float, float]:
    """Where a node is, in px of the window."""
    x, y = page.evaluate(
        f"(id) => {{ const cy = {CY}; const box = cy.container().getBoundingClientRect();"
        " const at = cy.getElementById(id).renderedPosition();"
        " return [box.x + at.x, box.y + at.y]; }",
        node,
    )
    return float(x), float(y)


def click(page: Page, node: str, *, twice: bool = False, right: bool = False) -> None:
    """Click a node; twice expands it, right opens its menu."""
    x, y = on_screen(page, node)
    if twice:
        page.mouse.dblclick(x, y)
    else:
        page.mouse.click(x, y, button="right" if right else "left")


def drag(page: Page, node: str, across: float, down: float) -> None:
    """Pull a node elsewhere, in px of the window."""
    x, y = on_screen(page, node)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=6)
    page.mouse.up()
    page.wait_for_timeout(150)


def overlapping_labels(page: Page) -> list[list[str]]:
    """Pairs of drawn node labels that cover one another by more than a few px."""
    page.wait_for_timeout(250)  # labels are placed after the last movement
    found: list[list[str]] = page.evaluate(
        f"""() => {{
          const cy = {CY}, zoom = cy.zoom();
          const all = cy.nodes(":visible").not(".box").not(".mute").not(".chosen")
            .map((n) => [n.id(), n.boundingBox({{ includeNodes: false, includeOverlays: false,
              includeUnderlays: false, includeEdges: false }})]);
          const pairs = [], few = 5;
          all.forEach(([a, p], i) => all.slice(i + 1).forEach(([b, q]) => {{
            const wide = (Math.min(p.x2, q.x2) - Math.max(p.x1, q.x1)) * zoom;
            const high = (Math.min(p.y2, q.y2) - Math.max(p.y1, q.y1)) * zoom;
            if (wide > few && high > few) pairs.push([a, b]);
          }}));
          return pairs;
        }}"""
    )
    return found


def places(page: Page) -> dict[str, list[float]]:
    """The position of every node, in the picture's own coordinates."""
    found: dict[str, list[float]] = page.evaluate(
        f"() => Object.fromEntries({CY}.nodes().map((n) => [n.id(), Object.values(n.position())]))"
    )
    return found


def camera(page: Page) -> list[float]:
    """Zoom and pan."""
    found: list[float] = page.evaluate(f"() => [{CY}.zoom(), {CY}.pan().x, {CY}.pan().y]")
    return found
