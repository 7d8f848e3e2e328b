"""Whether a dossier is still what was written, and whose key signed it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.check_bundle import MANIFEST, Problem, check_path, fingerprint, said
from messages import language


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What the check found. `fingerprint` is that of the key which signed, empty if unreadable."""

    ok: bool
    problems: tuple[str, ...]
    files: tuple[str, ...]
    fingerprint: str


def verify(path: Path, *, issuer: str = "") -> VerifyReport:
    """Check a dossier: its ZIP, the folder it was unpacked to, or the manifest in that folder.

    Needs neither graph nor workspace. That the files belong together and are unchanged says who
    wrote them only if `issuer`, the fingerprint of a key known from another source, is given.
    """
    problems, files = check_path(path)
    key = fingerprint(files[MANIFEST]) if MANIFEST in files else ""
    if issuer and not problems and key != _normalised(issuer):
        problems.append(("issuer", key))
    return VerifyReport(not problems, tuple(map(_sentence, problems)), tuple(sorted(files)), key)


def _normalised(issuer: str) -> str:
    return "".join(issuer.lower().split()).replace(":", "")


def _sentence(problem: Problem) -> str:
    return said(problem, 1 if language() == "en" else 0)
