"""Each test leaves the browser empty, and one that fails says what its pages showed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOWN = 3000  # characters of a page in the report


@pytest.fixture(autouse=True)
def no_page_is_left_open(chromium: Browser) -> Iterator[None]:
    """A page left open goes on asking its server, and slows whatever comes next."""
    yield
    for context in chromium.contexts:
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure carries the address and the words of every open page."""
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        browser = cast("Browser", item.funcargs["chromium"])
        pages = [page for context in browser.contexts for page in context.pages]
        report.sections += [(f"page at {page.url}", _words(page)) for page in pages]
    return report


def _words(page: Page) -> str:
    try:
        return page.locator("body").inner_text(timeout=5000)[:SHOWN]
    except Exception as error:  # whatever keeps a page from answering is the news
        return f"It does not answer: {error}"
