"""The seven stages of a project: what is done, what was due, what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.records import Cell
from messages import t
from pages.components.literal import literal
from pages.components.record_table import rule_titles
from pages.components.words import step_name, value_name
from queries.composites import STAGES, Composite
from queries.profiles import Profile
from workspace import Workspace

# The step whose day says that a stage is done, and the other steps that belong to it.
STEPS: Mapping[str, tuple[str, ...]] = {
    "stage_approval": ("approval",),
    "stage_land": ("planning_permit", "land_permit"),
    "stage_tender": ("award_letter", "award_notice", "award_decision", "opening", "tender_notice"),
    "stage_permit": ("construction_permit", "construction_start", "construction_application"),
    "stage_contract": ("contract", "contract_notice", "contract_filing"),
    "stage_completion": ("completion", "completion_filing"),
    "stage_registration": ("registration", "registration_application"),
}
# Steps on the way that are no proof that a stage is done, but belong to it.
ALL_STEPS: Mapping[str, tuple[str, ...]] = {
    **STEPS,
    "stage_tender": (
        *STEPS["stage_tender"],
        "documents_from",
        "documents_until",
        "prequalification_deadline",
        "prequalification_clarification",
        "prequalification_objection",
        "prequalification_answer",
        "clarification",
        "objection",
        "objection_answer",
        "bid_deadline",
        "bid_withdrawal",
        "withdrawal_refund",
        "evaluation_end",
        "evaluation_report",
        "candidate_notice_from",
        "candidate_notice_until",
        "written_report",
    ),
    "stage_contract": (*STEPS["stage_contract"], "deposit_refund"),
}
UNBROKEN = "\N{NON-BREAKING HYPHEN}"  # no day is broken over two lines
WARN = {"late", "open_late", "soon"}
MOST_LIMITS = 3


def stages_strip(workspace: Workspace, found: Profile) -> None:
    """One box a stage: what is done, and what was due and is late or open.

    A stage without a dated step says so: no record is no proof of neglect.
    """
    steps = found.rows("steps").dicts()
    # A limit of the project is told once, though it runs for each of its lots.
    clocks = list({_told(row): row for row in found.rows("clocks").dicts()}.values())
    rules = rule_titles(workspace)
    st.markdown(f"**{t('The seven stages')}**")
    for row in (STAGES[:4], STAGES[4:]):
        for column, stage in zip(st.columns(4, gap="small"), row, strict=False):
            with column, st.container(border=True):
                _stage(stage, steps)
                _limits([c for c in clocks if stage_of(c) == stage.id], rules)


def _told(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
    return tuple(row[name] for name in ("rule", "part", "state", "due", "day"))


def _stage(stage: Composite, steps: list[dict[str, Cell]]) -> None:
    st.markdown(f"**{t(stage.title)}**")
    done: dict[str, set[str]] = {}
    for row in steps:
        if row["step"] in STEPS[stage.id] and row["day"]:
            done.setdefault(step_name(str(row["step"])), set()).add(str(row["day"])[:10])
    for name, days in sorted(done.items(), key=lambda item: min(item[1])):
        when = f"{min(days)} – {max(days)}" if len(days) > 1 else min(days)
        st.caption(f":material/check: **{name}** {when.replace('-', UNBROKEN)}")
    if not done:
        st.caption(t("no dated step on record"))


def _limits(clocks: Sequence[Mapping[str, Cell]], rules: Mapping[str, str]) -> None:
    """The limits to look at, each with the day on which it was due."""
    late = [row for row in clocks if row["state"] in WARN]
    if late:
        st.badge(t("{count} time limits to look at", count=len(late)), color="orange")
    for row in late[:MOST_LIMITS]:
        name = rules.get(str(row["rule"]), str(row["rule"]))
        said = t(
            "{name}: due {day}, {state}",
            name=name,
            day=str(row["due"])[:10],
            state=value_name("state", str(row["state"])),
        )
        st.caption(literal(said.replace("-", UNBROKEN)))


def belongs(stage: Composite, row: Mapping[str, Cell]) -> bool:
    """Whether a time limit (its rule and part) is one of this stage."""
    return any(
        part.signal == row["rule"] and (not part.parts or row["part"] in part.parts)
        for part in stage.parts
    )


def stage_of(row: Mapping[str, Cell]) -> str:
    """The stage of a time limit: the one that names it, else that of the step it begins with."""
    named = next((stage.id for stage in STAGES if belongs(stage, row)), "")
    first = str(row["part"] or "").partition(">")[0]
    return named or next((id_ for id_, steps in ALL_STEPS.items() if first in steps), "")
