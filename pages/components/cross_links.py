"""Links from what is chosen in a picture to its own page."""

from __future__ import annotations

import streamlit as st

from graph.records import Subgraph
from messages import t
from pages.components.frame import PAGES
from pages.components.sign_in import may_see
from workspace import Workspace


def profile_link(workspace: Workspace, graph: Subgraph, selection: str | None) -> None:
    """A link to the profile of the chosen node; nothing for a line, or for a role without it."""
    node = next((each for each in graph.nodes if each.key == selection), None)
    if node is not None and may_see(workspace, "profile"):
        st.page_link(
            PAGES["profile"],
            label=t("Open its profile"),
            icon=":material/badge:",
            query_params={"key": node.key},
        )
