"""What tests share: one server of each engine a session, a browser, skips that speak up."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from messages import set_language
from tests.machine import REAL_DATA, chromium_path, go_without, need, required
from tests.neo4j_server.start import server_from_environment

# Engines, drivers and browsers are imported by the fixture that uses them: unit tests start
# without them, and go on working while one of them is broken.
if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from graph.embedded_server import ServerEndpoint
    from graph.engine import GraphEngine
    from tests.neo4j_server.start import Neo4jServer
    from workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "sample_data"
MOST_WORKERS = 4
SAMPLE_FIXTURE = re.compile(r"\b(embedded|neo4j)_sample\b")
FIXTURE_MARKS = {"neo4j_server": pytest.mark.neo4j, "chromium": pytest.mark.browser}
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside this machine resolves: a page that asks for it shows the gap.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def pytest_configure() -> None:
    """A misspelt requirement would be a quiet skip: refuse it. One run is like the next in CI."""
    try:
        demanded = required(os.environ)
    except ValueError as error:
        raise pytest.UsageError(str(error)) from error
    # An engine of a test lives for a minute and would spend most of it compiling itself.
    os.environ.setdefault("TENDERLENS_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
    settings.register_profile("repeatable", derandomize=True, database=None)
    if demanded:
        settings.load_profile("repeatable")


def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: each worker starts servers of its own, so few; one that is lent has no rival."""
    return 0 if server_from_environment() is not None else min(os.cpu_count() or 1, MOST_WORKERS)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """How tests are handed to workers."""
    return WholeFiles(config, log)


class WholeFiles(LoadScopeScheduling):  # type: ignore[misc]
    """A worker takes whole files, and all files that read the loaded sample: it is loaded once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return "the sample" if SAMPLE_FIXTURE.search(_text_of(file)) else file


@cache
def _text_of(file: str) -> str:
    return (Path(__file__).parents[1] / file).read_text(encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the servers they use, so that `-m 'not neo4j'` needs no bookkeeping."""
    for item in items:
        for fixture, mark in FIXTURE_MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of the run what was not run and why."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    if not reasons:
        return
    terminalreporter.section("NOT RUN", yellow=True, bold=True)
    for reason, tests in sorted(reasons.items()):
        terminalreporter.write_line(f"{tests} test(s) not run. {reason}", yellow=True)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator["Neo4jServer"]:
    """An empty Neo4j server for the whole session, started when the first test asks."""
    from tests.neo4j_server.start import Neo4jMissing, assemble, running_neo4j

    need("neo4j")
    try:
        assemble()
    except Neo4jMissing as error:
        go_without("neo4j", str(error))
    with running_neo4j() as server:
        if server.borrowed:
            _refuse_to_erase(server)
        yield server


def _refuse_to_erase(server: "Neo4jServer") -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]
    if nodes:
        pytest.fail(
            f"The graph at NEO4J_URL ({server.url}) holds {nodes} nodes and the tests erase what "
            "they find. Name an empty server, or empty this one yourself.",
            pytrace=False,
        )


@pytest.fixture(scope="session")
def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the session's embedded server, which is stopped at the end."""
    from graph.embedded_server import EmbeddedServer

    folder = tmp_path_factory.mktemp("embedded")
    yield folder
    EmbeddedServer(folder).stop()


@pytest.fixture
def embedded_server(embedded_folder: Path) -> "ServerEndpoint":
    """Where the session's embedded server answers now: a bulk load starts it anew."""
    from graph.embedded_server import EmbeddedServer

    return EmbeddedServer(embedded_folder).ensure()


@pytest.fixture(scope="session")
def embedded_engine(embedded_folder: Path) -> Iterator["GraphEngine"]:
    """The session's embedded engine, holding what the test before left: most want `engine`."""
    from graph.open_engine import open_engine

    with closing(open_engine("embedded:", folder=embedded_folder)) as engine:
        yield engine


@pytest.fixture(scope="session")
def neo4j_engine(
    neo4j_server: "Neo4jServer", tmp_path_factory: pytest.TempPathFactory
) -> Iterator["GraphEngine"]:
    """The session's Neo4j engine, holding what the test before left: most want `engine`."""
    from graph.open_engine import open_engine

    folder = tmp_path_factory.mktemp("neo4j")
    with closing(open_engine(neo4j_server.url_with_password, folder=folder)) as engine:
        yield engine


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def engine(request: pytest.FixtureRequest) -> "GraphEngine":
    """An empty graph on each engine in turn. A test that closes its engine opens one of its own."""
    shared: GraphEngine = request.getfixturevalue(f"{request.param}_engine")
    shared.writer.clear()
    return shared


@pytest.fixture
def one_engine(embedded_engine: "GraphEngine") -> "GraphEngine":
    """An empty graph on the embedded engine, for what lies above the seam of the engines."""
    embedded_engine.writer.clear()
    return embedded_engine


@pytest.fixture(autouse=True)
def language_of_the_environment() -> Iterator[None]:
    """Pages and commands choose a language for their thread, which is also the tests'."""
    yield
    set_language(None)


def _load_sample(folder: Path, graph: str) -> "Workspace":
    """The sample, loaded and measured. All such workspaces hash identities with one key."""
    from workspace import IDENTITY_KEY, Workspace

    key = folder / IDENTITY_KEY
    key.parent.mkdir(parents=True)
    key.write_text("5e" * 32, encoding="ascii")
    workspace = Workspace(folder, graph=graph)
    workspace.load([SAMPLE])
    workspace.measure()
    return workspace


@pytest.fixture(scope="session")
def embedded_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Workspace"]:
    """The sample on the embedded engine, once a session; tests only read it."""
    from graph.embedded_server import EmbeddedServer

    folder = tmp_path_factory.mktemp("embedded-sample")
    try:
        with closing(_load_sample(folder, "embedded:")) as workspace:
            yield workspace
    finally:
        EmbeddedServer(folder / "graph").stop()


@pytest.fixture(scope="session")
def neo4j_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Workspace"]:
    """The sample on a Neo4j server of its own, once a session; tests only read it."""
    from tests.neo4j_server.start import Neo4jMissing, assemble, running_neo4j

    need("neo4j")
    try:
        assemble()
    except Neo4jMissing as error:
        go_without("neo4j", str(error))
    with running_neo4j() as server:
        if server.borrowed:
            go_without("neo4j", "The sample needs a server of its own")
        folder = tmp_path_factory.mktemp("neo4j-sample")
        with closing(_load_sample(folder, server.url_with_password)) as workspace:
            yield workspace


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def sample(request: pytest.FixtureRequest) -> "Workspace":
    """The sample on each engine in turn; tests only read it."""
    workspace: Workspace = request.getfixturevalue(f"{request.param}_sample")
    return workspace


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A headless browser. Not for the session: while it runs no other test may use asyncio."""
    from playwright.sync_api import sync_playwright

    need("browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), headless=True, args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The optional folder of real public data beside the checkout."""
    need("data")
    return REAL_DATA
