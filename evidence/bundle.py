"""What leaves the building: a ZIP of all parts, their manifest, its signature, their sums."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evidence.approval import Approval
from evidence.check_bundle import MANIFEST, SIGNATURE, SIGNER, SUMS, pack
from evidence.content import Content
from evidence.digests import sha256, sm3
from evidence.matter import DossierRefused
from evidence.signing import Signer
from graph.errors import reason
from messages import language, t
from queries.finding import Finding
from queries.run import SignalRun

FORMAT = 2
CHECK = "verify.py"


def bundle(content: Content, parts: Mapping[str, bytes], signer: Signer) -> bytes:
    """The ZIP; equal content, parts and key give equal bytes."""
    script = Path(__file__).with_name("check_bundle.py").read_bytes()
    files = {**parts, CHECK: script, SIGNER: signer.pem}
    files[MANIFEST] = manifest(content, files, signer)
    files[SIGNATURE] = signer.sign(files[MANIFEST])
    summed = {"SHA256SUMS": sha256, "SM3SUMS": sm3}
    listed = {
        name: "".join(f"{summed[name](data)}  {part}\n" for part, data in sorted(files.items()))
        for name in SUMS
    }
    return pack({**files, **{name: text.encode() for name, text in listed.items()}})


def manifest(content: Content, files: Mapping[str, bytes], signer: Signer) -> bytes:
    """What the dossier was made from: enough to compute it again, and to check it."""
    return _json(
        {
            "format": FORMAT,
            "number": content.number,
            "product": {"name": "TenderLens", "version": content.release.program_version},
            "language": language(),
            "generated_at": content.release.at.isoformat(),
            "as_of": content.as_of.isoformat(),
            "operator": content.release.by,
            "purpose": content.release.purpose,
            "recipient": content.release.recipient,
            "approver": content.release.approver,
            "approval": _approval(content.release.approval),
            "origin": content.release.origin,
            "authority": content.release.authority,
            "mark": content.release.stated_mark,
            "audit_head": content.release.audit_head,
            "signer": {
                "algorithm": "Ed25519",
                "public_key": signer.public.hex(),
                "fingerprint": signer.fingerprint,
            },
            "matter": _matter(content),
            "weights": {
                "version": content.weights.version,
                "label": content.weights.label,
                "sha256": content.weights.sha256,
                "dials": content.weights.model_dump(),
            },
            "seed": None,  # nothing here is drawn by chance
            "signals": [_signal(run) for run in content.runs],
            "measures": [
                {"name": m.name, "revision": m.revision, "computed_at": m.computed_at}
                for m in content.measures
            ],
            "batches": [
                {
                    "id": use.batch.id,
                    "table": use.batch.table,
                    "file": use.batch.file,
                    "sha256": use.batch.sha256,
                    "sm3": use.sm3 or None,
                    "operator": use.batch.operator,
                    "loaded_at": use.batch.loaded_at,
                    "source_system": use.batch.source_system,
                    "document_no": use.batch.document_no,
                    "as_of": use.batch.as_of,
                    "rows": use.batch.rows,
                    "cited": use.cited,
                }
                for use in content.batches
            ],
            "files": [
                {"name": name, "size": len(data), "sha256": sha256(data), "sm3": sm3(data)}
                for name, data in sorted(files.items())
            ],
        }
    )


def _approval(approval: Approval | None) -> dict[str, str] | None:
    return None if approval is None else {**asdict(approval), "at": approval.at.isoformat()}


def _matter(content: Content) -> dict[str, Any]:
    matter = content.matter
    smoke = matter.smoke
    index = {} if smoke is None else {
        "smoke_index": smoke.value,
        "interval": list(smoke.interval),
        "evidence_bans": smoke.evidence,
        "coverage": smoke.coverage,
    }  # fmt: skip
    return {
        "id": matter.id,
        "kind": matter.kind,
        "keys": list(matter.keys),
        "red_flag": matter.red_flag,
        "findings": sorted(f.id for f in matter.findings),
        "notes": sorted(f.id for f in matter.notes),
        **index,
    }


def _signal(run: SignalRun) -> dict[str, Any]:
    signal = run.signal
    return {
        "id": signal.id,
        "revision": signal.revision,
        "subjects": signal.subjects,
        "identity": signal.identity,
        "evidence": signal.evidence,
        "root_fact": signal.root_fact,
        "legal_basis": signal.legal_basis,
        "cypher": signal.cypher,
        "cypher_sha256": sha256(signal.cypher.encode()),
        "parameters": dict(run.parameters),
        "missing": list(run.missing),
        "truncated": run.truncated,
        "problem": run.problem,
        "findings": len(run.findings),
        "findings_sha256": findings_digest(run.findings),
    }


def findings_digest(findings: tuple[Finding, ...]) -> str:
    """One hash over what was found: ids, grades, cited nodes; not over the time of computing."""
    lines = sorted(
        json.dumps([f.id, f"{f.grade:.6f}", sorted(f.evidence)], ensure_ascii=False)
        for f in findings
    )
    return sha256("\n".join(lines).encode())


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()


def write_new(file: Path, data: bytes) -> None:
    """Write a file that was not there, whole or not at all.

    Raises DossierRefused if it is there already or cannot be written.
    """
    if file.exists():
        raise DossierRefused(
            t(
                "The dossier {file} is already there and is not overwritten. "
                "Choose another folder, or move the old one away.",
                file=file,
            )
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, data)
    except OSError as problem:
        raise DossierRefused(
            t(
                "The dossier {file} cannot be written: {problem}. Choose a folder you may write.",
                file=file,
                problem=reason(problem),
            )
        ) from problem


def _write(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".dossier-", dir=file.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
