"""The restore drill: a workspace from its backup answers what it answered before."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence.accounts import AccountRefused, NotPermitted, Role
from evidence.audit import Action, parse_anchor
from evidence.backup import MANIFEST, BackupRefused, restore
from graph.embedded_server import EmbeddedServer
from leads.judgements import Judgement, Verdict, append_judgement
from workspace import Workspace, restore_workspace

SAMPLE = Path(__file__).parents[2] / "sample_data"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PASSPHRASE = "four bridges, one lantern"
PASSWORD = "three lanterns, one bridge"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("before") / "w"
    made = Workspace(folder, graph="embedded:")
    made.load([SAMPLE / "企业.xlsx"])
    append_judgement(folder, Judgement("lot-1", Verdict.DISMISSED, "已核查", made.user, NOON))
    yield made
    made.close()
    EmbeddedServer(folder / "graph").stop()


@pytest.fixture(scope="module")
def packed(before: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "b.zip"
    before.back_up(file, passphrase=PASSPHRASE, at=NOON)
    return file


def test_a_restored_workspace_answers_the_same(
    before: Workspace, packed: Path, tmp_path: Path
) -> None:
    done = restore_workspace(packed, tmp_path / "after", passphrase=PASSPHRASE)

    after = Workspace(tmp_path / "after", graph="embedded:")
    try:
        assert after.counts() == before.counts()
        assert after.counts().nodes["Company"] > 0
        assert after.batches() == before.batches()
        assert after.judged() == before.judged()
        assert after.identity_key == before.identity_key
        (batch,) = after.batches()
        assert after.evidence_store.find(batch.sha256) is not None
        assert after.audit_check(parse_anchor(done.head)).problems == ()
        assert Action.RESTORE in {r.entry.action for r in after.audit_records()}
    finally:
        after.close()
        EmbeddedServer(tmp_path / "after" / "graph").stop()


def test_keys_are_sealed_or_left_out(before: Workspace, packed: Path, tmp_path: Path) -> None:
    key = before.identity_key
    with zipfile.ZipFile(packed) as pack:
        parts = [pack.read(name) for name in pack.namelist()]
    assert not any(key in part or key.hex().encode() in part for part in parts)

    with pytest.raises(BackupRefused, match="口令不正确"):
        restore(packed, tmp_path / "wrong", passphrase="another passphrase")
    assert not (tmp_path / "wrong").exists()
    assert restore(packed, tmp_path / "without", passphrase="").keys is False
    assert not (tmp_path / "without" / "keys").exists()


def test_a_changed_file_is_refused_and_nothing_is_left(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data + b"x" if name.endswith("judgements.jsonl") else data)

    with pytest.raises(BackupRefused, match="已损坏"):
        restore(tmp_path / "b.zip", tmp_path / "after", passphrase="")
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "c:\\out"])
def test_a_path_out_of_the_folder_is_refused(packed: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        new.writestr(f"workspace/{name}", b"")
        with zipfile.ZipFile(packed) as old:
            manifest = json.loads(old.read(MANIFEST))
        row = {"name": name, "size": 0, "mode": 0o600, "sha256": "e3b0c44298fc1c149afbf4c8996fb924"
               "27ae41e4649b934ca495991b7852b855"}  # fmt: skip
        new.writestr(MANIFEST, json.dumps({**manifest, "files": [row]}))

    with pytest.raises(BackupRefused):
        restore(tmp_path / "b.zip", tmp_path / "after", passphrase="")
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.parametrize(
    ("held", "why"), [(None, "文件或文件夹不存在"), (b"junk", "缺少备份应有的内容")]
)
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, held: bytes | None, why: str) -> None:
    if held is not None:
        (tmp_path / "b.zip").write_bytes(held)

    with pytest.raises(BackupRefused, match=f"不是备份，或已损坏：{why}。请"):
        restore(tmp_path / "b.zip", tmp_path / "after", passphrase="")


def test_a_folder_in_use_is_not_restored_over(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(BackupRefused, match="不是空文件夹"):
        restore(packed, tmp_path, passphrase="")


def test_a_workspace_with_accounts_lets_each_role_do_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    workspace = Workspace(tmp_path / "w")
    workspace.add_account("secadmin", PASSWORD, Role.SECURITY)
    security = workspace.login("secadmin", PASSWORD)
    security.add_account("审计员", PASSWORD, Role.AUDIT)
    with pytest.raises(NotPermitted):
        workspace.audit_records()
    with pytest.raises(NotPermitted):
        security.audit_records()
    with pytest.raises(AccountRefused):
        workspace.login("审计员", "wrong")

    auditor = workspace.login("审计员", PASSWORD)

    assert auditor.audit_check().ok
    refused = auditor.audit_records(action=Action.DENIED)
    assert [r.entry.detail["wanted"] for r in refused] == ["read_log", "read_log", "login"]
    with pytest.raises(NotPermitted):
        auditor.accounts()
