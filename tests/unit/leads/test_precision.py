"""Verdicts by signal: a lead counts once a signal, and what is open is no verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from leads.judgements import Judgement, Verdict
from leads.precision import precision_by_signal

AT = datetime(2026, 1, 2, tzinfo=UTC)


def lead(id_: str, *signals: str) -> Any:
    """Only what is read of a lead: its id and the signals of its findings."""
    return SimpleNamespace(id=id_, findings=[SimpleNamespace(signal=name) for name in signals])


def judged(**verdicts: Verdict) -> dict[str, Judgement]:
    return {
        id_: Judgement(id_, verdict, "reason", "a person", AT) for id_, verdict in verdicts.items()
    }


def test_each_signal_shares_the_fate_of_its_leads() -> None:
    leads = [
        lead("l1", "lock", "lock", "ip"),
        lead("l2", "ip"),
        lead("l3", "ip"),
        lead("l4", "lock"),
    ]

    found = precision_by_signal(
        leads, judged(l1=Verdict.PURSUE, l2=Verdict.EXPLAINED, l3=Verdict.NEEDS_DATA)
    )

    told = {
        p.signal: (p.pursued, p.explained, p.dismissed, p.needs_data, p.precision) for p in found
    }
    assert told == {"ip": (1, 1, 0, 1, 0.5), "lock": (1, 0, 0, 0, 1.0)}


def test_a_signal_whose_leads_nobody_decided_has_no_precision() -> None:
    (found,) = precision_by_signal([lead("l1", "ip")], judged(l1=Verdict.NEEDS_DATA))

    assert (found.decided, found.precision) == (0, None)
    assert precision_by_signal([lead("l1", "ip")], {}) == ()
