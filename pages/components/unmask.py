"""The number of a person, a telephone or an account as the original file has it: with a reason."""

from __future__ import annotations

import streamlit as st

from evidence.audit import Action
from graph.records import Node
from loaders.where import CellBehind
from messages import t
from pages.components.refusal import refusal_here
from pages.components.second_person import ask_second
from workspace import Workspace

LABELS = frozenset({"Person", "Expert", "Phone", "Account"})


def unmask(workspace: Workspace, node: Node) -> None:
    """Ask for the reason, then show the cells once; the next run of the page masks them again."""
    if node.label not in LABELS or not workspace.may(Action.UNMASK):
        return
    with st.expander(t("Show the number unmasked"), icon=":material/visibility_lock:"):
        st.caption(
            t(
                "Only where the case needs it. The reason is written to the audit log before "
                "anything is shown; with accounts, a second person approves first."
            )
        )
        with st.form(f"unmask-{node.key}", border=False, clear_on_submit=True):
            reason = st.text_input(t("Reason"), key=f"unmask-reason-{node.key}")
            found = None
            if st.form_submit_button(t("Show the cells")):
                with refusal_here():
                    found = workspace.unmask(node.key, reason)
            ask_second(  # after it: an approval may be used up by now
                workspace, Action.UNMASK, node.key, reason, key=f"unmask-{node.key}", in_form=True
            )
        if found is not None:
            _cells(found)


def _cells(found: tuple[CellBehind, ...]) -> None:
    if not found:
        st.info(t("No cell of a kept file holds it: the file is not a table or was not kept."))
        return
    rows = {
        (cell.file, cell.sheet, cell.row, cell.column): {
            t("Column"): cell.column,
            t("Cell"): cell.cell,
            t("File"): cell.file,
            t("Sheet"): cell.sheet,
            t("Row"): cell.row,
        }
        for cell in found
    }
    st.dataframe(list(rows.values()), hide_index=True, width="stretch", height="content")
