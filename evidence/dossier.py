"""A dossier: two documents, the cited rows, pictures, data, proof; in one signed ZIP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.beijing_time import moment
from evidence.bundle import bundle, write_new
from evidence.calendar import calendar
from evidence.clocks import Clock
from evidence.content import Content, gather
from evidence.machine import machine
from evidence.matter import Matter, Release
from evidence.network_page import network_page
from evidence.picture import draw, relations
from evidence.referral import blocks as referral_blocks
from evidence.referral import referral, referral_title
from evidence.report import Figure, new_document, report, report_title
from evidence.report import blocks as report_blocks
from evidence.signing import Signer
from evidence.template import filled
from evidence.wording import kind_name, or_blank
from evidence.workbook import workbook
from graph.engine import GraphReader
from leads.weights import Weights
from loaders.evidence_store import EvidenceStore
from messages import t
from queries.catalogue import Provision, register
from queries.run import SignalRun

REPORT, REFERRAL, ROWS = "report.docx", "referral.docx", "rows.xlsx"
NETWORK, DATA, CALENDAR, README = "network.html", "data.json", "clocks.ics", "README.txt"
PICTURE = "pictures/relations"


@dataclass(frozen=True, slots=True)
class Templates:
    """Own DOCX templates in the place of the two documents; None: the shipped layout."""

    report: bytes | None = None
    referral: bytes | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier on disk. `fingerprint` is that of the key that signed it."""

    file: Path
    number: str
    fingerprint: str
    key_protected: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same from one dossier of a workspace to the next."""

    weights: Weights
    signer: Signer
    laws: Mapping[str, Provision] = field(default_factory=register)
    templates: Templates = Templates()


def compile_dossier(
    matter: Matter,
    runs: Sequence[SignalRun],
    reader: GraphReader,
    release: Release,
    frame: Frame,
    *,
    out: Path,
    clocks: Sequence[Clock] = (),
    originals: EvidenceStore | None = None,
) -> Dossier:
    """Write the dossier of `matter` to `<out>/<number>.zip`, all of it or nothing.

    `runs` are those that the findings came from, `originals` holds the loaded files. The same
    arguments over the same graph give the same bytes. Raises DossierRefused if that file is there
    already or cannot be written, TemplateRefused for a template with fields that nothing fills, and
    OriginalDamaged if a cited file is no longer what was loaded.
    """
    content = gather(
        matter,
        runs,
        reader,
        release,
        weights=frame.weights,
        laws=frame.laws,
        clocks=clocks,
        originals=originals,
    )
    file = out / f"{content.number}.zip"
    write_new(file, bundle(content, parts(content, frame), frame.signer))
    return Dossier(file, content.number, frame.signer.fingerprint, frame.signer.protected)


def parts(content: Content, frame: Frame) -> dict[str, bytes]:
    """The files of a dossier by name, without manifest, signature and sums."""
    drawn = relations(content.graph)
    picture = draw(drawn)
    figures = []
    if drawn.firms:
        caption = t("Relations about {name}", name=content.matter.name)
        if drawn.left_out:
            caption += t(" ({count} less connected ones are not drawn)", count=drawn.left_out)
        figures.append(Figure(f"{PICTURE}.png", caption, picture.png))
    files = {
        REPORT: _report(content, figures, frame.templates.report),
        REFERRAL: _referral(content, figures, frame.templates.referral),
        ROWS: workbook(content),
        NETWORK: network_page(content, drawn, picture),
        DATA: machine(content),
        README: _readme(content, frame.signer).encode(),
        **{figure.file: figure.png for figure in figures},
    }
    if figures:
        files[f"{PICTURE}.svg"] = picture.svg.encode()
    if content.clocks:
        due = [(content.matter.id, content.matter.name, clock) for clock in content.clocks]
        files[CALENDAR] = calendar(due, frame.laws, at=content.release.at)
    return files


def _report(content: Content, figures: Sequence[Figure], template: bytes | None) -> bytes:
    if template is None:
        return report(content, figures)
    page = new_document(content, report_title(content), base=template)
    return filled(page, fields(content, report_title(content)), report_blocks(content, figures))


def _referral(content: Content, figures: Sequence[Figure], template: bytes | None) -> bytes:
    if template is None:
        return referral(content, figures)
    page = new_document(content, referral_title(), base=template)
    return filled(page, fields(content, referral_title()), referral_blocks(content, figures))


def fields(content: Content, title: str) -> dict[str, str]:
    """The words that a template may ask for by name, besides the blocks."""
    matter, release, smoke = content.matter, content.release, content.matter.smoke
    return {
        "title": title,
        "number": content.number,
        "lead": matter.id,
        "name": matter.name,
        "kind": kind_name(matter.kind),
        "index": t("none") if smoke is None else f"{smoke.value:.1f}",
        "as_of": content.as_of.isoformat(),
        "mark": release.stated_mark,
        "purpose": or_blank(release.purpose),
        "recipient": or_blank(release.recipient),
        "prepared_by": release.by,
        "prepared_at": moment(release.at),
        "approver": or_blank(release.approver),
        "origin": or_blank(release.origin),
        "authority": or_blank(release.authority),
        "version": release.program_version,
    }


def _readme(content: Content, signer: Signer) -> str:
    lines = (
        f"{content.release.stated_mark}    {content.number}",
        "",
        t("report.docx: analysis report"),
        t("referral.docx: referral in sixteen sections"),
        t("rows.xlsx: one sheet per signal, sources, cited rows"),
        t("pictures: relation pictures"),
        t("network.html: the relations for the browser"),
        t("data.json: everything for machines"),
        t("manifest.json, manifest.sig, SHA256SUMS, SM3SUMS, verify.py: proof and check"),
        "",
        t(
            "To check that nothing was changed: `tenderlens verify FILE.zip`, or unpack and run "
            "`python verify.py`, which needs nothing but Python."
        ),
        t(
            "The signature shows who issued it only if the fingerprint of the key is known from "
            "another source. Ask the issuer for it; it should be:"
        ),
        signer.fingerprint,
    )
    return "\n".join(lines) + "\n"
