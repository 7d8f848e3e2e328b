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


def smoke_index(
    hits: Sequence[Hit],
    weights: Weights,
    *,
    coverage: float,
    missing: Sequence[str] = (),
    recurrence: Contribution | None = None,
) -> SmokeIndex:
    """The index of one subject.

    One hit a root fact, the largest. Hits of one pool (a family; inside it, statistics apart from
    facts) are sorted and discounted by ρ; pool, family and all statistics together are capped.
    Facts fill a family's cap before its statistics do, so that more evidence never lowers the
    index. `recurrence` is what repetition over lots adds; it is added after the caps.
    """
    facts = root_facts(hits)
    pools = _pools(facts, weights)
    sums = _sums(pools)
    extra = () if recurrence is None else (recurrence,)
    beside = math.fsum(c.points for c in extra)
    contributions = tuple(
        sorted(
            (*_shares(pools, _capped(sums, weights), sums), *extra),
            key=lambda c: (-c.points, -c.raw, c.root_fact),
        )
    )
    families = _by_family(contributions)
    evidence = math.fsum(c.points for c in contributions)
    low, high = (_scaled(sums, weights, factor) + factor * beside for factor in (LOW, HIGH))
    return SmokeIndex(
        value=index(evidence, weights),
        prior=weights.prior.value,
        evidence=evidence,
        ranking=math.fsum(hit.raw for hit in facts),
        contributions=contributions,
        families=families,
        interval=(index(low, weights), index(high, weights)),
        without={
            family: index(_left_out(sums, weights, family, extra), weights) for family in families
        },
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


def evidence_of(hits: Iterable[Hit], weights: Weights) -> float:
    """The evidence of these hits alone, in bans."""
    return math.fsum(_capped(_sums(_pools(root_facts(hits), weights)), weights).values())


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


Discounted = list[tuple[Hit, float]]


def _pools(facts: Sequence[Hit], weights: Weights) -> dict[Pool, Discounted]:
    pools: dict[Pool, list[Hit]] = defaultdict(list)
    for hit in facts:
        pools[weights.pool_of(hit.family, hit.strength, hit.signal)].append(hit)
    return {pool: _discounted(found, weights.rho.value) for pool, found in pools.items()}


def _discounted(hits: list[Hit], rho: float) -> Discounted:
    ordered = sorted(hits, key=lambda h: (-h.raw, h.root_fact)) if len(hits) > 1 else hits
    return [(hit, hit.raw * rho**i) for i, hit in enumerate(ordered)]


def _sums(pools: Mapping[Pool, Discounted]) -> dict[Pool, float]:
    return {pool: math.fsum(points for _, points in found) for pool, found in pools.items()}


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


def _shares(
    pools: Mapping[Pool, Discounted], capped: Mapping[Pool, float], sums: Mapping[Pool, float]
) -> list[Contribution]:
    return [
        Contribution(
            signal=hit.signal,
            family=hit.family.value,
            points=points * (capped[pool] / sums[pool]) if sums[pool] else 0.0,
            raw=hit.raw,
            because=hit.because,
            findings=hit.findings,
            root_fact=hit.root_fact,
        )
        for pool, found in pools.items()
        for hit, points in found
    ]


def _by_family(contributions: Iterable[Contribution]) -> dict[str, float]:
    points: dict[str, list[float]] = defaultdict(list)
    for contribution in contributions:
        points[contribution.family].append(contribution.points)
    return {family: math.fsum(points[family]) for family in sorted(points)}


def _scaled(sums: Mapping[Pool, float], weights: Weights, factor: float) -> float:
    scaled = {pool: value * factor for pool, value in sums.items()}
    return math.fsum(_capped(scaled, weights).values())


def _left_out(
    sums: Mapping[Pool, float], weights: Weights, family: str, extra: Sequence[Contribution]
) -> float:
    rest = {pool: value for pool, value in sums.items() if pool.family.value != family}
    kept = math.fsum(c.points for c in extra if c.family != family)
    return math.fsum(_capped(rest, weights).values()) + kept
