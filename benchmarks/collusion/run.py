"""One market through the product: tables, load, measures, signals, scores; then the labels."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.collusion.figures import (
    Figure,
    auc,
    average_precision,
    balanced_accuracy,
    precision_at,
    with_interval,
)
from benchmarks.collusion.markets import Labels, Market
from graph.embedded_server import EmbeddedServer
from workspace import Workspace

LEAST_TENDERS = 3  # of a firm, to be judged
LOW_CV = 0.06  # Imhof, Karagök and Rutz: the published rule


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one market and level (`tender` or `company`), and what to compare with."""

    market: str
    level: str
    subjects: int
    positives: int
    auc: Figure
    average_precision: Figure
    balanced_accuracy: Figure
    precision_at_20: Figure
    rule: str
    rule_auc: Figure
    rule_balanced_accuracy: float
    majority: float


def run_market(market: Market, write: Callable[[Path], Labels]) -> list[Result]:
    """Score a market in a workspace of its own and compare with its labels.

    `write` writes its tables into a folder and returns the labels.
    """
    with tempfile.TemporaryDirectory(prefix="tenderlens-collusion-") as temporary:
        folder = Path(temporary)
        labels = write(folder / "tables")
        workspace = Workspace(folder / "workspace")
        try:
            workspace.load([folder / "tables"])
            workspace.measure()
            threshold = workspace.weights.price_screen.value
            lots = workspace.scores("lot")
            firms = workspace.scores("company") if labels.firms is not None else None
        finally:
            workspace.close()
            EmbeddedServer(folder / "workspace" / "graph").stop()
    return results(market, labels, lots, firms, threshold)


def results(
    market: Market,
    labels: Labels,
    lots: pd.DataFrame,
    firms: pd.DataFrame | None,
    threshold: float,
) -> list[Result]:
    """The figures from scores of lots and firms; a default threshold of one price unit in bans.

    A level that has no subject with enough bids or tenders is left out.
    """
    found = []
    tenders = labels.lots[labels.lots["bids"] >= market.least_bids]
    if len(tenders):
        score = lots.set_index("key")["evidence_bans"].reindex(tenders.index)
        cv = tenders["cv"].fillna(np.inf)  # of one bid
        found.append(
            _result(
                market.name,
                "tender",
                tenders["label"],
                score,
                threshold,
                "low cv",
                -cv,
                cv < LOW_CV,
            )
        )
    if firms is None or labels.firms is None:
        return found
    own = labels.firms[labels.firms["tenders"] >= LEAST_TENDERS]
    if len(own):
        score = firms.set_index("name")["evidence_bans"].reindex(own.index)
        active = own["tenders"]
        found.append(
            _result(
                market.name, "company", own["label"], score, float(score.median()),
                "activity", active, active > active.median(),
            )
        )  # fmt: skip
    return found


def _result(
    market: str,
    level: str,
    label: pd.Series,
    score: pd.Series,
    threshold: float,
    rule: str,
    rule_score: pd.Series,
    rule_chosen: pd.Series,
) -> Result:
    missing = int(score.isna().sum())
    if missing:
        raise ValueError(f"{market}: {missing} subjects of level {level} have no score.")
    y = label.to_numpy(dtype=np.int64)
    x = score.to_numpy(dtype=float)
    share = float(y.mean())
    return Result(
        market=market,
        level=level,
        subjects=y.size,
        positives=int(y.sum()),
        auc=with_interval(auc, y, x),
        average_precision=with_interval(average_precision, y, x),
        balanced_accuracy=with_interval(lambda a, b: balanced_accuracy(a, b > threshold), y, x),
        precision_at_20=with_interval(precision_at, y, x),
        rule=rule,
        rule_auc=with_interval(auc, y, rule_score.to_numpy(dtype=float)),
        rule_balanced_accuracy=balanced_accuracy(y, rule_chosen.to_numpy(dtype=bool)),
        majority=max(share, 1 - share),
    )
