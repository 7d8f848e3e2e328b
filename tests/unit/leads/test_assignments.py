"""Who has a lead: steps follow each other, are kept and read back as they were given."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest

from leads.assignments import (
    Assignment,
    AssignmentRefused,
    Stage,
    assignments,
    current,
    next_step,
    take_step,
)

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
LEAD = "lot-0123456789ab"
DUE = date(2026, 3, 20)


def step(
    before: Assignment | None,
    stage: Stage,
    *,
    to: str = "",
    due: date | None = None,
    note: str = "",
) -> Assignment:
    return next_step(before, LEAD, stage, to=to, due=due, note=note, by="分办员甲", at=AT)


def took(
    folder: Path, stage: Stage, *, to: str = "", due: date | None = None, note: str = ""
) -> None:
    take_step(folder, [LEAD], stage, to=to, due=due, note=note, by="分办员甲", at=AT)


def test_a_lead_is_assigned_checked_and_reported(tmp_path: Path) -> None:
    given = step(None, Stage.ASSIGNED, to="核查组乙", due=DUE)
    checked = step(given, Stage.CHECKING)
    told = step(checked, Stage.REPORTED, note="已约谈，转行政监督部门")

    took(tmp_path, Stage.ASSIGNED, to="核查组乙", due=DUE)
    took(tmp_path, Stage.CHECKING)
    took(tmp_path, Stage.REPORTED, note="已约谈，转行政监督部门")

    assert assignments(tmp_path) == (given, checked, told)
    assert current(assignments(tmp_path)) == {LEAD: told}
    assert (told.to, told.due) == ("核查组乙", DUE)


def test_of_two_who_report_back_at_once_the_second_is_told_that_it_was_done(tmp_path: Path) -> None:
    took(tmp_path, Stage.ASSIGNED, to="核查组乙", due=DUE)
    together, refused = Barrier(8), []

    def report(number: int) -> None:
        together.wait()
        try:
            took(tmp_path, Stage.REPORTED, note=f"第 {number} 份反馈")
        except AssignmentRefused:
            refused.append(number)

    with ThreadPoolExecutor(8) as people:
        list(people.map(report, range(8)))

    assert len(refused) == 7
    assert [step.stage for step in assignments(tmp_path)] == [Stage.ASSIGNED, Stage.REPORTED]


def test_a_lead_is_late_from_the_day_after_until_it_is_reported() -> None:
    given = step(None, Stage.ASSIGNED, to="核查组乙", due=DUE)
    told = step(given, Stage.REPORTED, note="无异常")

    assert not given.overdue(DUE)
    assert given.overdue(date(2026, 3, 21))
    assert not told.overdue(date(2026, 3, 21))


@pytest.mark.parametrize("stage", [Stage.CHECKING, Stage.REPORTED, Stage.RETURNED])
def test_what_nobody_has_can_only_be_assigned(stage: Stage) -> None:
    with pytest.raises(AssignmentRefused, match="尚未分办"):
        step(None, stage, to="核查组乙", note="x")


def test_what_is_reported_can_be_assigned_again_and_nothing_else() -> None:
    told = step(step(None, Stage.ASSIGNED, to="乙", due=DUE), Stage.REPORTED, note="无异常")

    assert step(told, Stage.ASSIGNED, to="丙", due=DUE).to == "丙"
    with pytest.raises(AssignmentRefused, match="已反馈"):
        step(told, Stage.CHECKING)


def test_an_assignment_needs_a_person_and_a_day_and_a_report_its_words() -> None:
    given = step(None, Stage.ASSIGNED, to="乙", due=DUE)

    with pytest.raises(AssignmentRefused, match="由谁核查"):
        step(None, Stage.ASSIGNED, due=DUE)
    with pytest.raises(AssignmentRefused, match="期限"):
        step(None, Stage.ASSIGNED, to="乙")
    with pytest.raises(AssignmentRefused, match="结果"):
        step(given, Stage.REPORTED)
