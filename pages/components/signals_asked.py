"""Progress while the signals are asked: the first time after a load this takes its time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import streamlit as st

from messages import t
from pages.components.literal import literal
from queries.describe import signal_title
from queries.run import SignalRun
from workspace import Workspace


@contextlib.contextmanager
def asking_signals(workspace: Workspace) -> Iterator[Callable[[SignalRun], None]]:
    """Gives the function that hears of each signal; what it drew is gone afterwards."""
    place = st.empty()
    every = len(workspace.signals())
    heard = 0

    def hear(run: SignalRun) -> None:
        nonlocal heard
        heard += 1
        if heard < every:
            title = literal(signal_title(run.signal))
            said = t("{done} of {all} signals asked: {title}", done=heard, all=every, title=title)
        else:
            said = t("All signals are asked. Forming the leads …")
        place.progress(heard / every, text=said)

    with st.spinner(t("Asking the signals …")):
        yield hear
    place.empty()
