"""Sign in: by password, or through the organisation's identity provider."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.errors import TenderLensError
from messages import t
from pages.components.frame import PAGES, STYLE, shared_workspace, use_language, who_entered
from pages.components.literal import literal
from pages.components.sign_in import RIGHTS, claims, provider_configured, said_before, sign_in


def show() -> None:
    """The whole page; it stands at every address until somebody signed in."""
    use_language()
    st.html(STYLE)
    _, middle, _ = st.columns([1, 1.4, 1])
    with middle:
        st.title(t("Sign in"))
        if said := said_before():
            st.warning(said, icon=":material/lock_clock:")
        _by_provider()
        _by_password()
        st.caption(
            t(
                "What you look at, ask, load and export is recorded under your name. Five wrong "
                "passwords lock an account for fifteen minutes; half an hour without use, or a new "
                "start of the program, ends the session."
            )
        )


def closed(page: str) -> Callable[[], None]:
    """What stands at the address of a page that is not for the role of who is here."""

    def refuse() -> None:
        use_language()
        here = who_entered()
        try:
            if here is not None:
                here.door.permit(*RIGHTS[page], objects=[page])  # says no, and records it
        except TenderLensError as problem:
            st.error(literal(problem), icon=":material/block:")
            # With one page of one's own there is no navigation to go back by.
            st.page_link(PAGES["account"], label=t("My account"), icon=":material/account_circle:")

    return refuse


def _by_password() -> None:
    with st.form("sign-in", border=True):
        name = st.text_input(t("Account name"), key="sign-in-name", autocomplete="username")
        password = st.text_input(
            t("Password"),
            type="password",
            key="sign-in-password",
            autocomplete="current-password",
        )
        asked = st.form_submit_button(t("Sign in"), type="primary", width="stretch")
    if not asked:
        return
    try:
        sign_in(shared_workspace(), name.strip(), password)
    except TenderLensError as problem:
        st.error(literal(problem), icon=":material/lock:")


def _by_provider() -> None:
    if not provider_configured():
        return
    if claims():
        if st.button(t("Sign in as somebody else"), width="stretch", key="provider-out"):
            st.logout()
    elif st.button(
        t("Sign in with the account of the organisation"),
        type="primary",
        width="stretch",
        key="provider-in",
    ):
        st.login()


if __name__ == "__main__":
    show()
