"""Run the benchmarks: `python -m benchmarks --sizes 10000,100000 --engines embedded,neo4j`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks.run import markdown, print_table, run_cases
from tests.neo4j_server.start import what_neo4j_lacks

OUT = Path(__file__).parent / "out"
ENGINES = ("embedded", "neo4j")


def sizes(text: str) -> list[int]:
    """Numbers of bids, separated by commas."""
    return [int(part.replace("_", "")) for part in text.split(",")]


def engines(text: str) -> list[str]:
    """Names of engines, separated by commas."""
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in ENGINES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose of {', '.join(ENGINES)}")
    return chosen


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and keep the result below benchmarks/out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=sizes, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--engines", type=engines, default=list(ENGINES))
    parser.add_argument("--out", type=Path, help="Markdown file; default: benchmarks/out/<time>.md")
    chosen = parser.parse_args(arguments)
    console = Console(stderr=True)
    usable = list(chosen.engines)
    lacks = what_neo4j_lacks() if "neo4j" in usable else None
    if lacks is not None:
        console.print(f"[yellow]Neo4j is left out: {lacks}.[/yellow]")
        usable.remove("neo4j")
    at = datetime.now(UTC)
    cases = run_cases(chosen.sizes, usable, console)
    file: Path = chosen.out or OUT / f"{at:%Y%m%dT%H%M%S}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(markdown(cases, at=at), encoding="utf-8")
    print_table(cases, Console())
    console.print(f"Written to {file}.")


if __name__ == "__main__":
    main()
