"""Asking a second person for an approval, at the place where it is needed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence.audit import Action
from evidence.two_persons import (
    APPROVED,
    ASKED,
    DECLINED,
    declined_because,
    state_name,
)
from graph.records import NodeKey
from messages import t
from pages.components.literal import literal
from pages.components.refusal import refusal_here
from workspace import Workspace

ICON = ":material/how_to_reg:"


def ask_second(
    workspace: Workspace,
    action: Action,
    subject: str,
    reason: str,
    *,
    about: Sequence[NodeKey] | None = None,
    key: str,
    in_form: bool = False,
) -> None:
    """A button that asks, and where one's last request stands; nothing without accounts."""
    if workspace.door.session is None:
        return
    label = t("Ask a second person")
    if in_form:
        asked = st.form_submit_button(label, icon=ICON, key=f"{key}-ask")
    else:
        asked = st.button(label, icon=ICON, key=f"{key}-ask")
    if asked:
        with refusal_here():
            workspace.request(action, subject, reason, about)
    st.caption(_standing(workspace, action, subject) or t("A second person approves first."))


def ask_for_file(
    workspace: Workspace, names: Sequence[str], about: Sequence[NodeKey], *, key: str
) -> None:
    """The same for a file of a page: which one, and what for, are asked here."""
    if workspace.door.session is None:
        return
    with (
        st.popover(t("Ask a second person"), icon=ICON, key=f"{key}-second"),
        st.form(f"{key}-second-form", border=False),
    ):
        name = names[0]
        if len(names) > 1:
            name = st.selectbox(t("File"), names, key=f"{key}-file") or name
        reason = st.text_input(t("Reason"), key=f"{key}-reason")
        ask_second(workspace, Action.EXPORT, name, reason, about=about, key=key, in_form=True)


def _standing(workspace: Workspace, action: Action, subject: str) -> str:
    """One's own last request about this, while it can still be used or was declined, in words."""
    for one in workspace.requests():
        asked = one.asked
        if (asked.action, asked.subject, asked.by) == (action, subject, workspace.user):
            if one.state == DECLINED:
                return literal(declined_because(one))
            said = f"{asked.request}：{state_name(one.state)}"
            return said if one.state in {ASKED, APPROVED} else ""
    return ""
