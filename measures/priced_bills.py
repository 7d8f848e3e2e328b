"""Whether two priced bills agree more than the same work and the same quota explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Numbers = npt.NDArray[np.float64]

LEAST_LINES = 30
LARGEST = 300  # bills of one lot; more are not compared
FEW_VALUES = 3  # prices that take so few values among many bidders are not the bidders' choice
MANY_BILLS = 6
LEAST_R2, SLOPE_WITHIN = 0.999, 0.002
RATIO_WITHIN = 0.0005
ENOUGH_PAIRS = 10
LEAST_SHARE = 0.1
_FIXED = ("暂列金额", "暂估价", "安全文明", "规费", "税金", "甲供", "不可竞争")


@dataclass(frozen=True, slots=True)
class LikeBills:
    """Two bills (by number) and what they share."""

    one: int
    two: int
    share: float
    count: int
    p_value: float | None
    said: tuple[str, ...]


def like_bills(bills: Sequence[Mapping[str, float]]) -> Iterator[LikeBills]:
    """Pairs of bills (line to unit price, yuan) that agree, with the lines that bidders set freely.

    A price is equal to the cent. The p-value compares a pair with all other pairs of the lot.
    """
    if not 2 <= len(bills) <= LARGEST:
        return
    lines = _discretionary(bills)
    if len(lines) < LEAST_LINES:
        return
    prices = np.array([[bill.get(line, np.nan) for line in lines] for bill in bills])
    pairs = list(combinations(range(len(bills)), 2))
    shares = np.array([_share(prices[i], prices[j]) for i, j in pairs])
    for number, (i, j) in enumerate(pairs):
        in_ratio = _constant_ratio(prices[i], prices[j])
        share = max(float(shares[number]), in_ratio[0])
        if share < LEAST_SHARE:
            continue
        alike = np.isclose(prices[i], prices[j] * in_ratio[1], rtol=RATIO_WITHIN) if (
            in_ratio[0] > shares[number]
        ) else np.abs(prices[i] - prices[j]) < 0.005  # fmt: skip
        where = np.flatnonzero(alike).tolist()
        said = tuple(f"{lines[k]}：{prices[i, k]:.2f} / {prices[j, k]:.2f}" for k in where)
        yield LikeBills(i, j, share, len(where), _unlikely(shares, number), said)


def _discretionary(bills: Sequence[Mapping[str, float]]) -> list[str]:
    """Lines that two bills price at least, and that are the bidders' own choice."""
    values: dict[str, Counter[int]] = {}
    for bill in bills:
        for line, price in bill.items():
            if price > 0 and not any(word in line for word in _FIXED):
                values.setdefault(line, Counter())[round(price * 100)] += 1
    few = FEW_VALUES if len(bills) >= MANY_BILLS else 1 if len(bills) > 2 else 0
    return sorted(line for line, held in values.items() if held.total() > 1 and len(held) > few)


def _share(one: Numbers, two: Numbers) -> float:
    both = np.isfinite(one) & np.isfinite(two)
    if both.sum() < LEAST_LINES:
        return 0.0
    return float((np.abs(one - two)[both] < 0.005).mean())


def _constant_ratio(one: Numbers, two: Numbers) -> tuple[float, float]:
    """The share of lines that stand in one ratio, and the ratio; 0 where there is none."""
    both = np.isfinite(one) & np.isfinite(two) & (one > 0) & (two > 0)
    if both.sum() < LEAST_LINES:
        return 0.0, 1.0
    x, y = np.log(two[both]), np.log(one[both])
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0, 1.0
    slope = float(np.polyfit(x, y, 1)[0])
    r2 = float(np.corrcoef(x, y)[0, 1] ** 2)
    if r2 < LEAST_R2 or abs(slope - 1) > SLOPE_WITHIN:
        return 0.0, 1.0
    ratio = float(np.exp(np.median(y - x)))
    return float(np.isclose(one[both], two[both] * ratio, rtol=RATIO_WITHIN).mean()), ratio


def _unlikely(shares: Numbers, number: int) -> float | None:
    """How unlikely the share is among the other pairs, by a robust z."""
    others = np.delete(shares, number)
    if others.size < ENOUGH_PAIRS:
        return None
    middle = float(np.median(others))
    spread = max(1.4826 * float(np.median(np.abs(others - middle))), 0.01)
    return float(ndtr((middle - shares[number]) / spread))
