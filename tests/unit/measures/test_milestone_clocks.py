"""Time limits: how days are counted, what is late, what runs, what nobody can know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.milestone_clocks import (
    ORDERS,
    WITHIN,
    Clock,
    LotFacts,
    Record,
    Step,
    Timetable,
    clocks_of,
    clocks_of_limit,
    clocks_of_order,
    complaint_clocks,
    day_of,
    months_later,
    record_of,
)
from measures.working_days import working_days

EVERYTHING = frozenset(node for limit in WITHIN for node in (*limit.start, *limit.end))
MONDAY = date(2024, 5, 6)
PROCUREMENT = LotFacts("lot:T", regime="government_procurement")


def record(today: date = date(2024, 12, 31)) -> Record:
    return Record(working_days(), today, EVERYTHING)


def steps(**days: date | Sequence[date]) -> dict[str, list[Step]]:
    return {
        node: [Step(d, f"milestone:{node}{i}") for i, d in enumerate(_listed(day))]
        for node, day in days.items()
    }


def _listed(day: date | Sequence[date]) -> Sequence[date]:
    return [day] if isinstance(day, date) else day


def clocks(
    rule: str, part: str = "", today: date = date(2024, 12, 31), **days: date | Sequence[date]
) -> list[Clock]:
    (limit,) = [limit for limit in WITHIN if (limit.rule, limit.part) == (rule, part)]
    return list(clocks_of_limit(limit, steps(**days), "lot:T", record(today)))


def only(found: Sequence[Clock]) -> tuple[str, int | None, date | None]:
    (clock,) = found
    return clock.state, clock.days, clock.due


@pytest.mark.parametrize(("later", "state"), [(19, "late"), (20, "kept"), (35, "kept")])
def test_bids_may_be_prepared_for_twenty_days_the_first_not_counted(later: int, state: str) -> None:
    found = clocks(
        "deadline_bid_prep", documents_from=MONDAY, bid_deadline=MONDAY + timedelta(days=later)
    )

    assert only(found) == (state, later, MONDAY + timedelta(days=20))


def test_a_limit_that_ends_in_the_holidays_runs_on() -> None:
    # 30 days from 6 September end on Sunday 6 October; offices open again on the 8th.
    found = clocks("deadline_contract", award_letter=date(2024, 9, 6), contract=date(2024, 10, 8))

    assert only(found) == ("kept", 32, date(2024, 10, 8))


def test_the_day_after_is_late() -> None:
    found = clocks("deadline_contract", award_letter=date(2024, 9, 6), contract=date(2024, 10, 9))

    assert only(found) == ("late", 33, date(2024, 10, 8))


def test_working_days_leave_the_may_holidays_out() -> None:
    found = clocks(
        "deadline_gp_award", "decide", evaluation_report=date(2024, 4, 29),
        award_decision=date(2024, 5, 9),
    )  # fmt: skip

    assert only(found) == ("kept", 5, date(2024, 5, 9))


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2024, 5, 10), "kept"), (date(2024, 5, 30), "soon"), (date(2024, 6, 6), "open_late")],
)
def test_a_step_that_is_not_on_record_runs_and_then_is_late(today: date, state: str) -> None:
    assert [c.state for c in clocks("deadline_contract", today=today, award_letter=MONDAY)] == [
        state
    ]


def test_no_step_is_awaited_that_nobody_ever_records() -> None:
    (limit,) = [limit for limit in WITHIN if limit.rule == "deadline_contract"]
    known = Record(working_days(), date(2025, 1, 1), frozenset({"award_letter"}))

    assert list(clocks_of_limit(limit, steps(award_letter=MONDAY), "lot:T", known)) == []


def test_an_end_without_a_beginning_is_missing_data_and_no_delay() -> None:
    assert only(clocks("deadline_contract", contract=MONDAY)) == ("missing", None, None)


def test_an_end_before_its_beginning_has_no_clock() -> None:
    before = MONDAY - timedelta(days=1)

    assert clocks("deadline_contract", award_letter=MONDAY, contract=before) == []


def test_the_last_round_counts_where_a_lot_was_called_twice() -> None:
    found = clocks(
        "deadline_contract", award_letter=[MONDAY, date(2024, 8, 1)], contract=date(2024, 8, 20)
    )

    assert only(found) == ("kept", 19, date(2024, 9, 2))


def test_every_clarification_has_its_own_clock_but_not_one_after_the_deadline() -> None:
    found = clocks(
        "deadline_clarify", "bid", bid_deadline=date(2024, 5, 31),
        clarification=[date(2024, 5, 10), date(2024, 5, 20), date(2024, 6, 3)],
    )  # fmt: skip

    assert [(c.state, c.days) for c in found] == [("kept", 21), ("late", 11)]


@pytest.mark.parametrize(
    ("rule", "step", "days"),
    [
        ("deadline_clarify", "prequalification_clarification", 3),
        ("deadline_objection_in", "prequalification_objection", 2),
    ],
)
def test_prequalification_has_shorter_limits_of_its_own(rule: str, step: str, days: int) -> None:
    closing = date(2024, 4, 20)
    said = {step: [closing - timedelta(days=days), closing - timedelta(days=days - 1)]}
    (limit,) = [each for each in WITHIN if (each.rule, each.part) == (rule, "prequalification")]
    told = steps(prequalification_deadline=closing, **said)
    found = list(clocks_of_limit(limit, told, "lot:T", record(date(2024, 12, 31))))

    assert [clock.state for clock in found] == ["kept", "late"]


def test_the_deposit_of_each_withdrawn_bid_is_returned_in_five_days() -> None:
    found = clocks(
        "deadline_deposit_refund", "withdrawn",
        bid_withdrawal=[date(2024, 5, 6), date(2024, 5, 8)],
        withdrawal_refund=[date(2024, 5, 10), date(2024, 5, 20)],
    )  # fmt: skip

    assert [(c.state, c.days) for c in found] == [("kept", 4), ("late", 12)]


def test_an_objection_to_the_prequalification_is_answered_in_three_days() -> None:
    found = clocks(
        "deadline_objection_out", "prequalification",
        prequalification_objection=date(2024, 4, 9), prequalification_answer=date(2024, 4, 15),
    )  # fmt: skip

    assert only(found) == ("late", 6, date(2024, 4, 12))


def test_a_report_goes_to_the_buyer_within_two_working_days() -> None:
    found = clocks(
        "deadline_gp_award", "report",
        evaluation_end=date(2024, 4, 30), evaluation_report=date(2024, 5, 7),
    )  # fmt: skip

    # 1 to 5 May are holidays.
    assert only(found) == ("kept", 2, date(2024, 5, 7))


def test_answers_are_paired_with_their_objections_one_by_one() -> None:
    found = clocks(
        "deadline_objection_out", "tender",
        objection=[MONDAY, date(2024, 5, 7)],
        objection_answer=[date(2024, 5, 8), date(2024, 5, 20)],
    )  # fmt: skip

    assert [(c.state, c.days) for c in found] == [("kept", 2), ("late", 13)]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 10, 15), 3, date(2025, 1, 15)),
        (date(2024, 9, 30), 3, date(2024, 12, 30)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2035, 1, 1)), st.integers(1, 24))
def test_a_month_more_is_always_later(day: date, months: int) -> None:
    assert 28 * months <= (months_later(day, months) - day).days <= 31 * months


def test_work_before_the_permit_is_out_of_order_and_a_day_later_is_not() -> None:
    (order,) = [order for order in ORDERS if order.part == "permit_start"]
    early = steps(construction_permit=date(2024, 5, 20), construction_start=MONDAY)
    same = steps(construction_permit=MONDAY, construction_start=MONDAY)

    assert [(c.state, c.days) for c in clocks_of_order(order, early, "lot:T")] == [("late", 14)]
    assert [c.state for c in clocks_of_order(order, same, "lot:T")] == ["kept"]
    assert list(clocks_of_order(order, steps(construction_start=MONDAY), "lot:T")) == []


def test_each_law_has_its_own_limits_and_talks_have_no_tender_period() -> None:
    def rules(lot: LotFacts) -> set[tuple[str, str]]:
        return {(limit.rule, limit.part) for limit in WITHIN if lot.held_to(limit)}

    talks = LotFacts("lot:T", regime="government_procurement", method="竞争性磋商")

    assert ("deadline_gp_award", "decide") in rules(PROCUREMENT) - rules(LotFacts("lot:T"))
    assert ("deadline_written_report", "") in rules(LotFacts("lot:T")) - rules(PROCUREMENT)
    assert ("deadline_bid_prep", "") in rules(PROCUREMENT) - rules(talks)
    assert ("deadline_contract", "") in rules(talks)


def table(of: Mapping[str, Mapping[str, str]]) -> Timetable:
    found = Timetable()
    for owner, days in of.items():
        for node, day in days.items():
            found.add(owner, node, day, f"milestone:{owner}/{node}")
    found.sort()
    return found


def test_a_limit_of_the_project_runs_once_and_for_all_its_lots() -> None:
    read = table(
        {
            "project:P": {
                "construction_application": "2024-05-06",
                "construction_permit": "2024-07-01",
            }
        }
    )
    lots = [LotFacts("lot:T", "project:P"), LotFacts("lot:T2", "project:P")]

    found, runs_for = clocks_of(read, lots, record_of(read, working_days(), None))

    late = [clock for clock in found.values() if clock.state == "late"]
    assert [clock.key for clock in late] == ["clock:deadline_permit/issue/project:P/0"]
    assert runs_for[late[0].key] == ["project:P", "lot:T", "lot:T2"]


def test_a_lot_takes_from_its_project_what_it_does_not_state_itself() -> None:
    read = table(
        {"project:P": {"approval": "2024-06-01"}, "lot:T": {"tender_notice": "2024-05-06"}}
    )

    found, _ = clocks_of(
        read, [LotFacts("lot:T", "project:P")], record_of(read, working_days(), None)
    )

    (clock,) = [clock for clock in found.values() if clock.rule == "order_violation"]
    assert (clock.owner, clock.state, clock.days) == ("lot:T", "late", 26)


def test_today_is_the_last_recorded_day_that_is_not_after_the_load() -> None:
    read = table({"lot:T": {"contract": "2024-05-06"}, "lot:U": {"contract": "2039-01-01"}})

    assert record_of(read, working_days(), "2024-06-01T00:00:00").today == MONDAY


def test_nobody_waits_for_a_contract_where_the_procedure_failed() -> None:
    read = table(
        {
            "lot:T": {"award_letter": "2024-01-08"},
            "lot:U": {"award_letter": "2024-01-08", "contract": "2024-05-06"},
        }
    )
    lots = [LotFacts("lot:T", status="已流标"), LotFacts("lot:U")]

    found, _ = clocks_of(read, lots, record_of(read, working_days(), None))

    assert {clock.owner for clock in found.values() if clock.rule == "deadline_contract"} == {
        "lot:U"
    }


def test_a_step_that_takes_far_longer_than_elsewhere_stands_still() -> None:
    rows = {
        f"lot:{i:02}": {"award_letter": "2024-01-08", "contract": f"2024-01-{9 + i % 20:02}"}
        for i in range(60)
    }
    rows["lot:slow"] = {"award_letter": "2024-01-08", "contract": "2024-06-28"}
    rows["lot:open"] = {"award_letter": "2024-01-08"}
    read = table(rows)

    found, _ = clocks_of(
        read, [LotFacts(key) for key in rows], record_of(read, working_days(), None)
    )

    gaps = {c.owner: (c.state, c.part) for c in found.values() if c.rule == "stage_gap"}
    assert gaps["lot:slow"] == ("late", "award_letter>contract")
    assert gaps["lot:open"] == ("open_late", "award_letter>")
    assert len(gaps) <= 2 + 3  # one in twenty lies beyond the quantile


def test_a_complaint_has_three_limits_and_no_duty_to_be_filed() -> None:
    rows = [
        ("complaint:1", "lot:T", "2024-05-06", "2024-05-20", "2024-05-21", "2024-07-30"),
        ("complaint:2", "lot:T", "2024-05-06", None, None, None),
    ]

    found = [c for c, _ in complaint_clocks({}, rows, record())]

    assert [(c.owner, c.part, c.state, c.days) for c in found] == [
        ("complaint:1", "file", "late", 14),
        ("complaint:1", "accept", "kept", 1),
        ("complaint:1", "decide", "late", 49),
    ]


@pytest.mark.parametrize("text", ["", "nonsense", None, "1899-12-31", "2099-01-01", "2024-13-01"])
def test_a_day_that_cannot_be_is_none(text: str | None) -> None:
    assert day_of(text) is None


def test_the_same_rows_in_another_order_give_the_same_clocks() -> None:
    rows = {
        f"lot:{i}": {"award_letter": "2024-01-08", "contract": f"2024-03-{10 + i}"}
        for i in range(9)
    }
    lots = [LotFacts(key) for key in rows]
    one, other = table(rows), table(dict(reversed(rows.items())))

    first = clocks_of(one, lots, record_of(one, working_days(), None))[0]
    second = clocks_of(other, lots, record_of(other, working_days(), None))[0]

    assert {k: c.node() for k, c in first.items()} == {k: c.node() for k, c in second.items()}
