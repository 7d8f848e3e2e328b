"""Judgements are appended and read back as they were given."""

from __future__ import annotations

import subprocess
import sys
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
    redact,
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


MANY = 150
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from leads.judgements import Judgement, Verdict, append_judgement
for n in range(int(sys.argv[2])):
    made = Judgement(f"lot-{n}", Verdict.PURSUE, "先问王某", "甲", datetime.now(UTC))
    append_judgement(Path(sys.argv[1]), made)
"""


def test_what_another_process_appends_while_a_name_is_taken_out_stays(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    writer = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, str(MANY)], cwd=root)
    while writer.poll() is None:
        redact(tmp_path / FILE, "reason", ["王某"], instead="〔已清除〕")
    redact(tmp_path / FILE, "reason", ["王某"], instead="〔已清除〕")

    assert writer.returncode == 0
    assert [j.lead for j in judgements(tmp_path)] == [f"lot-{n}" for n in range(MANY)]
    assert {j.reason for j in judgements(tmp_path)} == {"先问〔已清除〕"}
