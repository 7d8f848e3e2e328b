"""A dossier of the sample as its readers have it: whole, checked, lawful, and silent on numbers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evidence.accounts import Role
from evidence.annex import Annex, AnnexRefused, open_annex
from evidence.audit import Action
from evidence.check_bundle import unpack
from evidence.digests import sm3
from evidence.matter import DossierRefused
from evidence.replay import replay
from evidence.verify import verify
from leads.lead import Lead, SubjectKind
from tests.contract.test_dossier import FORBIDDEN, QUOTED, document_lines
from tests.word_rules import broken_rules
from workspace import Workspace

PASSPHRASE = "four bridges, one lantern"
WHOLE_ID = re.compile(r"(?<![0-9A-Za-z*])[1-8]\d{16}[\dXx](?![0-9A-Za-z])")
SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def lead(embedded_sample: Workspace) -> Lead:
    return embedded_sample.leads(SubjectKind.LOT)[0]


@pytest.fixture(scope="module")
def file(embedded_sample: Workspace, lead: Lead, tmp_path_factory: pytest.TempPathFactory) -> Path:
    embedded_sample.state_purpose(lead.id, "线索核查", "云监〔2026〕1号")
    return embedded_sample.dossier(lead.id, tmp_path_factory.mktemp("dossier")).file


@pytest.fixture(scope="module")
def parts(file: Path) -> dict[str, bytes]:
    found = unpack(file.read_bytes())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def annex(embedded_sample: Workspace, lead: Lead, file: Path) -> Annex:
    return embedded_sample.annex(lead.id, file, passphrase=PASSPHRASE, reason="核对身份")


def lines_of(parts: dict[str, bytes]) -> Iterator[str]:
    """Everything that a person can read in a dossier, line by line."""
    book = openpyxl.load_workbook(BytesIO(parts["rows.xlsx"]))
    yield from (str(v) for sheet in book for row in sheet.values for v in row if v is not None)
    for name, data in parts.items():
        if name.endswith(".docx"):
            yield from document_lines(data)
        elif name.endswith((".txt", ".html", ".svg", ".ics")):
            yield from data.decode().splitlines()


def manifest_of(parts: dict[str, bytes]) -> Any:
    return json.loads(parts["manifest.json"])


def test_the_shipped_check_holds_without_the_program(file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file) as pack:
        pack.extractall(tmp_path)

    done = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout
    assert verify(file).ok


def test_cited_files_are_named_by_both_hashes(
    embedded_sample: Workspace, parts: dict[str, bytes]
) -> None:
    batches = manifest_of(parts)["batches"]
    cited = [batch for batch in batches if batch["cited"]]

    assert cited
    assert len(cited) < len(batches)
    for batch in cited:
        kept = embedded_sample.evidence_store.find(batch["sha256"])
        assert kept is not None
        assert batch["sm3"] == sm3(kept.read_bytes())
        assert batch["sm3"][:32] in "\n".join(document_lines(parts["referral.docx"]))
    assert {batch["sm3"] for batch in batches if not batch["cited"]} == {None}


def test_the_purpose_of_the_case_goes_with_it(parts: dict[str, bytes]) -> None:
    manifest = manifest_of(parts)

    assert (manifest["purpose"], manifest["authority"]) == ("线索核查", "云监〔2026〕1号")
    assert "云监〔2026〕1号" in document_lines(parts["referral.docx"])


def test_no_forbidden_word_and_no_whole_number_is_in_a_real_dossier(
    parts: dict[str, bytes],
) -> None:
    lines = list(lines_of(parts))

    assert [line for line in lines if FORBIDDEN.search(QUOTED.sub("", line))] == []
    assert [line for line in lines if WHOLE_ID.search(line)] == []
    assert not WHOLE_ID.search(parts["data.json"].decode())


def test_explanations_and_gaps_stand_in_both_documents(
    embedded_sample: Workspace, lead: Lead, parts: dict[str, bytes]
) -> None:
    signals = {signal.id: signal for signal in embedded_sample.signals()}
    for name in ("report.docx", "referral.docx"):
        lines = document_lines(parts[name])
        for id_ in {finding.signal for finding in lead.findings}:
            assert {f"☐ {text}" for text in signals[id_].innocent_explanations} <= set(lines)
            assert {f"• {text}" for text in signals[id_].blind_spots} <= set(lines)
        assert "数据缺失不等于没有问题，下列指标仍待补充数据后计算。" in lines


def test_word_finds_no_rule_broken(parts: dict[str, bytes]) -> None:
    for name in ("report.docx", "referral.docx"):
        assert broken_rules(parts[name]) == []


@pytest.mark.parametrize(
    ("part", "right", "wrong", "said"),
    [
        ("document", b"<w:pageBreakBefore/>", b"<w:jc/><w:pageBreakBefore/>", "pPr: "),
        ("document", b"</w:tblGrid>", b"<w:gridCol/></w:tblGrid>", "a row of"),
        ("document", b'w:fldCharType="end"', b'w:fldCharType="separate"', "a field without"),
        ("document", b'w:name="_Toc000001"', b'w:name="_Toc000002"', "twice"),
        ("document", b'w:h="16838"', b'w:h="16838.5"', "pgSz: h"),
        ("styles", b"<w:qFormat/>", b"<w:qFormat/><w:basedOn/>", "style: "),
        ("_rels/document.xml.rels", b"header1.xml", b"header9.xml", "header9.xml is missing"),
    ],
)
def test_a_broken_rule_is_found(
    parts: dict[str, bytes], part: str, right: bytes, wrong: bytes, said: str
) -> None:
    name = f"word/{part}" if part.endswith("rels") else f"word/{part}.xml"
    changed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(parts["report.docx"])) as old,
        zipfile.ZipFile(changed, "w") as new,
    ):
        assert right in old.read(name)
        for each in old.namelist():
            data = old.read(each)
            new.writestr(each, data.replace(right, wrong, 1) if each == name else data)

    assert any(said in problem for problem in broken_rules(changed.getvalue()))


def test_the_recorded_questions_find_the_same_again(embedded_sample: Workspace, file: Path) -> None:
    again = replay(file, embedded_sample.reader)

    assert again.differences == ()
    assert [s.signal for s in again.signals if s.outcome == "different"] == []


def test_the_annex_has_the_whole_numbers_and_is_no_part_of_the_dossier(
    annex: Annex, file: Path, parts: dict[str, bytes]
) -> None:
    title, data = open_annex(annex.file, PASSPHRASE)
    book = openpyxl.load_workbook(BytesIO(data))
    cells = [str(v) for sheet in book for row in sheet.values for v in row if v is not None]

    assert title["dossier"] == manifest_of(parts)["number"]
    assert annex.rows > 0
    assert any(WHOLE_ID.fullmatch(cell) for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)
    sealed = annex.file.read_bytes()
    assert not WHOLE_ID.search(sealed.decode("latin-1"))
    assert verify(file).ok


@pytest.mark.parametrize("place", [25, 60, -1])
def test_an_annex_opens_only_unchanged_and_with_its_passphrase(
    annex: Annex, tmp_path: Path, place: int
) -> None:
    with pytest.raises(AnnexRefused, match="口令不正确"):
        open_annex(annex.file, "another passphrase")
    data = bytearray(annex.file.read_bytes())
    data[place] ^= 1
    (tmp_path / "changed.annex").write_bytes(data)

    with pytest.raises(AnnexRefused):
        open_annex(tmp_path / "changed.annex", PASSPHRASE)


def test_an_annex_needs_its_dossier_a_reason_and_a_passphrase(
    embedded_sample: Workspace, lead: Lead, file: Path, tmp_path: Path
) -> None:
    wanted = {"passphrase": PASSPHRASE, "reason": "核对身份"}
    for subject, stated in (
        ("lot-0", wanted),
        (lead.id, wanted | {"reason": " "}),
        (lead.id, wanted | {"passphrase": "short"}),
    ):
        with pytest.raises(AnnexRefused):
            embedded_sample.annex(subject, file, **stated)
    data = bytearray(file.read_bytes())
    data[300] ^= 1
    (tmp_path / "changed.zip").write_bytes(data)
    with pytest.raises(DossierRefused):
        embedded_sample.annex(lead.id, tmp_path / "changed.zip", **wanted)
    unmasked = embedded_sample.audit_records(action=Action.UNMASK)
    assert {r.entry.reason for r in unmasked} >= {"核对身份"}


def test_open_complaints_bring_their_time_limits(embedded_sample: Workspace, lead: Lead) -> None:
    waiting = embedded_sample.open_complaints()
    data, count = embedded_sample.calendar()
    shown = data.replace(b"\r\n ", b"").decode()

    assert all(complaint.code in shown for complaint in waiting)
    assert count >= sum(len(complaint.clocks) for complaint in waiting)
    assert embedded_sample.open_complaints(replace(lead, keys=("lot:none",), findings=())) == ()


def test_a_dossier_names_who_approved_it(
    embedded_sample: Workspace,
    lead: Lead,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    workspace = Workspace(tmp_path / "w", graph=embedded_sample.graph)
    workspace.__dict__["engine"] = embedded_sample.engine
    workspace.add_account("secadmin", PASSPHRASE, Role.SECURITY)
    security = workspace.login("secadmin", PASSPHRASE)
    security.add_account("甲", PASSPHRASE, Role.ANALYST)
    security.add_account("乙", PASSPHRASE, Role.APPROVER)
    analyst, approver = (workspace.login(name, PASSPHRASE) for name in ("甲", "乙"))
    request = analyst.request(Action.EXPORT, lead.id, "移送住建局").request
    approver.approve(request)

    written = analyst.dossier(
        lead.id, tmp_path, release=analyst.release(approver="自己", recipient="住建局")
    )

    manifest = manifest_of(unpack(written.file.read_bytes()) or {})
    assert (manifest["operator"], manifest["approver"]) == ("甲", f"乙（{request}）")
    assert (manifest["purpose"], manifest["recipient"]) == ("移送住建局", "住建局")
    assert (manifest["approval"]["by"], manifest["approval"]["request"]) == ("乙", request)
