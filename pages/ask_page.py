"""Ask: a read-only question in Cypher, answered as a table, a chart and a network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain

import altair as alt
import pandas as pd
import streamlit as st

from graph.engine import QueryLimits
from graph.errors import EngineUnavailable
from graph.key_reader import by_label
from graph.records import NodeKey, Table, Value
from leads.trays import TrayItem
from messages import t
from pages.components.addressed import only_addressed
from pages.components.answer import Answer, gone_through
from pages.components.answer_files import csv_bytes, xlsx_bytes
from pages.components.asking import Asking, cancel, start_asking
from pages.components.cypher_behind import GIVEN
from pages.components.cypher_editor import cypher_editor
from pages.components.evidence_card import evidence_card
from pages.components.export import PICTURE_MARGIN, offer
from pages.components.frame import fragment, nothing_loaded, polling, run_page
from pages.components.literal import literal
from pages.components.name_axis import LONGEST
from pages.components.network import MOST_NODES, network_view
from pages.components.question_desk import (
    CYPHER,
    EXAMPLES,
    guess_kinds,
    history_of,
    keep_form,
    put,
    question_desk,
)
from pages.components.tray import edge_item, lay_aside_rows
from queries.ask import asks_for_plan, graph_of
from queries.describe import display_name
from queries.library import KINDS, LibraryBroken, parameter_value, parameters_of, remember
from workspace import Workspace

ASKING = "ask-asking"
PLAN = "ask-plan"
FROM_ADDRESS = "ask-from-address"
LONGEST_ADDRESS = 1_800  # characters before they are escaped
AT_ONCE = 1.0  # seconds in which an answer comes without a page in between
SECONDS = (5, 15, 30, 60, 120, 300, 600)
ROWS = (100, 1_000, 10_000, 100_000)
MOST_NAMES, LONG_NAME = 60, 6  # bars below one another; signs of a name
ROW = 22  # px of a bar
CHARTS = ("bars", "line", "dots")


def show(workspace: Workspace) -> None:
    """The question above, the answer below."""
    st.title(t("Ask"))
    if not workspace.batches():
        nothing_loaded()
        return
    _from_address()
    left, right = st.columns([2, 1], gap="medium")
    with right:
        question_desk(workspace)
    with left:
        _question(workspace)
    if PLAN in st.session_state:
        _plan()
    asking: Asking | None = st.session_state.get(ASKING)
    if asking is None:
        return
    if not asking.done.is_set():
        _waiting(workspace)
    elif asking.error is not None:
        _failed(asking)
    else:
        _answer(workspace)


def _from_address() -> None:
    """A link from another page brings the question behind its view, once."""
    given = st.session_state.pop(GIVEN, None)
    if given is not None:
        put(*given)
        _say_address(*given)
    only_addressed("cypher", "parameters")
    asked = st.query_params.get("cypher", "")
    stated = st.query_params.get("parameters", "")
    if asked and st.session_state.get(FROM_ADDRESS) != (asked, stated):
        st.session_state[FROM_ADDRESS] = (asked, stated)
        put(asked, _stated_in(stated))
    st.session_state.setdefault(CYPHER, EXAMPLES[0][1])


def _stated_in(text: str) -> dict[str, Value]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        st.warning(t("The parameters in the address are no JSON: fill in the fields."))
        return {}
    return found


def _say_address(cypher: str, parameters: Mapping[str, Value]) -> None:
    """The address names the question, so that it can be kept and sent; a long one names nothing."""
    stated = json.dumps(parameters, ensure_ascii=False) if parameters else ""
    st.session_state[FROM_ADDRESS] = (cypher, stated)
    if len(cypher) + len(stated) > LONGEST_ADDRESS:
        st.query_params.clear()
        return
    st.query_params.from_dict({"cypher": cypher, **({"parameters": stated} if stated else {})})


# The question


def _question(workspace: Workspace) -> None:
    cypher, entered = cypher_editor(key=CYPHER)
    parameters, problems = _parameters(cypher)
    limits = _limits(workspace)
    busy = ASKING in st.session_state and not st.session_state[ASKING].done.is_set()
    busy = busy or bool(problems)
    with st.container(horizontal=True):
        runs = st.button(t("Run"), type="primary", icon=":material/play_arrow:", disabled=busy)
        explains = st.button(t("Explain"), icon=":material/account_tree:", disabled=busy)
        keep_form(workspace, cypher)
    for problem in problems:
        st.warning(literal(problem))
    for warning in workspace.ask_warnings(cypher):
        st.warning(literal(warning))
    runs = runs or (entered and not busy)
    if explains or (runs and asks_for_plan(cypher)):
        st.session_state.pop(ASKING, None)
        st.session_state[PLAN] = workspace.explain(cypher, parameters)
    elif runs:
        st.session_state.pop(PLAN, None)
        asking = start_asking(workspace, cypher, parameters, limits)
        st.session_state[ASKING] = asking
        st.session_state["ask-count"] = st.session_state.get("ask-count", 0) + 1
        remember(history_of(workspace), cypher, parameters, at=datetime.now(UTC))
        _say_address(cypher, parameters)
        with st.spinner(t("Asking …")):
            asking.done.wait(AT_ONCE)


def _parameters(cypher: str) -> tuple[dict[str, Value], list[str]]:
    """A field for each $name of the question, of a guessed kind; and what is still wrong."""
    found: dict[str, Value] = {}
    problems: list[str] = []
    guess_kinds(cypher)
    for name in parameters_of(cypher):
        kind_field, value_field = st.columns([1, 3], vertical_alignment="bottom")
        kind = kind_field.selectbox(
            t("Kind of ${name}", name=name),
            KINDS,
            format_func=lambda each: t(_KIND_NAMES[each]),
            key=f"ask-kind-{name}",
        )
        text = value_field.text_input(
            f"${name}",
            key=f"ask-value-{name}",
            placeholder=t("values with commas between them") if kind == "list" else "",
        )
        if not text and kind not in {"text", "list"}:
            problems.append(t("Fill in ${name}.", name=name))
            continue
        try:
            found[name] = parameter_value(name, kind, text)
        except LibraryBroken as problem:
            problems.append(str(problem))
    return found, problems


_KIND_NAMES = {
    "text": "plain text",
    "integer": "whole number",
    "number": "decimal number",
    "list": "list",
    "json": "JSON value",
}


def _limits(workspace: Workspace) -> QueryLimits:
    own = workspace.settings
    seconds = sorted({*SECONDS, int(own.query_seconds)})
    rows = sorted({*ROWS, own.query_rows})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        longest = st.selectbox(
            t("Time limit (s)"), seconds, index=seconds.index(int(own.query_seconds)), width=140
        )
        most = st.selectbox(t("Row limit"), rows, index=rows.index(own.query_rows), width=140)
        st.caption(t("Questions only read. What exceeds a limit is cut off, and the page says so."))
    return QueryLimits(float(longest), int(most))


def _plan() -> None:
    st.markdown(f"#### {t('How the engine would answer')}")
    plan = str(st.session_state[PLAN])
    if plan:
        st.code(plan, language=None)
    else:
        st.info(t("The engine tells no plan of this question."))


# Under way


@polling
def _waiting(workspace: Workspace) -> None:
    asking: Asking | None = st.session_state.get(ASKING)
    if asking is None or asking.done.is_set():
        st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(t("The question is being answered …"), icon=":material/hourglass_top:")
        if st.button(t("Cancel"), icon=":material/stop:", key="ask-cancel"):
            cancel(workspace, asking)
            asking.done.wait(AT_ONCE)
            st.rerun()


def _failed(asking: Asking) -> None:
    if isinstance(asking.error, EngineUnavailable):
        st.session_state.pop(ASKING)
        raise asking.error
    if asking.cancelled:
        st.info(t("The question was cancelled."), icon=":material/stop:")
        return
    st.error(literal(asking.error), icon=":material/error:")


# The answer


@fragment
def _answer(workspace: Workspace) -> None:
    asking: Asking = st.session_state[ASKING]
    if asking.table is None:
        st.error(t("The question broke off. Ask it again."), icon=":material/error:")
        return
    table = asking.table
    if table.truncated:
        st.warning(
            t(
                "Only the first {count} rows are shown: the limit was reached.",
                count=len(table.rows),
            )
        )
    answer = asking.answer = gone_through(workspace, table, asking.answer)
    _files(asking, table, answer)
    if answer.nodes:
        _network(workspace, answer)
    if not answer.rows:
        _nothing(asking)
        return
    _chart(answer.frame)
    picked = st.dataframe(
        answer.frame,
        key=f"answer-{st.session_state['ask-count']}",
        hide_index=True,
        width="stretch",
        height="content" if len(answer.rows) <= 15 else 560,
        placeholder="—",
        on_select="rerun",
        selection_mode="multi-row",
    )
    ticked = [i for i in picked.selection.rows if i < len(answer.rows)]
    lay_aside_rows(workspace, ticked, lambda chosen: _held(table, chosen), key="answer")


def _nothing(asking: Asking) -> None:
    st.info(t("Nothing in the graph fits this question."), icon=":material/search_off:")
    empty = [f"${name}" for name, value in asking.parameters.items() if value in ("", [])]
    if empty:
        st.caption(t("These fields were empty: {names}.", names=", ".join(empty)))


def _held(table: Table, rows: Sequence[int]) -> list[NodeKey | TrayItem]:
    """The nodes and edges in these rows; a text that reads as a key counts as its node."""
    chosen = Table(table.columns, tuple(table.rows[i] for i in rows))
    graph = graph_of(chosen)
    names = {node.key: display_name(node) for node in graph.nodes}
    texts = [cell for row in chosen.rows for cell in row if isinstance(cell, str)]
    keys = dict.fromkeys([*names, *chain.from_iterable(by_label(texts).values())])
    return [*keys, *(edge_item(edge, names) for edge in graph.edges)]


def _files(asking: Asking, table: Table, answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        offer(
            t("Download CSV"),
            lambda: csv_bytes(table.columns, answer.rows),
            "answer.csv",
            about=answer.about,
            mime="text/csv",
            key="answer-csv",
        )
        offer(
            t("Download XLSX"),
            lambda: xlsx_bytes(table.columns, answer.rows, asked=_asked(asking)),
            "answer.xlsx",
            about=answer.about,
            key="answer-xlsx",
        )
        st.caption(
            t(
                "{rows} rows, {nodes} nodes in the network, {seconds} s",
                rows=len(answer.rows),
                nodes=answer.nodes,
                seconds=f"{asking.seconds:.2f}",
            )
        )


def _asked(asking: Asking) -> list[str]:
    return [*asking.cypher.splitlines(), *_stated(asking.parameters)]


def _stated(parameters: Mapping[str, Value]) -> list[str]:
    return [f"${k} = {json.dumps(v, ensure_ascii=False)}" for k, v in parameters.items()]


def _chart(frame: pd.DataFrame) -> None:
    numbers = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])]
    if not numbers or len(frame) < 2:
        return
    if not st.toggle(t("Draw a chart"), key="ask-chart"):
        return
    names = {"bars": t("bars"), "line": t("line"), "dots": t("dots")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            t("Chart"),
            CHARTS,
            default="bars",
            format_func=names.__getitem__,
            key="ask-chart-kind",
            required=True,
        )
        across = st.selectbox(t("Across"), list(frame.columns), key="ask-chart-x")
        up = st.selectbox(t("Up"), numbers, key="ask-chart-y")
    if across == up:
        st.caption(t("Choose two different columns."))
        return
    if kind == "bars" and frame[across].duplicated().any():
        st.caption(t("Rows with the same value across stand on one another: a bar is their sum."))
    if kind == "line":
        st.line_chart(frame, x=across, y=up)
    elif kind == "dots":
        st.scatter_chart(frame, x=across, y=up)
    else:
        _bars(frame, across, up)


def _bars(frame: pd.DataFrame, across: str, up: str) -> None:
    """Bars that stand; beside long names, of as many things as can be read, they lie."""
    names = frame[across].map(str)
    short = names.str.len().max() <= LONG_NAME
    if short or names.nunique() > MOST_NAMES or pd.api.types.is_numeric_dtype(frame[across]):
        st.bar_chart(frame, x=across, y=up, sort=False)
        return
    rows = pd.DataFrame({"across": names, "up": frame[up]})
    chart = (
        alt.Chart(rows)
        .mark_bar(height=14)
        .encode(
            y=alt.Y(
                "across:N",
                sort=None,
                title=None,
                axis=alt.Axis(labelLimit=LONGEST, labelOverlap=False, labelFlush=False),
            ),
            x=alt.X("sum(up):Q", title=up),
            tooltip=[
                alt.Tooltip("across:N", title=across),
                alt.Tooltip("sum(up):Q", title=up),
            ],
        )
    )
    height = ROW * names.nunique() + 60
    st.altair_chart(chart.properties(height=height, padding=PICTURE_MARGIN), width="stretch")


def _network(workspace: Workspace, answer: Answer) -> None:
    if answer.nodes > MOST_NODES:
        st.warning(
            t(
                "The answer holds {count} nodes; {most} are drawn. Narrow the question.",
                count=answer.nodes,
                most=MOST_NODES,
            )
        )
    with st.container(key="splits-ask"):
        picture, panel = st.columns([2.7, 1], gap="medium")
    with picture:
        state = network_view(
            answer.view, key="ask-network", revision=f"ask-{st.session_state['ask-count']}",
            height=520, about=answer.about,
        )  # fmt: skip
    with panel, st.container(height=520, border=False):
        evidence_card(workspace, answer.drawn, answer.view, state.selection)


if __name__ == "__main__":
    run_page(show, asked=False)
