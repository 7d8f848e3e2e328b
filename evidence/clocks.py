"""The time limits that run once a lead is pursued, and what a handover needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone

from messages import t

CHINA = timezone(timedelta(hours=8))  # one time zone, no summer time


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit: what has to be done, from when, until when, under which provision.

    `law` is a key of the legal register. `working_days` says that it counts Monday to Friday and
    knows no public holidays: a holiday moves the true end later, never earlier.
    """

    name: str
    starts: datetime
    due: datetime
    law: str
    working_days: bool = False


def handover_clocks(reported: datetime, approved: datetime | None = None) -> tuple[Clock, ...]:
    """From the report that proposes a handover: three days to decide, then 24 hours.

    `reported` is when a person judged the lead worth pursuing, `approved` when the head of the
    organ approved; before that the 24 hours are shown from the last possible moment.
    """
    decide = _end_of_day(reported, days=3)
    start = decide if approved is None else approved.astimezone(UTC)
    return (
        Clock(t("Decide whether to hand the case over"), reported.astimezone(UTC), decide, "YS310"),
        Clock(
            t("Hand it over to the public security organ, once approved"),
            start,
            start + timedelta(hours=24),
            "YS310",
        ),
    )


def complaint_clocks(received: datetime, accepted: datetime | None = None) -> tuple[Clock, ...]:
    """From a complaint: three working days to decide on accepting it, thirty to decide on it.

    Until it is accepted the thirty days are shown from the last day for accepting.
    """
    accept = _end_of_working_day(received, days=3)
    start = accept if accepted is None else accepted.astimezone(UTC)
    return (
        Clock(
            t("Decide whether to accept the complaint"),
            received.astimezone(UTC),
            accept,
            "TL61",
            working_days=True,
        ),
        Clock(
            t("Decide on the complaint in writing"),
            start,
            _end_of_working_day(start, days=30),
            "TL61",
            working_days=True,
        ),
    )


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
    day = start.astimezone(CHINA).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), CHINA).astimezone(UTC)


def _end_of_working_day(start: datetime, *, days: int) -> datetime:
    day = start.astimezone(CHINA).date()
    while days > 0:
        day += timedelta(days=1)
        days -= day.isoweekday() <= 5
    return datetime.combine(day, time(23, 59, 59), CHINA).astimezone(UTC)
