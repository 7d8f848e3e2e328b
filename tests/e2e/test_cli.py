"""The command line as scripts use it: the same answers on both engines, exit codes, sentences."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from evidence.verify import verify
from graph.embedded_server import EmbeddedServer
from leads.judgements import FILE as JUDGEMENTS
from leads.judgements import Judgement, Verdict, append_judgement
from leads.weights import load_weights
from workspace import Workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TEXTS = ("key", "name")
COUNT = "MATCH (c:Company) RETURN count(c) AS n"


def run(*arguments: object, expect: int = 0, answer: str = "", **environment: str) -> str:
    """Standard output of a command; its exit code must be `expect`. `answer` is typed in."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        input=answer,
        check=False,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if expect == 0 else done.stdout + done.stderr


def at(workspace: Workspace) -> list[object]:
    """The options that name this workspace and its graph."""
    return ["--workspace", workspace.folder, "--graph", workspace.graph]


@pytest.fixture(scope="module")
def answers(
    embedded_sample: Workspace, neo4j_sample: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Any]]:
    """What each engine answers to the same commands: [embedded, neo4j]."""
    found: dict[str, list[Any]] = {"leads": [], "scores": [], "ask": [], "path": [], "search": []}
    for workspace in (embedded_sample, neo4j_sample):
        out = tmp_path_factory.mktemp("scores") / "lots.csv"
        run(*at(workspace), "scores", "--subject", "lot", "--out", out)
        with out.open(encoding="utf-8-sig", newline="") as stream:
            found["scores"].append(list(csv.DictReader(stream)))
        found["leads"].append(json.loads(run(*at(workspace), "leads", "--json")))
        found["ask"].append(json.loads(run(*at(workspace), "ask", COUNT, "--format", "json")))
        pair = next(lead["keys"] for lead in found["leads"][-1] if lead["kind"] == "pair")
        found["path"].append(json.loads(run(*at(workspace), "path", *pair, "--json")))
        found["search"].append(json.loads(run(*at(workspace), "search", "工程", "--json")))
    return found


def test_both_engines_ask_alike(answers: dict[str, list[Any]]) -> None:
    one, other = answers["ask"]

    assert one == other
    assert one["rows"][0]["n"] >= 400


def test_both_engines_give_the_same_leads(answers: dict[str, list[Any]]) -> None:
    one, other = answers["leads"]

    assert [lead["id"] for lead in one] == [lead["id"] for lead in other]
    for a, b in zip(one, other, strict=True):
        assert a["smoke"]["value"] == pytest.approx(b["smoke"]["value"])
        assert [f["id"] for f in a["findings"]] == [f["id"] for f in b["findings"]]


def test_both_engines_score_every_lot_alike(answers: dict[str, list[Any]]) -> None:
    one, other = answers["scores"]

    assert list(one[0])[:4] == ["key", "name", "smoke_index", "evidence_bans"]
    assert len(one) >= 600
    others = {row["key"]: row for row in other}
    assert len(others) == len(one)
    for row in one:
        same = others[row["key"]]
        assert row["name"] == same["name"]
        numbers = {name: float(value) for name, value in row.items() if name not in TEXTS}
        assert numbers == pytest.approx({name: float(same[name]) for name in numbers}, abs=2e-4)


def test_both_engines_search_alike_and_connect_the_pair(answers: dict[str, list[Any]]) -> None:
    assert answers["search"][0] == answers["search"][1]
    assert [len(p[0]["path"]["edges"]) for p in answers["path"]] == [
        len(answers["path"][0][0]["path"]["edges"])
    ] * 2


