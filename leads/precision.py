"""What became of each signal's leads: how often a person pursued, explained or dismissed them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leads.judgements import Judgement, Verdict
from leads.lead import Lead


@dataclass(frozen=True, slots=True)
class SignalPrecision:
    """The verdicts on the leads that a signal has a finding in; a lead counts once a signal."""

    signal: str
    pursued: int
    explained: int
    dismissed: int
    needs_data: int

    @property
    def decided(self) -> int:
        """Leads that were pursued, explained or dismissed."""
        return self.pursued + self.explained + self.dismissed

    @property
    def precision(self) -> float | None:
        """Share of the decided leads that were pursued; None while none is decided."""
        return self.pursued / self.decided if self.decided else None


def precision_by_signal(
    leads: Iterable[Lead], judged: Mapping[str, Judgement]
) -> tuple[SignalPrecision, ...]:
    """Each signal with a judged lead, by id. `judged` is the latest judgement of each lead.

    A lead has findings of several signals, so that this is no test of a signal alone; it shows
    which signals keep turning up in leads that come to nothing.
    """
    verdicts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for lead in leads:
        if lead.id in judged:
            for signal in {finding.signal for finding in lead.findings}:
                verdicts[signal][judged[lead.id].verdict] += 1
    return tuple(
        SignalPrecision(
            signal,
            pursued=verdicts[signal][Verdict.PURSUE],
            explained=verdicts[signal][Verdict.EXPLAINED],
            dismissed=verdicts[signal][Verdict.DISMISSED],
            needs_data=verdicts[signal][Verdict.NEEDS_DATA],
        )
        for signal in sorted(verdicts)
    )
