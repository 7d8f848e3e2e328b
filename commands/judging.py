"""What people do with leads: `leads`, `judge`, `assign`, `inspect`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from commands.front import (
    WITH_PROBLEMS,
    AsJson,
    app,
    err,
    opened,
    out,
    plain,
    print_json,
    print_table,
    stated_day,
    stated_pair,
    tell_if_empty,
)
from evidence.beijing_time import today, with_zone
from leads.assignments import Assignment, Stage
from leads.inspection import DrawRecord, DrawRules
from leads.judgements import Verdict
from leads.lead import Lead, SubjectKind
from leads.weights import Weights
from messages import t

inspect_app = typer.Typer(no_args_is_help=True, help="Random inspection by a published seed.")


app.add_typer(inspect_app, name="inspect")


@app.command()
def leads(
    subject: Annotated[SubjectKind | None, typer.Option(help="Only leads of this kind.")] = None,
    minimum: Annotated[float, typer.Option("--min", help="Only from this smoke index on.")] = 0.0,
    as_json: AsJson = False,
) -> None:
    """List leads, highest smoke index first."""
    with opened() as workspace:
        found = workspace.leads(subject, minimum=minimum)
        weights = workspace.weights
        if not found:
            tell_if_empty(workspace)
    if as_json:
        print_json([_lead_as_json(lead) for lead in found])
        return
    print_leads(found, weights, t("Leads"))


def _lead_as_json(lead: Lead) -> dict[str, object]:
    extra = {"band": lead.smoke.band, "coverage_grade": lead.smoke.coverage_grade}
    return {**plain(lead), "smoke": {**plain(lead.smoke), **extra}}


def print_leads(found: Sequence[Lead], weights: Weights, title: str) -> None:
    columns = ("id", "kind", "name", "smoke index", "interval", "band", "coverage", "findings")
    rows = [
        [
            lead.id,
            t(lead.kind.value),
            ("⚑ " if lead.red_flag else "") + lead.name,
            f"{lead.smoke.value:.1f}",
            f"{lead.smoke.interval[0]:.1f}–{lead.smoke.interval[1]:.1f}",
            t(lead.smoke.band),
            lead.smoke.coverage_grade,
            len(lead.findings),
        ]
        for lead in found
    ]
    print_table(title, [t(c) for c in columns], rows)
    out.print(t("Leads to check; weights: {weights}. People judge.", weights=weights.called))


@app.command("judge")
def judge_(
    leads: Annotated[list[str], typer.Argument(metavar="LEAD...", help="Ids of leads.")],
    verdict: Annotated[Verdict, typer.Option(help="What you decided.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept with the judgement.")],
) -> None:
    """Record what you decided about leads; a later judgement stands beside the earlier one."""
    with opened() as workspace:
        workspace.judge(leads, verdict, reason, at=datetime.now(UTC))
    out.print(t("{count} leads: judgement recorded.", count=len(leads)))


@app.command("assign")
def assign_(
    leads: Annotated[list[str], typer.Argument(metavar="LEAD...", help="Ids of leads.")],
    stage: Annotated[
        Stage,
        typer.Option(help="assigned (分办), checking (核查), reported (反馈), returned (退回)."),
    ] = Stage.ASSIGNED,
    to: Annotated[str, typer.Option(help="Who looks into it.")] = "",
    due: Annotated[str, typer.Option(help="Until when, YYYY-MM-DD.")] = "",
    note: Annotated[str, typer.Option(help="What is asked, or what came of it.")] = "",
) -> None:
    """Give leads to somebody, or say how far the work on them is."""
    until = date.fromisoformat(stated_day(due)) if due else None
    with opened() as workspace:
        workspace.assign(leads, stage, to=to, due=until, note=note, at=datetime.now(UTC))
    out.print(t("{count} leads: {stage}.", count=len(leads), stage=t(STAGES[stage])))


STAGES = {
    Stage.ASSIGNED: "assigned",
    Stage.CHECKING: "being checked",
    Stage.REPORTED: "reported back",
    Stage.RETURNED: "given back",
}


@app.command("assigned")
def assigned_(
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is late.")] = False,
    as_json: AsJson = False,
) -> None:
    """List who has which lead until when."""
    day = today()
    with opened() as workspace:
        stands = workspace.assigned().values()
    found = [step for step in stands if step.overdue(day) or not overdue]
    found.sort(key=lambda step: (step.due or date.max, step.lead))
    if as_json:
        print_json([{**plain(step), "overdue": step.overdue(day)} for step in found])
        return
    rows = [[s.lead, t(STAGES[s.stage]), s.to, _until(s, day), s.note, s.by] for s in found]
    columns = ("lead", "state", "who", "until", "note", "by")
    print_table(t("Assigned leads"), [t(c) for c in columns], rows)


def _until(step: Assignment, day: date) -> str:
    late = f" {t('(late)')}" if step.overdue(day) else ""
    return f"{step.due or ''}{late}"


@inspect_app.command("draw")
def inspect_draw(
    seed: Annotated[str, typer.Option(help="The published seed, such as a lottery number.")],
    seed_source: Annotated[str, typer.Option(help="Where others can look the seed up.")],
    ratio: Annotated[
        list[str], typer.Option(help="CLASS=RATIO, such as A08=0.1; *=0.05 for all others.")
    ],
    by: Annotated[
        str, typer.Option(help="class (of lots) or band (red, orange, yellow, white, -).")
    ] = "class",
    inspectors: Annotated[int, typer.Option(help="Inspectors a lot.")] = 2,
    since: Annotated[str, typer.Option(help="Lots opened from this month or day on.")] = "",
    until: Annotated[str, typer.Option(help="Lots opened until this month or day.")] = "",
    region: Annotated[str, typer.Option(help="Start of the code of the region.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draw lots and inspectors; who is tied to a party of a lot is not sent there."""
    ratios = dict(stated_pair(text, "--ratio") for text in ratio)
    rules = DrawRules(seed, seed_source, by, ratios, inspectors)
    with opened() as workspace:
        record = workspace.draw_inspection(
            rules, since=since, until=until, region=region, at=datetime.now(UTC)
        )
    if as_json:
        print_json(record)
    else:
        _print_draw(record)


