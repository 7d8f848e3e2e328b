"""Rings: groups of firms that keep turning up in the same lots, and what they do there.

kind `community`: grown from pairs that meet more often than their shared market explains (CO_BIDS),
see `measures.ring_growth`. kind `subgroup`: three firms whose bids lie closest together
lot after lot, see `measures.subgroups`; given only where no community holds all three.

coherence (Wachs and Kertész 2019): geometric / arithmetic mean of the jaccard weights of the inner
pairs; pairs that never met often enough for an edge are missing, not zero, and `density` says how
many are not. exclusivity: inner weight / (inner weight + weight of edges to non-members). p_value:
the share of random markets, in which every firm keeps its number of lots in each market cell and
every lot draws by its number of bidders, where threes of these firms meet as often. windows: spans
of 24 months in which three members met in three lots.

`…_cited` are the members' bids behind the figure of that name, see `measures.cited`.

rank_score orders rings: √m · (mean price_score of its m lots), plus √m times the correlation of the
winner's price level with the closeness of the bids. Cliques of one trade have close bids too; in a
ring they are close where the price is high.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedEdge, DerivedNode, Value
from measures.attendance import Meetings
from measures.bids import Field, read_field
from measures.cited import cited
from measures.markets import as_text, market_of, with_columns
from measures.measure import Derived, Measure
from measures.meetings import DEFAULT_PAIR_LIMITS
from measures.ring_behaviour import Series, behaviour
from measures.ring_growth import DEFAULT_GROWTH, Growth, rings_from
from measures.subgroups import subgroups
from messages import t

PAIRS = """
MATCH (a:Company)-[r:CO_BIDS]->(b:Company)
RETURN a.key AS start, b.key AS end, r.jaccard AS jaccard, r.p_value AS p_value,
       r.intimacy AS intimacy
"""
PAIR_COLUMNS = ("start", "end", "jaccard", "p_value", "intimacy")
NAMES_OF = """
UNWIND $companies AS key
MATCH (c:Company {key: key})
RETURN c.key AS company, c.name AS name
"""
FIGURES_OF = """
UNWIND $lots AS key
MATCH (l:Lot {key: key})
RETURN l.key AS lot, l.price_score AS score, l.cv AS cv,
       coalesce(l.winner_to_estimate, l.winner_to_ceiling) AS level
