"""What is computed from the graph: `measure`, `measures`, `signals`, `scores`, `calibrate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.front import (
    AsJson,
    app,
    err,
    opened,
    out,
    print_json,
    print_table,
    shown,
    written,
)
from evidence.beijing_time import with_zone
from evidence.wording import family_name, strength_name
from graph.errors import TenderLensError
from leads.lead import SubjectKind
from loaders.problems import neutralised
from messages import t
from queries.describe import finding_sentence, signal_title
from queries.signal import Family
from workspace import Workspace

signals_app = typer.Typer(no_args_is_help=True, help="The catalogue of signals.")


app.add_typer(signals_app, name="signals")


@app.command()
def measure(
    names: Annotated[list[str] | None, typer.Argument(help="Measures; all without.")] = None,
    anew: Annotated[
        bool, typer.Option("--all", help="Also those whose data did not change.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compute measures whose data changed, and write their derived facts."""
    with opened() as workspace:
        reports = run_measures(workspace, names or None, quiet=as_json, anew=anew)
    if as_json:
        print_json(reports)


def run_measures(
    workspace: Workspace, names: Sequence[str] | None, *, quiet: bool, anew: bool = False
) -> Any:
    with err.status(t("Measuring …")) if not quiet else _silence() as status:
        reports = workspace.measure(
            names,
            progress=lambda text: status.update(text) if status is not None else None,
            anew=anew,
        )
        if names is None:
            workspace.keep_answers(
                progress=lambda text: status.update(text) if status is not None else None
            )
    if not quiet:
        words = {"computed": t("computed"), "updated": t("updated"), "unchanged": t("unchanged")}
        columns = ("id", "became", "facts", "changed", "seconds")
        rows = [
            [r.name, words[r.outcome], r.facts, r.changed, round(r.seconds, 1)] for r in reports
        ]
        print_table(t("Measures"), [t(column) for column in columns], rows)
        for report in reports:
            if report.missing:
                out.print(f"- {report.name}: {t('missing')} {shown(report.missing)}")
            for note in report.notes:
                out.print(f"- {report.name}: {note}")
    return reports


@contextmanager
def _silence() -> Iterator[None]:
    yield None


@app.command()
def measures(as_json: AsJson = False) -> None:
    """List the measures: when they ran, and whether data came after them."""
    with opened() as workspace:
        states = workspace.measures()
    if as_json:
        print_json(states)
        return
    columns = ("id", "title", "revision", "computed_at", "facts", "stale")
    rows = [
        [m.name, t(m.title), m.revision, with_zone(m.computed_at or ""), m.facts, m.stale]
        for m in states
    ]
    print_table(t("Measures"), [t(column) for column in columns], rows)


@signals_app.command("list")
def signals_list(as_json: AsJson = False) -> None:
    """List the signals."""
    with opened() as workspace:
        found = workspace.signals()
    if as_json:
        print_json([s.model_dump(mode="json") for s in found])
        return
    columns = ("id", "title", "family", "strength", "status", "bans")
    statuses = {"draft": t("draft"), "trial": t("on trial"), "established": t("established")}
    rows = [
        [
            s.id,
            s.title,
            family_name(s.family.value),
            strength_name(s.strength.value),
            statuses[s.status],
            s.weight.bans,
        ]
        for s in found
    ]
    print_table(t("Signals"), [t(c) for c in columns], rows)


@signals_app.command("new")
def signals_new(
    family: Annotated[Family, typer.Argument(help="Family, which is the folder.")],
    signal: Annotated[str, typer.Argument(metavar="ID", help="Id, which is the file's name.")],
) -> None:
    """Write the skeleton of a signal and of its golden graphs."""
    from queries.new_signal import new_signal

    for file in new_signal(family, signal):
        out.print(str(file))


@signals_app.command("precision")
def signals_precision(as_json: AsJson = False) -> None:
    """What became of each signal's leads, by the judgements of this workspace."""
    with opened() as workspace:
        found = workspace.precision()
    if as_json:
        print_json([asdict(p) | {"precision": p.precision} for p in found])
        return
    columns = ("signal", "pursued", "explained", "dismissed", "needs_data", "precision")
    rows = [
        [
            p.signal,
            p.pursued,
            p.explained,
            p.dismissed,
            p.needs_data,
            "" if p.precision is None else f"{p.precision:.2f}",
        ]
        for p in found
    ]
    print_table(t("Verdicts by signal"), [t(c) for c in columns], rows)


