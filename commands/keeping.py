"""A workspace over the years: `backup`, `restore`, `purge`, `retention`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.front import AsJson, app, err, opened, out, print_items, print_json, stated_day
from graph.errors import TenderLensError
from messages import t
from workspace import restore_workspace

BACKUP_PASSPHRASE = "TENDERLENS_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable


@app.command()
def backup(file: Path) -> None:
    """Write the whole workspace to one ZIP; the graph server is stopped meanwhile."""
    passphrase = os.environ.get(BACKUP_PASSPHRASE, "")
    with opened() as workspace:
        made = workspace.back_up(file.resolve(), passphrase=passphrase, at=datetime.now(UTC))
    out.print(t("{n} files in {file}.", n=made.files, file=made.file))
    out.print(t("Audit log up to {head}", head=made.head))
    if not made.keys:
        err.print(
            t(
                "The keys are NOT in it: set {variable} to seal them in. Without the identity key, "
                "persons cannot be matched again.",
                variable=BACKUP_PASSPHRASE,
            )
        )
    if not made.graph:
        err.print(t("The graph lives elsewhere and is not in it: back it up there."))


@app.command()
def restore(
    file: Path, into: Annotated[Path, typer.Option(help="A new folder for the workspace.")]
) -> None:
    """Make a workspace from a backup; every file is checked against its hash."""
    done = restore_workspace(file, into, passphrase=os.environ.get(BACKUP_PASSPHRASE, ""))
    out.print(t("{n} files restored to {folder}.", n=done.files, folder=into))
    if not done.keys:
        err.print(t("Without the keys: copy them into {folder}.", folder=into / "keys"))


@app.command()
def purge(
    person: Annotated[str, typer.Option(help="Key of a person to take out of the graph.")] = "",
    reason: Annotated[str, typer.Option(help="Rule or order behind it, for a person.")] = "",
    on: Annotated[str, typer.Option(help="For a person: not now, but due from this day on.")] = "",
    due: Annotated[
        bool, typer.Option("--due", help="Everything that `retention` lists as due.")
    ] = False,
    dismissed: Annotated[
        bool, typer.Option("--dismissed", help="Erase the reasons of dismissed leads.")
    ] = False,
    older_than: Annotated[int, typer.Option(min=0, help="Days since the dismissal.")] = 1095,
) -> None:
    """Erase what need not be kept; the record in the audit log is the certificate."""
    if [bool(person), dismissed, due].count(True) != 1:
        raise TenderLensError(t("Say what to purge: --person KEY, --dismissed, or --due."))
    with opened() as workspace:
        if person and on:
            workspace.appoint_purge(person, date.fromisoformat(stated_day(on)), reason)
            out.print(t("{person} is due to be purged from {day} on.", person=person, day=on))
            return
        if person:
            gone = workspace.forget_person(person, reason)
        elif due:
            gone = len(workspace.purge_due())
        else:
            gone = workspace.purge_dismissed(older_than)
        head = workspace.door.log.head()
    out.print(t("Purged: {n}. Certificate: record {seq}", n=gone, seq=head))
    if person:
        err.print(t("The original files still name the person; they are evidence and stay."))


@app.command()
def retention(as_json: AsJson = False) -> None:
    """List what has a day from which it need not be kept; `purge --due` erases what is due."""
    with opened() as workspace:
        found = workspace.retention()
    if as_json:
        print_json(found)
        return
    print_items(t("Retention"), ("on", "kind", "subject", "reason"), found)
