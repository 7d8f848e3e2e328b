"""A dossier says where everything comes from, says no more than that, and can be checked."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from evidence.bundle import DossierRefused, sha256
from evidence.dossier import DossierFiles, compile_dossier
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
    SHA,
    A,
    B,
    T,
    X,
    given_world,
    runs,
)

WEIGHTS = load_weights()
FORBIDDEN = re.compile("认定|违法|犯罪|guilty|suspect", re.IGNORECASE)
QUOTED = re.compile("“[^”]*”|《[^》]*》")


@pytest.fixture
def world(engine: GraphEngine) -> GraphEngine:
    given_world(engine)
    return engine


def dossier(engine: GraphEngine, out: Path, kind: SubjectKind, *keys: str) -> DossierFiles:
    leads = leads_from(runs(), engine.reader, WEIGHTS)
    return compile_dossier(
        lead_by_id(leads, lead_id(kind, keys)),
        runs(),
        engine.reader,
        weights=WEIGHTS,
        out=out,
        prepared_by="核查员甲",
        at=datetime(2026, 3, 4, 5, 6, tzinfo=UTC),
        program_version="0.1.0",
        laws=LAWS,
    )


def lot_dossier(engine: GraphEngine, out: Path) -> DossierFiles:
    return dossier(engine, out, SubjectKind.LOT, T)


def report_lines(files: DossierFiles) -> list[str]:
    document = docx.Document(str(files.report))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    section = document.sections[0]
    frame = [p.text for part in (section.header, section.footer) for p in part.paragraphs]
    return [*(p.text for p in document.paragraphs), *cells, *frame]


def sheet_cells(files: DossierFiles, sheet: str) -> list[list[str]]:
    book = openpyxl.load_workbook(files.rows)
    return [["" if v is None else str(v) for v in row] for row in book[sheet].values]


def test_the_report_has_its_sections_mark_and_label(world: GraphEngine, tmp_path: Path) -> None:
    lines = report_lines(lot_dossier(world, tmp_path))

    for expected in (
        "疑似串通投标线索分析报告",
        "一、综述",
        "二、预警单位汇总",
        "三、指标详情",
        "四、未能计算的指标及原因",
        "五、数据来源",
        "六、方法与参数",
        "工作秘密·内部资料 注意保存",
        "87.6（区间 47.0–95.7）",
        "专家赋值，未经本地校准（2026.11-1）",
        NAMES[A],
        NAMES[B],
        "☐ 共用同一间打印店。",
        SHA[:32] + "\n" + SHA[32:],
    ):
        assert expected in lines


def test_a_finding_is_traced_to_file_sheet_and_row(world: GraphEngine, tmp_path: Path) -> None:
    files = lot_dossier(world, tmp_path)

    cited = next(line for line in report_lines(files) if line.startswith(f"{BATCH.file}，"))
    assert "41, 42" in cited
    rows = sheet_cells(files, "来源行")
    assert ["1-1", BATCH.file, "开标", "41", "bids", "b1", "b1:开标:41", SHA] in rows


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_forbidden_word_stands_outside_quoted_law(
    world: GraphEngine, tmp_path: Path, language: str
) -> None:
    set_language(language)
    try:
        for kind, keys in ((SubjectKind.LOT, (T,)), (SubjectKind.EXPERT, (X,))):
            files = dossier(world, tmp_path, kind, *keys)
            book = openpyxl.load_workbook(files.rows)
            cells = [str(v) for sheet in book for row in sheet.values for v in row]
            for line in (*report_lines(files), *cells):
                assert not FORBIDDEN.search(QUOTED.sub("", line)), line
    finally:
        set_language("zh_CN")


def test_only_verified_law_is_quoted(world: GraphEngine, tmp_path: Path) -> None:
    text = "\n".join(report_lines(lot_dossier(world, tmp_path)))

    assert f"“{LAWS['TL40'].text}”" in text
    assert LAWS["SEEN"].cited_as in text
    assert LAWS["SEEN"].text not in text


def test_what_could_not_be_computed_is_said(world: GraphEngine, tmp_path: Path) -> None:
    lines = report_lines(lot_dossier(world, tmp_path))

    assert "deposit_same_account" in lines
    assert any("(:Account)-[:PAID_DEPOSIT_OF]->(:Bid)" in line for line in lines)


def test_findings_about_experts_stand_beside_the_lot(world: GraphEngine, tmp_path: Path) -> None:
    lines = report_lines(lot_dossier(world, tmp_path))

    assert "3.2 专家应回避而未回避（附注，不计入指数）" in lines


def test_the_workbook_masks_personal_numbers(world: GraphEngine, tmp_path: Path) -> None:
    nodes = sheet_cells(lot_dossier(world, tmp_path), "证据节点")

    text = "\n".join(cell for row in nodes for cell in row)
    assert "13812345678" not in text
    assert "138****5678" in text


def test_the_manifest_holds_what_is_needed_to_compute_it_again(
    world: GraphEngine, tmp_path: Path
) -> None:
    files = lot_dossier(world, tmp_path)

    manifest = json.loads(files.manifest.read_text(encoding="utf-8"))
    assert manifest["product"] == {"name": "TenderLens", "version": "0.1.0"}
    assert manifest["lead"]["id"] == files.folder.name
    assert manifest["weights"]["sha256"] == WEIGHTS.sha256
    assert {s["id"] for s in manifest["signals"]} == {r.signal.id for r in runs()}
    for signal in manifest["signals"]:
        assert sha256(signal["cypher"].encode()) == signal["cypher_sha256"]
    assert [(b["id"], b["sha256"]) for b in manifest["batches"]] == [("b1", SHA)]
    assert [m["name"] for m in manifest["measures"]] == ["co_bidding", "rings"]
    assert [f["name"] for f in manifest["files"]] == ["report.docx", "rows.xlsx"]


def test_a_dossier_can_be_verified_by_folder_and_by_manifest(
    world: GraphEngine, tmp_path: Path
) -> None:
    files = lot_dossier(world, tmp_path)

    assert verify(files.folder).ok
    assert verify(files.manifest) == verify(files.folder)


def test_the_same_arguments_give_the_same_bytes(world: GraphEngine, tmp_path: Path) -> None:
    one, two = (lot_dossier(world, tmp_path / name) for name in ("one", "two"))

    for first, second in zip(
        sorted(one.folder.iterdir()), sorted(two.folder.iterdir()), strict=True
    ):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_a_dossier_is_never_overwritten(world: GraphEngine, tmp_path: Path) -> None:
    files = lot_dossier(world, tmp_path)
    before = files.report.read_bytes()

    with pytest.raises(DossierRefused, match=re.escape(str(files.folder))):
        lot_dossier(world, tmp_path)

    assert files.report.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [files.folder.name]


def test_every_kind_of_lead_has_a_dossier(world: GraphEngine, tmp_path: Path) -> None:
    for lead in leads_from(runs(), world.reader, WEIGHTS):
        assert verify(dossier(world, tmp_path, lead.kind, *lead.keys).folder).ok
