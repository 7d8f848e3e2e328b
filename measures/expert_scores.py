"""Which experts lean to which firms, lot after lot, beyond their own severity.

Within a lot the share of the points that expert e gives bid b for item c is taken apart as
s = μ_c + α_e + β_b + ε (alternating means, each item weighing its points; objective items are left
out). What is left over, times
n / (n − 1), is the distance of e from the panel without e. Averaged over the items of a bid it is
that expert's lean to that bid. For a pair of expert and firm over m lots,
t = mean / √(s² / m), with s² drawn towards the variance of all leans so that equal numbers in few
lots are no certainty. p: in each lot the expert's leans are dealt anew among the bids (fixed seed);
q: Benjamini–Hochberg over all pairs with LEAST_LOTS lots.

A lot is decisive for a pair if the firm is ahead with the expert and behind without, and the
expert's points for it lie at least ONE_SHOT above those of the others.

Panels that agree beyond what the objective points explain: `measures.panel_agreement`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedEdge, Value
from measures.cited import cited_of_table
from measures.measure import Derived, Measure
from measures.meetings import benjamini_hochberg
from measures.panel_agreement import agreeing, panels_of
from measures.score_sheets import Sheets, read_sheets
from messages import t

LEAST_EXPERTS = 3  # of two nobody can say who leans
LEAST_LOTS = 4
ONE_SHOT = 0.30  # 河南省公共资源交易中心 watches deviations of 30 per cent
WRITTEN_T, WRITTEN_P = 2.0, 0.05
PRIOR_LOTS = 4  # weight of the common variance
DEALS = 9_999
SEED = 20_240_506
ROUNDS, SETTLED, TINY = 200, 1e-10, 1e-300
DECIMALS = 9

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def additive_residuals(values: Numbers, groupings: Iterable[Codes], weights: Numbers) -> Numbers:
    """What an additive model leaves over: one effect a group of each grouping, least squares.

    Means are taken out in turn until nothing moves; complete tables settle in the first round.
    """
    left = values.astype(float).copy()
    sums = [(codes, np.bincount(codes, weights=weights)) for codes in groupings]
    for _ in range(ROUNDS):
        before = left.copy()
        for codes, weight in sums:
            left -= (np.bincount(codes, weights=left * weights) / np.maximum(weight, TINY))[codes]
        if left.size == 0 or float(np.abs(left - before).max()) < SETTLED:
            break
    return left


def leans(scores: pd.DataFrame) -> pd.DataFrame:
    """Each expert's lean to each bid (lot, expert, bid, lean), as a share of what can be had."""
    judged = scores[~scores["objective"]]
    experts = judged.groupby("lot")["expert"].transform("nunique")
    bids = judged.groupby("lot")["bid"].transform("nunique")
    judged = judged[(experts >= LEAST_EXPERTS) & (bids >= 2)].reset_index(drop=True)
    if judged.empty:
        return pd.DataFrame(columns=["lot", "expert", "bid", "lean"])
    groupings = [_codes(judged, "lot", name) for name in ("item", "expert", "bid")]
    left = additive_residuals(
        judged["share"].to_numpy(dtype=float), groupings, judged["weight"].to_numpy(dtype=float)
    )
    panel = judged.groupby("lot")["expert"].transform("nunique").to_numpy(dtype=float)
    judged["lean"] = left * panel / (panel - 1) * judged["weight"]
    found = judged.groupby(["lot", "expert", "bid"], sort=True)[["lean", "weight"]].sum()
    found["lean"] /= found["weight"]
    return found["lean"].round(DECIMALS).reset_index()


def _codes(rows: pd.DataFrame, *names: str) -> Codes:
    return np.asarray(rows.groupby(list(names), sort=True).ngroup(), dtype=np.int64)