"""
BUYERS = """
MATCH (c:Company)-[:PROCURES]->(l:Lot)
RETURN c.key AS company, collect(l.key) AS lots
"""
SEED_P = 0.05
MOST_SEEDS = 50_000
NAMED = 3  # members that a ring's name spells out
DRAWS, FEWEST_DRAWS, STUBS, SEED = 999, 99, 150_000, 20_260_104
WINDOW_YEARS = 2
DECIMALS = 9

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RingFound:
    """A group of firms, by sorted keys; of a subgroup, the lots in which its bids were close."""

    members: tuple[str, ...]
    kind: str
    close: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """The same members give the same key, whenever and wherever they are found."""
        return "ring:" + sha256("\n".join(self.members).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Found:
    """Rings ordered by members; `seeds` pairs were left out for being too many."""

    rings: tuple[RingFound, ...]
    left_out: int


def meetings_of(field: Field) -> Meetings:
    """Who attends which lot; lots that everybody answers tie nobody and are left out."""
    bidders = np.bincount(field.lot, minlength=len(field.lots))
    rows = (bidders <= DEFAULT_PAIR_LIMITS.bidders)[field.lot] & field.alone
    market = market_of(field.lots)
    return Meetings(field.firm[rows], field.lot[rows], market, len(field.firms))


def find_rings(pairs: pd.DataFrame, field: Field, *, growth: Growth = DEFAULT_GROWTH) -> Found:
    """Rings among the firms of the field, grown from pairs (PAIR_COLUMNS)."""
    seeds = with_columns(pairs, PAIR_COLUMNS)
    seeds = seeds[seeds["p_value"] <= SEED_P].sort_values(["p_value", "start", "end"])
    left_out = max(len(seeds) - MOST_SEEDS, 0)
    known = pd.Index(field.firms)
    ends = np.column_stack([known.get_indexer(pd.Index(seeds[side])) for side in ("start", "end")])
    ends = ends[:MOST_SEEDS][(ends[:MOST_SEEDS] >= 0).all(axis=1)]
    grown = [tuple(r.tolist()) for r in rings_from(ends, meetings_of(field), growth)]
    rings = [RingFound(tuple(str(field.firms[f]) for f in ring), "community") for ring in grown]
    rings += [
        RingFound(tuple(str(field.firms[f]) for f in group.members), "subgroup", group.lots)
        for group in subgroups(field)
        if not any(set(group.members) <= set(ring) for ring in grown)
    ]
    return Found(tuple(sorted(rings, key=lambda ring: ring.members)), left_out)


def closeness_figures(rings: Sequence[RingFound], pairs: pd.DataFrame) -> list[dict[str, float]]:
    """coherence, exclusivity, intimacy and density of each ring, from all pairs that touch it."""
    pairs = with_columns(pairs, PAIR_COLUMNS)
    weight = pairs["jaccard"].to_numpy(dtype=float)
    close = pairs["intimacy"].to_numpy(dtype=float)
    ends = [pairs[side].to_numpy(dtype=object) for side in ("start", "end")]
    at: dict[str, list[int]] = {}
    for side in ends:
        for row, firm in enumerate(side):
            at.setdefault(firm, []).append(row)
    found = []
    for ring in rings:
        touching = [row for firm in ring.members for row in at.get(firm, ())]
        rows, count = np.unique(np.array(touching, dtype=np.int64), return_counts=True)
        inner, outer = rows[count == 2], rows[count == 1]
        size = len(ring.members)
        figures = {"density": inner.size / (size * (size - 1) / 2)}
        if inner.size:
            own = weight[inner]
            figures |= {
                "coherence": float(np.exp(np.log(own).mean()) / own.mean()),
                "exclusivity": float(own.sum() / (own.sum() + weight[outer].sum())),
                "intimacy": float(close[inner].mean()),
            }
        found.append(figures)
    return found


def random_p(members: Codes, meetings: Meetings, lot_size: Codes, *, seed: int = SEED) -> float:
    """The share of random markets in which as many threes of these firms meet as often.

    A lot counts for each three that meet there: that some three of a dozen meet is common, that
    nearly all of them do is not.
    """
    lots, here = meetings.presence(members)
    observed = int(_threes(here.sum(axis=1)).sum())
    attended = [meetings.lots_of(int(m)) for m in members]
    stubs = sum(lots.size for lots in attended)
    draws = int(np.clip(STUBS // max(stubs, 1), FEWEST_DRAWS, DRAWS))
    chance = np.random.default_rng([seed, int(members[0]), members.size])
    cells = np.unique(meetings.market[lots])
    pools = {int(cell): np.flatnonzero(meetings.market == cell) for cell in cells}
    odds = {cell: np.cumsum(lot_size[pool], dtype=float) for cell, pool in pools.items()}
    drawn = []
    for own in attended:
        markets, number = np.unique(meetings.market[own], return_counts=True)
        for cell, many in zip(markets.tolist(), number.tolist(), strict=True):
            total = odds[cell][-1]
            at = np.searchsorted(odds[cell], chance.random((draws, many)) * total, side="right")
            place = pools[cell][np.minimum(at, pools[cell].size - 1)]
            # A firm drawn twice into one lot attends it once.
            drawn.append(_distinct_rows(place, draws, meetings.market.size))
    everything, times = np.unique(np.concatenate(drawn), return_counts=True)
    draw = everything // meetings.market.size
    in_threes = np.bincount(draw, _threes(times), minlength=draws)
    return float(((in_threes >= observed).sum() + 1) / (draws + 1))


def _threes(present: Codes) -> Codes:
    """In how many ways so many firms make three."""
    return present * (present - 1) * (present - 2) // 6


def _distinct_rows(place: Codes, draws: int, width: int) -> Codes:
    return np.unique(np.arange(draws)[:, None] * width + place)


def _places(field: Field, buyers: pd.DataFrame) -> Codes:
    """The region of each lot, or its buyer where all regions are the same; −1 unknown."""
    region = as_text(field.lots["region"])
    if region[region != "-"].nunique() >= 2:
        codes, _ = pd.factorize(region.where(region != "-"), sort=True)
        return codes.astype(np.int64)
    table = with_columns(buyers, ("company", "lots")).sort_values("company", ignore_index=True)
    lots = table.explode("lots").reset_index(names="number").drop_duplicates("lots")
    number = pd.Series(lots["number"].to_numpy(dtype=np.int64), index=lots["lots"].astype(object))
    found = number.reindex(field.lots["lot"].astype(object)).fillna(-1)
    return found.to_numpy(dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Openings:
    """Lots in the order of their openings, their places, and the year of each."""

    order: Codes  # position of each lot in time
    dated: npt.NDArray[np.bool_]
    place: Codes
    year: Codes


def _openings(field: Field, buyers: pd.DataFrame) -> _Openings:
    opened = as_text(field.lots["opened_at"]).to_numpy(dtype=str)
    keys = field.lots["lot"].to_numpy(dtype=str)
    order = np.empty(len(keys), dtype=np.int64)
    order[np.lexsort((keys, opened))] = np.arange(len(keys))
    return _Openings(order, opened != "-", _places(field, buyers), field.year)


def _rows_of_firms(field: Field) -> tuple[Codes, Codes]:
    order = np.argsort(field.firm, kind="stable")
    return order, np.searchsorted(field.firm[order], np.arange(len(field.firms) + 1))


def _behaviour_of(
    ring: RingFound, members: Codes, field: Field, rows: Codes, openings: _Openings
) -> tuple[dict[str, Value], Codes]:
    """Counts and figures of one ring with the bids behind them; its lots (with two members)."""
    lots, present = np.unique(field.lot[rows], return_counts=True)
    joint = lots[present >= 2]
    rows = rows[np.isin(field.lot[rows], joint)]
    rows = rows[np.argsort(openings.order[field.lot[rows]], kind="stable")]
    in_time, position = np.unique(openings.order[field.lot[rows]], return_inverse=True)
    by_time = np.empty(in_time.size, dtype=np.int64)
    by_time[position] = field.lot[rows]
    series = Series(
        lot=position.astype(np.int64),
        member=np.searchsorted(members, field.firm[rows]),
        price=field.price[rows],
        won=field.won[rows],
        place=openings.place[by_time],
        dated=bool(openings.dated[joint].all()) if joint.size else False,
    )
    threes = lots[present >= 3]
    found = behaviour(series, members.size)
    counted = {"joint": np.isin(field.lot[rows], threes), **found.counted}
    figures: dict[str, Value] = {
        "lots": int(joint.size),
        "joint_lots": int(threes.size),
        "windows": _windows(openings.year[threes]),
    }
    if ring.close:
        figures["close_lots"] = len(ring.close)
        counted["close"] = np.isin(field.lot[rows], ring.close)
    keys: dict[str, Value] = {f"{n}_cited": cited(field, rows[at]) for n, at in counted.items()}
    return figures | found.figures | keys, joint


def _windows(years: Codes) -> int:
    """Spans of two calendar years, not overlapping, with three of these lots; at least one."""
    known = years[years > 0]
    if known.size == 0:
        return 1
    spans = np.bincount((known - known.min()) // WINDOW_YEARS)
    return max(int((spans >= 3).sum()), 1)


def rank_score(figures: pd.DataFrame) -> float | None:
    """For ordering, from score, cv and level of the ring's lots; None without a price score."""
    score = figures["score"].dropna().to_numpy(dtype=float)
    if score.size == 0:
        return None
    total = float(np.sqrt(score.size) * score.mean())
    both = figures[["level", "cv"]].astype(float).dropna()
    both = both[both["cv"] > 0]
    if len(both) >= 5 and both["level"].nunique() > 1 and both["cv"].nunique() > 1:
        ranks = both.rank()
        along = np.corrcoef(ranks["level"], -ranks["cv"])[0, 1]
        total += float(np.sqrt(len(both)) * along)
    return total


