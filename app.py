"""The browser's front door: the navigation table and nothing else."""

from __future__ import annotations

import streamlit as st

from messages import t
from pages.components.frame import ICON, PAGES, sidebar, use_language

use_language()
st.set_page_config(page_title="TenderLens", page_icon=str(ICON), layout="wide")
pages = {
    t("Where to look"): [
        st.Page(PAGES["overview"], title=t("Overview"), icon=":material/dashboard:", default=True),
        st.Page(PAGES["leads"], title=t("Leads"), icon=":material/flag:", url_path="leads"),
        st.Page(PAGES["watch"], title=t("Watch"), icon=":material/visibility:", url_path="watch"),
        st.Page(PAGES["rings"], title=t("Rings"), icon=":material/group_work:", url_path="rings"),
        st.Page(
            PAGES["trends"], title=t("Trends"), icon=":material/trending_up:", url_path="trends"
        ),
    ],
    t("Who and how"): [
        st.Page(PAGES["profile"], title=t("Profiles"), icon=":material/badge:", url_path="profile"),
        st.Page(PAGES["network"], title=t("Network"), icon=":material/hub:", url_path="network"),
        st.Page(PAGES["path"], title=t("Paths"), icon=":material/route:", url_path="path"),
    ],
    t("Data"): [
        st.Page(
            PAGES["load"], title=t("Load data"), icon=":material/upload_file:", url_path="load"
        ),
        st.Page(PAGES["ask"], title=t("Ask"), icon=":material/terminal:", url_path="ask"),
    ],
}
chosen = st.navigation(pages)
sidebar()
chosen.run()
