"""`python -m benchmarks.collusion --data DIR`: markets scored and compared with the courts."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.collusion.markets import KNOWN, METHODS, Market
from benchmarks.collusion.run import Result, run_market

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
    parser.add_argument("--data", type=Path, required=True, help="folder of the CSV files")
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
    for file, market in markets(chosen.data, chosen.method):
        print(f"  {market.name}", file=sys.stderr)
        found.extend(run_market(file, market))
    if chosen.json:
        print(json.dumps([asdict(result) for result in found], ensure_ascii=False))
    else:
        print(table(found))


if __name__ == "__main__":
    main()
