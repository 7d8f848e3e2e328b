"""Every page before a graph whose fields are missing, and before one of thousands of lots."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from streamlit.testing.v1 import AppTest

from graph.embedded_server import EmbeddedServer
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef, Value
from graph.vocabulary import SCHEMA
from pages.components.frame import PAGES
from tests.e2e.test_pages import TITLES, fresh_resources, opened, texts
from workspace import Workspace

__all__ = ["fresh_resources"]

SHA = "ab" * 32
BATCH = BatchInfo("b1", "bids", "投标.csv", SHA, ("投标",), "录入员", "2026-01-02T03:04:05Z")
FROM = SourceRef(BATCH.file, SHA, "投标", 2)
BUYER = "company:buyer"
MANY, FIRMS = 3_000, 90


def market(lots: int, firms: int, *, bare: bool) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Lots of one buyer with two bids each; `bare`: no element says anything but its key."""

    def stated(**properties: Value) -> dict[str, Value]:
        return {} if bare else properties

    nodes = [NodeRecord("Company", BUYER, stated(name="云江市建设局"), FROM)]
    edges: list[EdgeRecord] = []
    for n in range(firms):
        firm = stated(name=f"云江第{n:03}建设有限公司")
        nodes.append(NodeRecord("Company", f"company:{n}", firm, FROM))
    for n in range(lots):
        lot, day = f"lot:{n}", f"{2020 + n % 6}-{n % 12 + 1:02}-15"
        facts = stated(
            name=f"第{n}号标段", opened_at=f"{day}T09:00:00", control_price=1e6, region="380100"
        )
        nodes.append(NodeRecord("Lot", lot, facts, FROM))
        edges.append(EdgeRecord("PROCURES", BUYER, lot, {}, FROM))
        for place in range(2):
            bid, firm_key = f"bid:{n}/{place}", f"company:{(n * 7 + place * 11) % firms}"
            price = stated(price=9e5 + 1e4 * place + n, valid=True, won=place == 0)
            nodes.append(NodeRecord("Bid", bid, price, FROM))
            edges.append(EdgeRecord("SUBMITTED", firm_key, bid, {}, FROM))
            edges.append(EdgeRecord("FOR", bid, lot, {}, FROM))
    return nodes, edges


@pytest.fixture(scope="module", params=["missing fields", "large"])
def odd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A workspace whose graph was written directly."""
    bare = request.param != "large"
    nodes, edges = market(5 if bare else MANY, 6 if bare else FIRMS, bare=bare)
    folder = tmp_path_factory.mktemp("odd")
    try:
        with closing(Workspace(folder, graph="embedded:")) as workspace:
            writer = workspace.engine.writer
            writer.apply_schema(SCHEMA)
            writer.begin_batch(BATCH)
            writer.write_nodes(BATCH.id, nodes)
            writer.write_edges(BATCH.id, edges)
            writer.finish_batch(BATCH)
            yield workspace
    finally:
        EmbeddedServer(folder / "graph").stop()


def turned_to(app: AppTest, page: str, **query: str) -> None:
    """Show another page, or the same at another address, and see that nothing broke."""
    app.query_params.clear()
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(PAGES[page]).run()
    assert not app.exception, page
    assert not app.error, (page, texts(app))


def test_every_page_stands(odd: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, odd.folder, "overview")
    assert not app.exception
    assert not app.error

    for page in [*TITLES, "load"]:
        turned_to(app, page)
        assert "图谱为空" not in texts(app)
    turned_to(app, "profile", key=BUYER)
    turned_to(app, "profile", key="lot:0")
    turned_to(app, "network", key=BUYER, size="3000")
    assert BUYER in app.session_state["network-desk"].canvas.now.shown
    turned_to(app, "path", party=["company:0", "company:1"])  # type: ignore[arg-type]
