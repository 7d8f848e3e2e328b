"""Every page on an empty graph, the sample, a graph that is down, a large and a bare one.

The table says what a person reads on each page in each of these states. A page that breaks, or
stands there without what it is for, fails in its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from evidence.accounts import Role
from evidence.audit import Action
from graph.embedded_server import EmbeddedServer
from pages.components import sign_in
from pages.components.frame import PAGES
from tests.e2e.test_odd_graphs import BUYER, FIRMS, MANY, market, write
from tests.e2e.test_pages import NOBODY_LISTENS, fresh_resources, opened
from tests.e2e.test_permissions import PASSWORD
from tests.running_app import ROOT
from workspace import Workspace

__all__ = ["fresh_resources"]

STATES = ("empty", "sample", "engine down", "large", "missing fields")
LOTS = "MATCH (l:Lot) RETURN count(l) AS lots"
EMPTY, DOWN = "图谱为空", "没有图数据库应答"
LOAD, AUDIT = "按下“载入”之前不写入任何内容", "条记录"
NO_LEADS, NO_RINGS = "尚无线索", "未发现抱团群体"
CHAIN = "事实与来源"
# What stands on a page in the order of STATES, beside its title.
WANTED = {
    "overview": ("总览", EMPTY, "标段 765", DOWN, "标段 3,000", "标段 5"),
    "leads": ("线索", EMPTY, "共 224 条线索", DOWN, NO_LEADS, NO_LEADS),
    "watch": ("监测", EMPTY, "2 行", DOWN, "中标与落标", "缺少投标的中标"),
    "inspection": ("双随机抽查", EMPTY, "从 765 个标段", DOWN, "从 3000 个标段", "从 5 个标段"),
    "rings": ("抱团群体", EMPTY, "成员相遇的标段", DOWN, NO_RINGS, NO_RINGS),
    "trends": ("趋势", EMPTY, "24 行", DOWN, "12 行", "无法计算该指标"),
    "profile": ("档案", EMPTY, "{name}", DOWN, "{name}", "{name}"),
    "network": ("关系网络", EMPTY, "{name}", DOWN, "{name}", "{name}"),
    "path": ("路径查找", EMPTY, CHAIN, DOWN, CHAIN, CHAIN),
    "ask": ("查询", EMPTY, "lots 765", DOWN, "lots 3000", "lots 5"),
    "load": ("数据录入", LOAD, LOAD, DOWN, LOAD, LOAD),
    "audit": ("审计日志", AUDIT, AUDIT, AUDIT, AUDIT, AUDIT),
    "account": ("我的账号", "暂无申请", "{name}", "{name}", "还有 280 件", "{name}"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A workspace and two firms of it that met in a lot."""

    folder: Path
    graph: str = "embedded:"
    firm: str = BUYER
    other: str = "company:0"
    name: str = "buyer"


@pytest.fixture(scope="module", params=STATES)
def state(request: pytest.FixtureRequest) -> str:
    """One state after the other, so that a graph is written once."""
    return str(request.param)


@pytest.fixture(scope="module")
def place(
    state: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The workspace of a state."""
    if state == "sample":
        sample: Workspace = request.getfixturevalue("embedded_sample")
        lead = sample.leads("pair")[0]
        name, _ = lead.name.split(" — ")
        yield Place(sample.folder, firm=lead.keys[0], other=lead.keys[1], name=name)
        return
    folder = tmp_path_factory.mktemp("place")
    try:
        if state in ("large", "missing fields"):
            bare = state == "missing fields"
            with closing(Workspace(folder, graph="embedded:")) as workspace:
                write(workspace, *market(5 if bare else MANY, 6 if bare else FIRMS, bare=bare))
        graph = NOBODY_LISTENS if state == "engine down" else "embedded:"
        yield Place(folder, graph, name="云江市建设局" if state == "large" else "buyer")
    finally:
        EmbeddedServer(folder / "graph").stop()


@pytest.mark.parametrize("page", WANTED)
def test_a_page_shows_what_it_is_for_or_says_what_is_missing(
    page: str, state: str, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, *wanted = WANTED[page]
    app = (
        account_page(state, place, tmp_path, monkeypatch)
        if page == "account"
        else open_page(page, place, monkeypatch)
    )

    read = everything(app)
    assert not app.exception
    assert wanted[STATES.index(state)].format(name=place.name) in read
    assert app.title[0].value == (place.name if page == "profile" and app.metric else title)
    if DOWN in read:
        assert state == "engine down"
        assert app.button(key="try-again").label == "重试"
        assert "请按上面的提示处理后重试" in read
    else:
        assert not app.error
    if EMPTY in read:
        assert state == "empty"
        assert "load sample_data" in app.code[0].value


def test_every_page_has_a_row() -> None:
    assert list(WANTED) == list(PAGES)


def open_page(page: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A page at an address that names something of the graph, where it can."""
    address: dict[str, dict[str, str | list[str]]] = {
        "profile": {"key": place.firm},
        "network": {"key": place.firm},
        "path": {"party": [place.firm, place.other]},
        "ask": {"cypher": LOTS},
    }
    app = opened(monkeypatch, place.folder, page, graph=place.graph, **address.get(page, {}))
    doing = {"ask": "执行", "audit": "搜索"}.get(page)
    for button in [b for b in app.button if b.label == doing]:
        button.click().run()
    return app


def account_page(
    state: str, place: Place, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AppTest:
    """The page of an approver: requests about a firm wait, many of them in a large place."""
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    (folder / "graph").symlink_to(place.folder / "graph")
    workspace = Workspace(folder, graph=place.graph)
    workspace.add_account("security", PASSWORD, Role.SECURITY)
    admin = workspace.login("security", PASSWORD)
    for role in (Role.ANALYST, Role.APPROVER):
        admin.add_account(role, PASSWORD, role)
    analyst = workspace.login(Role.ANALYST, PASSWORD)
    for _ in range({"empty": 0, "large": 300}.get(state, 1)):
        analyst.request(Action.EXPORT, "关系网络.png", "移送", [place.firm])
    monkeypatch.setenv("TENDERLENS_WORKSPACE", str(folder))
    monkeypatch.setenv("TENDERLENS_GRAPH", place.graph)
    sign_in._seats()[sign_in._place("seat")] = workspace.login(Role.APPROVER, PASSWORD).door
    app = AppTest.from_file(str(ROOT / PAGES["account"]), default_timeout=120)
    app.session_state[sign_in.TOKEN] = "seat"
    app.run()
    labels = [button.label for button in app.button]
    assert labels.count("批准") == {"empty": 0, "large": 20}.get(state, 1)
    assert "修改口令" in labels
    return app


def everything(app: AppTest) -> str:
    """All that a person reads on the page: titles, sentences, labels, figures, tables."""
    parts: list[str] = []
    for element in app.main:
        value = getattr(element, "value", "")
        if isinstance(value, pd.DataFrame):
            parts.append(f"{len(value)} 行")
            parts += [f"{name} {each}" for name in value for each in value[name]]
        elif element.type == "code":
            continue  # the Cypher behind the view names what was asked, found or not
        elif element.type == "html":
            parts.append(element.proto.body)
        else:
            parts.append(f"{getattr(element, 'label', '')} {value}".strip())
    return "\n".join(part for part in parts if part)
