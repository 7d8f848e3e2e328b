"""The smoke index (冒烟指数): weights of evidence, in bans, and what they mean as 0–100."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from leads.lead import Contribution, SmokeIndex
from leads.weights import Pool, Weights
from queries.signal import Family, Strength

LOW, HIGH = 0.7, 1.3  # all weights times these give the interval
MOST = 99.9  # no evidence makes certain; `ranking` orders those that reach this
RECURRENCE = "recurrence"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding as the arithmetic sees it. A root fact belongs to one family."""

    signal: str
    family: Family
    strength: Strength
    bans: float
    grade: float
    root_fact: str
    because: str
    findings: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.bans < 0 or not 0.0 <= self.grade <= 1.0:
            raise ValueError(f"Hit of '{self.signal}': {self.bans} bans at grade {self.grade}.")

    @property
    def raw(self) -> float:
        """Bans times grade, before discount and caps."""
        return self.bans * self.grade


@dataclass(frozen=True, slots=True)
class Sized:
    """What the sizes of hits alone decide. Many subjects show the same: it is worked out once."""

    points: tuple[tuple[float, ...], ...]  # of each hit, pool by pool
    evidence: float
    value: float
    ranking: float
    families: Mapping[str, float]
    interval: tuple[float, float]
    without: Mapping[str, float]


Shape = tuple[tuple[Pool, tuple[float, ...]], ...]  # the raw bans in each pool, largest first
Known = dict[tuple[Shape, float], Sized]


def smoke_index(
    hits: Iterable[Hit],
    weights: Weights,
    *,
    coverage: float,
    missing: Sequence[str] = (),
    recurrence: Contribution | None = None,
    known: Known | None = None,
) -> SmokeIndex:
    """The index of one subject.

    One hit a root fact, the largest. Hits of one pool (a family; inside it, statistics apart from
    facts) are sorted and discounted by ρ; pool, family and all statistics together are capped.
    Facts fill a family's cap before its statistics do, so that more evidence never lowers the
    index. `recurrence` is what repetition over lots adds; it is added after the caps. `known`
    keeps what these weights made of other subjects.
    """
    pools = _pools(root_facts(hits), weights)
    sized = _sized(pools, weights, 0.0 if recurrence is None else recurrence.points, known)
    contributions = [
        _contribution(hit, points)
        for found, shares in zip(pools.values(), sized.points, strict=True)
        for hit, points in zip(found, shares, strict=True)
    ]
    if recurrence is not None:
        contributions.append(recurrence)
    contributions.sort(key=lambda c: (-c.points, -c.raw, c.root_fact))
    return SmokeIndex(
        value=sized.value,
        prior=weights.prior.value,
        evidence=sized.evidence,
        ranking=sized.ranking,
        contributions=tuple(contributions),
        families=sized.families,
        interval=sized.interval,
        without=sized.without,
        coverage=coverage,
        missing=tuple(sorted(missing)),
    )


def index(evidence: float, weights: Weights) -> float:
    """Evidence in bans as an index of 0–100: prior odds times 10^evidence, as a probability."""
    prior = weights.prior.value
    return index_of_log_odds(math.log10(prior / (1 - prior)) + evidence)


def index_of_log_odds(bans: float) -> float:
    """Log10 odds as an index: at most MOST, in every list, report and file."""
    return min(100 / (1 + math.pow(10, -bans)), MOST)


def evidence_of(facts: Iterable[Hit], weights: Weights, known: Known | None = None) -> float:
    """The evidence of these root facts alone, in bans."""
    return _sized(_pools(facts, weights), weights, 0.0, known).evidence


