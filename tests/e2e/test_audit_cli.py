"""Commands of the auditor and the security administrator, without a graph."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from evidence.audit import AuditLog
from evidence.retention import Appointed, appoint
from graph.errors import TenderLensError
from workspace import Workspace

PASSWORD = "three lanterns, one bridge"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    monkeypatch.setenv("TENDERLENS_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("TENDERLENS_PASSWORD", PASSWORD)
    monkeypatch.delenv("TENDERLENS_USER", raising=False)
    return tmp_path / "w"


def said(folder: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli.app, ["--workspace", str(folder), *arguments])
    if isinstance(done.exception, TenderLensError):
        return str(done.exception)
    assert done.exit_code == code, done.output
    return done.output


def test_verify_takes_the_head_as_its_anchor_and_finds_a_cut(folder: Path) -> None:
    for _ in range(2):
        said(folder, "account", "list")
    head = said(folder, "audit", "head").strip()

    assert json.loads(said(folder, "audit", "verify", "--anchor", head, "--json"))["ok"]

    log = AuditLog(folder).file
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:2]))
    cut = json.loads(said(folder, "audit", "verify", "--anchor", head, "--json", code=1))
    assert len(cut["problems"]) == 1


def test_accounts_divide_the_commands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "第一个账号" in said(folder, "account", "add", "甲", "--role", "analyst")
    said(folder, "account", "add", "secadmin", "--role", "security")
    assert "请先登录" in said(folder, "account", "list")
    monkeypatch.setenv("TENDERLENS_USER", "secadmin")
    said(folder, "account", "add", "审计员", "--role", "audit")
    said(folder, "account", "add", "甲", "--role", "reader", "--own", "person:1")
    said(folder, "account", "role", "甲", "analyst")
    assert "不允许" in said(folder, "audit", "list")

    monkeypatch.setenv("TENDERLENS_USER", "审计员")

    assert "安全管理员" in said(folder, "audit", "list", "--action", "grant")
    records = json.loads(said(folder, "audit", "list", "--json", "--action", "grant"))
    assert {r["user"] for r in records[-2:]} == {"secadmin"}
    assert ["甲", "analyst"] in [r["objects"] for r in records]
    assert PASSWORD not in AuditLog(folder).file.read_text(encoding="ascii")


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "example.test"])  # noqa: S104
def test_without_accounts_the_pages_stay_on_this_computer(folder: Path, address: str) -> None:
    assert "没有账号" in said(folder, "ui", "--address", address)


def test_an_export_is_asked_for_and_approved_by_commands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(folder, "account", "add", "secadmin", "--role", "security")
    monkeypatch.setenv("TENDERLENS_USER", "secadmin")
    said(folder, "account", "add", "甲", "--role", "analyst")
    said(folder, "account", "add", "乙", "--role", "approver")
    monkeypatch.setenv("TENDERLENS_USER", "甲")
    number = said(folder, "request", "export", "tray", "--reason", "移送").strip()
    assert "不允许" in said(folder, "approve", number)

    monkeypatch.setenv("TENDERLENS_USER", "乙")

    assert "tray" in said(folder, "approve", number)
    assert "tenderlens requests" in said(folder, "approve", "R99")


def test_a_request_is_declined_by_command_and_told_whoever_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(folder, "account", "add", "secadmin", "--role", "security")
    monkeypatch.setenv("TENDERLENS_USER", "secadmin")
    for name, role in (("甲", "analyst"), ("乙", "approver"), ("审计员", "audit")):
        said(folder, "account", "add", name, "--role", role)
    monkeypatch.setenv("TENDERLENS_USER", "甲")
    number = said(folder, "request", "export", "tray", "--reason", "移送").strip()
    assert "不允许" in said(folder, "decline", number, "--reason", "撤回")
    monkeypatch.setenv("TENDERLENS_USER", "乙")
    assert "理由" in said(folder, "decline", number, "--reason", " ")
    assert "未获批准" in said(folder, "decline", number, "--reason", "未写明接收单位")
    assert "已有决定" in said(folder, "approve", number)

    monkeypatch.setenv("TENDERLENS_USER", "甲")

    assert "R1 未获批准（乙）：未写明接收单位" in said(folder, "requests")
    assert "R1 未获批准（乙）：未写明接收单位" in said(folder, "dossier", "tray", "--out", "out")
    (one,) = json.loads(said(folder, "requests", "--json"))
    assert (one["state"], one["by"], one["answer"]) == ("declined", "乙", "未写明接收单位")

    monkeypatch.setenv("TENDERLENS_USER", "审计员")
    told = json.loads(said(folder, "audit", "list", "--json", "--action", "decline"))
    assert [(r["user"], r["objects"], r["result"]) for r in told[-2:]] == [
        ("乙", ["R1"], ""),
        ("乙", ["R1"], "done"),
    ]
    assert told[-2]["reason"] == "未写明接收单位"
    assert "链条完整" in said(folder, "audit", "verify")


def test_a_name_without_accounts_is_said_to_count_for_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENDERLENS_USER", "张分析")

    told = said(folder, "audit", "list")

    assert "TENDERLENS_USER=张分析 不起作用" in told
    assert {r.entry.user for r in AuditLog(folder).records()} == {Workspace(folder).user}


def test_a_purge_says_what(folder: Path) -> None:
    assert "--dismissed" in said(folder, "purge")
    assert "审计记录" in said(folder, "purge", "--dismissed", "--older-than", "1")


def test_a_signing_key_is_replaced_and_both_fingerprints_are_listed(folder: Path) -> None:
    assert json.loads(said(folder, "keys", "list", "--json")) == []  # looking makes none
    before = Workspace(folder).signer

    told = said(folder, "keys", "rotate")

    now, then = json.loads(said(folder, "keys", "list", "--json"))
    assert then["fingerprint"] == before.fingerprint != now["fingerprint"]
    assert now["fingerprint"] in told
    assert now["until"] == ""


def test_a_person_gets_a_day(folder: Path) -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    appoint(folder, Appointed("person:1", "2031-05-06", "排除线索", "甲", now))
    assert "只清除人员" in said(
        folder, "purge", "--person", "company:1", "--on", "2031-05-06", "--reason", "无关"
    )

    (due,) = json.loads(said(folder, "retention", "--json"))

    assert (due["on"], due["subject"], due["reason"]) == ("2031-05-06", "person:1", "排除线索")
    assert "写明清除什么" in said(folder, "purge", "--due", "--dismissed")
    assert "0" in said(folder, "purge", "--due")


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["account", "disable", "甲"], "account list"),
        (["backup", "/proc/nope"], "请换一个文件"),
        (["restore", "missing.zip", "--into", "w2"], "tenderlens backup"),
        (["annex", "open", "missing", "--out", "a.xlsx"], "请指定随卷宗交付的附件"),
        (["template", "bids", "--out", "folder"], "换一个"),
        (["load", "bids.csv", "--dry-run", "--problems", "folder"], "换一个"),
        (["ui", "--port", "80000"], "65535"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_what_cannot_be_done_names_its_remedy(
    arguments: list[str],
    remedy: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TENDERLENS_ANNEX_PASSPHRASE", PASSWORD)
    (tmp_path / "folder").mkdir()
    (tmp_path / "bids.csv").write_text("标段编号,投标人名称,投标报价\nT,甲,1\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["tenderlens", "--workspace", str(folder), *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()

    assert stopped.value.code in {1, 2}
    assert remedy in capsys.readouterr().err


def test_a_password_behind_an_option_is_warned_of(folder: Path) -> None:
    told = said(folder, "--graph", "bolt://reader:s3cret@127.0.0.1:9/graph", "retention")

    assert "进程列表" in told
    assert "s3cret" not in told
