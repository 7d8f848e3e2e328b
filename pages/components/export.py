"""A file of what is on the screen, to be taken away: recorded, with accounts approved before."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import altair as alt
import streamlit as st

from evidence.audit import Action
from graph.records import NodeKey
from messages import t
from pages.components.chart_ink import ink
from pages.components.frame import who_entered
from pages.components.refusal import refusal_here
from pages.components.second_person import ask_for_file

# px around a chart, so that its saved picture does not end in its words; Streamlit adds to the map.
PICTURE_MARGIN = dict.fromkeys(("left", "top", "right", "bottom"), 12)
LINE = 60  # Latin signs that the narrowest picture has room for


def picture_title(scope: str) -> alt.Title:
    """What a picture says of itself, in lines: a longer one would be cut."""
    first, *others = textwrap.wrap(scope, LINE)
    return alt.Title(
        first,
        anchor="start",
        fontSize=12,
        subtitle=others or alt.Undefined,
        subtitleFontSize=12,
        subtitleColor=ink(),
    )


def offer(
    label: str,
    content: Callable[[], bytes],
    file_name: str,
    *,
    about: Sequence[NodeKey] = (),
    key: str,
    mime: str | None = None,
) -> None:
    """A button that gives the file, made when it is pressed; nothing for who may not export.

    With accounts the press uses up the approval of a second person for a file of this name about
    these parties, which is asked for beside it, and a second button then saves it.
    """
    here = who_entered()
    if here is None or not here.may(Action.EXPORT):
        return
    icon = ":material/download:"
    if here.door.session is None:
        st.download_button(
            label,
            lambda: here.take_out(file_name, content, about),
            file_name=file_name,
            mime=mime,
            icon=icon,
            on_click="ignore",
            key=key,
        )
        return
    made = None
    if st.button(label, icon=icon, key=key):
        with refusal_here():
            made = here.take_out(file_name, content, about)
    ask_for_file(here, [file_name], about, key=key)  # after it: an approval may be used up by now
    if made is not None:
        st.download_button(
            file_name, made, file_name=file_name, mime=mime, icon=icon, on_click="ignore",
            key=f"{key}-made",
        )  # fmt: skip


def picture_way(file_name: str, *, key: str) -> bool:
    """Whether the signs above a chart may save its picture: with accounts after a recorded press.

    The caller draws the chart in a container whose key begins with `freed-` then. A press frees
    the picture as it is drawn next; whatever is clicked after that draws it locked again.
    """
    here = who_entered()
    if here is None or not here.may(Action.EXPORT):
        return False
    if here.door.session is not None:
        with st.container(horizontal=True, gap="small"):
            freed = False
            if st.button(t("Save as picture (PNG)"), icon=":material/image:", key=key):
                with refusal_here():
                    here.take_out(file_name, lambda: b"")  # the browser draws it
                    freed = True
            ask_for_file(here, [file_name], (), key=key)
        if not freed:
            return False
    st.caption(t("The signs above the picture, when it is pointed at, save it as PNG."))
    return True
