"""Pages before a graph whose fields are missing, whose names are Markdown, or of many lots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from evidence.accounts import Role
from graph.embedded_server import EmbeddedServer
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef, Value
from graph.vocabulary import SCHEMA
from leads.judgements import Verdict
from leads.trays import TrayItem
from pages.components import sign_in
from pages.components.frame import PAGES
from tests.e2e.test_pages import TITLES, fresh_resources, opened, texts
from tests.e2e.test_permissions import PASSWORD
from tests.running_app import ROOT
from workspace import Workspace

__all__ = ["fresh_resources"]

SHA = "ab" * 32
BATCH = BatchInfo("b1", "bids", "投标.csv", SHA, ("投标",), "录入员", "2026-01-02T03:04:05Z")
FROM = SourceRef(BATCH.file, SHA, "投标", 2)
BUYER = "company:buyer"
MANY, FIRMS = 3_000, 90
PERSON, EXPERT, DEVICE, PROJECT = "person:p", "expert:x", "device:mac:d", "project:j"
MARKDOWN = "*x* [a](http://evil.example) :red[x] $a$ $b$ :material/home:"
DRAWN_OTHERWISE = re.compile(r"(?<!\\)\*x|(?<!\\)\[a|:material/home:|(?<!\\)\$a")
# What renders Markdown has its text in one of these; code, tables and charts do not render it.
MARKED = ("body", "label", "help", "text")
PLAIN = ("html", "code", "text", "arrow_data_frame", "arrow_vega_lite_chart", "iframe")


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


def called_in_markdown() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Two firms with one machine and one head; whatever has a name is called by Markdown."""
    nodes, edges = market(5, 6, bare=False)
    extra = {"Person": PERSON, "Expert": EXPERT, "Device": DEVICE, "Project": PROJECT}
    stated: dict[str, dict[str, Value]] = {"Device": {"kind": "mac", "value": MARKDOWN}}
    nodes += [
        NodeRecord(label, key, {"name": MARKDOWN, **stated.get(label, {})}, FROM)
        for label, key in extra.items()
    ]
    for n in range(5):
        edges += [
            EdgeRecord("USED_IN", DEVICE, f"bid:{n}/{place}", {"event": "upload"}, FROM)
            for place in range(2)
        ]
        edges.append(EdgeRecord("PART_OF", f"lot:{n}", PROJECT, {}, FROM))
        edges.append(EdgeRecord("EVALUATED", EXPERT, f"lot:{n}", {}, FROM))
    edges += [EdgeRecord("LEGAL_REP_OF", PERSON, f"company:{n}", {}, FROM) for n in range(6)]
    named = [
        NodeRecord(n.label, n.key, {**n.properties, "name": f"{n.key} {MARKDOWN}"}, n.source)
        if "name" in n.properties
        else n
        for n in nodes
    ]
    return named, edges


def write(workspace: Workspace, nodes: list[NodeRecord], edges: list[EdgeRecord]) -> None:
    """Put these into the graph as one loaded batch."""
    writer = workspace.engine.writer
    writer.apply_schema(SCHEMA)
    writer.begin_batch(BATCH)
    writer.write_nodes(BATCH.id, nodes)
    writer.write_edges(BATCH.id, edges)
    writer.finish_batch(replace(BATCH, state="loaded"))


