"""Whether a cell was chosen on purpose: the keyboard's way through a table chooses cells too.

A table tells only which cell is chosen. A script beside the page says whether keys or a pointer
went into the table last, and when Enter was pressed in one. Only tables whose key begins with
`opens-` are watched: in others Enter is their own, to write in a cell or to show it whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from messages import t

HAND = "hand"
OPENS = "opens-"  # begins the key of a table in which a cell opens something
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
    target.closest?.("[class*=st-key-opens-] [data-testid=stDataFrame]");
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
    if entered := _entered():
        return cell if _class_of(table) in entered else None
    if by_keys():
        walked[table] = cell
        say_how()
        return None
    return None if walked.get(table) == cell else cell


def by_keys() -> bool:
    """Whether keys went through a table last, and no pointer."""
    return bool(_hand().get("keys"))


def enter_pressed(table: str) -> bool:
    """Whether this run answers to Enter in this table."""
    return _class_of(table) in _entered()


def say_how() -> None:
    """What keys do in a table."""
    st.caption(t("Arrow keys go from cell to cell, Enter opens the one that is chosen."))


def _entered() -> list[str]:
    return str(_hand().get("enter") or "").split()


def _hand() -> Mapping[str, object]:
    return st.session_state.get(HAND) or {}


def _class_of(key: str) -> str:
    """The class by which the browser knows what has this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key)


@cache
def _watcher() -> ComponentRenderer:
    return component("tenderlens_hand", js=SCRIPT, html="<span hidden></span>")
