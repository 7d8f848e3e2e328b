"""Saved views and the leads that were seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.errors import WorkspaceCorrupt
from leads.views import (
    FILE,
    FORMER,
    PAUSE,
    SEEN,
    VISITS,
    ViewRefused,
    Visit,
    drop_view,
    keep_view,
    mark_seen,
    note_visit,
    seen_leads,
    views,
    visit_before,
)

MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)


def test_a_view_is_kept_replaced_and_forgotten(tmp_path: Path) -> None:
    keep_view(tmp_path, "甲", " 甲市 ", {"region": ["380100"], "kind": ["lot"]})
    keep_view(tmp_path, "甲", "甲市", {"region": ["380200"]})

    assert views(tmp_path, "甲") == {"甲市": {"region": ["380200"]}}

    drop_view(tmp_path, "甲", "甲市")

    assert views(tmp_path, "甲") == {}


def test_a_view_is_its_own_persons(tmp_path: Path) -> None:
    keep_view(tmp_path, "甲", "待办", {"work": ["assigned"]})
    keep_view(tmp_path, "乙", "待办", {"work": ["late"]})

    drop_view(tmp_path, "乙", "待办")

    assert views(tmp_path, "甲") == {"待办": {"work": ["assigned"]}}
    assert views(tmp_path, "乙") == {}


def test_the_views_of_an_earlier_version_are_everybodys_until_they_are_changed(
    tmp_path: Path,
) -> None:
    (tmp_path / FORMER).write_text('{"甲市": {"region": ["380100"]}}', encoding="utf-8")

    keep_view(tmp_path, "甲", "待办", {"work": ["late"]})
    drop_view(tmp_path, "乙", "甲市")

    assert views(tmp_path, "甲") == {"甲市": {"region": ["380100"]}, "待办": {"work": ["late"]}}
    assert views(tmp_path, "乙") == {}
    assert views(tmp_path, "丙") == {"甲市": {"region": ["380100"]}}


def test_a_view_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ViewRefused):
        keep_view(tmp_path, "甲", "  ", {})


def test_nothing_is_seen_until_somebody_says_so(tmp_path: Path) -> None:
    assert seen_leads(tmp_path, "甲") is None

    mark_seen(tmp_path, "甲", ["lot-2", "lot-1"])

    assert seen_leads(tmp_path, "甲") == frozenset({"lot-1", "lot-2"})
    assert seen_leads(tmp_path, "乙") is None


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"b": ["c"]}}'])
def test_a_file_that_holds_no_views_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    with pytest.raises(WorkspaceCorrupt, match=FILE):
        views(tmp_path, "甲")


def test_a_file_that_holds_no_seen_leads_is_said(tmp_path: Path) -> None:
    (tmp_path / SEEN).write_text("[]", encoding="utf-8")

    with pytest.raises(WorkspaceCorrupt, match=SEEN):
        seen_leads(tmp_path, "甲")


def test_a_first_visit_has_none_before_it(tmp_path: Path) -> None:
    note_visit(tmp_path, "甲", ["lot-1"], at=MONDAY)

    assert visit_before(tmp_path, "甲", at=MONDAY) is None
    assert visit_before(tmp_path, "乙", at=MONDAY + timedelta(days=1)) is None


def test_the_visit_before_is_what_there_was_when_it_ended(tmp_path: Path) -> None:
    note_visit(tmp_path, "甲", ["lot-1"], at=MONDAY)
    end = MONDAY + timedelta(hours=3)
    note_visit(tmp_path, "甲", ["lot-2", "lot-1"], at=end)  # a file was loaded meanwhile

    assert visit_before(tmp_path, "甲", at=MONDAY + timedelta(days=1)) == Visit(
        end, frozenset({"lot-1", "lot-2"})
    )


def test_looking_again_and_a_pause_at_noon_leave_new_what_is_new(tmp_path: Path) -> None:
    note_visit(tmp_path, "甲", ["lot-1"], at=MONDAY)
    tuesday = MONDAY + timedelta(days=1)

    for hours in (0, 0.01, 1, 4.5, 8):  # no pause as long as that which ends a visit
        at = tuesday + timedelta(hours=hours)
        before = visit_before(tmp_path, "甲", at=at)
        note_visit(tmp_path, "甲", ["lot-1", "lot-2"], at=at)

        assert before == visit_before(tmp_path, "甲", at=at) == Visit(MONDAY, frozenset({"lot-1"}))


def test_who_comes_back_after_a_long_pause_pays_another_visit(tmp_path: Path) -> None:
    note_visit(tmp_path, "甲", ["lot-1"], at=MONDAY)
    evening = MONDAY + PAUSE
    note_visit(tmp_path, "甲", ["lot-1", "lot-2"], at=evening)

    before = visit_before(tmp_path, "甲", at=evening)

    assert before is not None
    assert before.leads == {"lot-1"}


@pytest.mark.parametrize("text", ["{", "[]", '{"甲": {}}', '{"甲": {"now": {"at": "x"}}}'])
def test_a_file_that_holds_no_visits_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / VISITS).write_text(text, encoding="utf-8")

    with pytest.raises(WorkspaceCorrupt, match=VISITS):
        visit_before(tmp_path, "甲", at=MONDAY)