def _name(ring: RingFound, names: dict[str, str]) -> str:
    shown = [names.get(firm) or firm for firm in ring.members[:NAMED]]
    more = " …" if len(ring.members) > NAMED else ""
    return f"{'、'.join(shown)}{more} ({len(ring.members)})"


def _nodes(
    rings: Sequence[RingFound], field: Field, pairs: pd.DataFrame, reader: GraphReader
) -> Iterator[DerivedNode]:
    companies = sorted({firm for ring in rings for firm in ring.members})
    named = reader.frame(NAMES_OF, {"companies": [*companies]})
    names = {str(k): str(n) for k, n in zip(named["company"], named["name"], strict=True) if n}
    meetings, openings = meetings_of(field), _openings(field, reader.frame(BUYERS))
    lot_size = np.bincount(field.lot, minlength=len(field.lots))
    order, at = _rows_of_firms(field)
    known = pd.Index(field.firms)
    close = closeness_figures(rings, pairs)
    worked: list[tuple[dict[str, Value], Codes]] = []
    for ring in rings:
        members = np.sort(known.get_indexer(pd.Index(ring.members))).astype(np.int64)
        rows = np.concatenate([order[at[m] : at[m + 1]] for m in members])
        figures, lots = _behaviour_of(ring, members, field, rows, openings)
        figures["p_value"] = random_p(members, meetings, lot_size)
        worked.append((figures, lots))
    prices = _figures(field, (lots for _, lots in worked), reader)
    for ring, own, (figures, lots) in zip(rings, close, worked, strict=True):
        score = rank_score(prices.reindex(field.lots["lot"].to_numpy(dtype=object)[lots]))
        values: dict[str, Value] = {"name": _name(ring, names), "kind": ring.kind}
        values |= {"size": len(ring.members)} | own | figures
        if score is not None:
            values["rank_score"] = score
        yield DerivedNode("Ring", ring.key, {n: _rounded(v) for n, v in values.items()})


