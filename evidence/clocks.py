"""The time limits that run once a lead is pursued, and what a handover needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from leads.judgements import Judgement, Verdict
from measures.working_days import working_days
from messages import t

CHINA = timezone(timedelta(hours=8))  # one time zone, no summer time
DECIDE = "decide complaint"


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit: what has to be done, from when, until when, under which provision.

    `kind` is what it limits, in any language and whenever it ends. `law` is a key of the legal
    register. `working_days` says that it counts the days on which
    offices are open by the State Council's yearly arrangement; `unpublished` are the years in it
    without one, counted Monday to Friday: a holiday moves the true end later, never earlier.
    """

    kind: str
    name: str
    starts: datetime
    due: datetime
    law: str
    working_days: bool = False
    unpublished: tuple[int, ...] = ()


def pursued_since(known: Iterable[Judgement]) -> dict[str, datetime]:
    """The leads that are pursued, each with when a person first said so; oldest judgement first.

    Saying it again gives no further time; another verdict in between ends it.
    """
    since: dict[str, datetime] = {}
    for judgement in known:
        if judgement.verdict is Verdict.PURSUE:
            since.setdefault(judgement.lead, judgement.at)
        else:
            since.pop(judgement.lead, None)
    return since


def handover_clocks(reported: datetime, approved: datetime | None = None) -> tuple[Clock, ...]:
    """From the report that proposes a handover: three days to decide, then 24 hours.

    `reported` is when a person judged the lead worth pursuing, `approved` when the head of the
    organ approved; before that the 24 hours are shown from the last possible moment.
    """
    decide = _end_of_day(reported, days=3)
    start = decide if approved is None else approved.astimezone(UTC)
    return (
        Clock(
            "decide on handover",
            t("Decide whether to hand the case over"),
            reported.astimezone(UTC),
            decide,
            "YS310",
        ),
        Clock(
            "hand over",
            t("Hand it over to the public security organ, once approved"),
            start,
            start + timedelta(hours=24),
            "YS310",
        ),
    )


def complaint_clocks(
    received: datetime, accepted: datetime | None = None, *, procurement: bool = False
) -> tuple[Clock, ...]:
    """From a complaint: three working days to decide on accepting it, thirty to decide on it.

    Until it is accepted the thirty days are shown from the last day for accepting; afterwards the
    first clock has stopped. In government procurement the thirty run from the complaint itself.
    """
    if procurement:
        name = t("Decide on the complaint in writing, counted from when it came in")
        return (_in_working_days(DECIDE, name, received, 30, "CG56"),)
    accept = _in_working_days(
        "accept complaint", t("Decide whether to accept the complaint"), received, 3, "TL61"
    )
    decide = _in_working_days(
        DECIDE, t("Decide on the complaint in writing"), accepted or accept.due, 30, "TL61"
    )
    return (accept, decide) if accepted is None else (decide,)


def attachments() -> tuple[str, ...]:
    """The five attachments of a handover (article 6), to tick."""
    return (
        t("“Letter of handover of the case”"),
        t("“Report on the inquiry into the case”"),
        t("“List of the objects concerned”"),
        t("“Reports of tests or opinions of experts”"),
        t("“Other material that belongs to the case”"),
    )


def _end_of_day(start: datetime, *, days: int) -> datetime:
    """The last second of the nth day after the day of `start`, as China counts days."""
    return _last_second(start.astimezone(CHINA).date() + timedelta(days=days))


def _in_working_days(kind: str, name: str, start: datetime, count: int, law: str) -> Clock:
    calendar = working_days()
    first = start.astimezone(CHINA).date()
    last = calendar.after(first, count)
    years = tuple(y for y in range(first.year, last.year + 1) if y not in calendar.published)
    return Clock(
        kind,
        name,
        start.astimezone(UTC),
        _last_second(last),
        law,
        working_days=True,
        unpublished=years,
    )


def _last_second(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), CHINA).astimezone(UTC)