@signals_app.command("check")
def signals_check(
    engine: Annotated[bool, typer.Option(help="Also ask the engine to read every query.")] = False,
    lock: Annotated[bool, typer.Option(help="Write the new hashes of raised revisions.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check every signal file against the rules of the catalogue."""
    from queries.checks import check_catalogue, update_lock

    with opened() as workspace:
        if lock:
            update_lock()
        problems = check_catalogue(workspace.reader if engine else None)
        count = len(workspace.signals()) if not problems else 0
    if as_json:
        print_json(problems)
    else:
        for problem in problems:
            out.print(f"- {problem}")
        if not problems:
            out.print(t("{n} signals, no problems.", n=count))
    raise typer.Exit(1 if problems else 0)


@signals_app.command("docs")
def signals_docs(
    folder: Annotated[Path, typer.Option("--out", help="Folder to write.")] = Path("docs/signals"),
) -> None:
    """Write one page a signal."""
    from queries.signal_page import write_pages

    out.print(t("{n} pages in {folder}.", n=len(write_pages(folder)), folder=folder))


@signals_app.command("run")
def signals_run(
    ids: Annotated[list[str] | None, typer.Argument(help="Signals; all without.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run signals and list their findings."""
    with opened() as workspace:
        known = {s.id for s in workspace.signals()}
        unknown = sorted(set(ids or ()) - known)
        if unknown:
            raise TenderLensError(
                t(
                    "There is no signal '{id}'. The nearest are: {near}. `tenderlens signals list` "
                    "names all of them.",
                    id=unknown[0],
                    near=", ".join(get_close_matches(unknown[0], sorted(known), 3, 0.0)),
                )
            )
        runs = [r for r in workspace.signal_runs() if not ids or r.signal.id in ids]
    if as_json:
        print_json([_run_as_json(r) for r in runs])
        return
    rows = [[r.signal.id, r.signal.title, len(r.findings), r.seconds, r.missing] for r in runs]
    columns = (t("id"), t("title"), t("findings"), t("seconds"), t("cannot be computed: missing"))
    print_table(t("Findings"), columns, rows)


@signals_app.command("views")
def signals_views(
    view: Annotated[str | None, typer.Argument(metavar="VIEW", help="One of them.")] = None,
    as_json: AsJson = False,
) -> None:
    """Findings under the names that staff use (抱团亲密度, 标王 …) and by the seven stages."""
    from queries.composites import COMPOSITES, STAGES, composite_view

    every = (*COMPOSITES, *STAGES)
    if view is not None and view not in {c.id for c in every}:
        raise TenderLensError(
            t(
                "There is no view '{id}'. The views are: {names}.",
                id=view,
                names=", ".join(c.id for c in every),
            )
        )
    with opened() as workspace:
        runs = workspace.signal_runs()
        signals = {s.id: s for s in workspace.signals()}
    views = [composite_view(c, runs) for c in every if view in (None, c.id)]
    if as_json:
        print_json([_view_as_json(v) for v in views])
        return
    if view is None:
        rows = [
            [
                v.composite.id,
                t(v.composite.title),
                len(v.findings),
                f"{len(v.computed)}/{len(v.composite.parts)}",
            ]
            for v in views
        ]
        columns = (t("id"), t("title"), t("findings"), t("signals computed"))
        print_table(t("Views"), columns, rows)
        return
    rows = [
        [signal_title(signals[f.signal]), f"{f.grade:.2f}", finding_sentence(signals[f.signal], f)]
        for f in views[0].findings
    ]
    print_table(t(views[0].composite.title), (t("signal"), t("grade"), t("finding")), rows)
    for note in views[0].notes:
        out.print(f"- {note}")


def _view_as_json(view: Any) -> dict[str, object]:
    return {
        "view": view.composite.id,
        "title": t(view.composite.title),
        "signals": list(view.composite.signals),
        "computed": view.computed,
        "notes": view.notes,
        "findings": view.findings,
    }


def _run_as_json(run: Any) -> dict[str, object]:
    return {
        "signal": run.signal.id,
        "revision": run.signal.revision,
        "parameters": run.parameters,
        "missing": run.missing,
        "seconds": run.seconds,
        "findings": run.findings,
    }


@app.command("calibrate")
def calibrate_(
    labels: Annotated[Path, typer.Argument(help="CSV with key, label (1 or 0) and on (a date).")],
    write: Annotated[
        Path | None, typer.Option(help="Write the fitted weights to this new file.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Overwrite that file without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fit the weights to lots that were judged; print how well they predict later ones."""
    from leads.calibrate import calibrated_weights, write_weights

    with opened() as workspace:
        found = workspace.calibrate(labels)
        fitted = calibrated_weights(workspace.weights, found, on=datetime.now(UTC).date())
    if as_json:
        print_json(found)
    else:
        _print_calibration(found)
    if write is None:
        return
    sure = yes
    if write.exists() and not yes and not as_json:
        sure = typer.confirm(t("{file} exists. Overwrite it?", file=write))
    write_weights(fitted, write, overwrite=sure)
    if not as_json:
        out.print(t("Written: {file}. Name it in the settings (weights) to use it.", file=write))


def _print_calibration(found: Any) -> None:
    if found.unknown:
        out.print(t("{count} labelled keys are no lots of this graph.", count=found.unknown))
    if found.split_on is None:
        why = (
            t(
                "{count} labels have no date, so that rows are not split by time.",
                count=found.undated,
            )
            if found.undated
            else t("Before or after the day of a split all labels are alike.")
        )
        out.print(why)
        out.print(t("The figures are about the rows that were fitted, which flatters them."))
    else:
        text = t(
            "{fitted} lots fitted; figures about {held} lots from {day} on.",
            fitted=found.fitted,
            held=found.held_back,
            day=found.split_on,
        )
        out.print(text)
    print_table(t("Factors"), [t("family"), t("factor")], sorted(found.factors.items()))
    for title, fit in ((t("Before"), found.before), (t("After"), found.after)):
        print_table(
            t("{title}: Brier {brier}", title=title, brier=fit.brier),
            [t("lots"), t("predicted"), t("observed")],
            [[b.lots, b.predicted, b.observed] for b in fit.reliability],
        )
    if found.split_on is not None and found.after.brier >= found.before.brier:
        out.print(
            t("The fitted weights predict these lots no better than the present ones; keep those.")
        )


@app.command("scores")
def scores_(
    subject: Annotated[SubjectKind, typer.Option(help="Kind of subject.")],
    file: Annotated[Path, typer.Option("--out", help="CSV file to write.")],
) -> None:
    """Write the index of EVERY subject of a kind, without a threshold."""
    with opened() as workspace:
        frame = workspace.scores(subject)
    frame["name"] = frame["name"].map(neutralised)
    with written(file) as stream:
        frame.to_csv(stream, index=False, lineterminator="\r\n")
    err.print(t("{n} rows in {file}.", n=len(frame), file=file))
