"""Who looks into leads until when, and what came of it (分办—核查—反馈)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from evidence.beijing_time import moment, today
from leads.assignments import Assignment, Stage
from leads.lead import Lead
from messages import t
from pages.components.judgement import decided, decisions
from pages.components.literal import literal
from workspace import Workspace

STAGES = {
    "assigned": "assigned to somebody",
    "checking": "being checked",
    "reported": "reported back",
    "returned": "given back",
}
STEPS = {
    "assigned": "assign",
    "checking": "take up",
    "reported": "report back",
    "returned": "give back",
}
UNASSIGNED, LATE = "unassigned", "late"
USUAL_DAYS = 15


def stage_name(stage: str) -> str:
    """What a state of the work is called."""
    if stage == LATE:
        return t("late")
    return t(STAGES[stage]) if stage in STAGES else t("not assigned")


def stands(step: Assignment | None, day: date) -> frozenset[str]:
    """Under which states of the work a lead is found."""
    if step is None:
        return frozenset({UNASSIGNED})
    return frozenset({step.stage.value, LATE} if step.overdue(day) else {step.stage.value})


def in_short(step: Assignment | None, day: date) -> str:
    """The state of the work in one cell: state, who, until when."""
    if step is None:
        return ""
    parts = [stage_name(step.stage.value), step.to]
    if step.due is not None and step.stage in {Stage.ASSIGNED, Stage.CHECKING}:
        parts.append(f"{step.due:%m-%d}" + (f" {t('late')}" if step.overdue(day) else ""))
    return " · ".join(parts)


def assignment_form(workspace: Workspace, leads: Sequence[Lead], *, key: str) -> None:
    """The next step of one lead, or of several at once."""
    day = today()
    held = {a.to for a in workspace.assigned().values()}
    key = f"{key}-{decisions()}"
    with st.form(f"assign-{key}", border=False):
        stage = st.segmented_control(
            t("Step"), list(STEPS), format_func=lambda s: t(STEPS[s]), key=f"stage-{key}"
        )
        left, right = st.columns(2, gap="small")
        to = left.selectbox(
            t("Who looks into it"),
            sorted(held),
            index=None,
            accept_new_options=True,
            placeholder=t("a person or an office"),
            key=f"to-{key}",
        )
        due = right.date_input(
            t("To be done by"), value=day + timedelta(days=USUAL_DAYS), key=f"due-{key}"
        )
        note = st.text_area(t("What is asked, or what came of it"), key=f"note-{key}", height=80)
        sent = st.form_submit_button(
            t("Record for {count} leads", count=len(leads))
            if len(leads) > 1
            else t("Record this step"),
            type="primary",
            icon=":material/assignment_ind:",
        )
    if not sent:
        return
    if stage is None:
        st.warning(t("Choose a step."))
        return
    chosen = Stage(stage)
    workspace.assign(
        [lead.id for lead in leads],
        chosen,
        to=(to or "") if chosen is Stage.ASSIGNED else "",
        due=due if chosen is Stage.ASSIGNED else None,
        note=note,
        at=datetime.now(UTC),
    )
    decided(t("The step is kept."))


def assignment_history(workspace: Workspace, lead: Lead) -> None:
    """Every step of the work on this lead, the newest first."""
    steps = workspace.assignment_history(lead.id)
    if not steps:
        st.caption(t("Nobody has this lead yet."))
    for step in reversed(steps):
        until = t("until {day}", day=step.due) if step.due else ""
        st.markdown(
            " · ".join(
                x for x in (f"**{stage_name(step.stage.value)}**", literal(step.to), until) if x
            )
            + (f"　{literal(step.note)}" if step.note else "")
        )
        st.caption(f"{literal(step.by)} · {moment(step.at)}")


def assignment_counts(stands_of: Mapping[str, Assignment], leads: Sequence[Lead]) -> None:
    """How many leads are with somebody, reported, late: badges in one line."""
    day = today()
    states = [stands(stands_of.get(lead.id), day) for lead in leads]
    for stage in (*STAGES, LATE):
        count = sum(stage in state for state in states)
        if count:
            st.badge(f"{stage_name(stage)} {count}", color="orange" if stage == LATE else "blue")
