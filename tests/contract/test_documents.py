"""From a folder of bid files to findings: the planted pair speaks, the innocent one is silent."""

from __future__ import annotations

import hashlib
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from graph.document_texts import TextStore
from graph.engine import GraphEngine
from graph.errors import InputRefused
from graph.vocabulary import SCHEMA
from loaders.evidence_store import EvidenceStore
from loaders.load import LoadReport, Origin, load_files
from loaders.problems import Severity
from loaders.understanding import Corrections
from measures.catalogue import run_measures
from queries.catalogue import catalogue
from queries.run import run_signals
from queries.signal import Family
from sample_data.documents import FOLDER, SAMPLE, TRUTH, write
from sample_data.identifiers import uscc_check
from tests.unit.loaders.bid_files import bill, docx, pdf

AT = datetime(2026, 1, 2, 3, tzinfo=UTC)
KEY = b"k" * 32
NAMES = ("青石建设有限公司", "白石建设有限公司", "远山路桥有限公司", "近水市政有限公司")
FIRST_17 = [f"9111000010000000{place}" for place in range(1, 5)]
CODES = {name: code + uscc_check(code) for name, code in zip(NAMES, FIRST_17, strict=True)}
PLANTED = NAMES[:2]
SIGNALS = (
    *("doc_text_similarity", "shared_error", "doc_mixed_binding"),
    *("doc_hash_match", "doc_metadata_match", "boq_unit_price_match", "restrictive_clause"),
)
ASKED = (
    "投标人应当按照本章的要求编制施工组织设计并附必要的图表说明",
    "质量保证措施应当覆盖原材料进场检验和隐蔽工程验收的全部环节",
    "安全文明施工方案应当明确专职安全员的配备数量和巡查频次",
    "进度计划应当列明关键线路以及各分部工程的开工完工日期",
    "投标人须在本市注册成立分公司并提供近三个月本地社保缴纳证明",
)
# One character of the tender's sentence is wrong.
ERRORS = tuple(
    said.replace(right, wrong)
    for said, right, wrong in zip(
        ASKED[:3],
        ("组织设计", "隐蔽工程", "文明施工"),
        ("组积设计", "隐敝工程", "文朋施工"),
        strict=True,
    )
)


@pytest.fixture
def engine(one_engine: GraphEngine) -> GraphEngine:
    """What is tested here lies above the seam of the engines; test_engine.py holds them to it."""
    return one_engine


def words(seed: str, count: int) -> str:
    chance = random.Random(seed)
    return "".join(chr(0x4E00 + chance.randrange(5000)) for _ in range(count))


def bid_files(folder: Path) -> Path:
    """One lot, four bidders; the first two share text, errors, an editor, a file and prices."""
    docx(folder / "T1" / "招标文件" / "招标文件.docx", ASKED)
    common = [words(f"shared {i}", 180) for i in range(8)]
    prices = {f"{i:03}": 10.0 + i * 1.37 for i in range(60)}
    for place, name in enumerate(CODES):
        own = [words(f"{name} {i}", 150) for i in range(4)]
        said = [*ASKED, *own]
        if name in PLANTED:
            said = [*ERRORS, *ASKED[3:], *own[:1], *common]
        if place == 1:
            said.append(f"我{PLANTED[0]}郑重承诺")
        bidder = CODES[name] if place % 2 else name
        docx(
            folder / "T1" / bidder / "技术标.docx",
            said,
            editor="某员工" if name in PLANTED else f"编制{place}",
            revisions=[f"0A{i}" for i in range(8)] if name in PLANTED else [f"{place}B"],
        )
        chance = random.Random(name)
        own_prices = {code: price * chance.uniform(0.8, 1.2) for code, price in prices.items()}
        bill(folder / "T1" / bidder / "计价.xml", prices if name in PLANTED else own_prices)
        pdf(folder / "T1" / bidder / "附件.pdf", ["x" if name in PLANTED else f"page {place}"])
    return folder


def load(engine: GraphEngine, path: Path, workspace: Path, table: str = "documents") -> LoadReport:
    return load_files(
        [path],
        engine,
        identity_key=KEY,
        origin=Origin("clerk", AT),
        store=EvidenceStore(workspace / "originals"),
        texts=TextStore(workspace / "texts"),
        corrections=Corrections(table=table),
    )


def bids(engine: GraphEngine, folder: Path) -> None:
    rows = [f"T1,一标段,{name},{code},1000000" for name, code in CODES.items()]
    file = folder / "bids.csv"
    file.write_text(
        "\n".join(["标段编号,标段名称,投标人名称,统一社会信用代码,投标报价", *rows]), "utf-8"
    )
    load(engine, file, folder, "bids")


def traces(engine: GraphEngine, folder: Path) -> None:
    """What a platform exports of the same bids: names and MD5, but no texts and no SHA-256."""
    rows = [
        f"T1,{name},{code},投标文件.pdf,{n:032X}" for n, (name, code) in enumerate(CODES.items())
    ]
    file = folder / "traces.csv"
    file.write_text(
        "\n".join(["标段编号,投标人名称,投标人代码,投标文件名称,投标文件MD5", *rows]), "utf-8"
    )
    load(engine, file, folder, "traces")


