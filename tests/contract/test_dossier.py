"""A dossier says where everything comes from, says no more than that, and can be checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from evidence.check_bundle import unpack
from evidence.clocks import handover_clocks
from evidence.digests import sha256
from evidence.dossier import Dossier, Frame, compile_dossier
from evidence.matter import (
    DossierRefused,
    Matter,
    Release,
    of_lead,
    of_tray,
    without_findings,
)
from evidence.opening import columns, opening
from evidence.replay import DIFFERENT, NOT_ASKED, replay
from evidence.signing import signer
from evidence.verify import verify
from graph.engine import GraphEngine
from leads.lead import SubjectKind
from leads.leads import lead_by_id, lead_id, leads_from
from leads.weights import load_weights
from messages import set_language
from tests.contract.leads_world import (
    BATCH,
    LAWS,
    NAMES,
    RELEASE,
    SHA,
    A,
    B,
    C,
    T,
    X,
    given_world,
    runs,
)

WEIGHTS = load_weights()
FORBIDDEN = re.compile("认定|违法|犯罪|guilty|suspect|criminal|illegal", re.IGNORECASE)
QUOTED = re.compile("“[^”]*”|《[^》]*》")


@dataclass(frozen=True)
class Opened:
    """A dossier as its reader has it: the file, and its parts."""

    written: Dossier
    parts: dict[str, bytes]

    @property
    def manifest(self) -> Any:
        return json.loads(self.parts["manifest.json"])


@pytest.fixture
def world(one_engine: GraphEngine) -> GraphEngine:
    given_world(one_engine)
    return one_engine


@pytest.fixture(scope="module")
def lot(embedded_engine: GraphEngine, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The dossier of lot T, compiled once: most tests only read it."""
    embedded_engine.writer.clear()
    given_world(embedded_engine)
    return lot_dossier(embedded_engine, tmp_path_factory.mktemp("lot"))


def dossier_of(
    engine: GraphEngine, out: Path, matter: Matter, release: Release = RELEASE
) -> Opened:
    out.mkdir(parents=True, exist_ok=True)
    key = signer(out.parent / "signing.key", {})
    written = compile_dossier(
        matter,
        runs(),
        engine.reader,
        release,
        Frame(WEIGHTS, key, LAWS),
        out=out,
    )
    parts = unpack(written.file.read_bytes())
    assert parts is not None
    return Opened(written, parts)


def dossier(engine: GraphEngine, out: Path, kind: SubjectKind, *keys: str) -> Opened:
    leads = leads_from(runs(), engine.reader, WEIGHTS)
    return dossier_of(engine, out, of_lead(lead_by_id(leads, lead_id(kind, keys))))


def lot_dossier(engine: GraphEngine, out: Path) -> Opened:
    return dossier(engine, out, SubjectKind.LOT, T)


