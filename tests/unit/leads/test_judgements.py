"""Judgements are appended and read back as they were given."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import WorkspaceCorrupt
from leads.judgements import (
    FILE,
    Judgement,
    JudgementRefused,
    Verdict,
    append_judgement,
    judgements,
    latest,
)

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def judged(verdict: Verdict, reason: str = "同一打印店") -> Judgement:
    return Judgement("pair-0123456789ab", verdict, reason, "复核员甲", AT)


def test_a_workspace_without_judgements_has_none(tmp_path: Path) -> None:
    assert judgements(tmp_path) == ()


def test_the_last_judgement_of_a_lead_counts_and_the_first_stays(tmp_path: Path) -> None:
    first, second = judged(Verdict.NEEDS_DATA, "缺设备记录"), judged(Verdict.EXPLAINED)

    append_judgement(tmp_path, first)
    append_judgement(tmp_path, second)

    assert judgements(tmp_path) == (first, second)
    assert latest(judgements(tmp_path)) == {first.lead: second}


def test_a_judgement_needs_a_reason() -> None:
    with pytest.raises(JudgementRefused):
        judged(Verdict.DISMISSED, reason="  ")


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    append_judgement(tmp_path, judged(Verdict.PURSUE))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"lead": "x"}\n')

    with pytest.raises(WorkspaceCorrupt, match="2"):
        judgements(tmp_path)
