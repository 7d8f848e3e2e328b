"""The folder that leaves the building: its files, its manifest, its sums."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evidence.content import Content
from graph.errors import TenderLensError
from messages import t

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = 1


class DossierRefused(TenderLensError):
    """The dossier cannot be written there."""


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def manifest(content: Content, files: Mapping[str, bytes]) -> bytes:
    """What the dossier was made from, as JSON: enough to compute it again and to check it."""
    lead = content.lead
    return _json(
        {
            "format": FORMAT,
            "product": {"name": "TenderLens", "version": content.program_version},
            "generated_at": content.at.isoformat(),
            "prepared_by": content.prepared_by,
            "lead": {
                "id": lead.id,
                "kind": lead.kind.value,
                "keys": list(lead.keys),
                "smoke_index": lead.smoke.value,
                "interval": list(lead.smoke.interval),
                "evidence_bans": lead.smoke.evidence,
                "coverage": lead.smoke.coverage,
                "red_flag": lead.red_flag,
                "findings": sorted(f.id for f in lead.findings),
                "notes": sorted(f.id for f in lead.notes),
            },
            "weights": {
                "version": content.weights.version,
                "label": content.weights.label,
                "sha256": content.weights.sha256,
                "dials": content.weights.model_dump(),
            },
            "signals": [
                {
                    "id": run.signal.id,
                    "revision": run.signal.revision,
                    "cypher_sha256": sha256(run.signal.cypher.encode()),
                    "cypher": run.signal.cypher,
                    "parameters": dict(run.parameters),
                    "findings": len(run.findings),
                    "missing": list(run.missing),
                }
                for run in content.runs
            ],
            "measures": [
                {"name": m.name, "revision": m.revision, "computed_at": m.computed_at}
                for m in content.measures
            ],
            "batches": [
                {"id": b.id, "table": b.table, "file": b.file, "sha256": b.sha256, "rows": b.rows}
                for b in content.batches
            ],
            "files": [
                {"name": name, "sha256": sha256(data), "size": len(data)}
                for name, data in sorted(files.items())
            ],
        }
    )


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)
    return (text + "\n").encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """The text of SHA256SUMS, as `sha256sum -c` reads it."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """All files or none: they are written beside `folder`, which then appears at once.

    Raises DossierRefused if `folder` is already there or cannot be written.
    """
    if folder.exists():
        raise DossierRefused(
            t(
                "The dossier {folder} is already there and is not overwritten. "
                "Choose another folder, or move the old one away.",
                folder=folder,
            )
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _write(folder, files)
    except OSError as problem:
        raise DossierRefused(
            t(
                "The dossier {folder} cannot be written: {problem}. Choose a folder you may write.",
                folder=folder,
                problem=problem.strerror,
            )
        ) from problem


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    draft = Path(tempfile.mkdtemp(prefix=".dossier-", dir=folder.parent))
    try:
        for name, data in files.items():
            with (draft / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
