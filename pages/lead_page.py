"""Leads: what to look at first, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

import streamlit as st

from evidence.audit import Action
from evidence.beijing_time import moment, today
from evidence.calendar import counted
from evidence.clocks import Clock
from leads.lead import Lead
from leads.leads import LeadUnknown
from leads.weights import Weights
from messages import t
from pages.components.addressed import addressed
from pages.components.assignment import (
    assignment_counts,
    assignment_form,
    assignment_history,
    in_short,
)
from pages.components.cypher_behind import hear_signals
from pages.components.dossier_desk import dossier_desk
from pages.components.finding_card import finding_card
from pages.components.frame import nothing_loaded, run_page, spread
from pages.components.judgement import (
    decisions,
    judgement_form,
    judgement_history,
    precision_table,
    verdict_counts,
)
from pages.components.lead_filters import filtered, lots_of, saved_views
from pages.components.lead_network import lead_network
from pages.components.lead_table import lead_table
from pages.components.literal import in_badge, literal
from pages.components.lot_charts import lot_pictures
from pages.components.meeting_map import meeting_map
from pages.components.sign_in import left_to_others
from pages.components.signals_asked import asking_signals
from pages.components.smoke_chart import smoke_dial, smoke_waterfall
from pages.components.tray import lay_aside_leads
from pages.components.words import OPEN, family_name, one_subject, verdict_name
from queries.describe import signal_title
from workspace import Workspace

PER_STEP = 10
MOST_NAMED = 5


def show(workspace: Workspace) -> None:
    """The list, or one lead when the address names it (`?lead=`)."""
    wanted = st.query_params.get("lead")
    compared = st.query_params.get_all("compare")
    if len(compared) == 2:
        with asking_signals(workspace) as hear:
            workspace.leads(progress=hear)
        _compare(workspace, compared)
    elif wanted:
        try:
            with asking_signals(workspace) as hear:
                lead = workspace.lead(wanted, progress=hear)
        except LeadUnknown:
            _gone(wanted)
        else:
            _one(workspace, lead)
    else:
        _list(workspace)


def _list(workspace: Workspace) -> None:
    spread()
    st.title(t("Leads"))
    if not workspace.batches():
        nothing_loaded()
        return
    with asking_signals(workspace) as hear:
        everything = workspace.leads(progress=hear)
    hear_signals(workspace.signals())
    if not everything:
        st.info(t("No leads yet. Run `python cli.py measure`, then come back."))
        return
    leads = filtered(workspace, everything)
    judged, held = workspace.judged(), workspace.assigned()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        saved_views(workspace)
        verdict_counts(workspace, leads)
        assignment_counts(held, leads)
    if not leads:
        st.info(t("No lead fits these filters. Take one back."))
        return
    clicked = lead_table(
        leads,
        key=f"leads-{decisions()}",
        titles={s.id: signal_title(s) for s in workspace.signals()},
        verdicts={lead: made.verdict.value for lead, made in judged.items()},
        work={lead: in_short(step, today()) for lead, step in held.items()},
        ticks=True,
    )
    if clicked.opened is not None:
        st.query_params["lead"] = clicked.opened.id
        st.rerun()
    st.caption(
        t(
            "{count} leads. Click a cell to open a lead; tick rows to judge several or to compare "
            "two. ⚑: a fact that the regulation itself names. Ranking: all evidence without caps, "
            "for ordering equal indexes.",
            count=len(leads),
        )
    )
    if clicked.marked:
        _many(workspace, clicked.marked)
    precision_table(workspace)


def _many(workspace: Workspace, leads: Sequence[Lead]) -> None:
    """What can be done to the ticked leads: compare two, judge all of them."""
    with st.container(border=True):
        st.markdown("**" + t("{count} leads ticked", count=len(leads)) + "**")
        if len(leads) == 2 and st.button(t("Compare the two"), icon=":material/compare_arrows:"):
            st.query_params["compare"] = [lead.id for lead in leads]
            st.rerun()
        lay_aside_leads(workspace, leads, key="many")
        if left_to_others(workspace, Action.JUDGEMENT):
            return
        left, right = st.columns(2, gap="large")
        with left:
            judgement_form(workspace, leads, key="many")
        with right:
            assignment_form(workspace, leads, key="many")


def _compare(workspace: Workspace, ids: Sequence[str]) -> None:
    spread()
    _way_back()
    st.title(t("Two leads side by side"))
    one, other = leads = [workspace.lead(wanted) for wanted in ids]
    shared = {f.root_fact for f in one.findings} & {f.root_fact for f in other.findings}
    common = sorted(lots_of(one) & lots_of(other))
    st.caption(
        t(
            "In common: {lots} lots and {facts} facts. One fact counts in each of the two.",
            lots=len(common),
            facts=len(shared),
        )
    )
    if common:
        names = workspace.names(common[:MOST_NAMED])
        listed = literal(t(", ").join(names.get(key, key) for key in common[:MOST_NAMED]))
        if len(common) > MOST_NAMED:
            listed += t(" and {count} more", count=len(common) - MOST_NAMED)
        st.caption(t("Lots in common: {lots}.", lots=listed))
    for number, column in enumerate(st.columns(2, gap="large"), start=1):
        lead = leads[number - 1]
        with column:
            st.subheader(literal(f"{number} {lead.name}"))
            if st.button(t("Open this lead"), icon=":material/flag:", key=f"open-{lead.id}"):
                del st.query_params["compare"]
                st.query_params["lead"] = lead.id
                st.rerun()
            smoke_dial(lead.smoke)
            smoke_waterfall(lead, workspace.signals(), beside=leads)
            judgement_history(workspace, lead)
    _side_by_side(workspace, one, other, shared)


def _side_by_side(workspace: Workspace, one: Lead, other: Lead, shared: Set[str]) -> None:
    """One row a signal: how often it speaks in each lead, and of how many facts in both."""
    left, right = (Counter(f.signal for f in lead.findings) for lead in (one, other))
    both = Counter(
        signal
        for signal, _ in {(f.signal, f.root_fact) for f in one.findings if f.root_fact in shared}
    )
    titles = {s.id: signal_title(s) for s in workspace.signals()}
    st.markdown(f"**{t('What the signals say of each')}**")
    st.dataframe(
        {
            t("Signal"): [titles.get(signal, signal) for signal in left | right],
            t("Findings of lead {number}", number=1): [left[signal] for signal in left | right],
            t("Findings of lead {number}", number=2): [right[signal] for signal in left | right],
            t("Facts in common"): [both[signal] for signal in left | right],
        },
        hide_index=True,
        width="stretch",
        height="content",
    )


def _way_back() -> None:
    if st.button(t("Back to the list"), icon=":material/arrow_back:"):
        for name in ("lead", "compare", "section"):
            st.query_params.pop(name, None)
        st.rerun()


def _gone(wanted: str) -> None:
    """A lead that an address names and no finding speaks for."""
    _way_back()
    st.title(t("This lead is not in the list"))
    st.info(
        t(
            "Nothing speaks for the lead {id} now: its data was taken back or has changed, or the "
            "address is wrong. What was decided about it stays on record.",
            id=literal(wanted),
        )
    )


def _one(workspace: Workspace, lead: Lead) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _way_back()
        st.badge(one_subject(lead.kind.value), color="blue")
        judged = workspace.judged().get(lead.id)
        st.badge(verdict_name(judged.verdict.value if judged else OPEN), color="violet")
        step = workspace.assigned().get(lead.id)
        if step is not None:
            late = step.overdue(today())
            st.badge(in_badge(in_short(step, today())), color="orange" if late else "blue")
        if lead.red_flag:
            st.badge(
                t("A fact that the regulation itself names"), icon=":material/flag:", color="red"
            )
        st.caption(lead.id)
    st.title(literal(lead.name))
    found = {finding.signal for finding in (*lead.findings, *lead.notes)}
    hear_signals(s for s in workspace.signals() if s.id in found)
    left, right = st.columns([1, 2.1], gap="large")
    with left:
        _dial(lead, workspace.weights)
    with right:
        st.markdown(f"**{t('How the index adds up')}**")
        smoke_waterfall(lead, workspace.signals())
    _sections(workspace, lead)


def _dial(lead: Lead, weights: Weights) -> None:
    smoke = lead.smoke
    st.markdown(f"**{t('Smoke index')}**")
    smoke_dial(smoke)
    left, right = st.columns(2)
    left.metric(t("Coverage"), f"{smoke.coverage_grade} {smoke.coverage:.0%}", border=True)
    right.metric(t("Prior"), f"{smoke.prior:.2%}", border=True)
    if smoke.coverage_grade == "C":
        st.warning(
            t("Not enough data, not judged: less than half of the evidence can be looked for.")
        )
    st.caption(
        t(
            "Weights: {weights}. The index orders the work; it decides nothing.",
            weights=literal(weights.called),
        )
    )


def _sections(workspace: Workspace, lead: Lead) -> None:
    names = {
        "findings": t("Findings {count}", count=len(lead.findings)),
        "course": t("Bids, days, meetings"),
        "network": t("Network"),
        "judgement": t("Judgement and work"),
        "coverage": t("What could not be computed"),
        "export": t("Export"),
    }
    section = _chosen(names)
    if section == "network":
        lead_network(workspace, lead)
    elif section == "course":
        lot_pictures(workspace, _lots_first(lead), key=lead.id, named=_firms(lead))
        meeting_map(workspace, _who_met(workspace, lead), key=lead.id, named=_firms(lead))
    elif section == "judgement":
        _running(workspace, lead)
        others = left_to_others(workspace, Action.JUDGEMENT)
        left, right = st.columns(2, gap="large")
        with left:
            if not others:
                judgement_form(workspace, [lead], key=lead.id)
            judgement_history(workspace, lead)
        with right:
            if not others:
                assignment_form(workspace, [lead], key=lead.id)
            assignment_history(workspace, lead)
    elif section == "coverage":
        _coverage(workspace, lead)
    elif section == "export":
        _export(workspace, lead)
    else:
        _findings(workspace, lead)


def _chosen(names: Mapping[str, str]) -> str:
    """The section that is shown; the address names it."""
    asked = st.query_params.get("section", "")
    section = st.segmented_control(
        t("Section"),
        list(names),
        default=addressed("section", names, "findings"),
        required=True,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        key="lead-section",
    )
    if section != asked:
        st.query_params["section"] = str(section)
    return str(section)


def _firms(lead: Lead) -> frozenset[str]:
    """The firms that its findings name."""
    named = {key for f in lead.findings for key in f.subjects.values()}
    return frozenset(key for key in (*lead.keys, *named) if key.startswith("company:"))


def _who_met(workspace: Workspace, lead: Lead) -> list[str]:
    """The firms that its findings name, then all bidders of its own lot."""
    own = [key for key in lead.keys if key.startswith("lot:")]
    bidders = [str(bid["company"]) for lot in own for bid in workspace.lot_course(lot).bids]
    return [*sorted(_firms(lead)), *bidders]


def _lots_first(lead: Lead) -> list[str]:
    """Its own lot, then the lots of its findings, those with most findings first."""
    counted = Counter(
        key
        for finding in lead.findings
        for key in {*finding.subjects.values(), *finding.evidence}
        if key.startswith("lot:")
    )
    ordered = sorted(counted, key=lambda key: (-counted[key], key))
    own = [key for key in lead.keys if key.startswith("lot:")]
    return list(dict.fromkeys([*own, *ordered]))


def _findings(workspace: Workspace, lead: Lead) -> None:
    signals = {s.id: s for s in workspace.signals()}
    points = {f: c.points for c in lead.smoke.contributions for f in c.findings}
    shown = st.session_state.setdefault(f"shown-{lead.id}", PER_STEP)
    for number, finding in enumerate(lead.findings[:shown]):
        finding_card(
            workspace,
            finding,
            signals[finding.signal],
            points=points.get(finding.id),
            expanded=number == 0,
            key=f"finding-{finding.id}",
            within=lead.name,
        )
    left = len(lead.findings) - shown
    if left > 0 and st.button(t("Show more ({count} left)", count=left)):
        st.session_state[f"shown-{lead.id}"] = shown + PER_STEP
        st.rerun()
    _notes(workspace, lead)


def _notes(workspace: Workspace, lead: Lead) -> None:
    if not lead.notes:
        return
    signals = {s.id: s for s in workspace.signals()}
    st.markdown(f"**{t('About the experts of this lot (not part of the index)')}**")
    for finding in lead.notes:
        finding_card(
            workspace,
            finding,
            signals[finding.signal],
            points=None,
            expanded=False,
            key=f"note-{finding.id}",
        )


def _coverage(workspace: Workspace, lead: Lead) -> None:
    missing = [run for run in workspace.signal_runs() if run.missing]
    if lead.smoke.missing:
        families = t(", ").join(family_name(f) for f in lead.smoke.missing)
        st.markdown(t("Families without data for this subject: {families}.", families=families))
    if missing:
        st.markdown(t("Cannot be computed, data is missing:"))
        st.dataframe(
            [
                {
                    t("Signal"): signal_title(run.signal),
                    t("What is missing"): run.lacking,
                }
                for run in missing
            ],
            hide_index=True,
            width="stretch",
            height="content",
        )
    else:
        st.markdown(t("Every signal could be computed on the loaded data."))
    st.caption(
        t("Missing data is not innocence: what could not be looked for is not counted as clear.")
    )
    st.markdown(f"**{t('The index without one family')}**")
    st.dataframe(
        [
            {t("Left out"): family_name(f), t("Index"): round(value, 1)}
            for f, value in lead.smoke.without.items()
        ],
        hide_index=True,
        width="content",
        height="content",
    )


def _export(workspace: Workspace, lead: Lead) -> None:
    _clocks(workspace, lead)
    st.markdown(
        t(
            "The dossier is one signed ZIP: analysis report and referral (DOCX), the cited rows "
            "(XLSX), relation pictures, and a manifest with the sums of every part."
        )
    )
    recorded = workspace.purposes().get(lead.id)
    dossier_desk(workspace, lead.id, key=lead.id, purpose=recorded.purpose if recorded else "")


def _clocks_of(workspace: Workspace, lead: Lead) -> list[tuple[str, Clock]]:
    """The time limits of a lead, each with the code of its complaint, if it has one."""
    waiting = workspace.open_complaints(lead)
    clocks = [("", clock) for clock in workspace.clocks(lead.id)]
    return clocks + [(complaint.code, clock) for complaint in waiting for clock in complaint.clocks]


def _running(workspace: Workspace, lead: Lead) -> None:
    """The time limits of a lead in one line."""
    clocks = sorted(_clocks_of(workspace, lead), key=lambda pair: pair[1].due)
    if clocks:
        limits = t("; ").join(
            t("{what} until {when}", what=f"{clock.name} {code}".strip(), when=moment(clock.due))
            for code, clock in clocks
        )
        said = t("Time limits (provisions and calendar file: under Export): ") + limits
        st.markdown(f":material/schedule: {literal(said)}")


def _clocks(workspace: Workspace, lead: Lead) -> None:
    clocks = _clocks_of(workspace, lead)
    if clocks:
        st.markdown(f"**{t('Time limits of handing over and of complaints')}**")
        st.dataframe(
            [
                {
                    t("Time limit"): clock.name,
                    t("Complaint"): code,
                    t("Until"): moment(clock.due),
                    t("Provision"): workspace.register()[clock.law].cited_as + counted(clock),
                }
                for code, clock in clocks
            ],
            hide_index=True,
            width="stretch",
            height="content",
        )


if __name__ == "__main__":
    run_page(show)
