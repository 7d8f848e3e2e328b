"""How good a ranking is: AUC, average precision, balanced accuracy, precision at 20."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
RESAMPLES, SEED = 1_000, 20_260_106
TOP = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the 2.5 % and 97.5 % points of its bootstrap distribution; NaN: undefined."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isnan(self.value):
            return "—"
        return f"{self.value:.3f} ({self.low:.2f}–{self.high:.2f})"


def auc(label: Labels, score: Numbers) -> float:
    """P(a positive is ranked above a negative), ties half; NaN without both."""
    positive = int(label.sum())
    negative = label.size - positive
    if positive == 0 or negative == 0:
        return float("nan")
    ranks = rankdata(score)[label == 1].sum()
    return float((ranks - positive * (positive + 1) / 2) / (positive * negative))


def average_precision(label: Labels, score: Numbers) -> float:
    """Mean precision at each positive, from the top; equal scores are taken together."""
    levels, at = np.unique(-score, return_inverse=True)
    hits = np.bincount(at, label, minlength=levels.size)
    seen = np.cumsum(np.bincount(at, minlength=levels.size))
    total = hits.sum()
    return float((hits * np.cumsum(hits) / seen).sum() / total) if total else float("nan")


def balanced_accuracy(label: Labels, chosen: npt.NDArray[np.bool_]) -> float:
    """Mean of the share of positives chosen and of negatives not chosen."""
    if label.min() == label.max():
        return float("nan")
    return float((chosen[label == 1].mean() + (~chosen[label == 0]).mean()) / 2)


def precision_at(label: Labels, score: Numbers, top: int = TOP) -> float:
    """The share of positives among the first `top`; what ties at the edge share is averaged."""
    top = min(top, label.size)
    edge = np.sort(score)[-top]
    above, level = score > edge, score == edge
    room = top - int(above.sum())
    return float((label[above].sum() + room * label[level].mean()) / top)


def with_interval(
    figure: Callable[[Labels, Numbers], float], label: Labels, score: Numbers
) -> Figure:
    """The figure and its bootstrap interval, over subjects drawn with replacement.

    Undefined where all subjects are alike.
    """
    if label.min() == label.max():
        return Figure(*[float("nan")] * 3)
    chance = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        rows = chance.integers(0, label.size, size=label.size)
        drawn.append(figure(label[rows], score[rows]))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Figure(figure(label, score), float(low), float(high))
