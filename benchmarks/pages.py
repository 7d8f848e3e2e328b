"""How long each page takes in a real browser; headless Chromium through Playwright."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.reading import PAGE, Reading
from graph.interpreter import INTERPRETER

ROOT = Path(__file__).parents[1]
PAGES = ("", "leads", "network", "path", "ask")
FIRST = "overview"
SECONDS = 300.0
HEADING = "h1"
AT_REST = "[data-testid='stApp'][data-test-script-state='notRunning']"


def paint_pages(workspace: Path, graph: str) -> Iterator[Reading]:
    """Seconds until a page's heading stands there, and until the page is complete.

    The server is fresh and each page opens in a new session, as for a person who follows a link.
    """
    from playwright.sync_api import sync_playwright

    from tests.machine import chromium_path

    chromium = chromium_path()
    if chromium is None:
        yield Reading(PAGE, None, note="Chromium is not installed, nor named in CHROMIUM")
        return
    with _streamlit(workspace, graph) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        with contextlib.closing(browser):
            for page in PAGES:
                context = browser.new_context()
                tab = context.new_page()
                started = perf_counter()
                tab.goto(f"{address}/{page}", timeout=1000 * SECONDS)
                tab.wait_for_selector(HEADING, timeout=1000 * SECONDS)
                painted = perf_counter() - started
                tab.wait_for_selector(AT_REST, timeout=1000 * SECONDS)
                complete = perf_counter() - started
                context.close()
                yield Reading(f"{PAGE} {page or FIRST}", painted)
                yield Reading(f"page {page or FIRST}, complete", complete)


@contextlib.contextmanager
def _streamlit(workspace: Path, graph: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "browser.gatherUsageStats": "false",
        "server.fileWatcherType": "none",
    }
    command = [INTERPRETER, "-m", "pages.components.server", "run", str(ROOT / "app.py")]
    command += [f"--{name}={value}" for name, value in options.items()]
    places = {"TENDERLENS_WORKSPACE": str(workspace), "TENDERLENS_GRAPH": graph}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 (own loopback address)
            return
        time.sleep(0.1)
    raise TimeoutError("Streamlit did not start within a minute.")
