"""Purging: what goes, what stays, and the record that says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence.audit import Action
from evidence.purpose import Purpose, state_purpose
from graph.engine import GraphEngine
from graph.errors import TenderLensError
from leads.judgements import Judgement, Verdict, append_judgement, erase_reasons, judgements
from queries.library import FOLDER as QUESTIONS
from queries.library import SavedQuery, history, remember, save_query, saved_queries
from workspace import Workspace

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_old_dismissals_lose_their_reason_and_stay_dismissed(tmp_path: Path) -> None:
    old, new = NOON - timedelta(days=10), NOON
    for lead, verdict, at in (
        ("lot-1", Verdict.PURSUE, old),
        ("lot-1", Verdict.DISMISSED, old),
        ("lot-2", Verdict.DISMISSED, new),
        ("lot-3", Verdict.DISMISSED, old),
        ("lot-3", Verdict.PURSUE, new),
    ):
        append_judgement(tmp_path, Judgement(lead, verdict, f"关于 {lead}", "甲", at))
    before = judgements(tmp_path)

    erased = erase_reasons(tmp_path, before=NOON - timedelta(days=5), instead="已清除")

    after = judgements(tmp_path)
    assert [j.reason for j in after] == ["已清除"] * 2 + [f"关于 lot-{n}" for n in (2, 3, 3)]
    assert [(j.lead, j.verdict, j.at) for j in after] == [(j.lead, j.verdict, j.at) for j in before]
    assert len(erased) == 2
    assert erase_reasons(tmp_path, before=NOON - timedelta(days=5), instead="已清除") == ()


def test_a_person_is_forgotten_whoever_states_them(engine: GraphEngine, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.__dict__["engine"] = engine
    folder = Path(__file__).parents[2] / "sample_data"
    workspace.load([folder / "任职.csv"])
    listed = "MATCH (p:Person) RETURN p.key AS key, p.name AS name ORDER BY key LIMIT 1"
    person, name = (str(cell) for cell in workspace.ask(listed).rows[0])
    other, own = "MATCH (c:Company) RETURN c.name AS name", "MATCH (p {key: $key}) RETURN p"
    for folder, question, parameters in (
        (tmp_path / QUESTIONS, other, {}),
        (tmp_path / QUESTIONS, own, {"key": person}),
        (tmp_path / QUESTIONS / "asked" / "a", f"MATCH (p {{name: '{name}'}}) RETURN p", {}),
    ):
        remember(folder, question, parameters, at=NOON)
    for title, question in (("甲", other), ("乙", own), (f"{name}的企业", other)):
        save_query(tmp_path / QUESTIONS, SavedQuery(title, question.replace("$key", f"'{person}'")))
    for lead, reason in (("lot-1", f"{name}两处任职，{name}待问"), ("lot-2", "与他人无关")):
        append_judgement(tmp_path, Judgement(lead, Verdict.PURSUE, reason, "甲", NOON))
    state_purpose(tmp_path, Purpose("lot-1", f"先问{name}", "", "甲", NOON))
    firms = workspace.counts().nodes["Company"]
    persons = workspace.counts().nodes["Person"]

    gone = workspace.forget_person(person, "保存期限届满")

    assert gone >= 2
    assert workspace.counts().nodes["Person"] == persons - 1
    assert workspace.counts().nodes["Company"] == firms
    assert [asked.cypher for asked in history(tmp_path / QUESTIONS)] == [other]
    assert history(tmp_path / QUESTIONS / "asked" / "a") == ()
    assert [saved.title for saved in saved_queries(tmp_path / QUESTIONS)[0]] == ["甲"]
    mark = "〔已清除人员姓名〕"
    assert [(j.reason, j.verdict, j.at) for j in judgements(tmp_path)] == [
        (f"{mark}两处任职，{mark}待问", Verdict.PURSUE, NOON),
        ("与他人无关", Verdict.PURSUE, NOON),
    ]
    assert workspace.purposes()["lot-1"].purpose == f"先问{mark}"
    certificate = workspace.audit_records(action=Action.PURGE)
    assert [(r.entry.objects, r.entry.result) for r in certificate] == [
        ((person,), ""),
        ((person,), "done"),
        ((person,), "done"),
    ]
    assert certificate[0].entry.reason == "保存期限届满"
    assert certificate[1].entry.detail == {"redacted": 2}
    assert certificate[2].entry.detail["count"] == gone
    with pytest.raises(TenderLensError, match="图谱中没有人员"):
        workspace.forget_person(person, "保存期限届满")


def test_what_is_due_is_listed_by_day_and_purged_with_a_certificate(
    one_engine: GraphEngine, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path)
    workspace.__dict__["engine"] = one_engine
    workspace.door.clock = lambda: NOON
    folder = Path(__file__).parents[2] / "sample_data"
    workspace.load([folder / "任职.csv"])
    keys = workspace.ask("MATCH (p:Person) RETURN p.key AS key ORDER BY key LIMIT 2").rows
    today, later = (str(key) for (key,) in keys)
    workspace.appoint_purge(later, NOON.date() + timedelta(days=1), "排除线索")
    workspace.appoint_purge(today, NOON.date(), "保存期限届满")
    for lead, age in (("lot-1", 1095), ("lot-2", 1000)):
        made = Judgement(
            lead, Verdict.DISMISSED, "关于某人", "甲", NOON - timedelta(days=age, hours=1)
        )
        append_judgement(tmp_path, made)
    assert [(d.kind, d.subject) for d in workspace.retention()] == [
        ("dismissed", "lot-1"),
        ("person", today),
        ("person", later),
        ("dismissed", "lot-2"),
    ]

    done = workspace.purge_due()

    assert [d.subject for d in done] == ["lot-1", today]
    assert [d.subject for d in workspace.retention()] == [later, "lot-2"]
    assert workspace.purge_due() == ()
    left = workspace.ask("MATCH (p:Person) RETURN p.key AS key").rows
    assert (today,) not in left
    assert (later,) in left
    records = [r.entry for r in workspace.audit_records(action=Action.PURGE)]
    (certificate,) = (e for e in records if e.objects == (today,) and "count" in e.detail)
    assert certificate.reason == "保存期限届满"
    assert int(certificate.detail["count"]) > 0


def test_only_persons_are_purged_and_for_a_reason(tmp_path: Path) -> None:
    with pytest.raises(TenderLensError, match="只清除人员"):
        Workspace(tmp_path).forget_person("company:1", "理由")
    with pytest.raises(TenderLensError, match="理由"):
        Workspace(tmp_path).forget_person("person:1", " ")
