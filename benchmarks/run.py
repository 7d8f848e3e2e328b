"""All cases, one process each, and the tables made of them."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.reading import Case, Reading, growth, shown, verdicts
from benchmarks.world import build_world
from graph.interpreter import INTERPRETER
from settings import VERSION

ROOT = Path(__file__).parents[1]


def run_cases(sizes: Sequence[int], engines: Sequence[str], console: Console) -> list[Case]:
    """Run every engine at every size; a case that breaks down says so in its only reading."""
    cases = []
    with tempfile.TemporaryDirectory(prefix="tenderlens-world-") as temporary:
        for bids in sizes:
            folder = Path(temporary) / str(bids)
            build_world(folder, bids).write(folder / "world.json")
            for engine in engines:
                console.print(f"[bold]{engine}, {bids:,} bids[/bold]")
                cases.append(Case(engine, bids, _run_case(engine, folder / "world.json")))
    return cases


def _run_case(engine: str, world: Path) -> tuple[Reading, ...]:
    command = [INTERPRETER, "-m", "benchmarks.case", "--engine", engine, "--world", str(world)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0 or not done.stdout.strip():
        return (Reading("case", None, note=f"ended with exit code {done.returncode}"),)
    readings = json.loads(done.stdout.strip().splitlines()[-1])
    return tuple(Reading(**reading) for reading in readings)


def machine() -> list[str]:
    """What the figures were measured on, as lines."""
    memory = psutil.virtual_memory().total / 2**30
    return [
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, {platform.platform()}",
        f"Python {platform.python_version()}, TenderLens {VERSION}",
    ]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def rows_of(cases: Sequence[Case]) -> list[tuple[str, str, list[str]]]:
    """(what, budget, one cell a case), in the order in which things were measured."""
    names = list(dict.fromkeys(r.name for case in cases for r in case.readings))
    rows = []
    for name in names:
        found = [next((r for r in case.readings if r.name == name), None) for case in cases]
        known = next(r for r in found if r is not None)
        budget = "" if known.budget is None else f"≤ {known.budget:g} {known.unit}".rstrip()
        rows.append((name, budget, [_cell(reading) for reading in found]))
    return rows


def _cell(reading: Reading | None) -> str:
    if reading is None:
        return ""
    text = shown(reading)
    if reading.value is None:
        return text
    if reading.budget is not None:
        text += " ✗" if reading.value > reading.budget else " ✓"
    return f"{text} ({reading.note})" if reading.note else text


def markdown(cases: Sequence[Case], *, at: datetime) -> str:
    """The whole result as a document."""
    heads = [f"{case.engine} {case.bids:,}" for case in cases]
    lines = [f"Measured {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC on {machine()[0]}; {machine()[1]}."]
    lines += ["", "Budgets are meant for 1,000,000 bids on the embedded engine.", ""]
    lines += [f"| | budget | {' | '.join(heads)} |", "|---|---|" + "---:|" * len(heads)]
    lines += [
        f"| {name} | {budget} | {' | '.join(c.replace('|', '/') for c in cells)} |"
        for name, budget, cells in rows_of(cases)
    ]
    missed = verdicts(cases)
    lines += ["", "Budgets missed:" if missed else "No budget is missed."]
    lines += [f"- {line}" for line in missed]
    grown = growth(cases)
    lines += ["", "Growth:"] if grown else []
    lines += [f"- {line}" for line, _ in grown]
    return "\n".join(lines) + "\n"


def print_table(cases: Sequence[Case], console: Console) -> None:
    """The result for the terminal."""
    table = Table(title="; ".join(machine()))
    table.add_column("")
    table.add_column("budget")
    for case in cases:
        table.add_column(f"{case.engine}\n{case.bids:,}", justify="right")
    for name, budget, cells in rows_of(cases):
        table.add_row(name, budget, *cells)
    console.print(table)
    for line, _ in growth(cases):
        console.print(line)
    for line in verdicts(cases):
        console.print(f"[red]missed[/red] {line}")
