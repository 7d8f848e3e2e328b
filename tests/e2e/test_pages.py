"""Each page with an empty graph, with the sample, and with the engine down: never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.embedded_server import EmbeddedServer
from pages.components.frame import PAGES
from tests.running_app import ROOT
from workspace import Workspace

TITLES = {
    "overview": "总览",
    "leads": "线索",
    "network": "关系网络",
    "path": "路径查找",
    "ask": "查询",
}
NOBODY_LISTENS = "bolt://127.0.0.1:9"


@pytest.fixture(scope="module")
def sample(embedded_sample: Workspace) -> Path:
    """A workspace with the sample, loaded and measured."""
    return embedded_sample.folder


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace in which nothing was loaded."""
    folder = tmp_path_factory.mktemp("nothing")
    yield folder
    EmbeddedServer(folder / "graph").stop()


@pytest.fixture(autouse=True)
def fresh_resources() -> Iterator[None]:
    """Pages keep their workspace; tests that follow must not inherit it."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    page: str,
    *,
    graph: str = "embedded:",
    **query: str,
) -> AppTest:
    """The app on this workspace, showing this page."""
    monkeypatch.setenv("TENDERLENS_WORKSPACE", str(folder))
    monkeypatch.setenv("TENDERLENS_GRAPH", graph)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    for name, value in query.items():
        app.query_params[name] = value
    return app if page == "overview" else app.switch_page(PAGES[page]).run()


def texts(app: AppTest) -> str:
    """Everything a person reads on the page, as one text."""
    parts = [*app.title, *app.markdown, *app.caption, *app.info, *app.error, *app.warning]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("page", TITLES)
def test_empty_graph_says_what_to_do_next(
    page: str, nothing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, nothing, page)

    assert not app.exception
    assert app.title[0].value == TITLES[page]
    assert "图谱为空" in app.info[0].value
    assert "load sample_data" in app.code[0].value


@pytest.mark.parametrize("page", TITLES)
def test_sample_is_shown(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, page)

    assert not app.exception
    assert not app.error
    assert app.title[0].value == TITLES[page]
    assert "图谱为空" not in texts(app)


@pytest.mark.parametrize("page", TITLES)
def test_engine_down_is_a_sentence(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, tmp_path, page, graph=NOBODY_LISTENS)

    assert not app.exception
    assert "127.0.0.1:9" in app.error[0].value
    assert app.button(key="try-again").label == "重试"


def test_a_lead_opens_by_its_address(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = Workspace(sample).leads("lot")[0]

    app = opened(monkeypatch, sample, "leads", lead=lead.id)

    assert not app.exception
    assert app.title[0].value == lead.name
    assert "冒烟指数" in texts(app)
    assert len(app.expander) >= 1
    assert "是否符合上述条款，由有权机关依法判断。" in texts(app)


@pytest.mark.parametrize("section", ["network", "coverage", "export"])
def test_every_section_of_a_lead_opens(
    section: str, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Workspace(sample).leads("company")[0]
    app = opened(monkeypatch, sample, "leads", lead=lead.id)

    app.session_state["lead-section"] = section
    app.run()

    assert not app.exception
    assert not app.error


def test_unknown_lead_is_a_sentence(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, "leads", lead="lot-000000000000")

    assert not app.exception
    assert "lot-000000000000" in app.error[0].value


def test_the_address_opens_the_network_of_a_party(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Workspace(sample).leads("company")[0]

    app = opened(monkeypatch, sample, "network", key=lead.keys[0])

    assert not app.exception
    assert lead.keys[0] in app.session_state["network-desk"].canvas.now.shown


def test_a_question_is_answered_as_a_table(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, "ask")

    app.text_area(key="ask-cypher").set_value("MATCH (c:Company) RETURN count(c) AS n").run()
    next(b for b in app.button if b.label == "执行").click().run()

    assert not app.exception
    answer = Workspace(sample).counts().nodes["Company"]
    assert app.dataframe[-1].value.iloc[0, 0] == answer


def test_a_question_that_writes_is_refused(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, "ask")

    app.text_area(key="ask-cypher").set_value("MATCH (c:Company) DELETE c").run()
    next(b for b in app.button if b.label == "执行").click().run()

    assert not app.exception
    assert "DELETE" in app.error[0].value


@pytest.mark.parametrize("page", TITLES)
def test_pages_speak_english_too(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, page)

    app.session_state["language"] = "en"
    app.run()

    assert not app.exception
    assert app.title[0].value in {"Overview", "Leads", "Network", "Paths", "Ask"}
