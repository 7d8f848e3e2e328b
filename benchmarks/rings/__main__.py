"""`python -m benchmarks.rings`: how whole rings are found, by attendance, share of lots and kind.

Recovery is the mean over the true rings of the best Jaccard overlap with a ring that was found. A
ring that was found is false if it overlaps no true ring by half; the table gives their number per
true one in brackets.
The measures are called on the invented market itself, without an engine: the same arithmetic.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.rings.worlds import KINDS, Plan, RingWorld, make_world
from measures.bids import Bids, bids_from, field_of
from measures.co_bidding import find_pairs
from measures.rings import find_rings

SIZES = (3, 12)
OVERLAP = 0.5
LOTS_PER_RING = 400
ATTENDANCE = (0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Of one world: mean best overlap, rings found, false ones per true one."""

    plan: Plan
    overlap: float
    found: int
    false: float


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """Jaccard overlap of two groups."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b)


def recovery(
    found: Sequence[Collection[str]], true: Sequence[Collection[str]]
) -> tuple[float, float]:
    """Mean best overlap of the true rings, and false rings per true one."""
    best = [max((overlap(ring, group) for group in found), default=0.0) for ring in true]
    false = sum(max(overlap(group, ring) for ring in true) < OVERLAP for group in found)
    return float(np.mean(best)), false / len(true)


def bids_of(world: RingWorld) -> Bids:
    """The world as measures read it."""
    rows = world.bids.assign(bid="bid:" + world.bids["lot"] + "/" + world.bids["company"])
    listed = rows.assign(valid=True, lots=rows["lot"]).groupby("lot", sort=True)
    by_lot = listed.agg(
        lots=("lots", list), bids=("bid", list), prices=("price", list),
        valid=("valid", list), won=("won", list),
    )  # fmt: skip
    by_firm = rows.groupby("company", sort=True).agg(bids=("bid", list))
    names = pd.Index(world.lots["lot"], dtype=object)
    return bids_from(world.lots, names, by_lot.reset_index(), by_firm.reset_index())


def recover(plan: Plan) -> Recovery:
    """Make a world, find its rings, compare."""
    world = make_world(plan)
    bids = bids_of(world)
    pairs = find_pairs(bids.attendance, bids.lots).pairs
    rings = [ring.members for ring in find_rings(pairs, field_of(bids)).rings]
    mean, false = recovery(rings, world.rings)
    return Recovery(plan, mean, len(rings), false)


def plans(lots: Sequence[int], attendances: Sequence[float], seeds: int) -> list[Plan]:
    """Every combination that the table shows."""
    return [
        Plan(n, max(2, n // LOTS_PER_RING), SIZES, attendance, share, kind, seed)
        for n in lots
        for share in (0.01, 0.05, 0.15)
        for attendance in attendances
        for kind in KINDS
        for seed in range(seeds)
    ]


def table(results: Sequence[Recovery]) -> str:
    """Overlap and false rings per true one; rows: lots and share, columns: attendance."""
    rows = pd.DataFrame(
        [(r.plan.lots, r.plan.ring_share, r.plan.attendance, r.overlap, r.false) for r in results],
        columns=["lots", "share", "attendance", "overlap", "false"],
    )
    cells = rows.groupby(["lots", "share", "attendance"])[["overlap", "false"]].mean()
    columns = sorted(rows["attendance"].unique())
    lines = [
        "| lots | share of lots | " + " | ".join(f"{a:.0%}" for a in columns) + " |",
        "|" + "---|" * (len(columns) + 2),
    ]
    for lots, share in sorted({(r.plan.lots, r.plan.ring_share) for r in results}):
        here = cells.xs((lots, share))
        texts = [
            f"{mean:.2f} ({false:.2f})"
            for mean, false in zip(here["overlap"], here["false"], strict=True)
        ]
        lines.append(f"| {lots:,} | {share:.0%} | " + " | ".join(texts) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rings", description=__doc__)
    parser.add_argument("--lots", default="1000,10000", help="sizes of the markets")
    usual = ",".join(map(str, ATTENDANCE))
    parser.add_argument("--attendance", default=usual, help="chances that a member attends")
    parser.add_argument("--seeds", type=int, default=2, help="worlds a cell and kind")
    chosen = parser.parse_args(arguments)
    results = []
    lots = [int(n) for n in chosen.lots.split(",")]
    for plan in plans(lots, [float(a) for a in chosen.attendance.split(",")], chosen.seeds):
        result = recover(plan)
        print(f"  {plan}: {result.overlap:.2f}, {result.false:.2f} false", file=sys.stderr)
        results.append(result)
    print(table(results))


if __name__ == "__main__":
    main()
