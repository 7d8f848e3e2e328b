"""What leaves the building: `dossier`, `verify`, `replay`, `calendar`, `annex`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from commands.front import (
    WITH_PROBLEMS,
    AsJson,
    app,
    asked_password,
    err,
    opened,
    out,
    plain,
    print_json,
    print_table,
)
from evidence.beijing_time import moment
from evidence.calendar import counted
from evidence.replay import DIFFERENT, NOT_ASKED, ReplayReport
from graph.errors import TenderLensError, reason
from messages import LANGUAGES, set_language, t

annex_app = typer.Typer(no_args_is_help=True, help="The sealed rows with whole numbers.")


app.add_typer(annex_app, name="annex")


@app.command()
def dossier(
    subject: Annotated[
        str, typer.Argument(help="Id of a lead, key of a node, or `tray` for the case tray.")
    ],
    folder: Annotated[Path, typer.Option("--out", help="Folder in which to write.")],
    purpose: Annotated[str, typer.Option(help="What the dossier is for.")] = "",
    recipient: Annotated[str, typer.Option(help="Who receives it.")] = "",
    approver: Annotated[str, typer.Option(help="Who approved that it leaves.")] = "",
    origin: Annotated[str, typer.Option(help="Where the lead came from.")] = "",
    authority: Annotated[str, typer.Option(help="Order under which data was collected.")] = "",
    mark: Annotated[str, typer.Option(help="Mark on every page instead of the default.")] = "",
    language: Annotated[
        str | None, typer.Option(help="zh_CN or en; else that of the workspace.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Own DOCX template of the report.")] = None,
    referral: Annotated[
        Path | None, typer.Option(help="Own DOCX template of the referral.")
    ] = None,
) -> None:
    """Write a dossier: report, referral, rows, pictures, manifest, signature; one ZIP."""
    from evidence.dossier import Templates

    with opened() as workspace:
        if language is not None:
            _speak(language)
        release = workspace.release(
            purpose=purpose,
            recipient=recipient,
            approver=approver,
            origin=origin,
            authority=authority,
            mark=mark,
        )
        templates = Templates(_template(report), _template(referral))
        written = workspace.dossier(subject, folder, release=release, templates=templates)
    out.print(t("The dossier is {file}.", file=written.file))
    out.print(
        t("Fingerprint of the signing key: {key}", key=written.fingerprint),
    )
    if not written.key_protected:
        err.print(
            t(
                "The signing key has no passphrase: whoever can read the workspace's keys can "
                "sign. `tenderlens keys rotate` makes one under the passphrase in {variable}.",
                variable="TENDERLENS_NEW_SIGNING_PASSPHRASE",
            )
        )


def _speak(language: str) -> None:
    if language not in LANGUAGES:
        raise TenderLensError(
            t(
                "'{language}' is no language here. Write one of: {known}.",
                language=language,
                known=", ".join(LANGUAGES),
            )
        )
    set_language(language)


def _template(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be read: {reason}. Name a DOCX file, or leave the option out.",
                file=file,
                reason=reason(error),
            )
        ) from error


@app.command()
def verify(
    file: Path,
    issuer: Annotated[str, typer.Option(help="Fingerprint that the signing key must have.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check a dossier, ZIP or folder: every file against its manifest, and the signature."""
    from evidence.verify import verify as check

    report = check(file, issuer=issuer)
    if as_json:
        print_json(report)
    else:
        for problem in report.problems:
            out.print(f"- {problem}")
        if report.ok:
            out.print(t("Nothing has been changed: all files agree with the manifest."))
            out.print(
                t("Fingerprint of the signing key: {key}", key=report.fingerprint),
            )
            if not issuer:
                out.print(t("Ask the issuer, by another way, whether that is the key."))
    raise typer.Exit(0 if report.ok else 1)


@app.command()
def replay(bundle: Path, as_json: AsJson = False) -> None:
    """Ask again what a dossier recorded, on this graph. Exit 0: all equal; 3: something differs."""
    with opened() as workspace:
        report = workspace.replay(bundle)
    if as_json:
        print_json({**plain(report), "equal": report.equal})
    else:
        for difference in report.differences:
            out.print(f"- {difference}")
        rows = [[r.signal, r.revision, t(r.outcome), r.recorded, r.found, r.why]
                for r in report.signals]  # fmt: skip
        columns = (t("id"), t("revision"), t("answer"), t("then"), t("now"), t("reason"))
        print_table(t("Asked again: {number}", number=report.number), columns, rows)
        out.print(_outcome(report))
    raise typer.Exit(0 if report.equal else WITH_PROBLEMS)


