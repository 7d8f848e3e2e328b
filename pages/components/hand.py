"""Whether a cell was chosen on purpose: the keyboard's way through a table chooses cells too.

A table tells only which cell is chosen. A script beside the page says whether keys or a pointer
went into the table last, and when Enter was pressed in one. A table in which cells are written has
a key that begins with `edit-`: there Enter is its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from messages import t

HAND = "hand"
WALKED = "walked"  # by table: the cell that keys chose last
SCRIPT = """
export default ({ setStateValue, setTriggerValue }) => {
  const said = (globalThis.tenderlensHand ??= { keys: false });
  said.tell = (keys) => {
    if (keys !== said.keys) setStateValue("keys", (said.keys = keys));
  };
  said.enter = (table) => setTriggerValue("enter", table);
  if (said.listens) return;
  said.listens = true;
  const inTable = ({ target }) =>
    !target.closest?.("[class*=st-key-edit-]") && target.closest?.("[data-testid=stDataFrame]");
  const nameOf = (table) => table.closest("[class*=st-key-]")?.className ?? "";
  let typed = false;
  addEventListener("focusin", (event) => typed && inTable(event) && said.tell(true), true);
  addEventListener("pointerdown", (event) => {
    typed = false;
    if (inTable(event)) said.tell(false);
  }, true);
  addEventListener("keydown", (event) => {
    typed = true;
    const table = inTable(event);
    if (!table || event.target.closest("button")) return;
    said.tell(true);
    if (event.key !== "Enter") return;
    event.stopPropagation();
    said.enter(nameOf(table));
  }, true);
};
"""


def watch_hand() -> None:
    """Let the browser say how its tables are walked; once a page."""
    _watcher()(key=HAND, data=None, on_keys_change=lambda: None, on_enter_change=lambda: None)


def chosen_cell(cells: Sequence[Sequence[object]], table: str) -> tuple[int, str] | None:
    """Row and column of the cell that was clicked, or on which Enter was pressed.

    `table` is the key of the table's widget; what keys chose on their way is not opened.
    """
    if not cells:
        return None
    row, column = cells[0]
    cell = (int(str(row)), str(column))
    walked = st.session_state.setdefault(WALKED, {})
    hand = st.session_state.get(HAND) or {}
    entered = str(hand.get("enter") or "").split()
    if entered:
        return cell if _class_of(table) in entered else None
    if hand.get("keys"):
        walked[table] = cell
        st.caption(t("Arrow keys go from cell to cell, Enter opens the one that is chosen."))
        return None
    return None if walked.get(table) == cell else cell


def _class_of(key: str) -> str:
    """The class by which the browser knows what has this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key)


@cache
def _watcher() -> ComponentRenderer:
    return component("tenderlens_hand", js=SCRIPT, html="<span hidden></span>")
