"""Overview: what is loaded, what was asked of it, and where to look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from evidence.beijing_time import kept_time
from leads.lead import Lead
from messages import t
from pages.components.band_chart import band_chart
from pages.components.cypher_behind import hear_signals
from pages.components.frame import PAGES, nothing_loaded, run_page
from pages.components.key_figures import key_figures, lots_with_leads
from pages.components.lead_table import lead_table
from pages.components.signals_asked import asking_signals
from pages.components.words import (
    family_name,
    kind_name,
    strength_name,
    table_name,
)
from queries.describe import signal_title
from queries.overview import Counts
from workspace import Workspace

HEADLINE = ("Lot", "Bid", "Company", "Person", "Expert", "Project")
ROW, MOST_ROWS = 35, 14  # px; longer tables scroll
FIRST = {"lot": 4, "pair": 2, "company": 2, "ring": 1, "expert": 1}  # so many of each kind


def show(workspace: Workspace) -> None:
    """The whole page."""
    st.title(t("Overview"))
    with st.spinner(t("Counting what is loaded …")):
        counts = workspace.counts()
    if counts.empty:
        nothing_loaded()
        return
    _headline(counts.nodes, sum(counts.edges.values()))
    with asking_signals(workspace) as hear:
        leads = workspace.leads(progress=hear)
    hear_signals(workspace.signals())
    with st.container(key="stacks-overview"):
        left, right = st.columns([1.75, 1], gap="large")
    with left:
        st.subheader(t("Look here first"))
        _first_leads(leads)
    with right:
        st.subheader(t("Leads by subject"))
        _bands(leads)
    _course(workspace)
    st.subheader(t("Signals"))
    _signals(workspace)
    st.subheader(t("Loaded files"))
    _batches(counts)


def _headline(nodes: Mapping[str, int], relations: int) -> None:
    tiles = [(kind_name(label), nodes.get(label, 0)) for label in HEADLINE]
    tiles.append((t("Relations"), relations))
    for column, (name, number) in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(name, f"{number:,}", border=True)


def _first_leads(leads: tuple[Lead, ...]) -> None:
    if not leads:
        st.info(t("No leads yet. Run `python cli.py measure`, then come back."))
        return
    first = [x for kind, n in FIRST.items() for x in [y for y in leads if y.kind == kind][:n]]
    chosen = lead_table(first, key="first-leads", with_kind=True).opened
    if chosen is not None:
        st.switch_page(PAGES["leads"], query_params={"lead": chosen.id})
    st.caption(t("Click a row to open the lead."))


def _course(workspace: Workspace) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(t("Key figures and their course by month"))
        st.page_link(PAGES["trends"], label=t("Trends"), icon=":material/trending_up:")
    with st.spinner(t("Counting the lots …")):
        lots = lots_with_leads(workspace)
    if not lots.empty:
        key_figures(lots, leading_on=True)


def _bands(leads: tuple[Lead, ...]) -> None:
    counted = Counter((lead.kind.value, lead.smoke.band) for lead in leads)
    if counted:
        band_chart(counted)


def _signals(workspace: Workspace) -> None:
    rows = [
        {
            t("Signal"): signal_title(run.signal),
            t("Family"): family_name(run.signal.family.value),
            t("Strength"): strength_name(run.signal.strength.value),
            t("Findings"): len(run.findings) if run.computed else None,
            t("Remark"): run.note,
        }
        for run in workspace.signal_runs()
    ]
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=ROW * min(len(rows) + 1, MOST_ROWS),
        placeholder="—",
        column_config={
            t("Signal"): st.column_config.TextColumn(width=260),
            t("Strength"): st.column_config.TextColumn(width=150),
            t("Remark"): st.column_config.TextColumn(width="large"),
        },
    )


def _batches(counts: Counts) -> None:
    rows = [
        {
            t("File"): batch.file,
            t("Table"): table_name(batch.table),
            t("Rows"): batch.rows,
            t("Rejected"): batch.rejected,
            t("Loaded at"): kept_time(batch.loaded_at),
            "SHA-256": batch.sha256[:12],
        }
        for batch in counts.batches
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=ROW * min(len(rows) + 1, MOST_ROWS))


if __name__ == "__main__":
    run_page(show)
