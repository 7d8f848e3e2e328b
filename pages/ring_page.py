"""Rings: groups of firms that meet far more often than chance explains."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from messages import t
from pages.components.frame import PAGES, nothing_loaded, run_page, spread
from pages.components.hand import OPENS, by_keys, say_how
from pages.components.lead_table import lead_buttons
from pages.components.literal import literal
from pages.components.picked import by_cell
from pages.components.record_table import columns_shown, download, frame_of
from pages.components.ring_view import ring_plane, ring_view
from pages.components.sign_in import may_see
from pages.components.signals_asked import asking_signals
from pages.components.tray import lay_aside
from workspace import Workspace

TABLE = f"{OPENS}rings"


def show(workspace: Workspace) -> None:
    """The list with its picture, and one ring below it (`?key=`)."""
    spread()
    st.title(t("Rings"))
    if not workspace.batches():
        nothing_loaded()
        return
    found = workspace.rings()
    if not found.rows:
        st.info(t("No ring is found. Run `python cli.py measure` if that was not done yet."))
        return
    st.caption(
        t(
            "Groups of firms that meet in lots more often than their shared market explains. Eight "
            "firms that are the whole market of a specialty look the same: see exclusivity."
        )
    )
    with st.container(key="stacks-rings"):
        left, right = st.columns([2.4, 1], gap="large")
    shown = frame_of(workspace, found)
    keys = [str(row["key"]) for row in found.dicts()]
    with left:
        st.dataframe(
            shown,
            key=TABLE,
            hide_index=True,
            width="stretch",
            height="content" if len(keys) <= 8 else 330,
            column_config=columns_shown(found.columns),
            placeholder="",
            on_select=by_cell(TABLE, keys, "key"),
            selection_mode="single-cell",
        )
        if by_keys():
            say_how()
        download(shown, "rings", key="rings")
    with right:
        ring_plane(pd.DataFrame(found.dicts()), into="key")
        st.caption(t("Click a circle or a row to open the ring. Larger: more members."))
    asked = st.query_params.get("key", keys[0])
    wanted = asked if asked in keys else keys[0]
    if asked != wanted:
        st.warning(
            t(
                "No ring has the key '{key}': its data has changed, or the address is wrong. The "
                "first of the list is shown.",
                key=literal(asked),
            )
        )
    one = workspace.profile(wanted)
    st.subheader(literal(one.node.properties.get("name") or wanted))
    with st.container(horizontal=True, gap="small"):
        if may_see(workspace, "network") and st.button(
            t("Open in the network page"), icon=":material/hub:"
        ):
            st.switch_page(PAGES["network"], query_params={"key": wanted})
        if st.button(t("Add to the tray"), icon=":material/inbox:", key="ring-tray"):
            lay_aside(workspace, [one.node])
        leads = st.container(horizontal=True, width="content", gap="small")
    waiting = st.container()
    ring_view(workspace, one)
    with waiting, asking_signals(workspace) as hear:  # after the ring: it may take its time
        found_leads = workspace.leads("ring", progress=hear)
    with leads:
        lead_buttons([lead for lead in found_leads if lead.keys == (wanted,)])


if __name__ == "__main__":
    run_page(show)
