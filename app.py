"""The browser's front door: the navigation table and nothing else."""

from __future__ import annotations

import streamlit as st

from messages import t
from pages.components.frame import ICON, PAGES, sidebar, use_language

use_language()
st.set_page_config(page_title="TenderLens", page_icon=str(ICON), layout="wide")
chosen = st.navigation(
    [
        st.Page(PAGES["overview"], title=t("Overview"), icon=":material/dashboard:", default=True),
        st.Page(PAGES["leads"], title=t("Leads"), icon=":material/flag:", url_path="leads"),
        st.Page(PAGES["network"], title=t("Network"), icon=":material/hub:", url_path="network"),
        st.Page(PAGES["path"], title=t("Paths"), icon=":material/route:", url_path="path"),
        st.Page(PAGES["ask"], title=t("Ask"), icon=":material/terminal:", url_path="ask"),
    ]
)
sidebar()
chosen.run()
