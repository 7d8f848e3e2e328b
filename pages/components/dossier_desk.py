"""Compiling a dossier: purpose, recipient and approver are asked, the ZIP is handed over."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from evidence.audit import Action
from messages import t
from pages.components.annex_desk import annex_desk
from pages.components.refusal import refusal_here
from pages.components.second_person import ask_second
from pages.components.sign_in import left_to_others
from workspace import Workspace


def dossier_desk(
    workspace: Workspace, subject: str, *, key: str, purpose: str = "", across: int = 3
) -> None:
    """The form and the file. `subject` is a lead, the key of a node, or `tray`."""
    if left_to_others(workspace, Action.EXPORT):
        return
    columns = st.columns(across, gap="small")
    stated = [
        columns[place % across].text_input(title, value=value, key=f"{name}-{key}")
        for place, (name, title, value) in enumerate(
            (
                ("purpose", t("Purpose"), purpose),
                ("recipient", t("Recipient"), ""),
                ("approver", t("Approved by"), ""),
            )
        )
    ]
    ask_second(workspace, Action.EXPORT, subject, stated[0], key=f"dossier-{key}")
    if st.button(
        t("Compile the dossier"),
        type="primary",
        icon=":material/folder_zip:",
        key=f"dossier-compile-{key}",
    ):
        with refusal_here():
            with st.spinner(t("Compiling …")):
                st.session_state[f"dossier-{key}"] = _packed(workspace, subject, *stated)
            st.rerun()  # the approval above is used up by now
    content = st.session_state.get(f"dossier-{key}")
    if content:
        name, data = content
        st.download_button(
            t("Download the dossier (ZIP)"),
            data,
            file_name=name,
            mime="application/zip",
            icon=":material/download:",
            key=f"dossier-file-{key}",
        )
        st.caption(t("`tenderlens verify FILE.zip`, or verify.py in it, checks every byte."))
        annex_desk(workspace, name, data, key=key)


def _packed(
    workspace: Workspace, subject: str, purpose: str, recipient: str, approver: str
) -> tuple[str, bytes]:
    """The name and the bytes of the dossier; the page keeps no copy on disk."""
    with tempfile.TemporaryDirectory() as folder:
        release = workspace.release(purpose=purpose, recipient=recipient, approver=approver)
        file = workspace.dossier(subject, Path(folder), release=release).file
        return file.name, file.read_bytes()