def document_lines(data: bytes) -> list[str]:
    document = docx.Document(BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    section = document.sections[0]
    frame = [p.text for part in (section.header, section.footer) for p in part.paragraphs]
    return [*(p.text for p in document.paragraphs), *cells, *frame]


def report_lines(files: Opened) -> list[str]:
    return document_lines(files.parts["report.docx"])


def sheet_cells(files: Opened, sheet: str) -> list[list[str]]:
    book = openpyxl.load_workbook(BytesIO(files.parts["rows.xlsx"]))
    return [["" if v is None else str(v) for v in row] for row in book[sheet].values]


def test_the_report_has_its_sections_mark_and_label(lot: Opened) -> None:
    lines = report_lines(lot)

    for expected in (
        "疑似串通投标线索分析报告",
        "一、综述",
        "二、预警单位汇总",
        "三、指标详情",
        "四、关系人员汇总",
        "五、开标信息表",
        "六、关系图",
        "七、时间线",
        "八、未能计算的指标及数据缺口",
        "九、数据来源",
        "十、方法与参数",
        f"工作秘密·内部资料 注意保存    {lot.written.number}",
        "87.6（区间 47.0–95.7）",
        f"{WEIGHTS.label}（{WEIGHTS.version}）",
        NAMES[A],
        NAMES[B],
        "☐ 共用同一间打印店。",
        SHA[:32] + "\n" + SHA[32:],
    ):
        assert expected in lines


def test_a_finding_is_traced_to_file_sheet_and_row(lot: Opened) -> None:
    files = lot

    cited = next(line for line in report_lines(files) if line.startswith(f"{BATCH.file}，"))
    assert "41, 42" in cited
    rows = {row[3]: row for row in sheet_cells(files, "来源行") if row[0] == "1-1"}
    assert rows["41"][:4] == ["1-1", BATCH.file, "开标", "41"]
    assert rows["41"][5:] == ["bids", "b1", "b1:开标:41", SHA]
    assert "用于" in rows["41"][4]  # what the row says stands beside its place


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_forbidden_word_stands_outside_quoted_law(
    world: GraphEngine, tmp_path: Path, language: str
) -> None:
    set_language(language)
    try:
        for kind, keys in ((SubjectKind.LOT, (T,)), (SubjectKind.EXPERT, (X,))):
            files = dossier(world, tmp_path / "out", kind, *keys)
            book = openpyxl.load_workbook(BytesIO(files.parts["rows.xlsx"]))
            said = [str(v) for sheet in book for row in sheet.values for v in row]
            for name in ("report.docx", "referral.docx"):
                said += document_lines(files.parts[name])
            for name in ("README.txt", "network.html"):
                said += files.parts[name].decode().splitlines()
            for line in said:
                assert not FORBIDDEN.search(QUOTED.sub("", line)), line
    finally:
        set_language("zh_CN")


def test_every_finding_has_its_innocent_explanations_and_gaps_in_both_documents(
    lot: Opened,
) -> None:
    files = lot

    for name in ("report.docx", "referral.docx"):
        lines = document_lines(files.parts[name])
        for run in runs():
            if any(T in finding.subjects.values() for finding in run.findings):
                for text in run.signal.innocent_explanations:
                    assert f"☐ {text}" in lines
                for text in run.signal.blind_spots:
                    assert f"• {text}" in lines
        assert "数据缺失不等于没有问题，下列指标仍待补充数据后计算。" in lines
        assert "deposit_same_account" in lines


def test_every_provision_says_how_well_it_is_verified_and_when_it_holds(
    world: GraphEngine, tmp_path: Path
) -> None:
    text = "\n".join(report_lines(lot_dossier(world, tmp_path)))

    assert "《招标投标法实施条例》第四十条〔文本已核对；自 2019-03-02 起施行〕" in text
    late = {**LAWS, "TL40": LAWS["TL40"].model_copy(update={"in_force_from": "2025-01-01"})}
    leads = leads_from(runs(), world.reader, WEIGHTS)
    written = compile_dossier(
        of_lead(lead_by_id(leads, lead_id(SubjectKind.LOT, [T]))),
        runs(),
        world.reader,
        RELEASE,
        Frame(WEIGHTS, signer(tmp_path / "signing.key", {}), late),
        out=tmp_path / "late",
    )
    parts = unpack(written.file.read_bytes()) or {}
    told = "\n".join(document_lines(parts["report.docx"]))
    assert "所涉标段开标日 2024-05-06 不在施行期内" in told


def test_only_verified_law_is_quoted(lot: Opened) -> None:
    text = "\n".join(report_lines(lot))

    assert f"“{LAWS['TL40'].text}”" in text
    assert LAWS["SEEN"].cited_as in text
    assert LAWS["SEEN"].text not in text


def test_what_could_not_be_computed_is_said(lot: Opened) -> None:
    lines = report_lines(lot)

    assert "deposit_same_account" in lines
    assert any("账户 —缴纳保证金→ 投标" in line for line in lines)


def test_findings_about_experts_stand_beside_the_lot(lot: Opened) -> None:
    lines = report_lines(lot)

    assert "3.2 专家应回避而未回避（附注，不计入指数）" in lines


def test_personal_numbers_are_masked_in_every_part(lot: Opened) -> None:
    files = lot

    text = "\n".join(cell for row in sheet_cells(files, "证据节点") for cell in row)
    text += "\n".join(report_lines(files) + document_lines(files.parts["referral.docx"]))
    for name in ("data.json", "network.html", "pictures/relations.svg", "manifest.json"):
        text += files.parts[name].decode()
    assert "13812345678" not in text
    assert "138****5678" in text


def test_formulas_in_names_are_text_in_every_sheet(lot: Opened) -> None:
    book = openpyxl.load_workbook(BytesIO(lot.parts["rows.xlsx"]))

    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "@", "\t", "\r"))


