"""Watch: lists under the names that supervision staff use, time limits, new leads, complaints."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import streamlit as st

from evidence.beijing_time import kept_time
from graph.records import Cell, NodeKey, Table
from leads.views import PAUSE
from messages import language, t
from pages.components.addressed import addressed
from pages.components.cypher_behind import hear_signals
from pages.components.frame import PAGES, nothing_loaded, run_page, spread
from pages.components.lead_table import lead_table
from pages.components.literal import literal
from pages.components.record_table import download, frame_of, record_table, rule_titles
from pages.components.stages import stage_of
from pages.components.tray import finding_item, lay_aside_leads
from queries.composites import COMPOSITES, STAGES, CompositeView, composite_view
from queries.describe import finding_sentence, signal_title
from queries.finding import Finding
from queries.values import STATES
from workspace import Workspace

FIRST = (
    "professional_losers",
    "bidding_in_groups",
    "kings_of_bidding",
    "related_persons",
    "lent_qualifications",
)
STANDSTILL = "stage_gap"  # the one clock whose limit is what is usual
URGENT = ("open_late", "late", "soon")


def show(workspace: Workspace) -> None:
    """One of four desks (`?desk=`)."""
    spread()
    st.title(t("Watch"))
    if not workspace.batches():
        nothing_loaded()
        return
    desks = {
        "lists": t("Lists"),
        "limits": t("Time limits"),
        "new": t("New leads"),
        "complaints": t("Complaints"),
    }
    desk = st.segmented_control(
        t("Section"),
        list(desks),
        default=addressed("desk", desks, "lists"),
        required=True,
        format_func=desks.__getitem__,
        label_visibility="collapsed",
        key="watch-desk",
    )
    st.query_params["desk"] = str(desk)
    with st.spinner(t("Asking the signals …")):
        shows = {
            "limits": _limits,
            "new": _new_leads,
            "complaints": _complaints,
        }
        shows.get(str(desk), _lists)(workspace)


def _lists(workspace: Workspace) -> None:
    runs = workspace.signal_runs()
    ordered = sorted(COMPOSITES, key=lambda c: FIRST.index(c.id) if c.id in FIRST else len(FIRST))
    views = {c.id: composite_view(c, runs) for c in ordered}
    chosen = st.pills(
        t("List"),
        list(views),
        default=addressed("list", views, ordered[0].id),
        required=True,
        format_func=lambda name: f"{t(views[name].composite.title)} {len(views[name].findings)}",
        label_visibility="collapsed",
        key="watch-list",
    )
    st.query_params["list"] = str(chosen)
    view = views[str(chosen)]
    st.caption(t(view.composite.meaning))
    _view(workspace, view)


def _view(workspace: Workspace, view: CompositeView) -> None:
    signals = {signal.id: signal for signal in workspace.signals()}
    hear_signals(signals[name] for name in view.composite.signals)
    if view.findings:
        columns = ("key", "about", "said", "signal", "grade")
        opened = [_opened_by(f) for f in view.findings]
        names = workspace.names([key for key in opened if key])
        rows = [
            (
                key,
                names.get(key or ""),
                finding_sentence(signals[f.signal], f),
                signal_title(signals[f.signal]),
                f.grade,
            )
            for key, f in zip(opened, view.findings, strict=True)
        ]
        table = Table(columns, tuple(rows))
        items = [
            finding_item(f, f"{row[3]}: {row[2]}")
            for f, row in zip(view.findings, rows, strict=True)
        ]
        record_table(workspace, table, key=f"watch-{view.composite.id}", stands_for=items)
        download(frame_of(workspace, table), view.composite.id, key="watch")
    elif view.computed:
        st.info(t("Nothing of this kind is in the loaded data."))
    else:
        st.warning(t("Not computed: what it needs is not loaded. Nothing shown is no all-clear."))
    with st.expander(t("What else could explain it"), icon=":material/balance:"):
        for name in view.composite.signals:
            signal = signals[name]
            words = signal.english if language() == "en" else signal
            st.markdown(f"**{signal_title(signal)}**")
            st.markdown("\n".join(f"- {line}" for line in words.innocent_explanations))
    if view.notes:
        st.caption(t("Not computed in full:") + " " + literal("；".join(view.notes)))


def _opened_by(finding: Finding) -> NodeKey | None:
    """The subject whose profile a row opens: a firm before a person, both before a lot."""
    keys = list(finding.subjects.values())
    order = ("company", "ring", "person", "expert", "lot")
    ranked = sorted(
        keys, key=lambda k: order.index(k.split(":")[0]) if k.split(":")[0] in order else 9
    )
    return ranked[0] if ranked else next(iter(finding.evidence), None)


def _limits(workspace: Workspace) -> None:
    found = workspace.time_warnings()
    rows = found.dicts()
    if not rows:
        st.info(t("No time limit is missed, open or about to end in the loaded data."))
        return
    stage = _stage(rows)
    if stage:
        rows = [row for row in rows if stage == stage_of(row)]
    counts = {state: sum(row["state"] == state for row in rows) for state in URGENT}
    present = [state for state in URGENT if counts[state]]
    chosen = st.pills(
        t("State"),
        present,
        selection_mode="multi",
        default=[state for state in st.query_params.get_all("state") if state in present],
        format_func=lambda state: f"{t(STATES[state])} {counts[state]}",
        key="watch-state",
        label_visibility="collapsed",
    )
    st.query_params["state"] = chosen
    shown = [row for row in rows if not chosen or row["state"] in chosen]
    kept = tuple(tuple(row[name] for name in found.columns) for row in shown)
    table = Table(found.columns, kept, found.truncated)
    record_table(workspace, table, key="watch-limits")
    download(frame_of(workspace, table), "time-limits", key="watch-limits")
    st.caption(
        t(
            "Open steps are judged as of the last recorded day. A step that is not on record may "
            "have been done: ask the platform before anybody is blamed."
        )
    )
    if any(row["rule"] == STANDSTILL for row in shown):
        st.caption(
            t(
                "The days allowed of “{rule}” are no time limit of a law: 95 of 100 comparable "
                "steps took no longer.",
                rule=rule_titles(workspace)[STANDSTILL],
            )
        )


def _stage(rows: list[dict[str, Cell]]) -> str:
    """The stage of the life cycle that was chosen, each with the number of its warnings."""
    counts = Counter(map(stage_of, rows))
    titles = {stage.id: t(stage.title) for stage in STAGES}
    chosen = st.pills(
        t("The seven stages"),
        list(titles),
        default=addressed("stage", titles) or None,
        format_func=lambda stage: f"{titles[stage]} {counts[stage]}",
        key="watch-stage",
    )
    st.query_params["stage"] = str(chosen or "")
    return str(chosen or "")


def _new_leads(workspace: Workspace) -> None:
    ways = {"visit": t("Since the last visit"), "mark": t("Since the last mark")}
    since = st.segmented_control(
        t("New leads"),
        list(ways),
        default=addressed("since", ways, "visit"),
        required=True,
        format_func=ways.__getitem__,
        label_visibility="collapsed",
        key="watch-since",
    )
    st.query_params["since"] = str(since)
    known = _seen(workspace) if since == "mark" else _there_before(workspace)
    if known is None:
        return
    fresh = [lead for lead in workspace.leads() if lead.id not in known]
    if not fresh:
        st.info(t("No new leads since then."))
        return
    st.markdown("**" + t("{count} leads are new", count=len(fresh)) + "**")
    clicked = lead_table(fresh, key="new-leads", with_kind=True, ticks=True)
    lay_aside_leads(workspace, clicked.marked, key="new-leads")
    if clicked.opened is not None:
        st.switch_page(PAGES["leads"], query_params={"lead": clicked.opened.id})


def _there_before(workspace: Workspace) -> frozenset[str] | None:
    before = workspace.visit_before()
    if before is None:
        st.info(t("This is your first visit: from the next one on, leads that are new stand here."))
        return None
    st.caption(
        t(
            "You were here before until {at}. Who is away for {hours} hours pays another visit.",
            at=kept_time(before.at.isoformat()),
            hours=PAUSE // timedelta(hours=1),
        )
    )
    return before.leads


def _seen(workspace: Workspace) -> frozenset[str] | None:
    if st.button(t("Mark all leads as seen"), icon=":material/done_all:", key="mark-seen"):
        workspace.mark_leads_seen()
    known = workspace.seen_leads()
    if known is None:
        st.info(t("Nothing was marked as seen yet: from the first mark on, new leads stand here."))
    return known


def _complaints(workspace: Workspace) -> None:
    found = workspace.complaints()
    if not found.rows:
        st.info(t("No complaint is loaded."))
        return
    record_table(workspace, found, key="watch-complaints")
    download(frame_of(workspace, found), "complaints", key="watch-complaints")
    st.caption(t("Click a row to open the lot or firm that the complaint is about, or the filer."))


if __name__ == "__main__":
    run_page(show)
