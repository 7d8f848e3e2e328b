"""The case tray in the sidebar, and the way into it from every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from evidence.audit import Action
from evidence.matter import TRAY
from graph.records import Edge, Node, NodeKey
from leads.lead import Lead
from leads.trays import TrayItem
from messages import t
from pages.components.dossier_desk import dossier_desk
from pages.components.literal import literal
from pages.components.network_graph import shortened
from pages.components.sign_in import may_see
from pages.components.words import relation_name
from queries.describe import display_name
from queries.finding import Finding
from workspace import Workspace

SHOWN = 12
TALLEST = 480  # px
LONGEST, LONGEST_NOTE = 40, 2_000
SIGNS = {"node": "●", "edge": "→", "finding": "⚑", "note": "✎"}
NETWORK = "pages/network_page.py"


def lay_aside(workspace: Workspace, nodes: Iterable[Node], edges: Iterable[Edge] = ()) -> None:
    """Put nodes and edges into the tray and say so."""
    items = _named(nodes)
    names = {item.ref: item.name for item in items}
    _told(workspace.add_to_tray([*items, *(edge_item(edge, names) for edge in edges)]))


def lay_aside_finding(workspace: Workspace, finding: Finding, said: str) -> None:
    """Put a finding into the tray and say so."""
    _told(workspace.add_to_tray([finding_item(finding, said)]))


def finding_item(finding: Finding, said: str) -> TrayItem:
    """A finding under the sentence that tells it."""
    return TrayItem("finding", finding.id, said)


def lay_aside_rows(
    workspace: Workspace,
    ticked: Sequence[int],
    gather: Callable[[Sequence[int]], Iterable[NodeKey | TrayItem]],
    *,
    key: str,
) -> None:
    """Below a table: put what its ticked rows stand for into the tray, if somebody wants it.

    `gather` says what that is: the key of a node, or an item that has a name already.
    """
    if not ticked or not st.button(
        t("Add {count} ticked rows to the tray", count=len(ticked)),
        icon=":material/inbox:",
        key=f"tray-rows-{key}",
    ):
        return
    found = tuple(gather(ticked))
    keys = [one for one in found if isinstance(one, str)]
    items = _named(workspace.subgraph(keys).nodes) if keys else []
    items += [one for one in found if isinstance(one, TrayItem)]
    if items:
        _told(workspace.add_to_tray(items))
        st.rerun()  # the whole page, tray and all, also out of a part that runs by itself
    else:
        st.toast(t("These rows name nothing that a tray holds."), icon=":material/inbox:")


def lay_aside_leads(workspace: Workspace, ticked: Sequence[Lead], *, key: str) -> None:
    """The same for ticked leads, which stand for whom they are about."""
    lay_aside_rows(
        workspace,
        range(len(ticked)),
        lambda rows: dict.fromkeys(one for row in rows for one in ticked[row].keys),
        key=key,
    )


def edge_item(edge: Edge, names: Mapping[NodeKey, str]) -> TrayItem:
    """An edge under the names of its ends."""
    start, end = (names.get(key, key) for key in (edge.start, edge.end))
    return TrayItem("edge", edge.id, f"{start} —{relation_name(edge.type)}→ {end}")


def _named(nodes: Iterable[Node]) -> list[TrayItem]:
    return [TrayItem("node", node.key, display_name(node)) for node in nodes]


def _told(fresh: int) -> None:
    st.toast(
        t("{count} added to the tray.", count=fresh) if fresh else t("Already in the tray."),
        icon=":material/inbox:",
    )


def _note(workspace: Workspace) -> None:
    with st.popover(t("Write a note"), icon=":material/edit_note:", width="stretch"):
        turn = st.session_state.get("tray-notes", 0)
        text = st.text_area(t("Note"), key=f"tray-note-{turn}", max_chars=LONGEST_NOTE)
        if st.button(t("Lay the note aside"), key="tray-note-keep") and text.strip():
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            workspace.add_to_tray([TrayItem("note", f"note:{at}", text.strip())])
            st.session_state["tray-notes"] = turn + 1  # an empty field for the next one
            st.rerun()


def tray_sidebar(workspace: Workspace) -> None:
    """What lies in the tray, with a way to open it as a network and to take things out."""
    items = workspace.tray()
    with st.sidebar, st.container(border=True, key="tray"):
        st.markdown(f"**:material/inbox: {t('Case tray')}** · {len(items)}")
        if not items:
            st.caption(
                t("Empty. Choose nodes in a network, or tick rows of a table, and add them.")
            )
            _note(workspace)
            return
        more = len(items) - SHOWN
        if more > 0 and st.toggle(t("Show {count} earlier ones", count=more), key="tray-all"):
            with st.container(height=TALLEST, border=False):
                _rows(workspace, items)
        else:
            _rows(workspace, items[-SHOWN:])
        _note(workspace)
        keys = [item.ref for item in items if item.kind == "node"]
        if workspace.may(Action.EXPORT):
            with st.popover(t("Dossier"), icon=":material/folder_zip:", width="stretch"):
                st.caption(t("What lies in the tray, as one signed ZIP with its sources."))
                dossier_desk(workspace, TRAY, key="tray", across=1)
        if (
            keys
            and may_see(workspace, "network")
            and st.button(
                t("Open as a network"), icon=":material/hub:", width="stretch", key="tray-open"
            )
        ):
            st.switch_page(NETWORK, query_params={"key": keys})


def _rows(workspace: Workspace, items: Sequence[TrayItem]) -> None:
    for item in items:
        said = f"{SIGNS[item.kind]} {literal(shortened(item.name, LONGEST))}"
        row = st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small")
        row.caption(said, help=_whole(item))
        if row.button("✕", key=f"tray-{item.ref}", help=t("Take out"), type="tertiary"):
            workspace.remove_from_tray([item.ref])
            st.rerun()


def _whole(item: TrayItem) -> str | None:
    return literal(item.name) if len(item.name) > LONGEST else None