def test_each_signal_has_its_sheet(lot: Opened) -> None:
    files = lot

    rows = sheet_cells(files, "1 同一台电脑编制投标文件")
    assert rows[0][:3] == ["序号", "发现编号", "发现"]
    assert rows[1][0] == "1-1"


def test_the_manifest_holds_what_is_needed_to_compute_it_again(
    world: GraphEngine, tmp_path: Path
) -> None:
    release = replace(RELEASE, purpose="核查", recipient="某监督部门", approver="审批人乙")
    release = replace(release, audit_head="7:" + "0" * 64)
    leads = leads_from(runs(), world.reader, WEIGHTS)
    lead = lead_by_id(leads, lead_id(SubjectKind.LOT, [T]))
    manifest = dossier_of(world, tmp_path, of_lead(lead), release).manifest
    assert manifest["audit_head"] == "7:" + "0" * 64

    assert manifest["product"] == {"name": "TenderLens", "version": "0.1.0"}
    assert manifest["number"] == f"{lead.id}-20260304T050600Z"
    assert manifest["matter"]["id"] == lead.id
    assert (manifest["operator"], manifest["purpose"]) == ("核查员甲", "核查")
    assert (manifest["recipient"], manifest["approver"]) == ("某监督部门", "审批人乙")
    assert manifest["as_of"] == "2026-03-04"
    assert manifest["weights"]["sha256"] == WEIGHTS.sha256
    assert {s["id"] for s in manifest["signals"]} == {r.signal.id for r in runs()}
    for signal in manifest["signals"]:
        assert sha256(signal["cypher"].encode()) == signal["cypher_sha256"]
    assert [(b["id"], b["sha256"]) for b in manifest["batches"]] == [("b1", SHA)]
    assert [m["name"] for m in manifest["measures"]] == ["co_bidding", "rings"]


def test_a_dossier_can_be_verified_as_zip_as_folder_and_by_manifest(
    world: GraphEngine, tmp_path: Path
) -> None:
    files = lot_dossier(world, tmp_path)
    folder = tmp_path / "unpacked"
    for name, data in files.parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    for path in (files.written.file, folder, folder / "manifest.json"):
        report = verify(path, issuer=files.written.fingerprint)
        assert report.ok, report.problems
    assert not verify(files.written.file, issuer="99").ok


def test_every_engine_gives_the_same_pictures_rows_and_documents(
    engine: GraphEngine, lot: Opened, tmp_path: Path
) -> None:
    given_world(engine)

    parts = lot_dossier(engine, tmp_path).parts

    for name in ("data.json", "network.html", "pictures/relations.svg"):
        assert parts[name] == lot.parts[name]
    for name in ("report.docx", "referral.docx"):
        assert document_lines(parts[name]) == document_lines(lot.parts[name])


def test_the_same_arguments_give_the_same_bytes(world: GraphEngine, tmp_path: Path) -> None:
    one, two = (lot_dossier(world, tmp_path / name) for name in ("one", "two"))

    assert one.written.file.read_bytes() == two.written.file.read_bytes()


def test_a_dossier_is_never_overwritten_and_a_later_one_is_another(
    world: GraphEngine, tmp_path: Path
) -> None:
    files = lot_dossier(world, tmp_path / "out")
    before = files.written.file.read_bytes()

    with pytest.raises(DossierRefused, match=re.escape(str(files.written.file))):
        lot_dossier(world, tmp_path / "out")
    leads = leads_from(runs(), world.reader, WEIGHTS)
    later = replace(RELEASE, at=datetime(2026, 3, 5, tzinfo=UTC))
    dossier_of(
        world,
        tmp_path / "out",
        of_lead(lead_by_id(leads, lead_id(SubjectKind.LOT, [T]))),
        later,
    )

    assert files.written.file.read_bytes() == before
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_every_kind_of_lead_has_a_dossier(world: GraphEngine, tmp_path: Path) -> None:
    for lead in leads_from(runs(), world.reader, WEIGHTS):
        assert verify(dossier(world, tmp_path, lead.kind, *lead.keys).written.file).ok


