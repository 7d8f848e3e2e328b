"""`python -m benchmarks.collusion --data DIR`: markets scored and compared with the courts.

With `--simulated SEED` instead: invented markets with known rings, one for each evaluation method.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.collusion.markets import KNOWN, METHODS, Labels, Market, write_tables
from benchmarks.collusion.run import Result, run_market
from benchmarks.collusion.simulated import PRICED, make_world, write_world

HEADERS = (
    "market", "level", "n", "positive", "AUC", "average precision", "balanced accuracy",
    "precision at 20", "simple rule", "its AUC", "its balanced accuracy", "majority",
)  # fmt: skip


def markets(folder: Path, stated: Sequence[str]) -> list[tuple[Path, Market]]:
    """The CSV files of a folder with their markets; `stated` are NAME=METHOD[:LEAST_BIDS]."""
    known = {market.name: market for market in KNOWN}
    for text in stated:
        name, _, rest = text.partition("=")
        method, _, least = rest.partition(":")
        known[name] = Market(name, method, int(least or 3))
    files = sorted(folder.glob("*.csv"))
    unknown = [file.stem for file in files if file.stem not in known]
    if unknown:
        print(f"left out, their method is not stated: {', '.join(unknown)}", file=sys.stderr)
    return [(file, known[file.stem]) for file in files if file.stem in known]


def sources(
    folder: Path | None, stated: Sequence[str], seed: int
) -> Iterator[tuple[Market, Callable[[Path], Labels]]]:
    """Each market with what writes its tables and returns its labels."""
    if folder is None:
        for method, market in PRICED.items():
            yield market, partial(write_world, make_world(method, seed), method)
        return
    for file, market in markets(folder, stated):
        yield market, partial(write_tables, file, market)


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = ["| " + " | ".join(HEADERS) + " |", "|" + "---|" * len(HEADERS)]
    for r in results:
        cells = (
            r.market, r.level, f"{r.subjects:,}", f"{r.positives:,}", r.auc, r.average_precision,
            r.balanced_accuracy, r.precision_at_20, r.rule, r.rule_auc,
            f"{r.rule_balanced_accuracy:.3f}", f"{r.majority:.3f}",
        )  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every market of the folder and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.collusion", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder of the CSV files")
    source.add_argument("--simulated", type=int, metavar="SEED", help="invent the markets")
    parser.add_argument(
        "--method",
        action="append",
        default=[],
        metavar="NAME=METHOD[:LEAST]",
        help=f"state a further file's evaluation method: {', '.join(METHODS)}",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args(arguments)
    found: list[Result] = []
    for market, write in sources(chosen.data, chosen.method, chosen.simulated):
        print(f"  {market.name}", file=sys.stderr)
        found.extend(run_market(market, write))
    if chosen.json:
        print(json.dumps([asdict(result) for result in found], ensure_ascii=False))
    else:
        print(table(found))


if __name__ == "__main__":
    main()
