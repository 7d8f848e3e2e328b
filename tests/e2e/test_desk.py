"""The load page and the ask page, worked as a person works them, without a browser."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.embedded_server import EmbeddedServer
from graph.engine import GraphEngine
from graph.errors import FileRefused
from graph.records import BatchInfo
from leads.identities import FILE
from pages.components import load_run
from pages.components.load_run import LoadCancelled, LoadRun, State, current_run, put_away
from pages.components.measure_run import measuring
from queries.library import FOLDER, HISTORY, history, saved_queries
from tests.e2e.test_pages import NOBODY_LISTENS, fresh_resources, opened, texts
from workspace import Workspace

__all__ = ["fresh_resources"]

COMPANIES = "企业全名,信用代码\n青禾市安立建设有限公司,\n青禾市远方建设有限公司,\n".encode(
    "gb18030"
)
SECONDS = 60.0


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A workspace of the test's own, empty."""
    yield tmp_path
    workspace = Workspace(tmp_path, graph="embedded:")
    put_away(workspace)
    EmbeddedServer(tmp_path / "graph").stop()


def until(app: AppTest, done: Callable[[], bool]) -> AppTest:
    """Run the page again until something holds, as its polling does."""
    ends = time.monotonic() + SECONDS
    while not done() and time.monotonic() < ends:
        time.sleep(0.1)
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Click the button of this name."""
    return next(b for b in app.button if b.label == label).click().run()


def dropped(app: AppTest, name: str, content: bytes) -> AppTest:
    """The page with one file dropped."""
    uploader = next(each for each in app.file_uploader if each.label.startswith("要载入"))
    return uploader.set_value([(name, content, "text/csv")]).run()


def test_a_file_is_dropped_checked_loaded_listed_and_taken_back(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(own, graph="embedded:")
    app = dropped(opened(monkeypatch, own, "load"), "名单.csv", COMPANIES)
    assert not app.exception
    encoding = next(box for box in app.selectbox if box.label == "编码")
    assert encoding.options[0] == "自动识别：gb18030"

    def finished() -> bool:
        run = current_run(workspace)
        return run is not None and run.state is not State.LOADING

    press(app, "试读（不写入）")
    until(app, finished)
    assert "已检查，未写入" in texts(app)
    assert workspace.counts().nodes.get("Company", 0) == 0
    press(app, "收起这份报告")
    next(x for x in app.text_input if x.label == "方案名称").set_value("平台/导出").run()
    press(app, "保存")
    assert "不能作读取方案名" in app.error[0].value
    assert any(button.label == "载入" for button in app.button)  # the page goes on below it
    app.text_input(key="load-document-no").set_value("青纪调〔2025〕7号").run()
    press(app, "载入")
    until(app, finished)

    assert not app.exception
    assert [s.value for s in app.success] == ["已载入"]
    assert workspace.counts().nodes["Company"] == 2
    assert workspace.batches()[0].document_no == "青纪调〔2025〕7号"

    app.button(key="load-measure").click().run()
    until(app, lambda: not measuring(workspace))
    app.segmented_control(key="load-section").set_value("measures").run()
    assert not app.exception
    assert any("项测算" in each.value for each in app.success)
    assert all(not state.stale for state in workspace.measures())

    app.segmented_control(key="load-section").set_value("batches").run()
    press(app, "撤回……")
    assert workspace.counts().nodes["Company"] == 2  # not before it is confirmed
    press(app, "确认撤回")
    until(app, finished)
    assert not app.exception
    assert any("已撤回" in each.value for each in app.success)
    assert workspace.batches() == ()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_measures_that_break_off_unforeseen_are_no_success(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise KeyError("unforeseen")

    workspace = Workspace(own, graph="embedded:")
    app = opened(monkeypatch, own, "load")
    app.segmented_control(key="load-section").set_value("measures").run()
    monkeypatch.setattr(Workspace, "measure", broken)
    app.button(key="measure-desk").click().run()
    until(app, lambda: not measuring(workspace))

    assert not app.exception
    assert not app.success
    assert "测算中断" in app.error[0].value
    assert "measure-desk" in {button.key for button in app.button}


def test_while_files_are_loaded_no_page_asks_for_a_load(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(own, graph="embedded:")
    run = LoadRun(1, False, datetime(2026, 3, 4, tzinfo=UTC))
    monkeypatch.setitem(load_run._runs, workspace.folder, run)

    app = opened(monkeypatch, own, "trends")

    assert not app.exception
    assert "正在载入文件" in app.info[0].value
    assert "图谱为空" not in texts(app)

    run.state, run.error = State.FAILED, FileRefused("磁盘已满")
    app = opened(monkeypatch, own, "load")
    assert "此前已完成的文件仍然保留" in texts(app)
    put_away(workspace)


def test_while_another_program_loads_a_file_no_page_counts_half_of_it(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(own, graph="embedded:")
    file = own / "名单.csv"
    file.write_bytes(COMPANIES)
    workspace.load([file])
    batch = BatchInfo("b2", "bids", "开标.csv", "0" * 64, ("",), "clerk", "2026-01-01T12:00:00")
    workspace.engine.writer.begin_batch(batch)

    for page in ("trends", "leads", "watch", "overview"):
        app = opened(monkeypatch, own, page)
        assert not app.exception
        assert "正在载入 开标.csv" in app.info[0].value
        assert not app.metric
        assert not app.error
        assert not app.dataframe

    workspace.engine.writer.finish_batch(replace(batch, state="loaded"))
    app.run()
    assert not app.exception
    assert "正在载入" not in texts(app)


def test_a_cancelled_load_leaves_nothing(one_engine: GraphEngine, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.__dict__["engine"] = one_engine
    file = tmp_path / "名单.csv"
    file.write_bytes(COMPANIES)
    run = LoadRun(1, False, datetime(2026, 3, 4, tzinfo=UTC), TemporaryDirectory())
    assert run.reading
    run.cancelled = True

    with pytest.raises(LoadCancelled, match="已取消载入"):
        workspace.load([file], progress=run.tell)

    assert workspace.batches() == ()
    assert workspace.counts().nodes.get("Company", 0) == 0


def test_a_file_that_is_no_table_is_a_sentence(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = dropped(opened(monkeypatch, own, "load"), "空.csv", b"\x00\x01")

    assert not app.exception
    assert app.error or app.warning
    assert next(b for b in app.button if b.label == "载入").disabled


def test_the_load_page_without_an_engine_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, tmp_path, "load", graph=NOBODY_LISTENS)

    assert not app.exception
    assert "127.0.0.1:9" in app.error[0].value


@pytest.mark.parametrize("section", ["files", "batches", "measures", "same", "conflicts"])
def test_every_section_of_the_load_page_stands_on_an_empty_graph(
    section: str, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, own, "load", section=section)

    assert not app.exception
    assert not app.error
    assert app.file_uploader if section == "files" else app.info or app.dataframe


@pytest.mark.parametrize("graph", ["embedded:", NOBODY_LISTENS])
def test_the_audit_log_needs_no_graph(
    graph: str, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(opened(monkeypatch, own, "audit", graph=graph), "搜索")

    assert not app.exception
    assert not app.error
    assert app.title[0].value == "审计日志"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("section", ["files", "batches", "measures", "same", "conflicts"])
def test_every_section_of_the_load_page_opens(
    section: str,
    language: str,
    embedded_sample: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "load")
    app.session_state["language"] = language
    app.session_state["load-section"] = section
    app.run()

    assert not app.exception
    assert not app.error
    assert app.title[0].value == {"zh_CN": "数据录入", "en": "Load data"}[language]
    if section == "conflicts":  # a bid has no name of its own: a key tells a clerk nothing
        assert not any(str(name).startswith("bid:") for name in app.dataframe[0].value.iloc[:, 0])


def test_a_pair_is_not_judged_without_a_reason(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "load")
    app.session_state["load-section"] = "same"
    app.run()
    assert "对，可能性大的在前" in texts(app)
    listed, compared, speaks, *_ = (each.value for each in app.dataframe)
    assert list(listed.columns)[1:3] == list(compared.columns)[1:3] == ["记录一", "记录二"]
    assert not speaks["说明"].str.contains(r"^[a-z]+:", regex=True).any()  # names, no keys
    assert any("出处" in each.label for each in app.expander)

    app.button(key="same-same").click().run()

    assert "请先填写理由。" in texts(app)
    assert not (embedded_sample.folder / FILE).exists()


# Asking


def asked(app: AppTest, cypher: str) -> AppTest:
    """The page with the answer to this question."""
    app.session_state["ask-cypher"] = cypher
    app.run()
    press(app, "执行")
    return until(app, app.session_state["ask-asking"].done.is_set)


@pytest.fixture
def library(embedded_sample: Workspace) -> Iterator[Path]:
    """Where the sample keeps questions; nothing stays."""
    folder = embedded_sample.folder / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_a_file_that_cannot_be_written_is_a_sentence(
    library: Path, embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library / HISTORY).mkdir(parents=True)
    app = opened(monkeypatch, embedded_sample.folder, "ask")
    app.session_state["ask-cypher"] = "MATCH (c:Company) RETURN count(c) AS n"
    app.run()

    press(app, "执行")

    assert not app.exception
    assert ["无法读写" in each.value for each in app.error] == [True]


@pytest.mark.usefixtures("library")
def test_a_question_is_answered_as_a_table(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")

    app = asked(app, "MATCH (c:Company) RETURN count(c) AS n")

    assert not app.exception
    assert app.dataframe[-1].value.iloc[0, 0] == embedded_sample.counts().nodes["Company"]
    gone_through = app.session_state["ask-asking"].answer
    app.run()
    assert app.session_state["ask-asking"].answer is gone_through  # once, not at every click


@pytest.mark.usefixtures("library")
def test_a_question_that_writes_is_refused(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")

    app = asked(app, "MATCH (c:Company) DELETE c")

    assert not app.exception
    assert "DELETE" in app.error[0].value


def test_a_parameter_is_a_field_and_the_question_is_remembered(
    embedded_sample: Workspace, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")
    cypher = "MATCH (c:Company) WITH c LIMIT $most RETURN count(c) AS n"
    app.session_state["ask-cypher"] = cypher
    app.run()
    app.selectbox(key="ask-kind-most").set_value("integer").run()
    app.text_input(key="ask-value-most").set_value("7").run()

    app = asked(app, cypher)

    assert not app.exception
    assert app.dataframe[-1].value.iloc[0, 0] == 7
    assert history(library)[0].parameters == {"most": 7}


def test_a_question_is_kept_found_and_explained(
    embedded_sample: Workspace, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")
    app.text_input(key="ask-title").set_value("企业数").run()
    app.text_input(key="ask-tags").set_value("统计，常用").run()
    app.button(key="ask-keep").click().run()
    assert [(q.title, q.tags) for q in saved_queries(library)[0]] == [("企业数", ("统计", "常用"))]

    app.text_input(key="ask-search").set_value("常用").run()
    assert "企业数 #统计 #常用" in [b.label for b in app.button]
    press(app, "执行计划")

    assert not app.exception
    assert any("Company" in code.value for code in app.code)


@pytest.mark.usefixtures("library")
def test_a_chart_of_an_answer_says_names_whole(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")
    firms = "MATCH (c:Company)-[:SUBMITTED]->(b:Bid) RETURN c.name AS firm, count(b) AS bids"
    asked(app, f"{firms} ORDER BY bids DESC LIMIT 9")
    app.toggle(key="ask-chart").set_value(True).run()

    assert not app.exception
    axis = json.loads(app.get("vega_lite_chart")[0].proto.spec)["encoding"]["y"]["axis"]
    assert axis["labelLimit"] > 200


@pytest.mark.usefixtures("library")
def test_a_question_that_begins_with_explain_shows_its_plan(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")
    app.session_state["ask-cypher"] = "EXPLAIN MATCH (c:Company) RETURN c"
    app.run()
    press(app, "执行")

    assert not app.exception
    assert any("Company" in code.value for code in app.code)
    assert "图谱中没有符合该查询的记录。" not in texts(app)


@pytest.mark.usefixtures("library")
def test_a_question_under_way_is_cancelled(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, embedded_sample.folder, "ask")
    slow = (
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
        "WITH a * b * c AS x RETURN sum(x) AS n"
    )
    app.session_state["ask-cypher"] = slow
    app.run()
    press(app, "执行")
    app.button(key="ask-cancel").click().run()
    until(app, app.session_state["ask-asking"].done.is_set)

    assert not app.exception
    assert "查询已取消。" in texts(app)


def test_a_link_brings_its_question(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.cache_resource.clear()
    app = opened(monkeypatch, embedded_sample.folder, "ask", cypher="MATCH (l:Lot) RETURN l")

    assert app.session_state["ask-cypher"] == "MATCH (l:Lot) RETURN l"


def test_the_question_behind_a_view_opens_in_ask_with_its_parameters(
    embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = str(embedded_sample.ask("MATCH (c:Company) RETURN min(c.key) AS key").rows[0][0])
    app = opened(monkeypatch, embedded_sample.folder, "profile", key=firm)
    app.run()  # what was answered from memory stands there still

    box = next(each for each in app.selectbox if each.key == "behind-question")
    assert len(box.options) > 5
    box.select_index(next(i for i, o in enumerate(box.options) if "SHAREHOLDER_OF" in o)).run()
    assert any(f'"{firm}"' in code.value for code in app.code)
    app.button(key="behind-ask").click().run()

    assert not app.exception
    assert app.title[0].value == "查询"
    assert "SHAREHOLDER_OF" in app.session_state["ask-cypher"]
    assert app.text_input(key="ask-value-key").value == firm
