"""`python -m benchmarks.collusion --data PATH`: markets scored and compared with the courts.

PATH is a CSV file with one row a bid, or a folder of such files. The evaluation method of the
authors' own files is known; of any other it is declared: `--method average_bid`. With
`--simulated SEED` instead: invented markets with known rings, one for each evaluation method.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.collusion.markets import (
    KNOWN,
    METHODS,
    Labels,
    Market,
    doubts,
    write_tables,
)
from benchmarks.collusion.published import HEADERS as COLUMNS
from benchmarks.collusion.published import FileRefused, read_published
from benchmarks.collusion.run import Result, run_market
from benchmarks.collusion.simulated import PRICED, make_world, write_world

HEADERS = (
    "market", "level", "n", "positive", "AUC", "average precision", "balanced accuracy",
    "precision at 20", "simple rule", "its AUC", "its balanced accuracy", "majority",
)  # fmt: skip


def market(name: str, stated: Sequence[str]) -> Market | None:
    """The market of a file: as stated for it, else as known, else as stated for all others."""
    everywhere = None
    for text in stated:
        of, _, rest = text.rpartition("=")
        method, *more = rest.split(":")
        least = next((int(word) for word in more if word.isdigit()), 3)
        offers = next((word for word in more if not word.isdigit()), "price")
        if of == name:
            return Market(name, method, least, offers)
        if not of:
            everywhere = Market(name, method, least, offers)
    return next((known for known in KNOWN if known.name == name), everywhere)


def published_markets(
    data: Path, stated: Sequence[str], columns: Mapping[str, str]
) -> Iterator[tuple[Market, Callable[[Path], Labels]]]:
    """Each file whose method is known, with what writes its tables; of the others, why not."""
    files = sorted(data.glob("*.csv")) if data.is_dir() else [data]
    if not files:
        _say(f"{data}: holds no CSV file.")
    for file in files:
        found = market(file.stem, stated)
        if found is None:
            _say(
                f"{file.name}: left out, its evaluation method is not stated. Add "
                f"--method {file.stem}=METHOD, one of {', '.join(METHODS)}."
            )
            continue
        try:
            read = read_published(file, columns, discounts=found.discounts)
        except (FileRefused, OSError) as refusal:
            _say(f"left out: {refusal}")
            continue
        for sentence in (*read.notes, *doubts(read, found)):
            _say(f"{file.name}: {sentence}")
        yield found, partial(write_tables, read, found)


def simulated_markets(seed: int) -> Iterator[tuple[Market, Callable[[Path], Labels]]]:
    """The invented markets, with what writes their tables."""
    for method, known in PRICED.items():
        yield known, partial(write_world, make_world(method, seed), method)


def _say(sentence: str) -> None:
    print(f"  {sentence}", file=sys.stderr)


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = ["| " + " | ".join(HEADERS) + " |", "|" + "---|" * len(HEADERS)]
    for r in results:
        cells = (
            r.market, r.level, f"{r.subjects:,}", f"{r.positives:,}", r.auc, r.average_precision,
            r.balanced_accuracy, r.precision_at_20, r.rule, r.rule_auc,
            _number(r.rule_balanced_accuracy), _number(r.majority),
        )  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:.3f}"


def _plain(value: object) -> object:
    """Without NaN, which JSON does not know."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


def _understood(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.collusion", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, metavar="PATH", help="a CSV file, or a folder of them")
    source.add_argument("--simulated", type=int, metavar="SEED", help="invent the markets")
    parser.add_argument(
        "--method",
        action="append",
        default=[],
        metavar="[NAME=]METHOD[:LEAST][:discount]",
        help="state the evaluation method of a file, or of all that are not known: "
        f"{', '.join(METHODS)}; from how many bids a tender counts (3); whether bids are discounts",
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="ROLE=HEADER",
        help=f"name a column of a file that is not the authors': {', '.join(COLUMNS)}",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args(arguments)
    chosen.column = dict(text.partition("=")[::2] for text in chosen.column)
    for name in chosen.column:
        if name not in COLUMNS:
            parser.error(f"--column {name}: is no role. Roles: {', '.join(COLUMNS)}.")
    try:
        for text in chosen.method:
            market(text.rpartition("=")[0], [text])
    except ValueError as wrong:
        parser.error(str(wrong))
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every market and print its figures; 1 if there is none."""
    chosen = _understood(arguments)
    found: list[Result] = []
    for one, write in (
        simulated_markets(chosen.simulated)
        if chosen.data is None
        else published_markets(chosen.data, chosen.method, chosen.column)
    ):
        _say(one.name)
        results = run_market(one, write)
        if not results:
            _say(f"{one.name}: has no labelled tender of {one.least_bids} bids: no figures.")
        elif all(result.positives in (0, result.subjects) for result in results):
            _say(f"{one.name}: all labels are alike: a ranking cannot be judged.")
        found.extend(results)
    if chosen.json:
        print(json.dumps([_plain(asdict(result)) for result in found], ensure_ascii=False))
    elif found:
        print(table(found))
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
