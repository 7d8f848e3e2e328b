"""Time limits: the day of the start does not count, and China's days are meant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from evidence.calendar import calendar, counted
from evidence.clocks import (
    CHINA,
    Clock,
    attachments,
    complaint_clocks,
    handover_clocks,
    pursued_since,
)
from evidence.thresholds import editions, thresholds_on
from leads.judgements import Judgement, Verdict
from messages import set_language
from queries.catalogue import register


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_three_days_end_with_the_third_day_in_china() -> None:
    # 00:30 on the 11th in Beijing is still the 10th in UTC.
    decide, hand_over = handover_clocks(datetime(2026, 3, 10, 16, 30, tzinfo=UTC))

    assert decide.due == china("2026-03-14T23:59:59")
    assert hand_over.starts == decide.due
    assert hand_over.due == china("2026-03-15T23:59:59")


def test_twenty_four_hours_run_from_the_approval() -> None:
    _, hand_over = handover_clocks(china("2026-03-10T09:00"), china("2026-03-11T15:20"))

    assert hand_over.due == china("2026-03-12T15:20")


def test_days_pass_over_the_end_of_a_month_and_a_leap_day() -> None:
    decide, _ = handover_clocks(china("2028-02-27T10:00"))

    assert decide.due == china("2028-03-01T23:59:59")


def judged(lead: str, *said: tuple[str, Verdict]) -> list[Judgement]:
    return [Judgement(lead, verdict, "核", "赵核查", china(at)) for at, verdict in said]


def test_a_second_judgement_to_pursue_gives_no_further_time() -> None:
    said = judged(
        "lot-1",
        ("2026-03-10T09:00", Verdict.PURSUE),
        ("2026-03-20T09:00", Verdict.PURSUE),
    )

    assert pursued_since(said) == {"lot-1": china("2026-03-10T09:00")}


def test_a_lead_that_was_put_down_and_taken_up_again_runs_anew() -> None:
    said = judged(
        "lot-1",
        ("2026-03-10T09:00", Verdict.PURSUE),
        ("2026-03-12T09:00", Verdict.NEEDS_DATA),
        ("2026-03-20T09:00", Verdict.PURSUE),
    )
    put_down = judged(
        "lot-2", ("2026-03-10T09:00", Verdict.PURSUE), ("2026-03-11T09:00", Verdict.DISMISSED)
    )

    assert pursued_since([*said, *put_down]) == {"lot-1": china("2026-03-20T09:00")}


@pytest.mark.parametrize(
    ("received", "accept", "decide"),
    [
        ("2024-03-07T10:00", "2024-03-12", "2024-04-24"),  # a Thursday: Friday, Monday, Tuesday
        ("2024-03-08T23:59", "2024-03-13", "2024-04-25"),  # a Friday
        ("2024-03-09T10:00", "2024-03-13", "2024-04-25"),  # a Saturday counts from Monday
        ("2024-09-29T10:00", "2024-10-09", "2024-11-19"),  # a Sunday at work, then the holidays
    ],
)
def test_working_days_are_those_of_the_yearly_arrangement(
    received: str, accept: str, decide: str
) -> None:
    first, second = complaint_clocks(china(received))

    assert first.due == china(f"{accept}T23:59:59")
    assert second.due == china(f"{decide}T23:59:59")
    assert (first.working_days, first.unpublished) == (True, ())


def test_an_accepted_complaint_has_the_second_limit_alone() -> None:
    (decide,) = complaint_clocks(china("2024-03-07T10:00"), china("2024-03-08T10:00"))

    assert decide.due == china("2024-04-22T23:59:59")  # the 7th of April was a Sunday at work


def test_in_procurement_the_thirty_days_run_from_the_complaint() -> None:
    (decide,) = complaint_clocks(china("2024-05-06T10:00"), procurement=True)

    assert (decide.due, decide.law) == (china("2024-06-17T23:59:59"), "CG56")
    assert "自收到投诉之日起" in decide.name


def test_a_year_without_an_arrangement_is_named() -> None:
    first, _ = complaint_clocks(china("2031-03-06T10:00"))

    assert first.unpublished == (2031,)
    assert "2031" in counted(first)


def test_a_handover_has_five_attachments() -> None:
    assert len(attachments()) == 5


def test_every_clock_names_a_provision_of_the_register() -> None:
    now = china("2026-03-10T09:00")

    for clock in (*handover_clocks(now), *complaint_clocks(now)):
        assert register()[clock.law].quotable


def test_the_calendar_is_what_the_standard_asks() -> None:
    now = china("2026-03-10T09:00")
    due = [("lot-1", "某项目, 一标段；二标段" * 9, clock) for clock in handover_clocks(now)]

    data = calendar(due, register(), at=now)
    lines = data.split(b"\r\n")
    text = data.replace(b"\r\n ", b"").decode()

    assert all(len(line) <= 75 for line in lines)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2
    assert "DTSTART:20260313T155959Z" in text
    assert "某项目\\, 一标段" in text
    assert len({line for line in text.splitlines() if line.startswith("UID:")}) == 2
    assert data == calendar(due, register(), at=now)


def uids(clocks: tuple[Clock, ...]) -> list[bytes]:
    data = calendar(
        [("TS-1", "某项目", c) for c in clocks], register(), at=china("2026-03-10T09:00")
    )
    return [line for line in data.split(b"\r\n") if line.startswith(b"UID:")]


def test_an_event_keeps_its_identity_when_its_day_moves() -> None:
    """A calendar that reads the file again then moves the event and does not double it."""
    received = china("2024-03-07T10:00")
    waiting, accepted = complaint_clocks(received), complaint_clocks(received, china("2024-03-08"))

    assert waiting[1].due != accepted[0].due
    assert uids(waiting)[1:] == uids(accepted)


def test_an_event_keeps_its_identity_in_another_language() -> None:
    received = china("2024-03-07T10:00")
    chinese = uids(complaint_clocks(received))
    set_language("en")
    try:
        english = uids(complaint_clocks(received))
    finally:
        set_language("zh_CN")

    assert chinese == english


def test_amounts_are_those_in_force_on_the_day() -> None:
    before, after = thresholds_on(date(2022, 5, 14)), thresholds_on(date(2022, 5, 15))

    assert before is not None
    assert after is not None
    assert (before.gain, before.project_amount) == (100_000, 2_000_000)
    assert (after.gain, after.project_amount) == (200_000, 4_000_000)
    assert thresholds_on(date(2010, 5, 6)) is None


def test_no_amount_passes_for_verified_text() -> None:
    assert {edition.tag for edition in editions()} <= {"V-s", "memory"}
