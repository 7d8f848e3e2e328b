"""A dossier: report, cited rows, manifest and sums of one lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evidence.bundle import MANIFEST, SUMS, manifest, sums, write_folder
from evidence.content import gather
from evidence.report import report
from evidence.workbook import workbook
from graph.engine import GraphReader
from leads.lead import Lead
from leads.weights import Weights
from queries.catalogue import Provision, register
from queries.run import SignalRun

REPORT, ROWS = "report.docx", "rows.xlsx"


@dataclass(frozen=True, slots=True)
class DossierFiles:
    """Where the parts of a dossier are."""

    folder: Path
    report: Path
    rows: Path
    manifest: Path
    sums: Path


def compile_dossier(
    lead: Lead,
    runs: Sequence[SignalRun],
    reader: GraphReader,
    *,
    weights: Weights,
    out: Path,
    prepared_by: str,
    at: datetime,
    program_version: str,
    laws: Mapping[str, Provision] | None = None,
) -> DossierFiles:
    """Write the dossier of `lead` to `<out>/<lead id>/`, all of it or nothing.

    `runs` are those that the lead came from; `laws` is the register of provisions, unless given
    the one that TenderLens ships. The same arguments over the same graph give the same
    bytes. Raises DossierRefused if that folder is there already or cannot be written.
    """
    content = gather(
        lead,
        runs,
        reader,
        weights=weights,
        laws=register() if laws is None else laws,
        prepared_by=prepared_by,
        at=at,
        program_version=program_version,
    )
    files = {REPORT: report(content), ROWS: workbook(content)}
    files[MANIFEST] = manifest(content, files)
    files[SUMS] = sums(files)
    folder = out / lead.id
    write_folder(folder, files)
    return DossierFiles(folder, folder / REPORT, folder / ROWS, folder / MANIFEST, folder / SUMS)
