"""A lead: one subject, what was found about it, and how much that weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.records import NodeKey
from messages import t
from queries.finding import Finding


class SubjectKind(StrEnum):
    """What a lead can be about."""

    LOT = "lot"
    COMPANY = "company"
    PAIR = "pair"
    RING = "ring"
    PERSON = "person"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one root fact adds. `points` are bans after discount and caps: they sum to the index.

    `raw` is weight × grade before discount and caps; `because` is the sentence for the waterfall,
    in the language in which the lead was made; `lots` counts those of a repetition.
    """

    signal: str
    family: str
    points: float
    raw: float
    because: str
    findings: tuple[str, ...]
    root_fact: str = ""
    lots: int = 0


def repetition(lots: int) -> str:
    """The sentence of what repetition over lots adds."""
    return t("{lots} lots with separate facts of their own.", lots=lots)


@dataclass(frozen=True, slots=True)
class SmokeIndex:
    """Prior + sum of contributions, in bans, and what that means as 0–100.

    `interval` is (low, high) of the index with all weights × 0.7 and × 1.3; `without` gives the
    index when one family is left out; `ranking` is the uncapped sum in bans, for ordering lists;
    `coverage` is the share of weight whose data is loaded, 0–1.
    """

    value: float
    prior: float
    evidence: float
    ranking: float
    contributions: tuple[Contribution, ...]
    families: Mapping[str, float]
    interval: tuple[float, float]
    without: Mapping[str, float]
    coverage: float
    missing: tuple[str, ...]  # families without data

    @property
    def band(self) -> str:
        """Colour: red ≥ 80, orange 60–80, yellow 30–60, white below 30."""
        if self.value >= 80:
            return "red"
        if self.value >= 60:
            return "orange"
        return "yellow" if self.value >= 30 else "white"

    @property
    def coverage_grade(self) -> str:
        """A ≥ 0.8, B 0.5–0.8, C below: 数据不足，不作评价."""
        return "A" if self.coverage >= 0.8 else "B" if self.coverage >= 0.5 else "C"


@dataclass(frozen=True, slots=True)
class Lead:
    """One subject with its findings. `id` is stable: `<kind>-<12 hex of the keys>`.

    `keys` holds one node key, or two for a pair (sorted). `red_flag` is true if a deemed fact is
    among the findings: it is shown first whatever the index is.
    """

    id: str
    kind: SubjectKind
    keys: tuple[NodeKey, ...]
    name: str
    smoke: SmokeIndex
    findings: tuple[Finding, ...]
    red_flag: bool
    notes: tuple[Finding, ...] = ()  # about the lot's experts: shown, not part of the index
