"""The second person's approval, as it goes with what it let out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evidence.audit import Action
from evidence.two_persons import APPROVED, ASKED, USED, Step


@dataclass(frozen=True, slots=True)
class Approval:
    """Who asked for what and why, and who approved it when."""

    request: str
    asked_by: str
    reason: str
    by: str
    at: datetime


def last_used(steps: Iterable[Step], action: Action, subject: str, by: str) -> Approval | None:
    """The approval that `by` used last for this; None where nobody had to approve."""
    known = tuple(steps)
    used = [
        s for s in known if s.step == USED and (s.action, s.subject, s.by) == (action, subject, by)
    ]
    if not used:
        return None
    number = used[-1].request
    asked = next(s for s in known if s.request == number and s.step == ASKED)
    approved = next(s for s in known if s.request == number and s.step == APPROVED)
    return Approval(number, asked.by, asked.reason, approved.by, approved.at)
