"""What a click on a table or a picture chooses: it goes into the address, which opens it again.

The last click counts. A table and a picture each keep what was chosen in them, so that comparing
the two would not tell which click was the last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from pages.components.hand import by_keys, enter_pressed


def sign_of(rows: Iterable[object]) -> str:
    """A sign of these rows in this order, for the key of a table.

    A table keeps its ticks by their place: under one key they would stand at the rows that took it.
    """
    return hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest()[:16]


def by_cell(key: str, values: Sequence[str], into: str, forget: str = "") -> Callable[[], None]:
    """For `on_select` of the table `key`: the value of the clicked row, by row, into the address.

    Keys choose nothing on their way, until Enter. `forget` is a part of the address that was said
    of the choice before.
    """

    def choose() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells and cells[0][0] < len(values):
            _say(into, values[cells[0][0]], forget)

    if enter_pressed(key):
        choose()
    return lambda: None if by_keys() else choose()


def by_mark(
    key: str, selection: str, field: str, into: str, forget: str = ""
) -> Callable[[], None]:
    """For `on_select` of the chart `key`: the field of the clicked mark into the address."""

    def heard() -> None:
        marks = st.session_state[key]["selection"].get(selection, [])
        if marks:
            _say(into, str(marks[0][field]), forget)

    return heard


def _say(name: str, value: str, forget: str) -> None:
    if st.query_params.get(name) != value and forget:
        st.query_params.pop(forget, None)
    st.query_params[name] = value