@pytest.fixture(scope="module")
def odd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A workspace whose graph was written directly."""
    bare = request.param == "missing fields"
    nodes, edges = (
        called_in_markdown()
        if request.param == "markdown"
        else market(5 if bare else MANY, 6 if bare else FIRMS, bare=bare)
    )
    folder = tmp_path_factory.mktemp("odd")
    try:
        with closing(Workspace(folder, graph="embedded:")) as workspace:
            write(workspace, nodes, edges)
            yield workspace
    finally:
        EmbeddedServer(folder / "graph").stop()


def turned_to(app: AppTest, page: str, **query: str | list[str]) -> None:
    """Show another page, or the same at another address, and see that nothing broke."""
    app.query_params.clear()
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(PAGES[page]).run()
    assert not app.exception, page
    assert not app.error, (page, texts(app))
    assert "正在载入" not in texts(app)  # nothing is worked out while a file is loaded


@pytest.mark.parametrize("odd", ["missing fields", "large"], indirect=True, scope="module")
def test_addresses_of_what_is_many_or_bare_stand(
    odd: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, odd.folder, "profile", key="lot:0")
    assert not app.exception
    assert not app.error

    turned_to(app, "network", key=BUYER, size="3000")
    assert BUYER in app.session_state["network-desk"].canvas.now.shown
    turned_to(app, "path", party=["company:0", "company:1"])


def marked(app: AppTest) -> Iterator[str]:
    """Every text of the page that the browser renders as Markdown."""
    for element in app._tree:
        proto = getattr(element, "proto", None)
        if proto is None or element.type in PLAIN:
            continue
        for part in (proto, *(getattr(proto, kind, None) for kind in ("expandable", "popover"))):
            yield from (str(getattr(part, name, "")) for name in MARKED)
        if element.type == "button_group":
            yield from (option.content for option in proto.options)


@pytest.mark.parametrize("odd", ["markdown"], indirect=True, scope="module")
def test_names_are_drawn_as_they_are_written(
    odd: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    lead = odd.leads()[0]
    odd.judge([lead.id], Verdict.PURSUE, MARKDOWN, at=at)
    odd.add_to_tray([TrayItem("node", BUYER, MARKDOWN), TrayItem("note", "note:1", MARKDOWN)])
    odd.keep_view(MARKDOWN, {})
    app = opened(monkeypatch, odd.folder, "overview")
    seen = {"overview": list(marked(app))}

    def look(page: str, section: str = "", **query: str | list[str]) -> None:
        if section:
            app.session_state["lead-section"] = section
        turned_to(app, page, **query)
        seen[f"{page} {section} {query}"] = list(marked(app))

    for page in [*TITLES, "load"]:
        look(page)
    for key in (BUYER, "company:0", "lot:0", PERSON, EXPERT, DEVICE, PROJECT):
        look("profile", key=key)
    for section in ("findings", "course", "network", "judgement", "export"):
        look("leads", section, lead=lead.id)
    look("leads", compare=[x.id for x in odd.leads()[:2]])
    look("network", key="company:0")
    look("path", party=["company:0", "company:1"])

    otherwise = {
        (place, text)
        for place, some in seen.items()
        for text in some
        if DRAWN_OTHERWISE.search(text)
    }
    assert otherwise == set()
    assert sum("\\*x\\*" in text for some in seen.values() for text in some) > 30


@pytest.mark.parametrize("odd", ["markdown"], indirect=True, scope="module")
def test_a_role_sees_no_form_and_no_door_that_is_not_for_it(
    odd: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    odd.add_account("security", PASSWORD, Role.SECURITY)
    admin = odd.login("security", PASSWORD)
    for role in (Role.READER, Role.REVIEWER):
        admin.add_account(role, PASSWORD, role)
    lead = odd.login(Role.REVIEWER, PASSWORD).leads()[0]

    def seen_by(role: Role, page: str, section: str = "findings", **query: str) -> AppTest:
        sign_in._seats()[sign_in._place(role)] = odd.login(role, PASSWORD).door
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.session_state[sign_in.TOKEN] = role
        app.session_state["lead-section"] = section
        app.run()
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(PAGES[page]).run()
        assert not app.exception, (role, page)
        return app

    monkeypatch.setenv("TENDERLENS_WORKSPACE", str(odd.folder))
    monkeypatch.setenv("TENDERLENS_GRAPH", "embedded:")
    forms = seen_by(Role.REVIEWER, "leads", "judgement", lead=lead.id)
    without = seen_by(Role.READER, "leads", "judgement", lead=lead.id)
    assert "提交研判" in [button.label for button in forms.button]
    assert "提交研判" not in [button.label for button in without.button]
    assert "可以研判的角色：分析员、复核员" in texts(without)
    export = seen_by(Role.REVIEWER, "leads", "export", lead=lead.id)
    assert "生成卷宗" not in [button.label for button in export.button]
    assert "可以导出的角色：分析员" in texts(export)
    draw = seen_by(Role.READER, "inspection")
    assert "可以研判的角色" in texts(draw)
    for page in ("overview", "watch", "rings", "trends"):
        behind = seen_by(Role.READER, page)
        assert "在“查询”页打开" not in [button.label for button in behind.button]
