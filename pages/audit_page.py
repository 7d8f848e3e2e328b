"""Audit log: who did what, whether the chain holds, and what is out of the ordinary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import streamlit as st

from evidence.accounts import role_name
from evidence.audit import Action, Record, action_name, parse_anchor, result_name
from evidence.audit_report import oddity_name
from evidence.beijing_time import beijing_time, today
from evidence.clocks import CHINA
from messages import language, t
from pages.components.frame import run_page
from pages.components.literal import literal
from workspace import Workspace

MOST_ROWS = 500
FEW_ROWS = 15
DAYS = 30  # that are searched at first
OPEN = "audit-open"  # which tab, by its place
FOUND, CHECKED, REPORTED = "audit-found", "audit-checked", "audit-reported"


def show(workspace: Workspace) -> None:
    """The search, the chain, the report."""
    st.title(t("Audit log"))
    st.caption(
        t(
            "Records are chained: one that was edited, moved or taken out shows. Reading this is "
            "recorded too."
        )
    )
    names = [t("Records"), t("Check of the chain"), t("Out of the ordinary")]
    tabs = st.tabs(
        names,
        key=f"{OPEN}-{language()}",  # a tab is known by its name alone: the other language's is new
        default=names[st.session_state.get(OPEN, 0)],
        on_change="rerun",
    )
    st.session_state[OPEN] = next((i for i, tab in enumerate(tabs) if tab.open), 0)
    search, chain, report = tabs
    with search:
        _search(workspace)
    with chain:
        _chain(workspace)
    with report:
        _report(workspace)


def _search(workspace: Workspace) -> None:
    with st.form("audit-search", border=False):
        who, what, days, text = st.columns([1, 1.1, 1.9, 1.3])
        user = who.text_input(t("Person"), key="audit-user")
        action = what.selectbox(
            t("Action"),
            list(Action),
            index=None,
            format_func=action_name,
            placeholder=t("every action"),
            key="audit-action",
        )
        now = today()
        period = days.date_input(
            t("From day to day"), (now - timedelta(days=DAYS), now), key="audit-period"
        )
        wanted = text.text_input(
            t("Words to look for"),
            key="audit-text",
            help=t("In an object, a query, a reason or a result."),
        )
        asked = st.form_submit_button(t("Search"), type="primary")
    if asked:
        since, until = _bounds(period)
        st.session_state[FOUND] = workspace.audit_records(
            user=user.strip(), action=action, since=since, until=until, text=wanted.strip()
        )
    found: tuple[Record, ...] | None = st.session_state.get(FOUND)
    if found is None:
        st.info(t("Choose what to look for, then press “Search”."))
        return
    _table(found)


def _bounds(days: Sequence[date]) -> tuple[datetime | None, datetime | None]:
    """The first moment of the first day, and that after the last day, Beijing time."""
    moments = [datetime.combine(day, time.min, CHINA) for day in days]
    since = moments[0] if moments else None
    return since, moments[1] + timedelta(days=1) if len(moments) > 1 else None


def _table(found: tuple[Record, ...]) -> None:
    st.markdown(t("{n} records", n=len(found)))
    if len(found) > MOST_ROWS:
        st.caption(
            t(
                "Only the newest {n} are shown; a shorter period or another condition shows the "
                "others.",
                n=MOST_ROWS,
            )
        )
    rows = [
        {
            t("No."): record.seq,
            t("Time (Beijing)"): beijing_time(record.entry.at),
            t("Person"): record.entry.user,
            t("Role"): role_name(record.entry.role),
            t("Action"): action_name(record.entry.action),
            t("About"): t(", ").join(record.entry.objects),
            t("Result"): result_name(record.entry.result),
            t("Reason"): record.entry.reason,
            t("Details"): t("; ").join(
                t("{name}: {value}", name=_detail_name(k), value=v)
                for k, v in record.entry.detail.items()
            ),
        }
        for record in reversed(found[-MOST_ROWS:])
    ]
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= FEW_ROWS else 560,
    )


# What a record says besides; a name that is not here (a setting, a weight) is shown as it is.
DETAILS = {
    "count": "Number",
    "rows": "rows",
    "hubs": "Hubs drawn (1) or hidden (0)",
    "file": "File",
    "of": "result of record",
    "problem": "refused as",
    "door": "asked through",
    "wanted": "right that was missing",
    "parameters": "Parameters",
    "objects": "Number of objects",
    "redacted": "Texts from which the name was taken",
    "query": "query",
    "query_sha256": "SHA-256 of the query",
    "verdict": "Verdict",
    "seed": "Seed",
    "request": "Request",
    "approver": "Approved by",
    "purpose": "Purpose",
}


def _detail_name(name: str) -> str:
    return t(DETAILS[name]) if name in DETAILS else name


def _chain(workspace: Workspace) -> None:
    anchor = st.text_input(
        t("Anchor (SEQ:HASH)"),
        key="audit-anchor",
        help=t("From the manifest of a dossier or from your notebook; without it a cut end is not "
               "found."),
    )  # fmt: skip
    if st.button(t("Check the chain"), type="primary", key="audit-check"):
        known = parse_anchor(anchor) if anchor.strip() else None
        st.session_state[CHECKED] = (workspace.audit_check(known), known is not None)
    if CHECKED not in st.session_state:
        return
    check, anchored = st.session_state[CHECKED]
    if check.ok:
        st.success(t("{n} records: the chain holds.", n=check.records), icon=":material/verified:")
        if not anchored:
            st.caption(t("Whether its end was cut off shows only with an anchor."))
    else:
        st.error(
            "\n".join(f"- {literal(problem)}" for problem in check.problems),
            icon=":material/error:",
        )
    st.markdown(t("The last record, to be noted down as an anchor:"))
    st.code(str(check.head), language=None, wrap_lines=True)


def _report(workspace: Workspace) -> None:
    st.caption(
        t(
            "Exports outside working hours, many persons in one day, repeated refusals, records "
            "about the user or someone close. To be looked at; they say nothing about why."
        )
    )
    if st.button(t("Look through the log"), type="primary", key="audit-report"):
        st.session_state[REPORTED] = workspace.audit_report()
    if REPORTED not in st.session_state:
        return
    found = st.session_state[REPORTED]
    if not found:
        st.success(t("Nothing out of the ordinary."))
        return
    rows = [
        {
            t("Kind"): oddity_name(odd.kind),
            t("Person"): odd.user,
            t("What stands out"): odd.sentence,
            t("Records"): ", ".join(str(seq) for seq in odd.seqs[:50]),
        }
        for odd in found
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height="content")


if __name__ == "__main__":
    run_page(show, asked=False)