def test_one_party_is_checked_against_others(embedded_sample: Workspace) -> None:
    lot = embedded_sample.leads("lot")[0].keys[0]
    first, *others = [
        str(key)
        for (key,) in embedded_sample.ask(
            "MATCH (c:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(:Lot {key: $lot}) "
            "RETURN DISTINCT c.key ORDER BY c.key",
            {"lot": lot},
        ).rows
    ]

    found = json.loads(run(*at(embedded_sample), "path", first, *others, "--each", "--json"))
    told = run(*at(embedded_sample), "path", first, *others, "--each")

    assert {(one["start"], one["end"]) for one in found} == {(first, other) for other in others}
    scores = [one["ranked"][0]["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert str(round(100 * scores[0], 2)) in told


def test_a_dossier_is_written_and_verified_and_a_changed_byte_is_found(
    embedded_sample: Workspace, tmp_path: Path
) -> None:
    lead = embedded_sample.leads()[0].id
    run(*at(embedded_sample), "dossier", lead, "--out", tmp_path, "--purpose", "核查")
    packed = next(tmp_path.glob(f"{lead}-*.zip"))

    told = run("verify", packed)
    before = packed.read_bytes()
    packed.write_bytes(before[:1000] + bytes([before[1000] ^ 1]) + before[1001:])
    changed = run("verify", packed, expect=1)
    packed.write_bytes(before)

    fingerprint = re.findall("[0-9a-f]{64}", told)[0]
    assert verify(packed, issuer=fingerprint).ok
    assert not verify(packed, issuer=fingerprint[::-1]).ok
    assert "已被改动" in changed
    replayed = json.loads(run(*at(embedded_sample), "replay", packed, "--json"))
    assert replayed["equal"]
    assert {signal["outcome"] for signal in replayed["signals"]} <= {"equal", "not asked"}


def test_an_english_dossier(embedded_sample: Workspace, tmp_path: Path) -> None:
    lead = embedded_sample.leads()[0].id

    run(*at(embedded_sample), "dossier", lead, "--out", tmp_path, "--language", "en")

    with zipfile.ZipFile(next(tmp_path.glob("*.zip"))) as archive:
        assert json.loads(archive.read("manifest.json"))["language"] == "en"


def test_the_calendar_holds_the_clocks_of_pursued_leads(
    embedded_sample: Workspace, tmp_path: Path
) -> None:
    lead = embedded_sample.leads()[0].id
    decided = datetime(2026, 3, 10, 1, tzinfo=UTC)
    append_judgement(
        embedded_sample.folder, Judgement(lead, Verdict.PURSUE, "需核查", "核查员", decided)
    )
    try:
        run(*at(embedded_sample), "calendar", "--out", tmp_path / "due.ics")
    finally:
        (embedded_sample.folder / JUDGEMENTS).unlink()

    text = (tmp_path / "due.ics").read_bytes().replace(b"\r\n ", b"").decode()
    assert "DTSTART:20260313T155959Z" in text
    assert lead in text


def test_labels_fit_weights_of_their_own_and_nothing_is_overwritten_unasked(
    embedded_sample: Workspace, tmp_path: Path
) -> None:
    known = [key for (key,) in embedded_sample.reader.run("MATCH (l:Lot) RETURN l.key").rows]
    planted = [lead.keys[0] for lead in embedded_sample.leads("lot", minimum=60.0)]
    quiet = sorted({*map(str, known)} - {lead.keys[0] for lead in embedded_sample.leads("lot")})
    labels = tmp_path / "labels.csv"
    rows = [
        f"{key},{label},2024-{1 + i % 12:02}-01"
        for label, keys in ((1, planted), (0, quiet[: 3 * len(planted)]))
        for i, key in enumerate(keys)
    ]
    labels.write_text("\n".join(["key,label,on", *rows, "lot:nowhere,1,2024-01-01"]), "utf-8")
    file = tmp_path / "weights.toml"
    command = [*at(embedded_sample), "calibrate", labels]

    found = json.loads(run(*command, "--json"))
    assert found["unknown"] == 1
    assert found["fitted"] + found["held_back"] == len(rows)
    assert found["held_back"] > 0
    assert set(found["factors"]) >= {"device", "people"}
    assert min(found["factors"].values()) >= 0
    assert 0 <= found["after"]["brier"] < 0.25
    assert sum(part["lots"] for part in found["after"]["reliability"]) == found["held_back"]
    file.write_text("mine", "utf-8")
    run(*command, "--write", file, answer="n\n", expect=1)
    assert file.read_text("utf-8") == "mine"
    run(*command, "--write", file, answer="y\n")
    assert load_weights(file).label != embedded_sample.weights.label


def test_load_says_with_its_exit_code_how_it_went(tmp_path: Path) -> None:
    clean = tmp_path / "clean.csv"
    clean.write_text("企业名称,统一社会信用代码\n甲乙丙工程有限公司,91350200776049653A\n", "utf-8")
    warned = tmp_path / "warned.csv"
    warned.write_text("企业名称,统一社会信用代码\n丁戊己工程有限公司,91350200776049653B\n", "utf-8")
    empty = tmp_path / "empty.csv"
    empty.touch()
    w = ["--workspace", tmp_path / "w"]
    try:
        nothing = CliRunner().invoke(cli.app, [*map(str, w), "leads"])
        report = json.loads(run(*w, "load", clean, "--json"))
        run(*w, "load", warned, expect=3)
        refused = run(*w, "load", clean, empty, expect=1)
        batches = json.loads(run(*w, "batches", "--json"))
        run(*w, "unload", batches[0]["id"])
        left = json.loads(run(*w, "ask", COUNT, "--format", "json"))
    finally:
        run(*w, "graph", "stop")

    assert report["files"][0]["loaded"] == 1
    assert "empty.csv" in refused
    assert f"{tmp_path / 'w'} 的图谱为空" in "".join(nothing.stderr.splitlines())
    assert nothing.exit_code == 0
    assert [(b["file"], b["state"]) for b in batches] == [
        ("clean.csv", "loaded"),
        ("warned.csv", "loaded"),
    ]
    assert left["rows"] == [{"n": 1}]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--graph", "bolt://127.0.0.1:9", "leads"], "bolt://127.0.0.1:9"),
        (["--graph", "ftp://x", "leads"], "ftp://x"),
        (["load", "no-such-file.csv"], "no-such-file.csv"),
        (["dossier", "lot-000000000000", "--out", "."], "lot-000000000000"),
        (["unload", "nothing"], "nothing"),
        (["ask", "MATCH (n) DELETE n"], "DELETE"),
        (["ask", "MATCH (n RETURN n"], ""),
        (["ask", "RETURN 1", "--format", "xml"], "xml"),
        (["ask", "RETURN 1", "--param", "nonsense"], "nonsense"),
        (["measure", "nothing"], "nothing"),
        (["signals", "run", "nothing"], "nothing"),
        (["path", "company:x"], ""),
        (["path", "company:1", "company:2"], "名称或键为“company:1”"),
        (["verify", "no-such-folder"], "no-such-folder 无法读取。请检查路径"),
        (["purpose", "lot-0", "核查"], "没有编号为“lot-0”的线索"),
        (["request", "export", "lot-0", "--reason", "核查"], "没有编号或键为“lot-0”"),
        (["request", "unmask", "person:0", "--reason", "核查"], "没有编号或键为“person:0”"),
        (["purge", "--person", "person:0", "--reason", "到期"], "没有人员“person:0”"),
        (
            ["purge", "--person", "person:0", "--reason", "到期", "--on", "2031-05-06"],
            "没有人员“person:0”",
        ),
        (
            ["inspect", "draw", "--seed=1", "--seed-source=公证", "--ratio=*=0", "--since=2024-13"],
            "“2024-13”既不是月份也不是日期",
        ),
        (["inspect", "verify", "no-such-draw"], "inspect list"),
    ],
    ids=lambda v: " ".join(map(str, v)) if isinstance(v, list) else "",
)
def test_bad_input_gets_one_sentence_and_exit_code_1(
    embedded_sample: Workspace, arguments: list[str], named: str
) -> None:
    told = run("--workspace", embedded_sample.folder, *arguments, expect=1)

    assert named in told
    assert 0 < len(told.strip().splitlines()) <= 3


