"""The Cypher behind a view: which questions it asked, with their parameters, and a way to Ask."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from graph.cypher_text import tokens
from graph.overhearing import Question, Questions, overheard
from graph.records import Value
from messages import t
from queries.describe import signal_title
from queries.run import parameters_for
from queries.signal import Signal

GIVEN = "ask-given"
KEPT = "cypher-behind"
ASK_PAGE = "pages/ask_page.py"
BOOKKEEPING = frozenset({"Batch", "Measure"})
SHOWN_PARAMETERS = 600  # characters of one parameter on the page; the Ask page gets the whole


def hear_signals(signals: Iterable[Signal]) -> None:
    """Name the signals behind a view: their answers are kept, and so not asked again."""
    for signal in signals:
        overheard(signal.cypher, parameters_for(signal, {}), title=signal_title(signal))


def questions_of_view(view: str, heard: Questions) -> list[Question]:
    """What this view asked, now or when it was opened: a rerun answers much from memory."""
    kept: tuple[str, Questions] = st.session_state.get(KEPT, ("", {}))
    known = kept[1] if kept[0] == view else {}
    whole = {**known, **{q.cypher: q for q in heard.values() if not _bookkeeping(q.cypher)}}
    st.session_state[KEPT] = (view, whole)
    return list(whole.values())


def _bookkeeping(cypher: str) -> bool:
    """Whether it only asks which files were loaded and what was computed."""
    return bool(BOOKKEEPING & {piece.text for piece in tokens(cypher)})


def cypher_behind(questions: Sequence[Question], *, key: str, asks: bool, note: str = "") -> None:
    """The questions behind a view, one at a time; who asks questions may ask them anew."""
    if not questions:
        return
    with st.expander(t("Show the Cypher behind this view"), icon=":material/code:"):
        chosen = 0
        if len(questions) > 1:
            chosen = st.selectbox(
                t("{count} questions were asked for this view", count=len(questions)),
                range(len(questions)),
                format_func=lambda place: f"{place + 1} · {_label(questions[place])}",
                key=f"{key}-question",
            )
        question = questions[chosen]
        st.code(_with_parameters(question), language="cypher", wrap_lines=True)
        if question.times > 1:
            st.caption(t("Asked {times} times with other parameters.", times=question.times))
        if note:
            st.caption(note)
        if asks and st.button(t("Open in Ask"), icon=":material/terminal:", key=f"{key}-ask"):
            open_in_ask(question.cypher, question.parameters)


def open_in_ask(cypher: str, parameters: Mapping[str, Value]) -> None:
    """Go to the Ask page with this question in the editor and its parameters in their fields."""
    st.session_state[GIVEN] = (cypher.strip(), dict(parameters))
    st.switch_page(ASK_PAGE)


def _label(question: Question) -> str:
    return question.title or " ".join(question.cypher.split())[:96]


def _with_parameters(question: Question) -> str:
    stated = []
    for name, value in question.parameters.items():
        text = json.dumps(value, ensure_ascii=False)
        if len(text) > SHOWN_PARAMETERS:
            text = text[:SHOWN_PARAMETERS] + " …"
        stated.append(f":param {name} => {text};")
    head = [*stated, ""] if stated else []
    return "\n".join([*head, question.cypher.strip()])
