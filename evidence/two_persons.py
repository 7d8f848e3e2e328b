"""The two-person rule: one account asks to export or unmask, another one approves or declines.

`<workspace>/requests.jsonl` is appended to and never changed, like judgements. An approval holds
for seven days, for one use, and for the parties that the request named.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from evidence.accounts import NotPermitted
from evidence.audit import Action, action_name
from graph.embedded_process import changing
from graph.errors import TenderLensError, WorkspaceCorrupt
from graph.records import NodeKey
from messages import t

FILE = "requests.jsonl"
HOLDS = timedelta(days=7)
ASKED, APPROVED, USED, LAPSED, DECLINED = "asked", "approved", "used", "lapsed", "declined"
NEEDS_TWO = frozenset({Action.EXPORT, Action.UNMASK})


class RequestRefused(TenderLensError):
    """A request or what is decided about it cannot be taken."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: a request was asked, approved, declined or used, by whom and when.

    `reason` is that of who asked; where it was declined, of who declined it.
    `about` are the parties of a subject whose name does not tell them: a tray, a file.
    """

    request: str
    step: str
    action: Action
    subject: str
    reason: str
    by: str
    at: datetime
    about: tuple[NodeKey, ...] = ()


def steps(workspace: Path) -> tuple[Step, ...]:
    """All steps, oldest first. Raises WorkspaceCorrupt."""
    file = workspace / FILE
    if not file.exists():
        return ()
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
        return tuple(map(_step, rows))
    except (ValueError, TypeError, KeyError) as problem:
        raise WorkspaceCorrupt(
            t("{file} holds no requests. Restore it from a backup.", file=file)
        ) from problem


def _step(row: dict[str, Any]) -> Step:
    read = {
        "action": Action(row["action"]),
        "at": datetime.fromisoformat(row["at"]),
        "about": tuple(row.get("about", ())),
    }
    return Step(**{**row, **read})


@dataclass(frozen=True, slots=True)
class Pending:
    """A request and where it stands: asked, approved, used, lapsed or declined."""

    asked: Step
    state: str
    by: str = ""  # who decided
    answer: str = ""  # why it was declined


def state_name(state: str) -> str:
    """Where a request stands, in words."""
    return {
        ASKED: t("waits for a second person"),
        APPROVED: t("approved, not used yet"),
        USED: t("approval used"),
        LAPSED: t("approval lapsed"),
        DECLINED: t("declined"),
    }[state]


def declined_because(one: Pending) -> str:
    """What whoever asked is told of a request that was declined."""
    return t(
        "{request} was declined ({user}): {reason}. Once that is settled, ask again.",
        request=one.asked.request,
        user=one.by,
        reason=one.answer.rstrip(".。"),
    )


def pending(workspace: Path, at: datetime) -> tuple[Pending, ...]:
    """Every request with where it stands, the newest first."""
    found: dict[str, Pending] = {}
    for step in steps(workspace):
        if step.step == ASKED:
            found[step.request] = Pending(step, ASKED)
        elif step.step == APPROVED:
            state = APPROVED if at - step.at <= HOLDS else LAPSED
            found[step.request] = replace(found[step.request], state=state, by=step.by)
        elif step.step == DECLINED:
            found[step.request] = Pending(found[step.request].asked, DECLINED, step.by, step.reason)
        else:
            found[step.request] = replace(found[step.request], state=USED)
    return tuple(reversed(found.values()))


def ask_for(
    workspace: Path,
    action: Action,
    subject: str,
    reason: str,
    by: str,
    at: datetime,
    about: Iterable[NodeKey] = (),
) -> Step:
    """Ask for the approval of an export or unmasking; a reason is needed."""
    if action not in NEEDS_TWO:
        raise RequestRefused(
            t(
                "'{action}' needs no approval. Ask for one for an export (export) or for a whole "
                "number (unmask).",
                action=action.value,
            )
        )
    if not reason.strip():
        raise RequestRefused(t("A request needs a reason: the purpose of the export."))
    with changing(workspace / FILE):
        number = sum(step.step == ASKED for step in steps(workspace)) + 1
        parties = tuple(sorted(set(about)))
        made = Step(f"R{number}", ASKED, action, subject, reason, by, at, parties)
        return _append(workspace, made)


def approve(workspace: Path, request: str, by: str, at: datetime) -> Step:
    """Approve a request of somebody else. Raises RequestRefused."""
    with changing(workspace / FILE):
        asked = _undecided(workspace, request, by)
        return _append(workspace, replace(asked, step=APPROVED, by=by, at=at))


def decline(workspace: Path, request: str, reason: str, by: str, at: datetime) -> Step:
    """Decline a request of somebody else; a reason is needed. Raises RequestRefused."""
    if not reason.strip():
        raise RequestRefused(
            t("To decline a request needs a reason: whoever asked is told what is missing.")
        )
    with changing(workspace / FILE):
        asked = _undecided(workspace, request, by)
        return _append(workspace, replace(asked, step=DECLINED, reason=reason, by=by, at=at))


def _undecided(workspace: Path, request: str, by: str) -> Step:
    """A request of somebody else that waits. Raises RequestRefused."""
    known = [step for step in steps(workspace) if step.request == request]
    if not known:
        raise RequestRefused(
            t(
                "There is no request '{request}'. `tenderlens requests` lists those there are.",
                request=request,
            )
        )
    asked = known[0]
    if asked.by == by:
        raise RequestRefused(
            t("{user} asked for {request} and cannot decide it.", user=by, request=request)
        )
    if len(known) > 1:
        raise RequestRefused(t("{request} was decided already.", request=request))
    return asked


def use(
    workspace: Path,
    action: Action,
    subject: str,
    by: str,
    at: datetime,
    about: Sequence[NodeKey] = (),
) -> Step:
    """Use up an approval that `by` was given for this and for all of these parties; returns it.

    Raises NotPermitted.
    """
    with changing(workspace / FILE):
        approved = _open(steps(workspace), action, subject, by, at)
        found = next((step for step in approved if set(about) <= set(step.about)), None)
        if found is None:
            for one in declined(pending(workspace, at), by):
                if not approved and (one.asked.action, one.asked.subject) == (action, subject):
                    raise NotPermitted(declined_because(one))
            raise NotPermitted(_lacking(action, subject, about, approved))
        _append(workspace, replace(found, step=USED, by=by, at=at))
        return found


def declined(found: Sequence[Pending], by: str) -> tuple[Pending, ...]:
    """What `by` asked for, was declined and was not asked anew; `found` begins with the newest."""
    last = {(p.asked.action, p.asked.subject): p for p in reversed(found) if p.asked.by == by}
    return tuple(one for one in last.values() if one.state == DECLINED)


def _lacking(
    action: Action, subject: str, about: Sequence[NodeKey], approved: Sequence[Step]
) -> str:
    if approved:
        new = sorted(set(about) - set(approved[-1].about))
        return t(
            "{request} was approved for other parties: {subject} now holds {key} too. Ask again.",
            request=approved[-1].request,
            subject=subject,
            key=new[0],
        )
    return t(
        "This needs the approval of a second person ({action} {subject}): ask for it on the page "
        "or with `tenderlens request`, and let a reviewer or approver approve it.",
        action=action_name(action),
        subject=subject,
    )


def _open(
    known: Iterable[Step], action: Action, subject: str, by: str, at: datetime
) -> tuple[Step, ...]:
    """The approvals that `by` can still use for this, oldest first."""
    mine: set[str] = set()
    approved: dict[str, Step] = {}
    for step in known:
        if step.step == ASKED and (step.action, step.subject, step.by) == (action, subject, by):
            mine.add(step.request)
        elif step.step == APPROVED and step.request in mine and at - step.at <= HOLDS:
            approved[step.request] = step
        elif step.step == USED:
            approved.pop(step.request, None)
    return tuple(approved.values())


def _append(workspace: Path, step: Step) -> Step:
    row = asdict(step) | {"at": step.at.astimezone(UTC).isoformat()}
    with (workspace / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return step
