"""What the pages do on the sample: addresses, sections, forms, files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from evidence.annex import open_annex
from evidence.audit import Action, AuditLog
from evidence.beijing_time import kept_time
from leads.assignments import Stage
from leads.inspection import FOLDER
from leads.judgements import Verdict
from leads.trays import FILE as TRAY
from leads.trays import TrayItem
from leads.views import SEEN, VISITS, note_visit
from pages.components.frame import PAGES
from pages.components.key_figures import ATTENTION
from tests.running_app import ROOT
from workspace import Workspace

TITLES = {
    "overview": "总览",
    "leads": "线索",
    "watch": "监测",
    "inspection": "双随机抽查",
    "rings": "抱团群体",
    "trends": "趋势",
    "profile": "档案",
    "network": "关系网络",
    "path": "路径查找",
    "ask": "查询",
}
PASSPHRASE = "four lamps at the ford"
NOBODY_LISTENS = "bolt://127.0.0.1:9"


@pytest.fixture(scope="module")
def sample(embedded_sample: Workspace) -> Path:
    """A workspace with the sample, loaded and measured."""
    return embedded_sample.folder


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
    **query: str | list[str],
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


def test_a_lead_opens_by_its_address(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = Workspace(sample).leads("lot")[0]

    app = opened(monkeypatch, sample, "leads", lead=lead.id)

    assert not app.exception
    assert app.title[0].value == lead.name
    assert "冒烟指数" in texts(app)
    assert len(app.expander) >= 1
    assert "是否符合上述条款，由有权机关依法判断。" in texts(app)


def test_every_bid_that_a_ring_is_found_by_is_listed_with_its_row(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Workspace(sample).leads("ring")[0]
    counted = [f.values for f in lead.findings[:2] if f.signal in {"win_rotation", "cover_bid_gap"}]

    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    assert not app.dataframe  # what nobody has opened is not read
    for finding in lead.findings[:2]:
        app.session_state[f"finding-{finding.id}"] = True
        app.session_state[f"finding-{finding.id}-tabs"] = "证据与来源"
    app.run()

    assert not app.exception
    tables = [each.value for each in app.dataframe if "投标单位" in each.value.columns]
    said = [each.value for each in app.caption]
    assert counted
    for number, values in enumerate(counted):
        assert f"{values['lots']} 个标段的 {values['cited']} 份投标" in said
        listed = tables[number]
        assert len(listed.drop_duplicates(["标段", "投标单位"])) == values["cited"]
        assert (listed["文件"].ne("") & listed["行号"].gt(0) & listed["SHA-256"].ne("")).all()


def test_of_equal_findings_the_first_is_the_one_that_is_not_discounted(sample: Path) -> None:
    for lead in Workspace(sample).leads():
        adds = {f: c for c in lead.smoke.contributions for f in c.findings[:1]}
        shown = [adds[f.id] for f in lead.findings if f.id in adds]
        for equal in {(c.signal, c.raw) for c in shown}:
            points = [c.points for c in shown if (c.signal, c.raw) == equal]
            assert points == sorted(points, reverse=True), lead.id


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


def test_a_dossier_is_compiled_and_its_annex_sealed_on_the_page(
    sample: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lead = Workspace(sample, graph="embedded:").leads("lot")[0]
    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    app.session_state["lead-section"] = "export"
    app.run()
    app.button(key=f"dossier-compile-{lead.id}").click().run()
    for name, text in (("reason", "核对身份"), ("first", PASSPHRASE), ("again", PASSPHRASE)):
        app.text_input(key=f"annex-{name}-{lead.id}").set_value(text)
    next(b for b in app.button if b.label == "生成加密附件").click().run()

    assert not app.exception
    name, data, _ = app.session_state[f"annex-{lead.id}"]
    (tmp_path / name).write_bytes(data)
    title, book = open_annex(tmp_path / name, PASSPHRASE)
    assert title["dossier"] == Path(name).stem
    assert book.startswith(b"PK")
    *_, last = (r.entry for r in AuditLog(sample).records() if r.entry.action is Action.UNMASK)
    assert (last.objects, last.result) == ((lead.id,), "done")


def test_unknown_lead_is_a_sentence(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, "leads", lead="lot-000000000000")

    assert not app.exception
    assert "lot-000000000000" in app.info[0].value


def test_the_address_opens_the_network_of_a_party(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Workspace(sample).leads("company")[0]

    app = opened(monkeypatch, sample, "network", key=lead.keys[0])

    assert not app.exception
    assert lead.keys[0] in app.session_state["network-desk"].canvas.now.shown


def test_the_evidence_card_shows_when_a_file_was_loaded_and_the_cells_themselves(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(sample)
    firm = workspace.leads("company")[0].keys[0]
    name = next(c for c in workspace.where(firm) if c.property == "name" and c.column == "企业名称")
    app = opened(monkeypatch, sample, "network", key=firm)

    assert f"{kept_time(name.loaded_at)} 载入" in drawn(app)
    assert name.column not in drawn(app)
    next(each for each in app.toggle if each.label == "显示单元格").set_value(True).run()

    assert not app.exception
    assert f"{name.column}</span>" in drawn(app)
    assert f"{name.cell}</span>" in drawn(app)


def test_the_evidence_card_offers_the_questions_that_ask_of_one_node(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = Workspace(sample).leads("company")[0].keys[0]
    app = opened(monkeypatch, sample, "network", key=firm)
    about = [button for button in app.button if (button.key or "").startswith("about-")]

    assert [button.label[:5] for button in about] == ["与某企业共", "与某企业同"]
    about[0].click().run()
    assert not app.exception
    assert app.session_state["ask-cypher"].startswith("MATCH (c:Company {key: $key})")
    assert app.session_state["ask-value-key"] == firm


def drawn(app: AppTest) -> str:
    """What stands on the page as HTML of our own."""
    return "\n".join(each.proto.body for each in app.get("html"))


def test_the_card_of_what_was_computed_says_when_in_beijing_time(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = str(Workspace(sample).rings().dicts()[0]["key"])

    app = opened(monkeypatch, sample, "network", key=ring)

    said = next(each.value for each in app.caption if "计算得出" in each.value)
    computed = Workspace(sample).subgraph([ring]).nodes[0].properties["computed_at"]
    assert f"{kept_time(str(computed))}（北京时间）" in said


def test_the_network_of_an_unknown_key_says_so_and_blames_no_filter(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "network", key="company:nope")

    assert not app.exception
    assert not app.warning
    assert "nope" in app.error[0].value


def test_the_address_of_a_ring_that_is_gone_says_that_another_is_shown(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "rings", key="ring:nope")

    assert not app.exception
    assert "nope" in app.warning[0].value


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("load", "section"),
        ("watch", "desk"),
        ("watch", "list"),
        ("trends", "by"),
        ("trends", "figure"),
        ("ask", "query"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_said(
    page: str, name: str, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, page, **{name: "nope"})

    assert not app.exception
    assert any(each in app.warning[0].value for each in ("nope", name))

    assert not app.run().warning


def test_the_address_of_a_group_without_lots_says_so(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "trends", by="month", group="1999-01")

    assert not app.exception
    assert any("1999-01" in each.value for each in app.info)


@pytest.mark.parametrize("desk", ["lists", "limits", "new", "complaints"])
def test_every_desk_of_the_watch_page_opens(
    desk: str, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "watch", desk=desk)

    assert not app.exception
    assert not app.error
    assert desk == "new" or len(app.dataframe[0].value) > 0


def test_new_leads_are_those_since_the_last_visit_or_the_last_mark(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(sample)
    ids = [lead.id for lead in workspace.leads()]
    for kept in (VISITS, SEEN):
        (sample / kept).unlink(missing_ok=True)

    first = opened(monkeypatch, sample, "watch", desk="new")
    again = opened(monkeypatch, sample, "watch", desk="new")
    assert all("首次来访" in texts(app) for app in (first, again))

    (sample / VISITS).unlink()
    then = datetime.now(UTC) - timedelta(days=3)
    note_visit(sample, workspace.user, ids[2:], at=then)
    for _ in range(2):  # looking again, in another window too, leaves new what is new
        app = opened(monkeypatch, sample, "watch", desk="new")
        assert not app.exception
        assert kept_time(then.isoformat()) in texts(app)
        assert "新增 2 条线索" in texts(app)
        assert len(app.dataframe[0].value) == 2

    app = opened(monkeypatch, sample, "watch", desk="new", since="mark")
    assert "尚未标记过" in texts(app)
    app.button(key="mark-seen").click().run()
    assert "此后没有新线索" in texts(app)


@pytest.mark.parametrize(
    "label", ["Company", "Person", "Expert", "Lot", "Project", "Ring", "Device", "Complaint"]
)
def test_every_kind_of_profile_opens_by_its_address(
    label: str, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = f"MATCH (n:{label}) RETURN n.key AS key ORDER BY key LIMIT 1"
    ((key,),) = Workspace(sample).reader.run(asked).rows

    app = opened(monkeypatch, sample, "profile", key=str(key))

    assert not app.exception
    assert not app.error
    assert app.title[0].value != ""


def test_the_posts_of_a_person_are_a_picture_too(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (
        "MATCH (p:Person)-[e:REGISTERED_AT]->(:Company) WHERE e.valid_to IS NOT NULL "
        "RETURN p.key AS key ORDER BY key LIMIT 1"
    )
    ((person,),) = Workspace(sample).reader.run(asked).rows

    app = opened(monkeypatch, sample, "profile", key=str(person))

    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 1
    assert "点击时间段可查看其出处" in texts(app)


@pytest.mark.parametrize(
    ("by", "group", "said"),
    [
        ("region", "380100", "代码 380100"),
        ("class", "A08", "工程 A08"),
        ("buyer", "岚川市数据管理局", "岚川市数据管理局"),
        ("month", "2025-06", "2025-06"),
    ],
)
def test_trends_open_grouped_and_with_the_lots_that_the_address_says(
    by: str, group: str, said: str, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "trends", by=by, figure="discount", group=group)

    assert not app.exception
    table = app.dataframe[0].value
    assert table["标段"].sum() == Workspace(sample).counts().nodes["Lot"]
    assert app.subheader[-1].value == f"{said} 的标段"
    behind = table.loc[table.iloc[:, 0] == said, "标段"].item()
    assert len(app.dataframe[1].value) == behind


def test_the_lots_behind_a_group_say_which_of_them_have_leads(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "trends", by="province", figure="lot_leads", group="38")

    shown = app.dataframe[1].value["冒烟指数"]
    assert (shown >= ATTENTION).sum() == app.dataframe[0].value["标段线索（关注及以上）"].sum() > 0
    assert shown.count() == len(Workspace(sample).leads("lot"))


def test_a_distribution_leaves_no_gap_out_and_pictures_have_a_margin(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr("streamlit.altair_chart", lambda c, **_: drawn.append(c.to_dict()))
    axes = {}
    for figure in ("lots", "bidders_a_lot"):
        assert not opened(monkeypatch, sample, "trends", by="agency", figure=figure).exception
        course, spread = drawn[-2:]
        assert course["padding"]["left"] > 0
        axes[figure] = spread["encoding"]["x"]

    assert "bin" in axes["lots"]  # from 8 to 143 lots: not as many steps of one width
    steps = axes["bidders_a_lot"]["scale"]["domain"]
    assert steps == list(range(steps[0], steps[-1] + 1))


def test_filters_of_the_lead_list_come_from_the_address(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(sample)
    firms = workspace.leads("company")

    app = opened(monkeypatch, sample, "leads", kind="company", family="people", sort="name")

    assert not app.exception
    shown = [str(name).removeprefix("⚑ ") for name in app.dataframe[0].value["名称"]]
    assert shown == sorted(x.name for x in firms if x.smoke.families.get("people"))


def test_two_leads_stand_side_by_side(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = Workspace(sample).leads("lot")[:2]

    app = opened(monkeypatch, sample, "leads", compare=[one.id, two.id])

    assert not app.exception
    assert [x.value for x in app.subheader] == [f"1 {one.name}", f"2 {two.name}"]


def test_a_lead_that_is_gone_says_so_and_leads_back(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "leads", lead="lot-000000000000")

    assert not app.exception
    assert [x.value for x in app.title] == ["该线索已不在清单中"]
    next(b for b in app.button if b.label == "返回列表").click().run()
    assert [x.value for x in app.title] == ["线索"]


def test_a_judgement_without_a_reason_is_not_kept(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Workspace(sample).leads("lot")[0]
    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    app.session_state["lead-section"] = "judgement"
    app.run()

    app.button_group(key=f"verdict-{lead.id}-0").set_value("pursue")
    next(b for b in app.button if b.label == "提交研判").click().run()

    assert not app.exception
    assert "理由" in app.warning[0].value
    assert Workspace(sample).judged() == {}


def test_a_judgement_is_kept_and_shown_in_the_list(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Workspace(sample).leads("lot")[0]
    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    app.session_state["lead-section"] = "judgement"
    app.run()
    try:
        app.button_group(key=f"verdict-{lead.id}-0").set_value("explained")
        app.text_area(key=f"reason-{lead.id}-0").set_value("公共打印室")
        next(b for b in app.button if b.label == "提交研判").click().run()

        assert not app.exception
        assert Workspace(sample).judged()[lead.id].reason == "公共打印室"
        assert app.text_area(key=f"reason-{lead.id}-1").value == ""  # each has one of its own
        listed = opened(monkeypatch, sample, "leads", kind="lot", verdict="explained")
        assert list(listed.dataframe[0].value["状态"]) == ["已有合理解释"]
    finally:
        (sample / "judgements.jsonl").unlink(missing_ok=True)


def test_who_judges_what_was_judged_meanwhile_is_told_first(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(sample)
    lead = workspace.leads("lot")[0]
    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    app.session_state["lead-section"] = "judgement"
    app.run()
    at = datetime(2026, 3, 4, tzinfo=UTC)
    try:
        workspace.judge([lead.id], Verdict.PURSUE, "资金同源", at=at)
        app.button_group(key=f"verdict-{lead.id}-0").set_value("explained")
        app.text_area(key=f"reason-{lead.id}-0").set_value("公共打印室")
        next(b for b in app.button if b.label == "提交研判").click().run()

        assert lead.name in app.warning[0].value
        assert workspace.judged()[lead.id].reason == "资金同源"
        assert app.text_area(key=f"reason-{lead.id}-0").value == "公共打印室"

        next(b for b in app.button if b.label == "提交研判").click().run()

        assert workspace.judged()[lead.id].reason == "公共打印室"
    finally:
        (sample / "judgements.jsonl").unlink(missing_ok=True)


def test_a_finding_and_a_note_are_laid_aside(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = Workspace(sample).leads("lot")[0]
    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    try:
        app.button(key=f"finding-{lead.findings[0].id}-tray").click().run()
        app.text_area(key="tray-note-0").set_value("先问招标代理").run()
        app.button(key="tray-note-keep").click().run()

        assert not app.exception
        kept = Workspace(sample).tray()
        assert [item.kind for item in kept] == ["finding", "note"]
        assert (kept[0].ref, kept[1].name) == (lead.findings[0].id, "先问招标代理")
        app.button(key="dossier-compile-tray").click().run()
        assert not app.exception
        assert app.session_state["dossier-tray"][0].endswith(".zip")
    finally:
        (sample / TRAY).unlink(missing_ok=True)


def test_what_was_laid_aside_first_can_still_be_seen_and_taken_out(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(sample)
    workspace.add_to_tray(TrayItem("note", f"note:{n}", f"便条 {n:02}") for n in range(20))
    try:
        app = opened(monkeypatch, sample, "overview")
        assert "便条 00" not in texts(app)

        app.toggle(key="tray-all").set_value(True).run()
        assert "便条 00" in texts(app)
        app.button(key="tray-note:0").click().run()

        assert not app.exception
        assert [item.name for item in workspace.tray()] == [f"便条 {n:02}" for n in range(1, 20)]
        remark = workspace.matter("tray").remark
        assert remark.splitlines() == [f"便条 {n:02}" for n in range(1, 20)]
    finally:
        (sample / TRAY).unlink(missing_ok=True)


@pytest.mark.parametrize("page", TITLES)
def test_pages_speak_english_too(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, sample, page)

    app.session_state["language"] = "en"
    app.run()

    assert not app.exception
    english = {"Overview", "Leads", "Network", "Paths", "Ask", "Random inspection"}
    assert app.title[0].value in english | {"Watch", "Rings", "Trends", "Profiles"}


def test_a_choice_keeps_its_place_and_changes_its_words_with_the_language(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "trends", figure="discount")
    app.selectbox(key="trend-figure").select("bidders_a_lot").run()

    app.segmented_control(key="language").set_value("en").run()

    box = app.selectbox(key="trend-figure")
    assert not app.exception
    assert box.value == "bidders_a_lot"
    assert (box.proto.set_value, box.proto.raw_value) == (True, "Bidders a lot")


def test_lots_and_inspectors_are_drawn_and_the_record_is_drawn_again(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, sample, "inspection")

    app.text_input(key="draw-seed").set_value("2026134")
    app.text_input(key="draw-source").set_value("某彩票第2026134期（虚构）")
    app.button(key="draw-now").click().run()

    assert not app.exception
    assert not app.error
    assert "标段、人员完全一致" in app.success[0].value
    desk = app.button_group(key="inspection-desk")
    assert (desk.value, desk.proto.set_value) == ("records", True)
    record, *_ = Workspace(sample).inspections().records
    assert record.rules.seed == "2026134"
    assert all(len(lot.inspectors) == 2 for lot in record.drawn)
    tied = [key for lot in record.drawn for key in lot.barred]
    assert len(tied) > 0
    assert all(not set(lot.inspectors) & set(lot.barred) for lot in record.drawn)


def test_a_damaged_record_of_a_draw_is_named_on_a_page_that_goes_on(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sample / FOLDER / "inspection-20260101-0badf00d.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text("{", encoding="utf-8")

    app = opened(monkeypatch, sample, "inspection")

    file.unlink()  # other tests share the sample
    assert not app.error
    assert file.name in app.warning[0].value
    assert not app.button(key="draw-now").disabled


def test_a_lead_is_handed_out_and_found_by_who_has_it(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = Workspace(sample).leads("ring")[:2]
    now = datetime.now(UTC)
    Workspace(sample).assign([other.id], Stage.ASSIGNED, to="核查一组", due=now.date(), at=now)
    app = opened(monkeypatch, sample, "leads", lead=lead.id)
    app.session_state["lead-section"] = "judgement"
    app.run()

    app.button_group(key=f"stage-{lead.id}-0").set_value("assigned")
    app.selectbox(key=f"to-{lead.id}-0").set_value("核查一组")
    next(b for b in app.button if b.label == "记录这一步").click().run()

    assert not app.exception
    (step,) = Workspace(sample).assignment_history(lead.id)
    (sample / "assignments.jsonl").unlink()  # other tests share the sample
    assert (step.to, step.stage.value) == ("核查一组", "assigned")
    assert "核查一组" in texts(app)
