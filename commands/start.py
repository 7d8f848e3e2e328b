"""From nothing to pages in a browser: `demo`, `ui`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from commands.front import Front, app, err, opened, out
from commands.judging import print_leads
from commands.loading import load_files
from commands.measuring import run_measures
from graph.errors import TenderLensError, reason
from graph.interpreter import INTERPRETER
from loaders.understanding import Corrections
from messages import t
from settings import is_loopback

ROOT = Path(__file__).parents[1]


SAMPLE = ROOT / "sample_data"


UI_PORT = 8501


LOOPBACK = "127.0.0.1"


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the pages.")] = UI_PORT,
    pages: Annotated[bool, typer.Option(help="Start the pages at the end.")] = True,
) -> None:
    """Load the invented sample, measure, list the leads, open the pages."""
    if pages:
        check_port(port, LOOPBACK)
    with opened() as workspace:
        folder = workspace.folder
        if workspace.batches():
            text = t("The workspace {folder} already holds data; it is used as is.", folder=folder)
            out.print(text)
        else:
            load_files(
                workspace, [SAMPLE], Corrections(), dry_run=False, problems=None, quiet=False
            )
        if any(state.stale or state.computed_at is None for state in workspace.measures()):
            run_measures(workspace, None, quiet=False)
        leads_ = workspace.leads()
        title = t("The ten leads with the highest index, of {n}", n=len(leads_))
        print_leads(leads_[:10], workspace.weights, title)
    _next_steps(folder, port)
    _lawful_basis()
    if pages:
        raise typer.Exit(_pages(port, folder))


def _next_steps(folder: Path, port: int) -> None:
    out.print(t("Pages: http://127.0.0.1:{port}", port=port), style="bold")
    out.print(t("Everything in the sample is invented. Next:"))
    python, here = Path(INTERPRETER), Path.cwd()
    python = python.relative_to(here) if python.is_relative_to(here) else python
    for line in (
        "leads",
        "load FILE…",
        'ask "MATCH (c:Company) RETURN count(c) AS n"',
        "graph stop",
    ):
        out.print(f"  {python} cli.py {line}")
    out.print(t("Workspace: {folder}", folder=folder))


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the pages.")] = UI_PORT,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = LOOPBACK,
) -> None:
    """Start the pages; without accounts only for this computer."""
    with opened() as workspace:
        folder, single = workspace.folder, not workspace.door.accounts.exist()
    if single and not is_loopback(address):
        raise TenderLensError(
            t(
                "{address} is open to other computers, and this workspace has no accounts: "
                "whoever reaches it could do everything. Make accounts first "
                "(`tenderlens account add`), or leave --address out.",
                address=address,
            )
        )
    check_port(port, address)
    _lawful_basis()
    out.print(t("Pages: http://{address}:{port}", address=address, port=port), style="bold")
    raise typer.Exit(_pages(port, folder, address))


def check_port(port: int, address: str) -> None:
    """Raises TenderLensError if something listens there already, most often other pages."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":  # where it means what the server says too; elsewhere it would share
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise TenderLensError(
                t(
                    "The pages cannot listen on {address}:{port} ({reason}). If they are running "
                    "there already, open http://{address}:{port}; else choose another port with "
                    "--port.",
                    address=address,
                    port=port,
                    reason=reason(error),
                )
            ) from error


def _lawful_basis() -> None:
    """Who may use this on personal data: said at every start."""
    err.print(
        t(
            "Only bodies whose statutory duty requires it may process other persons' data with "
            "this tool (PIPL articles 13 and 34), for that duty and no further. Everybody else: "
            "use the invented sample."
        )
    )


def _pages(port: int, folder: Path, address: str = LOOPBACK) -> int:
    environment = os.environ | {"TENDERLENS_WORKSPACE": str(folder)}
    if Front.graph:
        environment["TENDERLENS_GRAPH"] = Front.graph
    command = [INTERPRETER, "-m", "pages.components.server", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", address]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    if sys.stdout.isatty() and "DISPLAY" in os.environ:
        webbrowser.open(f"http://127.0.0.1:{port}")
    # What leaves `run` by an exception ends the pages; a signal alone would leave them running.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 0
