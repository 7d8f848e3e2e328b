"""回避: an account tied to a party is kept from its case, questions about it and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from evidence.accounts import NotPermitted, Role
from evidence.audit import Action
from evidence.matter import TRAY
from evidence.recusal import circle, require_distance
from leads.identities import Sameness, identity_judgements
from leads.trays import TrayItem
from workspace import Workspace

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PASSWORD = "three lanterns, one bridge"


@dataclass(frozen=True)
class World:
    """The sample, a firm of a lead with its principal, and a firm far from both."""

    workspace: Workspace
    analyst: Workspace
    person: str
    firm: str
    firm_name: str
    stranger: str


@pytest.fixture(scope="module")
def world(embedded_sample: Workspace, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Accounts of their own over the sample's graph, which is only read."""
    workspace = Workspace(tmp_path_factory.mktemp("recusal"))
    workspace.__dict__["engine"] = embedded_sample.engine
    person, firm, name = next(
        rows[0]
        for lead in embedded_sample.leads("company")
        if (
            rows := workspace.ask(
                "MATCH (p:Person)-[:LEGAL_REP_OF]->(c:Company {key: $key}) "
                "RETURN p.key AS p, c.key AS c, c.name AS name ORDER BY p LIMIT 1",
                {"key": lead.keys[0]},
            ).rows
        )
    )
    near = circle(workspace.reader, [str(person)])
    strangers = workspace.ask("MATCH (c:Company) RETURN c.key AS c ORDER BY c DESC").rows
    stranger = next(str(row[0]) for row in strangers if not near.holds([str(row[0])]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evidence.accounts.MEMORY_KIB", 64)
        patched.setattr("evidence.accounts.PASSES", 1)
        workspace.add_account("secadmin", PASSWORD, Role.SECURITY)
        admin = workspace.login("secadmin", PASSWORD)
        admin.add_account("甲", PASSWORD, Role.ANALYST, (str(person),))
        analyst = workspace.login("甲", PASSWORD)
    return World(workspace, analyst, str(person), str(firm), str(name), stranger)


def test_a_tie_keeps_from_the_case_and_a_stranger_s_case_stays_open(world: World) -> None:
    reader = world.workspace.reader
    near = circle(reader, [world.person])

    with pytest.raises(NotPermitted, match="应当回避"):
        require_distance(reader, near, [world.stranger, world.firm])
    with pytest.raises(NotPermitted, match="应当回避"):
        require_distance(reader, circle(reader, [world.firm]), [world.firm])
    require_distance(reader, near, [world.stranger])
    require_distance(reader, circle(reader, []), [world.firm])


def test_a_ring_with_a_member_close_by_is_a_case_close_by(world: World) -> None:
    ring, member = world.workspace.reader.run(
        "MATCH (g:Ring)-[:HAS_MEMBER]->(c:Company) RETURN g.key AS g, c.key AS c ORDER BY g LIMIT 1"
    ).rows[0]
    near = circle(world.workspace.reader, [str(member)])

    with pytest.raises(NotPermitted, match="应当回避"):
        require_distance(world.workspace.reader, near, [str(ring)])


@pytest.mark.parametrize(
    "look",
    [
        lambda w: w.analyst.profile(w.firm),
        lambda w: w.analyst.surroundings([w.firm]),
        lambda w: w.analyst.expansion([w.stranger, w.firm]),
        lambda w: w.analyst.neighbourhood(w.firm),
        lambda w: w.analyst.paths([w.stranger, w.firm]),
        lambda w: w.analyst.where(f"{w.person}|LEGAL_REP_OF|{w.firm}"),
        lambda w: w.analyst.where(f"company:x|SHAREHOLDER_OF|{w.firm}|0.5"),
        lambda w: w.analyst.matter(w.firm),
        lambda w: w.analyst.ask(f"MATCH (c:Company {{key: '{w.firm}'}}) RETURN c"),
        lambda w: w.analyst.ask("MATCH (c:Company {name: $n}) RETURN c", {"n": w.firm_name}),
    ],
    ids=[
        "profile",
        "network",
        "expansion",
        "neighbours",
        "path",
        "cells",
        "cells of one of several",
        "dossier",
        "key",
        "name",
    ],
)
def test_nothing_is_shown_around_a_party_close_by(
    look: Callable[[World], object], world: World
) -> None:
    with pytest.raises(NotPermitted, match="应当回避"):
        look(world)

    (*_, last) = world.analyst.door.log.records()
    assert Action.DENIED in (last.entry.action, *[r.entry.action for r in _[-1:]])
    assert world.analyst.door.log.verify().ok


def test_who_is_tied_to_a_party_approves_nothing_about_it(world: World) -> None:
    admin = world.workspace.login("secadmin", PASSWORD)
    admin.add_account("乙", PASSWORD, Role.ANALYST)
    admin.add_account("丙", PASSWORD, Role.REVIEWER, (world.person,))
    admin.add_account("丁", PASSWORD, Role.REVIEWER)
    asking, close, free = (world.workspace.login(name, PASSWORD) for name in ("乙", "丙", "丁"))
    lead = next(x for x in free.leads("company") if x.keys == (world.firm,))
    requests = [
        asking.request(Action.EXPORT, lead.id, "移送").request,
        asking.request(Action.EXPORT, world.firm, "移送").request,
        asking.request(Action.UNMASK, world.person, "核对身份").request,
    ]

    for request in requests:
        with pytest.raises(NotPermitted, match="应当回避"):
            close.approve(request)
        with pytest.raises(NotPermitted, match="应当回避"):
            close.decline(request, "不必移送")
        free.approve(request)
    close.approve(asking.request(Action.EXPORT, world.stranger, "移送").request)


def test_a_request_for_a_file_or_a_tray_tells_whom_it_is_about(world: World) -> None:
    admin = world.workspace.login("secadmin", PASSWORD)
    admin.add_account("戊", PASSWORD, Role.ANALYST)
    admin.add_account("己", PASSWORD, Role.REVIEWER, (world.person,))
    admin.add_account("庚", PASSWORD, Role.REVIEWER)
    asking, close, free = (world.workspace.login(name, PASSWORD) for name in ("戊", "己", "庚"))
    file = "关系网络.png"
    with pytest.raises(NotPermitted, match="应当回避"):  # who is tied to a party does not ask
        world.analyst.request(Action.EXPORT, file, "附卷", [world.firm])

    picture = asking.request(Action.EXPORT, file, "附卷", [world.firm])
    with pytest.raises(NotPermitted, match="应当回避"):
        close.approve(picture.request)
    free.approve(picture.request)
    with pytest.raises(NotPermitted, match="其他对象"):  # of the same name, about somebody else
        asking.take_out(file, lambda: b"", [world.firm, world.stranger])
    assert asking.take_out(file, lambda: b"1", [world.firm]) == b"1"

    asking.add_to_tray([TrayItem("edge", f"{world.person}|LEGAL_REP_OF|{world.firm}|1", "任职")])
    tray = asking.request(Action.EXPORT, TRAY, "移送")
    assert tray.about == tuple(sorted((world.person, world.firm)))
    with pytest.raises(NotPermitted, match="应当回避"):
        close.approve(tray.request)
    free.approve(tray.request)
    asking.add_to_tray([TrayItem("node", world.stranger, "另一家")])
    with pytest.raises(NotPermitted, match="其他对象"):
        asking.dossier(TRAY, world.workspace.folder / "out")
    asking.remove_from_tray([world.stranger])
    assert asking.dossier(TRAY, world.workspace.folder / "out").file.exists()
    recorded = [r.entry for r in asking.door.log.records() if r.entry.objects[:1] == (TRAY,)]
    assert recorded[-1].objects == (TRAY, *tray.about)


def test_what_is_far_away_is_shown(world: World) -> None:
    assert world.analyst.profile(world.stranger).node.key == world.stranger
    assert world.analyst.surroundings([world.stranger]).keys
    assert world.analyst.ask("RETURN 1 AS one").rows == ((1,),)


def test_leads_close_by_are_counted_and_not_listed(
    world: World, embedded_sample: Workspace
) -> None:
    everything = embedded_sample.leads()
    near = circle(world.workspace.reader, [world.person])
    close = [lead for lead in everything if near.holds(lead.keys)]

    assert world.firm in {key for lead in close for key in lead.keys}
    assert world.analyst.withheld() == len(close)
    assert len(world.analyst.leads()) == len(everything) - len(close)
    found = [f for run in world.analyst.signal_runs() for f in run.findings]
    assert not any(near.holds(f.subjects.values()) for f in found)
    with pytest.raises(NotPermitted, match="应当回避"):
        world.analyst.lead(close[0].id)


def test_a_refused_decision_is_recorded_and_not_taken(world: World) -> None:
    with pytest.raises(NotPermitted, match="应当回避"):
        world.analyst.judge_identities(
            [(world.firm, world.stranger)], Sameness.DIFFERENT, "核对", at=NOON
        )

    assert [(r.entry.action, r.entry.result) for r in world.analyst.door.log.records()][-3:] == [
        (Action.JUDGEMENT, ""),
        (Action.DENIED, "denied"),
        (Action.JUDGEMENT, "refused"),
    ]
    assert identity_judgements(world.analyst.folder) == ()
    assert world.analyst.door.log.verify().ok