def root_facts(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """One hit a root fact: the largest, carrying the findings of all that share the fact."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        groups[hit.root_fact].append(hit)
    return tuple(_merged(groups[fact]) for fact in sorted(groups))


def _merged(hits: list[Hit]) -> Hit:
    if len(hits) == 1:
        return hits[0]
    first, *rest = sorted(hits, key=lambda h: (-h.raw, h.signal, h.findings, h.because))
    others = sorted({f for hit in rest for f in hit.findings} - set(first.findings))
    return replace(first, findings=(*first.findings, *others))


def _pools(facts: Iterable[Hit], weights: Weights) -> dict[Pool, list[Hit]]:
    """The facts of each pool, largest first."""
    pools: dict[Pool, list[Hit]] = defaultdict(list)
    for hit in facts:
        pools[weights.pool_of(hit.family, hit.strength, hit.signal)].append(hit)
    for found in pools.values():
        if len(found) > 1:
            found.sort(key=lambda h: (-h.raw, h.root_fact))
    return pools


def _sized(
    pools: Mapping[Pool, Sequence[Hit]], weights: Weights, beside: float, known: Known | None
) -> Sized:
    shape = tuple((pool, tuple(hit.raw for hit in found)) for pool, found in pools.items())
    if known is None:
        return _worked_out(shape, weights, beside)
    if (shape, beside) not in known:
        known[shape, beside] = _worked_out(shape, weights, beside)
    return known[shape, beside]


def _worked_out(shape: Shape, weights: Weights, beside: float) -> Sized:
    """`beside` is what repetition adds: it has no cap."""
    rho = weights.rho.value
    discounted = {pool: [raw * rho**i for i, raw in enumerate(raws)] for pool, raws in shape}
    sums = {pool: math.fsum(points) for pool, points in discounted.items()}
    capped = _capped(sums, weights)
    points = tuple(
        tuple(one * (capped[pool] / sums[pool]) if sums[pool] else 0.0 for one in found)
        for pool, found in discounted.items()
    )
    families = _by_family(sums, points, beside)
    evidence = math.fsum([*(one for some in points for one in some), beside])
    low, high = (_scaled(sums, weights, factor) + factor * beside for factor in (LOW, HIGH))
    return Sized(
        points=points,
        evidence=evidence,
        value=index(evidence, weights),
        ranking=math.fsum(raw for _, raws in shape for raw in raws),
        families=families,
        interval=(index(low, weights), index(high, weights)),
        without={
            family: index(_left_out(sums, weights, family, beside), weights) for family in families
        },
    )


def _capped(sums: Mapping[Pool, float], weights: Weights) -> dict[Pool, float]:
    """What the caps leave of each pool's sum."""
    capped = {}
    room: dict[Family, float] = {}
    for pool in sorted(sums, key=lambda p: (p.statistical, p.name)):
        left = room.get(pool.family)
        left = weights.cap_of(pool.family) if left is None else left
        capped[pool] = min(sums[pool], pool.cap, left)
        room[pool.family] = left - capped[pool]
    statistics = math.fsum(value for pool, value in capped.items() if pool.statistical)
    if statistics > weights.statistical_cap.value:
        scale = weights.statistical_cap.value / statistics
        capped = {p: value * scale if p.statistical else value for p, value in capped.items()}
    return capped


def _contribution(hit: Hit, points: float) -> Contribution:
    return Contribution(
        signal=hit.signal,
        family=hit.family.value,
        points=points,
        raw=hit.raw,
        because=hit.because,
        findings=hit.findings,
        root_fact=hit.root_fact,
    )


def _by_family(
    pools: Iterable[Pool], points: Iterable[tuple[float, ...]], beside: float
) -> dict[str, float]:
    sums: dict[str, list[float]] = defaultdict(list)
    for pool, found in zip(pools, points, strict=True):
        sums[pool.family.value].extend(found)
    if beside:
        sums[RECURRENCE].append(beside)
    return {family: math.fsum(sums[family]) for family in sorted(sums)}


def _scaled(sums: Mapping[Pool, float], weights: Weights, factor: float) -> float:
    scaled = {pool: value * factor for pool, value in sums.items()}
    return math.fsum(_capped(scaled, weights).values())


def _left_out(sums: Mapping[Pool, float], weights: Weights, family: str, beside: float) -> float:
    rest = {pool: value for pool, value in sums.items() if pool.family.value != family}
    kept = 0.0 if family == RECURRENCE else beside
    return math.fsum(_capped(rest, weights).values()) + kept