def test_the_planted_pair_speaks_and_the_innocent_is_silent(
    engine: GraphEngine, tmp_path: Path
) -> None:
    engine.writer.apply_schema(SCHEMA)
    bids(engine, tmp_path)
    run_measures(["document_likeness", "restrictive_clauses"], engine, at=AT)
    chosen = [signal for signal in catalogue() if signal.id in SIGNALS]
    for run in run_signals(chosen, engine.reader):
        assert any("BELONGS_TO" in text for text in run.missing), run.signal.id

    report = load(engine, bid_files(tmp_path / "files"), tmp_path)
    traces(engine, tmp_path)
    run_measures(
        ["document_likeness", "restrictive_clauses"],
        engine,
        at=AT,
        texts=TextStore(tmp_path / "texts"),
    )

    assert report.problems == ()
    assert len(report.files) == 13
    runs = {run.signal.id: run for run in run_signals(chosen, engine.reader)}
    assert {name: run.missing for name, run in runs.items()} == dict.fromkeys(SIGNALS, ())
    found = {name: run.findings for name, run in runs.items()}
    assert {name: len(found[name]) for name in SIGNALS} == dict.fromkeys(SIGNALS, 1)
    named = {f"company:{CODES[name]}" for name in PLANTED}
    for name in SIGNALS[:-1]:
        (finding,) = found[name]
        assert {str(finding.values["a"]), str(finding.values["b"])} == named, name
    assert found["doc_text_similarity"][0].values["level"] == "hard"
    assert found["shared_error"][0].values["count"] == 3
    assert "第1段" in str(found["shared_error"][0].values["first"])


def test_an_archive_loads_like_a_folder_and_a_second_time_changes_nothing(
    engine: GraphEngine, tmp_path: Path
) -> None:
    engine.writer.apply_schema(SCHEMA)
    folder = bid_files(tmp_path / "files")
    with zipfile.ZipFile(tmp_path / "files.zip", "w") as archive:
        for file in sorted(folder.rglob("*.*")):
            archive.write(file, file.relative_to(folder).as_posix())

    first = load(engine, tmp_path / "files.zip", tmp_path)
    again = load(engine, folder, tmp_path)

    assert [f.nodes > 0 for f in first.files] == [True] * 13
    assert all("投标" in p.rule or "bid" in p.rule for p in first.problems)  # no bids are loaded
    assert all(file.already_loaded for file in again.files)


def test_a_bad_file_is_a_problem_and_a_misplaced_one_is_refused(
    engine: GraphEngine, tmp_path: Path
) -> None:
    engine.writer.apply_schema(SCHEMA)
    place = tmp_path / "files" / "T1" / "青石建设有限公司"
    place.mkdir(parents=True)
    (place / "a.docx").write_bytes(b"no")
    (place / "b.jpg").write_bytes(b"picture")
    (place / "c.dwg").write_bytes(b"drawing")

    report = load(engine, tmp_path / "files", tmp_path)

    assert [file.rejected for file in report.files] == [0, 0, 0]  # kept, with the hash
    assert all(problem.severity is Severity.WARNING for problem in report.problems)
    hashes = engine.reader.run("MATCH (d:Document) RETURN d.name, d.sha256 ORDER BY d.name").rows
    assert [str(name) for name, _ in hashes] == ["a.docx", "b.jpg", "c.dwg"]
    assert hashes[0][1] == hashlib.sha256(b"no").hexdigest().upper()
    (tmp_path / "files" / "loose.pdf").write_bytes(b"")
    with pytest.raises(InputRefused):
        load(engine, tmp_path / "files", tmp_path)


def test_the_shipped_bid_files_are_as_planted_and_the_look_alike_is_silent(
    engine: GraphEngine, tmp_path: Path
) -> None:
    planted = write(tmp_path / "files")
    shipped = {file.relative_to(FOLDER): file.read_bytes() for file in FOLDER.rglob("*.*")}
    made = tmp_path / "files"
    assert {f.relative_to(made): f.read_bytes() for f in made.rglob("*.*")} == shipped
    assert yaml.safe_load(TRUTH.read_text("utf-8")) == planted
    engine.writer.apply_schema(SCHEMA)
    rows = (SAMPLE / "投标.csv").read_text("utf-8-sig").splitlines()
    two = [r for r in rows[1:] if r.startswith((planted["lot"], planted["look_alike"]["lot"]))]
    (tmp_path / "bids.csv").write_text("\n".join([rows[0], *two]), "utf-8")
    load(engine, tmp_path / "bids.csv", tmp_path, "bids")
    report = load(engine, FOLDER, tmp_path)
    run_measures(
        ["document_likeness", "unbalanced_prices"],
        engine,
        at=AT,
        texts=TextStore(tmp_path / "texts"),
    )

    chosen = [
        signal
        for signal in catalogue()
        if signal.family is Family.DOCUMENT or signal.id in planted["signals"]
    ]
    documents = {run.signal.id: run.findings for run in run_signals(chosen, engine.reader)}

    assert report.problems == ()
    assert {name: len(f) for name, f in documents.items() if f} == planted["signals"]
    for findings in documents.values():
        for finding in findings:
            assert finding.subjects["lot"] == f"lot:{planted['lot']}"
            firms = {v for k, v in finding.subjects.items() if k != "lot"}
            assert firms <= set(planted["bidders"])