def test_a_corrupt_workspace_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("graph = [", "utf-8")
    assert "settings.toml" in run("--workspace", tmp_path, "batches", expect=1)

    (tmp_path / "settings.toml").write_text('no_such_setting = "x"', "utf-8")
    assert "no_such_setting" in run("--workspace", tmp_path, "batches", expect=1)

    (tmp_path / "settings.toml").unlink()
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "identity.key").write_text("damaged", "ascii")
    rows = tmp_path / "a.csv"
    rows.write_text("企业名称,统一社会信用代码\n甲,91350200776049653A\n", "utf-8")
    assert "identity.key" in run("--workspace", tmp_path, "load", rows, expect=1)
    EmbeddedServer(tmp_path / "graph").stop()


def test_the_address_for_notebooks_is_a_reading_one(embedded_sample: Workspace) -> None:
    address = json.loads(run("--workspace", embedded_sample.folder, "graph", "url", "--json"))

    assert address["user"] == "reader"
    assert address["url"].startswith("bolt://127.0.0.1:")


def test_a_load_that_is_stopped_says_what_becomes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workspace.Workspace.load", stopped)
    (tmp_path / "bids.csv").write_text("标段编号,投标人名称\n", encoding="utf-8")

    done = CliRunner().invoke(
        cli.app, ["--workspace", str(tmp_path / "w"), "load", str(tmp_path / "bids.csv")]
    )

    assert done.exit_code == 130
    assert "撤回" in done.output
