"""回避: an account that is tied to a party is kept from its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence.accounts import NotPermitted, Role
from evidence.audit import Action
from evidence.recusal import require_distance, ties_to_case
from graph.engine import GraphEngine
from leads.identities import Sameness, identity_judgements
from workspace import Workspace

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A firm with its principal, and one that has nothing to do with either."""

    workspace: Workspace
    person: str
    firm: str
    stranger: str


@pytest.fixture
def world(engine: GraphEngine, tmp_path: Path) -> World:
    workspace = Workspace(tmp_path / "w")
    workspace.__dict__["engine"] = engine
    workspace.load([Path(__file__).parents[2] / "sample_data" / "企业.xlsx"])
    person, firm = workspace.ask(
        "MATCH (p:Person)-[:LEGAL_REP_OF]->(c:Company) RETURN p.key AS p, c.key AS c "
        "ORDER BY p, c LIMIT 1"
    ).rows[0]
    strangers = workspace.ask("MATCH (c:Company) RETURN c.key AS c ORDER BY c DESC").rows
    stranger = next(
        str(row[0])
        for row in strangers
        if row[0] != firm and not ties_to_case(workspace.reader, [str(person)], [str(row[0])])
    )
    return World(workspace, str(person), str(firm), stranger)


def test_a_tie_keeps_from_the_case_and_a_stranger_s_case_stays_open(world: World) -> None:
    reader = world.workspace.reader

    with pytest.raises(NotPermitted, match="应当回避"):
        require_distance(reader, [world.person], [world.stranger, world.firm])
    with pytest.raises(NotPermitted, match="应当回避"):
        require_distance(reader, [world.firm], [world.firm])
    require_distance(reader, [world.person], [world.stranger])
    require_distance(reader, [], [world.firm])


def test_a_refused_decision_is_recorded_and_not_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    password = "three lanterns, one bridge"
    world.workspace.add_account("secadmin", password, Role.SECURITY)
    world.workspace.login("secadmin", password).add_account(
        "甲", password, Role.ANALYST, (world.person,)
    )
    analyst = world.workspace.login("甲", password)

    with pytest.raises(NotPermitted, match="应当回避"):
        analyst.judge_identity(world.firm, world.stranger, Sameness.DIFFERENT, "核对", at=NOON)

    assert [(r.entry.action, r.entry.result) for r in analyst.door.log.records()][-3:] == [
        (Action.JUDGEMENT, ""),
        (Action.DENIED, "denied"),
        (Action.JUDGEMENT, "refused"),
    ]
    assert identity_judgements(world.workspace.folder) == ()
    assert analyst.door.log.verify().ok
