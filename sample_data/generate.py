"""Makes the sample data: `python -m sample_data [--seed N] [--out FOLDER]`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from sample_data.afterwards import live_on
from sample_data.builder import Builder, draw_background
from sample_data.model import World
from sample_data.stories import plant
from sample_data.stories_experts import one_operator
from sample_data.tables import tables
from sample_data.write import write_table, write_truth

SEED = 20260701


def build(seed: int = SEED) -> World:
    """The whole invented market; the same seed gives the same market."""
    builder = Builder(seed)
    builder.settle()
    builder.populate()
    plant(builder)
    draw_background(builder)
    live_on(builder)
    builder.world.stories.append(one_operator(builder))
    return builder.world


def generate(folder: Path, seed: int = SEED) -> list[Path]:
    """Write every file into `folder`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    world = build(seed)
    written = [write_table(table, folder) for table in tables(world, random.Random(seed + 1))]
    return [*written, write_truth(seed, world.stories, folder)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of `python -m sample_data`."""
    parser = argparse.ArgumentParser(prog="python -m sample_data", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    chosen = parser.parse_args(arguments)
    for path in generate(chosen.out, chosen.seed):
        sys.stdout.write(f"{path}  {path.stat().st_size:,} B\n")
    return 0
