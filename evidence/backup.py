"""A workspace as one ZIP, and back: files with their hashes, keys under a passphrase.

What another start makes again stays out: caches, locks, the graph server's passwords and logs. The
keys are sealed (AES-256-GCM under argon2id) or left out, and the manifest says which.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from evidence.audit import AuditLog, parse_anchor
from evidence.seal import SealBroken, sealed, unsealed
from graph.errors import TenderLensError, reason
from messages import t

FORMAT = 1
MANIFEST, SEALED, FILES = "backup.json", "keys.sealed", "workspace/"
KEYS, GRAPH = "keys", "graph"
MADE_AGAIN = frozenset({"graph/credentials.json", "graph/endpoint.json"})
FOLDERS_MADE_AGAIN = ("cache/", "graph/log/", "graph/config/", "graph/import/")
PIECE = 1 << 20
MOST_MANIFEST = 256 << 20  # bytes; a manifest that is longer is none


class BackupRefused(TenderLensError):
    """The backup cannot be written, or not be trusted."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup on disk. `head` is the audit log's; `keys` says whether they are in it."""

    file: Path
    files: int
    size: int
    head: str
    keys: bool
    graph: bool


def back_up(
    workspace: Path, file: Path, *, passphrase: str, graph: bool, version: str, at: datetime
) -> Backup:
    """Write the workspace to `file`, whole or not at all. The caller keeps writers away.

    `graph` is False where the graph lives elsewhere; without a passphrase the keys stay out.
    """
    if file.exists():
        raise BackupRefused(
            t("{file} is already there and is not overwritten. Name a new file.", file=file)
        )
    head = str(AuditLog(workspace).head())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".backup-", dir=file.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                written = _write(workspace, stream, passphrase, graph, version, at, head)
                stream.flush()
                os.fsync(stream.fileno())
            draft.rename(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise BackupRefused(
            t(
                "The backup {file} cannot be written: {reason}. Name another file.",
                file=file,
                reason=reason(problem),
            )
        ) from problem
    return Backup(file, written, file.stat().st_size, head, bool(passphrase), graph)


def _write(
    workspace: Path,
    stream: IO[bytes],
    passphrase: str,
    graph: bool,
    version: str,
    at: datetime,
    head: str,
) -> int:
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for path, name in _files(workspace):
            if name.startswith(f"{GRAPH}/") and not graph:
                continue
            with path.open("rb") as source, pack.open(FILES + name, "w", force_zip64=True) as to:
                size, digest = _copied(source, to)
            mode = path.stat().st_mode & 0o777
            listed.append({"name": name, "size": size, "sha256": digest, "mode": mode})
        if passphrase:
            pack.writestr(SEALED, sealed(json.dumps(_keys(workspace)).encode(), passphrase))
        manifest = {
            "format": FORMAT,
            "version": version,
            "at": at.isoformat(),
            "audit_head": head,
            "keys": "sealed" if passphrase else "left out",
            "graph": "embedded" if graph else "elsewhere",
            "files": listed,
        }
        pack.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(listed)


def _files(workspace: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(workspace.rglob("*")):
        name = path.relative_to(workspace).as_posix()
        made_again = name in MADE_AGAIN or name.startswith(FOLDERS_MADE_AGAIN)
        passing = path.suffix in (".lock", ".new") or path.name.startswith(".backup-")
        left_out = made_again or passing or name.startswith(f"{KEYS}/")
        if path.is_file() and not path.is_symlink() and not left_out:
            yield path, name


def _copied(source: IO[bytes], target: IO[bytes], most: int | None = None) -> tuple[int, str]:
    """Size and SHA-256 of what was copied; stops after `most` bytes and one piece."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if most is not None and size > most:
            break
        target.write(piece)
    return size, digest.hexdigest()


def _keys(workspace: Path) -> dict[str, str]:
    folder = workspace / KEYS
    return {f.name: f.read_bytes().hex() for f in sorted(folder.glob("*")) if f.is_file()}


def _opened(data: bytes, passphrase: str) -> dict[str, str]:
    try:
        keys: dict[str, str] = json.loads(unsealed(data, passphrase))
    except SealBroken as problem:
        raise BackupRefused(
            t("The keys in the backup cannot be opened: the passphrase is wrong.")
        ) from problem
    return keys


def restore(file: Path, into: Path, *, passphrase: str) -> Backup:
    """Make the workspace `into` from a backup; nothing is left behind if anything is wrong.

    Every file must have the size and the hash that the manifest states, and the audit log must end
    as it did. Raises BackupRefused.
    """
    if into.exists() and any(into.iterdir()):
        raise BackupRefused(t("{folder} is not empty. Restore into a new folder.", folder=into))
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=into.parent) as scratch:
        draft = Path(scratch) / "workspace"
        draft.mkdir(mode=0o700)
        try:
            with zipfile.ZipFile(file) as pack:
                done = _unpacked(file, pack, draft, passphrase)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as problem:
            raise BackupRefused(
                t(
                    "{file} is no backup, or it is damaged: {reason}. Name a file that "
                    "`tenderlens backup` wrote.",
                    file=file,
                    reason=_why(problem),
                )
            ) from problem
        check = AuditLog(draft).verify(parse_anchor(done.head))
        if not check.ok:
            raise BackupRefused(
                t("The audit log in {file} is not whole: {reason}", file=file,
                  reason=check.problems[0])
            )  # fmt: skip
        with contextlib.suppress(FileNotFoundError):
            into.rmdir()
        shutil.move(draft, into)
    return done


def _why(problem: Exception) -> str:
    """Of what this module itself refuses, the name in the backup."""
    if isinstance(problem, OSError):
        return reason(problem)
    return str(problem) if type(problem) is ValueError else t("it lacks what one holds")


def _unpacked(file: Path, pack: zipfile.ZipFile, draft: Path, passphrase: str) -> Backup:
    with pack.open(MANIFEST) as stream:
        manifest = json.loads(stream.read(MOST_MANIFEST))
    listed = manifest["files"]
    stated = {FILES + str(row["name"]) for row in listed} | {MANIFEST, SEALED}
    if extra := sorted(set(pack.namelist()) - stated):
        raise ValueError(extra[0])
    sealed = manifest["keys"] == "sealed"
    for row in listed:
        _unpack(pack, row, draft)
    if sealed and passphrase:
        (draft / KEYS).mkdir(mode=0o700)
        for name, content in _opened(pack.read(SEALED), passphrase).items():
            target = draft / KEYS / PurePosixPath(name).name
            target.write_bytes(bytes.fromhex(content))
            target.chmod(0o600)
    return Backup(
        file, len(listed), file.stat().st_size, str(manifest["audit_head"]),
        sealed and bool(passphrase), manifest["graph"] == "embedded",
    )  # fmt: skip


def _unpack(pack: zipfile.ZipFile, row: Mapping[str, Any], draft: Path) -> None:
    name, size = PurePosixPath(str(row["name"])), int(row["size"])
    if name.is_absolute() or ".." in name.parts or "\\" in str(name) or ":" in str(name):
        raise ValueError(str(name))
    target = draft / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with pack.open(FILES + str(row["name"])) as source, target.open("xb") as to:
        if _copied(source, to, most=size) != (size, row["sha256"]):
            raise ValueError(str(name))
    target.chmod(int(row["mode"]) & 0o700)
