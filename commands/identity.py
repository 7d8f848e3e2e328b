"""Records that may be one and the same: `same`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from commands.front import AsJson, app, err, opened, out, print_json, print_table
from evidence.beijing_time import with_zone
from graph.node_merger import AUTOMATIC
from leads.identities import Sameness, feature_name
from messages import t
from workspace import SAMENESS

same_app = typer.Typer(no_args_is_help=True, help="Records that may be one and the same.")


app.add_typer(same_app, name="same")


@same_app.command("list")
def same_list(
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that were judged already.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List records that may be one, the most probable first."""
    with opened() as workspace:
        found = [c for c in workspace.sameness_candidates() if everything or c.verdict is None]
        stale = any(each.stale for each in workspace.measures() if each.name == SAMENESS)
    if stale:
        err.print(
            t("What was loaded since has not been compared. `tenderlens measure` compares records.")
        )
    if as_json:
        print_json(found)
        return
    if not found:
        if not stale:
            out.print(t("No two records wait to be judged."))
        return
    rows = [
        [
            f"{c.one_name}\n{c.one}",
            f"{c.two_name}\n{c.two}",
            f"{c.score:.3f}",
            "\n".join(f"{feature_name(n)} {bans:+.1f} {said}" for n, bans, said in c.reasons),
            t(c.verdict.value) if c.verdict else "",
        ]
        for c in found
    ]
    columns = ("first record", "second record", "probability", "reasons in bans", "verdict")
    print_table(t("Perhaps one and the same"), [t(c) for c in columns], rows)


@same_app.command("judge")
def same_judge(
    one: str,
    two: str,
    verdict: Sameness,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the judgement.")],
    as_json: AsJson = False,
) -> None:
    """Say whether two records are the same. A later judgement replaces an earlier one."""
    with opened() as workspace:
        merged, split = workspace.judge_identities(
            [(one, two)], verdict, reason, at=datetime.now(UTC)
        )
    if as_json:
        print_json({"merged": merged, "split": split})
        return
    out.print(t("{merged} records merged, {split} taken apart.", merged=merged, split=split))


@same_app.command("merged")
def same_merged(as_json: AsJson = False) -> None:
    """List the merges that hold."""
    with opened() as workspace:
        found = workspace.merged_records()
    if as_json:
        print_json(found)
        return
    columns = ("name", "was", "of", "by", "reason", "at")
    rows = [
        [m.name, m.was, m.of, t("automatic") if m.by == AUTOMATIC else m.by, m.why, with_zone(m.at)]
        for m in found
    ]
    print_table(t("Merged records"), [t(column) for column in columns], rows)
