"""Whether a dossier is still what was written: nothing changed, nothing missing, nothing added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.bundle import MANIFEST, SUMS, sha256, sums
from messages import t


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What the check found. `files` are the files that agree with the manifest."""

    ok: bool
    problems: tuple[str, ...]
    files: tuple[str, ...]


def verify(path: Path) -> VerifyReport:
    """Check a dossier; `path` is its folder or its manifest.

    This shows that the files belong together and are unchanged since. It does not show who wrote
    them: whoever replaces every file and all sums is not found out without a signature.
    """
    folder = path if path.is_dir() else path.parent
    if not (folder / MANIFEST).is_file():
        return _failed(
            t("{folder} holds no {name}: this is no dossier.", folder=path, name=MANIFEST)
        )
    try:
        there = {p.name: p.read_bytes() if p.is_file() else b"" for p in folder.iterdir()}
    except OSError as problem:
        return _failed(
            t("{folder} cannot be read: {problem}", folder=folder, problem=problem.strerror)
        )
    stated = _stated(there[MANIFEST])
    if stated is None:
        return _failed(t("{name} was changed: it cannot be read any more.", name=MANIFEST))
    return _compare(there, stated)


def _compare(there: Mapping[str, bytes], stated: Mapping[str, tuple[str, int]]) -> VerifyReport:
    expected = set(stated) | {MANIFEST, SUMS}
    problems = [t("{name} is missing.", name=name) for name in sorted(expected - set(there))]
    problems += [
        t("{name} was added: the manifest does not list it.", name=name)
        for name in sorted(set(there) - expected)
    ]
    present = {name: there[name] for name in sorted(set(stated) & set(there))}
    agreeing = tuple(n for n, data in present.items() if (sha256(data), len(data)) == stated[n])
    problems += [t("{name} was changed.", name=n) for n in present if n not in agreeing]
    listed = {name: there[name] for name in (*agreeing, MANIFEST)}
    # With every other file as stated, the sums must be what they were, byte for byte: this is
    # what finds a change in the manifest itself.
    if len(problems) == 0 and there[SUMS] != sums(listed):
        problems.append(t("{a} and {b} do not agree: one was changed.", a=MANIFEST, b=SUMS))
    return VerifyReport(len(problems) == 0, tuple(problems), agreeing)


def _stated(manifest: bytes) -> dict[str, tuple[str, int]] | None:
    try:
        files = json.loads(manifest)["files"]
        return {str(f["name"]): (str(f["sha256"]), int(f["size"])) for f in files}
    except (ValueError, KeyError, TypeError):
        return None


def _failed(problem: str) -> VerifyReport:
    return VerifyReport(False, (problem,), ())