def decisive(sheets: Sheets) -> pd.DataFrame:
    """(lot, expert, bid) where the bid is ahead with the expert and behind without.

    Totals are the official score with the panel's mean replaced by the others' mean; without an
    official score the means alone are compared.
    """
    given = sheets.scores.groupby(["lot", "bid", "expert"], sort=True)["points"].sum().reset_index()
    panel = given.groupby("lot")["expert"].transform("nunique")
    given = given[panel >= LEAST_EXPERTS].reset_index(drop=True)
    if given.empty:
        return pd.DataFrame(columns=["lot", "expert", "bid"])
    by_bid = given.groupby(["lot", "bid"])["points"]
    count, total = by_bid.transform("count"), by_bid.transform("sum")
    given["others"] = (total - given["points"]) / (count - 1).where(count > 1)
    official = sheets.bidders.drop_duplicates("bid").set_index("bid")["score"]
    stated = pd.to_numeric(given["bid"].map(official), errors="coerce")
    complete = stated.notna().groupby(given["lot"]).transform("all")
    mean = total / count
    given["with"] = stated.where(complete, mean)
    given["without"] = given["with"] - mean + given["others"]
    given = given.dropna(subset=["without"])
    ahead = _leaders(given, ["lot"], "with")
    behind = _leaders(given, ["lot", "expert"], "without")
    high = given["points"] >= (1 + ONE_SHOT) * given["others"]
    chosen = given[ahead & ~behind & high & (given["others"] > 0)]
    return chosen[["lot", "expert", "bid"]].reset_index(drop=True)


def _leaders(given: pd.DataFrame, within: list[str], column: str) -> pd.Series:
    """Whether a bid has the highest total; a tie at the top has several leaders."""
    top = given.groupby(within)[column].transform("max")
    return given[column] >= top - SETTLED


def statistics(found: pd.DataFrame) -> pd.DataFrame:
    """Pairs (expert, company) with lots, lean and t; one row of `found` an expert, lot and firm."""
    spread = float((found["lean"] ** 2).mean()) if len(found) else 0.0
    pairs = found.groupby(["expert", "company"], sort=True)["lean"].agg(["size", "mean", "var"])
    lots = pairs["size"].to_numpy(dtype=float)
    own = pairs["var"].fillna(0.0).to_numpy() * np.maximum(lots - 1, 0)
    variance = (own + PRIOR_LOTS * spread) / (lots - 1 + PRIOR_LOTS)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = pairs["mean"].to_numpy() / np.sqrt(variance / lots)
    return pd.DataFrame(
        {
            "lots": pairs["size"].astype(int),
            "lean": pairs["mean"].round(DECIMALS),
            "t": np.round(np.where(variance > 0, value, 0.0), DECIMALS),
        }
    ).reset_index()


def dealt_p(observed: float, pools: Iterable[Numbers], seed: int) -> float:
    """Chance of a mean this high when each lot's leans are dealt to its bids at random."""
    chance = np.random.default_rng(seed)
    totals, lots = np.zeros(DEALS), 0
    for pool in pools:
        totals += pool[chance.integers(0, pool.size, DEALS)]
        lots += 1
    hits = int((totals / max(lots, 1) >= observed - SETTLED).sum())
    return (1 + hits) / (1 + DEALS)


def pair_statistics(every: pd.DataFrame, bidders: pd.DataFrame) -> pd.DataFrame:
    """Pairs with LEAST_LOTS lots: expert, company, lots, lean, t, p_value, q_value.

    `every`: all leans (lot, expert, bid, lean); `bidders`: bid and company, a row a firm of a bid.
    """
    of_firms = every.merge(bidders[["bid", "company"]].drop_duplicates(), on="bid")
    found = of_firms.groupby(["expert", "lot", "company"], sort=True)["lean"].mean().reset_index()
    pairs = statistics(found)
    pairs = pairs[pairs["lots"] >= LEAST_LOTS].reset_index(drop=True)
    pools: dict[tuple[str, str], Numbers] = {
        (str(expert), str(lot)): group.to_numpy(dtype=float)
        for (expert, lot), group in every.groupby(["expert", "lot"], sort=True)["lean"]
    }
    lots_of = defaultdict(list)
    for expert, company, lot in _rows(found, "expert", "company", "lot"):
        lots_of[expert, company].append(lot)
    p_value = np.ones(len(pairs))
    for place in np.flatnonzero(pairs["t"].to_numpy(dtype=float) >= WRITTEN_T):
        expert, company = str(pairs["expert"].iloc[place]), str(pairs["company"].iloc[place])
        seed = SEED + crc32(f"{expert}|{company}".encode())
        dealt = [pools[expert, lot] for lot in lots_of[expert, company]]
        p_value[place] = dealt_p(float(pairs["lean"].to_numpy()[place]), dealt, seed)
    pairs["p_value"] = p_value
    pairs["q_value"] = np.round(benjamini_hochberg(p_value, len(pairs)), DECIMALS)
    return pairs