def test_a_firm_without_findings_has_a_dossier_that_says_so(
    world: GraphEngine, tmp_path: Path
) -> None:
    matter = without_findings("company", "company-0", C, NAMES[C])

    lines = report_lines(dossier_of(world, tmp_path, matter))

    assert "没有发现。" in lines
    assert "数据缺失不等于没有问题，下列指标仍待补充数据后计算。" in lines


def test_a_tray_brings_the_findings_among_its_nodes(world: GraphEngine, tmp_path: Path) -> None:
    matter = of_tray("两家公司", nodes=[A], edges=[f"{A}|CO_BIDS|{B}"], runs=runs())
    files = dossier_of(world, tmp_path, matter)

    assert matter.keys == (A, B)
    assert {f.signal for f in matter.findings} == {"same_machine", "cobid_intimacy"}
    assert "smoke_index" not in files.manifest["matter"]
    lines = report_lines(files)
    assert lines[lines.index("计入权重") + 1] == "—"  # without an index nothing is counted
    book = openpyxl.load_workbook(BytesIO(files.parts["rows.xlsx"]))
    counted = {str(cell.value) for cell in book["指标"]["J"]} | {
        str(cell.value) for cell in book[book.sheetnames[2]]["D"]
    }
    assert counted == {"计入权重", "—"}
    assert verify(files.written.file).ok
    with pytest.raises(DossierRefused, match="0000"):
        of_tray("空", nodes=[], pinned=["0000"], runs=runs())


def test_the_opening_has_fifteen_columns_and_a_row_a_bid(world: GraphEngine) -> None:
    table = opening(T, world.reader)

    assert len(columns()) == 15
    assert columns()[:3] == ("序号", "开标时间", "投标单位")
    assert [len(row) for row in table.rows] == [15] * 3
    assert [row[2] for row in table.rows] == sorted(NAMES[firm] for firm in (A, B, C))
    assert {row[10] for row in table.rows} == {"=00-11-22+13812345678", "—"}


def test_the_clocks_of_a_pursued_lead_come_with_it(world: GraphEngine, tmp_path: Path) -> None:
    leads = leads_from(runs(), world.reader, WEIGHTS)
    written = compile_dossier(
        of_lead(lead_by_id(leads, lead_id(SubjectKind.LOT, [T]))),
        runs(),
        world.reader,
        RELEASE,
        Frame(WEIGHTS, signer(tmp_path / "signing.key", {}), {**LAWS, "YS310": LAWS["OLD"]}),
        out=tmp_path / "out",
        clocks=handover_clocks(RELEASE.at),
    )
    parts = unpack(written.file.read_bytes()) or {}

    assert b"BEGIN:VCALENDAR" in parts["clocks.ics"]
    assert "2026-03-07 23:59（北京时间）" in document_lines(parts["referral.docx"])


def test_replay_asks_the_recorded_questions_again(world: GraphEngine, tmp_path: Path) -> None:
    files = lot_dossier(world, tmp_path)

    report = replay(files.written.file, world.reader)

    assert report.differences == ()
    # The runs of this world are written by hand: asked for real, they give other findings.
    outcomes = {r.signal: r.outcome for r in report.signals}
    assert outcomes["same_machine"] == DIFFERENT
    assert outcomes["deposit_same_account"] == NOT_ASKED
    assert not report.equal


def test_replay_refuses_what_does_not_verify(world: GraphEngine, tmp_path: Path) -> None:
    files = lot_dossier(world, tmp_path)
    data = bytearray(files.written.file.read_bytes())
    data[200] ^= 1
    files.written.file.write_bytes(data)

    with pytest.raises(DossierRefused):
        replay(files.written.file, world.reader)
