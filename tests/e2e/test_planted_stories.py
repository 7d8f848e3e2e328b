"""Every story of planted.yaml is found, and what resembles it is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.records import NodeKey
from leads.lead import Lead
from queries.catalogue import catalogue
from queries.signal import Family, Strength
from workspace import Workspace

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample_data"
STORIES: list[dict[str, Any]] = yaml.safe_load((SAMPLE / "planted.yaml").read_text("utf-8"))[
    "stories"
]
HARD = [story for story in STORIES if story["kind"] == "hard"]
STATISTICAL = [story for story in STORIES if story["kind"] == "statistical"]
PROMISED = [(story, signal) for story in STORIES for signal in story["signals"]]
LOOK_ALIKES = [alike for story in STORIES for alike in story["look_alikes"]]
FOUND, LEFT_ALONE = 60.0, 30.0
# What prices and co-bidding say: a list of its own, behind every hard fact.
STATISTICS = {"price_arithmetic_geometric"} | {
    signal.id
    for signal in catalogue()
    if signal.strength is Strength.STATISTICAL and signal.family in (Family.NETWORK, Family.PRICE)
}

Keys = frozenset[NodeKey]


@pytest.fixture(scope="module")
def investigation(embedded_sample: Workspace) -> Workspace:
    """The sample, loaded and measured."""
    return embedded_sample


@pytest.fixture(scope="module")
def members(investigation: Workspace) -> Mapping[NodeKey, Keys]:
    """The firms of each ring."""
    found: dict[NodeKey, set[NodeKey]] = {}
    table = investigation.reader.run(
        "MATCH (r:Ring)-[:HAS_MEMBER]->(c:Company) "
        "RETURN r.key AS ring, c.key AS firm ORDER BY ring, firm"
    )
    for ring, firm in table.rows:
        found.setdefault(str(ring), set()).add(str(firm))
    return {ring: frozenset(firms) for ring, firms in found.items()}


def about(lead: Lead, members: Mapping[NodeKey, Keys]) -> Keys:
    """What a lead is about; a ring stands for its members."""
    return members.get(lead.keys[0], frozenset(lead.keys))


def subjects_of(told: Mapping[str, Any]) -> Keys:
    """The graph's keys of the lots, firms and experts that planted.yaml names."""
    subjects = told["subjects"]
    return frozenset(
        [f"lot:{lot}" for lot in subjects["lots"]]
        + [f"company:{firm['uscc']}" for firm in subjects["companies"]]
        + [f"expert:{expert['number']}" for expert in subjects["experts"]]
    )


def expected(stories: list[dict[str, Any]]) -> list[Any]:
    """One case for each kind of lead of each story."""
    return [
        pytest.param(story, entry["kind"], entry["keys"], id=f"{story['id']}-{entry['kind']}")
        for story in stories
        for entry in story["leads"]
    ]


@pytest.mark.parametrize(("story", "kind", "keys"), expected(HARD))
def test_a_story_with_a_hard_fact_exceeds_sixty(
    investigation: Workspace, story: dict[str, Any], kind: str, keys: list[list[str]]
) -> None:
    leads = {frozenset(lead.keys): lead for lead in investigation.leads(kind)}
    wanted = [frozenset(entry) for entry in keys]

    assert [sorted(entry) for entry in wanted if entry not in leads] == []
    assert {
        f"{leads[e].name}: {leads[e].smoke.value:.1f}" for e in wanted if weak(leads[e])
    } == set()
    raised = {finding.signal for entry in wanted for finding in leads[entry].findings}
    assert set(story["signals"]) <= raised


def weak(lead: Lead) -> bool:
    return lead.smoke.value <= FOUND


@pytest.mark.parametrize(("story", "kind", "keys"), expected(STATISTICAL))
def test_a_statistical_story_comes_first_in_its_own_list(
    investigation: Workspace,
    members: Mapping[NodeKey, Keys],
    story: dict[str, Any],
    kind: str,
    keys: list[list[str]],
) -> None:
    own_list = [
        lead
        for lead in investigation.leads(kind)
        if {finding.signal for finding in lead.findings} <= STATISTICS
    ]
    wanted = {frozenset(entry) for entry in keys}
    planted = [subjects_of(told) for told in STATISTICAL]
    places = {about(lead, members): place for place, lead in enumerate(own_list)}
    others = [
        place for subjects, place in places.items() if not any(subjects <= p for p in planted)
    ]

    assert [sorted(entry) for entry in wanted if entry not in places] == []
    assert max(places[entry] for entry in wanted) < min(others, default=len(own_list))
    raised = {f.signal for entry in wanted for f in own_list[places[entry]].findings}
    assert set(story["signals"]) <= raised


@pytest.mark.parametrize(
    ("story", "signal"), PROMISED, ids=lambda case: case if isinstance(case, str) else case["id"]
)
def test_every_signal_that_a_story_promises_speaks_of_it(
    investigation: Workspace, story: dict[str, Any], signal: str
) -> None:
    if signal not in {known.id for known in investigation.signals()}:
        pytest.skip(f"the catalogue has no signal {signal} yet")
    (run,) = (run for run in investigation.signal_runs() if run.signal.id == signal)
    subjects = subjects_of(story)

    assert run.missing == ()
    assert any(
        subjects & {*finding.subjects.values(), *finding.evidence} for finding in run.findings
    )


@pytest.mark.parametrize("alike", LOOK_ALIKES, ids=lambda alike: str(alike["title"]))
def test_what_resembles_a_story_stays_at_or_below_thirty(
    investigation: Workspace, members: Mapping[NodeKey, Keys], alike: dict[str, Any]
) -> None:
    subjects = subjects_of(alike)
    present = investigation.reader.run(
        "MATCH (n) WHERE n.key IN $keys RETURN count(n) AS n", {"keys": [*sorted(subjects)]}
    )
    accused = [
        f"{lead.name}: {lead.smoke.value:.1f}"
        for lead in investigation.leads(minimum=LEFT_ALONE)
        if lead.smoke.value > LEFT_ALONE and about(lead, members) <= subjects
    ]

    assert present.rows[0][0] == len(subjects)
    assert accused == []


def test_nothing_unplanted_exceeds_sixty(
    investigation: Workspace, members: Mapping[NodeKey, Keys]
) -> None:
    planted = frozenset[NodeKey]().union(*(subjects_of(story) for story in STORIES))

    surprises = [
        f"{lead.kind.value} {lead.name}: {lead.smoke.value:.1f}"
        for lead in investigation.leads(minimum=FOUND)
        if lead.kind.value != "person" and not about(lead, members) <= planted
    ]

    assert surprises == []
