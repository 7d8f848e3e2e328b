"""Links from what is chosen in a picture to its own page."""

from __future__ import annotations

import streamlit as st

from graph.records import Subgraph
from messages import t
from pages.components.frame import PAGES
from queries.describe import display_name


def profile_link(graph: Subgraph, selection: str | None) -> None:
    """A link to the profile of the chosen node; nothing for a line."""
    node = next((each for each in graph.nodes if each.key == selection), None)
    if node is not None:
        st.page_link(
            PAGES["profile"],
            label=t("Profile of {name}", name=display_name(node)),
            icon=":material/badge:",
            query_params={"key": node.key},
        )
