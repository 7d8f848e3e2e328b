"""The annex of a dossier: the cited rows with whole numbers, sealed under a passphrase."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from evidence.annex import SHORTEST_PASSPHRASE, Annex, cited
from evidence.audit import Action
from messages import t
from pages.components.refusal import refusal_here
from pages.components.second_person import ask_second
from workspace import Workspace

MOST_NAMED = 20  # rows that no kept table holds


def annex_desk(workspace: Workspace, name: str, dossier: bytes, *, key: str) -> None:
    """Reason and passphrase, then the file; for who may see numbers unmasked."""
    if not workspace.may(Action.UNMASK):
        return
    title = t("Annex: the cited rows with whole numbers, sealed")
    with st.expander(title, icon=":material/encrypted:"):
        st.caption(
            t(
                "Only where the recipient needs it. Dossier, annex and passphrase go three ways; "
                "`tenderlens annex open` opens it. The reason is written to the audit log first; "
                "with accounts, a second person approves before."
            )
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_bytes(dossier)
            _sealed(workspace, file, key)
        if made := st.session_state.get(f"annex-{key}"):
            called, data, said = made
            st.caption(said)
            st.download_button(
                t("Download the annex"),
                data,
                file_name=called,
                mime="application/octet-stream",
                icon=":material/download:",
                key=f"annex-file-{key}",
            )


def _sealed(workspace: Workspace, dossier: Path, key: str) -> None:
    """The form; what it made is kept for the download, its passphrase nowhere."""
    subject = cited(dossier).subject
    with st.form(f"annex-form-{key}", border=False, clear_on_submit=True):
        reason = st.text_input(t("Reason"), key=f"annex-reason-{key}")
        one, two = st.columns(2)
        least = t("A passphrase has {n} characters or more.", n=SHORTEST_PASSPHRASE)
        first = one.text_input(
            t("Passphrase of the annex"), type="password", help=least, key=f"annex-first-{key}"
        )
        again = two.text_input(t("The passphrase again"), type="password", key=f"annex-again-{key}")
        if st.form_submit_button(t("Seal the annex")):
            if first != again:
                st.warning(t("The two passphrases differ."))
            else:
                with refusal_here():
                    made = workspace.annex(subject, dossier, passphrase=first, reason=reason)
                    st.session_state[f"annex-{key}"] = (
                        made.file.name, made.file.read_bytes(), _told(made)
                    )  # fmt: skip
        # after it: an approval may be used up by now
        ask_second(workspace, Action.UNMASK, subject, reason, key=f"annex-{key}", in_form=True)


def _told(made: Annex) -> str:
    """What an annex holds, and which cited rows it could not."""
    said = t("{n} rows with whole numbers.", n=made.rows)
    if made.without:
        rows = ", ".join(made.without[:MOST_NAMED])
        said += " " + t(
            "{n} cited rows are in no kept table: {rows}", n=len(made.without), rows=rows
        )
    return said