def _outcome(report: ReplayReport) -> str:
    """What the table of a replay comes to, in a sentence."""
    asked = [r for r in report.signals if r.outcome != NOT_ASKED]
    other = sum(r.outcome == DIFFERENT for r in asked)
    if report.equal:
        return t("Equal: the same files, and all {n} questions find the same.", n=len(asked))
    if report.differences:
        return t(
            "Different: the graph does not hold the same files or measures (above), and {n} of "
            "{all} questions find something else.",
            n=other,
            all=len(asked),
        )
    return t(
        "Different: from the same files {n} of {all} questions find something else. If they were "
        "loaded anew: persons have other keys under another keys/identity.key, and identities that "
        "were decided by hand have to be decided again.",
        n=other,
        all=len(asked),
    )


@app.command()
def calendar(
    file: Annotated[Path, typer.Option("--out", help="ICS file to write.")],
    lead: Annotated[str | None, typer.Argument(help="One lead; all pursued ones without.")] = None,
) -> None:
    """Write the time limits of pursued leads as a calendar file."""
    with opened() as workspace:
        data, count = workspace.calendar(lead)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be written: {reason}. Choose another file with --out.",
                file=file,
                reason=reason(error),
            )
        ) from error
    err.print(t("{n} time limits in {file}.", n=count, file=file))


@app.command()
def complaints(as_json: AsJson = False) -> None:
    """List complaints that wait for a decision, with their time limits."""
    with opened() as workspace:
        found = workspace.open_complaints()
        laws = workspace.register()
    if as_json:
        print_json(found)
        return
    rows = [
        (c.code, c.name, clock.name, moment(clock.due), laws[clock.law].cited_as + counted(clock))
        for c in found
        for clock in c.clocks
    ]
    columns = ("number", "about", "time limit", "due on", "provision")
    print_table(t("Complaints that wait"), [t(c) for c in columns], rows)


@app.command()
def purpose(
    subject: Annotated[str, typer.Argument(help="Id of a lead.")],
    text: Annotated[str, typer.Argument(metavar="PURPOSE", help="What it is looked into for.")],
    authority: Annotated[str, typer.Option(help="Order or file number behind it.")] = "",
) -> None:
    """Record what a lead is looked into for; its dossiers say so unless told otherwise."""
    with opened() as workspace:
        workspace.state_purpose(subject, text, authority)
    out.print(t("Recorded for {subject}: {purpose}", subject=subject, purpose=text))


ANNEX_PASSPHRASE = "TENDERLENS_ANNEX_PASSPHRASE"  # noqa: S105 - the name of a variable


@annex_app.command("write")
def annex_write(
    file: Annotated[Path, typer.Argument(help="A dossier of this workspace.")],
    reason: Annotated[str, typer.Option(help="Why the recipient needs whole numbers.")],
) -> None:
    """Seal the cited rows with whole numbers into a file beside the dossier."""
    from evidence.annex import cited

    with opened() as workspace:
        subject = cited(file).subject
        passphrase = asked_password(ANNEX_PASSPHRASE, t("Passphrase of the annex"))
        made = workspace.annex(subject, file, passphrase=passphrase, reason=reason)
    said = t("{n} rows with whole numbers, sealed: {file}", n=made.rows, file=made.file)
    out.print(said)
    if made.without:
        rows = ", ".join(made.without[:20])
        err.print(
            t("{n} cited rows are in no kept table: {rows}", n=len(made.without), rows=rows),
        )
    err.print(t("Send dossier, annex and passphrase by three ways."))


@annex_app.command("open")
def annex_open(
    file: Path, to: Annotated[Path, typer.Option("--out", help="Workbook to write.")]
) -> None:
    """Open an annex; needs its passphrase and no workspace."""
    from evidence.annex import open_annex

    title, data = open_annex(file, asked_password(ANNEX_PASSPHRASE, t("Passphrase of the annex")))
    _write_private(to, data)
    out.print(
        t("Annex of {number}: {file}", number=title["dossier"], file=to),
    )


def _write_private(file: Path, data: bytes) -> None:
    """A new file that its owner alone may read."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be written: {reason}. Choose another file with --out.",
                file=file,
                reason=reason(error),
            )
        ) from error
