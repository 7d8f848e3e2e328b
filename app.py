"""The browser's front door: the navigation table and nothing else."""

from __future__ import annotations

import streamlit as st

from messages import t
from pages.components.frame import ICON, PAGES, sidebar, unknown_address, use_language, who_entered
from pages.components.sign_in import RIGHTS, may_see, stands_before_overview
from pages.login_page import closed
from pages.login_page import show as sign_in_page

use_language()
st.set_page_config(page_title="TenderLens", page_icon=str(ICON), layout="wide")
here = who_entered()
TABLE = {
    t("Where to look"): (
        ("overview", t("Overview"), ":material/dashboard:"),
        ("leads", t("Leads"), ":material/flag:"),
        ("watch", t("Watch"), ":material/visibility:"),
        ("inspection", t("Random inspection"), ":material/casino:"),
        ("rings", t("Rings"), ":material/group_work:"),
        ("trends", t("Trends"), ":material/trending_up:"),
    ),
    t("Who and how"): (
        ("profile", t("Profiles"), ":material/badge:"),
        ("network", t("Network"), ":material/hub:"),
        ("path", t("Paths"), ":material/route:"),
    ),
    t("Data"): (
        ("load", t("Load data"), ":material/upload_file:"),
        ("ask", t("Ask"), ":material/terminal:"),
    ),
    t("Oversight"): (
        ("audit", t("Audit log"), ":material/policy:"),
        ("account", t("My account"), ":material/account_circle:"),
    ),
}
if here is None:  # one page at every address: after signing in, the one that was asked for opens
    chosen = st.navigation(
        [
            st.Page(sign_in_page, title=t("Sign in"), url_path=name, default=name == "overview")
            for name in PAGES
        ],
        position="hidden",
    )
else:
    seen = {
        group: [page for page in pages if may_see(here, page[0])] for group, pages in TABLE.items()
    }
    first = next(page[0] for pages in seen.values() for page in pages)
    # The page that stands at / loses its own address: never one that others link to.
    home = "overview" if may_see(here, "overview") else "account"
    elsewhere = [
        st.Page(closed(name), title=name, url_path=name, visibility="hidden")
        for name in PAGES
        if RIGHTS[name] and not may_see(here, name)
    ]
    chosen = st.navigation(
        {
            group: [
                st.Page(PAGES[name], title=title, icon=icon, url_path=name, default=name == home)
                for name, title, icon in pages
            ]
            for group, pages in seen.items()
            if pages
        }
        | ({"": elsewhere} if elsewhere else {}),
        expanded=True,
    )
sidebar(here)
unknown_address("overview" if here is None else home)
if here is not None and stands_before_overview(here, chosen.url_path):
    st.switch_page(PAGES[first])
chosen.run()