def _print_draw(record: DrawRecord) -> None:
    names = {person.key: person.name for person in record.people}
    rows = [
        [
            lot.stratum,
            lot.name,
            "、".join(names[key] for key in lot.inspectors),
            len(lot.barred),
            lot.ticket[:12],
        ]
        for lot in record.drawn
    ]
    columns = ("class", "lot", "inspectors", "barred by a tie", "ticket")
    print_table(record.id, [t(c) for c in columns], rows)
    out.print(
        t(
            "{drawn} of {all} lots; seed {seed} ({source}); draw number {attempt} from these lots.",
            drawn=len(record.drawn),
            all=len(record.population),
            seed=record.rules.seed,
            source=record.rules.seed_source,
            attempt=record.attempt,
        ),
    )
    if record.short:
        err.print(t("{count} lots have fewer inspectors than asked.", count=len(record.short)))


@inspect_app.command("list")
def inspect_list(as_json: AsJson = False) -> None:
    """List the draws of this workspace, newest first."""
    with opened() as workspace:
        found = workspace.inspections()
    for file in found.damaged:
        err.print(
            t("{file} is no record of a draw and is left out: restore it from a backup.", file=file)
        )
    if as_json:
        print_json(found.records)
        return
    rows = [
        [r.id, with_zone(r.at), r.user, r.rules.seed, len(r.drawn), len(r.population)]
        for r in found.records
    ]
    columns = ("id", "at", "who", "seed", "drawn", "lots")
    print_table(t("Draws"), [t(c) for c in columns], rows)


@inspect_app.command("verify")
def inspect_verify(
    record: Annotated[str, typer.Argument(metavar="ID|FILE")], as_json: AsJson = False
) -> None:
    """Draw again from a record. Exit 0: it is the same, and its hash is logged; 3: it differs."""
    with opened() as workspace:
        found, problems = workspace.check_inspection(record)
    if as_json:
        print_json({"id": found.id, "ok": not problems, "problems": problems})
    elif problems:
        for problem in problems:
            err.print(problem)
    else:
        out.print(t("{id}: drawn again, everything is the same.", id=found.id))
    if problems:
        raise typer.Exit(WITH_PROBLEMS)
