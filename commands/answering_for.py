"""Who did what, and who may: `audit`, `account`, `request`, `approve`, `unmask`, `keys`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer

from commands.front import (
    REFUSED,
    AsJson,
    app,
    asked_password,
    err,
    opened,
    out,
    plain,
    print_items,
    print_json,
    print_table,
    stated_day,
)
from evidence.accounts import Role, role_name
from evidence.audit import Action, Record, action_name, parse_anchor, result_name
from evidence.beijing_time import with_zone
from evidence.clocks import CHINA
from evidence.two_persons import declined, declined_because, state_name
from messages import t

RECORD_COLUMNS = ("seq", "at", "user", "role", "action", "objects", "result", "reason")


ACCOUNT_COLUMNS = ("name", "role", "own", "disabled", "locked_until")


audit_app = typer.Typer(no_args_is_help=True, help="The audit log of this workspace.")


account_app = typer.Typer(no_args_is_help=True, help="Accounts and their roles.")


app.add_typer(audit_app, name="audit")


app.add_typer(account_app, name="account")


keys_app = typer.Typer(no_args_is_help=True, help="The keys of this workspace.")


app.add_typer(keys_app, name="keys")


@keys_app.command("list")
def keys_list(as_json: AsJson = False) -> None:
    """List the fingerprints of the signing keys: the present one, and those it replaced."""
    with opened() as workspace:
        retired = workspace.retired_keys()
        made = workspace.signing_key_made()
        present = None if made is None else workspace.signer  # looking makes no key
    rows = [] if present is None else [(present.fingerprint, "", "")]
    rows += [(key.fingerprint, with_zone(key.until), key.by) for key in reversed(retired)]
    columns = ("fingerprint", "until", "by")
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    print_table(t("Signing keys"), [t(c) for c in columns], rows)


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Replace the signing key; dossiers of the old one still verify."""
    with opened() as workspace:
        old, new = workspace.rotate_signing_key()
    out.print(
        t("{old} signs no more; from now on {new} does.", old=old.fingerprint, new=new.fingerprint),
    )
    out.print(t("Tell the recipients of dossiers the new fingerprint by another way."))


@audit_app.command("head")
def audit_head() -> None:
    """Print SEQ:HASH of the last record: kept elsewhere, it shows later that nothing was cut."""
    with opened() as workspace:
        sys.stdout.write(f"{workspace.audit_head()}\n")


