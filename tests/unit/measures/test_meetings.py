"""Sums over the lots in which two firms met, held against adding them up pair by pair."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest

from measures.meetings import PairLimits, by_joint_lots, over_joint_lots, together
from tests.unit.measures.fields import field

FIRMS, LOTS = "ABCDEFGHJK", 60


@pytest.mark.parametrize("least", [1, 3])
def test_sums_over_joint_lots_are_those_of_adding_up(least: int) -> None:
    chance = random.Random(least)
    offers = [
        {firm: chance.uniform(90, 110) for firm in chance.sample(FIRMS, chance.randint(1, 9))}
        for _ in range(LOTS)
    ]
    made = field(offers)
    rows = np.array([chance.random() < 0.9 for _ in range(made.firm.size)])
    one, two = (np.array([chance.random() for _ in rows]) for _ in range(2))
    pairs = together(made, least=least, rows=rows, limits=PairLimits(bidders=7))
    marked = np.bincount(made.lot[rows], minlength=LOTS)
    added, met = defaultdict[tuple[int, int], float](float), defaultdict[tuple[int, int], int](int)
    for i, j in combinations(np.flatnonzero(rows).tolist(), 2):
        if made.lot[i] == made.lot[j] and marked[made.lot[i]] <= 7:
            pair = (int(made.firm[i]), int(made.firm[j]))
            met[pair] += 1
            added[pair] += one[i] * two[j]
    often = sorted(pair for pair, lots in met.items() if lots >= least)

    product, lots = over_joint_lots(made, pairs, (one, two), (np.ones_like(one),) * 2)

    assert [*zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)] == often
    assert pairs.met == len(met)
    assert lots.tolist() == pairs.lots.tolist() == [met[pair] for pair in often]
    assert product == pytest.approx([added[pair] for pair in often])
    assert by_joint_lots(made, pairs, product).sum() == pytest.approx(product @ pairs.lots)


def test_nobody_who_meets_makes_no_sum() -> None:
    made = field([{"A": 1.0}, {"B": 2.0}])
    pairs = together(made, least=1)

    (nothing,) = over_joint_lots(made, pairs, (made.price, made.price))

    assert nothing.size == 0
    assert by_joint_lots(made, pairs, nothing).tolist() == [0.0, 0.0]
