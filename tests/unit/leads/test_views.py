"""Saved views and the leads that were seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import WorkspaceCorrupt
from leads.views import (
    FILE,
    FORMER,
    SEEN,
    ViewRefused,
    drop_view,
    keep_view,
    mark_seen,
    seen_leads,
    views,
)


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