@audit_app.command("verify")
def audit_verify(
    anchor: Annotated[
        str, typer.Option(help="SEQ:HASH, from `audit head` or a dossier's manifest.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Check the chain of records. Exit 0: it holds; 1: it does not."""
    known = parse_anchor(anchor) if anchor else None
    with opened() as workspace:
        check = workspace.audit_check(known)
    if as_json:
        print_json({**plain(check), "ok": check.ok})
    else:
        for problem in check.problems:
            out.print(f"- {problem}")
        if check.ok:
            out.print(t("{n} records: the chain holds.", n=check.records))
            if known is None:
                out.print(t("Whether its end was cut off shows only with --anchor."))
    raise typer.Exit(0 if check.ok else REFUSED)


@audit_app.command("list")
def audit_list(
    user: Annotated[str, typer.Option(help="Only records of this user.")] = "",
    action: Annotated[Action | None, typer.Option(help="Only this action.")] = None,
    since: Annotated[
        str, typer.Option(help="From this day on (Beijing time), such as 2024-05-06.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List records, oldest first."""
    start = datetime.fromisoformat(stated_day(since)).replace(tzinfo=CHINA) if since else None
    with opened() as workspace:
        found = workspace.audit_records(user=user, action=action, since=start)
    rows = [_record(record) for record in found]
    if as_json:
        print_json(rows)
        return
    print_table("", [t(c) for c in RECORD_COLUMNS], [record_row(record) for record in found])


def record_row(record: Record) -> list[str | int]:
    """A record as a row of the table, in the reader's words."""
    entry = record.entry
    return [
        record.seq,
        with_zone(entry.at.isoformat()),
        entry.user,
        role_name(entry.role),
        action_name(entry.action),
        t(", ").join(entry.objects),
        result_name(entry.result),
        entry.reason,
    ]


def _record(record: Record) -> dict[str, Any]:
    stated: dict[str, Any] = plain(record)
    return {**stated.pop("entry"), **stated, "at": record.entry.at.isoformat()}


@audit_app.command("report")
def audit_report(as_json: AsJson = False) -> None:
    """Name operations out of the ordinary: they are to be looked at, not proof of anything."""
    with opened() as workspace:
        found = workspace.audit_report()
    if as_json:
        print_json(found)
        return
    for odd in found:
        records = ", ".join(str(seq) for seq in odd.seqs[:20])
        out.print(f"- {odd.sentence} [{records}]")
    if not found:
        out.print(t("Nothing out of the ordinary."))


@account_app.command("add")
def account_add(
    name: str,
    role: Annotated[Role, typer.Option(help="What the account is for.")],
    own: Annotated[
        list[str] | None,
        typer.Option(help="Key of the person, or of a firm of theirs; may be repeated."),
    ] = None,
    identity: Annotated[
        str,
        typer.Option(help="E-mail or 'ISSUER SUBJECT' at the identity provider; no password then."),
    ] = "",
) -> None:
    """Make an account; the password comes from TENDERLENS_NEW_PASSWORD or is asked for."""
    with opened() as workspace:
        password = "" if identity else asked_password("TENDERLENS_NEW_PASSWORD", t("New password"))
        workspace.add_account(name, password, role, tuple(own or ()), identity=identity)
    out.print(t("The account {name} is made.", name=name))


@account_app.command("list")
def account_list(as_json: AsJson = False) -> None:
    """List the accounts."""
    with opened() as workspace:
        found = workspace.accounts()
    if as_json:
        print_json([{column: getattr(a, column) for column in ACCOUNT_COLUMNS} for a in found])
        return
    said = [replace(a, locked_until=with_zone(a.locked_until)) for a in found]
    print_items("", ACCOUNT_COLUMNS, said)


@account_app.command("role")
def account_role(name: str, role: Role) -> None:
    """Give an account another role; sessions under the old one end."""
    with opened() as workspace:
        workspace.change_account(name, role=role)


@account_app.command("password")
def account_password() -> None:
    """Replace one's own password; TENDERLENS_NEW_PASSWORD holds the new one, or it is asked for."""
    with opened() as workspace:
        old = asked_password("TENDERLENS_PASSWORD", t("Password"))
        workspace.change_password(old, asked_password("TENDERLENS_NEW_PASSWORD", t("New password")))
    out.print(t("The password is changed."))


@account_app.command("disable")
def account_disable(
    name: str, undo: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False
) -> None:
    """Close an account; its sessions end."""
    with opened() as workspace:
        workspace.change_account(name, disabled=not undo)


@app.command()
def request(
    action: Annotated[Action, typer.Argument(help="export or unmask.")],
    subject: Annotated[
        str, typer.Argument(help="Id of a lead, key of a node, or `tray` for the case tray.")
    ],
    reason: Annotated[str, typer.Option(help="What it is for.")],
) -> None:
    """Ask a second person for approval; prints the number of the request."""
    with opened() as workspace:
        asked = workspace.request(action, subject, reason)
    sys.stdout.write(f"{asked.request}\n")


@app.command("approve")
def approve_(number: Annotated[str, typer.Argument(metavar="REQUEST")]) -> None:
    """Approve what somebody else asked for; holds for seven days and one use."""
    with opened() as workspace:
        step = workspace.approve(number)
    out.print(t("{request} is approved: {subject}", request=step.request, subject=step.subject))


@app.command("decline")
def decline_(
    number: Annotated[str, typer.Argument(metavar="REQUEST")],
    reason: Annotated[str, typer.Option(help="What is missing; whoever asked is told.")],
) -> None:
    """Decline what somebody else asked for."""
    with opened() as workspace:
        step = workspace.decline(number, reason)
    out.print(t("{request} is declined: {subject}", request=step.request, subject=step.subject))


@app.command()
def requests(as_json: AsJson = False) -> None:
    """List requests for approval and where they stand: all for who approves, else one's own."""
    with opened() as workspace:
        found = workspace.requests()
        mine = declined(found, workspace.user)
    if as_json:
        print_json(found)
        return
    rows = [
        [p.asked.request, action_name(p.asked.action), p.asked.subject, p.asked.reason,
         p.asked.by, state_name(p.state), p.by]
        for p in found
    ]  # fmt: skip
    columns = (t("Request"), t("Action"), t("About"), t("Reason"), t("Asked by"), t("State"),
               t("Decided by"))  # fmt: skip
    print_table("", columns, rows)
    for one in mine:
        out.print(declined_because(one))


@app.command()
def unmask(
    key: Annotated[str, typer.Argument(help="Key of a person, telephone or account.")],
    reason: Annotated[str, typer.Option(help="The case and the duty; kept in the audit log.")],
    as_json: AsJson = False,
) -> None:
    """Show the cells of the original files with a personal number whole; everywhere else: masked.

    With accounts, a second person approves first: `tenderlens request unmask KEY`.
    """
    with opened() as workspace:
        found = workspace.unmask(key, reason)
    if as_json:
        print_json(found)
        return
    print_items(key, ("column", "cell", "file", "sheet", "row", "batch"), found)
    if not found:
        err.print(t("No cell of a kept file holds it: the file is not a table or was not kept."))
