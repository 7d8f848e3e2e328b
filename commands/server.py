"""The graph server and the state of the workspace: `graph`, `doctor`."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from commands.front import AsJson, app, opened, out, print_json, print_table
from evidence.audit import Action
from graph.errors import TenderLensError
from messages import t
from settings import VERSION

graph_app = typer.Typer(no_args_is_help=True, help="The embedded graph server of this workspace.")


app.add_typer(graph_app, name="graph")


@graph_app.command("status")
def graph_status(as_json: AsJson = False) -> None:
    """Say whether the server runs, and how much it uses."""
    with opened() as workspace:
        status = workspace.server().status()
    told = {
        "running": status.running,
        "url": status.endpoint.url if status.endpoint else None,
        "uptime_seconds": round(status.uptime_seconds),
        "memory_mb": round(status.memory_bytes / 2**20),
        "disk_mb": round(status.disk_bytes / 2**20),
        "clients": status.clients,
    }
    if as_json:
        print_json(told)
        return
    print_table(t("Graph server"), (t("what"), t("value")), [[t(k), v] for k, v in told.items()])


@graph_app.command("start")
def graph_start() -> None:
    """Start the server, if it does not run."""
    with opened() as workspace:
        endpoint = workspace.server().ensure()
    out.print(endpoint.url)


@graph_app.command("stop")
def graph_stop() -> None:
    """Stop the server; nothing is lost, and the next command starts it again."""
    with opened() as workspace:
        stopped = workspace.server().stop()
    out.print(t("The graph server is stopped.") if stopped else t("No graph server was running."))


@graph_app.command("url")
def graph_url(as_json: AsJson = False) -> None:
    """Print address and READ-ONLY credentials for notebooks; not where there are accounts."""
    with opened() as workspace:
        endpoint = workspace.hand_out_reading()
    reader = endpoint.reader
    if as_json:
        print_json(
            {
                "url": endpoint.url,
                "database": endpoint.database,
                "user": reader.user,
                "password": reader.password,
            }
        )
        return
    address = endpoint.url.replace("bolt://", f"bolt://{reader.user}:{reader.password}@")
    sys.stdout.write(f"{address}/{endpoint.database}\n")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check that everything this tool needs is there and works."""
    checks: list[tuple[str, bool, str]] = []

    def check(name: str, work: Callable[[], object]) -> None:
        try:
            checks.append((name, True, str(work())))
        except (TenderLensError, OSError) as error:
            checks.append((name, False, str(error)))

    check(t("program"), lambda: f"TenderLens {VERSION}, Python {sys.version.split()[0]}")
    with opened() as workspace:
        check(t("workspace"), lambda: workspace.identity_key and workspace.folder)
        check(t("catalogue"), lambda: len(workspace.signals()))
        check(t("graph"), lambda: workspace.data_version() and workspace.engine.name)
        if workspace.may(Action.VIEW, Action.LOAD):
            check(t("batches"), lambda: len(workspace.batches()))
    if as_json:
        print_json([{"check": c, "ok": ok, "detail": d} for c, ok, d in checks])
    else:
        rows = [[name, "✓" if ok else "✗", detail] for name, ok, detail in checks]
        print_table(t("Doctor"), (t("check"), t("ok"), t("detail")), rows)
    raise typer.Exit(0 if all(ok for _, ok, _ in checks) else 1)