def _rows(frame: pd.DataFrame, *names: str) -> Iterator[tuple[str, ...]]:
    return zip(*(map(str, frame[name]) for name in names), strict=True)


def compute(reader: GraphReader) -> Derived:
    """Every lean of the graph that is worth an edge, and the panels that agree most."""
    all_leans, firms, turning, panels, unusable = [], [], [], [], 0
    for sheets in read_sheets(reader):
        all_leans.append(leans(sheets.scores))
        firms.append(sheets.bidders[["lot", "bid", "company", "opened_at"]])
        turning.append(decisive(sheets))
        panels.append(panels_of(sheets.scores))
        unusable += sheets.unusable
    if not all_leans:
        return Derived()
    bidders = pd.concat(firms, ignore_index=True)
    every = pd.concat(all_leans, ignore_index=True)
    pairs = pair_statistics(every, bidders)
    turned = pd.concat(turning, ignore_index=True)
    return Derived(
        edges=tuple(_edges(pairs, every, turned, bidders)),
        properties=tuple(agreeing(panels)),
        notes=_notes(pairs, unusable),
    )


def _of_firms(met: pd.DataFrame, bidders: pd.DataFrame) -> pd.DataFrame:
    """The rows (expert, bid) once for each firm behind the bid."""
    return met[["expert", "bid"]].merge(bidders.drop_duplicates(["bid", "company"]), on="bid")


def _edges(
    pairs: pd.DataFrame, every: pd.DataFrame, turned: pd.DataFrame, bidders: pd.DataFrame
) -> Iterator[DerivedEdge]:
    often = pairs[(pairs["t"] >= WRITTEN_T) & (pairs["p_value"] <= WRITTEN_P)]
    behind = _of_firms(
        every[every["expert"].isin(often["expert"])],
        bidders[bidders["company"].isin(often["company"])],
    )
    cited = {
        (str(expert), str(company)): cited_of_table(bids)
        for (expert, company), bids in behind.groupby(["expert", "company"], sort=False)
    }
    steady: dict[tuple[str, ...], dict[str, Value]] = {
        key: {
            "lots": int(lots),
            "lots_cited": cited[key],
            "lean": lean,
            "t": t_,
            "p_value": p,
            "q_value": q,
        }
        for key, lots, lean, t_, p, q in zip(
            _rows(often, "expert", "company"),
            *(often[name].tolist() for name in ("lots", "lean", "t", "p_value", "q_value")),
            strict=True,
        )
    }
    deciding = _of_firms(turned, bidders).groupby(["expert", "company"], sort=False)
    turns: dict[tuple[str, ...], dict[str, Value]] = {
        (str(expert), str(company)): {
            "decisive": int(bids["lot"].nunique()),
            "decisive_cited": cited_of_table(bids),
        }
        for (expert, company), bids in deciding
    }
    for pair in sorted({*steady, *turns}):
        values = steady.get(pair, {}) | turns.get(pair, {"decisive": 0})
        yield DerivedEdge("LEANS_TO", pair[0], pair[1], values)


def _notes(pairs: pd.DataFrame, unusable: int) -> tuple[str, ...]:
    said = [t("{count} pairs of expert and firm met in four lots or more.", count=len(pairs))]
    if unusable:
        said.append(
            t("{count} scores are no numbers or exceed their maximum: left out.", count=unusable)
        )
    return tuple(said)


EXPERT_SCORES = Measure(
    name="expert_scores",
    title="Leaning experts",
    summary="Which experts score which firms above the panel, and which panels agree too well.",
    revision=3,
    requires=("SCORED", "FOR", "SUBMITTED"),
    compute=compute,
)
