"""Where a person decides about leads, and what was decided before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from evidence.beijing_time import moment
from leads.judgements import Verdict
from leads.lead import Lead
from messages import t
from pages.components.literal import literal
from pages.components.words import VERDICTS, verdict_name
from queries.describe import signal_title
from workspace import Workspace

DECISIONS = "decisions"
MOST_NAMED = 5


def decisions() -> int:
    """How many decisions were made in this window: a form and its ticks begin anew after each."""
    return int(st.session_state.get(DECISIONS, 0))


def decided(said: str) -> None:
    """Say that a decision is kept, and begin anew: the next one has a reason of its own."""
    st.session_state[DECISIONS] = decisions() + 1
    st.toast(said, icon=":material/check:")
    st.rerun()


def judgement_form(workspace: Workspace, leads: Sequence[Lead], *, key: str) -> None:
    """Decide about one lead, or about several at once; a reason is always asked."""
    key = f"{key}-{decisions()}"
    news = _judged_meanwhile(workspace, leads, key)
    with st.form(f"judge-{key}", border=False):
        verdict = st.segmented_control(
            t("Judgement"), list(VERDICTS), format_func=verdict_name, key=f"verdict-{key}"
        )
        reason = st.text_area(
            t("Reason (is kept with the judgement)"), key=f"reason-{key}", height=80
        )
        sent = st.form_submit_button(
            t("Judge {count} leads", count=len(leads)) if len(leads) > 1 else t("Judge"),
            type="primary",
            icon=":material/gavel:",
        )
    if not sent:
        return
    if verdict is None or not reason.strip():
        st.warning(t("Choose a judgement and write the reason."))
        return
    if news:
        names = literal(t(", ").join(lead.name for lead in news[:MOST_NAMED]))
        st.warning(
            t(
                "{count} of these leads were judged while you wrote: {names}. Look at what was "
                "decided, then send again if it still holds.",
                count=len(news),
                names=names,
            )
        )
        return
    ids = [lead.id for lead in leads]
    workspace.judge(ids, Verdict(verdict), reason.strip(), at=datetime.now(UTC))
    decided(t("The judgement is kept."))


def _judged_meanwhile(workspace: Workspace, leads: Sequence[Lead], key: str) -> list[Lead]:
    """The leads that somebody judged since this form was last drawn."""
    judged, name = workspace.judged(), f"judged-{key}"
    before = st.session_state.get(name, judged)
    st.session_state[name] = judged
    return [lead for lead in leads if before.get(lead.id) != judged.get(lead.id)]


def judgement_history(workspace: Workspace, lead: Lead) -> None:
    """Every decision about this lead, the newest first."""
    made = workspace.history(lead.id)
    if not made:
        st.caption(t("Nobody has judged this lead yet."))
    for judgement in reversed(made):
        st.markdown(f"**{verdict_name(judgement.verdict.value)}** · {literal(judgement.reason)}")
        st.caption(f"{literal(judgement.by)} · {moment(judgement.at)}")


def verdict_counts(workspace: Workspace, leads: Sequence[Lead]) -> None:
    """How many leads stand where, in one line."""
    judged = workspace.judged()
    counted = Counter(judged[x.id].verdict.value if x.id in judged else "" for x in leads)
    with st.container(horizontal=True, gap="small"):
        for verdict in ("", *VERDICTS):
            st.badge(f"{verdict_name(verdict)} {counted[verdict]}", color="gray")


def precision_table(workspace: Workspace) -> None:
    """What became of each signal's leads."""
    found = workspace.precision()
    with st.expander(t("What became of each signal's leads"), icon=":material/target:"):
        if not found:
            st.caption(t("Appears once leads are judged."))
            return
        titles = {s.id: signal_title(s) for s in workspace.signals()}
        st.dataframe(
            [
                {
                    t("Signal"): titles.get(row.signal, row.signal),
                    t("Share pursued"): row.precision,
                    verdict_name("pursue"): row.pursued,
                    verdict_name("explained"): row.explained,
                    verdict_name("dismissed"): row.dismissed,
                    verdict_name("needs_data"): row.needs_data,
                }
                for row in found
            ],
            hide_index=True,
            width="stretch",
            placeholder="—",
            column_config={
                t("Share pursued"): st.column_config.NumberColumn(format="percent"),
            },
        )
        st.caption(
            t(
                "A lead has findings of several signals: this is no test of a signal alone. It "
                "shows which signals keep turning up in leads that come to nothing."
            )
        )
