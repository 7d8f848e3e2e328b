"""Asking again: whether the recorded queries still find what a dossier says they found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.bundle import findings_digest
from evidence.check_bundle import MANIFEST, check_path
from evidence.digests import sha256
from evidence.matter import DossierRefused
from evidence.verify import verify
from graph.engine import GraphReader
from graph.errors import QueryRejected, QueryTimedOut
from messages import t
from queries.overview import batches
from queries.run import SIGNAL_LIMITS, findings_of
from queries.signal import Signal

EQUAL, DIFFERENT, NOT_ASKED = "equal", "different", "not asked"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One signal asked again. `outcome` is equal, different or not asked; `why` a sentence."""

    signal: str
    revision: int
    outcome: str
    recorded: int
    found: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """All signals of a dossier; `differences` name what the graph holds otherwise."""

    number: str
    differences: tuple[str, ...]
    signals: tuple[Replayed, ...]

    @property
    def equal(self) -> bool:
        """Whether the graph has the same files and every question the same answer."""
        outcomes = {replayed.outcome for replayed in self.signals}
        return not self.differences and DIFFERENT not in outcomes


def replay(path: Path, reader: GraphReader) -> ReplayReport:
    """Run the Cypher that a dossier recorded, with its parameters, on this graph.

    The recorded text is run, not the installed catalogue, by the read-only door. Raises
    DossierRefused for a dossier that does not verify.
    """
    checked = verify(path)
    if not checked.ok:
        raise DossierRefused(
            t("The dossier does not verify: {problem}", problem=checked.problems[0])
        )
    manifest: dict[str, Any] = json.loads(check_path(path)[1][MANIFEST])
    return ReplayReport(
        manifest["number"],
        tuple(_differences(manifest, reader)),
        tuple(_again(recorded, reader) for recorded in manifest["signals"]),
    )


def _differences(manifest: Mapping[str, Any], reader: GraphReader) -> Iterator[str]:
    recorded = {b["sha256"]: b["file"] for b in manifest["batches"]}
    there = {batch.sha256: batch.file for batch in batches(reader)}
    for sha, file in sorted(recorded.items()):
        if sha not in there:
            yield t("{file} (SHA-256 {sha}…) is not in this graph.", file=file, sha=sha[:8])
    for sha, file in sorted(there.items()):
        if sha not in recorded:
            yield t(
                "{file} (SHA-256 {sha}…) is in this graph, and was not when the dossier was made.",
                file=file,
                sha=sha[:8],
            )
    known = reader.run("MATCH (m:Measure) RETURN m.key AS name, m.revision AS revision").rows
    now = {str(name).removeprefix("measure:"): str(revision) for name, revision in known}
    for measure in manifest["measures"]:
        if now.get(measure["name"]) != measure["revision"]:
            yield t(
                "The measure {name} ran in revision {recorded} then, in {now} here.",
                name=measure["name"],
                recorded=measure["revision"],
                now=now.get(measure["name"], "—"),
            )


def _again(recorded: Mapping[str, Any], reader: GraphReader) -> Replayed:
    id_, revision, count = recorded["id"], recorded["revision"], recorded["findings"]
    if recorded["missing"] or recorded["problem"] or recorded["truncated"]:
        return Replayed(id_, revision, NOT_ASKED, count, 0, t("It had no full answer then."))
    if sha256(recorded["cypher"].encode()) != recorded["cypher_sha256"]:
        return Replayed(id_, revision, DIFFERENT, count, 0, t("The query is not the one summed."))
    try:
        table = reader.run(recorded["cypher"], recorded["parameters"], limits=SIGNAL_LIMITS)
    except (QueryRejected, QueryTimedOut) as error:
        return Replayed(id_, revision, DIFFERENT, count, 0, str(error))
    # Only what findings are made of is recorded; the texts of the signal are not needed here.
    asked = Signal.model_construct(
        **{name: recorded[name] for name in
           ("id", "revision", "subjects", "identity", "evidence", "root_fact")}
    )  # fmt: skip
    found = findings_of(asked, table.dicts())
    same = findings_digest(found) == recorded["findings_sha256"]
    return Replayed(id_, revision, EQUAL if same else DIFFERENT, count, len(found))