def _rounded(value: Value) -> Value:
    return round(value, DECIMALS) if isinstance(value, float) else value


def _figures(field: Field, lots: Iterable[Codes], reader: GraphReader) -> pd.DataFrame:
    """score, cv and level of these lots, by key."""
    wanted = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *lots]))
    keys = field.lots["lot"].to_numpy(dtype=object)[wanted].tolist()
    found = with_columns(reader.frame(FIGURES_OF, {"lots": keys}), ("lot", "score", "cv", "level"))
    return found.set_index("lot").astype(float)


def compute(reader: GraphReader) -> Derived:
    """Find the rings of the whole graph."""
    field = read_field(reader)
    pairs = reader.frame(PAIRS)
    found = find_rings(pairs, field)
    notes = []
    if found.left_out:
        notes.append(
            t("{count} of the weaker pairs were not grown into rings.", count=found.left_out)
        )
    if not found.rings:
        notes.append(t("No group of firms is tied closely enough to be a ring."))
        return Derived(notes=tuple(notes))
    return Derived(
        nodes=tuple(_nodes(found.rings, field, pairs, reader)),
        edges=tuple(
            DerivedEdge("HAS_MEMBER", ring.key, firm, {})
            for ring in found.rings
            for firm in ring.members
        ),
        notes=tuple(notes),
    )


RINGS = Measure(
    name="rings",
    title="Rings",
    summary="Groups of firms that keep turning up in the same lots, and what they do there.",
    revision=6,
    requires=("CO_BIDS", "SUBMITTED", "FOR"),
    compute=compute,
)
